#include "shared/store/ledger_tail.h"

#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

// A hub that writes its ledger by hand.
struct Kept : Office {
    Node hub = open("hub");
    Node kiosk = Office::kiosk("kiosk", desa);
    FeedName feed = kiosk.open_feed(desa);
    FeedId id = feed.id();

    Kept() { enrol_kiosk(hub, kiosk); }
    void ledger(Json act) {
        act["at"] = clock.now();
        append(hub, desa, {node_entry(payload(act))});
    }
    void roster_place() {
        const FeedId roster = hub.open_feed(kecamatan).id();
        ledger({{"type", "roster_at"}, {"feed", text_of(roster)}, {"size", hub.size_of(roster)}});
    }
    void receive(std::uint64_t size) {
        ledger({{"type", "received"},
                {"feed", text_of(id)},
                {"size", size},
                {"root", text_of(hub.root_at(id, size))}});
    }
    void submit_and_carry(int count) {
        for (int i = 0; i < count; ++i) append(kiosk, desa, {submitted()});
        REQUIRE(ingest(hub, segment_of(kiosk, feed, hub.size_of(id))).result == StoreResult::grown);
    }
    bool agrees(Node& node) {
        const Book* book = node.book(desa).value();
        return node.received(id).value() == book->counted(id) &&
               node.hub_time(desa).value() == book->hub_time();
    }
};

}  // namespace

TEST_CASE("what the ledger's end says is what the book counts") {
    Kept at;
    CHECK(at.hub.received(at.id).value() == 0);
    CHECK(at.hub.hub_time(at.desa).value() == 0);
    at.roster_place();
    at.submit_and_carry(3);
    CHECK(at.hub.received(at.id).value() == 0);
    for (int round = 0; round < 3; ++round) {
        at.clock.advance(60);
        at.receive(at.hub.size_of(at.id));
        CHECK(at.hub.received(at.id).value() == at.hub.size_of(at.id));
        CHECK(at.agrees(at.hub));
        // Long after the newest `received`, and again when there is one more.
        for (int i = 0; i < 70; ++i) at.ledger({{"type", "notice"}});
        CHECK(at.agrees(at.hub));
        at.submit_and_carry(2);
        CHECK(at.agrees(at.hub));
    }
    const Node again = at.open("hub");
    CHECK(at.agrees(at.hub));
    REQUIRE(carry(at.hub, at.kiosk, at.hub.open_feed(at.kecamatan)) == StoreResult::grown);
    REQUIRE(carry(at.hub, at.kiosk, at.hub.open_feed(at.desa)) == StoreResult::grown);
    CHECK(at.kiosk.received(at.id).value() == 7);
    CHECK(at.agrees(at.kiosk));
}

TEST_CASE("a receipt of another branch, of a stranger or of a person is none") {
    Kept at;
    at.submit_and_carry(2);
    at.ledger(
        {{"type", "received"}, {"feed", text_of(at.id)}, {"size", 2}, {"root", text_of(Digest{})}});
    CHECK(at.hub.received(at.id).value() == 0);
    at.receive(1);
    at.ledger(
        {{"type", "received"}, {"feed", text_of(at.id)}, {"size", 9}, {"root", text_of(Digest{})}});
    CHECK(at.hub.received(at.id).value() == 1);
    const Json act = {{"type", "received"},
                      {"at", at.clock.now()},
                      {"feed", text_of(at.id)},
                      {"size", 2},
                      {"root", text_of(at.hub.root_at(at.id, 2))}};
    append(at.hub, at.desa, {person_entry(payload(act), at.root)});
    CHECK(at.hub.received(at.id).value() == 1);
    append(at.kiosk, at.desa, {node_entry(payload(act))});
    CHECK(at.kiosk.received(at.id).value() == 0);
    CHECK(at.hub.received(FeedId{}).value() == 0);
}

TEST_CASE("what was read in a transaction that is rolled back is forgotten") {
    Kept at;
    at.submit_and_carry(2);
    const Json act = {{"type", "received"},
                      {"at", at.clock.now()},
                      {"feed", text_of(at.id)},
                      {"size", 2},
                      {"root", text_of(at.hub.root_at(at.id, 2))}};
    CHECK_FALSE(at.hub.write([&](Writer& writer) -> Status {
        REQUIRE(writer.append(at.desa, {node_entry(payload(act))}));
        CHECK(at.hub.received(at.id).value() == 2);
        return fail(ErrorCode::io, "Disk penuh.", "disk full");
    }));
    CHECK(at.hub.received(at.id).value() == 0);
    at.ledger({{"type", "notice"}});
    CHECK(at.hub.received(at.id).value() == 0);
    at.receive(1);
    CHECK(at.hub.received(at.id).value() == 1);
}
