#include "shared/store/check.h"

#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

struct Checked : Office {
    Node hub = open("hub");
    Node kiosk = Office::kiosk("kiosk", desa);

    Checked() {
        enrol_kiosk(hub, kiosk);
        enrol_clerk(hub, kiosk);
        REQUIRE(carry(hub, kiosk, hub.open_feed(kecamatan)) == StoreResult::grown);
        const Entry entry = submitted();
        append(kiosk, desa, {entry});
        append(kiosk, desa, {verified(entry.digest)});
        append(kiosk, desa, {submitted()});
        const Bytes paper(10, 7);
        REQUIRE(kiosk.write([&](Writer& writer) -> Status {
            auto put = writer.put_blob(paper);
            if (!put) return pass(std::move(put));
            return {};
        }));
    }
    // What an insider with the file could do.
    void tamper(const std::string& sql) {
        auto db = Database::open(folder / "kiosk/disapa.db", Database::Mode::existing);
        REQUIRE(db.has_value());
        const auto done = db->execute(sql);
        REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().log));
    }
};

}  // namespace

TEST_CASE("a sound store has no faults") {
    Checked at;
    CHECK(faults(at.kiosk) == "");
    CHECK(faults(at.hub) == "");
}

TEST_CASE("every tampering is found") {
    const std::string mine = " WHERE feed=(SELECT num FROM feed WHERE region='64.02.12.2005')";
    const auto where = [&](std::string sql) {
        return sql.find("entry SET") == std::string::npos ? mine
                                                          : " WHERE id>>40=" + mine.substr(12);
    };
    const char* flips[][2] = {
        {"payload", "UPDATE entry SET payload=replace(CAST(payload AS TEXT),'Budi','Badi')"},
        {"digest", "UPDATE entry SET digest=zeroblob(32)"},
        {"signature", "UPDATE entry SET signature=zeroblob(64)"},
        {"tree", "UPDATE entry SET tree=zeroblob(32)"},
        {"root", "UPDATE head SET root=zeroblob(32)"},
        {"head", "UPDATE head SET signature=zeroblob(64)"},
        {"no head", "DELETE FROM head"},
    };
    for (const auto& [what, sql] : flips) {
        CAPTURE(what);
        Checked at;
        std::string change = sql + where(sql);
        if (std::string_view(what) == "payload") {
            change =
                "UPDATE entry SET payload=CAST(replace(CAST(payload AS TEXT),'Budi','Badi') "
                "AS BLOB)" +
                where(sql);
        }
        if (std::string_view(what) == "signature") change += " AND signature IS NOT NULL";
        at.tamper(change);
        CHECK(faults(at.kiosk) != "");
    }
    for (const char* sql :
         {"UPDATE entry SET id=id+(5<<40) WHERE (id&1048575)=2",
          "INSERT INTO entry SELECT "
          "(9<<40)|id,digest,signer,signature,payload,erased_by,tree,state "
          "FROM entry LIMIT 1",
          "UPDATE blob SET bytes=x'00'", "UPDATE feed SET size=size-1",
          "UPDATE feed SET birth=zeroblob(8)", "DELETE FROM entry WHERE (id&1048575)=1"}) {
        CAPTURE(sql);
        Checked at;
        at.tamper(sql);
        CHECK(faults(at.kiosk) != "");
    }
}

TEST_CASE("a book that lacks what the ledger names is told") {
    Checked at;
    Node second = at.Office::kiosk("second", at.desa);
    REQUIRE(carry(at.kiosk, at.hub, at.kiosk.open_feed(at.desa)) == StoreResult::grown);
    const FeedId feed = at.kiosk.open_feed(at.desa).id();
    append(at.hub, at.desa,
           {node_entry(payload({{"type", "received"},
                                {"at", at.clock.now()},
                                {"feed", text_of(feed)},
                                {"root", text_of(at.hub.root_at(feed, 3))},
                                {"size", 3}}))});
    CHECK(faults(at.hub) == "");
    REQUIRE(carry(at.hub, second, at.hub.open_feed(at.desa)) == StoreResult::grown);
    CHECK(faults(second) != "");
}
