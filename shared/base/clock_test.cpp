#include "shared/base/clock.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <string>

#include "shared/base/date.h"

using namespace disapa;

namespace {
// The variable as `value` while this lives.
class Setting {
  public:
    explicit Setting(const char* value) { ::setenv("DISAPA_NOW", value, 1); }
    ~Setting() { ::unsetenv("DISAPA_NOW"); }
    Setting(const Setting&) = delete;
    Setting& operator=(const Setting&) = delete;
};
constexpr Instant kPatience = 60;  // a slow machine may take this long between two lines
}  // namespace

TEST_CASE("without DISAPA_NOW the clock is the machine's") {
    ::unsetenv("DISAPA_NOW");
    const SystemClock clock;
    const auto machine = static_cast<Instant>(std::time(nullptr));
    CHECK(clock.now() >= machine - 1);
    CHECK(clock.now() <= machine + kPatience);
    CHECK(clock.notice().empty());
    const Setting empty("");
    CHECK(SystemClock().notice().empty());
}

TEST_CASE("DISAPA_NOW starts the clock elsewhere and says so") {
    for (const char* value : {"1795226400", "2026-11-21T10:00"}) {
        const Setting setting(value);
        const SystemClock clock;
        CHECK_MESSAGE(clock.now() >= 1795226400, std::string(value));
        CHECK(clock.now() <= 1795226400 + kPatience);
        CHECK(clock.notice().find("2026-11-21T10:00 WITA") != std::string::npos);
    }
    const Setting epoch("0");
    CHECK(SystemClock().now() <= kPatience);
}

TEST_CASE("a DISAPA_NOW that is no time is ignored aloud") {
    for (const char* value : {"besok", "-5", "12x", "2026-13-01T00:00", "2026-11-21",
                              "99999999999999999999", "253402300800"}) {
        const Setting setting(value);
        const SystemClock clock;
        CHECK(clock.now() >= static_cast<Instant>(std::time(nullptr)) - 1);
        CHECK_MESSAGE(clock.notice().find("diabaikan") != std::string::npos, std::string(value));
    }
}

TEST_CASE("a manual clock moves only by hand") {
    ManualClock clock(100);
    CHECK(clock.now() == 100);
    clock.advance(20);
    CHECK(clock.now() == 120);
    clock.set(5);
    CHECK(clock.now() == 5);
}
