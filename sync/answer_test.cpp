#include "sync/answer.h"

#include "sync/agent.h"
#include "sync/enrolment.h"
#include "sync/peer.h"
#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

Invite invite_for(Village& village, Role role) {
    Invite invite;
    invite.id = "aW52aXRl" + std::to_string(village.keeper.invites.size());
    invite.role = role;
    invite.region = village.office.desa;
    invite.office = village.office.kecamatan;
    invite.name = "Nama";
    invite.title = "Jabatan";
    invite.secret = Bytes(16, 5);
    village.keeper.invites.push_back(invite);
    return invite;
}

void put_enrol(Node& kiosk, const KeyId& key, const Bytes& body) {
    REQUIRE(kiosk.write([&](Writer& writer) { return writer.put("enrol", to_text(key), body); }));
}

ExchangeReport meet(Village& village, Node& kiosk) {
    return exchange(kiosk, village.link);
}

void copy_folder(Village& village, std::string_view from, std::string_view to) {
    std::filesystem::copy(village.office.folder / from, village.office.folder / to,
                          std::filesystem::copy_options::recursive);
}

}  // namespace

TEST_CASE(
    "two kiosks of a desa see each other's cases through the hub; another desa sees nothing") {
    Village village;
    Node second = village.office.kiosk("second", village.office.desa);
    Node foreign = village.office.kiosk("foreign", village.office.other_desa);
    village.office.enrol_kiosk(village.hub, second);
    village.office.enrol_kiosk(village.hub, foreign);
    village.submit(3);
    REQUIRE(village.meet().acknowledged);
    REQUIRE(meet(village, second).completed);
    CHECK((*second.book())->cases().size() == 3);
    CHECK(frontier_for(second, village.office.desa).value() ==
          frontier_for(village.hub, village.office.desa).value());

    append(foreign, village.office.other_desa, {village.office.submitted("Lain")});
    REQUIRE(meet(village, foreign).acknowledged);
    CHECK((*foreign.book())->cases().size() == 1);
    for (const FeedName& feed : foreign.feeds()) CHECK(feed.region != village.office.desa);
    REQUIRE(village.meet().completed);
    for (const FeedName& feed : village.kiosk.feeds())
        CHECK(feed.region != village.office.other_desa);
}

TEST_CASE("a kiosk cannot bring a feed for another desa, nor a hub send one") {
    Village village;
    Node foreign = village.office.kiosk("foreign", village.office.other_desa);
    village.office.enrol_kiosk(village.hub, foreign);
    append(foreign, village.office.other_desa, {village.office.submitted("Lain")});
    const Segment segment = segment_of(foreign, foreign.open_feed(village.office.other_desa));
    Incoming incoming;
    incoming.segments = {segment};
    incoming.papers.resize(1);
    for (Node* node : {&village.hub, &village.kiosk}) {
        Gate gate = gate_for(*node, village.office.desa);
        Taken taken;
        REQUIRE(node->write(
            [&](Writer& writer) { return store_chunk(writer, incoming, gate, taken); }));
        CHECK(taken.grown.empty());
        CHECK(taken.log.size() == 1);
        CHECK(node->size_of(segment.feed) == 0);
    }
}

TEST_CASE("a new kiosk, its officer and its first requests arrive in one round trip") {
    Village village;
    Node fresh = village.office.kiosk("fresh", village.office.desa);
    const auto own =
        make_enrol(invite_for(village, Role::kiosk), fresh.signing(), fresh.box().public_key(), {});
    const auto officer =
        make_enrol(invite_for(village, Role::petugas), village.office.clerk, {}, {fresh.id()});
    REQUIRE(own);
    REQUIRE(officer);
    put_enrol(fresh, village.office.clerk.id(), *officer);
    put_enrol(fresh, fresh.id(), *own);
    append(fresh, village.office.desa, {village.office.submitted()});
    const auto report = meet(village, fresh);
    INFO(told(report));
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK(report.posts == 1);
    CHECK(pending_enrolments(fresh).value().empty());
    CHECK(fresh.list("enrol").value().empty());
    const Roster roster = village.hub.roster().value();
    CHECK(roster.find(fresh.id()) != nullptr);
    CHECK(roster.find(village.office.clerk.id()) != nullptr);
    CHECK(read_address(village.link.requests.back())->flags == kFlagUnknown);
    CHECK(meet(village, fresh).completed);
    CHECK(read_address(village.link.requests.back())->flags == 0);
}

