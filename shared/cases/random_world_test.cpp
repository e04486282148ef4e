#include "shared/cases/random_world.h"

#include <doctest/doctest.h>

#include <ctime>

#include "shared/base/thorough.h"

namespace disapa::test {
namespace {

constexpr int kSeeds = 60, kSteps = 90;

std::string picture_of(const RandomWorld& world, const RandomWorld::Node& node) {
    return picture(node.book, world.feeds.ids());
}

// A decision that was shown as counted stands for ever.
void check_decisions(RandomWorld::Node& node) {
    for (const auto& [id, decision] : node.decided) {
        const Case* of = node.book.find(id);
        REQUIRE(of != nullptr);
        CHECK(of->decision == decision);
    }
    for (const auto& [id, of] : node.book.cases()) {
        for (const LifeAct& one : of.life) {
            const bool counts = one.counted && one.outcome.fate == Fate::effect;
            if (one.digest == of.decision && counts && of.steps.flow != Flow::desa) {
                node.decided[id] = of.decision;
            }
        }
    }
}

TEST_CASE("random worlds: a book read step by step is the book read at once, on every node") {
    std::map<CaseState, int> seen;
    int held = 0, late = 0, answers = 0;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        CAPTURE(seed);
        RandomWorld world(seed);
        for (int step = 0; step < kSteps; ++step) {
            world.step();
            CAPTURE(step);
            auto& node = world.nodes[world.pick(world.nodes.size())];
            world.refresh(node);
            if (static_cast<std::size_t>(step) % testing::kOneOf != 0) continue;
            REQUIRE(picture_of(world, node) == picture(world.book(node.held), world.feeds.ids()));
            node.held.backwards = !node.held.backwards;
            REQUIRE(picture_of(world, node) == picture(world.book(node.held), world.feeds.ids()));
            check_decisions(node);
        }
        world.settle();
        const std::string hub = picture_of(world, world.nodes[0]);
        for (auto& node : world.nodes) {
            CHECK(picture_of(world, node) == hub);
            CHECK(node.book.complete());
            CHECK(node.book.changed_decisions().empty());
            check_decisions(node);
        }
        const Book& book = world.nodes[0].book;
        for (const Digest& digest : world.forged) {
            for (const char* signer : {"", "C1", "C2", "C3", "camat"}) {
                const KeyId key = signer[0] == 0 ? KeyId{} : key_of(signer);
                CHECK(book.outcome(digest, key).fate != Fate::effect);
            }
        }
        for (const auto& [id, of] : book.cases()) {
            ++seen[of.state];
            for (const LifeAct& one : of.life) late += one.outcome.reason == fate::kLate ? 1 : 0;
        }
        for (const auto& [id, of] : book.inquiries()) answers += of.answers.size() > 1 ? 1 : 0;
        for (const LifeAct& one : book.without_effect()) held += one.outcome.fate == Fate::held;
    }
    // The worlds reach what the rules are about.
    for (const auto state :
         {CaseState::approved, CaseState::issued, CaseState::returned, CaseState::amended,
          CaseState::cancelled, CaseState::printed, CaseState::rejected, CaseState::endorsed}) {
        CAPTURE(to_text(state));
        CHECK(seen[state] > 0);
    }
    CHECK(held > 0);
    CHECK(late > 0);
    CHECK(answers > 0);
}

TEST_CASE("random worlds: any order of arrival and any order of feeds give the same book") {
    for (std::uint64_t seed = 1000; seed < 1020; ++seed) {
        CAPTURE(seed);
        RandomWorld world(seed);
        for (int step = 0; step < kSteps; ++step) world.step();
        world.settle();
        const auto ids = world.feeds.ids();
        const std::string whole = picture(world.book(), ids);
        for (int way = 0; way < 3; ++way) {
            HeldFeeds held(world.feeds);
            Book book(world.setup());
            for (int arrivals = 0; arrivals < 40; ++arrivals) {
                const FeedId& feed = ids[world.pick(ids.size())];
                held.hold(feed, held.size_of(feed) + world.pick(12));
                held.backwards = world.pick(2) == 0;
                book.refresh(held, world.now);
                if (arrivals % 8 == 0) {
                    REQUIRE(picture(book, ids) == picture(world.book(held), ids));
                }
            }
            held.hold_all();
            book.refresh(held, world.now);
            CHECK(picture(book, ids) == whole);
            book.refresh(held, world.now);  // nothing new
            CHECK(picture(book, ids) == whole);
        }
    }
}

TEST_CASE("random worlds: erasing what is over changes no outcome") {
    for (std::uint64_t seed = 2000; seed < 2010; ++seed) {
        CAPTURE(seed);
        RandomWorld world(seed);
        for (int step = 0; step < kSteps; ++step) world.step();
        world.settle();
        const auto states = [&world] {
            std::map<Digest, std::tuple<CaseState, std::string, Digest>> all;
            const Book book = world.book();
            for (const auto& [id, of] : book.cases()) all[id] = {of.state, of.number, of.decision};
            return all;
        };
        const auto before = states();
        for (const auto& [id, state] : before) {
            world.feeds.erase(id);
            world.feeds.erase(std::get<2>(state));
        }
        CHECK(states() == before);
    }
}

double processor_ms() {
    return static_cast<double>(std::clock()) * 1e3 / CLOCKS_PER_SEC;
}

// 2,000 cases of seven acts each, all counted; then one act after the other at the counter.
TEST_CASE("a large region: one more act is taken in at once") {
    TestWorld world;
    world.people();
    const FeedId k1 = world.feeds.open("K1", kDesaA);
    world.roster_now();
    world.grant(k1, 1, 5000);
    std::vector<Digest> endorsed;
    for (int i = 1; i <= 2000; ++i) {
        endorsed.push_back(world.ask(k1, i).endorsed);
        if (i % 10 != 0) continue;
        world.receive(k1);
        for (const Digest& of : endorsed) {
            const Digest approved = world.decide(world.approval(of), "camat");
            world.put(k1, act(ActType::printed, approved));
            world.put(k1, act(ActType::handed_over, approved));
        }
        endorsed.clear();
    }
    world.receive(k1);
    // Against reading it all at once, and in time of the processor: a busy machine slows both
    // alike.
    double start = processor_ms();
    Book book = world.book();
    const double whole = processor_ms() - start;
    double worst = 0;
    for (int i = 0; i < 50; ++i) {
        world.submit(k1, "M");
        start = processor_ms();
        book.refresh(world.feeds, world.now);
        worst = std::max(worst, processor_ms() - start);
    }
    MESSAGE("read at once " << whole << " ms; one more act, the slowest " << worst << " ms");
    CHECK(book.cases().size() == 2050);
    CHECK(worst < whole / 20);
    start = processor_ms();
    world.receive(k1);
    book.refresh(world.feeds, world.now);
    const double counted = processor_ms() - start;
    MESSAGE("counting them " << counted << " ms");
    CHECK(counted < whole / 20);

    // A kiosk that has not met its hub for as long: all of it uncounted.
    HeldFeeds alone(world.feeds);
    alone.hold_all();
    alone.drop(world.ledger_a, 2);
    Book offline = world.book(alone);
    CHECK(offline.cases().size() == 2050);
    world.submit(k1, "M");
    alone.hold(k1, world.feeds.size_of(k1));
    start = processor_ms();
    offline.refresh(alone, world.now);
    const double uncounted = processor_ms() - start;
    MESSAGE("one more of 12,000 uncounted " << uncounted << " ms");
    CHECK(offline.cases().size() == 2051);
    CHECK(uncounted < whole / 20);
}

}  // namespace
}  // namespace disapa::test
