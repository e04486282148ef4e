// Key files of people and nodes.
//
// Desa officer:   JSON {"argon2id":{"memory_kib":..,"passes":..,"salt":..},"box":..,"kid":..,"v":1};
//                 `box` is nonce | crypto_secretbox over the seed under Argon2id(PIN). The file
//                 records its own cost. Beside it <file>.tries counts failed tries; it is written
//                 and synced BEFORE a PIN is checked, so a power cut gives no free try. Processes
//                 take turns at it by <file>.tries.lock.
// Kecamatan:      a JWK (RFC 8037) in a JWE (RFC 7516): PBES2-HS512+A256KW, 600,000 rounds, A256GCM;
//                 opened by WebCrypto, jose and libcrypto alike.
// Node and root:  seed in hex, mode 0600, not encrypted: a kiosk signs unattended.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/crypto/keys.h"

namespace disapa {

struct Argon2Cost {
    std::uint32_t memory_kib = 64 * 1024;
    std::uint32_t passes = 3;
};
// Cheap enough for tests of other things; never the default.
inline constexpr Argon2Cost kArgon2ForTests{8, 1};

// 6 to 12 digits, not all the same, no run up or down, no repeated pair or triple (121212, 123123).
[[nodiscard]] Status check_pin(std::string_view pin);

[[nodiscard]] Status write_pin_key(const std::filesystem::path& file, const SigningKey& key,
                                   std::string_view pin, Argon2Cost cost, Random& random);
// Throttled: five free tries, then 1, 2, 4 ... 60 minutes by `clock`. The right PIN clears the count.
// A clock that went back starts the wait again, once; nobody waits longer than 60 minutes for it.
// unauthentic: the PIN is wrong; throttled: not even looked at.
[[nodiscard]] Result<SigningKey> open_pin_key(const std::filesystem::path& file,
                                              std::string_view pin, const Clock& clock);

// Five words, with spaces between, of the 2,048 in passphrase_words.h: 55 bits.
[[nodiscard]] std::string suggest_passphrase(Random& random);
inline constexpr int kJweRounds = 600000;  // reading accepts 1,000 to 2,000,000
[[nodiscard]] Result<std::string> seal_jwe_key(const SigningKey& key, std::string_view passphrase,
                                               Random& random, int rounds = kJweRounds);
[[nodiscard]] Result<SigningKey> open_jwe_key(std::string_view jwe, std::string_view passphrase);

[[nodiscard]] Status write_node_key(const std::filesystem::path& file, const SigningKey& key);
[[nodiscard]] Result<SigningKey> read_node_key(const std::filesystem::path& file);
[[nodiscard]] Status write_box_key(const std::filesystem::path& file, const BoxKey& key);
[[nodiscard]] Result<BoxKey> read_box_key(const std::filesystem::path& file);

}  // namespace disapa
