// zstd within bounds: one frame that says its size, a window of at most 2^20, no dictionary.
#pragma once

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa {

// Level 19. Empty when the library fails: the caller then sends the bytes as they are.
[[nodiscard]] Bytes squeeze(ByteView bytes);

// Exactly one frame of at most `max` bytes when opened; size and window are read from the frame's
// header before any memory is taken. Anything before, after or beside it is refused.
[[nodiscard]] Result<Bytes> unsqueeze(ByteView frame, std::size_t max);

}  // namespace disapa
