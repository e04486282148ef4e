// What a segment's entries name by 32 bytes and its reader holds: entries, feeds and roots, as
// places.
#pragma once

#include <map>

#include "shared/log/codec_parts.h"
#include "shared/log/segment.h"
#include "shared/log/tally.h"

namespace disapa {

class References {
  public:
    // `feed` and `from` are the segment's; entries of it before the one at hand need no context.
    References(CodecParts& parts, SegmentContext* held) : parts_(parts), held_(held) {}
    // A feed by the beginning of its id; nothing where the reader holds none such, or two.
    static constexpr std::size_t kPrefixBytes = 6;
    [[nodiscard]] std::optional<FeedId> by_prefix(ByteView prefix);
    void begin(const FeedId& feed, std::uint64_t from);
    // The entry at hand is done; others may now lean on it. `payload` is empty where it is bare.
    void add_entry(const Digest& digest, Bytes payload);

    // Writing: where the reader finds it, if anywhere.
    [[nodiscard]] std::optional<EntryPlace> place_of(const Digest& digest);
    [[nodiscard]] bool is_feed(const FeedId& feed);
    [[nodiscard]] bool is_root(const FeedId& feed, std::uint64_t size, const Digest& root);

    // In reading a place, feed or root that is not held sets coder.failed(), as broken symbols do.
    [[nodiscard]] FeedId code_feed(const FeedId& feed);
    [[nodiscard]] EntryPlace code_place(const EntryPlace& place);
    [[nodiscard]] Digest digest_at(const EntryPlace& place);
    [[nodiscard]] std::optional<Bytes> payload_at(const EntryPlace& place);
    [[nodiscard]] Digest root_at(const FeedId& feed, std::uint64_t size);

    // Whether anything outside of the segment was leaned on.
    [[nodiscard]] bool has_leaned() const { return has_leaned_; }

  private:
    struct Known {
        FeedId id;
        std::int64_t last = 0;  // index of the last place in it
        Magnitude difference;
    };
    [[nodiscard]] bool is_own(const EntryPlace& place) const;
    [[nodiscard]] std::size_t code_known(const FeedId& feed);

    CodecParts& parts_;
    SegmentContext* held_;
    FeedId own_;
    std::uint64_t from_ = 0;
    std::vector<Digest> digests_;
    std::vector<Bytes> payloads_;
    std::map<Digest, std::size_t> index_;  // writing
    Tally feeds_;
    std::vector<Known> known_;  // by symbol
    std::optional<std::vector<FeedId>> held_feeds_;
    bool has_leaned_ = false;
};

}  // namespace disapa
