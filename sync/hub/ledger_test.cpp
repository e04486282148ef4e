#include "sync/hub/ledger.h"

#include "shared/base/limits.h"
#include "sync/hub/hub_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

std::vector<ActType> types_of(const std::vector<Act>& acts) {
    std::vector<ActType> types;
    for (const auto& act : acts) types.push_back(act.type);
    return types;
}

std::vector<NumberRange> grants_to(HubWorld& world, const Desa& desa) {
    const auto feed = desa.kiosk.open_feed(desa.region).id();
    std::vector<NumberRange> ranges;
    for (const auto& act : world.ledger_of(desa.region)) {
        if (act.type == ActType::numbers_granted && act.feed == feed) ranges.push_back(act.range);
    }
    return ranges;
}

// Numbers of a feed are taken by any `issued`, effect or not.
void use_up(HubWorld& world, Desa& desa, int from, int to) {
    std::vector<Entry> issued;
    for (int number = from; number <= to; ++number) {
        issued.push_back(node_entry(payload({{"type", "issued"},
                                             {"at", world.clock.now()},
                                             {"number", number},
                                             {"of", text_of(sha256(as_bytes("no such act")))},
                                             {"series", "desa"},
                                             {"year", 2026}})));
    }
    append(desa.kiosk, desa.region, std::move(issued));
    world.meet(desa.kiosk);
}

}  // namespace

TEST_CASE("what arrives is received once, under the root it arrived with") {
    HubWorld world;
    auto desa = world.desa();
    const auto feed = desa.kiosk.open_feed(desa.region).id();
    const auto before = world.ledger_of(desa.region).size();
    world.submit(desa);
    world.submit(desa);
    world.meet(desa.kiosk);
    const auto grown = world.ledger_of(desa.region, before);
    REQUIRE(types_of(grown) == std::vector{ActType::received});
    CHECK(grown[0].feed == feed);
    CHECK(grown[0].size == 2);
    CHECK(grown[0].root == desa.kiosk.root_at(feed, 2));
    world.meet(desa.kiosk);
    // Told of again without having grown.
    const std::vector<FeedName> again{desa.kiosk.open_feed(desa.region)};
    REQUIRE(
        world.hub.write([&](Writer& writer) { return ledger::receive(world.hub, writer, again); }));
    CHECK(world.ledger_of(desa.region).size() == before + 1);
}

TEST_CASE("the hub gives no receipt for its own feeds") {
    HubWorld world;
    auto desa = world.desa();
    const auto before = world.ledger_of(desa.region).size();
    const std::vector<FeedName> own{world.hub.open_feed(desa.region),
                                    world.hub.open_feed(world.kecamatan)};
    REQUIRE(
        world.hub.write([&](Writer& writer) { return ledger::receive(world.hub, writer, own); }));
    CHECK(world.ledger_of(desa.region).size() == before);
}

TEST_CASE("a roster that grew is named before the next entry, and once") {
    HubWorld world;
    auto desa = world.desa();
    // An office concerns no case: nothing is said until there is something to judge.
    auto office = find_office(world.hub, world.kecamatan).value().value();
    office.phone = "0541-555-0101";
    const auto before = world.ledger_of(desa.region).size();
    REQUIRE(admin::publish_office(world.hub, office, world.root));
    CHECK(world.ledger_of(desa.region).size() == before);
    world.submit(desa);
    world.meet(desa.kiosk);
    world.submit(desa);
    world.meet(desa.kiosk);
    const auto grown = world.ledger_of(desa.region, before);
    REQUIRE(types_of(grown) ==
            std::vector{ActType::roster_at, ActType::received, ActType::received});
    CHECK(grown[0].size == world.hub.size_of(world.hub.open_feed(world.kecamatan).id()));
}

TEST_CASE("a new officer of a desa is told to its ledger at once") {
    HubWorld world;
    auto desa = world.desa();
    auto other = world.desa("other", "64.02.12.2006");
    const auto before = world.ledger_of(desa.region).size();
    const auto other_before = world.ledger_of(other.region).size();
    world.desa_officer(Role::petugas, desa.kiosk);
    CHECK(types_of(world.ledger_of(desa.region, before)) == std::vector{ActType::roster_at});
    CHECK(world.ledger_of(other.region).size() == other_before);
}

