// The order of everything in a region: a walk along the hub's feed of it, the ledger.
//
// The ledger gives every entry its place: `received` those of a kiosk's feed, `roster_at` the
// roster and the hub's time for what follows; the hub's own entries stand where they are. After a
// birth of the hub there are several of its feeds: the open ledger is the one that no other begins
// by receiving; an earlier one is walked where its successor received it, with its own rosters and
// times.
//
// The walk ends where the node lacks what the ledger names (an entry, a roster, or a root that
// differs from the one held), and goes on from there when it has come. Places never change once
// read.
#pragma once

#include <map>
#include <memory>

#include "shared/cases/roster.h"

namespace disapa {

using RosterPtr = std::shared_ptr<const Roster>;

// The roster at positions of the hub's feed of the office; remembers the last one.
class RosterPositions {
  public:
    explicit RosterPositions(const Digest& root_thumbprint) : root_(root_thumbprint) {}
    // Nothing where the node lacks what the position needs.
    [[nodiscard]] RosterPtr at(const FeedSource& feeds, const FeedId& feed, std::uint64_t size);
    [[nodiscard]] bool is_at(const FeedId& feed, std::uint64_t size) const {
        return roster_ && feed == feed_ && size == size_;
    }

  private:
    Digest root_;
    FeedId feed_;
    std::uint64_t size_ = 0;
    RosterPtr roster_;
};

struct Place {
    FeedId feed;
    KeyId node;            // whose feed it is
    bool in_hub = false;   // the hub's
    bool counted = false;  // by the ledger
    RosterPtr roster;      // in force here; never null
    Instant at = 0;        // the hub's time; of an uncounted act the asker's
};

// What the walk tells, in order.
class OrderReader {
  public:
    virtual ~OrderReader() = default;
    virtual void roster_is(const RosterPtr& roster, Instant at) = 0;
    virtual void act_is(const Deed& deed, const Place& place) = 0;
};

// The hub's feeds of a region that hold anything; the open one of them.
[[nodiscard]] std::optional<FeedId> open_hub_feed(const FeedSource& feeds, const Region& region,
                                                  const KeyId& hub);

class Order {
  public:
    Order(Region region, Region office, KeyId hub, const Digest& root_thumbprint);

    // False when the feeds no longer begin as they were read: another ledger is the open one, or a
    // feed has become shorter. Then the order has to be read from the start, by a new Order.
    [[nodiscard]] bool still_holds(const FeedSource& feeds) const;
    // False when read() would tell nothing new.
    [[nodiscard]] bool has_more(const FeedSource& feeds) const;
    void read(const FeedSource& feeds, OrderReader& reader);

    [[nodiscard]] bool complete() const { return complete_; }
    [[nodiscard]] std::uint64_t counted(const FeedId& feed) const;
    [[nodiscard]] Instant time() const { return at_; }
    [[nodiscard]] const RosterPtr& roster() const { return roster_; }  // never null
    // Whether that is the roster of this position.
    [[nodiscard]] bool roster_is_at(const FeedId& feed, std::uint64_t size) const {
        return rosters_.is_at(feed, size);
    }

  private:
    // A ledger being walked up to `to`; the first one without an end.
    struct Walk {
        FeedId ledger;
        std::uint64_t to = 0;
    };
    enum class Step { on, into, stop };
    [[nodiscard]] Step step(const FeedSource& feeds, const FeedId& ledger, OrderReader& reader);
    [[nodiscard]] Step take_received(const FeedSource& feeds, const Act& act, OrderReader& reader);
    [[nodiscard]] Step take_roster(const FeedSource& feeds, const Act& act, OrderReader& reader);
    [[nodiscard]] bool is_walked(const FeedId& ledger) const;

    Region region_;
    Region office_;
    KeyId hub_;
    RosterPositions rosters_;
    RosterPtr roster_;
    Instant at_ = 0;
    std::vector<Walk> walks_;  // innermost last
    std::map<FeedId, std::uint64_t> counted_;
    bool complete_ = true;
};

}  // namespace disapa
