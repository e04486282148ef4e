#include "kiosk/officer/queue.h"

#include "kiosk/screens/officer_world.h"

using namespace disapa;
using disapa::testing::kClerk;
using disapa::testing::kClerkPin;
using disapa::testing::kName;
using disapa::testing::open_case;
using disapa::testing::read;
using disapa::testing::sktm_form;
using disapa::testing::tick_all;
using disapa::testing::World;

TEST_CASE("the queue finds a case by name, by code and by the end of a NIK") {
    World world;
    auto other = sktm_form();
    other["nama"] = "ADA NGAU";
    other["nik"] = "6402125203850003";
    const auto code = world.submit("SKTM", sktm_form());
    world.base.clock.advance(61);
    (void)world.submit("SKTM", other);
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    for (const auto& [typed, first, second] : {std::tuple{std::string("pebul"), true, false},
                                               {code, true, false},
                                               {std::string("0003"), false, true},
                                               {std::string("zzz"), false, false}}) {
        INFO(typed);
        REQUIRE(world.fill("queue:search", typed));
        world.harness->step(3);
        CHECK(world.says(kName) == first);
        CHECK(world.says("ADA NGAU") == second);
        REQUIRE(world.tap("queue:search"));
        for (std::size_t at = 0; at < typed.size(); ++at) world.harness->key(ui::Key::backspace);
        world.harness->key(ui::Key::escape);
        world.harness->step(2);
    }
}

TEST_CASE("a long queue shows every kind of case") {
    World world;
    std::vector<std::string> codes;
    const char* names[] = {"LUNG BILUNG", "ADA NGAU", "TIPUNG LAWE", "IBAU LENJAU", "DJIU DING"};
    for (const char* name : names) {
        auto form = sktm_form();
        form["nama"] = name;
        world.base.clock.advance(61);
        codes.push_back(world.submit("SKTM", form));
    }
    world.base.clock.advance(3 * 86400);
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, codes[0]);
    tick_all(world);
    world.touch("next");
    read(world);
    world.touch("back");
    CHECK_FALSE(world.says("LUNG BILUNG"));  // waits for the kades now
    world.touch("queue:tabs:3");
    CHECK(world.says("LUNG BILUNG"));
    CHECK(world.says("Terlambat"));
    world.check_page();
    world.shot("queue-all");
}
