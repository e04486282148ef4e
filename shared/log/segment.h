// A run of entries of one feed that ends in a signed head, as it travels.
//
// The first byte names the codec: 0 plain, 1 zstd of plain, 2 typed columns with a dictionary. What the
// receiver can compute is left out: digests, sequence numbers, JWS headers, the root; with codec 2 also
// what stands in entries that both ends hold. The layout stands in FORMAT.md.
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

struct EntryPlace {
    FeedId feed;
    std::uint64_t index = 0;
    auto operator<=>(const EntryPlace&) const = default;
};

// The entries around a segment that its reader holds: in writing those that the reader is known to
// hold, in reading those that are here. A digest, feed id or root that stands there travels as a place.
// Not thread-safe; may read the store.
class SegmentContext {
  public:
    virtual ~SegmentContext() = default;
    // Where an entry with this digest stands; any place of several.
    [[nodiscard]] virtual std::optional<EntryPlace> place_of(const Digest& digest) = 0;
    [[nodiscard]] virtual std::optional<Digest> digest_at(const EntryPlace& place) = 0;
    // Nothing for a bare entry: what was erased is never leaned on.
    [[nodiscard]] virtual std::optional<Bytes> payload_at(const EntryPlace& place) = 0;
    [[nodiscard]] virtual std::optional<Digest> root_at(const FeedId& feed, std::uint64_t size) = 0;
    [[nodiscard]] virtual std::vector<FeedId> feeds() = 0;
};

// The smallest of the codecs. `held` may be null: then nothing but the segment itself is leaned on. An
// error (limit) when it passes kSegmentEntries or kSegmentBytes; the caller also keeps the result within
// one chunk by taking fewer entries.
[[nodiscard]] Result<Bytes> encode_segment(const Segment& segment, SegmentContext* held = nullptr);
// Bounds are counted before memory is taken: one zstd frame with its size, window <= 2^20, at most
// kSegmentBytes when opened. Digests are computed; signatures are NOT checked here (see
// shared/store/ingest.h), nor is it whether payloads are canonical. `feed` is computed from `name`
// where that is there. An error is not_found where the segment leans on an entry that is not held here
// (the peer then has to send it without leaning: WANT bit 1), else corrupt or limit.
[[nodiscard]] Result<Segment> decode_segment(ByteView bytes, SegmentContext* held = nullptr);

}  // namespace disapa
