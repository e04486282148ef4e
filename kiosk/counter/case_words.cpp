#include "kiosk/counter/case_words.h"

namespace disapa {

std::string state_words(CaseState state, bool kelurahan) {
    switch (state) {
        case CaseState::submitted:
            return "Baru diajukan";
        case CaseState::verified:
            return "Sudah diverifikasi";
        case CaseState::endorsed:
            return kelurahan ? "Disahkan lurah" : "Disahkan kepala desa";
        case CaseState::issued:
            return "Surat siap dicetak";
        case CaseState::checked:
            return "Diperiksa kecamatan";
        case CaseState::initialled:
            return "Diparaf sekcam";
        case CaseState::approved:
            return "Disetujui camat";
        case CaseState::rejected:
            return "Ditolak";
        case CaseState::returned:
            return "Perlu diperbaiki";
        case CaseState::amended:
            return "Sudah diperbaiki";
        case CaseState::printed:
            return "Surat dicetak";
        case CaseState::handed_over:
            return "Surat diserahkan";
        case CaseState::cancelled:
            return "Dibatalkan";
        case CaseState::revoked:
            return "Surat dicabut";
    }
    return "";
}

std::string waits_for(const Case& of) {
    switch (of.state) {
        case CaseState::submitted:
        case CaseState::amended:
            return "petugas";
        case CaseState::verified:
            return "kades";
        case CaseState::endorsed:
        case CaseState::checked:
        case CaseState::initialled:
            return "kecamatan";
        case CaseState::issued:
        case CaseState::approved:
            return "cetak";
        case CaseState::printed:
            return "serahkan";
        case CaseState::returned:
            return "warga";
        default:
            return "";
    }
}

std::string act_sentence(ActType type, bool kelurahan) {
    const std::string head = kelurahan ? "lurah" : "kepala desa";
    switch (type) {
        case ActType::submitted:
            return "Permohonan diajukan di kios";
        case ActType::amended:
            return "Permohonan diperbaiki";
        case ActType::verified:
            return "Diverifikasi petugas";
        case ActType::endorsed:
            return "Disahkan " + head;
        case ActType::issued:
            return "Nomor surat desa diberikan";
        case ActType::checked:
            return "Diperiksa kasi kecamatan";
        case ActType::initialled:
            return "Diparaf sekcam";
        case ActType::approved:
            return "Disetujui camat";
        case ActType::rejected:
            return "Ditolak camat";
        case ActType::returned:
            return "Dikembalikan untuk diperbaiki";
        case ActType::cancelled:
            return "Dibatalkan";
        case ActType::printed:
            return "Surat dicetak";
        case ActType::handed_over:
            return "Surat diserahkan";
        case ActType::revoked:
            return "Surat dicabut";
        default:
            return "Catatan dari versi baru";
    }
}

Whereabouts place_of(const Case& of) {
    switch (of.state) {
        case CaseState::submitted:
        case CaseState::amended:
            return {"Di kantor desa",
                    "Petugas desa akan memeriksa kertas Anda. Tunjukkan aslinya di loket."};
        case CaseState::verified:
            return {"Di kantor desa", "Menunggu tanda tangan kepala desa."};
        case CaseState::endorsed:
            if (of.arrived) return {"Di kecamatan", "Menunggu keputusan camat."};
            return {"Di kantor desa", "Menunggu dikirim ke kecamatan saat ada sambungan."};
        case CaseState::checked:
        case CaseState::initialled:
            return {"Di kecamatan", "Menunggu keputusan camat."};
        case CaseState::issued:
        case CaseState::approved:
            return {"Di kantor desa", "Surat siap dicetak. Datanglah ke loket desa."};
        case CaseState::printed:
            return {"Di kantor desa", "Surat sudah dicetak. Ambillah di loket desa."};
        case CaseState::handed_over:
            return {"Pada Anda", "Surat sudah diserahkan. Selesai."};
        case CaseState::returned:
            return {"Di kantor desa", "Perlu diperbaiki. Datanglah ke loket desa."};
        case CaseState::rejected:
            return {"Di kantor desa", "Permohonan ditolak. Anda boleh mengajukan yang baru."};
        case CaseState::cancelled:
            return {"Di kantor desa", "Permohonan dibatalkan. Selesai."};
        case CaseState::revoked:
            return {"Di kantor desa", "Surat dicabut. Tanyakan ke loket desa."};
    }
    return {};
}

}  // namespace disapa
