// What the next person finds: nothing. And the one way out of the kiosk.
#include "kiosk/counter/admin_pin.h"
#include "kiosk/screens/looks.h"
#include "shared/base/file.h"
#include "shared/base/limits.h"

using namespace disapa;
using disapa::testing::kClerkPin;
using disapa::testing::kName;
using disapa::testing::kNik;
using disapa::testing::Looks;
using disapa::testing::World;

namespace {

// Nobody touches anything; the kiosk's clock goes on as well.
void wait(World& world, int seconds) {
    for (int i = 0; i < seconds; ++i) {
        world.base.clock.advance(1);
        world.harness->step(1, 1.0);
    }
}

bool shows(const World& world, std::string_view text) {
    for (const auto& node : world.harness->tree().nodes) {
        if (node.label.find(text) != std::string::npos ||
            node.value.find(text) != std::string::npos)
            return true;
    }
    return false;
}

void begin_draft(World& world, bool with_nik) {
    REQUIRE(world.tap("search"));
    world.harness->type("miskin");
    world.harness->key(ui::Key::escape);
    world.touch("svc:SKTM");
    world.touch("next");
    if (world.harness->find("identity:who:self")) {
        REQUIRE(world.tap("identity:who:self"));
        world.touch("next");
    }
    if (with_nik) REQUIRE(world.fill("ask:nik", kNik));
    REQUIRE(world.fill("ask:nama", kName));
    world.harness->step(3);
}

}  // namespace

TEST_CASE("90 seconds: asked whether he is still here; a touch goes on where he was") {
    World world;
    begin_draft(world, true);
    wait(world, 92);
    CHECK(world.says("Masih di sini?"));
    Looks(world).check("idle-warning");
    REQUIRE(world.tap("idle:stay"));
    world.harness->step(2);
    CHECK_FALSE(world.says("Masih di sini?"));
    CHECK(shows(world, kName));
}

TEST_CASE("120 seconds: nothing personal is left on the screen; the draft waits for its owner") {
    World world;
    begin_draft(world, true);
    wait(world, 122);
    CHECK(world.says("Sentuh layar untuk mulai"));
    CHECK_FALSE(shows(world, kName));
    CHECK_FALSE(shows(world, kNik));
    CHECK_FALSE(shows(world, kNik.substr(12)));
    Looks(world).check("attract");
    const auto hash = world.harness->hash();
    world.harness->step(20, 1.0);
    CHECK(world.harness->hash() == hash);  // near-static: the clock stands still
    world.touch("attract");
    CHECK(world.says("Lanjutkan"));
    for (const char digit : kNik.substr(12)) {
        REQUIRE(world.tap(std::string("resume:tail:") + digit));
    }
    world.harness->step(4);
    CHECK(shows(world, kName));
}

TEST_CASE("a draft without a NIK is wiped: nobody could prove whose it is") {
    World world;
    begin_draft(world, false);
    wait(world, 122);
    CHECK_FALSE(world.counter().left_draft().has_value());
    world.touch("attract");
    CHECK_FALSE(world.says("Lanjutkan permohonan"));
}

TEST_CASE("ten minutes: the draft is gone from the disk, too") {
    World world;
    begin_draft(world, true);
    wait(world, 122);
    CHECK(world.counter().left_draft().has_value());
    wait(world, limits::kDraftMinutes * 60);
    CHECK_FALSE(world.counter().left_draft().has_value());
    world.touch("attract");
    CHECK_FALSE(world.says("Lanjutkan permohonan"));
}

TEST_CASE("size and colours are this person's: the next one finds the kiosk's own") {
    World world;
    world.touch("header:settings");
    Looks(world).check("settings");
    REQUIRE(world.tap("settings:size:2"));
    world.touch("settings:contrast");
    CHECK(world.harness->ui().text_size() == 2);
    CHECK(world.harness->ui().contrast());
    REQUIRE(world.tap("settings:done"));
    wait(world, 122);
    CHECK(world.harness->ui().text_size() == 0);
    CHECK_FALSE(world.harness->ui().contrast());
}

TEST_CASE("notices of the desa take turns, one a minute") {
    World world;
    const auto folder = world.base.folder / "kiosk" / "pengumuman";
    std::filesystem::create_directories(folder);
    REQUIRE(write_file_durably(folder / "1.txt", as_bytes("Posyandu Selasa\nDi balai desa.")));
    REQUIRE(write_file_durably(folder / "2.txt", as_bytes("Perahu sayur Jumat")));
    wait(world, 125);
    const bool first = world.says("Posyandu Selasa");
    CHECK(first != world.says("Perahu sayur Jumat"));
    world.shot("attract-notice");
    wait(world, 60);
    CHECK(world.says("Posyandu Selasa") != first);
}

TEST_CASE("good news is told however long the kiosk has stood there, and goes by itself") {
    World world;
    const auto first = world.submit("SKTM", disapa::testing::sktm_form());
    world.base.clock.advance(61);
    const auto second = world.submit("SKTM", disapa::testing::sktm_form("ADA NGAU"));
    wait(world, 60);
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    const auto verify = [&](const std::string& code) {
        world.touch("case:" + read_code(code).value());
        for (const char* paper : {"PENGANTAR", "KTP", "KK", "PERNYATAAN"})
            world.touch(std::string("tick:") + paper);
        world.touch("next");
        CHECK(world.harness->find("problem:read") != nullptr);
    };
    verify(first);
    wait(world, 18);
    CHECK(world.harness->find("problem:read") != nullptr);
    wait(world, 4);
    CHECK(world.harness->find("problem:read") == nullptr);
    world.touch("back");
    verify(second);  // the same words again, and again with their whole time
    wait(world, 18);
    CHECK(world.harness->find("problem:read") != nullptr);
    world.touch("problem:read");
    CHECK(world.harness->find("problem:read") == nullptr);
}

TEST_CASE("the way out: a corner held for five seconds, and the admin's PIN") {
    World world;
    REQUIRE(set_admin_pin(world.base.folder / "kiosk", "730516", world.base.random, kArgon2ForTests)
                .has_value());
    world.harness->press(20, 20);
    world.harness->step(4, 1.0);
    CHECK_FALSE(world.says("Untuk pengelola kios"));
    world.harness->step(2, 1.0);
    world.harness->lift();
    world.harness->step(3);
    CHECK(world.says("Untuk pengelola kios"));
    Looks(world).check("exit-pin");
    const auto enter = [&](std::string_view pin) {
        for (const char digit : pin) REQUIRE(world.tap(std::string("exit:pin:") + digit));
        world.touch("exit:pin:done");
    };
    enter("730517");
    CHECK(world.app->end() == screens::ScreenEnd::none);
    CHECK_FALSE(world.says("Tutup program"));
    Looks(world).check("exit-wrong");
    enter("730516");
    CHECK(world.says("Tutup program"));
    Looks(world).check("exit-menu");
    REQUIRE(world.tap("exit:leave"));
    CHECK(world.app->end() == screens::ScreenEnd::leave);
}

TEST_CASE("without an admin's PIN there is no way out, and keys are none") {
    World world;
    world.harness->press(20, 20);
    world.harness->step(6, 1.0);
    world.harness->lift();
    world.harness->step(3);
    for (const char digit : std::string_view("730516"))
        REQUIRE(world.tap(std::string("exit:pin:") + digit));
    world.touch("exit:pin:done");
    CHECK(world.says("PIN pengelola belum dibuat"));
    Looks(world).check("exit-none");
    for (int i = 0; i < 5; ++i) world.harness->key(ui::Key::escape);
    CHECK(world.app->end() == screens::ScreenEnd::none);
}
