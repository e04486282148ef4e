// Segments in codec 2: typed columns (columns.h) and what the reader holds (references.h).
#pragma once

#include "shared/log/segment.h"

namespace disapa {

// Without the byte that names the codec. An error where this codec cannot hold the segment, or
// where its own reading of the result differs: another codec is then taken.
[[nodiscard]] Result<Bytes> encode_columns(const Segment& segment, SegmentContext* held);
// As decode_segment().
[[nodiscard]] Result<Segment> decode_columns(ByteView bytes, SegmentContext* held);

}  // namespace disapa
