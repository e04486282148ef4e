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

}  // namespace

TEST_CASE(
    "where packets wait in a queue less goes onto the road, and again more where none waits") {
    UnderWay bound;
    const double first = bound.bytes();
    auto now = kStart;
    for (int i = 0; i < 20; ++i) bound.learn({trips(4, 0.4)}, now += seconds(5));
    CHECK(bound.bytes() == 16 * 1024);
    CHECK(bound.bytes() < first);

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
    UnderWay bound;
    const double first = bound.bytes();
    bound.learn({trips(1, 0.4)}, kStart);  // half of it would fit
    CHECK(bound.bytes() == doctest::Approx(0.75 * first));
    UnderWay shaken;
    shaken.learn({trips(1, 0.4, 0.25)}, kStart);
    CHECK(shaken.bytes() == doctest::Approx(first));
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
    UnderWay bound;
    const double first = bound.bytes();
    bound.learn({trips(1, 1), trips(0.8, 0.4)}, kStart);
    CHECK(bound.bytes() == doctest::Approx(0.75 * first));
}

TEST_CASE("what may follow is whole packets of a connection's share") {
    const UnderWay bound;  // 32 KiB
    CHECK(bound.room(on_road(0, 0), 1) == 22 * 1448);
    CHECK(bound.room(on_road(0, 0), 2) == 11 * 1448);
    CHECK(bound.room(on_road(0, 0), 0) == 22 * 1448);
    CHECK(bound.room(on_road(31 * 1024, 31 * 1024), 1) == 0);
    CHECK(bound.room(on_road(90000, 90000), 1) == 0);
    Traffic jumbo = on_road(0, 0);
    jumbo.packet = 65483;  // of a loopback
    CHECK(bound.room(jumbo, 1) == 65483);
    jumbo.unheard = jumbo.under_way = 1;
    CHECK(bound.room(jumbo, 1) == 0);
}

TEST_CASE("behind a lost packet a slow road stays full, a fast one stops sooner") {
    UnderWay bound;
    const Traffic behind_a_loss = on_road(1448, 40 * 1024);
    bound.learn({trips(4, 3.2)}, kStart);  // 8 KiB a second
    CHECK_FALSE(bound.is_fast());
    CHECK(bound.room(behind_a_loss, 1) > 0);
    bound.learn({trips(1, 0.8)}, kStart + seconds(9));  // 32 KiB a second
    CHECK(bound.is_fast());
    CHECK(bound.room(behind_a_loss, 1) == 0);
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
