// What a hub's roster and feeds say, read once for each change of the store: many requests ask the
// same while nothing changes. Belongs to the node's thread, outside of its transactions.
#pragma once

#include <map>
#include <optional>

#include "shared/store/node.h"

namespace disapa {

class HubPicture {
  public:
    explicit HubPicture(Node& hub) : hub_(hub) {}

    // The newest held. Both stay valid until the next call after a change.
    [[nodiscard]] Result<const Roster*> roster();
    // Feeds addressed to `region` or to a region above it.
    [[nodiscard]] std::map<FeedId, FeedName> feeds_for(const Region& region);
    // The node whose box key this is or was; zeros when nobody's.
    [[nodiscard]] Result<KeyId> owner_of(const BoxPublicKey& box);

  private:
    [[nodiscard]] Status refresh();

    Node& hub_;
    std::optional<std::uint64_t> version_;
    Roster roster_;
    std::map<BoxPublicKey, KeyId> owners_;
    std::map<std::string, std::map<FeedId, FeedName>> feeds_;  // by region
};

}  // namespace disapa
