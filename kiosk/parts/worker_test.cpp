#include "kiosk/parts/worker.h"

#include <future>

#include "kiosk/screens/screens_world.h"
#include "kiosk/ui/harness.h"

using namespace disapa;
using disapa::screens::Worker;
using disapa::testing::World;

TEST_CASE("jobs run elsewhere, in order, and their results on the thread that asks") {
    World world;
    std::vector<int> applied;
    const auto here = std::this_thread::get_id();
    std::promise<void> third;
    {
        Worker worker(world.counter(), Worker::Mode::thread);
        for (int i = 1; i <= 3; ++i) {
            worker.post([&, i](Counter& counter) -> Worker::Apply {
                const bool elsewhere = std::this_thread::get_id() != here;
                const auto services = counter.home().services.size();
                if (i == 3) third.set_value();
                return [&applied, i, elsewhere, services] {
                    if (elsewhere && services > 0) applied.push_back(i);
                };
            });
        }
        third.get_future().wait();
        CHECK(applied.empty());  // nothing is applied behind the window's back
        while (worker.busy()) worker.apply_results();
    }
    CHECK(applied == std::vector{1, 2, 3});
}

TEST_CASE("jobs that wait are done before the program ends") {
    World world;
    int done = 0;
    {
        Worker worker(world.counter(), Worker::Mode::thread);
        for (int i = 0; i < 20; ++i) {
            worker.post([&](Counter&) -> Worker::Apply {
                ++done;
                return {};
            });
        }
    }
    CHECK(done == 20);
}

TEST_CASE("a result wakes the window, a tick that found nothing does not") {
    World world;
    Worker worker(world.counter(), Worker::Mode::in_place);
    int woken = 0;
    worker.on_result([&] { ++woken; });
    worker.on_tick([](Counter&) -> Worker::Apply { return {}; });
    worker.tick_now();
    CHECK(woken == 0);
    worker.post([](Counter&) -> Worker::Apply { return [] {}; });
    CHECK(woken == 1);
}

// The store is held until the touches are over: a frame that waited for it would never end.
TEST_CASE("no frame waits for the store, and a touch shows within two frames") {
    World world;
    std::promise<void> go_on;
    {
        Worker worker(world.counter(), Worker::Mode::thread);
        screens::AppOptions options;
        options.folder = world.base.folder / "kiosk";
        screens::App app(worker, world.chores, world.base.clock, std::move(options));
        ui::Harness glass(world.words, [&](ui::Ui& ui) { app.frame(ui); });
        while (worker.busy()) glass.step();
        worker.post([held = go_on.get_future().share()](Counter&) -> Worker::Apply {
            held.wait();
            return {};
        });
        const auto touch = [&](const char* id) {
            const auto* node = glass.find(id);
            REQUIRE(node != nullptr);
            const auto& place = node->visible;
            glass.press(place.x + place.w / 2, place.y + place.h / 2);
            const auto before = glass.hash();
            glass.lift();
            glass.step(1);  // the lifting and this: two frames
            CHECK_MESSAGE(glass.hash() != before, id);
            glass.step(30);  // two taps of one place within 0.3 s are one
        };
        touch("search");
        glass.type("usa");
        CHECK(glass.find("search")->value == "usa");
        glass.key(ui::Key::escape);
        glass.step(3);
        touch("svc:SKU");
        CHECK(glass.find("next") != nullptr);
        touch("back");
        CHECK(glass.find("search") != nullptr);
        touch("header:help");
        CHECK(glass.find("help:close") != nullptr);
        touch("help:close");
        touch("officer");
        CHECK(worker.busy());
        go_on.set_value();
        while (worker.busy()) glass.step();
        CHECK(glass.says("Masuk sebagai petugas"));
    }
}
