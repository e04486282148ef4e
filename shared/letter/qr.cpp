#include "shared/letter/qr.h"

#include <algorithm>
#include <qrcodegen/qrcodegen.hpp>
#include <stdexcept>

#include "shared/base/limits.h"
#include "shared/base/text.h"

namespace disapa {
namespace {

using qrcodegen::QrCode;
using qrcodegen::QrSegment;

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kFixedBytes = 1 + KeyId::kSize + Signature::kSize;
constexpr int kMaxQrVersion = 15;  // 77 modules

QrSegment byte_segment(std::string_view text) {
    const auto view = as_bytes(text);
    return QrSegment::makeBytes({view.begin(), view.end()});
}

Result<QrImage> draw(const std::vector<QrSegment>& segments) {
    try {
        // The level stays M: a stronger one would only fill the same number of modules.
        const auto code =
            QrCode::encodeSegments(segments, QrCode::Ecc::MEDIUM, 1, kMaxQrVersion, -1, false);
        QrImage image;
        image.modules = code.getSize();
        image.dark.reserve(static_cast<std::size_t>(image.modules * image.modules));
        for (int y = 0; y < image.modules; ++y) {
            for (int x = 0; x < image.modules; ++x) image.dark.push_back(code.getModule(x, y));
        }
        return image;
    } catch (const std::exception&) {
        return fail(ErrorCode::limit, "Kode QR tidak muat. Perpendek alamat hub.",
                    "QR text is beyond 77 modules");
    }
}

tl::unexpected<Error> no_letter(const char* why) {
    return fail(ErrorCode::invalid,
                "Teks ini bukan kode QR surat Disapa. Pindai lagi kode QR pada surat.", why);
}

}  // namespace

std::string qr_text(std::string_view public_url, const Jws& decision) {
    Bytes bytes{kVersion};
    append(bytes, decision.signer.view());
    append(bytes, decision.signature.view());
    append(bytes, decision.payload);
    while (public_url.ends_with('/')) public_url.remove_suffix(1);
    return std::string(public_url) + "/v#" + to_base32(bytes);
}

Result<QrImage> qr_image(std::string_view text) {
    const auto hash = text.rfind('#');
    if (hash == text.npos) return qr_image_plain(text);
    const std::string tail(text.substr(hash + 1));
    if (text.size() > limits::kQrTextBytes || !QrSegment::isAlphanumeric(tail.c_str())) {
        return no_letter("QR text without an alphanumeric tail");
    }
    return draw(
        {byte_segment(text.substr(0, hash + 1)), QrSegment::makeAlphanumeric(tail.c_str())});
}

Result<QrImage> qr_image_plain(std::string_view text) {
    if (text.size() > limits::kQrTextBytes) return no_letter("QR text is too long");
    const std::string whole(text);
    if (QrSegment::isAlphanumeric(whole.c_str())) {
        return draw({QrSegment::makeAlphanumeric(whole.c_str())});
    }
    return draw({byte_segment(text)});
}

Result<Jws> read_qr(std::string_view text) {
    text = trim(text);
    if (text.size() > limits::kQrTextBytes) return no_letter("text is too long");
    if (auto jws = parse_compact(text, kTypAct)) return jws;
    const auto hash = text.rfind('#');
    const auto tail = upper(hash == text.npos ? text : text.substr(hash + 1));
    const auto bytes = from_base32(tail);
    if (!bytes || bytes->size() <= kFixedBytes) return no_letter("neither QR text nor compact JWS");
    if (bytes->front() != kVersion) return no_letter("QR text of another version");
    const ByteView view(*bytes);
    Jws jws;
    jws.signer = *KeyId::from(view.subspan(1, KeyId::kSize));
    jws.signature = *Signature::from(view.subspan(1 + KeyId::kSize, Signature::kSize));
    const auto payload = view.subspan(kFixedBytes);
    if (payload.size() > limits::kClaimsBytes) return no_letter("claims beyond their limit");
    jws.payload.assign(payload.begin(), payload.end());
    return jws;
}

}  // namespace disapa
