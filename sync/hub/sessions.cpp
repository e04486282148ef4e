#include "sync/hub/sessions.h"

#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

constexpr std::size_t kChallengesMax =
    1000;  // a flood of challenges pushes out only other challenges
constexpr std::string_view kBearer = "Bearer ";

bool is_officer(const RosterKey& key, const Region& office) {
    if (key.revoked_at || key.is_node()) return false;
    for (const auto role : {Role::verifikator, Role::sekcam, Role::camat, Role::admin}) {
        if (key.has_role(role, office)) return true;
    }
    return !key.delegations.empty();
}

// What a stranger signed may hold anything under any key.
std::string text_at(const Json& said, const char* key) {
    const auto found = said.find(key);
    return found != said.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string token_key(std::string_view token) {
    return to_hex(sha256(as_bytes(token)).view());
}

tl::unexpected<Error> signed_out(std::string log) {
    return fail(ErrorCode::unauthentic, "Anda perlu masuk lagi dengan berkas kunci Anda.",
                std::move(log));
}

}  // namespace

Result<Sessions::Challenge> Sessions::challenge(const Roster& roster, const Region& office,
                                                const KeyId& officer) {
    forget_old();
    const auto* key = roster.find(officer);
    if (key && key->revoked_at) {
        return fail(ErrorCode::not_found,
                    "Kunci ini sudah dicabut. Mintalah undangan baru kepada admin kecamatan.",
                    "key is revoked");
    }
    if (!key || !is_officer(*key, office)) {
        return fail(ErrorCode::not_found,
                    "Kunci ini belum terdaftar di kecamatan ini. Mintalah undangan kepada admin "
                    "kecamatan.",
                    "key is not an officer's of this office");
    }
    std::array<std::uint8_t, 32> bytes{};
    random_.fill(bytes);
    const Challenge made{to_base64url(bytes), clock_.now() + limits::kChallengeSeconds};
    if (challenges_.size() >= kChallengesMax) challenges_.clear();
    challenges_[made.text] = {officer, made.expires};
    return made;
}

Result<std::string> Sessions::open(const Roster& roster, std::string_view signed_text,
                                   std::string_view host) {
    forget_old();
    const auto jws = parse_compact(signed_text, kTypChallenge);
    if (!jws) return signed_out("challenge answer is no JWS: " + jws.error().log);
    const auto said = parse_canonical(jws->payload);
    if (!said || !said->is_object()) return signed_out("challenge answer is not canonical JSON");
    const auto found = challenges_.find(text_at(*said, "challenge"));
    if (found == challenges_.end() || found->second.first != jws->signer) {
        return signed_out("challenge unknown, used or expired");
    }
    challenges_.erase(found);  // good once, whatever comes of it
    const auto* key = roster.find(jws->signer);
    if (text_at(*said, "host") != host || !key || key->revoked_at ||
        !verify_jws(key->key, kTypChallenge, jws->payload, jws->signature)) {
        return signed_out("challenge signed for another host, or by another key");
    }
    std::array<std::uint8_t, 32> bytes{};
    random_.fill(bytes);
    auto token = to_base64url(bytes);
    sessions_[token_key(token)] = {jws->signer, clock_.now()};
    return token;
}

Result<KeyId> Sessions::officer(const Roster& roster, std::string_view authorization,
                                bool polling) {
    forget_old();
    if (!authorization.starts_with(kBearer)) return signed_out("no bearer token");
    const auto found = sessions_.find(token_key(authorization.substr(kBearer.size())));
    if (found == sessions_.end()) return signed_out("token unknown or idle too long");
    const auto* key = roster.find(found->second.officer);
    if (!key || key->revoked_at) {
        sessions_.erase(found);
        return signed_out("key was revoked");
    }
    if (!polling) found->second.used = clock_.now();
    return found->second.officer;
}

void Sessions::close(std::string_view authorization) {
    if (authorization.starts_with(kBearer)) {
        sessions_.erase(token_key(authorization.substr(kBearer.size())));
    }
}

void Sessions::forget_old() {
    const auto now = clock_.now();
    std::erase_if(challenges_, [&](const auto& item) { return item.second.second < now; });
    std::erase_if(sessions_, [&](const auto& item) {
        return item.second.used + limits::kSessionIdleMinutes * 60 < now;
    });
}

}  // namespace disapa
