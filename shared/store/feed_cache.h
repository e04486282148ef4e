// The feeds of a store as the order reads them: deeds are decoded when asked for. Of each feed the
// first and the last few read are kept, so that memory does not grow with what was read; a reader
// goes forward.
//
// Thread rule: that of its Database. A Deed handed out lives until another one of its feed is asked
// for.
#pragma once

#include <map>
#include <memory>
#include <unordered_map>

#include "shared/cases/feeds.h"
#include "shared/store/tables.h"

namespace disapa {

// How the order sees a stored entry. An entry that must never have effect (its signature proved
// false, the one who erased it is not known to be an admin yet, or its act is none of its type's)
// is given with the unknown type and no signer, so that it is told and passed on but judged by
// nobody.
[[nodiscard]] Deed deed_of(const EntryRow& row);

class FeedCache final : public FeedSource {
  public:
    explicit FeedCache(Database& db) : db_(&db) {}

    // Follows the sizes that the store has now; false when entries given before have changed.
    [[nodiscard]] Result<bool> refresh();
    void clear();
    // Keys that vouch for entries whose signer the roster does not name yet (officers enrolled
    // here).
    void set_provisional(std::map<KeyId, PublicKey> keys);
    // A read that failed since the last call: FeedSource has no way to tell it.
    [[nodiscard]] std::optional<Error> take_error();

    [[nodiscard]] std::vector<FeedName> feeds_of(const Region& region) const override;
    [[nodiscard]] std::optional<FeedName> name_of(const FeedId& feed) const override;
    [[nodiscard]] std::uint64_t size_of(const FeedId& feed) const override;
    [[nodiscard]] Digest root_at(const FeedId& feed, std::uint64_t size) const override;
    [[nodiscard]] const Deed& deed(const FeedId& feed, std::uint64_t index) const override;

  private:
    struct Feed {
        std::int64_t num = 0;
        FeedName name;
        std::uint64_t size = 0;
        mutable std::optional<Deed> first;  // asked for whenever the open ledger is looked for
        mutable std::vector<Deed> deeds;    // a run of those read last
        mutable std::uint64_t from = 0;     // its first one's place
    };
    [[nodiscard]] const Feed* find(const FeedId& feed) const;
    [[nodiscard]] std::vector<Deed> load(const Feed& feed, std::uint64_t from,
                                         std::uint64_t to) const;

    Database* db_;
    std::unordered_map<FeedId, Feed> feeds_;
    std::map<Region, std::vector<FeedId>> by_region_;
    std::map<KeyId, PublicKey> provisional_;
    std::uint64_t changes_ = 0;
    mutable std::optional<Error> error_;
    Deed nothing_;
};

}  // namespace disapa
