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
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, code);
    REQUIRE(world.tap("do:return"));
    world.harness->step(3);
    CHECK_FALSE(world.harness->tap("reason:done"));  // nothing was said yet
    REQUIRE(world.tap("chip:foto_kurang_jelas"));
    REQUIRE(world.tap("chip:kertas_kurang"));
    world.harness->step(3);
    CHECK_FALSE(world.harness->tap("reason:done"));  // which paper?
    REQUIRE(world.tap("lacking:KK"));
    world.harness->step(3);
    world.check_page();
    world.shot("reason-papers");
    REQUIRE(world.tap("reason:done"));
    world.harness->step(3);
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
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, code);
    REQUIRE(world.tap("do:cancel"));
    world.harness->step(3);
    REQUIRE(world.tap("offer:0"));
    REQUIRE(world.tap("reason:done"));
    world.harness->step(3);
    world.check_page();
    world.shot("cancel-sure");
    CHECK(world.counter().view(code, nullptr)->state == CaseState::submitted);
    REQUIRE(world.tap("cancel:no"));
    world.harness->step(3);
    CHECK(world.counter().view(code, nullptr)->state == CaseState::submitted);
    REQUIRE(world.tap("do:cancel"));
    world.harness->step(3);
    REQUIRE(world.tap("offer:0"));
    REQUIRE(world.tap("reason:done"));
    world.harness->step(3);
    REQUIRE(world.tap("cancel:yes"));
    world.harness->step(3);
    CHECK(world.counter().view(code, nullptr)->state == CaseState::cancelled);
}
