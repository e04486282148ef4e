#include "shared/crypto/jws.h"

#include "shared/base/limits.h"

namespace disapa {
namespace {

constexpr std::string_view kBeforeKid = R"({"alg":"EdDSA","kid":")";
constexpr std::string_view kAfterKid = R"(","typ":")";
constexpr std::string_view kAfterTyp = R"("})";

std::string header_of(const KeyId& signer, std::string_view typ) {
    std::string header(kBeforeKid);
    header.append(to_text(signer)).append(kAfterKid).append(typ).append(kAfterTyp);
    return header;
}

std::string signing_input(const KeyId& signer, std::string_view typ, ByteView payload) {
    return to_base64url(as_bytes(header_of(signer, typ))) + "." + to_base64url(payload);
}

// The signer, when `header` is byte for byte the constant one for `typ`.
std::optional<KeyId> signer_of(std::string_view header, std::string_view typ) {
    if (!header.starts_with(kBeforeKid)) return std::nullopt;
    const std::string_view rest = header.substr(kBeforeKid.size());
    const auto signer = key_id_from_text(rest.substr(0, rest.find('"')));
    if (!signer || header_of(*signer, typ) != header) return std::nullopt;
    return signer;
}

}  // namespace

Signature sign_jws(const SigningKey& key, std::string_view typ, ByteView payload) {
    return key.sign(as_bytes(signing_input(key.id(), typ, payload)));
}

bool verify_jws(const PublicKey& key, std::string_view typ, ByteView payload,
                const Signature& signature) {
    return verify(key, as_bytes(signing_input(key_id_of(key), typ, payload)), signature);
}

std::string to_compact(const Jws& jws, std::string_view typ) {
    return signing_input(jws.signer, typ, jws.payload) + "." + to_base64url(jws.signature.view());
}

Result<Jws> parse_compact(std::string_view text, std::string_view typ) {
    const auto refuse = [](ErrorCode code, const char* why) {
        return fail(code, "Tanda tangan digital ini tidak dapat dibaca. Minta salinan yang utuh.",
                    why);
    };
    // Header and signature take less than 300 letters; the payload dominates.
    constexpr std::size_t kTextMax = limits::kPayloadBytes * 4 / 3 + 512;
    if (text.size() > kTextMax) return refuse(ErrorCode::limit, "a compact JWS is too long");
    const std::size_t first = text.find('.');
    const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos) {
        return refuse(ErrorCode::invalid, "a compact JWS has not three parts");
    }
    const auto header = from_base64url(text.substr(0, first));
    const auto payload = from_base64url(text.substr(first + 1, second - first - 1));
    const auto signature = fixed_from_base64url<Signature>(text.substr(second + 1));
    if (!header || !payload || !signature) {
        return refuse(ErrorCode::invalid, "a part of a compact JWS is not base64url");
    }
    if (payload->size() > limits::kPayloadBytes) {
        return refuse(ErrorCode::limit, "the payload of a compact JWS is too long");
    }
    const auto signer = signer_of(as_text(*header), typ);
    if (!signer) return refuse(ErrorCode::invalid, "a compact JWS has another header");
    return Jws{*signer, *payload, *signature};
}

}  // namespace disapa
