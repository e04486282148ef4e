#include "shared/crypto/jwe.h"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

namespace disapa {
namespace {

constexpr std::string_view kAlg = "PBES2-HS512+A256KW";
constexpr std::string_view kEnc = "A256GCM";
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kWrappedBytes = kKeyBytes + 8;  // RFC 3394
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kIvBytes = 12;
constexpr std::size_t kTagBytes = 16;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
Cipher new_cipher() {
    return {EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
}

int as_int(std::size_t size) {
    return static_cast<int>(size);
}  // sizes here are a few kilobytes

auto no_jwe(const char* why) {
    return fail(ErrorCode::invalid,
                "Ini bukan berkas kunci Disapa yang utuh. Pilih berkas kunci Anda yang benar.",
                why);
}
auto library_failed(const char* where) {
    return fail(ErrorCode::internal, "Kunci tidak dapat diolah. Hubungi administrator.",
                std::string("libcrypto failed in ") + where);
}

// RFC 7518 section 4.8.1.1: the salt is UTF8(alg) | 0x00 | p2s.
std::optional<SecretBytes> wrapping_key(std::string_view passphrase, ByteView p2s, int rounds) {
    Bytes salt(kAlg.begin(), kAlg.end());
    salt.push_back(0);
    append(salt, p2s);
    SecretBytes key(kKeyBytes);
    if (PKCS5_PBKDF2_HMAC(passphrase.data(), as_int(passphrase.size()), salt.data(),
                          as_int(salt.size()), rounds, EVP_sha512(), as_int(kKeyBytes),
                          key.span().data()) != 1) {
        return std::nullopt;
    }
    return key;
}

std::optional<Bytes> wrap(const SecretBytes& under, const SecretBytes& key) {
    const Cipher cipher = new_cipher();
    Bytes wrapped(kWrappedBytes);
    int size = 0;
    if (!cipher ||
        EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_wrap(), nullptr, under.view().data(),
                           nullptr) != 1 ||
        EVP_EncryptUpdate(cipher.get(), wrapped.data(), &size, key.view().data(),
                          as_int(kKeyBytes)) != 1 ||
        size != as_int(kWrappedBytes)) {
        return std::nullopt;
    }
    return wrapped;
}

// Nothing when the integrity check fails, which is how a wrong passphrase shows.
std::optional<SecretBytes> unwrap(const SecretBytes& under, ByteView wrapped) {
    const Cipher cipher = new_cipher();
    SecretBytes room(kWrappedBytes);  // libcrypto may write a block more than the key
    int size = 0;
    if (!cipher ||
        EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_wrap(), nullptr, under.view().data(),
                           nullptr) != 1 ||
        EVP_DecryptUpdate(cipher.get(), room.span().data(), &size, wrapped.data(),
                          as_int(wrapped.size())) != 1 ||
        size != as_int(kKeyBytes)) {
        return std::nullopt;
    }
    return SecretBytes(room.view().first(kKeyBytes));
}

struct Sealed {
    Bytes text;
    std::array<std::uint8_t, kTagBytes> tag{};
};

std::optional<Sealed> gcm_seal(const SecretBytes& key, ByteView iv, ByteView also, ByteView text) {
    const Cipher cipher = new_cipher();
    Sealed sealed{Bytes(text.size()), {}};
    int size = 0;
    int rest = 0;
    if (!cipher ||
        EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.view().data(),
                           iv.data()) != 1 ||
        EVP_EncryptUpdate(cipher.get(), nullptr, &size, also.data(), as_int(also.size())) != 1 ||
        EVP_EncryptUpdate(cipher.get(), sealed.text.data(), &size, text.data(),
                          as_int(text.size())) != 1 ||
        EVP_EncryptFinal_ex(cipher.get(), sealed.text.data() + size, &rest) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, as_int(kTagBytes),
                            sealed.tag.data()) != 1) {
        return std::nullopt;
    }
    return sealed;
}

std::optional<SecretBytes> gcm_open(const SecretBytes& key, ByteView iv, ByteView also,
                                    ByteView sealed, ByteView tag) {
    const Cipher cipher = new_cipher();
    SecretBytes text(sealed.size());
    std::array<std::uint8_t, kTagBytes> expected{};
    std::copy(tag.begin(), tag.end(), expected.begin());
    int size = 0;
    int rest = 0;
    if (!cipher ||
        EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.view().data(),
                           iv.data()) != 1 ||
        EVP_DecryptUpdate(cipher.get(), nullptr, &size, also.data(), as_int(also.size())) != 1 ||
        EVP_DecryptUpdate(cipher.get(), text.span().data(), &size, sealed.data(),
                          as_int(sealed.size())) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, as_int(kTagBytes),
                            expected.data()) != 1 ||
        EVP_DecryptFinal_ex(cipher.get(), text.span().data() + size, &rest) != 1) {
        return std::nullopt;
    }
    return text;
}

struct Parts {
    std::string_view header_text;
    Bytes header, wrapped, iv, sealed, tag;
};

