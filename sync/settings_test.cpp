#include "sync/settings.h"

#include <doctest/doctest.h>

#include "shared/base/date.h"

using namespace disapa;

TEST_CASE("no file and no keys are the defaults") {
    for (const auto& settings :
         {read_settings("/nonexistent").value(), parse_settings("{}").value()}) {
        CHECK(settings.calm_seconds == 300);
        CHECK_FALSE(settings.daily_bytes);
        CHECK(settings.hubs.empty());
        CHECK(settings.windows.is_open(0));
    }
}

TEST_CASE("every key is read") {
    const auto settings = parse_settings(
        R"({"calm_seconds": 900, "daily_bytes": 5000000, "hubs": ["http://10.0.0.1:8420"],
            "windows": ["18:00-18:10"]})");
    REQUIRE(settings);
    CHECK(settings->calm_seconds == 900);
    CHECK(settings->daily_bytes == 5000000);
    CHECK(settings->hubs == std::vector<std::string>{"http://10.0.0.1:8420"});
    CHECK_FALSE(settings->windows.is_open(instant_of({2026, 11, 22}, 12, 0)));
}

TEST_CASE("nonsense is refused, and the sentence names it") {
    const std::vector<std::pair<const char*, const char*>> cases = {
        {"", "JSON"},
        {"[]", "JSON"},
        {"{", "JSON"},
        {R"({"calm": 3})", "\"calm\""},
        {R"({"calm_seconds": "300"})", "calm_seconds"},
        {R"({"calm_seconds": 1})", "calm_seconds"},
        {R"({"calm_seconds": 1e9})", "calm_seconds"},
        {R"({"daily_bytes": -1})", "daily_bytes"},
        {R"({"daily_bytes": 5})", "daily_bytes"},
        {R"({"daily_bytes": 5.5})", "daily_bytes"},
        {R"({"hubs": "http://a"})", "hubs"},
        {R"({"hubs": ["10.0.0.1"]})", "10.0.0.1"},
        {R"({"hubs": ["http://a b"]})", "http://a b"},
        {R"({"windows": [18]})", "windows"},
        {R"({"windows": ["18-19"]})", "18-19"},
    };
    for (const auto& [text, named] : cases) {
        INFO(text);
        const auto settings = parse_settings(text);
        REQUIRE_FALSE(settings);
        CHECK(settings.error().code == ErrorCode::invalid);
        CHECK(settings.error().sentence.find(named) != std::string::npos);
        CHECK(settings.error().sentence.find("agent.json") != std::string::npos);
    }
}
