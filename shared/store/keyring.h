// The newest roster that is held, and whether signatures hold by it.
//
// The roster is the hub's feed of the office. Its entries are verified one after the other, each by
// the roster before it (the root's own enrolment by itself), because a chain of them must lead to
// the root. Thread rule: that of its Database.
#pragma once

#include "shared/cases/roster.h"
#include "shared/store/examine.h"
#include "shared/store/node.h"
#include "shared/store/tables.h"

namespace disapa {

// An act that takes another's payload away, with effect.
struct Erasing {
    Digest digest;    // what is erased
    std::string jws;  // the compact JWS of the `erased` act
};

class Keyring {
  public:
    Keyring(Database& db, const NodeSetup& setup) : db_(&db), setup_(&setup) {}

    // Reads what the roster feed grew by.
    [[nodiscard]] Status refresh();
    // The same inside a write transaction, keeping what the signatures proved; tells what new
    // `erased` acts have effect.
    [[nodiscard]] Result<std::vector<Erasing>> settle();
    // Verifies, inside a write transaction, entries that were stored before their signer's key was
    // known.
    [[nodiscard]] Status settle_waiting();
    void clear();

    [[nodiscard]] const Roster& roster() const { return roster_; }
    // By the roster, or of an officer enrolled here whose enrolment has not come back.
    [[nodiscard]] const PublicKey* find(const KeyId& signer) const;
    void set_provisional(std::map<KeyId, PublicKey> keys);
    // All that find() knows, as it is now: the same object until something changes. Others may keep
    // it, on any thread.
    [[nodiscard]] const std::shared_ptr<const KnownKeys>& known_keys();

    // Whether the entry's signature holds: unverified while its key is unknown. For a bare row that
    // of the `erased` act, which must be an admin's and name this entry.
    [[nodiscard]] EntryState judge(const Entry& entry) const;

  private:
    [[nodiscard]] Result<std::vector<Erasing>> walk(bool writing);
    [[nodiscard]] EntryState judge_whole(const Entry& entry, const PublicKey& key) const;
    [[nodiscard]] EntryState judge_bare(const Entry& entry) const;

    Database* db_;
    const NodeSetup* setup_;
    std::int64_t feed_ = 0;     // the roster feed walked; 0 for none
    std::uint64_t walked_ = 0;  // its entries that are in roster_
    Roster roster_;
    std::map<KeyId, PublicKey> provisional_;
    std::shared_ptr<const KnownKeys> known_keys_;  // none: to be made anew
};

}  // namespace disapa
