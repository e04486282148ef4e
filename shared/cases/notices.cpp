#include "shared/cases/notices.h"

#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/cases/effect.h"
#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

tl::unexpected<Error> wrong(std::string sentence, std::string log) {
    return fail(ErrorCode::invalid, std::move(sentence), "notice: " + std::move(log));
}

bool is_shown(std::string_view text, std::size_t letters_max) {
    return letters(text) <= letters_max && clean_text(text) == text;
}

// The text of one key; nothing when it is no text.
std::optional<std::string> text_of(const Json& act, const char* key) {
    const auto found = act.find(key);
    if (found == act.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

}  // namespace

Result<Bytes> notice_act(const NoticeWords& of, const Region& office, Instant at, Random& random) {
    if (!office.contains(of.region) || of.region.level() < office.level())
        return wrong("Wilayah itu bukan di kecamatan ini. Periksa --region.", "other region");
    if (of.heading.empty()) return wrong("Tulis judul pengumuman.", "no heading");
    if (!is_shown(of.heading, kNoticeHeadingLetters)) {
        return wrong("Judul paling banyak " + std::to_string(kNoticeHeadingLetters) + " huruf.",
                     "heading too long or not cleaned");
    }
    if (!is_shown(of.words, kNoticeLetters)) {
        return wrong("Isi pengumuman paling banyak " + std::to_string(kNoticeLetters) + " huruf.",
                     "words too long or not cleaned");
    }
    if (of.until <= at)
        return wrong("Tanggal terakhir paling cepat hari ini.", "it is over already");
    if (of.until - at > kNoticeSecondsMost)
        return wrong("Pengumuman tampil paling lama satu tahun.", "shown for too long");
    std::array<std::uint8_t, 8> salt{};
    random.fill(salt);
    Json act{{"at", at},
             {"heading", of.heading},
             {"region", of.region.code()},
             {"salt", to_base64url(salt)},
             {"type", std::string(to_text(ActType::notice))},
             {"until", of.until}};
    if (!of.words.empty()) act["text"] = of.words;
    return to_canonical(act);
}

std::optional<NoticeWords> read_notice(ByteView payload) {
    const auto act = decode_act(payload);
    if (!act || act->type != ActType::notice) return std::nullopt;
    const auto json = parse_canonical(payload);
    if (!json) return std::nullopt;
    const auto heading = text_of(*json, "heading"), region = text_of(*json, "region");
    const auto until = json->find("until");
    if (!heading || !region || until == json->end() || !until->is_number_integer())
        return std::nullopt;
    const auto where = Region::parse(*region);
    if (!where) return std::nullopt;
    NoticeWords of{*where, *heading, text_of(*json, "text").value_or(""), until->get<Instant>()};
    const bool good = !of.heading.empty() && is_shown(of.heading, kNoticeHeadingLetters) &&
                      is_shown(of.words, kNoticeLetters) &&
                      of.until - act->at <= kNoticeSecondsMost;
    return good ? std::optional(std::move(of)) : std::nullopt;
}

Status may_notice(const Roster& roster, const KeyId& signer, Instant at, const Region& office,
                  bool admitted) {
    const Maker maker{signer, {}, true};
    DateWatch dates;
    const Judgement rights =
        judge_rights({kNoticeEffect, maker, roster, at, admitted, office, office}, dates);
    if (rights.ok()) return {};
    return fail(ErrorCode::refused,
                "Hanya sekcam, camat, atau admin yang sedang bertugas dapat menulis pengumuman.",
                "no right to a notice: " + std::string(rights.reason));
}

}  // namespace disapa
