// A small secret under a passphrase as a compact JWE (RFC 7516), with one constant choice of
// algorithms: PBES2-HS512+A256KW (RFC 7518 section 4.8) and A256GCM, content type jwk+json.
//
// Any thread. Only key_file.cpp uses this.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/crypto/keys.h"

namespace disapa {

// A file that asks for more rounds would keep this machine busy for minutes; fewer than 1,000 is
// below what RFC 7518 recommends.
inline constexpr int kJweRoundsMin = 1000;
inline constexpr int kJweRoundsMax = 2'000'000;
inline constexpr std::size_t kJweTextBytes = 8192;  // a key file has about 600

[[nodiscard]] Result<std::string> seal_jwe(ByteView text, std::string_view passphrase,
                                           Random& random, int rounds);
// invalid: no JWE of this kind; unauthentic: another passphrase, or changed bytes.
[[nodiscard]] Result<SecretBytes> open_jwe(std::string_view jwe, std::string_view passphrase);

}  // namespace disapa
