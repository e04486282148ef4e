#include "sync/exchange.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "sync/peer.h"
#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

PeerState memory_of(Village& village) {
    return load_peer(village.kiosk, village.hub.id()).value();
}

std::uint64_t acts_at_hub(Village& village) {
    return village.hub.size_of(village.kiosk.open_feed(village.office.desa).id());
}

}  // namespace

TEST_CASE("three requests and their receipt take one round trip") {
    Village village;
    village.submit(3);
    const auto report = village.meet();
    INFO(told(report));
    CHECK_FALSE(report.error);
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK(report.posts == 1);
    CHECK(report.acts_sent == 3);
    CHECK(report.arrived == 3);
    CHECK(report.waiting == 0);
    CHECK(village.hold_the_same());
    const auto book = village.kiosk.book();
    REQUIRE(book);
    REQUIRE((*book)->cases().size() == 3);
    for (const auto& [id, one] : (*book)->cases()) CHECK(one.arrived);
    CHECK(faults(village.hub) == "");
    CHECK(faults(village.kiosk) == "");
}

TEST_CASE(
    "when there is nothing new a bundle each way has at most 120 bytes and the kiosk writes "
    "nothing") {
    Village village;
    village.submit(3);
    REQUIRE(village.meet().completed);
    for (int i = 0; i < 3; ++i) {
        const auto kiosk_version = village.kiosk.version();
        const auto report = village.meet();
        CHECK(report.completed);
        CHECK(report.acknowledged);
        CHECK(report.posts == 1);
        CHECK(report.bytes_up <= 120);
        CHECK(report.bytes_down <= 120);
        CHECK(report.acts_sent + report.acts_received == 0);
        CHECK(village.kiosk.version() == kiosk_version);
    }
}

TEST_CASE("what the hub adds comes in one round trip although the kiosk says only a hash") {
    Village village;
    village.submit(1);
    REQUIRE(village.meet().completed);
    for (int i = 0; i < 3; ++i) {
        village.office.enrol(village.hub, SigningKey::generate(village.office.random),
                             Role::petugas, village.office.desa);
        const auto report = village.meet();
        CHECK(report.completed);
        CHECK(report.posts == 1);
        CHECK(report.bytes_up <= 120);
        CHECK(report.acts_received == 1);
        CHECK(village.hold_the_same());
    }
}

TEST_CASE("a hundred requests cost less than 200 bytes each, a thousand less than 160") {
    Village village;
    for (const int count : {100, 1000}) {
        submit_filled(village, count);
        const auto report = village.meet();
        INFO(told(report));
        CHECK(report.completed);
        CHECK(report.acknowledged);
        MESSAGE(count << " requests: " << report.bytes_up << " up, " << report.bytes_down
                      << " down, " << report.posts << " posts");
        CHECK(report.bytes_up < static_cast<std::uint64_t>(count) * (count == 100 ? 200 : 160));
        CHECK(report.posts == 1);
    }
}

TEST_CASE("answers that never come: acts reach the hub, once, and none is called arrived") {
    Village village;
    village.link.answer_bytes = 0;
    village.submit(3);
    auto report = village.meet();
    CHECK(report.error->code == ErrorCode::network);
    CHECK_FALSE(report.completed);
    CHECK_FALSE(report.acknowledged);
    CHECK(report.waiting == 3);
    CHECK(report.arrived == 0);
    CHECK(acts_at_hub(village) == 3);
    CHECK(memory_of(village).in_flight);
    // Now it only asks, until somebody answers.
    report = village.meet();
    CHECK(report.bytes_up < 300);
    village.link.answer_bytes = SIZE_MAX;
    report = village.meet();
    CHECK(report.completed);
    CHECK(report.acts_sent == 0);
    CHECK(report.arrived == 3);
    CHECK(village.hold_the_same());
}

