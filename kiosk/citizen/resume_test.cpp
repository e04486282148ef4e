// The sheets over the first screen after a sudden end, in every look.
#include "kiosk/citizen/resume.h"

#include "kiosk/screens/looks.h"

using namespace disapa;
using disapa::testing::kNik;
using disapa::testing::Looks;
using disapa::testing::World;

namespace {

// A request is begun, and the power goes.
void cut_off(World& world, std::string_view nik) {
    world.touch("svc:SKTM");
    world.touch("next");
    world.touch("next");
    if (!nik.empty()) REQUIRE(world.fill("ask:nik", nik));
    REQUIRE(world.fill("ask:nama", "lejau"));
    world.harness->step(3, 1.0);
    world.restart();
    world.harness->step(3);
    REQUIRE(world.says("Lanjutkan permohonan tadi?"));
}

}  // namespace

TEST_CASE("what was begun is offered again, in every look, also after wrong digits") {
    World world;
    Looks looks(world);
    cut_off(world, kNik);
    looks.check("resume");
    for (int i = 0; i < 4; ++i) world.touch("resume:tail:7");
    looks.check("resume-wrong");
    world.touch("resume:no");
    looks.check("resume-drop");
    CHECK(world.counter().left_draft().has_value());
    world.touch("resume:drop:no");
    REQUIRE(world.says("Lanjutkan permohonan tadi?"));
    world.touch("resume:no");
    world.touch("resume:drop:yes");
    CHECK(world.says("Apa yang Anda perlukan?"));
    CHECK_FALSE(world.counter().left_draft().has_value());
}

TEST_CASE("a draft without a NIK has no digits to ask for") {
    World world;
    cut_off(world, "");
    CHECK(world.harness->find("resume:tail:7") == nullptr);
    Looks(world).check("resume-no-nik");
    world.touch("resume:yes");
    CHECK(world.harness->find("ask:nama")->value == "LEJAU");
}

TEST_CASE("a clock put back is told, and nothing is left to go on with") {
    World world(800, 1280);
    cut_off(world, kNik);
    for (const char digit : kNik.substr(12)) world.touch(std::string("resume:tail:") + digit);
    world.base.clock.advance(-40 * 86400);
    world.harness->step(3, 1.0);
    REQUIRE(world.says("Isian tadi sudah dihapus"));
    Looks(world).check("wiped");  // also when somebody changes the language under it
}
