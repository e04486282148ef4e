#include "sync/hub/pool.h"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>

using disapa::Pool;

TEST_CASE("all that was given is done, also when the pool ends at once") {
    std::atomic<int> done = 0;
    {
        Pool pool(3);
        for (int i = 0; i < 200; ++i) static_cast<void>(pool.run([&] { ++done; }));
    }
    CHECK(done == 200);
}

TEST_CASE("what throws is told to who asked and harms nobody else") {
    Pool pool(0);
    auto broken = pool.run([] { throw std::runtime_error("odd"); });
    auto good = pool.run([] {});
    CHECK_THROWS_AS(broken.get(), std::runtime_error);
    CHECK_NOTHROW(good.get());
}

TEST_CASE("two pieces of work run at the same time") {
    Pool pool(2);
    std::promise<void> first, second;
    auto one = pool.run([&] {
        first.set_value();
        second.get_future().wait();
    });
    auto two = pool.run([&] {
        second.set_value();
        first.get_future().wait();
    });
    CHECK(one.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    CHECK(two.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
}
