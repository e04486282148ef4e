// Who holds which key and which role, where, from when until when: computed from the roster feed.
//
// Roster acts are persons' acts by a key with role admin; one counts only when a chain of roster
// acts before it leads to the root, whose thumbprint stands in every invite (design: the root's own
// key_enrolled is the first entry, signed by itself).
#pragma once

#include <map>
#include <set>

#include "shared/cases/feeds.h"

namespace disapa {

// Holds in every region where its key holds any role.
struct Delegation {
    std::string kind;  // plt, plh, an, ub: printed before the title
    Role role = Role::none;
    Instant from = 0;
    Instant until = 0;
};

struct RosterKey {
    KeyId id;
    PublicKey key;
    BoxPublicKey box;           // the newest
    BoxPublicKey previous_box;  // still valid after a rotation; zeros when none
    std::string name, title, nip;
    // A key may hold several roles; the first is the one it was enrolled with.
    struct Grant {
        Role role;
        Region region;
        std::optional<Instant> from, until;
    };
    std::vector<Grant> grants;
    std::vector<KeyId> devices;  // desa officers only
    std::vector<Delegation> delegations;
    Instant enrolled_at = 0;
    std::optional<Instant> revoked_at;  // hub's time of key_revoked

    [[nodiscard]] bool has_role(Role role, const Region& region) const;  // whatever the date
    [[nodiscard]] bool is_node() const;
};

class Roster {
  public:
    [[nodiscard]] const RosterKey* find(const KeyId& id) const;
    [[nodiscard]] const std::map<KeyId, RosterKey>& keys() const { return keys_; }
    [[nodiscard]] const std::set<Digest>& admitted() const { return admitted_; }
    // Steps of a service by the newest catalogue_published; nothing when none names it.
    [[nodiscard]] std::optional<ServiceSteps> steps(std::string_view service) const;
    // Applies the next act of the roster feed; false when it has no effect (no right, twice,
    // unknown). office_published and erased of an admin give true and change nothing here.
    bool apply(const Deed& deed, const Digest& root_thumbprint);
    // As if enrolled, unless the roster knows the key already: see Book::Setup.
    void add_provisional(const RosterKey& key);

  private:
    bool take(const Act& act, const Digest& root_thumbprint);

    std::map<KeyId, RosterKey> keys_;
    std::set<Digest> seen_;
    std::set<Digest> admitted_;
    std::map<std::string, ServiceSteps, std::less<>> catalogue_;
};

// Applies entries [from, to) of the hub's feed of the office, walking through the closed feeds of
// earlier births that its `received` name. False where the node lacks what is named; `into` then
// holds what came before.
[[nodiscard]] bool extend_roster(const FeedSource& feeds, const FeedId& roster_feed,
                                 std::uint64_t from, std::uint64_t to,
                                 const Digest& root_thumbprint, Roster& into);

// The roster after the first `size` entries of the hub's feed. Computed from the start each time:
// keep the result (the book does).
[[nodiscard]] Roster roster_at(const FeedSource& feeds, const FeedId& roster_feed,
                               std::uint64_t size, const Digest& root_thumbprint);

}  // namespace disapa
