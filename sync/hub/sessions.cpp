#include "sync/hub/sessions.h"

#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

constexpr std::size_t kSecretBytes = 32;
// A challenge: nonce | expiry, seconds, big-endian | the first bytes of an HMAC-SHA-256.
constexpr std::size_t kNonceBytes = 12, kExpiryBytes = 4, kMacBytes = 16;
constexpr std::size_t kChallengeBytes = kNonceBytes + kExpiryBytes + kMacBytes;
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

Sessions::Sessions(const Clock& clock, Random& random)
    : clock_(clock), random_(random), secret_(kSecretBytes) {
    random.fill(secret_);
}

std::string Sessions::challenge_text(ByteView nonce, Instant expires, const KeyId& officer) const {
    Bytes made(nonce.begin(), nonce.end());
    for (int shift = 24; shift >= 0; shift -= 8)
        made.push_back(static_cast<std::uint8_t>(expires >> shift));
    Bytes covered = made;
    append(covered, officer.view());
    append(made, hmac_sha256(secret_, covered).view().first(kMacBytes));
    return to_base64url(made);
}

std::optional<Instant> Sessions::expiry_of(std::string_view text, const KeyId& officer) const {
    const auto bytes = from_base64url(text);
    if (!bytes || bytes->size() != kChallengeBytes) return std::nullopt;
    Instant expires = 0;
    for (std::size_t i = 0; i < kExpiryBytes; ++i)
        expires = (expires << 8) + (*bytes)[kNonceBytes + i];
    const auto mine = challenge_text(ByteView(*bytes).first(kNonceBytes), expires, officer);
    return equal_constant_time(as_bytes(mine), as_bytes(text)) ? std::optional(expires)
                                                               : std::nullopt;
}

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
    std::array<std::uint8_t, kNonceBytes> nonce{};
    random_.fill(nonce);
    const Instant expires = clock_.now() + limits::kChallengeSeconds;
    return Challenge{challenge_text(nonce, expires, officer), expires};
}

Result<std::string> Sessions::open(const Roster& roster, std::string_view signed_text,
                                   std::string_view host) {
    forget_old();
    const auto jws = parse_compact(signed_text, kTypChallenge);
    if (!jws) return signed_out("challenge answer is no JWS: " + jws.error().log);
    const auto said = parse_canonical(jws->payload);
    if (!said || !said->is_object()) return signed_out("challenge answer is not canonical JSON");
    const auto text = text_at(*said, "challenge");
    const auto expires = expiry_of(text, jws->signer);
    const auto* key = roster.find(jws->signer);
    if (!expires || *expires < clock_.now() || used_.contains(text) || !key ||
        !verify_jws(key->key, kTypChallenge, jws->payload, jws->signature)) {
        return signed_out("challenge unknown, used or expired, or signed by another key");
    }
    used_[text] = *expires;  // good once, whatever comes of it
    if (text_at(*said, "host") != host || key->revoked_at)
        return signed_out("challenge signed for another host, or by a revoked key");
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
    std::erase_if(used_, [&](const auto& item) { return item.second < now; });
    std::erase_if(sessions_, [&](const auto& item) {
        return item.second.used + limits::kSessionIdleMinutes * 60 < now;
    });
}

}  // namespace disapa