TEST_CASE("an enrolment whose answer is lost is answered the same again") {
    Village village;
    Node fresh = village.office.kiosk("fresh", village.office.desa);
    const auto own =
        make_enrol(invite_for(village, Role::kiosk), fresh.signing(), fresh.box().public_key(), {});
    REQUIRE(own);
    put_enrol(fresh, fresh.id(), *own);
    village.link.answer_bytes = 0;
    CHECK_FALSE(meet(village, fresh).completed);
    const auto size = village.hub.size_of(village.hub.open_feed(village.office.kecamatan).id());
    village.link.answer_bytes = SIZE_MAX;
    CHECK(meet(village, fresh).completed);
    CHECK(village.hub.size_of(village.hub.open_feed(village.office.kecamatan).id()) == size);
}

TEST_CASE("a refused enrolment says why, and nothing of the stranger is stored") {
    Village village;
    Node fresh = village.office.kiosk("fresh", village.office.desa);
    Invite invite = invite_for(village, Role::kiosk);
    invite.secret[0] ^= 1;
    const auto own = make_enrol(invite, fresh.signing(), fresh.box().public_key(), {});
    REQUIRE(own);
    put_enrol(fresh, fresh.id(), *own);
    append(fresh, village.office.desa, {village.office.submitted()});
    const auto report = meet(village, fresh);
    CHECK(report.answered);
    CHECK_FALSE(report.completed);
    REQUIRE(report.notices.size() >= 1);
    CHECK(report.notices.front().find("Undangan") != std::string::npos);
    CHECK(report.posts <= 2);
    CHECK(village.hub.size_of(fresh.open_feed(village.office.desa).id()) == 0);
    // It learns no more than that there is a roster.
    CHECK(fresh.feeds().size() == 1);
    CHECK(report.acts_received == 0);
}

TEST_CASE("a hub that does not know my id makes me show my box key; nothing is lost") {
    Village village;
    Node second = village.office.kiosk("second", village.office.desa);
    copy_folder(village, "hub", "old");
    village.office.enrol_kiosk(village.hub, second);
    REQUIRE(meet(village, second).completed);
    append(second, village.office.desa, {village.office.submitted()});

    Node old = village.office.open("old");
    PlainKeeper keeper(old, village.office.root);
    MemoryLink to_old(old, keeper);
    const auto report = exchange(second, to_old);
    INFO(told(report));
    CHECK_FALSE(report.completed);
    CHECK_FALSE(report.error);
    REQUIRE(to_old.answers.size() >= 2);
    CHECK(to_old.answers[0].size() == 21);
    CHECK(read_address(to_old.requests[0])->flags == 0);
    CHECK(read_address(to_old.requests[1])->flags == kFlagUnknown);
    CHECK(old.size_of(second.open_feed(village.office.desa).id()) == 0);
    CHECK(meet(village, second).acknowledged);
}

TEST_CASE("a forged refusal only makes the box key visible") {
    Village village;
    village.submit(1);
    REQUIRE(village.meet().completed);
    village.submit(1);
    bool once = true;
    village.link.meddle = [&](Bytes real) {
        if (!std::exchange(once, false)) return real;
        return refuse_unknown(read_address(village.link.requests.back()).value());
    };
    const auto report = village.meet();
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK(report.posts == 2);
    CHECK(village.meet().completed);
    CHECK(read_address(village.link.requests.back())->flags == 0);
}

