// Walks to every page of the machine itself and looks at it (looks.h): the state of its equipment,
// settings with a voice, the way out. Link and stick are looked at by their own tests.
#include "kiosk/station/health.h"

#include "kiosk/counter/admin_pin.h"
#include "kiosk/devices/speaker.h"
#include "kiosk/screens/devices_world.h"
#include "kiosk/screens/held_world.h"
#include "kiosk/screens/looks.h"
#include "kiosk/station/exit.h"
#include "shared/base/file.h"

using namespace disapa;
using disapa::testing::FakeCamera;
using disapa::testing::FakeLetters;
using disapa::testing::FakeRoll;
using disapa::testing::Held;
using disapa::testing::kClerkPin;
using disapa::testing::Looks;
using disapa::testing::World;

namespace {

class Silence final : public devices::SoundOut {
  public:
    Status play(const devices::Sound&) override { return {}; }
    void stop() override {}
    void resume() override {}
};

}  // namespace

TEST_CASE("looks: the state of the equipment, all there, then all in trouble") {
    World world;
    FakeCamera camera;
    FakeLetters letters;
    FakeRoll roll;
    devices::Speaker speaker(std::make_unique<Silence>(), "");
    world.devices = {&camera, &speaker, &roll, &letters};
    world.restart();
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    world.touch("queue:menu");
    world.touch("menu:health");
    CHECK(world.says("Siap"));
    Looks looks(world);
    looks.check("health-ready");
    camera.there = false;
    letters.off = true;
    roll.paper = devices::PaperState::paper_out;
    world.touch("next");
    CHECK(world.says("Perlu dilihat"));
    CHECK(world.says("Printer surat tidak menjawab"));
    looks.check("health-trouble");
    world.touch("health:save");
    looks.check("health-no-stick");
    world.touch("problem:read");
}

TEST_CASE("looks: the equipment while something is under way") {
    World world;
    Held held(world);
    held.sign_in(Role::petugas, kClerkPin);
    screens::HealthPage page(held.context);
    held.hold();
    page.open();
    world.harness->step(2);
    const auto show = [&](ui::Ui& ui, const ui::Rect& place) { (void)page.draw(ui, place); };
    world.harness = std::make_unique<ui::Harness>(world.words, [&](ui::Ui& ui) {
        held.context.ui = &ui;
        held.worker.apply_results();
        held.chores.apply_results();
        show(ui, ui.area());
    });
    Looks looks(world);
    world.harness->step(2);
    looks.check("health-looking");
    held.let_go();
    held.hold();
    world.touch("health:check");
    looks.check("health-checking");
    held.let_go();
    held.hold();
    world.touch("health:save");
    looks.check("health-saving");
    held.let_go();
}

TEST_CASE("looks: settings with a voice, and the low screen") {
    World world;
    devices::Speaker speaker(std::make_unique<Silence>(), "");
    world.devices.speaker = &speaker;
    world.restart();
    Looks looks(world);
    world.touch("header:settings");
    looks.check("settings-voice");
    world.touch("settings:voice");
    looks.check("settings-voice-off");
    world.touch("settings:done");
    world.harness->resize(800, 1280);
    world.harness->step(3);
    world.touch("header:settings");
    world.touch("settings:low");
    looks.check("settings-low");
}

TEST_CASE("looks: the way out, without a PIN and with a wrong one") {
    World world;
    Looks looks(world);
    const auto enter = [&](std::string_view pin) {
        for (const char digit : pin) world.touch(std::string("exit:pin:") + digit);
        world.touch("exit:pin:done");
    };
    world.harness->press(20, 20);
    world.harness->step(6, 1.0);
    world.harness->lift();
    world.harness->step(3);
    enter("730516");
    looks.check("exit-unset");
    REQUIRE(
        set_admin_pin(world.base.folder / "kiosk", "730516", world.base.random, kArgon2ForTests));
    enter("730517");
    looks.check("exit-wrong");
    // Every key is in sight on every screen in every size, whatever went wrong before.
    for (const auto& [width, height] : {std::pair(1280, 800), {800, 1280}, {1920, 1080}}) {
        for (int size = 0; size < 3; ++size) {
            CAPTURE(width);
            CAPTURE(size);
            world.harness->ui().set_text_size(size);
            world.harness->resize(width, height);
            world.harness->step(6);
            for (const char* key : {"exit:pin:1", "exit:pin:0", "exit:pin:done"}) {
                const auto* node = world.harness->find(key);
                REQUIRE(node != nullptr);
                CHECK_MESSAGE(node->visible.h == doctest::Approx(node->full.h), key);
            }
        }
    }
    world.harness->ui().set_text_size(0);
    world.harness->resize(1280, 800);
    Held held(world);
    screens::ExitSheet sheet(held.context);
    held.show([&](ui::Ui& ui, const ui::Rect&) {
        sheet.watch(ui);
        (void)sheet.draw(ui);
    });
    world.harness->press(20, 20);
    world.harness->step(6, 1.0);
    world.harness->lift();
    world.harness->step(3);
    held.hold();
    enter("730516");
    looks.check("exit-checking");
    held.let_go();
    looks.check("exit-menu-alone");
}
