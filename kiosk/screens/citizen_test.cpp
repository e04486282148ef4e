#include "kiosk/screens/citizen.h"

#include "kiosk/screens/screens_world.h"

using namespace disapa;
using disapa::testing::kKk;
using disapa::testing::kName;
using disapa::testing::kNik;
using disapa::testing::World;

namespace {

// A citizen fills the form of SKTM from the home screen up to the papers.
void fill_sktm(World& world) {
    REQUIRE(world.tap("svc:SKTM"));
    REQUIRE(world.says("Saya") == false);
    world.shot("about");
    REQUIRE(world.tap("next"));
    REQUIRE(world.fill("ask:nik", kNik));
    world.shot("form-1");
    REQUIRE(world.fill("ask:no_kk", kKk));
    REQUIRE(world.fill("ask:nama", "pebulaan ngau"));
}

}  // namespace

TEST_CASE("debug tree") {
    World world;
    world.shot("home");
    for (const auto& node : world.harness->tree().nodes) MESSAGE(node.id << " | " << node.label);
    fill_sktm(world);
    for (const auto& node : world.harness->tree().nodes)
        MESSAGE(node.id << " | " << node.label << " | " << node.value);
}
