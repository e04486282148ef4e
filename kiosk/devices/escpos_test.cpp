#include "kiosk/devices/escpos.h"

#include <doctest/doctest.h>

using namespace disapa;
using namespace disapa::devices;

TEST_CASE("a picture becomes reset, rasters of bounded height, feed and cut") {
    const Bytes rows(48 * 300, 0x5a);  // 384 dots wide, 300 rows
    const auto bytes = escpos_picture(384, rows);
    REQUIRE(bytes.size() == 2 + 3 * 8 + rows.size() + 3 + 4);
    CHECK(Bytes(bytes.begin(), bytes.begin() + 10) ==
          Bytes{0x1b, '@', 0x1d, 'v', '0', 0, 48, 0, 128, 0});
    const auto second = bytes.begin() + 10 + 48 * 128;
    CHECK(Bytes(second, second + 8) == Bytes{0x1d, 'v', '0', 0, 48, 0, 128, 0});
    const auto third = second + 8 + 48 * 128;
    CHECK(Bytes(third, third + 8) == Bytes{0x1d, 'v', '0', 0, 48, 0, 44, 0});
    CHECK(Bytes(bytes.end() - 7, bytes.end()) == Bytes{0x1b, 'd', 3, 0x1d, 'V', 66, 0});
}

TEST_CASE("a picture of nothing is only feed and cut") {
    CHECK(escpos_picture(384, {}).size() == 9);
    CHECK(escpos_picture(0, Bytes(10)).size() == 9);
}

TEST_CASE("status bytes become states") {
    using enum PaperState;
    CHECK(escpos_ask(StatusAsked::paper) == Bytes{0x10, 0x04, 4});
    CHECK(escpos_status(StatusAsked::offline_cause, 0x12) == ready);
    CHECK(escpos_status(StatusAsked::offline_cause, 0x16) == cover_open);
    CHECK(escpos_status(StatusAsked::offline_cause, 0x32) == paper_out);
    CHECK(escpos_status(StatusAsked::offline_cause, 0x52) == offline);
    CHECK(escpos_status(StatusAsked::paper, 0x12) == ready);
    CHECK(escpos_status(StatusAsked::paper, 0x1e) == paper_low);
    CHECK(escpos_status(StatusAsked::paper, 0x72) == paper_out);
    CHECK(escpos_status(StatusAsked::printer, 0x1a) == offline);
    CHECK(escpos_status(StatusAsked::printer, 0x16) == ready);
    // What is no status: a letter, an XON.
    CHECK_FALSE(escpos_status(StatusAsked::paper, 'a').has_value());
    CHECK_FALSE(escpos_status(StatusAsked::paper, 0x11).has_value());
}
