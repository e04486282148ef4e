// may_act of book.h: the questions of EFFECT, asked before a person signs, answered in sentences.
#include <algorithm>

#include "shared/base/date.h"
#include "shared/cases/effect.h"

namespace disapa {

namespace {

tl::unexpected<Error> refuse(std::string sentence, std::string_view log) {
    return fail(ErrorCode::refused, std::move(sentence), std::string(log));
}

// Numbers are granted in one series.
constexpr std::string_view kSeries = "desa";

bool has_free_number(const Book& book, const KeyId& node) {
    const int year = wita_date(book.now()).year;
    const auto& grants = book.grants();
    return std::any_of(grants.begin(), grants.end(), [&](const auto& grant) {
        return book.node_of(grant.first) == node &&
               !book.free_numbers(grant.first, kSeries, year, 1).empty();
    });
}

std::string late_sentence(const Case& of) {
    switch (of.state) {
        case CaseState::returned:
            return "Permohonan ini sedang dikembalikan untuk diperbaiki. Lanjutkan setelah "
                   "perbaikannya masuk.";
        case CaseState::cancelled:
            return "Permohonan ini sudah dibatalkan. Tidak ada yang perlu dilakukan lagi.";
        case CaseState::rejected:
            return "Permohonan ini sudah ditolak camat. Tidak ada yang perlu dilakukan lagi.";
        case CaseState::revoked:
            return "Surat permohonan ini sudah dicabut, jadi tidak berlaku lagi.";
        case CaseState::issued:
        case CaseState::approved:
        case CaseState::printed:
        case CaseState::handed_over:
            return "Permohonan ini sudah diputuskan dan suratnya sudah ada. Buka lagi "
                   "permohonannya untuk melihat langkah berikutnya.";
        default:
            return "Langkah ini sudah dilakukan. Buka lagi permohonannya untuk melihat langkah "
                   "berikutnya.";
    }
}

struct Sentence {
    std::string_view reason, text;
};
constexpr std::array kSentences{
    Sentence{fate::kNeedsVerified,
             "Permohonan ini belum diverifikasi petugas. Minta petugas desa memeriksanya dahulu."},
    Sentence{fate::kNeedsEndorsed,
             "Permohonan ini belum disahkan kepala desa. Tunggu pengesahannya dahulu."},
    Sentence{fate::kNeedsNumber,
             "Permohonan ini belum diberi nomor desa. Tunggu data dari kios desa masuk."},
    Sentence{fate::kNeedsChecked,
             "Permohonan ini belum diperiksa verifikator kecamatan. Minta verifikator "
             "memeriksanya dahulu."},
    Sentence{fate::kNeedsInitialled,
             "Permohonan ini belum diparaf sekretaris camat. Minta sekretaris camat memarafnya "
             "dahulu."},
    Sentence{fate::kNeedsReturned,
             "Permohonan ini tidak sedang dikembalikan, jadi tidak dapat diperbaiki. Kembalikan "
             "dahulu bila isinya salah."},
    Sentence{fate::kNeedsLetter,
             "Surat permohonan ini belum ada. Tunggu sampai permohonannya diputuskan."},
    Sentence{fate::kNeedsPrinted, "Surat ini belum dicetak. Cetak suratnya dahulu."},
    Sentence{fate::kUnknownKey,
             "Kunci Anda belum dikenal kecamatan. Tunggu sampai pendaftaran Anda diterima."},
    Sentence{fate::kUnknownDevice,
             "Kios ini belum dikenal kecamatan. Hubungkan kios dengan kecamatan dahulu."},
    Sentence{fate::kRevoked,
             "Kunci Anda sudah dicabut. Hubungi admin kecamatan untuk mendapat kunci baru."},
    Sentence{fate::kDeviceRevoked, "Kunci kios ini sudah dicabut. Hubungi admin kecamatan."},
    Sentence{fate::kExpired,
             "Masa tugas Anda untuk tindakan ini belum mulai atau sudah berakhir. Hubungi admin "
             "kecamatan."},
    Sentence{fate::kNoRight,
             "Tindakan ini bukan wewenang Anda. Minta petugas yang berwenang melakukannya."},
    Sentence{fate::kOtherDevice,
             "Kunci Anda tidak terdaftar untuk kios ini. Pakai kios tempat Anda didaftarkan."},
    Sentence{fate::kOtherRegion,
             "Kios ini terdaftar untuk desa lain. Lakukan di kios desa permohonan ini."},
    Sentence{fate::kWrongFeed,
             "Tindakan ini tidak dapat dilakukan di sini. Lakukan di kios desa, atau di meja "
             "kecamatan bila itu keputusan kecamatan."},
    Sentence{fate::kOtherFlow,
             "Layanan ini tidak memakai langkah itu. Periksa alur layanan permohonan ini."},
    Sentence{fate::kOwnCase,
             "Anda sudah memeriksa permohonan ini, jadi tidak boleh memutuskannya. Minta pejabat "
             "lain yang berwenang."},
    Sentence{fate::kOtherKiosk,
             "Permohonan ini diterima di kios lain. Sahkan dan terbitkan suratnya di kios itu."},
};

Status to_status(const Judgement& judgement, const Case& of) {
    if (judgement.ok()) return {};
    for (const auto& [reason, text] : kSentences) {
        if (reason == judgement.reason) return refuse(std::string(text), reason);
    }
    return refuse(late_sentence(of), judgement.reason);
}

Judgement rights_of(const Book& book, const EffectRule& rule, const Maker& maker) {
    const Book::Setup& setup = book.setup();
    DateWatch dates;
    return judge_rights(
        {rule, maker, book.roster_here(), book.now(), false, setup.region, setup.office}, dates);
}

}  // namespace

Status may_act(const Book& book, const Case& of, ActType next, const KeyId& signer,
               const KeyId& node) {
    const EffectRule* rule = effect_of(next);
    if (rule == nullptr || rule->names == Names::nothing) {
        return refuse("Tindakan ini tidak dapat dilakukan pada permohonan. Pilih tindakan lain.",
                      "no act of a case");
    }
    if (of.has_unknown) {
        return refuse(
            "Permohonan ini memuat tindakan dari versi baru. Perbarui aplikasi ini "
            "sebelum melanjutkan.",
            "case has acts of a newer version");
    }
    const bool by_person = rule->by == By::person;
    const Maker maker{by_person ? signer : KeyId{}, node, node == book.setup().hub};
    if (by_person && signer.is_zero()) {
        return refuse("Tindakan ini perlu tanda tangan petugas. Masuk dahulu dengan kunci Anda.",
                      "no signer");
    }
    // The step first: what the case lacks is told before what the person may not do.
    if (auto step = to_status(judge_step(*rule, of, maker), of); !step) return step;
    if (auto rights = to_status(rights_of(book, *rule, maker), of); !rights) return rights;
    const bool takes_number = next == ActType::endorsed || next == ActType::issued;
    if (takes_number && of.steps.flow != Flow::camat && !has_free_number(book, node)) {
        return refuse("Nomor desa belum tersedia. Tunggu nomor berikutnya dari kecamatan.",
                      "no free number");
    }
    return {};
}

}  // namespace disapa
