#include "shared/crypto/keys.h"

#include <sodium.h>

#include <cstdlib>
#include <new>
#include <utility>

namespace disapa {
namespace {

// Every entry into libsodium passes here first. It is cheap, thread-safe and cannot fail on a
// machine that has a source of randomness; without one no key may be made, so the program ends.
void ready() {
    static const bool done = [] {
        if (sodium_init() < 0) std::abort();
        return true;
    }();
    static_cast<void>(done);
}

}  // namespace

Digest sha256(ByteView bytes) {
    ready();
    Digest digest;
    crypto_hash_sha256(digest.bytes.data(), bytes.data(), bytes.size());
    return digest;
}

Digest sha256(std::initializer_list<ByteView> parts) {
    ready();
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const ByteView part : parts) {
        crypto_hash_sha256_update(&state, part.data(), part.size());
    }
    Digest digest;
    crypto_hash_sha256_final(&state, digest.bytes.data());
    return digest;
}

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
    ready();
    if (size == 0) return;
    // Guard pages, locked where the system allows it, left out of core dumps.
    auto* data = static_cast<std::uint8_t*>(sodium_malloc(size));
    if (data == nullptr) throw std::bad_alloc();
    sodium_memzero(data, size);
    data_.reset(data);
}

SecretBytes::SecretBytes(ByteView from) : SecretBytes(from.size()) {
    if (!from.empty()) std::memcpy(data_.get(), from.data(), from.size());
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::move(other.data_)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

void SecretBytes::Wipe::operator()(std::uint8_t* data) const {
    sodium_free(data);
}

void SystemRandom::fill(std::span<std::uint8_t> to) {
    ready();
    randombytes_buf(to.data(), to.size());
}

SeededRandom::SeededRandom(std::uint64_t seed) {
    for (std::size_t i = 0; i < 8; ++i) seed_[i] = static_cast<std::uint8_t>(seed >> (8 * i));
}

void SeededRandom::fill(std::span<std::uint8_t> to) {
    ready();
    std::array<std::uint8_t, crypto_stream_chacha20_NONCEBYTES> nonce{};
    for (std::size_t i = 0; i < 8; ++i) nonce[i] = static_cast<std::uint8_t>(block_ >> (8 * i));
    ++block_;
    if (!to.empty()) crypto_stream_chacha20(to.data(), to.size(), nonce.data(), seed_.data());
}

Digest thumbprint_of(const PublicKey& key) {
    const std::string jwk =
        R"({"crv":"Ed25519","kty":"OKP","x":")" + to_base64url(key.view()) + R"("})";
    return sha256(as_bytes(jwk));
}

KeyId key_id_of(const PublicKey& key) {
    const Digest thumbprint = thumbprint_of(key);
    return *KeyId::from(thumbprint.view().first(KeyId::kSize));
}

std::string to_text(const KeyId& id) {
    return to_base64url(id.view());
}

std::optional<KeyId> key_id_from_text(std::string_view text) {
    return fixed_from_base64url<KeyId>(text);
}

SigningKey SigningKey::generate(Random& random) {
    SecretBytes seed(std::size_t{crypto_sign_SEEDBYTES});
    random.fill(seed.span());
    return std::move(from_seed(seed.view())).value();
}

Result<SigningKey> SigningKey::from_seed(ByteView seed32) {
    ready();
    if (seed32.size() != crypto_sign_SEEDBYTES) {
        return fail(ErrorCode::invalid, "Kunci tanda tangan tidak utuh. Hubungi administrator.",
                    "an Ed25519 seed is not 32 bytes long");
    }
    SigningKey key;
    key.secret_ = SecretBytes(std::size_t{crypto_sign_SECRETKEYBYTES});
    crypto_sign_seed_keypair(key.public_key_.bytes.data(), key.secret_.span().data(),
                             seed32.data());
    key.id_ = key_id_of(key.public_key_);
    return key;
}

Signature SigningKey::sign(ByteView message) const {
    Signature signature;
    crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(),
                         secret_.view().data());
    return signature;
}

ByteView SigningKey::seed() const {
    return secret_.view().first(crypto_sign_SEEDBYTES);
}

bool verify(const PublicKey& key, ByteView message, const Signature& signature) {
    ready();
    return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(),
                                       key.bytes.data()) == 0;
}

BoxKey BoxKey::generate(Random& random) {
    SecretBytes secret(std::size_t{crypto_box_SECRETKEYBYTES});
    random.fill(secret.span());
    return std::move(from_secret(secret.view())).value();
}

Result<BoxKey> BoxKey::from_secret(ByteView secret32) {
    ready();
    if (secret32.size() != crypto_box_SECRETKEYBYTES) {
        return fail(ErrorCode::invalid, "Kunci sandi tidak utuh. Hubungi administrator.",
                    "an X25519 secret is not 32 bytes long");
    }
    BoxKey key;
    key.secret_ = SecretBytes(secret32);
    crypto_scalarmult_base(key.public_key_.bytes.data(), key.secret_.view().data());
    return key;
}

Result<SecretBytes> BoxKey::pair_secret(const BoxPublicKey& peer) const {
    SecretBytes shared(std::size_t{crypto_box_BEFORENMBYTES});
    if (crypto_box_beforenm(shared.span().data(), peer.bytes.data(), secret_.view().data()) != 0) {
        return fail(ErrorCode::unauthentic,
                    "Kunci sandi pihak seberang tidak sah. Hubungi administrator.",
                    "the peer's X25519 key is of low order");
    }
    return shared;
}

Digest hmac_sha256(ByteView key, ByteView message) {
    ready();
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, message.data(), message.size());
    Digest digest;
    crypto_auth_hmacsha256_final(&state, digest.bytes.data());
    sodium_memzero(&state, sizeof state);
    return digest;
}

bool equal_constant_time(ByteView a, ByteView b) {
    ready();
    return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace disapa
