#include "shared/store/ingest.h"

#include "shared/base/mutant.h"
#include "shared/store/erasure.h"

namespace disapa {

namespace {

Stored refused(std::string why) {
    return {StoreResult::refused, std::move(why)};
}

bool head_holds(const MerkleEdge& edge, const FeedName& name, const Segment& segment) {
    return verify_head(name.node, {segment.feed, edge.size(), edge.root(), segment.head_signature});
}

}  // namespace

void Growth::add(Entry entry, EntryState state, const Digest& leaf) {
    const std::uint64_t place = edge.size();
    edge.append(leaf);
    rows.push_back({0, place, std::move(entry), state, edge.last_tree()});
}

bool Ingest::is_my_open(const FeedName& name) const {
    return name.node == taker_->node && name.birth == taker_->birth;
}

bool Ingest::may_hold(const FeedName& name) const {
    const NodeSetup& setup = *taker_->setup;
    if (setup.kind == NodeKind::kiosk) {
        // No byte of another desa is kept at this one.
        if (name.node == setup.hub_key) {
            return name.region == setup.region || name.region == setup.office;
        }
        if (name.region != setup.region) return false;
    } else {
        if (!setup.office.contains(name.region)) return false;
        if (name.node == setup.hub_key) return true;
    }
    if (name.node == taker_->node) return true;  // my own closed feed comes back
    const auto* known = keyring_->roster().find(key_id_of(name.node));
    if (known == nullptr || known->key != name.node || !known->is_node()) return false;
    for (const auto& grant : known->grants) {
        if (grant.region == name.region) return true;
    }
    return false;
}

Result<Stored> Ingest::store(const Examined& examined) {
    if (!examined.wrong.empty()) return refused(examined.wrong);
    const Segment& segment = examined.segment;
    auto held = find_feed(*db_, segment.feed);
    if (!held) return pass(std::move(held));
    FeedRow feed;
    if (*held) {
        feed = std::move(**held);
    } else if (segment.name) {
        feed.id = segment.feed;
        feed.name = *segment.name;
    } else {
        return Stored{StoreResult::gap, "feed is not known and not named"};
    }
    auto read = keyring_->refresh();
    if (!read) return pass(std::move(read));
    if (!may_hold(feed.name)) return refused("feed's node is not enrolled for its region");
    if (segment.from > feed.edge.size()) {
        return Stored{StoreResult::gap, "held to " + std::to_string(feed.edge.size()) +
                                            ", segment begins at " + std::to_string(segment.from)};
    }
    auto other = first_other(feed, examined);
    if (!other) return pass(std::move(other));
    if (*other) return fork_at(feed, examined, **other);
    if (segment.from + segment.entries.size() <= feed.edge.size()) return Stored{};
    if (is_my_open(feed.name)) return refused("more of my own open feed than I wrote");
    return grow(std::move(feed), examined);
}

Result<std::optional<std::uint64_t>> Ingest::first_other(const FeedRow& feed,
                                                         const Examined& examined) {
    const Segment& segment = examined.segment;
    std::optional<std::uint64_t> found;
    const std::uint64_t end = std::min(feed.edge.size(), segment.from + segment.entries.size());
    if (segment.from >= end) return found;
    auto read = each_entry(*db_, feed.num, segment.from, end, [&](const EntryRow& row) -> Status {
        const auto& other = examined.leaves[row.place - segment.from];
        if (!found && row.entry.leaf_hash() != other) found = row.place;
        return {};
    });
    if (!read) return pass(std::move(read));
    return found;
}

Result<Stored> Ingest::fork_at(const FeedRow& feed, const Examined& examined, std::uint64_t place) {
    // Only the node itself can make a fork: its head must stand under the other branch.
    auto edge = edge_at(*db_, feed.num, examined.segment.from);
    if (!edge) return pass(std::move(edge));
    if (!*edge) return refused("entries differ and what is before them is not held");
    for (const Digest& leaf : examined.leaves) (*edge)->append(leaf);
    if (!head_holds(**edge, feed.name, examined.segment)) {
        return refused("entries differ and the head does not hold");
    }
    return Stored{StoreResult::fork, "another branch begins at " + std::to_string(place)};
}

EntryState Ingest::state_of(const Examined& examined, std::size_t at) const {
    const Entry& entry = examined.segment.entries[at];
    if (const auto& key = examined.held_by[at]) {
        const PublicKey* known = keyring_->find(entry.signer);
        if (known == nullptr) return EntryState::unverified;
        if (*known == *key) return EntryState::good;
    }
    return keyring_->judge(entry);
}

Result<Stored> Ingest::grow(FeedRow feed, const Examined& examined) {
    const Segment& segment = examined.segment;
    const std::size_t skip = feed.edge.size() - segment.from;
    MerkleEdge edge = feed.edge;
    for (std::size_t i = skip; i < examined.leaves.size(); ++i) edge.append(examined.leaves[i]);
    if (!head_holds(edge, feed.name, segment) && !is_mutant(Mutant::skip_head))
        return refused("head does not hold");
    const bool is_roster =
        feed.name.node == taker_->setup->hub_key && feed.name.region == taker_->setup->office;
    Growth growth{feed.edge, {}};
    for (std::size_t i = skip; i < segment.entries.size(); ++i) {
        const Entry& entry = segment.entries[i];
        // Of the roster itself each entry is judged by those before it, once they are stored.
        const EntryState state =
            is_roster && !entry.signer.is_zero() ? EntryState::unverified : state_of(examined, i);
        if (state == EntryState::bad) return refused("a signature does not hold");
        growth.add(entry, state, examined.leaves[i]);
    }
    if (feed.num == 0) {
        auto made = insert_feed(*db_, feed.name);
        if (!made) return pass(std::move(made));
        feed = std::move(*made);
    }
    auto written = write(feed, std::move(growth), segment.head_signature);
    if (!written) return pass(std::move(written));
    return Stored{StoreResult::grown, {}};
}

Status Ingest::write(FeedRow& feed, Growth growth, const Signature& head_signature) {
    auto erased = any_erasure(*db_);
    if (!erased) return pass(std::move(erased));
    for (auto& row : growth.rows) {
        row.feed = feed.num;
        if (*erased) {
            auto kept = without_erased(*db_, std::move(row.entry));
            if (!kept) return pass(std::move(kept));
            row.entry = std::move(*kept);
        }
        auto inserted = insert_entry(*db_, row);
        if (!inserted) return inserted;
    }
    feed.edge = std::move(growth.edge);
    auto saved = save_edge(*db_, feed);
    if (!saved) return saved;
    auto headed =
        insert_head(*db_, feed.num, {feed.id, feed.edge.size(), feed.edge.root(), head_signature});
    if (!headed) return headed;
    return after_writing(feed);
}

Status Ingest::after_writing(const FeedRow& feed) {
    const NodeSetup& setup = *taker_->setup;
    if (feed.name.node != setup.hub_key || feed.name.region != setup.office) return {};
    auto erasings = keyring_->settle();
    if (!erasings) return pass(std::move(erasings));
    auto verified = keyring_->settle_waiting();
    if (!verified) return verified;
    for (const auto& erasing : *erasings) {
        auto erased = erase_payload(*db_, erasing);
        if (!erased) return erased;
    }
    return {};
}

}  // namespace disapa
