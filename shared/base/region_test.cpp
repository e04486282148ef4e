#include "shared/base/region.h"

#include <doctest/doctest.h>

#include <string>

using namespace disapa;

namespace {
Region region(std::string_view code) {
    const auto parsed = Region::parse(code);
    REQUIRE_MESSAGE(parsed, std::string(code));
    return *parsed;
}
}  // namespace

TEST_CASE("the four levels of a region code") {
    CHECK(region("64").level() == 1);
    CHECK(region("64.02").level() == 2);
    CHECK(region("64.02.12").level() == 3);
    CHECK(region("64.02.12.2005").level() == 4);
    CHECK(Region{}.level() == 0);
    CHECK(Region{}.empty());
    CHECK(region("64.02.12.2005").last_part() == "2005");
    CHECK(region("64").last_part() == "64");
    CHECK(region("64.02.12.1001").is_kelurahan());
    CHECK_FALSE(region("64.02.12.2005").is_kelurahan());
    CHECK_FALSE(region("64.02.12").is_kelurahan());
    CHECK_FALSE(Region{}.is_kelurahan());
}

TEST_CASE("anything else is no region") {
    for (const char* code :
         {"", "6", "6x", "64.", "64.2", "64.02.", "64.02.1", "64.02.12.", "64.02.12.200",
          "64.02.12.20055", "64.02.12.0005", "64.02.12.4005", "64-02", "64.02.12.2005.1", " 64",
          "64 ", "64.02.12,2005", "64.02.12.20a5"}) {
        CHECK_MESSAGE(!Region::parse(code), std::string(code));
    }
}

TEST_CASE("regions contain by component") {
    const Region kecamatan = region("64.02.12");
    const Region desa = region("64.02.12.2005");
    CHECK(kecamatan.contains(desa));
    CHECK(kecamatan.contains(kecamatan));
    CHECK_FALSE(desa.contains(kecamatan));
    CHECK_FALSE(region("64.02.13").contains(desa));
    CHECK_FALSE(region("64.02.12.2004").contains(desa));
    CHECK_FALSE(Region{}.contains(desa));
    CHECK_FALSE(kecamatan.contains(Region{}));
    CHECK(desa.parent() == kecamatan);
    CHECK(kecamatan.parent().parent() == region("64"));
    CHECK(region("64").parent().empty());
    CHECK(Region{}.parent().empty());
}
