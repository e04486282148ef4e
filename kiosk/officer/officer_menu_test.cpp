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
    world.touch("queue:menu");
    world.check_page();
    world.shot("menu");
    world.touch("menu:day_book");
    CHECK(world.says(kName));
    world.check_page();
    world.shot("day-book");
    world.touch("day_book:state");
    world.check_page();
    world.shot("day-book-state");
    REQUIRE(world.harness->tap_label("Sudah diverifikasi"));
    world.harness->step(3);
    CHECK_FALSE(world.says(kName));
    world.touch("day_book:state");
    REQUIRE(world.harness->tap_label("Semua"));
    world.harness->step(3);
    world.touch("next");  // save
    read(world);
    const auto csv =
        read_file(world.base.folder / "cetak" / "buku-register_2026-11-01_2026-11-23.csv", 1 << 16);
    REQUIRE(csv.has_value());
    CHECK(as_text(*csv).find(kName) != std::string::npos);
    world.touch("book:" + bare(code));
    CHECK(world.says("Surat pengantar RT/RW"));
    world.touch("back");
    world.touch("back");
    world.touch("menu:walk_in");
    world.check_page();
    world.shot("walk-in");
    world.touch("walk_in:service:SKTM");
    world.touch("walk_in:week_back");
    CHECK(world.says("15 November 2026"));
    world.check_page();
    world.shot("walk-in-date");
    world.touch("walk_in:begin");
    CHECK(world.says("Siapa yang meminta?"));
    const auto draft = world.counter().resume();
    REQUIRE(draft.has_value());
    CHECK(draft->entered == Date{2026, 11, 15});
    world.touch("header:home");
    world.touch("leave:yes");
    world.touch("header:officer");
    CHECK_FALSE(world.app->signed_in());
    CHECK(world.says("IGUNG DING"));
}
