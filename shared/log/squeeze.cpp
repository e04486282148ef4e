#include "shared/log/squeeze.h"

#include <zstd.h>

#include <memory>

#include "shared/base/limits.h"

namespace disapa {

namespace {

constexpr int kLevel = 19;

tl::unexpected<Error> refuse(ErrorCode code, std::string_view why) {
    return fail(code,
                "Data yang diterima rusak atau terlalu besar. Ulangi pengiriman; bila tetap gagal, "
                "hubungi petugas kecamatan.",
                "zstd: " + std::string(why));
}

// The window of the frame by its header (RFC 8878 section 3.1.1.1), or nothing when the header is
// not that of one plain frame. The library checks the window in streaming use alone.
std::optional<std::uint64_t> window_of(ByteView frame, std::uint64_t content) {
    constexpr std::size_t kMagicBytes = 4;
    if (frame.size() < kMagicBytes + 2) return std::nullopt;
    const unsigned descriptor = frame[kMagicBytes];
    if ((descriptor & 0b11) != 0) return std::nullopt;  // names a dictionary
    if ((descriptor & 0b100000) != 0) return content;   // single segment: the content itself
    const unsigned window = frame[kMagicBytes + 1];
    const std::uint64_t base = std::uint64_t{1} << (10 + (window >> 3));
    return base + base / 8 * (window & 7);
}

}  // namespace

Bytes squeeze(ByteView bytes) {
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                       &ZSTD_freeCCtx);
    if (!context) return {};
    for (const auto& [parameter, value] :
         {std::pair{ZSTD_c_compressionLevel, kLevel},
          std::pair{ZSTD_c_windowLog, limits::kZstdWindowLog}, std::pair{ZSTD_c_contentSizeFlag, 1},
          std::pair{ZSTD_c_checksumFlag, 0}}) {
        if (ZSTD_isError(ZSTD_CCtx_setParameter(context.get(), parameter, value)) != 0) return {};
    }
    Bytes frame(ZSTD_compressBound(bytes.size()));
    const std::size_t size =
        ZSTD_compress2(context.get(), frame.data(), frame.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(size) != 0) return {};
    frame.resize(size);
    return frame;
}

Result<Bytes> unsqueeze(ByteView frame, std::size_t max) {
    const unsigned long long content = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (content == ZSTD_CONTENTSIZE_ERROR) return refuse(ErrorCode::corrupt, "not a frame");
    if (content == ZSTD_CONTENTSIZE_UNKNOWN) return refuse(ErrorCode::corrupt, "no size");
    if (content == 0) return refuse(ErrorCode::corrupt, "empty or skippable frame");
    if (content > max) return refuse(ErrorCode::limit, "opens above the limit");
    const auto window = window_of(frame, content);
    if (!window) return refuse(ErrorCode::corrupt, "not a plain frame");
    if (*window > std::uint64_t{1} << limits::kZstdWindowLog) {
        return refuse(ErrorCode::limit, "window above the limit");
    }
    if (ZSTD_findFrameCompressedSize(frame.data(), frame.size()) != frame.size()) {
        return refuse(ErrorCode::corrupt, "cut short, or bytes after the frame");
    }
    Bytes bytes(static_cast<std::size_t>(content));
    const std::size_t size =
        ZSTD_decompress(bytes.data(), bytes.size(), frame.data(), frame.size());
    if (ZSTD_isError(size) != 0 || size != bytes.size()) {
        return refuse(ErrorCode::corrupt, "does not open");
    }
    return bytes;
}

}  // namespace disapa