std::optional<Parts> split_jwe(std::string_view jwe) {
    std::array<std::string_view, 5> texts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::size_t dot = jwe.find('.');
        if ((dot == std::string_view::npos) != (i + 1 == texts.size())) return std::nullopt;
        texts[i] = jwe.substr(0, dot);
        jwe.remove_prefix(dot == std::string_view::npos ? jwe.size() : dot + 1);
    }
    auto header = from_base64url(texts[0]);
    auto wrapped = from_base64url(texts[1]);
    auto iv = from_base64url(texts[2]);
    auto sealed = from_base64url(texts[3]);
    auto tag = from_base64url(texts[4]);
    if (!header || !wrapped || !iv || !sealed || !tag) return std::nullopt;
    if (wrapped->size() != kWrappedBytes || iv->size() != kIvBytes || tag->size() != kTagBytes ||
        sealed->empty()) {
        return std::nullopt;
    }
    return Parts{texts[0],       std::move(*header), std::move(*wrapped),
                 std::move(*iv), std::move(*sealed), std::move(*tag)};
}

struct Header {
    Bytes p2s;
    int rounds = 0;
};

Result<Header> parse_header(ByteView bytes) {
    const auto json = nlohmann::json::parse(as_text(bytes), nullptr, false);
    if (!json.is_object()) return no_jwe("the header of a JWE is no JSON object");
    const auto text = [&](const char* name) {
        const auto found = json.find(name);
        return found != json.end() && found->is_string() ? found->get<std::string>()
                                                         : std::string();
    };
    if (text("alg") != kAlg || text("enc") != kEnc) return no_jwe("a JWE of other algorithms");
    // Extensions that must be understood, and compression: neither is ever written.
    if (json.contains("crit") || json.contains("zip")) return no_jwe("a JWE with extensions");
    const auto p2s = from_base64url(text("p2s"));
    if (!p2s || p2s->size() < 8 || p2s->size() > 64) return no_jwe("a JWE without a usable salt");
    const auto rounds = json.find("p2c");
    if (rounds == json.end() || !rounds->is_number_unsigned()) {
        return no_jwe("a JWE without a count of rounds");
    }
    const auto count = rounds->get<std::uint64_t>();
    if (count < kJweRoundsMin || count > kJweRoundsMax) {
        return fail(ErrorCode::limit,
                    "Berkas kunci ini meminta hitungan yang tidak wajar dan tidak dibuka. "
                    "Hubungi administrator.",
                    "the rounds of a JWE are out of bounds");
    }
    return Header{*p2s, static_cast<int>(count)};
}

}  // namespace

Result<std::string> seal_jwe(ByteView text, std::string_view passphrase, Random& random,
                             int rounds) {
    if (rounds < kJweRoundsMin || rounds > kJweRoundsMax) {
        return library_failed("seal_jwe: rounds out of bounds");
    }
    std::array<std::uint8_t, kSaltBytes> p2s{};
    std::array<std::uint8_t, kIvBytes> iv{};
    SecretBytes key(kKeyBytes);
    random.fill(p2s);
    random.fill(iv);
    random.fill(key.span());
    const std::string header = R"({"alg":")" + std::string(kAlg) + R"(","enc":")" +
                               std::string(kEnc) + R"(","p2c":)" + std::to_string(rounds) +
                               R"(,"p2s":")" + to_base64url(p2s) + R"(","cty":"jwk+json"})";
    const std::string header_text = to_base64url(as_bytes(header));
    const auto under = wrapping_key(passphrase, p2s, rounds);
    if (!under) return library_failed("PBKDF2");
    const auto wrapped = wrap(*under, key);
    if (!wrapped) return library_failed("AES key wrap");
    const auto sealed = gcm_seal(key, iv, as_bytes(header_text), text);
    if (!sealed) return library_failed("AES-GCM");
    return header_text + "." + to_base64url(*wrapped) + "." + to_base64url(iv) + "." +
           to_base64url(sealed->text) + "." + to_base64url(sealed->tag);
}

Result<SecretBytes> open_jwe(std::string_view jwe, std::string_view passphrase) {
    if (jwe.size() > kJweTextBytes) return no_jwe("a JWE is too long");
    const auto parts = split_jwe(jwe);
    if (!parts) return no_jwe("a text is no compact JWE");
    auto header = parse_header(parts->header);
    if (!header) return pass(std::move(header));
    const auto under = wrapping_key(passphrase, header->p2s, header->rounds);
    if (!under) return library_failed("PBKDF2");
    const auto key = unwrap(*under, parts->wrapped);
    if (!key) {
        return fail(ErrorCode::unauthentic,
                    "Frasa sandi salah, atau berkas kunci ini rusak. Periksa ejaannya lalu ulangi.",
                    "the key of a JWE does not unwrap");
    }
    auto text = gcm_open(*key, parts->iv, as_bytes(parts->header_text), parts->sealed, parts->tag);
    if (!text) {
        return fail(ErrorCode::unauthentic, "Berkas kunci ini rusak. Pakai salinan cadangan Anda.",
                    "the tag of a JWE does not hold");
    }
    return std::move(*text);
}

}  // namespace disapa
