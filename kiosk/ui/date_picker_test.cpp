#include "kiosk/ui/date_picker.h"

#include <doctest/doctest.h>

#include "kiosk/ui/harness.h"

namespace disapa::ui {
namespace {

struct Born {
    Words words = *Words::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets/words/id.json");
    DateParts parts;
    DateRange range;
    int changes = 0;
    Harness harness{words, [this](Ui& ui) {
                        const Rect page = ui.area().inset(ui.margin());
                        changes += date_picker(ui, page, "born", parts, range) ? 1 : 0;
                    }};
};

TEST_CASE("three taps make a date, each part opens the next") {
    Born born;
    REQUIRE(born.harness.tap("born:d17"));
    REQUIRE(born.harness.tap("born:m8"));
    CHECK_FALSE(born.parts.date());
    REQUIRE(born.harness.tap("born:y1990"));
    CHECK(born.parts.date() == Date{1990, 8, 17});
    CHECK(born.changes == 3);
    CHECK(born.harness.says("Agustus"));
}

TEST_CASE("years are turned by twenty and end where the range ends") {
    Born born;
    born.range = {1940, 1985, 1970};
    REQUIRE(born.harness.tap("born:part2"));
    CHECK(born.harness.find("born:y1960") != nullptr);
    REQUIRE(born.harness.tap("born:earlier"));
    CHECK(born.harness.find("born:y1940") != nullptr);
    CHECK_FALSE(born.harness.find("born:earlier")->enabled);
    REQUIRE(born.harness.tap("born:later"));
    REQUIRE(born.harness.tap("born:later"));
    CHECK(born.harness.find("born:y1985") != nullptr);
    CHECK(born.harness.find("born:y1986") == nullptr);
    CHECK_FALSE(born.harness.tap("born:later"));
}

TEST_CASE("a day that does not exist is no date") {
    Born born;
    born.parts = {30, 2, 2020};
    CHECK_FALSE(born.parts.date());
    born.parts.day = 29;
    CHECK(born.parts.date() == Date{2020, 2, 29});
    CHECK(DateParts::of({2026, 11, 22}) == DateParts{22, 11, 2026});
}

}  // namespace
}  // namespace disapa::ui
