// Keys and what they do: SHA-256, Ed25519, X25519, randomness. Stock libsodium.
//
// All functions are safe to call from any thread. Secret types wipe themselves; they can be moved,
// never copied, never printed.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa {

[[nodiscard]] Digest sha256(ByteView bytes);
[[nodiscard]] Digest sha256(std::initializer_list<ByteView> parts);

// Memory that is locked, wiped when it dies, and kept out of core dumps.
class SecretBytes {
  public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size);   // zeros
    explicit SecretBytes(ByteView from);
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    [[nodiscard]] ByteView view() const { return {data_.get(), size_}; }
    [[nodiscard]] std::span<std::uint8_t> span() { return {data_.get(), size_}; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

  private:
    struct Wipe {
        void operator()(std::uint8_t* data) const;
    };
    std::unique_ptr<std::uint8_t[], Wipe> data_;
    std::size_t size_ = 0;
};

// Randomness comes in as a parameter, so that the simulator can replay a run.
class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> to) = 0;
};
class SystemRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> to) override;
};
// The same seed gives the same bytes for ever (ChaCha20). For tests, the simulator and sample data.
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed);
    void fill(std::span<std::uint8_t> to) override;

  private:
    std::array<std::uint8_t, 32> seed_{};
    std::uint64_t block_ = 0;
};

// First 8 bytes of SHA-256 over {"crv":"Ed25519","kty":"OKP","x":"..."} (RFC 7638, RFC 8037).
[[nodiscard]] KeyId key_id_of(const PublicKey& key);
// The whole 32 bytes of that thumbprint: what an invite carries of the root.
[[nodiscard]] Digest thumbprint_of(const PublicKey& key);
[[nodiscard]] std::string to_text(const KeyId& id);                      // base64url, 11 characters
[[nodiscard]] std::optional<KeyId> key_id_from_text(std::string_view text);

// An Ed25519 key that signs.
class SigningKey {
  public:
    [[nodiscard]] static SigningKey generate(Random& random);
    [[nodiscard]] static Result<SigningKey> from_seed(ByteView seed32);
    [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
    [[nodiscard]] const KeyId& id() const { return id_; }
    [[nodiscard]] Signature sign(ByteView message) const;
    [[nodiscard]] ByteView seed() const;  // 32 bytes, for writing a key file

  private:
    SigningKey() = default;
    SecretBytes secret_;  // 64 bytes, libsodium's form
    PublicKey public_key_;
    KeyId id_;
};
[[nodiscard]] bool verify(const PublicKey& key, ByteView message, const Signature& signature);

// An X25519 key for bundles.
class BoxKey {
  public:
    [[nodiscard]] static BoxKey generate(Random& random);
    [[nodiscard]] static Result<BoxKey> from_secret(ByteView secret32);
    [[nodiscard]] const BoxPublicKey& public_key() const { return public_key_; }
    [[nodiscard]] ByteView secret() const { return secret_.view(); }
    // crypto_box_beforenm: 32 bytes shared with the peer; an error for a weak peer key.
    [[nodiscard]] Result<SecretBytes> pair_secret(const BoxPublicKey& peer) const;

  private:
    BoxKey() = default;
    SecretBytes secret_;
    BoxPublicKey public_key_;
};

[[nodiscard]] Digest hmac_sha256(ByteView key, ByteView message);
[[nodiscard]] bool equal_constant_time(ByteView a, ByteView b);

}  // namespace disapa
