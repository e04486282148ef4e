// Tests: one page alone on the World's screen, and its slow work held back until it is let go, so
// that a page can be looked at while it waits.
#pragma once

#include <future>
#include <thread>

#include "kiosk/screens/screens_world.h"

namespace disapa::testing {

class Held {
  public:
    explicit Held(World& of)
        : world(of),
          worker(of.counter(), screens::Worker::Mode::thread),
          chores(screens::Chores::Mode::thread),
          context{.worker = worker,
                  .chores = chores,
                  .clock = of.base.clock,
                  .folder = of.base.folder / "kiosk",
                  .programs = of.programs,
                  .settings = of.settings,
                  .print_folder = of.base.folder / "cetak",
                  .file_folder = of.base.folder / "berkas",
                  .devices = of.devices} {}
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() {
        if (held_) gate_.set_value();
    }

    void sign_in(Role role, std::string_view pin) {
        auto counter = world.counter();
        for (const auto& officer : counter.officers()) {
            if (officer.role == role) {
                context.session =
                    std::make_shared<const Session>(counter.sign_in(officer.key, pin).value());
            }
        }
        REQUIRE(context.session != nullptr);
    }
    void show(std::function<void(ui::Ui&, ui::Rect)> page) {
        const auto screen = world.harness->ui().screen();
        world.harness = std::make_unique<ui::Harness>(
            world.words,
            [this, page = std::move(page)](ui::Ui& ui) {
                context.ui = &ui;
                worker.apply_results();
                chores.apply_results();
                page(ui, ui.area());
            },
            static_cast<int>(screen.w), static_cast<int>(screen.h));
        settle();
    }
    // From now on nothing slow gets done.
    void hold() {
        settle();
        gate_ = {};
        held_ = true;
        const auto opened = gate_.get_future().share();
        worker.post([opened](Counter&) -> screens::Worker::Apply {
            opened.wait();
            return {};
        });
        chores.post([opened]() -> screens::Chores::Apply {
            opened.wait();
            return {};
        });
    }
    void let_go() {
        gate_.set_value();
        held_ = false;
        settle();
    }
    void settle() {
        while (worker.busy() || chores.busy()) {
            std::this_thread::yield();
            world.harness->step();
        }
        world.harness->step(3);
    }

    World& world;
    screens::Worker worker;
    screens::Chores chores;
    screens::Context context;

  private:
    std::promise<void> gate_;
    bool held_ = false;
};

}  // namespace disapa::testing
