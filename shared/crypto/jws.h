// Compact JWS (RFC 7515), EdDSA over Ed25519 (RFC 8037), with one constant header for each kind.
//
// header  {"alg":"EdDSA","kid":"<key id>","typ":"<typ>"}    exactly these bytes
// signed  base64url(header) "." base64url(payload)
#pragma once

#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/crypto/keys.h"

namespace disapa {

inline constexpr std::string_view kTypAct = "disapa-act";
inline constexpr std::string_view kTypHead = "disapa-head";
inline constexpr std::string_view kTypEnrol = "disapa-enrol";
inline constexpr std::string_view kTypChallenge = "disapa-challenge";

[[nodiscard]] Signature sign_jws(const SigningKey& key, std::string_view typ, ByteView payload);
[[nodiscard]] bool verify_jws(const PublicKey& key, std::string_view typ, ByteView payload,
                              const Signature& signature);

// The text form, and back. Parsing refuses any header other than the constant one for `typ`;
// it does not check the signature: use verify_jws with the key that the roster names.
struct Jws {
    KeyId signer;
    Bytes payload;
    Signature signature;
};
[[nodiscard]] std::string to_compact(const Jws& jws, std::string_view typ);
[[nodiscard]] Result<Jws> parse_compact(std::string_view text, std::string_view typ);

}  // namespace disapa
