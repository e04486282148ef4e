#include "sync/agent.h"

#include <map>
#include <set>
#include <thread>

#include "shared/base/date.h"
#include "shared/base/file.h"
#include "sync/peer.h"
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

// Seconds until the agent wants to exchange.
Instant run_until_exchange(Agent& agent, ManualClock& steady) {
    for (Instant waited = 0; waited < 2000; ++waited) {
        const auto next = agent.next();
        REQUIRE(next);
        if (next->exchange) return waited;
        CHECK(next->look_at > steady.now());
        steady.advance(1);
    }
    FAIL("never");
    return -1;
}

// A road that ends at one place.
class BrokenLink final : public Link {
  public:
    explicit BrokenLink(Trouble trouble) : trouble_(trouble) {}
    LinkReply post(ByteView, std::size_t, const std::function<Status(ByteView)>&) override {
        LinkReply reply;
        reply.trouble = trouble_;
        reply.outcome = fail(ErrorCode::network, "Periksa kabel.", "broken");
        return reply;
    }

  private:
    Trouble trouble_;
};

// A hub that has too much to do.
class BusyLink final : public Link {
  public:
    LinkReply post(ByteView, std::size_t, const std::function<Status(ByteView)>&) override {
        LinkReply reply;
        reply.wait_seconds = 1200;
        reply.outcome = fail(ErrorCode::throttled, "Kecamatan sedang sibuk.", "HTTP 503");
        return reply;
    }
};

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
    rhythm.wake(9001, 4);  // the link came back: the hub's wish stays
    CHECK(due_at(rhythm, 9001, true) == 9000 + 1200);

    std::set<Instant> begun, calm, failed;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        SeededRandom own(seed);
        Rhythm other(own);
        begun.insert(due_at(other, 0, true));
        other.ended(5000, true, 0);
        calm.insert(due_at(other, 5000, false));
        other.ended(9000, false, 0);
        failed.insert(due_at(other, 9000, true));
    }
    CHECK(begun.size() > 10);
    CHECK(calm.size() > 10);
    CHECK(failed.size() > 3);
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

TEST_CASE("an agent that is asked to stop stops, also one that sleeps") {
    Village village;
    const AgentSettings settings;
    const Bell bell;
    const auto no_link = [] { return std::unique_ptr<Link>(); };
    std::atomic<bool> stop{true};
    CHECK(run_agent(village.kiosk, settings, no_link, stop, bell));
    stop = false;
    std::jthread ringer([&] {
        stop = true;
        bell.ring();
    });
    CHECK(run_agent(village.kiosk, settings, no_link, stop, bell));
}

TEST_CASE("the agent: a link that appears ends the back-off, but is not raced after") {
    Village village;
    ManualClock steady(1000);
    const AgentSettings settings;
    Agent agent(village.kiosk, settings, steady);
    village.submit(1);
    run_until_exchange(agent, steady);
    village.link.answer_bytes = 0;
    for (int i = 0; i < 8; ++i) {
        REQUIRE(agent.meet(village.link));
        run_until_exchange(agent, steady);
    }
    REQUIRE(agent.meet(village.link));
    const Instant failed_at = steady.now();
    CHECK_FALSE(agent.next()->exchange);
    CHECK(agent.next()->look_at > failed_at);
    village.link.answer_bytes = SIZE_MAX;
    REQUIRE(agent.network_changed(false));
    CHECK(link_state(village.kiosk)["state"] == "tanpa_jaringan");
    REQUIRE(agent.network_changed(true));
    const Instant waited = run_until_exchange(agent, steady);
    CHECK(waited >= Rhythm::kFlapSeconds - 1);
    CHECK(waited <= Rhythm::kFlapSeconds + 6);
    CHECK(agent.meet(village.link)->state == "baik");
}

TEST_CASE("the agent: outside its hours it waits and says so; inside it goes on") {
    Village village;
    ManualClock steady(5000);
    AgentSettings settings;
    settings.windows = Windows::parse({"18:00-18:10"}).value();
    Agent agent(village.kiosk, settings, steady);
    village.office.clock.set(instant_of({2026, 11, 22}, 17, 30));
    village.submit(1);
    const auto both = [&](Instant seconds) {
        steady.advance(seconds);
        village.office.clock.advance(seconds);
    };
    auto next = agent.next();
    REQUIRE(next);
    CHECK_FALSE(next->exchange);
    CHECK(link_state(village.kiosk)["state"] == "jendela");
    CHECK(link_state(village.kiosk)["sentence"].get<std::string>().find("18:00") !=
          std::string::npos);
    Instant begun = 0;
    for (int i = 0; i < 2400 && begun == 0; ++i) {
        next = agent.next();
        REQUIRE(next);
        if (next->exchange) begun = village.office.clock.now();
        both(1);
    }
    CHECK(begun >= instant_of({2026, 11, 22}, 18, 0));
    CHECK(begun <= instant_of({2026, 11, 22}, 18, 1));
    CHECK(agent.meet(village.link)->state == "baik");
    village.submit(1);
    both(600);
    CHECK_FALSE(agent.next()->exchange);
    // A clock that is known to be wrong closes nothing.
    village.office.clock.set(0);
    both(60);
    Instant waited = 0;
    while (!agent.next()->exchange && waited < 100) {
        both(1);
        ++waited;
    }
    CHECK(waited < 100);
}

