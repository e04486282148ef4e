#include "kiosk/counter/admin_pin.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include "shared/base/limits.h"

using namespace disapa;
namespace fs = std::filesystem;

TEST_CASE("the admin's PIN: set, checked, throttled on the disk, set anew") {
    const auto folder = fs::temp_directory_path() / ("admin-pin-" + std::to_string(::getpid()));
    SystemRandom random;
    ManualClock clock(1'800'000'000);
    const auto none = set_admin_pin(folder, "730516", random, kArgon2ForTests);
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().code == ErrorCode::not_found);
    fs::create_directories(folder / "keys");
    CHECK(check_admin_pin(folder, "730516", clock).error().code == ErrorCode::not_found);
    CHECK_FALSE(set_admin_pin(folder, "111111", random, kArgon2ForTests).has_value());
    REQUIRE(set_admin_pin(folder, "730516", random, kArgon2ForTests).has_value());
    CHECK(check_admin_pin(folder, "730516", clock).has_value());
    for (int i = 0; i < limits::kPinFreeTries; ++i) {
        CHECK(check_admin_pin(folder, "730517", clock).error().code == ErrorCode::unauthentic);
    }
    CHECK(check_admin_pin(folder, "730516", clock).error().code == ErrorCode::throttled);
    clock.advance(limits::kPinWaitMinutesMax * 60 + 1);
    CHECK(check_admin_pin(folder, "730516", clock).has_value());
    REQUIRE(set_admin_pin(folder, "482915", random, kArgon2ForTests).has_value());
    CHECK_FALSE(check_admin_pin(folder, "730516", clock).has_value());
    CHECK(check_admin_pin(folder, "482915", clock).has_value());
    fs::remove_all(folder);
}
