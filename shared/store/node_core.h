// The inside of a Node: its connection, its keys, and what it computed from the store so far.
//
// Thread rule: one thread. Nothing here is read from memory where it must not race: sizes, edges
// and birth are read inside the write transaction.
#pragma once

#include "shared/store/feed_cache.h"
#include "shared/store/ingest.h"
#include "shared/store/keyring.h"
#include "shared/store/ledger_tail.h"
#include "shared/store/node.h"

namespace disapa {

struct NodeCore {
    NodeCore(std::filesystem::path folder_path, const Clock& node_clock, Random& node_random,
             SigningKey signing_key, BoxKey box_key, NodeSetup node_setup, Database database);
    NodeCore(const NodeCore&) = delete;
    NodeCore& operator=(const NodeCore&) = delete;

    [[nodiscard]] std::filesystem::path keys() const { return folder / "keys"; }

    // The book of a region as this connection sees the store now (inside a write transaction too).
    // The pointer lives as long as the node; what it shows may be replaced by any later call.
    [[nodiscard]] Result<const Book*> book(const Region& region);
    // Grows with every commit of anybody, and with every write of a running transaction.
    [[nodiscard]] std::uint64_t version();
    // Forgets all that was computed: it was read from a transaction that did not come to be, or
    // changed.
    void forget();
    void set_provisional(std::vector<RosterKey> keys_enrolled_here);
    [[nodiscard]] Book::Setup book_setup(const Region& region) const;

    std::filesystem::path folder;
    const Clock* clock;
    Random* random;
    NodeSetup setup;
    SigningKey signing;
    BoxKey box;
    Taker taker;
    std::string rebirth_sentence;
    Database db;
    Keyring keyring;
    LedgerTail ledger_tail;
    FeedCache cache;

    bool writing = false;  // a transaction of ours is open
    bool wrote = false;    // and has written
    bool tainted = false;  // and what it wrote was read into cache or books
    std::uint64_t own_version = 1;
    std::map<FeedId, std::uint64_t> marked;  // sizes that are known to stand in `mark`
    std::uint64_t marked_version = 0;        // and nothing was committed since this version

  private:
    struct KeptBook {
        std::unique_ptr<Book> book;
        std::uint64_t version = 0;
        Instant at = 0;
    };
    void drop_books();

    std::map<Region, KeptBook> books_;
    std::vector<RosterKey> provisional_;
    std::int64_t data_version_ = 0;
    std::uint64_t cache_version_ = 0;  // what the cache was read at
};

}  // namespace disapa
