// A run of entries of one feed that ends in a signed head, as it travels.
//
// The first byte names the codec: 0 plain, 1 zstd of plain. What the receiver can compute is left out:
// digests, sequence numbers, JWS headers, the root. The layout stands in FORMAT.md.
#pragma once

#include <vector>

#include "shared/log/entry.h"
#include "shared/log/feed.h"

namespace disapa {

struct Segment {
    // The feed's full name in its first segment (from == 0); later only its id.
    std::optional<FeedName> name;
    FeedId feed;
    std::uint64_t from = 0;           // index of the first entry
    std::vector<Entry> entries;       // at least one
    Signature head_signature;         // of the head at size from + entries.size()
};

// The smaller of codecs 0 and 1. An error (limit) when it passes kSegmentEntries or kSegmentBytes;
// the caller also keeps the result within one chunk by taking fewer entries.
[[nodiscard]] Result<Bytes> encode_segment(const Segment& segment);
// Bounds are counted before memory is taken: one zstd frame with its size, window <= 2^20, at most
// kSegmentBytes when opened. Digests are computed; signatures are NOT checked here (see
// shared/store/ingest.h), nor is it whether payloads are canonical. `feed` is computed from `name`
// where that is there.
[[nodiscard]] Result<Segment> decode_segment(ByteView bytes);

}  // namespace disapa
