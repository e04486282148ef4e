#include "sync/request.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "sync/inbox.h"
#include "sync/peer.h"
#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

std::uint64_t acts_at_hub(Village& village) {
    return village.hub.size_of(village.kiosk.open_feed(village.office.desa).id());
}

}  // namespace

TEST_CASE(
    "photos go when no act waits, small ones first, and an act made meanwhile overtakes them") {
    Village village;
    const auto large = submit_papers(village, 2, 60000);
    const auto small = submit_papers(village, 2, 9000);
    const auto held = [&](const std::vector<Digest>& hashes) {
        return std::count_if(hashes.begin(), hashes.end(),
                             [&](const Digest& hash) { return village.hub.has_blob(hash); });
    };
    std::vector<std::int64_t> seen_small, seen_large;
    std::vector<std::uint64_t> seen_acts;
    std::uint64_t posts = 0;
    village.link.after_answer = [&] {
        seen_acts.push_back(acts_at_hub(village));
        seen_small.push_back(held(small));
        seen_large.push_back(held(large));
        if (++posts == 2) village.submit(1);
    };
    const auto report = village.meet();
    INFO(told(report));
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK(report.blob_bytes_sent == 2 * 60000 + 2 * 9000);
    REQUIRE(seen_small.size() > 3);
    CHECK(seen_small[0] + seen_large[0] == 0);  // the first POST brings acts and decisions
    CHECK(seen_small[1] == 2);
    CHECK(seen_large[1] == 0);
    CHECK(seen_acts[1] == 4);
    CHECK(seen_acts[2] == 5);  // the third brought the act
    CHECK(held(large) == 2);
}

TEST_CASE("the first POST asks for decisions though the hub already waits for photos") {
    Village village;
    submit_papers(village, 2, 60000);
    ExchangeBounds bounds;
    bounds.bytes = 2000;  // the acts alone
    const auto report = exchange(village.kiosk, village.link, bounds);
    REQUIRE(report.held_back);
    REQUIRE_FALSE(load_peer(village.kiosk, village.hub.id())->wanted.empty());
    const std::size_t before = village.link.requests.size();
    CHECK(village.meet().completed);
    REQUIRE(village.link.requests.size() > before + 1);
    CHECK(village.link.requests[before].size() < 500);
}

TEST_CASE("a decision at the hub comes down with the next answer while photos go up") {
    Village village;
    submit_papers(village, 4, 60000);
    std::uint64_t posts = 0;
    village.link.before_answer = [&] {
        if (++posts == 3)
            village.office.enrol(village.hub, SigningKey::generate(village.office.random),
                                 Role::petugas, village.office.desa);
    };
    std::uint64_t came_at = 0;
    const FeedId office = village.hub.open_feed(village.office.kecamatan).id();
    std::uint64_t before = 0;
    village.link.after_answer = [&] {
        const std::uint64_t now = village.kiosk.size_of(office);
        if (posts > 3 && now > before && came_at == 0) came_at = posts;
        before = now;
    };
    const auto report = village.meet();
    INFO(told(report));
    CHECK(report.completed);
    CHECK(report.posts > 5);
    CHECK(came_at == 4);  // it was there before the fourth POST was answered
}

TEST_CASE("photos alone show a link that was bad that it is good again") {
    Village village;
    village.meet();
    const auto hub = key_id_of(village.kiosk.setup().hub_key);
    auto state = load_peer(village.kiosk, hub).value();
    state.setbacks = 8;
    REQUIRE(save_peer(village.kiosk, hub, state));
    submit_papers(village, 4, 60000);
    const auto report = village.meet();
    INFO(told(report));
    CHECK(report.completed);
    CHECK(report.posts < 40);
    CHECK(load_peer(village.kiosk, hub).value().setbacks == 0);
}

namespace {

// Two POSTs at once, in ways that the derived ones say; each POST goes over another link.
class TwoAtOnce : public Link {
  public:
    explicit TwoAtOnce(Link& link) : link_(link) {}
    LinkReply post(ByteView request, std::size_t room,
                   const std::function<Status(ByteView)>& on_bytes) override {
        return link_.post(request, room, on_bytes);
    }

  private:
    Link& link_;
};

// The later one ends first, and the other one right behind it.
class CrossingLink final : public TwoAtOnce {
  public:
    using TwoAtOnce::TwoAtOnce;
    void post_run(const std::function<std::optional<Turn>()>& next) override {
        while (auto first = next()) {
            auto second = next();
            crossed += second ? 1 : 0;
            for (auto* turn : {&second, &first}) {
                if (!*turn) continue;
                auto reply = post((*turn)->request, (*turn)->answer_room, (*turn)->on_bytes);
                const auto bytes =
                    (first ? first->request.size() : 0) + (second ? second->request.size() : 0);
                const bool is_behind = turn == &first && second;
                reply.milliseconds =
                    is_behind ? 1 : static_cast<std::int64_t>(bytes * 1000 / kRate);
                if (!(*turn)->on_done(reply)) return;
            }
        }
    }
    static constexpr std::uint64_t kRate = 7000;  // bytes a second
    int crossed = 0;
};

// Served in their order; the first one's answer is lost once and comes later.
class LateAnswerLink final : public TwoAtOnce {
  public:
    using TwoAtOnce::TwoAtOnce;
    void post_run(const std::function<std::optional<Turn>()>& next) override {
        while (auto first = next()) {
            auto second = next();
            late += second ? 1 : 0;
            Bytes answer;
            const auto reply = post(first->request, first->answer_room, [&](ByteView bytes) {
                append(answer, bytes);
                return Status();
            });
            if (second &&
                !second->on_done(post(second->request, second->answer_room, second->on_bytes)))
                return;
            CHECK(first->on_bytes(answer));
            if (!first->on_done(reply)) return;
        }
    }
    int late = 0;
};

}  // namespace