TEST_CASE("a request cut at any byte is lost or stored by whole chunks, and sent on from there") {
    Village village;
    submit_filled(village, 300);  // three chunks
    const std::uint64_t all = 300;
    std::size_t size = 1;
    std::uint64_t before = 0;
    while (acts_at_hub(village) < all) {
        village.link.request_bytes = size;
        const auto report = village.meet();
        CHECK_FALSE((report.acknowledged && acts_at_hub(village) < all));
        CHECK(acts_at_hub(village) >= before);
        before = acts_at_hub(village);
        REQUIRE(size < 200000);
        size = size * 3 / 2 + 1;
        // A link that lets nothing of the question through tells nothing; let it through at times.
        village.link.request_bytes = 400;
        REQUIRE(village.meet().acts_sent == 0);
    }
    CHECK(before > 0);
    village.link.request_bytes = SIZE_MAX;
    const auto report = village.meet();
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK(village.hold_the_same());
    CHECK(faults(village.hub) == "");
}

TEST_CASE("an answer cut at any byte does no harm") {
    Village village;
    village.link.piece = 97;
    for (std::size_t size = 0; size < 900; size += 13) {
        village.submit(1);
        village.link.answer_bytes = size;
        const auto cut = village.meet();
        village.link.answer_bytes = SIZE_MAX;
        const auto whole = village.meet();
        INFO(size);
        CHECK(whole.completed);
        CHECK(whole.acknowledged);
        CHECK(cut.acts_sent + whole.acts_sent <= 1);
        REQUIRE(village.hold_the_same());
    }
    CHECK(faults(village.kiosk) == "");
}

TEST_CASE("a captive portal changes nothing and is told by its name") {
    Village village;
    village.submit(2);
    village.link.meddle = [](const Bytes&) {
        const std::string_view page = "<html><body>Silakan login</body></html>";
        return Bytes(page.begin(), page.end());
    };
    const auto report = village.meet();
    REQUIRE(report.error);
    CHECK(report.error->code == ErrorCode::portal);
    CHECK(report.error->sentence.find("minta login") != std::string::npos);
    CHECK_FALSE(report.answered);
    CHECK(report.waiting == 2);
    CHECK(memory_of(village).belief.empty());
    village.link.meddle = nullptr;
    CHECK(village.meet().completed);
}

TEST_CASE("flipped bits of request or answer are never taken for a truth") {
    Village village;
    village.submit(2);
    const auto flip_at = [](std::size_t at) {
        return [at](Bytes bytes) {
            if (at < bytes.size()) bytes[at] ^= static_cast<std::uint8_t>(1U << (at % 8));
            return bytes;
        };
    };
    for (std::size_t at = 0; at < 700; at += 3) {
        village.link.meddle_request = flip_at(at);
        const auto up = village.meet();
        village.link.meddle_request = nullptr;
        village.link.meddle = flip_at(at);
        const auto down = village.meet();
        village.link.meddle = nullptr;
        if (at < village.link.requests[village.link.requests.size() - 2].size() && at >= 45)
            CHECK_FALSE(up.completed);
        CHECK(down.waiting <= 2);
    }
    const auto report = village.meet();
    INFO(told(report));
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK(acts_at_hub(village) == 2);
    CHECK(faults(village.hub) == "");
    CHECK(faults(village.kiosk) == "");
}

TEST_CASE("old answers played again are refused; old requests change nothing") {
    Village village;
    village.submit(1);
    REQUIRE(village.meet().completed);
    const Bytes old_request = village.link.requests.front();
    const Bytes old_answer = village.link.answers.front();
    village.submit(1);
    village.link.meddle = [&](const Bytes&) { return old_answer; };
    const auto fooled = village.meet();
    CHECK(fooled.error->code == ErrorCode::unauthentic);
    CHECK(fooled.waiting == 1);
    village.link.meddle = nullptr;
    REQUIRE(village.meet().completed);

    const auto before = frontier_for(village.hub, village.office.desa).value();
    CHECK(answer(village.hub, village.keeper, old_request));
    CHECK(frontier_for(village.hub, village.office.desa).value() == before);
    CHECK(village.meet().completed);
}

