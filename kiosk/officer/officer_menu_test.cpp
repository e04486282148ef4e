#include "kiosk/officer/officer_menu.h"

#include "kiosk/screens/officer_world.h"
#include "shared/base/file.h"

using namespace disapa;
using disapa::testing::bare;
using disapa::testing::kClerk;
using disapa::testing::kClerkPin;
using disapa::testing::kName;
using disapa::testing::read;
using disapa::testing::sktm_form;
using disapa::testing::World;

TEST_CASE("the menu leads to the day book, to a paper form with its date, and to another officer") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    REQUIRE(world.tap("queue:menu"));
    world.harness->step(3);
    world.check_page();
    world.shot("menu");
    REQUIRE(world.tap("menu:day_book"));
    world.harness->step(3);
    CHECK(world.says(kName));
    world.check_page();
    world.shot("day-book");
    REQUIRE(world.tap("day_book:state"));
    world.harness->step(3);
    world.check_page();
    world.shot("day-book-state");
    REQUIRE(world.harness->tap_label("Sudah diverifikasi"));
    world.harness->step(3);
    CHECK_FALSE(world.says(kName));
    REQUIRE(world.tap("day_book:state"));
    world.harness->step(3);
    REQUIRE(world.harness->tap_label("Semua"));
    world.harness->step(3);
    REQUIRE(world.tap("next"));  // save
    world.harness->step(3);
    read(world);
    const auto csv =
        read_file(world.base.folder / "cetak" / "buku-register_2026-11-01_2026-11-23.csv", 1 << 16);
    REQUIRE(csv.has_value());
    CHECK(as_text(*csv).find(kName) != std::string::npos);
    REQUIRE(world.tap("book:" + bare(code)));
    world.harness->step(3);
    CHECK(world.says("Surat pengantar RT/RW"));
    REQUIRE(world.tap("back"));
    world.harness->step(3);
    REQUIRE(world.tap("back"));
    world.harness->step(3);
    REQUIRE(world.tap("menu:walk_in"));
    world.harness->step(3);
    world.check_page();
    world.shot("walk-in");
    REQUIRE(world.tap("walk_in:service:SKTM"));
    world.harness->step(3);
    REQUIRE(world.tap("walk_in:week_back"));
    world.harness->step(3);
    CHECK(world.says("15 November 2026"));
    world.check_page();
    world.shot("walk-in-date");
    REQUIRE(world.tap("walk_in:begin"));
    world.harness->step(3);
    CHECK(world.says("Siapa yang meminta?"));
    const auto draft = world.counter().resume();
    REQUIRE(draft.has_value());
    CHECK(draft->entered == Date{2026, 11, 15});
    REQUIRE(world.tap("header:home"));
    world.harness->step(3);
    REQUIRE(world.tap("leave:yes"));
    world.harness->step(3);
    REQUIRE(world.tap("header:officer"));
    world.harness->step(3);
    CHECK_FALSE(world.app->signed_in());
    CHECK(world.says("IGUNG DING"));
}
