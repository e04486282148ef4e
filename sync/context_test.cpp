#include "sync/context.h"

#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

Entry entry_at(Node& node, const FeedId& feed, std::uint64_t index) {
    return node.entries(feed, index, index + 1).value().at(0);
}

}  // namespace

TEST_CASE("writing leans only on what the peer holds, on the same branch") {
    Village village;
    village.submit(3);
    const FeedName name = village.kiosk.open_feed(village.office.desa);
    const FeedId feed = name.id();
    const FeedRef ref{key_id_of(name.node), name.birth, name.region};
    const Entry second = entry_at(village.kiosk, feed, 1);
    const Entry third = entry_at(village.kiosk, feed, 2);

    NodeContext two(village.kiosk, Frontier{{ref, {2, village.kiosk.root_at(feed, 2)}}});
    CHECK(two.feeds() == std::vector{feed});
    CHECK(two.place_of(second.digest) == EntryPlace{feed, 1});
    CHECK(two.digest_at({feed, 1}) == second.digest);
    CHECK(two.payload_at({feed, 1}) == second.payload);
    CHECK(two.root_at(feed, 2) == village.kiosk.root_at(feed, 2));
    CHECK_FALSE(two.place_of(third.digest));
    CHECK_FALSE(two.digest_at({feed, 2}));
    CHECK_FALSE(two.root_at(feed, 3));
    two.extend(feed, 3);
    CHECK(two.place_of(third.digest) == EntryPlace{feed, 2});
    CHECK_FALSE(two.root_at(feed, 3));

    NodeContext other_branch(village.kiosk, Frontier{{ref, {2, second.digest}}});
    CHECK_FALSE(other_branch.place_of(second.digest));
    CHECK(other_branch.feeds().empty());
    NodeContext beyond(village.kiosk, Frontier{{ref, {9, second.digest}}});
    CHECK_FALSE(beyond.place_of(second.digest));
}

TEST_CASE("reading leans on what is here of the sender's regions, and on what was just opened") {
    Village village;
    village.submit(2);
    REQUIRE(village.meet().completed);
    const FeedId feed = village.kiosk.open_feed(village.office.desa).id();
    const Entry first = entry_at(village.kiosk, feed, 0);
    NodeContext from_desa(village.hub, village.office.desa);
    CHECK(from_desa.place_of(first.digest) == EntryPlace{feed, 0});
    // Another desa's kiosk cannot make the hub unfold what is not its own.
    NodeContext from_other(village.hub, region("64.02.12.2004"));
    CHECK_FALSE(from_other.place_of(first.digest));
    CHECK_FALSE(from_other.payload_at({feed, 0}));

    const Entry fresh = node_entry(payload({{"type", "notice"}, {"at", 5}}));
    Segment segment;
    segment.feed = feed;
    segment.from = 2;
    segment.entries = {fresh};
    CHECK_FALSE(from_desa.place_of(fresh.digest));
    from_desa.hold(segment);
    CHECK(from_desa.place_of(fresh.digest) == EntryPlace{feed, 2});
    CHECK(from_desa.payload_at({feed, 2}) == fresh.payload);
    CHECK_FALSE(from_desa.root_at(feed, 3));
}