TEST_CASE("requests that overtake each other leave a gap that the next exchange fills") {
    Village village;
    village.submit(1);
    REQUIRE(village.meet().completed);
    village.link.meddle_request = [](const Bytes&) { return Bytes(); };  // lost on the way
    village.submit(1);
    village.meet();
    const Bytes first = village.link.requests.back();
    // The kiosk believes that it arrived and goes on.
    PeerState state = memory_of(village);
    state.in_flight = false;
    state.belief = frontier_for(village.kiosk, village.office.desa).value();
    REQUIRE(save_peer(village.kiosk, village.hub.id(), state));
    village.submit(1);
    village.meet();
    const Bytes second = village.link.requests.back();
    village.link.meddle_request = nullptr;
    CHECK(answer(village.hub, village.keeper, second));
    CHECK(acts_at_hub(village) == 1);
    CHECK(answer(village.hub, village.keeper, first));
    CHECK(acts_at_hub(village) == 2);
    CHECK(answer(village.hub, village.keeper, first));
    const auto report = village.meet();
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK(acts_at_hub(village) == 3);
    CHECK(village.hold_the_same());
}

TEST_CASE("a hub with another key is not believed") {
    Village village;
    village.submit(1);
    const BoxKey thief = BoxKey::generate(village.office.random);
    village.link.meddle = [&](const Bytes& real) {
        BundleRoute route;
        route.from = &thief;
        route.to = village.kiosk.box().public_key();
        route.sender = village.hub.id();
        route.recipient = village.kiosk.id();
        route.answers = read_address(village.link.requests.back())->header;
        const auto forged = seal_bundle(route, {encode_frame(Hello{})});
        return forged ? forged->bytes : real;
    };
    const auto report = village.meet();
    REQUIRE(report.error);
    CHECK(report.error->code == ErrorCode::unauthentic);
    CHECK_FALSE(report.answered);
    CHECK(report.waiting == 1);
}

TEST_CASE("a hub whose disk is full answers nothing and nothing is called sent") {
    Village village;
    village.keeper.fails = true;
    village.submit(1);
    CHECK_FALSE(village.meet().answered);
    CHECK(acts_at_hub(village) == 0);
    village.keeper.fails = false;
    CHECK(village.meet().acknowledged);
}

TEST_CASE("without a receipt an exchange is complete but not acknowledged") {
    Village village;
    village.keeper.is_silent = true;
    village.submit(2);
    const auto report = village.meet();
    CHECK(report.completed);
    CHECK_FALSE(report.acknowledged);
    CHECK(report.waiting == 2);
    CHECK(report.arrived == 0);
}

TEST_CASE("a link cut after every 12 kB still brings everything through") {
    Village village;
    submit_filled(village, 600);
    village.link.request_bytes = 12 * 1024;
    village.link.answer_bytes = 12 * 1024;
    int windows = 0;
    while (!village.meet().acknowledged) REQUIRE(++windows < 40);
    CHECK(village.hold_the_same());
    MESSAGE("600 requests in " << windows + 1 << " windows, " << village.link.up << " bytes up");
    CHECK(village.link.up < 600 * 400);
}

TEST_CASE("one request in a settled desa is one POST each way of a few hundred bytes") {
    Village village;
    submit_filled(village, 3);
    REQUIRE(village.meet().completed);
    for (int i = 0; i < 3; ++i) {
        submit_filled(village, 1);
        const auto report = village.meet();
        INFO(told(report));
        CHECK(report.completed);
        CHECK(report.acknowledged);
        CHECK(report.posts == 1);
        MESSAGE("one request: " << report.bytes_up << " up, " << report.bytes_down << " down");
        CHECK(report.bytes_up < 360);
        CHECK(report.bytes_down < 300);
        const auto nothing = village.meet();
        CHECK(nothing.posts == 1);
        CHECK(nothing.bytes_up <= 120);
        CHECK(nothing.bytes_down <= 120);
    }
}

TEST_CASE("an act that is made while the answer comes costs no question") {
    Village village;
    village.submit(1);
    REQUIRE(village.meet().completed);
    village.submit(1);
    bool once = true;
    village.link.after_answer = [&] {
        if (std::exchange(once, false)) village.submit(1);
    };
    const auto report = village.meet();
    INFO(told(report));
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK(report.posts == 2);
    CHECK(report.acts_sent == 2);
}
