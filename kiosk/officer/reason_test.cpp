#include "kiosk/officer/reason.h"

#include "kiosk/screens/officer_world.h"

using namespace disapa;
using disapa::testing::kClerk;
using disapa::testing::kClerkPin;
using disapa::testing::open_case;
using disapa::testing::read;
using disapa::testing::sktm_form;
using disapa::testing::World;

TEST_CASE("a return names the papers that are lacking, and the citizen reads why in plain words") {
    World world;
    const auto code = open_new_case(world);
    world.touch("do:return");
    CHECK_FALSE(world.harness->tap("reason:done"));  // nothing was said yet
    REQUIRE(world.tap("chip:foto_kurang_jelas"));
    world.touch("chip:kertas_kurang");
    CHECK_FALSE(world.harness->tap("reason:done"));  // which paper?
    world.touch("lacking:KK");
    world.check_page();
    world.shot("reason-papers");
    world.touch("reason:done");
    read(world);
    const auto status = world.counter().status(code).value();
    REQUIRE(status.reasons.size() == 3);
    CHECK(status.reasons[0] == "Foto kertas kurang jelas.");
    CHECK(status.reasons[1] == "Ada kertas yang kurang.");
    CHECK(status.reasons[2].starts_with("Kertas yang kurang: "));
    CHECK(status.reason.find(status.reasons[2]) != std::string::npos);
}

TEST_CASE("what ends a case is asked twice") {
    World world;
    const auto code = open_new_case(world);
    world.touch("do:cancel");
    REQUIRE(world.tap("offer:0"));
    world.touch("reason:done");
    world.check_page();
    world.shot("cancel-sure");
    CHECK(world.counter().view(code, nullptr)->state == CaseState::submitted);
    world.touch("cancel:no");
    CHECK(world.counter().view(code, nullptr)->state == CaseState::submitted);
    world.touch("do:cancel");
    REQUIRE(world.tap("offer:0"));
    world.touch("reason:done");
    world.touch("cancel:yes");
    CHECK(world.counter().view(code, nullptr)->state == CaseState::cancelled);
}
