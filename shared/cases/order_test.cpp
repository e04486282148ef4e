#include "shared/cases/order.h"

#include <doctest/doctest.h>

#include "shared/cases/test_world.h"

namespace disapa::test {
namespace {

// Writes down what the walk tells.
class Notes final : public OrderReader {
  public:
    struct Told {
        Digest digest;
        Instant at;
        std::size_t keys;  // of the roster in force
    };
    std::vector<Told> acts;
    void roster_is(const RosterPtr&, Instant) override {}
    void act_is(const Deed& deed, const Place& place) override {
        acts.push_back({deed.digest, place.at, place.roster->keys().size()});
    }
};

Order order_of_a() {
    return {kDesaA, kOffice, key_of("H"), thumbprint_of(public_key("root"))};
}
Notes read(const FeedSource& feeds, Order& order) {
    Notes notes;
    order.read(feeds, notes);
    return notes;
}
Notes read(const FeedSource& feeds) {
    Order order = order_of_a();
    return read(feeds, order);
}

TEST_CASE(
    "order: entries count from the first received that covers them, the hub's from their place") {
    TestWorld world;
    world.people();
    const FeedId k1 = world.feeds.open("K1", kDesaA), k2 = world.feeds.open("K2", kDesaA);
    const Digest a = world.submit(k1, "M"), b = world.submit(k2, "M");
    world.receive(k2);
    world.now += 100;
    const Digest c = world.decide(act(ActType::notice, a), "camat");
    world.now -= 500;  // a hub whose clock fell back
    world.receive(k1);
    world.receive(k1);  // nothing new
    const Notes notes = read(world.feeds);
    REQUIRE(notes.acts.size() == 3);
    CHECK(notes.acts[0].digest == b);
    CHECK(notes.acts[1].digest == c);
    CHECK(notes.acts[2].digest == a);
    CHECK(notes.acts[2].at == notes.acts[1].at);  // never back
    CHECK(notes.acts[0].keys == 11);
}

TEST_CASE(
    "order: it ends where entries, a roster or the same root are lacking, and goes on later") {
    TestWorld world;
    world.people();
    const FeedId k1 = world.feeds.open("K1", kDesaA);
    world.submit(k1, "M");
    world.submit(k1, "M");
    world.receive(k1);
    const std::uint64_t roster_size = world.feeds.size_of(world.roster_feed);

    HeldFeeds held(world.feeds);
    Order order = order_of_a();
    held.hold(world.ledger_a, 2);
    CHECK(read(held, order).acts.empty());
    CHECK_FALSE(order.complete());  // no roster
    held.hold(world.roster_feed, roster_size - 1);
    CHECK(read(held, order).acts.empty());
    held.hold(world.roster_feed, roster_size);
    CHECK(read(held, order).acts.empty());
    CHECK(order.counted(world.ledger_a) == 1);
    held.hold(k1, 1);
    CHECK(read(held, order).acts.empty());
    CHECK_FALSE(order.complete());
    held.hold(k1, 2);
    CHECK(read(held, order).acts.size() == 2);
    CHECK(order.complete());
    CHECK(order.counted(k1) == 2);
    CHECK_FALSE(order.has_more(held));

    Act other_root = world.feeds.deed(world.ledger_a, 1).act;
    world.submit(k1, "M");
    other_root.size = 3;
    world.put(world.ledger_a, other_root);
    held.hold_all();
    CHECK(order.has_more(held));
    CHECK(read(held, order).acts.empty());
    CHECK_FALSE(order.complete());
    CHECK(order.counted(k1) == 2);
}

TEST_CASE("order: a new birth of the hub begins with what it received of the old ledger") {
    TestWorld world;
    world.people();
    const FeedId k1 = world.feeds.open("K1", kDesaA);
    const Digest a = world.submit(k1, "M");
    world.receive(k1);
    const Digest kept = world.decide(act(ActType::notice, a), "camat");
    const std::uint64_t known = world.feeds.size_of(world.ledger_a);
    const Digest lost = world.decide(act(ActType::notice, a), "camat");  // beyond what is received

    HeldFeeds held(world.feeds);
    held.hold_all();
    Order order = order_of_a();
    CHECK(read(held, order).acts.size() == 3);

    const FeedId next = world.feeds.open("H", kDesaA, 2);
    world.now += 50;
    world.receive(next, world.ledger_a, known);
    world.put(next, act(ActType::notice, a));
    CHECK(order.still_holds(held));
    held.hold(next, 1);
    CHECK_FALSE(order.still_holds(held));

    held.hold_all();
    const Notes notes = read(held);
    REQUIRE(notes.acts.size() == 3);
    CHECK(notes.acts[0].digest == a);
    CHECK(notes.acts[1].digest == kept);
    CHECK(notes.acts[2].at == notes.acts[1].at + 50);
    for (const auto& told : notes.acts) CHECK(told.digest != lost);

    // The walk of the old ledger, too, waits where it lacks something.
    HeldFeeds poor(world.feeds);
    poor.hold(next, 2);
    poor.hold(world.ledger_a, known);
    poor.hold(world.roster_feed, world.feeds.size_of(world.roster_feed));
    Order waits = order_of_a();
    CHECK(read(poor, waits).acts.empty());
    CHECK_FALSE(waits.complete());
    poor.hold(k1, 1);
    CHECK(read(poor, waits).acts.size() == 3);
    CHECK(waits.complete());
}

TEST_CASE(
    "order: a node with nothing of the hub is complete, and only the hub's feed is a ledger") {
    TestWorld world;
    world.people();
    const FeedId k1 = world.feeds.open("K1", kDesaA), other = world.feeds.open("K3", kDesaB);
    world.submit(k1, "M");
    world.submit(other, "M");
    world.receive(k1, k1, 1);  // a kiosk that writes a receipt for itself
    HeldFeeds held(world.feeds);
    held.hold(k1, 2);
    Order order = order_of_a();
    CHECK(read(held, order).acts.empty());
    CHECK(order.complete());
    // A received for a feed of another desa gives nothing a place here.
    world.receive(other);
    held.hold_all();
    CHECK(read(held, order).acts.empty());
    CHECK(order.complete());
}

}  // namespace
}  // namespace disapa::test
