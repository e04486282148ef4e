#include "sync/exchange.h"

#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

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
}

TEST_CASE("when there is nothing new a bundle each way stays below 300 bytes") {
    Village village;
    village.submit(3);
    REQUIRE(village.meet().completed);
    for (int i = 0; i < 3; ++i) {
        const auto report = village.meet();
        CHECK(report.completed);
        CHECK(report.acknowledged);
        CHECK(report.posts == 1);
        CHECK(report.bytes_up < 130);
        CHECK(report.bytes_down < 130);
        CHECK(report.acts_sent + report.acts_received == 0);
    }
}
