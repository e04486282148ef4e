#include "shared/service/office.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace disapa;

namespace {
Json sample() {
    return {{"region", "64.02.12.2005"},
            {"name", "Umaq Dian"},
            {"address", "Jalan Poros Hulu RT 001"},
            {"postcode", "75561"},
            {"phone", ""},
            {"email", "umaqdian@example.id"},
            {"unit_code", "umd"},
            {"letterhead", {"PEMERINTAH KABUPATEN KUTAI KARTANEGARA", "KECAMATAN TABANG"}},
            {"head_name", "IGUNG DING"},
            {"head_title", "Kepala Desa Umaq Dian"},
            {"head_nip", ""}};
}
bool taken(const char* key, const Json& value) {
    Json json = sample();
    json[key] = value;
    return parse_office(json).has_value();
}
}  // namespace

TEST_CASE("an office is read and written back the same") {
    const auto office = parse_office(sample());
    REQUIRE(office.has_value());
    CHECK(office->region.code() == "64.02.12.2005");
    CHECK(office->unit_code == "UMD");
    CHECK(office->letterhead.size() == 2);
    CHECK(parse_office(to_json(*office))->head_title == office->head_title);
    CHECK(to_canonical(to_json(*office)).has_value());
}

TEST_CASE("only region, name and unit code must be there") {
    CHECK(parse_office(Json{{"region", "64.02.12"}, {"name", "Tabang"}, {"unit_code", "TBG"}})
              .has_value());
    for (const char* key : {"region", "name", "unit_code"}) {
        Json json = sample();
        json.erase(key);
        CHECK_FALSE(parse_office(json).has_value());
    }
}

TEST_CASE("what would break a number or a page is refused") {
    CHECK_FALSE(taken("unit_code", "TOOLONG"));
    CHECK_FALSE(taken("unit_code", "A/B"));
    CHECK_FALSE(taken("unit_code", ""));
    CHECK_FALSE(taken("region", "64.02.1"));
    CHECK_FALSE(taken("name", std::string(200, 'x')));
    CHECK_FALSE(taken("name", 5));
    CHECK_FALSE(taken("letterhead", "KOP"));
    CHECK_FALSE(taken("letterhead", Json(7, "KOP")));
    CHECK_FALSE(taken("letterhead", Json::array({1})));
    CHECK_FALSE(parse_office(Json::array()).has_value());
}

TEST_CASE("numbers have three digits at least and a Roman month") {
    CHECK(format_number("400.9.14", 12, "UMD", {2026, 11, 22}) == "400.9.14/012/UMD/XI/2026");
    CHECK(format_number("500.2.2.4", 1234, "UMD", {2027, 1, 2}) == "500.2.2.4/1234/UMD/I/2027");
}
