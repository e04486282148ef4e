#include "sync/agent.h"

#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

Json link_state(Node& kiosk) {
    const auto record = kiosk.get("link", "state");
    REQUIRE(record.has_value());
    REQUIRE(record->has_value());
    auto json = parse_canonical(**record);
    REQUIRE(json.has_value());
    return *json;
}

// The first moment at which an exchange is due.
Instant due_at(Rhythm& rhythm, Instant from, bool something) {
    for (Instant now = from; now < from + 4000; ++now)
        if (rhythm.is_due(now, something)) return now;
    return -1;
}

}  // namespace

TEST_CASE("the rhythm: soon after something is said, calm otherwise") {
    SeededRandom random(1);
    Rhythm rhythm(random);
    const Instant begun = due_at(rhythm, 1000, false);
    CHECK(begun >= 1000);
    CHECK(begun <= 1000 + 20);
    rhythm.ended(2000, true, 0);
    CHECK_FALSE(rhythm.is_due(2001, true));  // what a clerk does in one go is gathered
    CHECK(rhythm.is_due(2001 + Rhythm::kGatherSeconds, true));
    rhythm.ended(3000, true, 0);
    const Instant calm = due_at(rhythm, 3000, false) - 3000;
    CHECK(calm >= Rhythm::kCalmSeconds * 3 / 4);
    CHECK(calm <= Rhythm::kCalmSeconds * 5 / 4);
}

TEST_CASE("the rhythm: back-off doubles to a quarter of an hour, and a success ends it") {
    SeededRandom random(2);
    Rhythm rhythm(random);
    due_at(rhythm, 0, false);
    Instant now = 10000;
    Instant longest = 0;
    for (int i = 0; i < 12; ++i) {
        rhythm.ended(now, false, 0);
        const Instant wait = due_at(rhythm, now, true) - now;
        const Instant expected =
            std::min(Rhythm::kFirstRetrySeconds << std::min(i, 6), Rhythm::kLongestRetrySeconds);
        CHECK(wait >= expected * 3 / 4);
        CHECK(wait <= expected * 5 / 4 + Rhythm::kGatherSeconds);
        longest = std::max(longest, wait);
        now += wait;
    }
    CHECK(longest > 600);
    rhythm.ended(now, true, 0);
    CHECK(due_at(rhythm, now, true) - now <= Rhythm::kGatherSeconds);
}

TEST_CASE("the rhythm: who is asked to wait waits, and not all wake at once") {
    SeededRandom random(3);
    Rhythm rhythm(random);
    due_at(rhythm, 0, false);
    rhythm.ended(5000, true, 1200);
    CHECK(due_at(rhythm, 5000, true) == 5000 + 1200);
    rhythm.ended(9000, false, 1200);
    CHECK(due_at(rhythm, 9000, true) == 9000 + 1200);

    std::set<Instant> moments;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        SeededRandom own(seed);
        Rhythm other(own);
        moments.insert(due_at(other, 0, true));
    }
    CHECK(moments.size() > 10);
}

TEST_CASE("the kiosk reads the state of the link: good, cut, portal, waiting") {
    Village village;
    village.submit(2);
    village.link.answer_bytes = 0;
    auto result = exchange_and_tell(village.kiosk, village.link);
    REQUIRE(result);
    CHECK(result->state == "terputus");
    Json state = link_state(village.kiosk);
    CHECK(state["state"] == "terputus");
    CHECK(state["waiting"] == 2);
    CHECK(state["last_contact"] == 0);

    village.link.answer_bytes = SIZE_MAX;
    result = exchange_and_tell(village.kiosk, village.link);
    state = link_state(village.kiosk);
    CHECK(state["state"] == "baik");
    CHECK(state["waiting"] == 0);
    CHECK(state["last_contact"] == village.office.clock.now());
    CHECK(state["sent_bytes"] == village.link.up);
    CHECK(state["received_bytes"] == village.link.down);

    village.office.clock.advance(60);
    village.link.meddle = [](const Bytes&) { return Bytes(20, '<'); };
    result = exchange_and_tell(village.kiosk, village.link);
    state = link_state(village.kiosk);
    CHECK(state["state"] == "login");
    CHECK(state["sentence"].get<std::string>().find("minta login") != std::string::npos);
    CHECK(state["last_contact"] == village.office.clock.now() - 60);

    village.link.meddle = nullptr;
    village.keeper.is_silent = true;
    village.submit(1);
    result = exchange_and_tell(village.kiosk, village.link);
    CHECK(link_state(village.kiosk)["state"] == "menunggu");
    CHECK(link_state(village.kiosk)["waiting"] == 1);
}

TEST_CASE("there is something to say until the hub has all of it") {
    Village village;
    CHECK(has_something_to_say(village.kiosk).value());  // never met
    REQUIRE(village.meet().completed);
    CHECK_FALSE(has_something_to_say(village.kiosk).value());
    village.submit(1);
    CHECK(has_something_to_say(village.kiosk).value());
    CHECK(waiting_acts(village.kiosk).value() == 1);
    REQUIRE(village.meet().completed);
    CHECK_FALSE(has_something_to_say(village.kiosk).value());
    CHECK(waiting_acts(village.kiosk).value() == 0);
}

TEST_CASE("an agent that is asked to stop stops") {
    Village village;
    const std::atomic<bool> stop{true};
    CHECK(run_agent(
        village.kiosk, [] { return std::unique_ptr<Link>(); }, stop));
}

TEST_CASE("a hub's folder is refused with a sentence") {
    Village village;
    const auto report = exchange(village.hub, village.link);
    REQUIRE(report.error);
    CHECK(report.error->code == ErrorCode::refused);
    CHECK(report.posts == 0);
}