TEST_CASE("before what the hub appends itself there is always a roster_at") {
    HubWorld world;
    auto desa = world.desa();
    for (int i = 0; i < 2; ++i) {
        const auto before = world.ledger_of(desa.region).size();
        const auto done = world.hub.write([&](Writer& writer) {
            std::vector<Entry> entries{node_entry(
                payload({{"type", "notice"}, {"at", world.clock.now()}, {"text", "Libur"}}))};
            return ledger::append(world.hub, writer, desa.region, std::move(entries));
        });
        REQUIRE_MESSAGE(done.has_value(), why(done));
        CHECK(types_of(world.ledger_of(desa.region, before)) ==
              std::vector{ActType::roster_at, ActType::notice});
    }
}

TEST_CASE("the hub's time never goes back in a ledger") {
    HubWorld world;
    auto desa = world.desa();
    world.submit(desa);
    world.meet(desa.kiosk);
    world.clock.advance(-7200);
    world.submit(desa);
    world.meet(desa.kiosk);
    world.desa_officer(Role::petugas, desa.kiosk);
    Instant last = 0;
    for (const auto& act : world.ledger_of(desa.region)) {
        CHECK(act.at >= last);
        last = act.at;
    }
    world.clock.advance(10000);
    world.submit(desa);
    world.meet(desa.kiosk);
    CHECK(world.ledger_of(desa.region).back().at == world.clock.now());
}

TEST_CASE("numbers are granted anew when fewer than a quarter are left") {
    HubWorld world;
    auto desa = world.desa();
    REQUIRE(grants_to(world, desa).size() == 1);
    CHECK(grants_to(world, desa)[0].from == 1);
    CHECK(grants_to(world, desa)[0].to == limits::kNumberBlock);
    use_up(world, desa, 1, limits::kNumberBlock * 3 / 4);
    world.grant(desa.kiosk);
    CHECK(grants_to(world, desa).size() == 1);
    use_up(world, desa, limits::kNumberBlock * 3 / 4 + 1, limits::kNumberBlock * 3 / 4 + 1);
    world.grant(desa.kiosk);
    REQUIRE(grants_to(world, desa).size() == 2);
    CHECK(grants_to(world, desa)[1].from == limits::kNumberBlock + 1);
    CHECK(grants_to(world, desa)[1].to == 2 * limits::kNumberBlock);
    world.grant(desa.kiosk);
    CHECK(grants_to(world, desa).size() == 2);
}

TEST_CASE("two kiosks of a desa never get the same number") {
    HubWorld world;
    auto first = world.desa("first");
    auto second = world.desa("second");
    REQUIRE(grants_to(world, first).size() == 1);
    REQUIRE(grants_to(world, second).size() == 1);
    CHECK(grants_to(world, first)[0].to < grants_to(world, second)[0].from);
    CHECK(world.book(first.region).grants().size() == 2);
}

TEST_CASE("from October on a kiosk has numbers of the next year") {
    HubWorld world;
    auto desa = world.desa();
    const auto october = instant_of({2026, 10, 1});
    world.clock.set(october - 60);  // still September in WITA
    world.grant(desa.kiosk);
    CHECK(grants_to(world, desa).size() == 1);
    world.clock.set(october);
    world.grant(desa.kiosk);
    world.grant(desa.kiosk);
    REQUIRE(grants_to(world, desa).size() == 2);
    CHECK(grants_to(world, desa)[1].year == 2027);
    CHECK(grants_to(world, desa)[1].from == 1);
}

TEST_CASE("a grant is preceded by the roster that it is judged by") {
    HubWorld world;
    auto desa = world.desa();
    auto office = find_office(world.hub, world.kecamatan).value().value();
    office.phone = "0541-555-0102";
    REQUIRE(admin::publish_office(world.hub, office, world.root));
    const auto before = world.ledger_of(desa.region).size();
    world.clock.set(instant_of({2026, 11, 2}));
    world.grant(desa.kiosk);
    CHECK(types_of(world.ledger_of(desa.region, before)) ==
          std::vector{ActType::roster_at, ActType::numbers_granted});
}

TEST_CASE("a roster act that would have no effect is refused and leaves nothing") {
    HubWorld world;
    auto desa = world.desa();
    const auto roster = world.hub.open_feed(world.kecamatan).id();
    const auto before = world.hub.size_of(roster);
    const auto act = payload({{"type", "key_revoked"},
                              {"at", world.clock.now()},
                              {"key", to_text(desa.kiosk.id())},
                              {"reason", "hilang"}});
    const auto done = world.hub.write([&](Writer& writer) {
        std::vector<Entry> acts{person_entry(act, desa.kades)};
        return ledger::append_roster(world.hub, writer, std::move(acts), {desa.region});
    });
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == ErrorCode::refused);
    CHECK(world.hub.size_of(roster) == before);
}
