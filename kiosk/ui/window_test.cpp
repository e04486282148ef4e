#include "kiosk/ui/window.h"

#include <doctest/doctest.h>

#include <cstdlib>

namespace disapa::ui {
namespace {

// The window itself is tried by the end-to-end tests; here only that a machine without a display
// gets a sentence and no crash.
TEST_CASE("without a display there is an error, not an end") {
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    const Words words = *Words::parse("{}");
    const auto window = Window::open({}, words);
    REQUIRE_FALSE(window);
    CHECK(window.error().code == ErrorCode::io);
    CHECK_FALSE(window.error().sentence.empty());
}

}  // namespace
}  // namespace disapa::ui