TEST_CASE("a revoked device's entries are kept; it is told and gets nothing more") {
    Village village;
    village.submit(1);
    REQUIRE(village.meet().completed);
    village.office.roster_act(village.hub, {{"type", "key_revoked"},
                                            {"at", village.office.clock.now()},
                                            {"key", to_text(village.kiosk.id())},
                                            {"reason", "Dicuri"}});
    village.submit(1);
    const auto report = village.meet();
    CHECK(report.revoked);
    CHECK_FALSE(report.completed);
    CHECK(report.acts_received == 0);
    CHECK(report.notices.size() == 1);
    CHECK(village.hub.size_of(village.kiosk.open_feed(village.office.desa).id()) == 2);
    CHECK(exchange_and_tell(village.kiosk, village.link)->state == "dicabut");
}

TEST_CASE("a box key before its rotation is still good") {
    Village village;
    REQUIRE(village.meet().completed);
    Json act = village.office.key_act(village.kiosk.signing(), Role::kiosk, village.office.desa);
    act["box"] = text_of(BoxKey::generate(village.office.random).public_key());
    village.office.roster_act(village.hub, act);
    village.submit(1);
    CHECK(village.meet().acknowledged);
}

TEST_CASE("a cloned disk is told of its fork, and neither branch is touched") {
    Village village;
    village.submit(2);
    REQUIRE(village.meet().completed);
    copy_folder(village, "kiosk", "clone");
    Node clone = village.office.open("clone");
    REQUIRE(clone.birth() == village.kiosk.birth());
    village.submit(1);
    REQUIRE(village.meet().acknowledged);
    append(clone, village.office.desa, {village.office.submitted("Lain")});
    const auto report = meet(village, clone);
    INFO(told(report));
    CHECK_FALSE(report.acknowledged);
    CHECK_FALSE(report.notices.empty());
    CHECK(report.posts <= 3);
    const FeedId feed = village.kiosk.open_feed(village.office.desa).id();
    CHECK(village.hub.root_at(feed, 3) == village.kiosk.root_at(feed, 3));
    CHECK(clone.size_of(feed) == 3);
    CHECK(village.meet().completed);
}

TEST_CASE("a kiosk that lost its database pulls everything back under a new birth") {
    Village village;
    village.submit(3);
    REQUIRE(village.meet().acknowledged);
    village.kiosk = village.office.kiosk("spare", village.office.desa);  // lets go of the file
    std::filesystem::remove(village.office.folder / "kiosk/disapa.db");
    Node rescued = village.office.open("kiosk");
    append(rescued, village.office.desa, {village.office.submitted("Baru")});
    const auto report = meet(village, rescued);
    INFO(told(report));
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK((*rescued.book())->cases().size() == 4);
    CHECK(faults(rescued) == "");
}

TEST_CASE("a frontier that the hub does not remember is asked for") {
    Village village;
    village.submit(1);
    REQUIRE(village.meet().completed);
    PeerState state = load_peer(village.kiosk, village.hub.id()).value();
    state.acknowledged = hash_of(frontier_for(village.kiosk, village.office.desa).value());
    REQUIRE(save_peer(village.kiosk, village.hub.id(), state));
    REQUIRE(village.hub.write(
        [&](Writer& writer) { return writer.erase("peer_of_hub", to_text(village.kiosk.id())); }));
    village.office.enrol(village.hub, SigningKey::generate(village.office.random), Role::petugas,
                         village.office.desa);
    const auto report = village.meet();
    CHECK(report.completed);
    CHECK(report.posts == 2);
    CHECK(village.hold_the_same());
}

