#include "kiosk/counter/settings.h"

#include <doctest/doctest.h>

namespace disapa {

TEST_CASE("a kiosk's settings: what is left out keeps its default") {
    const auto none = parse_kiosk_settings("{}");
    REQUIRE(none);
    CHECK(none->camera == "auto");
    CHECK(none->receipt_mm == 58);
    const auto some = parse_kiosk_settings(R"({"receipt_mm": 80, "voice": false, "volume": 0})");
    REQUIRE(some);
    CHECK(some->receipt_mm == 80);
    CHECK_FALSE(some->voice);
    CHECK(some->volume == 0);
    CHECK(read_kiosk_settings("/nowhere"));
}

TEST_CASE("nonsense in the settings is named, never guessed at") {
    for (const char* bad : {"", "[]", R"({"volum": 3})", R"({"volume": 101})", R"({"volume": "1"})",
                            R"({"receipt_mm": 60})", R"({"camera": 1})", R"({"voice": "ya"})"}) {
        CAPTURE(bad);
        const auto read = parse_kiosk_settings(bad);
        REQUIRE_FALSE(read);
        CHECK(read.error().sentence.starts_with("Pengaturan kiosk.json salah"));
    }
}

}  // namespace disapa
