#include "kiosk/devices/health.h"

#include <doctest/doctest.h>
#include <unistd.h>

using namespace disapa::devices;
namespace fs = std::filesystem;

TEST_CASE("a machine is measured, and nothing of the measuring stays") {
    const auto folder = fs::temp_directory_path() / ("health-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    const auto facts = measure_machine(folder);
    CHECK(facts.disk_total > facts.disk_free);
    CHECK(facts.disk_free > 0);
    CHECK(facts.write_ms >= 0);
    CHECK(facts.memory_total > facts.memory_own);
    CHECK(facts.memory_own > 0);
    CHECK(fs::is_empty(folder));
    fs::remove_all(folder);
}

TEST_CASE("a folder that cannot be written is told, not thrown") {
    const auto facts = measure_machine("/nonexistent/folder");
    CHECK(facts.write_ms == -1);
    CHECK(facts.disk_total == 0);
}
