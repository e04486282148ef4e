#include "shared/log/segment.h"

#include "shared/base/limits.h"
#include "shared/log/segment_columns.h"
#include "shared/log/segment_plain.h"
#include "shared/log/squeeze.h"

namespace disapa {

namespace {

constexpr std::uint8_t kPlain = 0;
constexpr std::uint8_t kZstd = 1;
constexpr std::uint8_t kColumns = 2;

tl::unexpected<Error> refuse(ErrorCode code, std::string_view what) {
    return fail(code,
                "Data yang diterima rusak atau terpotong. Ulangi pengiriman; bila tetap gagal, "
                "hubungi petugas kecamatan.",
                "segment: " + std::string(what));
}

Bytes with_codec(std::uint8_t codec, const Bytes& rest) {
    Bytes bytes;
    bytes.reserve(1 + rest.size());
    bytes.push_back(codec);
    append(bytes, rest);
    return bytes;
}

}  // namespace

Result<Bytes> encode_segment(const Segment& segment, SegmentContext* held) {
    auto body = plain_body(segment);
    if (!body) return pass(std::move(body));
    const auto columns = encode_columns(segment, held);
    // Columns nearly always win by far; only where they hardly help is the other codec tried.
    if (columns && columns->size() < body->size() / 4 * 3) return with_codec(kColumns, *columns);
    const Bytes packed = squeeze(*body);
    Bytes best = with_codec(kPlain, *body);
    if (!packed.empty() && packed.size() + 1 < best.size()) best = with_codec(kZstd, packed);
    if (columns && columns->size() + 1 < best.size()) best = with_codec(kColumns, *columns);
    return best;
}

Result<Segment> decode_segment(ByteView bytes, SegmentContext* held) {
    if (bytes.empty()) return refuse(ErrorCode::corrupt, "empty");
    const ByteView rest = bytes.subspan(1);
    switch (bytes.front()) {
        case kPlain:
            if (rest.size() > limits::kSegmentBytes) return refuse(ErrorCode::limit, "body");
            return read_plain_body(rest);
        case kZstd: {
            auto body = unsqueeze(rest, limits::kSegmentBytes);
            if (!body) return pass(std::move(body));
            return read_plain_body(*body);
        }
        case kColumns:
            return decode_columns(rest, held);
        default:
            return refuse(ErrorCode::corrupt, "unknown codec");
    }
}

}  // namespace disapa
