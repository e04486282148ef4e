#include "shared/base/bytes.h"

namespace disapa {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

constexpr std::uint8_t kNoValue = 0xff;

constexpr std::array<std::uint8_t, 256> values_of(std::string_view alphabet) {
    std::array<std::uint8_t, 256> values{};
    values.fill(kNoValue);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}

// One alphabet of 2^bits letters, most significant bits first.
std::string encode(ByteView bytes, std::string_view alphabet, unsigned bits) {
    std::string text;
    text.reserve((bytes.size() * 8 + bits - 1) / bits);
    const std::uint32_t mask = (1U << bits) - 1;
    std::uint32_t held = 0;
    unsigned count = 0;
    for (const std::uint8_t byte : bytes) {
        held = (held << 8) | byte;
        count += 8;
        while (count >= bits) {
            count -= bits;
            text.push_back(alphabet[(held >> count) & mask]);
        }
        held &= (1U << count) - 1;
    }
    if (count > 0) text.push_back(alphabet[(held << (bits - count)) & mask]);
    return text;
}

std::optional<Bytes> decode(std::string_view text, const std::array<std::uint8_t, 256>& values,
                            unsigned bits) {
    Bytes bytes;
    bytes.reserve(text.size() * bits / 8);
    std::uint32_t held = 0;
    unsigned count = 0;
    for (const char letter : text) {
        const std::uint8_t value = values[static_cast<std::uint8_t>(letter)];
        if (value == kNoValue) return std::nullopt;
        held = (held << bits) | value;
        count += bits;
        if (count >= 8) {
            count -= 8;
            bytes.push_back(static_cast<std::uint8_t>(held >> count));
            held &= (1U << count) - 1;
        }
    }
    // A whole unused letter, or unused bits that are set: a second text for the same bytes.
    if (count >= bits || held != 0) return std::nullopt;
    return bytes;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    return encode(bytes, kHex, 4);
}

std::optional<Bytes> from_hex(std::string_view text) {
    static constexpr auto kValues = values_of(kHex);
    return decode(text, kValues, 4);
}

std::string to_base64url(ByteView bytes) {
    // Every signature is made and checked over this text, so whole groups are written at once.
    const std::size_t whole = bytes.size() / 3;
    std::string text(whole * 4, '\0');
    for (std::size_t i = 0; i < whole; ++i) {
        const std::uint32_t group = static_cast<std::uint32_t>(bytes[3 * i]) << 16 |
                                    static_cast<std::uint32_t>(bytes[3 * i + 1]) << 8 |
                                    bytes[3 * i + 2];
        text[4 * i] = kBase64Url[group >> 18];
        text[4 * i + 1] = kBase64Url[group >> 12 & 63];
        text[4 * i + 2] = kBase64Url[group >> 6 & 63];
        text[4 * i + 3] = kBase64Url[group & 63];
    }
    return text += encode(bytes.subspan(whole * 3), kBase64Url, 6);
}

std::optional<Bytes> from_base64url(std::string_view text) {
    static constexpr auto kValues = values_of(kBase64Url);
    return decode(text, kValues, 6);
}

std::string to_base32(ByteView bytes) {
    return encode(bytes, kBase32, 5);
}

std::optional<Bytes> from_base32(std::string_view text) {
    static constexpr auto kValues = values_of(kBase32);
    return decode(text, kValues, 5);
}

}  // namespace disapa