TEST_CASE("of POSTs that overtake each other no photo is sent twice") {
    Village village;
    CrossingLink link(village.link);
    submit_papers(village, 6, 12000);
    const auto report = exchange(village.kiosk, link);
    INFO(told(report));
    CHECK(report.completed);
    CHECK(link.crossed > 0);
    CHECK(report.blob_bytes_sent == 6 * 12000);
}

TEST_CASE("an answer that comes late asks for nothing that a newer one no longer asked for") {
    Village village;
    LateAnswerLink link(village.link);
    submit_papers(village, 6, 12000);
    const auto report = exchange(village.kiosk, link);
    INFO(told(report));
    CHECK(report.completed);
    CHECK(link.late > 0);
    CHECK(report.blob_bytes_sent == 6 * 12000);
}

TEST_CASE("answers that come together tell of no faster link") {
    Village village;
    CrossingLink link(village.link);
    submit_papers(village, 12, 40000);
    const auto report = exchange(village.kiosk, link);
    INFO(told(report));
    CHECK(report.completed);
    CHECK(link.crossed > 1);
    CHECK(report.bytes_per_second > CrossingLink::kRate / 2);
    CHECK(report.bytes_per_second < CrossingLink::kRate * 2);
}

TEST_CASE("photos cut anywhere go on from the last chunk that arrived") {
    for (const std::size_t cut : {3000U, 20000U, 33000U}) {
        Village village;
        const auto papers = submit_papers(village, 2, 100000);
        village.link.request_bytes = cut;
        CHECK_FALSE(village.meet().completed);
        const auto first = village.link.up;
        village.link.request_bytes = SIZE_MAX;
        const auto report = village.meet();
        INFO(told(report));
        CHECK(report.completed);
        for (const Digest& hash : papers) CHECK(village.hub.has_blob(hash));
        // Payload, a fiftieth around it, and what the cut cost: less than two chunks.
        CHECK(first + report.bytes_up < 200000 + 4000 + 2 * limits::kChunkBytes);
        CHECK(faults(village.hub) == "");
    }
}

namespace {

// 300 bytes a second of which a fifth is lost, 1.2 s of round trip, up for a minute at a time.
class MinuteLink final : public Link {
  public:
    explicit MinuteLink(MemoryLink& road) : road_(road) {}
    double seconds_left = 60;

    LinkReply post(ByteView request, std::size_t room,
                   const std::function<Status(ByteView)>& on_bytes) override {
        constexpr double kRate = 240, kRoundTrip = 1.2;
        const auto carried = [&] {
            return static_cast<std::size_t>(std::max(0.0, seconds_left) * kRate);
        };
        const double begun = seconds_left;
        seconds_left -= kRoundTrip;
        road_.request_bytes = carried();
        seconds_left -= static_cast<double>(std::min(request.size(), carried())) / kRate;
        road_.answer_bytes = carried();
        auto reply = road_.post(request, room, on_bytes);
        seconds_left -= static_cast<double>(reply.bytes_down) / kRate;
        if (!reply.outcome) seconds_left = 0;
        reply.milliseconds = static_cast<std::int64_t>((begun - seconds_left) * 1000);
        return reply;
    }

  private:
    MemoryLink& road_;
};

}  // namespace

TEST_CASE("300 B/s, a fifth lost, cut every minute: acts and photos progress in every window") {
    Village village;
    submit_filled(village, 500);
    const Digest photo = submit_papers(village, 1, 40000).front();
    const auto progress = [&] {
        std::uint64_t sum = village.hub.has_blob(photo) ? 40000 : 0;
        const auto wanted = wanted_blobs(village.hub, village.kiosk.id());
        if (sum == 0 && !wanted->empty()) sum = wanted->front().offset;
        for (Node* node : {&village.hub, &village.kiosk})
            for (const FeedName& feed : node->feeds()) sum += node->size_of(feed.id());
        return sum;
    };
    int windows = 0;
    bool is_done = false;
    while (!is_done) {
        const std::uint64_t before = progress();
        MinuteLink link(village.link);
        const auto report = exchange(village.kiosk, link);
        INFO(windows << " " << told(report));
        is_done = report.completed && report.acknowledged;
        // The first window may only teach how slow the link is.
        CHECK((is_done || windows == 0 || progress() > before));
        REQUIRE(++windows < 60);
    }
    MESSAGE(windows << " windows of a minute");
    CHECK(village.hold_the_same());
    CHECK(faults(village.hub) == "");
}
