#include "kiosk/screens/worker.h"

#include <future>

#include "kiosk/screens/screens_world.h"

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
