#include "shared/store/schema.h"

#include "shared/base/mutant.h"

namespace disapa {

namespace {

constexpr std::int64_t kApplicationId = 0x44697361;  // "Disa"
constexpr std::int64_t kVersion = 2;

// An entry's row is its feed's number and its place in it (row_of in tables.cpp), so that a feed's
// entries lie side by side and an append touches one page. `tree` is the largest complete Merkle
// tree that ends with the entry. The index holds the beginnings of digests alone: they are as good
// as all of them, and a page of it holds three times as many. `state` of an entry: 0 its signer's
// key is not known yet, 1 its signature holds, 2 it is false (see shared/store/README.md): kept so
// that the tree holds, without effect for ever.
constexpr const char* kTables = R"(
BEGIN IMMEDIATE;
CREATE TABLE feed(
    num INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK(length(id) = 32),
    node BLOB NOT NULL CHECK(length(node) = 32),
    birth BLOB NOT NULL CHECK(length(birth) = 8),
    region TEXT NOT NULL,
    size INTEGER NOT NULL CHECK(size >= 0),
    edge BLOB NOT NULL,
    UNIQUE(node, birth, region)
) STRICT;
CREATE TABLE entry(
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL CHECK(length(digest) = 32),
    signer BLOB NOT NULL CHECK(length(signer) = 8),
    signature BLOB CHECK(length(signature) = 64),
    payload BLOB,
    erased_by TEXT,
    tree BLOB NOT NULL CHECK(length(tree) = 32),
    state INTEGER NOT NULL CHECK(state BETWEEN 0 AND 2),
    CHECK((payload IS NULL) = (erased_by IS NOT NULL))
) STRICT;
CREATE INDEX entry_digest ON entry(substr(digest,1,8));
CREATE INDEX entry_unverified ON entry(signer) WHERE state = 0;
CREATE TABLE head(
    feed INTEGER NOT NULL REFERENCES feed(num),
    size INTEGER NOT NULL CHECK(size > 0),
    root BLOB NOT NULL CHECK(length(root) = 32),
    signature BLOB NOT NULL CHECK(length(signature) = 64),
    PRIMARY KEY(feed, size)
) STRICT, WITHOUT ROWID;
CREATE TABLE erasure(
    digest BLOB PRIMARY KEY CHECK(length(digest) = 32),
    jws TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE blob(
    hash BLOB NOT NULL UNIQUE CHECK(length(hash) = 32),
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE record(
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY(kind, key)
) STRICT;
COMMIT;
)";

Result<std::int64_t> read_pragma(Database& db, std::string_view sql) {
    auto asked = db.query(sql);
    auto row = asked.next();
    if (!row) return pass(std::move(row));
    return asked.integer(0);
}

}  // namespace

Status create_schema(Database& db) {
    auto made = db.execute(kTables);
    if (!made) return made;
    return db.execute("PRAGMA application_id=" + std::to_string(kApplicationId) +
                      "; PRAGMA user_version=" + std::to_string(kVersion) + ";");
}

Status check_schema(Database& db) {
    auto id = read_pragma(db, "PRAGMA application_id");
    if (!id) return pass(std::move(id));
    auto version = read_pragma(db, "PRAGMA user_version");
    if (!version) return pass(std::move(version));
    if (*id != kApplicationId || *version < 1) {
        return fail(ErrorCode::corrupt,
                    "Berkas data ini bukan data Disapa atau rusak. Jangan dihapus; hubungi admin "
                    "kecamatan.",
                    "application_id or user_version is not ours");
    }
    if (*version < kVersion) {
        return fail(
            ErrorCode::refused,
            "Data ini dibuat oleh Disapa percobaan yang lebih lama. Buat data baru; hubungi "
            "admin kecamatan bila isinya masih diperlukan.",
            "user_version " + std::to_string(*version) + " is older than the first release");
    }
    if (*version > kVersion) {
        return fail(
            ErrorCode::refused,
            "Data ini dibuat oleh Disapa versi lebih baru. Perbarui Disapa di komputer ini.",
            "user_version " + std::to_string(*version) + " is newer than this program");
    }
    return {};
}

Status set_durability(Database& db, NodeKind kind, bool checkpointer) {
    if (kind == NodeKind::kiosk) {
        if (is_mutant(Mutant::no_database_sync)) return db.execute("PRAGMA synchronous=OFF;");
        return db.execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;");
    }
    auto set = db.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    if (!set) return set;
    if (!checkpointer) return db.forbid_checkpoints();
    // The server's connection: its index does not fit SQLite's 2 MB once there are 100,000 acts,
    // and each checkpoint costs two syncs and writes pages that the next commit writes again.
    return db.execute("PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=8192;");
}

Result<std::vector<std::string>> check_pages(Database& db, bool full) {
    std::vector<std::string> found;
    auto asked = db.query(full ? "PRAGMA integrity_check(20)" : "PRAGMA quick_check(20)");
    while (true) {
        auto row = asked.next();
        if (!row) return pass(std::move(row));
        if (!*row) return found;
        if (asked.text(0) != "ok") found.emplace_back(asked.text(0));
    }
}

}  // namespace disapa
