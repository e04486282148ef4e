#include "shared/cases/roster.h"

#include <algorithm>

#include "shared/crypto/keys.h"

namespace disapa {

namespace {

// A chain of hub births is never this long; a longer one is not followed.
constexpr int kMaxBirths = 64;

bool contains(const std::vector<KeyId>& keys, const KeyId& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool is_root(const RosterKey& key, const Digest& root_thumbprint) {
    return thumbprint_of(key.key) == root_thumbprint;
}

// Roster acts have no place in a ledger, so the only date there is is the writer's own.
bool is_admin(const RosterKey& key, Instant at) {
    if (key.revoked_at) return false;
    return std::any_of(key.grants.begin(), key.grants.end(), [at](const RosterKey::Grant& grant) {
        return grant.role == Role::admin && (!grant.from || *grant.from <= at) &&
               (!grant.until || at <= *grant.until);
    });
}

RosterKey new_key(const Act& act) {
    RosterKey key;
    key.id = act.key;
    key.key = act.public_key;
    key.box = act.box_key;
    key.name = act.name;
    key.title = act.title;
    key.nip = act.nip;
    key.grants.push_back({act.role, act.region, act.from, act.until});
    key.devices = act.devices;
    key.enrolled_at = act.at;
    return key;
}

// The same key again: a machine's new box key, or an officer on one more device. Another role or
// region is granted, not enrolled.
bool enrol_again(RosterKey& key, const Act& act) {
    const auto& first = key.grants.front();
    if (key.revoked_at || first.role != act.role || first.region != act.region) return false;
    bool changed = false;
    if (!act.box_key.is_zero() && act.box_key != key.box) {
        key.previous_box = key.box;
        key.box = act.box_key;
        changed = true;
    }
    for (const KeyId& device : act.devices) {
        if (contains(key.devices, device)) continue;
        key.devices.push_back(device);
        changed = true;
    }
    return changed;
}

void grant_role(RosterKey& key, const Act& act) {
    for (auto& grant : key.grants) {
        if (grant.role != act.role || grant.region != act.region) continue;
        grant.from = act.from;
        grant.until = act.until;
        return;
    }
    key.grants.push_back({act.role, act.region, act.from, act.until});
}

bool may_be_delegated(Role role) {
    return role == Role::petugas || role == Role::kades || role == Role::verifikator ||
           role == Role::sekcam || role == Role::camat;
}

bool extend(const FeedSource& feeds, const FeedId& feed, std::uint64_t from, std::uint64_t to,
            const Digest& root_thumbprint, Roster& into, int births) {
    if (births > kMaxBirths || feeds.size_of(feed) < to) return false;
    const auto name = feeds.name_of(feed);
    if (!name) return to == 0;
    for (std::uint64_t i = from; i < to; ++i) {
        const Deed& deed = feeds.deed(feed, i);
        if (deed.act.type != ActType::received || !deed.signer.is_zero()) {
            into.apply(deed, root_thumbprint);
            continue;
        }
        // A closed roster feed of the same hub, before it was born again.
        const FeedId closed = deed.act.feed;
        const std::uint64_t size = deed.act.size;
        const Digest root = deed.act.root;
        const auto closed_name = feeds.name_of(closed);
        if (!closed_name || feeds.size_of(closed) < size || feeds.root_at(closed, size) != root) {
            return false;
        }
        if (closed_name->node != name->node || closed_name->region != name->region) continue;
        if (!extend(feeds, closed, 0, size, root_thumbprint, into, births + 1)) return false;
    }
    return true;
}

}  // namespace

bool RosterKey::has_role(Role role, const Region& region) const {
    return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
        return grant.role == role && grant.region == region;
    });
}

bool RosterKey::is_node() const {
    return !grants.empty() &&
           (grants.front().role == Role::kiosk || grants.front().role == Role::hub);
}

const RosterKey* Roster::find(const KeyId& id) const {
    const auto found = keys_.find(id);
    return found == keys_.end() ? nullptr : &found->second;
}

std::optional<ServiceSteps> Roster::steps(std::string_view service) const {
    const auto found = catalogue_.find(service);
    if (found == catalogue_.end()) return std::nullopt;
    return found->second;
}

void Roster::add_provisional(const RosterKey& key) {
    keys_.emplace(key.id, key);
}

bool Roster::apply(const Deed& deed, const Digest& root_thumbprint) {
    if (deed.signer.is_zero() || seen_.contains(deed.digest)) return false;
    const Act& act = deed.act;
    const RosterKey* signer = find(deed.signer);
    const bool is_first = signer == nullptr && act.type == ActType::key_enrolled &&
                          act.role == Role::admin && act.key == deed.signer &&
                          thumbprint_of(act.public_key) == root_thumbprint;
    if (!is_first && (signer == nullptr || !is_admin(*signer, act.at))) return false;
    if (!take(act, root_thumbprint)) return false;
    seen_.insert(deed.digest);
    return true;
}

bool Roster::take(const Act& act, const Digest& root_thumbprint) {
    const auto known = keys_.find(act.key);
    const bool live = known != keys_.end() && !known->second.revoked_at;
    switch (act.type) {
        case ActType::key_enrolled:
            if (act.key.is_zero() || act.role == Role::none) return false;
            if (known != keys_.end()) return enrol_again(known->second, act);
            keys_.emplace(act.key, new_key(act));
            return true;
        case ActType::key_revoked:
            // The root is what everything hangs on: nobody below it can cut it off.
            if (!live || is_root(known->second, root_thumbprint)) return false;
            known->second.revoked_at = act.at;
            return true;
        case ActType::role_granted:
            if (!live || act.role == Role::none) return false;
            grant_role(known->second, act);
            return true;
        case ActType::delegated:
            if (!live || !may_be_delegated(act.role) || !act.from || !act.until) return false;
            known->second.delegations.push_back({act.delegation, act.role, *act.from, *act.until});
            return true;
        case ActType::admitted:
            for (const Digest& digest : act.of) admitted_.insert(digest);
            return !act.of.empty();
        case ActType::catalogue_published:
            catalogue_.clear();  // the newest stands alone: a service it leaves out is no more
            for (const ServiceSteps& steps : act.catalogue) catalogue_[steps.service] = steps;
            return true;
        case ActType::office_published:
        case ActType::erased:
            return true;  // an admin's, so it holds; what it says is read elsewhere
        default:
            return false;
    }
}

bool extend_roster(const FeedSource& feeds, const FeedId& roster_feed, std::uint64_t from,
                   std::uint64_t to, const Digest& root_thumbprint, Roster& into) {
    return extend(feeds, roster_feed, from, to, root_thumbprint, into, 0);
}

Roster roster_at(const FeedSource& feeds, const FeedId& roster_feed, std::uint64_t size,
                 const Digest& root_thumbprint) {
    Roster roster;
    // Where a closed feed is lacking, what comes before it is still true.
    static_cast<void>(extend_roster(feeds, roster_feed, 0,
                                    std::min(size, feeds.size_of(roster_feed)), root_thumbprint,
                                    roster));
    return roster;
}

}  // namespace disapa
