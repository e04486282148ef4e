#include "shared/store/database.h"

#include "shared/store/schema.h"
#include "shared/store/store_world.h"

using namespace disapa;
using disapa::testing::TempFolder;

namespace {

Database made(const std::filesystem::path& file) {
    auto db = Database::open(file, Database::Mode::create);
    REQUIRE(db.has_value());
    return std::move(*db);
}

std::int64_t one_number(Database& db, std::string_view sql) {
    auto asked = db.query(sql);
    REQUIRE(asked.next().value());
    return asked.integer(0);
}

}  // namespace

TEST_CASE("a file that is not there is not made by opening") {
    const TempFolder folder;
    const auto db = Database::open(folder / "no.db", Database::Mode::existing);
    REQUIRE_FALSE(db.has_value());
    CHECK(db.error().code == ErrorCode::io);
    CHECK_FALSE(std::filesystem::exists(folder / "no.db"));
}

TEST_CASE("the same statement may be used twice at once") {
    const TempFolder folder;
    Database db = made(folder / "a.db");
    REQUIRE(db.execute("CREATE TABLE t(n INTEGER) STRICT; INSERT INTO t VALUES(1),(2),(3);"));
    constexpr std::string_view kAll = "SELECT n FROM t ORDER BY n";
    auto outer = db.query(kAll);
    int pairs = 0;
    while (outer.next().value()) {
        auto inner = db.query(kAll);
        while (inner.next().value()) ++pairs;
    }
    CHECK(pairs == 9);
}

TEST_CASE("a kept statement comes back without old parameters") {
    const TempFolder folder;
    Database db = made(folder / "a.db");
    constexpr std::string_view kEcho = "SELECT ?1";
    {
        auto asked = db.query(kEcho);
        REQUIRE(asked.bind(1, 7).next().value());
        CHECK(asked.integer(0) == 7);
    }
    auto asked = db.query(kEcho);
    REQUIRE(asked.next().value());
    CHECK(asked.is_null(0));
}

TEST_CASE("an empty blob is a blob, not NULL") {
    const TempFolder folder;
    Database db = made(folder / "a.db");
    auto asked = db.query("SELECT typeof(?1), typeof(?2)");
    REQUIRE(asked.bind_blob(1, {}).bind_text(2, {}).next().value());
    CHECK(asked.text(0) == "blob");
    CHECK(asked.text(1) == "text");
}

TEST_CASE("errors are told by the step: bad SQL, bad parameter, constraint") {
    const TempFolder folder;
    Database db = made(folder / "a.db");
    CHECK_FALSE(db.query("SELECT FROM").next().has_value());
    CHECK_FALSE(db.query("SELECT 1").bind(1, 1).next().has_value());
    REQUIRE(db.execute("CREATE TABLE t(n INTEGER CHECK(n>0)) STRICT;"));
    const auto done = db.query("INSERT INTO t VALUES(0)").run();
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == ErrorCode::internal);
    CHECK_FALSE(done.error().sentence.empty());
}

TEST_CASE("a transaction that dies is rolled back") {
    const TempFolder folder;
    Database db = made(folder / "a.db");
    REQUIRE(db.execute("CREATE TABLE t(n INTEGER) STRICT;"));
    {
        auto transaction = Transaction::begin(db);
        REQUIRE(transaction.has_value());
        REQUIRE(db.execute("INSERT INTO t VALUES(1)"));
    }
    CHECK(one_number(db, "SELECT count(*) FROM t") == 0);
    {
        auto transaction = Transaction::begin(db);
        REQUIRE(db.execute("INSERT INTO t VALUES(1)"));
        REQUIRE(transaction->commit());
    }
    CHECK(one_number(db, "SELECT count(*) FROM t") == 1);
}

TEST_CASE("kiosk and hub are as durable as the design says") {
    const TempFolder folder;
    Database kiosk = made(folder / "kiosk.db");
    REQUIRE(create_schema(kiosk));
    REQUIRE(check_schema(kiosk));
    REQUIRE(set_durability(kiosk, NodeKind::kiosk, false));
    CHECK(one_number(kiosk, "PRAGMA synchronous") == 3);
    CHECK(one_number(kiosk, "PRAGMA foreign_keys") == 1);
    CHECK(one_number(kiosk, "PRAGMA secure_delete") == 1);
    CHECK(one_number(kiosk, "PRAGMA trusted_schema") == 0);
    CHECK(one_number(kiosk, "PRAGMA cell_size_check") == 1);
    auto mode = kiosk.query("PRAGMA journal_mode");
    REQUIRE(mode.next().value());
    CHECK(mode.text(0) == "delete");

    Database server = made(folder / "hub.db");
    REQUIRE(create_schema(server));
    REQUIRE(set_durability(server, NodeKind::hub, true));
    CHECK(one_number(server, "PRAGMA synchronous") == 2);
    CHECK(one_number(server, "PRAGMA wal_autocheckpoint") == 8192);
    auto wal = server.query("PRAGMA journal_mode");
    REQUIRE(wal.next().value());
    CHECK(wal.text(0) == "wal");
}

TEST_CASE("only the checkpointer moves the WAL into the file") {
    const TempFolder folder;
    const auto file = folder / "hub.db";
    const auto wal = folder / "hub.db-wal";
    {
        Database db = made(file);
        REQUIRE(create_schema(db));
        REQUIRE(set_durability(db, NodeKind::hub, false));
        CHECK(one_number(db, "PRAGMA wal_autocheckpoint") == 0);
        REQUIRE(db.execute("INSERT INTO record VALUES('a','b',x'01')"));
    }
    REQUIRE(std::filesystem::exists(wal));
    CHECK(std::filesystem::file_size(wal) > 0);
    {
        Database db = made(file);
        REQUIRE(set_durability(db, NodeKind::hub, true));
        CHECK(one_number(db, "SELECT count(*) FROM record") == 1);
    }
    CHECK_FALSE(std::filesystem::exists(wal));
}

TEST_CASE("files of others and of later versions are refused") {
    const TempFolder folder;
    Database other = made(folder / "other.db");
    REQUIRE(other.execute("CREATE TABLE t(n); PRAGMA user_version=1;"));
    CHECK(check_schema(other).error().code == ErrorCode::corrupt);
    Database later = made(folder / "later.db");
    REQUIRE(create_schema(later));
    REQUIRE(later.execute("PRAGMA user_version=99"));
    CHECK(check_schema(later).error().code == ErrorCode::refused);
}

TEST_CASE("data_version tells of other connections") {
    const TempFolder folder;
    Database a = made(folder / "a.db");
    REQUIRE(create_schema(a));
    Database b = made(folder / "a.db");
    const auto before = a.data_version().value();
    REQUIRE(a.execute("INSERT INTO record VALUES('a','a',x'')"));
    CHECK(a.data_version().value() == before);
    REQUIRE(b.execute("INSERT INTO record VALUES('a','b',x'')"));
    CHECK(a.data_version().value() != before);
}
