#include "shared/store/feed_cache.h"

#include <algorithm>

#include "shared/crypto/jws.h"

namespace disapa {

namespace {

// Entries decoded at a time: one query's cost is spread, and a look at one entry stays cheap.
constexpr std::uint64_t kLoad = 64;

// The act as the order may see it; nothing when it may not.
std::optional<Act> readable_act(const EntryRow& row) {
    if (row.state == EntryState::bad) return std::nullopt;
    if (!row.entry.is_bare()) {
        auto act = decode_act(row.entry.payload);
        if (!act) return std::nullopt;
        return std::move(*act);
    }
    if (row.state != EntryState::good) return std::nullopt;
    const auto jws = parse_compact(row.entry.erased_by, kTypAct);
    if (!jws) return std::nullopt;
    auto erased = decode_act(jws->payload);
    if (!erased || erased->skeleton.size() != 1) return std::nullopt;
    return std::move(erased->skeleton.front());
}

}  // namespace

Deed deed_of(const EntryRow& row) {
    Deed deed;
    deed.digest = row.entry.digest;
    deed.bare = row.entry.is_bare();
    if (auto act = readable_act(row)) {
        deed.signer = row.entry.signer;
        deed.act = std::move(*act);
    }
    return deed;
}

Result<bool> FeedCache::refresh() {
    const auto changes = change_count(*db_);
    if (!changes) return tl::unexpected(changes.error());
    const bool same = *changes == changes_;
    if (!same) {
        clear();
        changes_ = *changes;
    }
    auto rows = all_feeds(*db_);
    if (!rows) return pass(std::move(rows));
    for (const auto& row : *rows) {
        auto [at, is_new] = feeds_.try_emplace(row.id);
        Feed& feed = at->second;
        if (is_new) {
            feed.num = row.num;
            feed.name = row.name;
            by_region_[row.name.region].push_back(row.id);
        }
        feed.size = row.edge.size();
    }
    return same;
}

void FeedCache::clear() {
    feeds_.clear();
    by_region_.clear();
}

void FeedCache::set_provisional(std::map<KeyId, PublicKey> keys) {
    provisional_ = std::move(keys);
}

std::optional<Error> FeedCache::take_error() {
    return std::exchange(error_, std::nullopt);
}

const FeedCache::Feed* FeedCache::find(const FeedId& feed) const {
    const auto at = feeds_.find(feed);
    return at == feeds_.end() ? nullptr : &at->second;
}

std::vector<FeedName> FeedCache::feeds_of(const Region& region) const {
    std::vector<FeedName> names;
    const auto at = by_region_.find(region);
    if (at == by_region_.end()) return names;
    for (const auto& id : at->second) names.push_back(find(id)->name);
    return names;
}

std::optional<FeedName> FeedCache::name_of(const FeedId& feed) const {
    const auto* held = find(feed);
    return held == nullptr ? std::nullopt : std::optional(held->name);
}

std::uint64_t FeedCache::size_of(const FeedId& feed) const {
    const auto* held = find(feed);
    return held == nullptr ? 0 : held->size;
}

Digest FeedCache::root_at(const FeedId& feed, std::uint64_t size) const {
    const auto* held = find(feed);
    if (held == nullptr || size > held->size) return {};
    auto root = root_of(*db_, held->num, size);
    if (!root) {
        error_ = root.error();
        return {};
    }
    return root->value_or(Digest{});
}

const Deed& FeedCache::deed(const FeedId& feed, std::uint64_t index) const {
    const auto* held = find(feed);
    if (held == nullptr || index >= held->size) return nothing_;
    if (index == 0) {
        if (!held->first) {
            auto loaded = load(*held, 0, 1);
            if (loaded.empty()) return nothing_;
            held->first = std::move(loaded.front());
        }
        return *held->first;
    }
    if (index < held->from || index - held->from >= held->deeds.size()) {
        held->deeds = load(*held, index, std::min(held->size, index + kLoad));
        held->from = index;
    }
    return held->deeds.empty() ? nothing_ : held->deeds[index - held->from];
}

std::vector<Deed> FeedCache::load(const Feed& feed, std::uint64_t from, std::uint64_t to) const {
    std::vector<Deed> deeds;
    deeds.reserve(to - from);
    auto read = each_entry(*db_, feed.num, from, to, [&](EntryRow row) -> Status {
        if (row.state == EntryState::unverified && !row.entry.is_bare()) {
            const auto key = provisional_.find(row.entry.signer);
            if (key != provisional_.end() &&
                (!row.entry.signature ||
                 !verify_jws(key->second, kTypAct, row.entry.payload, *row.entry.signature))) {
                row.state = EntryState::bad;
            }
        }
        if (row.place == from + deeds.size()) deeds.push_back(deed_of(row));
        return {};
    });
    if (!read) error_ = read.error();
    return deeds;
}

}  // namespace disapa
