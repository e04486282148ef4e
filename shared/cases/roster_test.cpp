#include "shared/cases/roster.h"

#include <doctest/doctest.h>

#include "shared/cases/test_world.h"

namespace disapa::test {
namespace {

Roster newest(const TestWorld& world) {
    return roster_at(world.feeds, world.roster_feed, world.feeds.size_of(world.roster_feed),
                     thumbprint_of(public_key("root")));
}

TEST_CASE("roster: an act counts only when a chain leads to the root") {
    TestWorld world;
    const KeyId k1 = world.enrol("K1", Role::kiosk, kDesaA);
    world.enrol("second", Role::admin, kOffice);

    Act by_second;
    by_second.type = ActType::key_enrolled;
    by_second.public_key = public_key("P");
    by_second.key = key_of("P");
    by_second.role = Role::kades;
    by_second.region = kDesaA;
    by_second.devices = {k1};
    world.put(world.roster_feed, by_second, key_of("second"));

    Act by_nobody = by_second;
    by_nobody.public_key = public_key("stranger");
    by_nobody.key = key_of("stranger");
    world.put(world.roster_feed, by_nobody);                     // not signed
    world.put(world.roster_feed, by_nobody, key_of("P"));        // no admin
    world.put(world.roster_feed, by_nobody, key_of("unknown"));  // no key

    // A second root that signs itself in.
    Act self = by_nobody;
    self.role = Role::admin;
    world.put(world.roster_feed, self, key_of("stranger"));

    const Roster roster = newest(world);
    REQUIRE(roster.find(key_of("P")) != nullptr);
    CHECK(roster.find(key_of("P"))->has_role(Role::kades, kDesaA));
    CHECK_FALSE(roster.find(key_of("P"))->has_role(Role::kades, kDesaB));
    CHECK(roster.find(key_of("stranger")) == nullptr);
    CHECK(roster.find(k1)->is_node());
    CHECK_FALSE(roster.find(key_of("P"))->is_node());
}

TEST_CASE(
    "roster: a revoked key stays revoked, a revoked admin has no more say, nobody cuts the root") {
    TestWorld world;
    world.enrol("second", Role::admin, kOffice);
    Act cut = act(ActType::key_revoked, {});
    cut.key = key_of("root");
    world.put(world.roster_feed, cut, key_of("second"));
    CHECK_FALSE(newest(world).find(key_of("root"))->revoked_at);

    world.enrol("C1", Role::petugas, kDesaA);
    world.revoke_key("C1");
    world.enrol("C1", Role::petugas, kDesaA, {key_of("K1")});
    CHECK(newest(world).find(key_of("C1"))->revoked_at == world.now);
    CHECK(newest(world).find(key_of("C1"))->devices.empty());

    world.revoke_key("second");
    Act more = act(ActType::admitted, symbol("x"));
    world.put(world.roster_feed, more, key_of("second"));
    CHECK(newest(world).admitted().empty());
    world.admit(symbol("x"));
    CHECK(newest(world).admitted().contains(symbol("x")));
}

TEST_CASE("roster: enrolling again brings a new box key or another device, never another role") {
    TestWorld world;
    Act kiosk;
    kiosk.type = ActType::key_enrolled;
    kiosk.public_key = public_key("K1");
    kiosk.key = key_of("K1");
    kiosk.role = Role::kiosk;
    kiosk.region = kDesaA;
    kiosk.box_key.bytes[0] = 1;
    world.roster(kiosk);
    kiosk.box_key.bytes[0] = 2;
    world.roster(kiosk);
    kiosk.box_key.bytes[0] = 3;
    kiosk.region = kDesaB;
    world.roster(kiosk);
    const Roster roster = newest(world);
    const RosterKey* key = roster.find(key_of("K1"));
    CHECK(key->box.bytes[0] == 2);
    CHECK(key->previous_box.bytes[0] == 1);
    CHECK(key->grants.size() == 1);

    world.enrol("P", Role::kades, kDesaA, {key_of("K1")});
    world.enrol("P", Role::kades, kDesaA, {key_of("K2")});
    CHECK(newest(world).find(key_of("P"))->devices.size() == 2);
}

TEST_CASE("roster: grants and delegations have their dates; only officers are delegated") {
    TestWorld world;
    world.enrol("sekcam", Role::sekcam, kOffice);
    Act granted;
    granted.type = ActType::role_granted;
    granted.key = key_of("sekcam");
    granted.role = Role::verifikator;
    granted.region = kOffice;
    world.roster(granted);
    granted.until = world.now + 10;
    world.roster(granted);  // the same role: its dates are replaced
    world.delegate("sekcam", Role::camat, world.now, world.now + 5);
    world.delegate("sekcam", Role::admin, world.now, world.now + 5);
    world.delegate("nobody", Role::camat, world.now, world.now + 5);
    const Roster roster = newest(world);
    const RosterKey* key = roster.find(key_of("sekcam"));
    REQUIRE(key->grants.size() == 2);
    CHECK(key->grants[1].until == world.now + 10);
    REQUIRE(key->delegations.size() == 1);
    CHECK(key->delegations[0].role == Role::camat);
    CHECK(roster.find(key_of("nobody")) == nullptr);
}

TEST_CASE("roster: a copy of an act changes nothing, the newest catalogue stands alone") {
    TestWorld world;
    world.publish({{"T", Flow::desa, false, false}, {"M", Flow::mengetahui, false, false}});
    const FeedId& feed = world.roster_feed;
    const Digest first = world.feeds.deed(feed, world.feeds.size_of(feed) - 1).digest;
    world.publish({{"M", Flow::mengetahui, true, false}});
    world.copy(first, feed);
    const Roster roster = newest(world);
    CHECK_FALSE(roster.steps("T"));
    REQUIRE(roster.steps("M"));
    CHECK(roster.steps("M")->needs_checked);
}

TEST_CASE("roster: a closed roster feed is read where the next one received it, or not at all") {
    TestWorld world;
    world.enrol("C1", Role::petugas, kDesaA);
    const FeedId next = world.feeds.open("H", kOffice, 2);
    world.receive(next, world.roster_feed, 2);
    world.enrol("late", Role::petugas, kDesaA);  // into the closed one, beyond what was received
    Act more;
    more.type = ActType::key_enrolled;
    more.public_key = public_key("C2");
    more.key = key_of("C2");
    more.role = Role::petugas;
    more.region = kDesaA;
    world.put(next, more, key_of("root"));

    const Digest root = thumbprint_of(public_key("root"));
    Roster whole;
    CHECK(extend_roster(world.feeds, next, 0, 2, root, whole));
    CHECK(whole.find(key_of("C1")) != nullptr);
    CHECK(whole.find(key_of("C2")) != nullptr);
    CHECK(whole.find(key_of("late")) == nullptr);

    HeldFeeds held(world.feeds);
    held.hold(next, 2);
    Roster lacking;
    CHECK_FALSE(extend_roster(held, next, 0, 2, root, lacking));
    held.hold(world.roster_feed, 1);
    CHECK_FALSE(extend_roster(held, next, 0, 2, root, lacking));
    held.hold(world.roster_feed, 2);
    CHECK(extend_roster(held, next, 0, 2, root, lacking));
}

}  // namespace
}  // namespace disapa::test
