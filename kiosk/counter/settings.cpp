#include "kiosk/counter/settings.h"

#include <nlohmann/json.hpp>

#include "shared/base/bytes.h"
#include "shared/base/file.h"
#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

constexpr const char* kFile = "kiosk.json";
constexpr std::size_t kMostBytes = 16 * 1024;
constexpr std::size_t kTextBytes = 200;

tl::unexpected<Error> wrong(const std::string& why) {
    return fail(ErrorCode::invalid, "Pengaturan kiosk.json salah: " + why,
                "kiosk settings: " + why);
}

Status take(const std::string& key, const Json& value, KioskSettings& settings) {
    const auto text = [&](std::string& into) -> Status {
        if (!value.is_string() || value.get_ref<const std::string&>().size() > kTextBytes)
            return wrong("\"" + key + "\" harus berupa teks pendek.");
        into = value.get<std::string>();
        return {};
    };
    const auto flag = [&](bool& into) -> Status {
        if (!value.is_boolean()) return wrong("\"" + key + "\" harus true atau false.");
        into = value.get<bool>();
        return {};
    };
    if (key == "camera") return text(settings.camera);
    if (key == "receipt_printer") return text(settings.receipt_printer);
    if (key == "letter_printer") return text(settings.letter_printer);
    if (key == "prompts") return text(settings.prompts);
    if (key == "speaker") return text(settings.speaker);
    if (key == "stick") return text(settings.stick);
    if (key == "voice") return flag(settings.voice);
    if (key == "fullscreen") return flag(settings.fullscreen);
    if (key == "receipt_mm") {
        if (!value.is_number_integer() || (value != 58 && value != 80))
            return wrong("\"receipt_mm\" harus 58 atau 80.");
        settings.receipt_mm = value.get<int>();
        return {};
    }
    if (key == "volume") {
        if (!value.is_number_integer() || value < 0 || value > 100)
            return wrong("\"volume\" harus bilangan dari 0 sampai 100.");
        settings.volume = value.get<int>();
        return {};
    }
    return wrong("\"" + key.substr(0, 40) + "\" tidak dikenal.");
}

}  // namespace

Result<KioskSettings> parse_kiosk_settings(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return wrong("isinya bukan JSON. Perbaiki atau hapus berkas itu.");
    KioskSettings settings;
    for (const auto& [key, value] : json.items()) {
        if (auto taken = take(key, value, settings); !taken) return pass(std::move(taken));
    }
    return settings;
}

Result<KioskSettings> read_kiosk_settings(const std::filesystem::path& folder) {
    std::error_code error;
    if (!std::filesystem::exists(folder / kFile, error)) return KioskSettings{};
    auto bytes = read_file(folder / kFile, kMostBytes);
    if (!bytes) return pass(std::move(bytes));
    return parse_kiosk_settings(as_text(*bytes));
}

}  // namespace disapa
