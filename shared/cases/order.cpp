#include "shared/cases/order.h"

#include <algorithm>

#include "shared/crypto/keys.h"

namespace disapa {

namespace {

// The feed that `feed` begins by receiving: what the hub wrote before it was born again.
std::optional<FeedId> predecessor(const FeedSource& feeds, const FeedId& feed) {
    const Deed& first = feeds.deed(feed, 0);
    if (first.act.type != ActType::received || !first.signer.is_zero()) return std::nullopt;
    return first.act.feed;
}

bool is_ledger_act(const Deed& deed) {
    return deed.signer.is_zero() && !deed.bare &&
           (deed.act.type == ActType::received || deed.act.type == ActType::roster_at);
}

}  // namespace

RosterPtr RosterPositions::at(const FeedSource& feeds, const FeedId& feed, std::uint64_t size) {
    const bool goes_on = roster_ && feed == feed_ && size >= size_;
    if (goes_on && size == size_) return roster_;
    auto made = goes_on ? std::make_shared<Roster>(*roster_) : std::make_shared<Roster>();
    if (!extend_roster(feeds, feed, goes_on ? size_ : 0, size, root_, *made)) return nullptr;
    feed_ = feed;
    size_ = size;
    roster_ = std::move(made);
    return roster_;
}

std::optional<FeedId> open_hub_feed(const FeedSource& feeds, const Region& region,
                                    const KeyId& hub) {
    std::map<FeedId, std::optional<FeedId>> held;
    std::set<FeedId> received;
    for (const FeedName& name : feeds.feeds_of(region)) {
        if (key_id_of(name.node) != hub) continue;
        const FeedId id = name.id();
        if (feeds.size_of(id) == 0) continue;
        held[id] = predecessor(feeds, id);
        if (held[id]) received.insert(*held[id]);
    }
    // More than one is open only at a hub that broke the rules; the one with the longest past is
    // taken, then the lowest id, so that all nodes with these feeds agree.
    std::optional<FeedId> best;
    std::size_t best_past = 0;
    for (const auto& [id, before] : held) {
        if (received.contains(id)) continue;
        std::size_t past = 0;
        for (auto at = before; at && held.contains(*at) && past < held.size(); at = held[*at]) {
            ++past;
        }
        if (!best || past > best_past) {
            best = id;
            best_past = past;
        }
    }
    return best;
}

Order::Order(Region region, Region office, KeyId hub, const Digest& root_thumbprint)
    : region_(std::move(region)),
      office_(std::move(office)),
      hub_(hub),
      rosters_(root_thumbprint),
      roster_(std::make_shared<const Roster>()) {}

std::uint64_t Order::counted(const FeedId& feed) const {
    const auto found = counted_.find(feed);
    return found == counted_.end() ? 0 : found->second;
}

bool Order::is_walked(const FeedId& ledger) const {
    return std::any_of(walks_.begin(), walks_.end(),
                       [&](const Walk& walk) { return walk.ledger == ledger; });
}

bool Order::still_holds(const FeedSource& feeds) const {
    if (walks_.empty()) return true;
    if (open_hub_feed(feeds, region_, hub_) != walks_.front().ledger) return false;
    return std::all_of(counted_.begin(), counted_.end(), [&](const auto& of_feed) {
        return feeds.size_of(of_feed.first) >= of_feed.second;
    });
}

bool Order::has_more(const FeedSource& feeds) const {
    if (walks_.empty()) return open_hub_feed(feeds, region_, hub_).has_value();
    if (!complete_) return true;
    const FeedId& ledger = walks_.front().ledger;
    return feeds.size_of(ledger) > counted(ledger);
}

void Order::read(const FeedSource& feeds, OrderReader& reader) {
    complete_ = true;
    if (walks_.empty()) {
        const auto open = open_hub_feed(feeds, region_, hub_);
        if (!open) return;
        walks_.push_back({*open, 0});
    }
    for (;;) {
        const Walk walk = walks_.back();
        const bool outermost = walks_.size() == 1;
        const std::uint64_t to = outermost ? feeds.size_of(walk.ledger) : walk.to;
        if (counted(walk.ledger) >= to) {
            if (outermost) return;
            walks_.pop_back();  // the `received` that led here is met again and says nothing new
            continue;
        }
        switch (step(feeds, walk.ledger, reader)) {
            case Step::on:
                ++counted_[walk.ledger];
                break;
            case Step::into:
                break;
            case Step::stop:
                complete_ = false;
                return;
        }
    }
}

Order::Step Order::step(const FeedSource& feeds, const FeedId& ledger, OrderReader& reader) {
    const Deed& deed = feeds.deed(ledger, counted(ledger));
    if (!is_ledger_act(deed)) {
        reader.act_is(deed, {ledger, hub_, true, true, roster_, at_});
        return Step::on;
    }
    const Act act = deed.act;  // its feed's entries are asked for below
    return act.type == ActType::received ? take_received(feeds, act, reader)
                                         : take_roster(feeds, act, reader);
}

Order::Step Order::take_roster(const FeedSource& feeds, const Act& act, OrderReader& reader) {
    const auto name = feeds.name_of(act.feed);
    if (!name || feeds.size_of(act.feed) < act.size) return Step::stop;
    // A roster is kept nowhere else.
    if (key_id_of(name->node) != hub_ || name->region != office_) return Step::on;
    auto roster = rosters_.at(feeds, act.feed, act.size);
    if (!roster) return Step::stop;
    roster_ = std::move(roster);
    at_ = std::max(at_, act.at);
    reader.roster_is(roster_, at_);
    return Step::on;
}

Order::Step Order::take_received(const FeedSource& feeds, const Act& act, OrderReader& reader) {
    const auto name = feeds.name_of(act.feed);
    if (!name || feeds.size_of(act.feed) < act.size ||
        feeds.root_at(act.feed, act.size) != act.root) {
        return Step::stop;
    }
    const KeyId node = key_id_of(name->node);
    const std::uint64_t seen = counted(act.feed);
    if (name->region != region_ || act.size <= seen || is_walked(act.feed)) {
        at_ = std::max(at_, act.at);
        return Step::on;
    }
    if (node == hub_) {
        walks_.push_back({act.feed, act.size});
        return Step::into;
    }
    at_ = std::max(at_, act.at);
    for (std::uint64_t i = seen; i < act.size; ++i) {
        reader.act_is(feeds.deed(act.feed, i), {act.feed, node, false, true, roster_, at_});
        counted_[act.feed] = i + 1;
    }
    return Step::on;
}

}  // namespace disapa