TEST_CASE("rubbish and other hubs' bundles give an error and no answer") {
    Village village;
    CHECK(answer(village.hub, village.keeper, as_bytes("GET / HTTP/1.1")).error().code ==
          ErrorCode::portal);
    CHECK(answer(village.hub, village.keeper, {}).error().code == ErrorCode::corrupt);
    BundleRoute route;
    route.from = &village.kiosk.box();
    route.to = village.hub.box().public_key();
    route.sender = village.kiosk.id();
    route.recipient = village.kiosk.id();
    const auto misled = seal_bundle(route, {encode_frame(Hello{})});
    CHECK(answer(village.hub, village.keeper, misled->bytes).error().code == ErrorCode::refused);
    // Authentic, but no frames: a broken program.
    route.recipient = village.hub.id();
    const auto broken = seal_bundle(route, {Bytes(5, 0xff)});
    CHECK(answer(village.hub, village.keeper, broken->bytes).error().code == ErrorCode::corrupt);
    // Nothing said at all: the hub asks for the frontier.
    const auto silent = seal_bundle(route, {Bytes()});
    CHECK(answer(village.hub, village.keeper, silent->bytes).has_value());
}

TEST_CASE("a chunk whose transaction was rolled back is stored by the next one, examined or not") {
    for (const bool is_examined : {true, false}) {
        Village village;
        village.submit(3);
        village.link.answer_bytes = 0;
        village.link.meddle_request = [](Bytes) { return Bytes{}; };  // kept, but not delivered
        static_cast<void>(village.meet());
        const Bytes request = village.link.requests.front();

        Reception reception(village.hub, village.keeper);
        // Piece by piece: what is whole is there before the rest has come.
        REQUIRE(reception.feed(ByteView(request).first(request.size() - 1)));
        CHECK_FALSE(reception.has_work());
        REQUIRE(reception.feed(ByteView(request).last(1)));
        REQUIRE(reception.has_work());
        if (is_examined) {
            const auto keys = village.hub.known_keys().value();
            for (Incoming* chunk : reception.unexamined()) examine_segments(*chunk, *keys);
            CHECK(reception.unexamined().empty());
        }
        const auto failed = village.hub.write([&](Writer& writer) -> Status {
            REQUIRE(reception.store(writer));
            return fail(ErrorCode::io, "Disk penuh.", "somebody else's chunk");
        });
        CHECK_FALSE(failed.has_value());
        CHECK_FALSE(reception.has_work());
        reception.undo();
        CHECK(reception.has_work());
        CHECK(reception.acts() == 0);
        REQUIRE(village.hub.write([&](Writer& writer) { return reception.store(writer); }));
        reception.settle();
        reception.undo();  // nothing is under way: nothing happens
        CHECK_FALSE(reception.has_work());
        CHECK(reception.acts() == 3);
        CHECK(reception.answer().has_value());
        CHECK(village.hub.book(village.office.desa).value()->cases().size() == 3);
    }
}

TEST_CASE("an enrolment that was rolled back leaves a stranger, and is taken the next time") {
    Village village;
    Node fresh = village.office.kiosk("fresh", village.office.desa);
    const auto own =
        make_enrol(invite_for(village, Role::kiosk), fresh.signing(), fresh.box().public_key(), {});
    put_enrol(fresh, fresh.id(), *own);
    village.link.meddle_request = [](Bytes) { return Bytes{}; };
    static_cast<void>(meet(village, fresh));
    Reception reception(village.hub, village.keeper);
    REQUIRE(reception.feed(village.link.requests.back()));
    CHECK_FALSE(village.hub.write([&](Writer& writer) -> Status {
        REQUIRE(reception.store(writer));
        CHECK(reception.sender() == fresh.id());
        return fail(ErrorCode::io, "Disk penuh.", "disk full");
    }));
    reception.undo();
    CHECK(reception.sender().is_zero());
    REQUIRE(village.hub.write([&](Writer& writer) { return reception.store(writer); }));
    CHECK(reception.sender() == fresh.id());
    CHECK(village.hub.roster()->find(fresh.id()) != nullptr);
}
