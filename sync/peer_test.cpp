#include "sync/peer.h"

#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

PeerState full_state() {
    PeerState state;
    state.met = state.in_flight = state.refused = state.leans = state.hub_wants_plain = true;
    state.belief_known = false;
    FeedRef feed;
    feed.region = region("64.02.12.2005");
    state.belief[feed] = {7, sha256(as_bytes("akar"))};
    state.acknowledged.bytes.fill(3);
    state.wanted = {{sha256(as_bytes("foto")), 4000}};
    state.bytes_per_second = 12345;
    state.setbacks = 3;
    return state;
}

}  // namespace

TEST_CASE("what is remembered of a peer comes back as it was") {
    for (const PeerState& state : {PeerState{}, full_state()}) {
        const auto back = decode_peer(encode_peer(state));
        REQUIRE(back);
        CHECK(*back == state);
    }
    PeerMemory memory;
    memory.birth.bytes.fill(4);
    memory.frontier = full_state().belief;
    CHECK(decode_memory(encode_memory(memory)).value() == memory);
}

TEST_CASE("a record cut anywhere is none") {
    const Bytes peer = encode_peer(full_state());
    for (std::size_t size = 0; size < peer.size(); ++size)
        CHECK_FALSE(decode_peer(ByteView(peer).first(size)));
    Bytes longer = peer;
    longer.push_back(0);
    CHECK_FALSE(decode_peer(longer));
}

TEST_CASE("a broken record is forgotten, and costs no more than asking again") {
    Village village;
    village.submit(1);
    REQUIRE(village.meet().completed);
    REQUIRE(village.kiosk.write([&](Writer& writer) {
        return writer.put("peer", to_text(village.hub.id()), Bytes{9, 9});
    }));
    CHECK(load_peer(village.kiosk, village.hub.id()).value() == PeerState{});
    REQUIRE(village.hub.write([&](Writer& writer) {
        return writer.put("peer_of_hub", to_text(village.kiosk.id()), Bytes{9, 9});
    }));
    village.submit(1);
    const auto report = village.meet();
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK(village.hold_the_same());
}
