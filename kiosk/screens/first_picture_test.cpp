#include "kiosk/screens/first_picture.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared/store/store_world.h"

using disapa::screens::FirstPicture;
using disapa::testing::TempFolder;

namespace {

// A start of the program that a driver ends.
void start_and_die(const std::filesystem::path& folder, bool shown) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        FirstPicture picture(folder);
        if (shown) picture.came();
        ::_exit(1);  // no destructor runs, as after a signal
    }
    int state = 0;
    REQUIRE(::waitpid(child, &state, 0) == child);
}

}  // namespace

TEST_CASE("a start that died before its first picture is known by the next one, once") {
    const TempFolder temp;
    const auto folder = temp / ".";
    CHECK_FALSE(FirstPicture(folder).failed_before());
    CHECK_FALSE(FirstPicture(folder).failed_before());  // after an orderly end
    start_and_die(folder, false);
    CHECK(FirstPicture(folder).failed_before());
    CHECK_FALSE(FirstPicture(folder).failed_before());
}

TEST_CASE("who dies later was not killed by the first picture; no folder, no memory") {
    const TempFolder temp;
    const auto folder = temp / ".";
    start_and_die(folder, true);
    CHECK_FALSE(FirstPicture(folder).failed_before());
    start_and_die(folder / "tiada", false);
    CHECK_FALSE(FirstPicture(folder / "tiada").failed_before());
}
