// Walks to every page of the machine itself and looks at it (looks.h): the state of its equipment,
// settings with a voice, the way out. Link and stick are looked at by their own tests.
#include "kiosk/screens/looks.h"

#include "kiosk/counter/admin_pin.h"
#include "kiosk/devices/camera.h"
#include "kiosk/devices/letter_printer.h"
#include "kiosk/devices/receipt_printer.h"
#include "kiosk/devices/speaker.h"
#include "kiosk/screens/held_world.h"
#include "kiosk/station/exit.h"
#include "kiosk/station/health.h"
#include "shared/base/file.h"

using namespace disapa;
using disapa::testing::Held;
using disapa::testing::kClerkPin;
using disapa::testing::Looks;
using disapa::testing::World;

namespace {

void tap(World& world, const std::string& id) {
    REQUIRE_MESSAGE(world.tap(id), id);
    world.harness->step(4);
}

class FakeCamera final : public devices::Camera {
  public:
    void start() override {}
    void stop() override {}
    Result<devices::LiveFrame> newest() override { return devices::LiveFrame{}; }
    void ask_still() override {}
    std::optional<Result<devices::Image>> take_still() override { return std::nullopt; }
    bool is_there() const override { return there; }
    std::string name() const override { return "/dev/video0"; }
    bool there = true;
};

class FakeLetters final : public devices::LetterPrinter {
  public:
    Result<std::string> send(const std::string&, ByteView) override { return std::string("1"); }
    Result<devices::PrintProgress> look(const std::string&) override {
        return devices::PrintProgress{};
    }
    Status cancel(const std::string&) override { return {}; }
    Status ready() override {
        if (on) return {};
        return fail(
            ErrorCode::network,
            "Printer surat tidak menjawab. Nyalakan printer dan periksa kabelnya, lalu coba "
            "lagi.",
            "off");
    }
    bool has_paper() const override { return true; }
    bool on = true;
};

class FakeRoll final : public devices::ReceiptPrinter {
  public:
    Status print(ByteView) override { return {}; }
    Result<devices::PaperState> state() override { return paper; }
    int dots() const override { return 384; }
    devices::PaperState paper = devices::PaperState::ready;
};

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
    tap(world, "queue:menu");
    tap(world, "menu:health");
    CHECK(world.says("Siap"));
    Looks looks(world);
    looks.check("health-ready");
    camera.there = letters.on = false;
    roll.paper = devices::PaperState::paper_out;
    tap(world, "next");
    CHECK(world.says("Perlu dilihat"));
    CHECK(world.says("Printer surat tidak menjawab"));
    looks.check("health-trouble");
    tap(world, "health:save");
    looks.check("health-no-stick");
    tap(world, "problem:read");
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
    tap(world, "health:check");
    looks.check("health-checking");
    held.let_go();
    held.hold();
    tap(world, "health:save");
    looks.check("health-saving");
    held.let_go();
}

TEST_CASE("looks: settings with a voice, and the low screen") {
    World world;
    devices::Speaker speaker(std::make_unique<Silence>(), "");
    world.devices.speaker = &speaker;
    world.restart();
    Looks looks(world);
    tap(world, "header:settings");
    looks.check("settings-voice-off");
    tap(world, "settings:voice");
    looks.check("settings-voice");
    tap(world, "settings:done");
    world.harness->resize(800, 1280);
    world.harness->step(3);
    tap(world, "header:settings");
    tap(world, "settings:low");
    looks.check("settings-low");
}

TEST_CASE("looks: the way out, without a PIN and with a wrong one") {
    World world;
    Looks looks(world);
    const auto enter = [&](std::string_view pin) {
        for (const char digit : pin) tap(world, std::string("exit:pin:") + digit);
        tap(world, "exit:pin:done");
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
