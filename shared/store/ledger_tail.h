// What the end of the hub's ledgers says, without judging anything: how far a feed was received,
// and the hub's newest time. An exchange asks no more; the book, which knows every case, stays with
// those who show cases.
//
// A ledger is read from its end backwards, and what was read is not read again: asking costs what
// came since, however long the ledger is. Thread rule: that of its Database.
#pragma once

#include <functional>
#include <map>

#include "shared/store/node.h"
#include "shared/store/tables.h"

namespace disapa {

class LedgerTail {
  public:
    LedgerTail(Database& db, const NodeSetup& setup) : db_(&db), setup_(&setup) {}

    // How many entries of a feed the hub has received: by the newest `received` under a root that
    // is held here. (The book counts them when it also has all that the ledger names before.)
    [[nodiscard]] Result<std::uint64_t> received(const FeedId& feed);
    // Of the newest place in the region's ledgers; 0 while there is none.
    [[nodiscard]] Result<Instant> time(const Region& region);
    // What was read from a transaction that did not come to be.
    void clear();

  private:
    struct Read {
        std::uint64_t to = 0;     // of the ledger
        std::uint64_t value = 0;  // the largest found
    };
    using Reads = std::map<std::int64_t, Read>;  // by ledger
    // Reads what the region's ledgers grew by, newest first, until `take` gives a value.
    using Take = std::function<Result<std::optional<std::uint64_t>>(const EntryRow&)>;
    [[nodiscard]] Result<std::uint64_t> follow(const Region& region, Reads& reads,
                                               const Take& take);
    [[nodiscard]] Result<std::optional<std::uint64_t>> newest(std::int64_t ledger,
                                                              std::uint64_t from, std::uint64_t to,
                                                              const Take& take);

    Database* db_;
    const NodeSetup* setup_;
    std::map<FeedId, Reads> received_;
    std::map<Region, Reads> times_;
};

}  // namespace disapa
