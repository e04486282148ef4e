#include "shared/store/tables.h"

#include <algorithm>
#include <bit>

namespace disapa {

namespace {

#define DISAPA_ENTRY_COLUMNS "id,digest,signer,signature,payload,erased_by,state,tree"

// An entry's row: 2^40 places for each feed.
constexpr int kPlaceBits = 40;
constexpr std::int64_t kPlaces = std::int64_t{1} << kPlaceBits;
constexpr std::uint64_t kMostPlaces = kPlaces - 1;

std::int64_t row_of(std::int64_t feed, std::uint64_t place) {
    return feed * kPlaces + static_cast<std::int64_t>(place);
}

Error corrupt(const std::string& log) {
    return {ErrorCode::corrupt, "Berkas data rusak. Jangan dihapus; hubungi admin kecamatan.", log};
}

Result<FeedRow> feed_from(const Query& row) {
    FeedRow feed;
    feed.num = row.integer(0);
    feed.id = row.fixed<FeedId>(1);
    feed.name.node = row.fixed<PublicKey>(2);
    feed.name.birth = row.fixed<Birth>(3);
    const auto region = Region::parse(row.text(4));
    auto edge = MerkleEdge::from_bytes(row.count(5), row.blob(6));
    if (!region || !edge) return tl::unexpected(corrupt("a feed's row is no feed"));
    feed.name.region = *region;
    feed.edge = std::move(*edge);
    return feed;
}

EntryRow entry_from(const Query& row) {
    EntryRow made;
    made.feed = row.integer(0) / kPlaces;
    made.place = static_cast<std::uint64_t>(row.integer(0) % kPlaces);
    made.entry.digest = row.fixed<Digest>(1);
    made.entry.signer = row.fixed<KeyId>(2);
    if (!row.is_null(3)) made.entry.signature = row.fixed<Signature>(3);
    const auto payload = row.blob(4);
    made.entry.payload.assign(payload.begin(), payload.end());
    made.entry.erased_by = row.text(5);
    made.state = static_cast<EntryState>(row.integer(6));
    made.tree = row.fixed<Digest>(7);
    return made;
}

Result<std::vector<EntryRow>> all_entries(Query& asked) {
    std::vector<EntryRow> rows;
    while (true) {
        auto row = asked.next();
        if (!row) return pass(std::move(row));
        if (!*row) return rows;
        rows.push_back(entry_from(asked));
    }
}

Result<std::optional<Bytes>> one_blob(Query& asked) {
    auto row = asked.next();
    if (!row) return pass(std::move(row));
    if (!*row) return std::nullopt;
    const auto value = asked.blob(0);
    return Bytes(value.begin(), value.end());
}

}  // namespace

Result<std::optional<FeedRow>> find_feed(Database& db, const FeedId& id) {
    auto asked = db.query("SELECT num,id,node,birth,region,size,edge FROM feed WHERE id=?1");
    auto row = asked.bind_blob(1, id.view()).next();
    if (!row) return pass(std::move(row));
    if (!*row) return std::nullopt;
    auto feed = feed_from(asked);
    if (!feed) return pass(std::move(feed));
    return std::move(*feed);
}

Result<std::vector<FeedRow>> all_feeds(Database& db) {
    auto asked = db.query("SELECT num,id,node,birth,region,size,edge FROM feed ORDER BY num");
    std::vector<FeedRow> feeds;
    while (true) {
        auto row = asked.next();
        if (!row) return pass(std::move(row));
        if (!*row) return feeds;
        auto feed = feed_from(asked);
        if (!feed) return pass(std::move(feed));
        feeds.push_back(std::move(*feed));
    }
}

Result<std::int64_t> newest_feed(Database& db) {
    auto asked = db.query("SELECT max(num) FROM feed");
    auto row = asked.next();
    if (!row) return pass(std::move(row));
    return *row ? asked.integer(0) : 0;
}

Result<std::optional<FeedId>> feed_id_of(Database& db, std::int64_t num) {
    auto asked = db.query("SELECT id FROM feed WHERE num=?1");
    auto row = asked.bind(1, num).next();
    if (!row) return pass(std::move(row));
    if (!*row) return std::nullopt;
    return asked.fixed<FeedId>(0);
}

Result<std::map<FeedId, std::uint64_t>> sizes_of_birth(Database& db, const PublicKey& node,
                                                       const Birth& birth) {
    auto asked = db.query("SELECT id,size FROM feed WHERE node=?1 AND birth=?2");
    asked.bind_blob(1, node.view()).bind_blob(2, birth.view());
    std::map<FeedId, std::uint64_t> sizes;
    while (true) {
        auto row = asked.next();
        if (!row) return pass(std::move(row));
        if (!*row) return sizes;
        sizes[asked.fixed<FeedId>(0)] = asked.count(1);
    }
}

Result<std::optional<FeedSize>> longest_feed(Database& db, const PublicKey& node,
                                             const Region& region) {
    auto asked = db.query(
        "SELECT num,size FROM feed WHERE node=?1 AND region=?2 ORDER BY size DESC,num LIMIT 1");
    auto row = asked.bind_blob(1, node.view()).bind_text(2, region.code()).next();
    if (!row) return pass(std::move(row));
    if (!*row) return std::nullopt;
    return FeedSize{asked.integer(0), asked.count(1)};
}

Result<std::vector<FeedSize>> feeds_of_node(Database& db, const PublicKey& node,
                                            const Region& region) {
    auto asked = db.query("SELECT num,size FROM feed WHERE node=?1 AND region=?2");
    asked.bind_blob(1, node.view()).bind_text(2, region.code());
    std::vector<FeedSize> feeds;
    while (true) {
        auto row = asked.next();
        if (!row) return pass(std::move(row));
        if (!*row) return feeds;
        feeds.push_back({asked.integer(0), asked.count(1)});
    }
}

Result<FeedRow> insert_feed(Database& db, const FeedName& name) {
    FeedRow feed;
    feed.id = name.id();
    feed.name = name;
    auto asked = db.query(
        "INSERT INTO feed(id,node,birth,region,size,edge) VALUES(?1,?2,?3,?4,0,?5) RETURNING num");
    asked.bind_blob(1, feed.id.view()).bind_blob(2, name.node.view());
    asked.bind_blob(3, name.birth.view()).bind_text(4, name.region.code());
    auto row = asked.bind_blob(5, feed.edge.to_bytes()).next();
    if (!row) return pass(std::move(row));
    feed.num = asked.integer(0);
    auto rest = asked.run();
    if (!rest) return pass(std::move(rest));
    return feed;
}

Status save_edge(Database& db, const FeedRow& feed) {
    auto asked = db.query("UPDATE feed SET size=?2,edge=?3 WHERE num=?1");
    return asked.bind(1, feed.num)
        .bind(2, feed.edge.size())
        .bind_blob(3, feed.edge.to_bytes())
        .run();
}

Status insert_entry(Database& db, const EntryRow& row) {
    auto asked =
        db.query("INSERT INTO entry(" DISAPA_ENTRY_COLUMNS ") VALUES(?1,?2,?3,?4,?5,?6,?7,?8)");
    const Entry& entry = row.entry;
    asked.bind(1, row_of(row.feed, row.place)).bind_blob(2, entry.digest.view());
    asked.bind_blob(3, entry.signer.view());
    if (entry.signature) asked.bind_blob(4, entry.signature->view());
    if (entry.is_bare()) {
        asked.bind_text(6, entry.erased_by);
    } else {
        asked.bind_blob(5, entry.payload);
    }
    return asked.bind(7, static_cast<int>(row.state)).bind_blob(8, row.tree.view()).run();
}

Status set_entry_state(Database& db, const EntryRow& row) {
    auto asked = db.query("UPDATE entry SET state=?2 WHERE id=?1");
    return asked.bind(1, row_of(row.feed, row.place)).bind(2, static_cast<int>(row.state)).run();
}

Status make_bare(Database& db, const EntryRow& row, const std::string& jws) {
    auto asked =
        db.query("UPDATE entry SET payload=NULL,erased_by=?2,state=max(state,1) WHERE id=?1");
    return asked.bind(1, row_of(row.feed, row.place)).bind_text(2, jws).run();
}

Status each_entry(Database& db, std::int64_t feed, std::uint64_t from, std::uint64_t to,
                  const std::function<Status(EntryRow)>& take) {
    auto asked =
        db.query("SELECT " DISAPA_ENTRY_COLUMNS " FROM entry WHERE id>=?1 AND id<?2 ORDER BY id");
    asked.bind(1, row_of(feed, from)).bind(2, row_of(feed, std::min(to, kMostPlaces)));
    while (true) {
        auto row = asked.next();
        if (!row) return pass(std::move(row));
        if (!*row) return {};
        auto taken = take(entry_from(asked));
        if (!taken) return taken;
    }
}

Result<std::vector<EntryRow>> entries_of_digest(Database& db, const Digest& digest) {
    auto asked = db.query("SELECT " DISAPA_ENTRY_COLUMNS
                          " FROM entry WHERE substr(digest,1,8)=substr(?1,1,8) AND digest=?1 "
                          "ORDER BY id");
    asked.bind_blob(1, digest.view());
    return all_entries(asked);
}

Result<std::optional<EntryPlace>> place_of(Database& db, const Digest& digest) {
    auto asked = db.query(
        "SELECT id FROM entry WHERE substr(digest,1,8)=substr(?1,1,8) AND digest=?1 "
        "ORDER BY id LIMIT 1");
    auto row = asked.bind_blob(1, digest.view()).next();
    if (!row) return pass(std::move(row));
    if (!*row) return std::nullopt;
    auto feed = feed_id_of(db, asked.integer(0) / kPlaces);
    if (!feed) return pass(std::move(feed));
    if (!*feed) return std::nullopt;
    return EntryPlace{**feed, static_cast<std::uint64_t>(asked.integer(0) % kPlaces)};
}

Result<std::optional<Digest>> digest_at(Database& db, const FeedId& feed, std::uint64_t place) {
    if (place >= kMostPlaces) return std::nullopt;
    auto asked =
        db.query("SELECT digest FROM entry WHERE id=(SELECT num FROM feed WHERE id=?1)*?3+?2");
    auto row = asked.bind_blob(1, feed.view()).bind(2, place).bind(3, kPlaces).next();
    if (!row) return pass(std::move(row));
    if (!*row) return std::nullopt;
    return asked.fixed<Digest>(0);
}

Result<std::vector<EntryRow>> unverified_entries(Database& db) {
    auto asked = db.query("SELECT " DISAPA_ENTRY_COLUMNS " FROM entry WHERE state=0");
    return all_entries(asked);
}

Result<std::optional<MerkleEdge>> edge_at(Database& db, std::int64_t feed, std::uint64_t size) {
    Bytes trees;
    // Of each 1 bit of the size, from the highest, the edge has a complete tree of so many entries.
    // It is the largest one that ends where it ends.
    std::uint64_t end = 0;
    for (std::uint64_t bit = std::bit_floor(size); bit != 0; bit >>= 1) {
        if ((size & bit) == 0) continue;
        end += bit;
        auto asked = db.query("SELECT tree FROM entry WHERE id=?1");
        auto row = asked.bind(1, row_of(feed, end - 1)).next();
        if (!row) return pass(std::move(row));
        if (!*row) return std::nullopt;
        append(trees, asked.fixed<Digest>(0).view());
    }
    return MerkleEdge::from_bytes(size, trees);
}

Result<std::optional<Digest>> root_of(Database& db, std::int64_t feed, std::uint64_t size) {
    if (size == 0) return empty_root();
    if (size > kMostPlaces) return std::nullopt;
    auto asked = db.query("SELECT root FROM head WHERE feed=?1 AND size=?2");
    auto row = asked.bind(1, feed).bind(2, size).next();
    if (!row) return pass(std::move(row));
    if (*row) return asked.fixed<Digest>(0);
    auto edge = edge_at(db, feed, size);
    if (!edge) return pass(std::move(edge));
    if (!*edge) return std::nullopt;
    return (*edge)->root();
}

Result<bool> any_payload_contains(Database& db, std::string_view text) {
    auto asked = db.query("SELECT 1 FROM entry WHERE instr(payload,?1)>0 LIMIT 1");
    return asked.bind_blob(1, as_bytes(text)).next();
}

Status insert_head(Database& db, std::int64_t feed, const Head& head) {
    auto asked =
        db.query("INSERT OR IGNORE INTO head(feed,size,root,signature) VALUES(?1,?2,?3,?4)");
    asked.bind(1, feed).bind(2, head.size).bind_blob(3, head.root.view());
    return asked.bind_blob(4, head.signature.view()).run();
}

Result<std::vector<Head>> heads_of(Database& db, const FeedRow& feed, std::uint64_t from,
                                   std::uint64_t to) {
    auto asked = db.query(
        "SELECT size,root,signature FROM head WHERE feed=?1 AND size>?2 AND size<=?3 "
        "ORDER BY size");
    asked.bind(1, feed.num).bind(2, from).bind(3, to);
    std::vector<Head> heads;
    while (true) {
        auto row = asked.next();
        if (!row) return pass(std::move(row));
        if (!*row) return heads;
        heads.push_back(
            {feed.id, asked.count(0), asked.fixed<Digest>(1), asked.fixed<Signature>(2)});
    }
}

Status insert_erasure(Database& db, const Digest& digest, const std::string& jws) {
    auto asked = db.query("INSERT OR IGNORE INTO erasure(digest,jws) VALUES(?1,?2)");
    return asked.bind_blob(1, digest.view()).bind_text(2, jws).run();
}

Result<bool> any_erasure(Database& db) {
    auto asked = db.query("SELECT 1 FROM erasure LIMIT 1");
    return asked.next();
}

Result<std::optional<std::string>> erasure_of(Database& db, const Digest& digest) {
    auto asked = db.query("SELECT jws FROM erasure WHERE digest=?1");
    auto row = asked.bind_blob(1, digest.view()).next();
    if (!row) return pass(std::move(row));
    if (!*row) return std::nullopt;
    return std::string(asked.text(0));
}

Status insert_blob(Database& db, const Digest& hash, ByteView bytes) {
    auto asked = db.query("INSERT OR IGNORE INTO blob(hash,bytes) VALUES(?1,?2)");
    return asked.bind_blob(1, hash.view()).bind_blob(2, bytes).run();
}

Status delete_blob(Database& db, const Digest& hash) {
    auto asked = db.query("DELETE FROM blob WHERE hash=?1");
    return asked.bind_blob(1, hash.view()).run();
}

Result<std::optional<Bytes>> read_blob(Database& db, const Digest& hash) {
    auto asked = db.query("SELECT bytes FROM blob WHERE hash=?1");
    asked.bind_blob(1, hash.view());
    return one_blob(asked);
}

Result<std::vector<Digest>> blob_hashes(Database& db) {
    auto asked = db.query("SELECT hash FROM blob");
    std::vector<Digest> hashes;
    while (true) {
        auto row = asked.next();
        if (!row) return pass(std::move(row));
        if (!*row) return hashes;
        hashes.push_back(asked.fixed<Digest>(0));
    }
}

Result<bool> holds_blob(Database& db, const Digest& hash) {
    auto asked = db.query("SELECT 1 FROM blob WHERE hash=?1");
    return asked.bind_blob(1, hash.view()).next();
}

Status put_record(Database& db, std::string_view kind, std::string_view key, ByteView value) {
    auto asked = db.query(
        "INSERT INTO record(kind,key,value) VALUES(?1,?2,?3) "
        "ON CONFLICT(kind,key) DO UPDATE SET value=excluded.value");
    return asked.bind_text(1, kind).bind_text(2, key).bind_blob(3, value).run();
}

Status delete_record(Database& db, std::string_view kind, std::string_view key) {
    auto asked = db.query("DELETE FROM record WHERE kind=?1 AND key=?2");
    return asked.bind_text(1, kind).bind_text(2, key).run();
}

Result<std::optional<Bytes>> read_record(Database& db, std::string_view kind,
                                         std::string_view key) {
    auto asked = db.query("SELECT value FROM record WHERE kind=?1 AND key=?2");
    asked.bind_text(1, kind).bind_text(2, key);
    return one_blob(asked);
}

Result<std::vector<std::pair<std::string, Bytes>>> list_records(Database& db,
                                                                std::string_view kind) {
    auto asked = db.query("SELECT key,value FROM record WHERE kind=?1 ORDER BY key");
    asked.bind_text(1, kind);
    std::vector<std::pair<std::string, Bytes>> records;
    while (true) {
        auto row = asked.next();
        if (!row) return pass(std::move(row));
        if (!*row) return records;
        const auto value = asked.blob(1);
        records.emplace_back(std::string(asked.text(0)), Bytes(value.begin(), value.end()));
    }
}

Result<std::uint64_t> change_count(Database& db) {
    auto kept = read_record(db, kStoreKind, kChangeKey);
    if (!kept) return pass(std::move(kept));
    std::uint64_t count = 0;
    if (*kept) {
        for (const std::uint8_t byte : **kept) count = count << 8 | byte;
    }
    return count;
}

Status count_change(Database& db) {
    auto count = change_count(db);
    if (!count) return pass(std::move(count));
    Bytes value;
    for (int shift = 56; shift >= 0; shift -= 8) {
        value.push_back(static_cast<std::uint8_t>((*count + 1) >> shift));
    }
    return put_record(db, kStoreKind, kChangeKey, value);
}

}  // namespace disapa
