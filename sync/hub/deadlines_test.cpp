#include "sync/hub/deadlines.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

using namespace disapa;
using std::chrono::seconds;

namespace {

struct Pair {
    std::array<int, 2> ends{};
    Pair() { REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0); }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;
    ~Pair() {
        ::close(ends[0]);
        ::close(ends[1]);
    }
    [[nodiscard]] bool is_cut() const {
        char byte = 0;
        return ::recv(ends[1], &byte, 1, MSG_DONTWAIT) == 0;
    }
};

}  // namespace

TEST_CASE("a socket is cut when its time is over, not before, and others stay") {
    Deadlines deadlines(100, seconds(2));
    Pair slow, good;
    const auto now = Deadlines::Steady::now();
    deadlines.open(&slow, slow.ends[0], now + seconds(10));
    deadlines.open(&good, good.ends[0], now + seconds(10));
    deadlines.check(now + seconds(9));
    CHECK_FALSE(slow.is_cut());
    deadlines.set(&good, Deadlines::Phase::busy, now + seconds(60));
    deadlines.check(now + seconds(11));
    CHECK(slow.is_cut());
    CHECK_FALSE(good.is_cut());
    deadlines.close(&good);
    deadlines.check(now + seconds(100));
    CHECK_FALSE(good.is_cut());
    deadlines.set(&good, Deadlines::Phase::busy, now);  // of a socket that is gone: nothing
    deadlines.check(now + seconds(100));
    CHECK_FALSE(good.is_cut());
}

TEST_CASE("in a crowd those that ask nothing go first") {
    Deadlines deadlines(2, seconds(2));
    Pair idle, asking, fresh;
    const auto now = Deadlines::Steady::now();
    for (auto* pair : {&idle, &asking}) deadlines.open(pair, pair->ends[0], now + seconds(60));
    deadlines.set(&asking, Deadlines::Phase::busy, now + seconds(60));
    deadlines.check(now + seconds(5));
    CHECK_FALSE(idle.is_cut());  // two are no crowd
    deadlines.open(&fresh, fresh.ends[0], now + seconds(60));
    deadlines.check(now + seconds(1));
    CHECK_FALSE(idle.is_cut());
    deadlines.check(now + seconds(5));
    CHECK(idle.is_cut());
    CHECK_FALSE(asking.is_cut());
}

TEST_CASE("it checks by itself") {
    Pair slow;
    Deadlines deadlines(100, seconds(2));
    deadlines.open(&slow, slow.ends[0], Deadlines::Steady::now());
    deadlines.run();
    const timeval patience{20, 0};
    ::setsockopt(slow.ends[1], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    char byte = 0;
    CHECK(::recv(slow.ends[1], &byte, 1, 0) == 0);
}
