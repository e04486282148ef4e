// What the order reads from: the feeds that a node holds, without knowing where they are kept.
#pragma once

#include <functional>
#include <vector>

#include "shared/log/act.h"
#include "shared/log/entry.h"
#include "shared/log/feed.h"

namespace disapa {

// An entry as the order sees it: its act decoded once, its identity beside it.
struct Deed {
    Digest digest;
    KeyId signer;  // zeros: a node's act
    Act act;       // of a bare row: the skeleton out of its `erased` act
    bool bare = false;
};

// Thread rule: as the implementation says; shared/cases calls it from one thread at a time.
class FeedSource {
  public:
    virtual ~FeedSource() = default;
    // All feeds held that are addressed to exactly this region, in any order.
    [[nodiscard]] virtual std::vector<FeedName> feeds_of(const Region& region) const = 0;
    // Names of feeds that acts refer to by id; nothing for a feed that is not held.
    [[nodiscard]] virtual std::optional<FeedName> name_of(const FeedId& feed) const = 0;
    [[nodiscard]] virtual std::uint64_t size_of(const FeedId& feed) const = 0;
    // Root of the feed's first `size` entries; zeros when not held that far.
    [[nodiscard]] virtual Digest root_at(const FeedId& feed, std::uint64_t size) const = 0;
    // Entry `index` < size_of(feed). It may live only until another one of the feed is asked for.
    [[nodiscard]] virtual const Deed& deed(const FeedId& feed, std::uint64_t index) const = 0;
};

}  // namespace disapa
