// The body of a segment in codec 0, and in codec 1 before zstd: FORMAT.md, section 7.
#pragma once

#include "shared/log/segment.h"

namespace disapa {

// Errors are those of encode_segment() and decode_segment().
[[nodiscard]] Result<Bytes> plain_body(const Segment& segment);
[[nodiscard]] Result<Segment> read_plain_body(ByteView body);

}  // namespace disapa
