#include "sync/context.h"

#include <algorithm>

#include "shared/crypto/keys.h"

namespace disapa {

NodeContext::NodeContext(Node& node, const Region& region) : node_(node) {
    for (const FeedName& name : node.feeds()) {
        if (!name.region.contains(region)) continue;
        const FeedId id = name.id();
        const std::uint64_t size = node.size_of(id);
        if (size > 0) reach_[id] = {size, size};
    }
}

NodeContext::NodeContext(Node& node, const Frontier& peer) : node_(node) {
    for (const FeedName& name : node.feeds()) {
        const auto held = peer.find({key_id_of(name.node), name.birth, name.region});
        if (held == peer.end()) continue;
        const FeedId id = name.id();
        const std::uint64_t size = held->second.size;
        if (size > 0 && size <= node.size_of(id) && node.root_at(id, size) == held->second.root)
            reach_[id] = {size, size};
    }
}

void NodeContext::hold(const Segment& segment) {
    Reach& reach = reach_[segment.feed];
    const std::uint64_t size = segment.from + segment.entries.size();
    reach.entries = std::max(reach.entries, size);
    for (std::size_t i = 0; i < segment.entries.size(); ++i) {
        const EntryPlace place{segment.feed, segment.from + i};
        if (place.index < reach.confirmed) continue;
        pending_[place] = segment.entries[i];
        pending_places_.try_emplace(segment.entries[i].digest, place);
    }
}

void NodeContext::extend(const FeedId& feed, std::uint64_t size) {
    Reach& reach = reach_[feed];
    reach.entries = std::max(reach.entries, size);
}

bool NodeContext::reaches(const EntryPlace& place) const {
    const auto reach = reach_.find(place.feed);
    return reach != reach_.end() && place.index < reach->second.entries;
}

std::optional<Entry> NodeContext::entry_at(const EntryPlace& place) {
    if (!reaches(place)) return std::nullopt;
    if (const auto pending = pending_.find(place); pending != pending_.end())
        return pending->second;
    auto found = node_.entries(place.feed, place.index, place.index + 1);
    if (!found || found->empty()) return std::nullopt;
    return std::move(found->front());
}

std::optional<EntryPlace> NodeContext::place_of(const Digest& digest) {
    if (const auto pending = pending_places_.find(digest); pending != pending_places_.end())
        return pending->second;
    const auto found = node_.place_of(digest);
    return found && *found && reaches(**found) ? *found : std::nullopt;
}

std::optional<Digest> NodeContext::digest_at(const EntryPlace& place) {
    if (!reaches(place)) return std::nullopt;
    if (const auto pending = pending_.find(place); pending != pending_.end())
        return pending->second.digest;
    const auto found = node_.digest_at(place.feed, place.index);
    return found ? *found : std::nullopt;
}

std::optional<Bytes> NodeContext::payload_at(const EntryPlace& place) {
    auto entry = entry_at(place);
    if (!entry || entry->is_bare()) return std::nullopt;
    return std::move(entry->payload);
}

std::optional<Digest> NodeContext::root_at(const FeedId& feed, std::uint64_t size) {
    const auto reach = reach_.find(feed);
    if (reach == reach_.end() || size == 0 || size > reach->second.confirmed) return std::nullopt;
    const Digest root = node_.root_at(feed, size);
    return root.is_zero() ? std::nullopt : std::optional(root);
}

std::vector<FeedId> NodeContext::feeds() {
    std::vector<FeedId> ids;
    for (const auto& [id, reach] : reach_) ids.push_back(id);
    return ids;
}

}  // namespace disapa
