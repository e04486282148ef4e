#include "sync/picture.h"

namespace disapa {

Status HubPicture::refresh() {
    const std::uint64_t version = hub_.version();
    if (version_ == version) return {};
    auto roster = hub_.roster();
    if (!roster) return pass(std::move(roster));
    roster_ = std::move(*roster);
    owners_.clear();
    for (const auto& [id, key] : roster_.keys()) {
        if (!key.is_node()) continue;
        for (const BoxPublicKey& box : {key.box, key.previous_box}) {
            if (!box.is_zero()) owners_[box] = id;
        }
    }
    feeds_.clear();
    for (const FeedName& feed : hub_.feeds()) feeds_[feed.region.code()].emplace(feed.id(), feed);
    version_ = version;
    return {};
}

Result<const Roster*> HubPicture::roster() {
    if (auto status = refresh(); !status) return pass(std::move(status));
    return &roster_;
}

std::map<FeedId, FeedName> HubPicture::feeds_for(const Region& region) {
    if (!refresh()) return {};
    std::map<FeedId, FeedName> found;
    for (Region at = region; !at.empty(); at = at.parent()) {
        if (const auto here = feeds_.find(at.code()); here != feeds_.end())
            found.insert(here->second.begin(), here->second.end());
    }
    return found;
}

Result<KeyId> HubPicture::owner_of(const BoxPublicKey& box) {
    if (auto status = refresh(); !status) return pass(std::move(status));
    const auto found = owners_.find(box);
    return found == owners_.end() ? KeyId{} : found->second;
}

}  // namespace disapa
