// Entries that are held while a segment is read: a small SegmentContext in memory, the same in
// every run.
#pragma once

#include <map>

#include "shared/log/segment.h"

namespace disapa::fuzz {

class Shelf final : public SegmentContext {
  public:
    Shelf();
    // A feed's next run that leans on what is held: what a good peer would send.
    [[nodiscard]] Segment next() const;
    // The same feed from its beginning, leaning on nothing.
    [[nodiscard]] Segment whole() const;

    [[nodiscard]] std::optional<EntryPlace> place_of(const Digest& digest) override;
    [[nodiscard]] std::optional<Digest> digest_at(const EntryPlace& place) override;
    [[nodiscard]] std::optional<Bytes> payload_at(const EntryPlace& place) override;
    [[nodiscard]] std::optional<Digest> root_at(const FeedId& feed, std::uint64_t size) override;
    [[nodiscard]] std::vector<FeedId> feeds() override;

  private:
    [[nodiscard]] const Entry* at(const EntryPlace& place) const;

    FeedName name_;
    std::vector<Entry> all_;
    std::size_t held_ = 0;  // of all_
};

}  // namespace disapa::fuzz