TEST_CASE("the agent: when its hours end so does the exchange, after the POST under way") {
    Village village;
    const ManualClock steady(5000);
    AgentSettings settings;
    settings.windows = Windows::parse({"18:00-18:10"}).value();
    village.office.clock.set(instant_of({2026, 11, 22}, 18, 9));
    Agent agent(village.kiosk, settings, steady);
    submit_papers(village, 3, 20000);
    village.link.before_answer = [&] {
        village.office.clock.set(instant_of({2026, 11, 22}, 18, 10));
    };
    const auto result = agent.meet(village.link);
    REQUIRE(result);
    CHECK(result->report.posts == 1);
    CHECK(result->report.held_back);
    CHECK(result->report.blob_bytes_sent == 0);
    CHECK_FALSE(agent.next()->exchange);
    CHECK(link_state(village.kiosk)["state"] == "jendela");
}

TEST_CASE("the agent: those who wait for the same hour do not all begin in its first second") {
    Village village;
    AgentSettings settings;
    settings.windows = Windows::parse({"18:00-18:10"}).value();
    std::set<Instant> waits;
    for (int day = 1; day <= 20; ++day) {
        ManualClock steady(5000);
        village.office.clock.set(instant_of({2026, 12, day}, 18, 5));
        Agent agent(village.kiosk, settings, steady);
        run_until_exchange(agent, steady);
        REQUIRE(agent.meet(village.link));
        village.submit(1);
        village.office.clock.set(instant_of({2026, 12, day + 1}, 17, 50));
        steady.advance(24 * 3600);
        CHECK_FALSE(agent.next()->exchange);
        village.office.clock.set(instant_of({2026, 12, day + 1}, 18, 0));
        waits.insert(run_until_exchange(agent, steady));
    }
    CHECK(waits.size() > 4);
    CHECK(*waits.rbegin() <= 25);
}

TEST_CASE("the agent: blobs wait when the day's bytes are used up; acts go on") {
    Village village;
    ManualClock steady(5000);
    AgentSettings settings;
    settings.daily_bytes = 30000;
    Agent agent(village.kiosk, settings, steady);
    submit_papers(village, 3, 20000);
    REQUIRE(agent.meet(village.link));
    const auto first = link_state(village.kiosk);
    CHECK(first["state"] == "kuota");
    CHECK(first["sentence"].get<std::string>().find("besok") != std::string::npos);
    CHECK(village.link.up + village.link.down < 30000 + 700);  // heads and answers of three POSTs
    const auto spent = village.link.up;
    // Nothing to say any more: it looks hourly, though the hub still wants papers.
    CHECK_FALSE(agent.next()->exchange);
    steady.advance(1200);
    CHECK_FALSE(agent.next()->exchange);
    village.submit(1);
    run_until_exchange(agent, steady);
    const auto second = agent.meet(village.link);
    REQUIRE(second);
    CHECK(second->report.acts_sent == 1);
    CHECK(second->report.acknowledged);
    CHECK(second->report.blob_bytes_sent == 0);
    CHECK(village.link.up - spent < 2000);
    // The next day goes on, and the day after ends it.
    for (int day = 0; day < 2; ++day) {
        village.office.clock.advance(24 * 3600);
        steady.advance(24 * 3600);
        REQUIRE(agent.next()->exchange);
        const auto result = agent.meet(village.link);
        REQUIRE(result);
        INFO(told(result->report));
        CHECK(result->report.blob_bytes_sent > 1000);
    }
    CHECK(link_state(village.kiosk)["state"] == "baik");
}

TEST_CASE("where the road ends is told apart, each with what to do") {
    Village village;
    const std::map<Trouble, std::string> words = {{Trouble::no_network, "tanpa_jaringan"},
                                                  {Trouble::no_name, "tanpa_nama"},
                                                  {Trouble::unreachable, "tak_terjangkau"},
                                                  {Trouble::cut, "terputus"}};
    for (const auto& [trouble, word] : words) {
        BrokenLink link(trouble);
        const auto result = exchange_and_tell(village.kiosk, link);
        REQUIRE(result);
        CHECK(result->state == word);
        CHECK(link_state(village.kiosk)["state"] == word);
        CHECK(link_state(village.kiosk)["sentence"] == "Periksa kabel.");
    }
}

TEST_CASE("a hub that asks to wait is left alone so long, whatever there is to say") {
    Village village;
    ManualClock steady(1000);
    const AgentSettings settings;
    Agent agent(village.kiosk, settings, steady);
    village.submit(1);
    run_until_exchange(agent, steady);
    BusyLink busy;
    const auto result = agent.meet(busy);
    REQUIRE(result);
    CHECK(result->report.wait_seconds == 1200);
    CHECK(result->state == "menunggu");
    village.submit(1);
    agent.send_now();
    CHECK(run_until_exchange(agent, steady) == 1200);
    CHECK(agent.meet(village.link)->state == "baik");
}

