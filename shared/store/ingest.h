// STORE, the first step of taking in what others wrote (FORMAT.md; the second is EFFECT,
// shared/cases).
//
// A segment is stored when its feed's node is or was enrolled for exactly the feed's region, it
// continues what is held, its head holds, its payloads are canonical, and every signature of a
// known key holds. Nothing of a refused segment is written. What needs no store was examined
// before, on any thread (examine.h); here follow, cheapest first:
//
//   whose feed, where it continues, tree, head, and the signatures whose key the roster knows
//   otherwise than those who examined
//
// An act whose signer is not in the roster yet is stored and waits (EFFECT holds it); when the
// roster grows it is verified. If it proves false then, it stays in the tree and never has effect.
// A payload that was erased by law is not kept when it comes again whole.
#pragma once

#include "shared/store/examine.h"
#include "shared/store/keyring.h"
#include "shared/store/node.h"
#include "shared/store/tables.h"

namespace disapa {

// Who takes something in.
struct Taker {
    const NodeSetup* setup;
    PublicKey node;  // my own
    Birth birth;     // of my open feeds
};

// Entries at the end of a feed, and its tree with them.
struct Growth {
    MerkleEdge edge;
    std::vector<EntryRow> rows;

    void add(Entry entry, EntryState state, const Digest& leaf);
};

class Ingest {
  public:
    Ingest(Database& db, Keyring& keyring, const Taker& taker)
        : db_(&db), keyring_(&keyring), taker_(&taker) {}

    // Inside a write transaction. An error is trouble with the disk; what is wrong with a segment
    // is told in its value.
    [[nodiscard]] Result<Stored> store(const Examined& examined);

    // Writes what a feed grew by and keeps the head of the result; `feed` is moved on. Then does
    // what the new entries ask of the store: verify who waited, erase what was erased.
    [[nodiscard]] Status write(FeedRow& feed, Growth growth, const Signature& head_signature);

  private:
    [[nodiscard]] bool may_hold(const FeedName& name) const;
    [[nodiscard]] bool is_my_open(const FeedName& name) const;
    // Whether the entries that are held already are the same; the place of the first other one.
    [[nodiscard]] Result<std::optional<std::uint64_t>> first_other(const FeedRow& feed,
                                                                   const Examined& examined);
    [[nodiscard]] Result<Stored> fork_at(const FeedRow& feed, const Examined& examined,
                                         std::uint64_t place);
    [[nodiscard]] Result<Stored> grow(FeedRow feed, const Examined& examined);
    [[nodiscard]] EntryState state_of(const Examined& examined, std::size_t at) const;
    [[nodiscard]] Status after_writing(const FeedRow& feed);

    Database* db_;
    Keyring* keyring_;
    const Taker* taker_;
};

}  // namespace disapa
