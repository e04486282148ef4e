#include "sync/hub/quota.h"

#include <doctest/doctest.h>

#include "shared/base/limits.h"

using disapa::Quota;

TEST_CASE("a minute's worth at once, then at the rate") {
    Quota quota(10);
    const Quota::Rate rate{60, 6000};
    for (int i = 0; i < 60; ++i) CHECK(quota.take_request("a", rate, 100) == 0);
    CHECK(quota.take_request("a", rate, 100) == 1);
    CHECK(quota.take_request("b", rate, 100) == 0);  // another one
    CHECK(quota.take_request("a", rate, 101) == 0);
    CHECK(quota.take_request("a", rate, 101) == 1);
    for (int i = 0; i < 60; ++i) CHECK(quota.take_request("a", rate, 500) == 0);
    CHECK(quota.take_request("a", rate, 500) == 1);
}

TEST_CASE("bytes are told how long to wait, and a refused amount costs nothing") {
    Quota quota(10);
    const Quota::Rate rate{60, 6000};
    CHECK(quota.take_bytes("a", rate, 4000, 0) == 0);
    CHECK(quota.take_bytes("a", rate, 4000, 0) == 20);
    CHECK(quota.take_bytes("a", rate, 2000, 0) == 0);
    CHECK(quota.take_bytes("a", rate, 100000, 0) == 60);  // never there: a minute, not for ever
    CHECK(quota.take_bytes("a", rate, 1, -5) > 0);        // a clock that goes back gives nothing
}

TEST_CASE("the table is bounded and forgets who asked longest ago") {
    Quota quota(100);
    const Quota::Rate rate{2, 100};
    CHECK(quota.take_request("first", rate, 0) == 0);
    CHECK(quota.take_request("first", rate, 0) == 0);
    for (int i = 0; i < 1000; ++i) {
        CHECK(quota.take_request("other " + std::to_string(i), rate, 1 + i * 0.001) == 0);
        CHECK(quota.size() <= 100);
    }
    CHECK(quota.take_request("first", rate, 2.5) == 0);
}

TEST_CASE("a kiosk with 1000 requests and 20 photos never meets its quota") {
    using namespace disapa;
    Quota quota(limits::kQuotaEntries);
    const Quota::Rate rate{limits::kDeviceRequestsPerMinute, limits::kDeviceBytesPerMinute};
    for (std::size_t i = 0; i < 3 * limits::kPostsPerExchange; ++i) {
        CHECK(quota.take_request("desa", rate, 0) == 0);
        CHECK(quota.take_bytes("desa", rate, 64 * 1024, 0) == 0);
    }
}
