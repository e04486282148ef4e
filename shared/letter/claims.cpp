#include "shared/letter/claims.h"

#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/base/text.h"

namespace disapa {
namespace {

Json to_json(const Claims& claims) {
    Json json = {{"type", std::string(to_text(claims.type))},
                 {"at", claims.at},
                 {"of", to_base64url(claims.of.view())},
                 {"s", claims.service},
                 {"h", claims.holder},
                 {"k", claims.nik_tail}};
    if (!claims.number.empty()) json["n"] = claims.number;
    if (!claims.register_number.empty()) json["g"] = claims.register_number;
    if (claims.valid_until) json["e"] = to_iso(*claims.valid_until);
    if (!claims.acting.empty()) json["a"] = claims.acting;
    if (claims.sample) json["x"] = 1;
    return json;
}

std::string text_at(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

tl::unexpected<Error> not_claims(const char* why) {
    return fail(ErrorCode::invalid, "Isi surat ini tidak terbaca. Minta surat aslinya.", why);
}

}  // namespace

Result<Bytes> encode_claims(Claims claims) {
    if (claims.type != ActType::endorsed && claims.type != ActType::approved) {
        return not_claims("claims of a type that is no letter");
    }
    claims.holder = std::string(trim(first_letters(claims.holder, limits::kHolderLetters)));
    if (claims.nik_tail.size() > 4) claims.nik_tail.erase(0, claims.nik_tail.size() - 4);
    auto bytes = to_canonical(to_json(claims));
    // The holder gives way to numbers, which nobody could guess again.
    while (bytes && bytes->size() > limits::kClaimsBytes && !claims.holder.empty()) {
        const auto fewer = letters(claims.holder) - 1;
        claims.holder = std::string(trim(first_letters(claims.holder, fewer)));
        bytes = to_canonical(to_json(claims));
    }
    if (bytes && bytes->size() > limits::kClaimsBytes) {
        return fail(ErrorCode::limit,
                    "Nomor surat terlalu panjang untuk kode QR. Perpendek kode unit kantor.",
                    "claims do not fit even without a holder");
    }
    return bytes;
}

Result<Claims> decode_claims(ByteView payload) {
    const auto act = decode_act(payload);
    if (!act) return not_claims("no act");
    if (act->type != ActType::endorsed && act->type != ActType::approved) {
        return not_claims("no act of a letter");
    }
    const auto json = parse_canonical(payload);
    if (!json || act->of.size() != 1) return not_claims("no canonical claims");
    Claims claims;
    claims.type = act->type;
    claims.at = act->at;
    claims.of = act->of.front();
    claims.service = act->service;
    claims.number = act->number;
    claims.register_number = act->register_number;
    claims.holder = text_at(*json, "h");
    claims.nik_tail = text_at(*json, "k");
    claims.acting = text_at(*json, "a");
    claims.valid_until = parse_date(text_at(*json, "e"));
    claims.sample = json->contains("x");
    return claims;
}

}  // namespace disapa
