#include "shared/service/without_nik.h"

#include "shared/base/text.h"

namespace disapa {

const std::vector<WithoutNikReason>& without_nik_reasons() {
    static const std::vector<WithoutNikReason> kReasons = {
        {"bayi", "Belum ada NIK: bayi baru lahir", "belum memiliki NIK (bayi baru lahir)"},
        {"wafat", "Tidak ada NIK: meninggal sebelum ada NIK",
         "tidak memiliki NIK (meninggal sebelum ada NIK)"},
        {"belum_rekam", "Belum ada NIK: belum perekaman", "belum memiliki NIK (belum perekaman)"},
    };
    return kReasons;
}

bool is_without_nik(std::string_view answer) {
    return upper(answer.substr(0, kWithoutNik.size())) == kWithoutNik;
}

std::string show_nik(std::string_view answer) {
    if (!is_without_nik(answer)) return std::string(answer);
    for (const auto& reason : without_nik_reasons()) {
        if (answer.substr(kWithoutNik.size()) == reason.code) return std::string(reason.shown);
    }
    return "belum memiliki NIK";
}

std::string nik_tail(std::string_view answer) {
    return answer.size() >= 4 && all_digits(answer) ? std::string(answer.substr(answer.size() - 4))
                                                    : std::string();
}

}  // namespace disapa
