#include "sync/under_way.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace disapa;
using std::chrono::seconds;

namespace {

const UnderWay::Moment kStart{std::chrono::hours(1)};

Traffic trips(double trip, double best_trip, double unrest = 0) {
    Traffic traffic;
    traffic.trip = trip;
    traffic.best_trip = best_trip;
    traffic.unrest = unrest;
    return traffic;
}

Traffic on_road(double under_way, double unheard) {
    Traffic traffic = trips(1, 1);
    traffic.under_way = under_way;
    traffic.unheard = unheard;
    return traffic;
}

// One that has seen a road without a queue.
UnderWay grown() {
    UnderWay bound;
    for (int i = 10; i > 0; --i) bound.learn({trips(1, 1)}, kStart - i * seconds(1));
    return bound;
}

}  // namespace

TEST_CASE(
    "where packets wait in a queue less goes onto the road, and again more where none waits") {
    UnderWay bound = grown();
    CHECK(bound.bytes() > 100 * 1024);
    auto now = kStart;
    for (int i = 0; i < 20; ++i) bound.learn({trips(4, 0.4)}, now += seconds(5));
    CHECK(bound.bytes() == 16 * 1024);

    // A road without a queue: a quarter more with each look, up to a bound.
    const double low = bound.bytes();
    bound.learn({trips(0.4, 0.4)}, now += seconds(5));
    CHECK(bound.bytes() == doctest::Approx(1.25 * low));
    for (int i = 0; i < 100; ++i) bound.learn({trips(0.4, 0.4)}, now += seconds(5));
    CHECK(bound.bytes() == 4 * 1024 * 1024);
}

TEST_CASE("it settles where packets take a quarter longer than they need") {
    // A road that carries 100,000 bytes a second and needs 0.6 s for the way there and back.
    UnderWay bound;
    auto now = kStart;
    for (int i = 0; i < 50; ++i)
        bound.learn({trips(std::max(0.6, bound.bytes() / 100000), 0.6)}, now += seconds(5));
    CHECK(bound.bytes() == doctest::Approx(1.25 * 0.6 * 100000).epsilon(0.02));
}

TEST_CASE("one late look takes back half of what it asks for, and unrest is no queue") {
    UnderWay bound = grown();
    const double before = bound.bytes();
    bound.learn({trips(1, 0.4)}, kStart);  // half of it would fit
    CHECK(bound.bytes() == doctest::Approx(0.75 * before));
    UnderWay shaken;
    shaken.learn({trips(1, 1)}, kStart - seconds(1));
    const double small = shaken.bytes();
    REQUIRE(small == 20 * 1024);
    shaken.learn({trips(1, 0.6, 0.125)}, kStart);
    CHECK(shaken.bytes() == doctest::Approx(small));
}

TEST_CASE("what unrest asks for is at most a part of a chunk: a queue makes trips differ, too") {
    // 32,000 bytes a second and 0.6 s there and back; trips differ by half a second.
    constexpr double kRate = 32000, kBest = 0.6;
    UnderWay bound;
    auto now = kStart;
    for (int i = 0; i < 50; ++i) {
        bound.learn({trips(std::max(kBest, bound.bytes() / kRate), kBest, 0.5)}, now += seconds(5));
        CHECK(bound.bytes() <= 1.25 * kBest * kRate + 8 * 1024);
    }
    CHECK(bound.bytes() > 1.25 * kBest * kRate);
}

TEST_CASE("it looks once a round trip, and not at connections that tell nothing yet") {
    UnderWay bound;
    const double first = bound.bytes();
    bound.learn({}, kStart);
    bound.learn({Traffic{}}, kStart);
    CHECK(bound.bytes() == first);
    bound.learn({Traffic{}, trips(2, 2)}, kStart);
    CHECK(bound.bytes() == doctest::Approx(1.25 * first));
    bound.learn({trips(2, 2)}, kStart + seconds(1));
    CHECK(bound.bytes() == doctest::Approx(1.25 * first));
    bound.learn({trips(2, 2)}, kStart + seconds(2));
    CHECK(bound.bytes() == doctest::Approx(1.25 * 1.25 * first));
}

TEST_CASE("of several connections the slowest trip is the queue and the best one the road") {
    UnderWay bound = grown();
    const double before = bound.bytes();
    bound.learn({trips(1, 1), trips(0.8, 0.4)}, kStart);
    CHECK(bound.bytes() == doctest::Approx(0.75 * before));
}

TEST_CASE("what may follow is whole packets of what is left of a connection's share") {
    const UnderWay bound;  // 16 KiB
    CHECK(bound.room(on_road(0, 0), 1, 0) == 11 * 1448);
    CHECK(bound.room(on_road(0, 0), 2, 0) == 5 * 1448);
    CHECK(bound.room(on_road(0, 0), 0, 0) == 11 * 1448);
    CHECK(bound.room(on_road(15 * 1024, 15 * 1024), 1, 0) == 0);
    CHECK(bound.room(on_road(90000, 90000), 1, 0) == 0);
    Traffic jumbo = on_road(0, 0);
    jumbo.packet = 65483;  // of a loopback
    CHECK(bound.room(jumbo, 1, 0) == 65483);
    CHECK(bound.room(jumbo, 1, 1) == 0);
    jumbo.unheard = jumbo.under_way = 1;
    CHECK(bound.room(jumbo, 1, 0) == 0);
}

TEST_CASE("what another connection still has on the road leaves less for this one") {
    const UnderWay bound;
    CHECK(bound.room(on_road(0, 0), 1, 10 * 1024) == 4 * 1448);
    CHECK(bound.room(on_road(1448, 1448), 2, 10 * 1024) == 3 * 1448);
    CHECK(bound.room(on_road(0, 0), 1, 16 * 1024) == 0);
    CHECK(bound.room(on_road(0, 0), 1, 40 * 1024) == 0);
}

TEST_CASE("behind a lost packet a slow road stays full, a fast one stops sooner") {
    UnderWay bound;
    bound.learn({trips(4, 3.2)}, kStart);  // 4 KiB a second
    CHECK_FALSE(bound.is_fast());
    const Traffic behind_a_loss = on_road(1448, 1.5 * bound.bytes());
    CHECK(bound.room(behind_a_loss, 1, 0) > 0);
    bound.learn({trips(0.8, 0.64)}, kStart + seconds(9));  // 20 KiB a second
    CHECK(bound.is_fast());
    CHECK(bound.room(behind_a_loss, 1, 0) == 0);
}

TEST_CASE("a connection's own kernel tells what is on its way") {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener, 1) == 0);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    const int near = ::socket(AF_INET, SOCK_STREAM, 0);
    REQUIRE(::connect(near, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    const Traffic traffic = traffic_of(near);
    CHECK(traffic.packet > 500);
    CHECK(traffic.trip > 0);
    CHECK(traffic.unheard == 0);
    ::close(near);
    ::close(listener);
    const Traffic none = traffic_of(-1);
    CHECK(none.trip == 0);
    CHECK(none.packet == 1448);
}
