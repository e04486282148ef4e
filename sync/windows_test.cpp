#include "sync/windows.h"

#include <doctest/doctest.h>

#include "shared/base/date.h"

using namespace disapa;

namespace {

Instant at(int hour, int minute) {
    return instant_of({2026, 11, 22}, hour, minute);
}

}  // namespace

TEST_CASE("no hours are all hours") {
    CHECK(Windows().is_open(at(3, 0)));
    CHECK(Windows().until_open(0) == 0);
    CHECK(Windows::parse({})->is_open(0));
}

TEST_CASE("ten minutes a day, by the clock of WITA") {
    const auto windows = Windows::parse({"18:00-18:10"}).value();
    CHECK_FALSE(windows.is_open(at(17, 59)));
    CHECK(windows.is_open(at(18, 0)));
    CHECK(windows.is_open(at(18, 9) + 59));
    CHECK_FALSE(windows.is_open(at(18, 10)));
    CHECK(windows.until_open(at(17, 30)) == 1800);
    CHECK(windows.until_open(at(18, 5)) == 0);
    CHECK(windows.until_open(at(18, 10)) == 24 * 3600 - 600);
    CHECK(windows.next_opening(at(3, 0)) == "18:00");
    CHECK(windows.is_open(-8 * 3600 + 18 * 3600));  // 1970, at a kiosk without a clock
}

TEST_CASE("several hours, one over midnight") {
    const auto windows = Windows::parse({"23:30-00:30", "06:00-07:00"}).value();
    CHECK(windows.is_open(at(23, 45)));
    CHECK(windows.is_open(at(0, 15)));
    CHECK_FALSE(windows.is_open(at(0, 30)));
    CHECK(windows.next_opening(at(1, 0)) == "06:00");
    CHECK(windows.next_opening(at(12, 0)) == "23:30");
}

TEST_CASE("nonsense is quoted and refused") {
    for (const char* text : {"", "18:00", "18:00-24:00", "18.00-18.10", "8:00-9:00", "18:00-18:60",
                             "18:00-18:00", "18:00 - 18:10", "ab:cd-ef:gh", "18:00-18:10 "}) {
        const auto windows = Windows::parse({"06:00-07:00", text});
        REQUIRE_FALSE(windows);
        CHECK(windows.error().code == ErrorCode::invalid);
        CHECK(windows.error().sentence.find("\"" + std::string(text) + "\"") != std::string::npos);
    }
    CHECK_FALSE(Windows::parse(std::vector<std::string>(Windows::kMost + 1, "06:00-07:00")));
}
