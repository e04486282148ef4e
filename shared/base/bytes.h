// Bytes, fixed-size identifiers, and their text forms.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace disapa {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// A fixed number of bytes with a meaning. Ordered and hashable, so it can be a key of a map.
// `Tag` keeps a digest from being passed where a key id is wanted.
template <class Tag, std::size_t N>
struct Fixed {
    std::array<std::uint8_t, N> bytes{};
    static constexpr std::size_t kSize = N;

    auto operator<=>(const Fixed&) const = default;
    [[nodiscard]] ByteView view() const { return bytes; }
    [[nodiscard]] bool is_zero() const { return *this == Fixed{}; }

    // Nothing unless `from` has exactly N bytes.
    [[nodiscard]] static std::optional<Fixed> from(ByteView from) {
        if (from.size() != N) return std::nullopt;
        Fixed made;
        std::memcpy(made.bytes.data(), from.data(), N);
        return made;
    }
};

using Digest = Fixed<struct DigestTag, 32>;        // SHA-256
using KeyId = Fixed<struct KeyIdTag, 8>;           // first 8 bytes of the RFC 7638 thumbprint
using FeedId = Fixed<struct FeedIdTag, 32>;        // see shared/log/feed.h
using Birth = Fixed<struct BirthTag, 8>;           // see shared/store/node.h
using Signature = Fixed<struct SignatureTag, 64>;  // Ed25519
using PublicKey = Fixed<struct PublicKeyTag, 32>;  // Ed25519
using BoxPublicKey = Fixed<struct BoxPublicKeyTag, 32>;  // X25519

[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline void append(Bytes& to, ByteView more) { to.insert(to.end(), more.begin(), more.end()); }

[[nodiscard]] std::string to_hex(ByteView bytes);
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);

// RFC 4648 section 5 without padding. Decoding refuses padding, other characters, and last
// characters whose unused bits are not zero, so every value has exactly one text.
[[nodiscard]] std::string to_base64url(ByteView bytes);
[[nodiscard]] std::optional<Bytes> from_base64url(std::string_view text);

// RFC 4648 base32 (A-Z2-7) without padding: only characters of a QR code's alphanumeric mode.
[[nodiscard]] std::string to_base32(ByteView bytes);
[[nodiscard]] std::optional<Bytes> from_base32(std::string_view text);

template <class F>
[[nodiscard]] std::optional<F> fixed_from_base64url(std::string_view text) {
    const auto bytes = from_base64url(text);
    return bytes ? F::from(*bytes) : std::nullopt;
}

}  // namespace disapa

template <class Tag, std::size_t N>
struct std::hash<disapa::Fixed<Tag, N>> {
    std::size_t operator()(const disapa::Fixed<Tag, N>& value) const noexcept {
        std::size_t first = 0;  // the values are hashes or random already
        std::memcpy(&first, value.bytes.data(), sizeof first < N ? sizeof first : N);
        return first;
    }
};