TEST_CASE("a slow link is told as slow") {
    Village village;
    PeerState state;
    state.bytes_per_second = 300;
    REQUIRE(save_peer(village.kiosk, village.hub.id(), state));
    const auto result = exchange_and_tell(village.kiosk, village.link);
    REQUIRE(result);
    CHECK(result->state == "lambat");
    CHECK(result->sentence.find("sangat lambat") != std::string::npos);
}

TEST_CASE("clock doubt: behind is always seen, ahead beside a fresh receipt") {
    Village village;
    village.submit(1);
    REQUIRE(exchange_and_tell(village.kiosk, village.link)->state == "baik");
    const Instant right = village.office.clock.now();
    village.office.clock.set(right -
                             660);  // both read this clock: the hub's time stays in its feed
    auto result = exchange_and_tell(village.kiosk, village.link);
    CHECK(result->state == "jam");
    CHECK(result->sentence.find("11 menit lebih lambat") != std::string::npos);
    CHECK(link_state(village.kiosk)["clock_off"] == 660);
    village.office.clock.set(right + 30);
    CHECK(exchange_and_tell(village.kiosk, village.link)->state == "baik");
    // A quiet hub is no wrong clock.
    village.office.clock.set(right + 90000);
    CHECK(exchange_and_tell(village.kiosk, village.link)->state == "baik");
    // A hub that is a day behind where the receipt was made just now.
    village.submit(1);
    village.link.before_answer = [&] { village.office.clock.set(right + 3600); };
    village.link.after_answer = [&] { village.office.clock.set(right + 90000); };
    result = exchange_and_tell(village.kiosk, village.link);
    CHECK(result->state == "jam");
    CHECK(result->sentence.find("24 jam lebih cepat") != std::string::npos);
}

TEST_CASE("a hub's folder is refused with a sentence") {
    Village village;
    const auto report = exchange(village.hub, village.link);
    REQUIRE(report.error);
    CHECK(report.error->code == ErrorCode::refused);
    CHECK(report.posts == 0);
}

TEST_CASE(
    "a person may ask to send now: at once, also outside the hours, but not against the hub") {
    Village village;
    ManualClock steady(1000);
    AgentSettings settings;
    settings.windows = Windows::parse({"18:00-18:10"}).value();
    village.office.clock.set(instant_of({2026, 11, 23}, 9, 0));
    Agent agent(village.kiosk, settings, steady);
    auto next = agent.next();
    REQUIRE(next);
    CHECK_FALSE(next->exchange);
    CHECK(next->doing.word == "window");
    CHECK(next->doing.until == instant_of({2026, 11, 23}, 18, 0));
    std::vector<Doing> told;
    agent.on_doing([&](const Doing& doing) { told.push_back(doing); });
    village.submit(2);
    agent.send_now();
    next = agent.next();
    REQUIRE(next);
    CHECK(next->exchange);
    REQUIRE(agent.meet(village.link));
    REQUIRE(told.size() >= 2);
    CHECK(told.front().word == "connecting");
    CHECK(told.front().of == 2);
    CHECK(told.back().word == "sending");
    CHECK(told.back().done == 2);
    next = agent.next();
    REQUIRE(next);
    CHECK(next->doing.word == "window");  // one exchange, then the hours hold again

    SeededRandom random(4);
    Rhythm rhythm(random);
    rhythm.ended(5000, true, 1200);
    rhythm.ask(5001);
    CHECK_FALSE(rhythm.is_due(5100, true));
    rhythm.ended(9000, false, 0);
    rhythm.ask(9001);
    CHECK(due_at(rhythm, 9001, false) == 9000 + Rhythm::kAskSeconds);
}

TEST_CASE("what the agent does stands in a file, written when it is new; the wish is taken once") {
    Village village;
    const auto folder = village.kiosk.folder();
    DoingFile file(folder);
    file.tell({.word = "sending", .done = 3, .of = 8});
    const auto read = [&] {
        const auto bytes = read_file(folder / "agent.now", 1000);
        REQUIRE(bytes.has_value());
        return std::string(as_text(*bytes));
    };
    CHECK(read() == R"({"doing":"sending","done":3,"of":8,"until":0})");
    std::filesystem::remove(folder / "agent.now");
    file.tell({.word = "sending", .done = 3, .of = 8});
    CHECK_FALSE(std::filesystem::exists(folder / "agent.now"));
    file.tell({.until = 77});
    CHECK(read() == R"({"doing":"idle","done":0,"of":0,"until":77})");
    CHECK_FALSE(file.take_send_now());
    REQUIRE(write_file_durably(folder / "send-now", {}));
    CHECK(file.take_send_now());
    CHECK_FALSE(file.take_send_now());
}
