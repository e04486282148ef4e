#include "kiosk/devices/pronounce.h"

#include <doctest/doctest.h>

namespace disapa::devices {
namespace {

TEST_CASE("numbers of people are said digit by digit, in groups") {
    CHECK(pronounceable("NIK 6402125203850002.", "id") ==
          "N I K 6 4 0 2, 1 2 5 2, 0 3 8 5, 0 0 0 2.");
    CHECK(pronounceable("23 November 2026", "id") == "23 November 2026");
}

TEST_CASE("a code is spelled") {
    CHECK(pronounceable("Kode K7M-2QX-94B-HD", "id") == "Kode K 7 M, 2 Q X, 9 4 B, H D");
    CHECK(pronounceable("sub-district", "en") == "sub-district");
}

TEST_CASE("money is a number of rupiah") {
    CHECK(pronounceable("Rp1.250.000.", "id") == "1250000 rupiah.");
    CHECK(pronounceable("bayar Rp 5.000, lalu", "en") == "bayar 5000 rupiah, lalu");
    CHECK(pronounceable("Rp", "id") == "Rp");
}

TEST_CASE("short words of the counter are said in full, whole words only") {
    CHECK(pronounceable("KTP-el dan KK", "id") == "K T P elektronik dan kartu keluarga");
    CHECK(pronounceable("KTP and KK", "en") == "K T P and family card");
    CHECK(pronounceable("RT/RW 003", "id") == "R T,R W 003");
    CHECK(pronounceable("KKN", "id") == "KKN");
    CHECK(pronounceable("", "id").empty());
}

}  // namespace
}  // namespace disapa::devices
