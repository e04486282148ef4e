#include "sync/budget.h"

#include "shared/base/date.h"
#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

TEST_CASE("a day's bytes are spent, outlive the program, and come back the next day in WITA") {
    Village village;
    const Instant noon = instant_of({2026, 11, 22}, 12, 0);
    Budget budget(village.kiosk, 1000);
    CHECK(budget.left(noon) == 1000);
    REQUIRE(budget.spend(noon, 300));
    REQUIRE(budget.spend(noon, 300));
    CHECK(budget.left(noon) == 400);
    CHECK(Budget(village.kiosk, 1000).left(noon) == 400);
    REQUIRE(budget.spend(noon, 5000));
    CHECK(budget.left(noon) == 0);
    CHECK(budget.left(instant_of({2026, 11, 22}, 23, 59)) == 0);
    CHECK(budget.left(instant_of({2026, 11, 23}, 0, 0)) == 1000);
}

TEST_CASE("a clock put back by a day gives nothing back; one that was far ahead does no harm") {
    Village village;
    const Instant noon = instant_of({2026, 11, 22}, 12, 0);
    Budget budget(village.kiosk, 1000);
    REQUIRE(budget.spend(noon, 900));
    CHECK(budget.left(noon - 24 * 3600) == 100);
    REQUIRE(budget.spend(instant_of({2036, 1, 1}), 1000));
    CHECK(budget.left(instant_of({2036, 1, 1})) == 0);
    CHECK(budget.left(noon) == 1000);
}

TEST_CASE("no limit is no limit and writes nothing") {
    Village village;
    Budget budget(village.kiosk, std::nullopt);
    const auto version = village.kiosk.version();
    REQUIRE(budget.spend(0, 1000000));
    CHECK(village.kiosk.version() == version);
    CHECK(budget.left(0) == UINT64_MAX);
}
