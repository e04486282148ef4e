// The rows of a store: plain reads and writes of the tables in schema.h. No rules here.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "shared/log/entry.h"
#include "shared/log/feed.h"
#include "shared/log/merkle.h"
#include "shared/log/segment.h"
#include "shared/store/database.h"

namespace disapa {

struct FeedRow {
    std::int64_t num = 0;
    FeedId id;
    FeedName name;
    MerkleEdge edge;  // its size is the feed's
};

enum class EntryState { unverified = 0, good = 1, bad = 2 };

struct EntryRow {
    std::int64_t feed = 0;
    std::uint64_t place = 0;
    Entry entry;
    EntryState state = EntryState::good;
    Digest tree{};  // the largest complete tree that ends with this entry
};

[[nodiscard]] Result<std::optional<FeedRow>> find_feed(Database& db, const FeedId& id);
// The number of the newest feed; 0: none. Feeds are only ever added.
[[nodiscard]] Result<std::int64_t> newest_feed(Database& db);
[[nodiscard]] Result<std::vector<FeedRow>> all_feeds(Database& db);
// Of a feed's number; nothing when there is none.
[[nodiscard]] Result<std::optional<FeedId>> feed_id_of(Database& db, std::int64_t num);
// How far each feed of one node's birth has grown.
[[nodiscard]] Result<std::map<FeedId, std::uint64_t>> sizes_of_birth(Database& db,
                                                                     const PublicKey& node,
                                                                     const Birth& birth);
// The longest feed of a node for a region: its number and size.
struct FeedSize {
    std::int64_t num = 0;
    std::uint64_t size = 0;
};
[[nodiscard]] Result<std::optional<FeedSize>> longest_feed(Database& db, const PublicKey& node,
                                                           const Region& region);
// All its feeds for a region.
[[nodiscard]] Result<std::vector<FeedSize>> feeds_of_node(Database& db, const PublicKey& node,
                                                          const Region& region);
[[nodiscard]] Result<FeedRow> insert_feed(Database& db, const FeedName& name);
[[nodiscard]] Status save_edge(Database& db, const FeedRow& feed);

[[nodiscard]] Status insert_entry(Database& db, const EntryRow& row);
[[nodiscard]] Status set_entry_state(Database& db, const EntryRow& row);
// Takes the payload away and puts the JWS that erased it in its place.
[[nodiscard]] Status make_bare(Database& db, const EntryRow& row, const std::string& jws);
// Entries of places from <= place < to, ascending; stops when `take` gives an error.
[[nodiscard]] Status each_entry(Database& db, std::int64_t feed, std::uint64_t from,
                                std::uint64_t to, const std::function<Status(EntryRow)>& take);
[[nodiscard]] Result<std::vector<EntryRow>> entries_of_digest(Database& db, const Digest& digest);
[[nodiscard]] Result<std::optional<EntryPlace>> place_of(Database& db, const Digest& digest);
[[nodiscard]] Result<std::optional<Digest>> digest_at(Database& db, const FeedId& feed,
                                                      std::uint64_t place);
[[nodiscard]] Result<std::vector<EntryRow>> unverified_entries(Database& db);
// The tree of the first `size` entries, in O(log size) reads; nothing when not held that far.
[[nodiscard]] Result<std::optional<MerkleEdge>> edge_at(Database& db, std::int64_t feed,
                                                        std::uint64_t size);
// Its root: one read where a head is kept.
[[nodiscard]] Result<std::optional<Digest>> root_of(Database& db, std::int64_t feed,
                                                    std::uint64_t size);
// Whether any payload contains `text`: a search through all of them, for erasure alone.
[[nodiscard]] Result<bool> any_payload_contains(Database& db, std::string_view text);

[[nodiscard]] Status insert_head(Database& db, std::int64_t feed, const Head& head);
[[nodiscard]] Result<std::vector<Head>> heads_of(Database& db, const FeedRow& feed,
                                                 std::uint64_t from, std::uint64_t to);

[[nodiscard]] Status insert_erasure(Database& db, const Digest& digest, const std::string& jws);
[[nodiscard]] Result<bool> any_erasure(Database& db);
[[nodiscard]] Result<std::optional<std::string>> erasure_of(Database& db, const Digest& digest);

[[nodiscard]] Status insert_blob(Database& db, const Digest& hash, ByteView bytes);
[[nodiscard]] Status delete_blob(Database& db, const Digest& hash);
[[nodiscard]] Result<std::optional<Bytes>> read_blob(Database& db, const Digest& hash);
[[nodiscard]] Result<std::vector<Digest>> blob_hashes(Database& db);
[[nodiscard]] Result<bool> holds_blob(Database& db, const Digest& hash);

[[nodiscard]] Status put_record(Database& db, std::string_view kind, std::string_view key,
                                ByteView value);
[[nodiscard]] Status delete_record(Database& db, std::string_view kind, std::string_view key);
[[nodiscard]] Result<std::optional<Bytes>> read_record(Database& db, std::string_view kind,
                                                       std::string_view key);
[[nodiscard]] Result<std::vector<std::pair<std::string, Bytes>>> list_records(
    Database& db, std::string_view kind);

// The store's own records.
inline constexpr std::string_view kStoreKind = "store";
inline constexpr std::string_view kSetupKey = "setup";
inline constexpr std::string_view kBirthKey = "birth";
inline constexpr std::string_view kRebirthKey = "rebirth";  // the sentence, until it was told
inline constexpr std::string_view kChangeKey = "change";

// Counts how often an entry that was already stored changed (erased, found false): what was
// computed from it must be computed anew.
[[nodiscard]] Result<std::uint64_t> change_count(Database& db);
[[nodiscard]] Status count_change(Database& db);

}  // namespace disapa
