#include <doctest/doctest.h>

#include <filesystem>

#include "shared/service/service.h"

using namespace disapa;

namespace {
Lists load_lists() {
    auto loaded = Lists::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets");
    REQUIRE(loaded.has_value());
    return std::move(*loaded);
}
Region region(const char* code) {
    return *Region::parse(code);
}
}  // namespace

TEST_CASE("a list is read by code or by name in any case") {
    const auto lists = load_lists();
    CHECK(lists.list("agama").size() == 7);
    CHECK(lists.list("pekerjaan").size() == 89);
    CHECK(lists.code_of("agama", "1") == "1");
    CHECK(lists.code_of("agama", "Islam") == "1");
    CHECK(lists.code_of("agama", "iSLAM ") == "1");
    CHECK(lists.code_of("agama", "Katolik") == "3");
    CHECK(lists.code_of("agama", "Buddha") == "5");
    CHECK(lists.code_of("jenis_kelamin", "laki - laki") == "1");
    CHECK(lists.code_of("jenis_kelamin", "P") == "2");
    CHECK(lists.code_of("pekerjaan", "PNS") == "5");
    CHECK(lists.code_of("pekerjaan", "petani / pekebun") == "9");
    CHECK(lists.code_of("pekerjaan", "Petani") == "9");
    CHECK(lists.label_of("pekerjaan", "9") == "PETANI/PEKEBUN");
}

TEST_CASE("what is in no list, or could mean two things, is nothing") {
    const auto lists = load_lists();
    CHECK_FALSE(lists.code_of("agama", "").has_value());
    CHECK_FALSE(lists.code_of("agama", "8").has_value());
    CHECK_FALSE(lists.code_of("agama", "Islamm").has_value());
    CHECK_FALSE(lists.code_of("pekerjaan", "perikanan").has_value());
    CHECK_FALSE(lists.code_of("buah", "1").has_value());
    CHECK(lists.list("buah").empty());
    CHECK(lists.label_of("agama", "99") == "99");
}

TEST_CASE("Kutai Kartanegara is whole") {
    const auto lists = load_lists();
    CHECK(lists.region_name(region("64.02")) == "Kabupaten Kutai Kartanegara");
    CHECK(lists.region_name(region("64.02.12")) == "Tabang");
    CHECK(lists.region_name(region("64.02.12.2005")) == "Umaq Dian");
    CHECK(lists.knows_region(region("64.02.20")));
    CHECK_FALSE(lists.knows_region(region("64.02.21")));
    CHECK(lists.region_name(region("64.02.21")) == "64.02.21");
}

TEST_CASE("holidays come with the lists") {
    const auto lists = load_lists();
    CHECK_FALSE(lists.holidays().is_working_day({2026, 12, 25}));
    CHECK_FALSE(lists.holidays().is_working_day({2026, 12, 24}));  // cuti bersama
    CHECK(lists.holidays().is_working_day({2026, 11, 23}));
}
