#include "shared/service/search.h"

#include <doctest/doctest.h>

#include "shared/service/needs.h"

using namespace disapa;

namespace {

const Catalogue& catalogue() {
    static const Catalogue all =
        Catalogue::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets").value();
    return all;
}

std::string first(std::string_view typed) {
    const auto found = catalogue().search(typed);
    return found.empty() ? std::string("-") : found.front()->code;
}

}  // namespace

TEST_CASE("slips are letters too many, too few, wrong or swapped") {
    CHECK(slips_between("usaha", "usaha", 2) == 0);
    CHECK(slips_between("usha", "usaha", 2) == 1);
    CHECK(slips_between("usahaa", "usaha", 2) == 1);
    CHECK(slips_between("usahu", "usaha", 2) == 1);
    CHECK(slips_between("uasha", "usaha", 2) == 1);
    CHECK(slips_between("uasah", "usaha", 2) == 2);
    CHECK(slips_between("nikah", "tanah", 2) == 3);
    CHECK(slips_between("", "ab", 2) == 2);
    CHECK(slips_between("", "abcdef", 2) == 3);
}

TEST_CASE("what people mistype is found") {
    const std::pair<const char*, const char*> kSlips[] = {{"miskin", "SKTM"},
                                                          {"miskn", "SKTM"},
                                                          {"mskin", "SKTM"},
                                                          {"mikin", "SKTM"},
                                                          {"tdak mampu", "SKTM"},
                                                          {"kurang mampuu", "SKTM"},
                                                          {"bea siswa", "SKTM"},
                                                          {"beasisawa", "SKTM"},
                                                          {"sekola", "SKTM"},
                                                          {"skolah", "SKTM"},
                                                          {"berobta", "SKTM"},
                                                          {"usha", "SKU"},
                                                          {"usah", "SKU"},
                                                          {"wrung", "SKU"},
                                                          {"dagng", "SKU"},
                                                          {"pinjamn bank", "SKU"},
                                                          {"modla", "SKU"},
                                                          {"ahli wris", "SKAW"},
                                                          {"warisn", "SKAW"},
                                                          {"waris", "SKAW"},
                                                          {"ahliwaris", "SKAW"},
                                                          {"meningal", "SKAW"},
                                                          {"dispensasi nika", "DISNIK"},
                                                          {"dispensai nikah", "DISNIK"},
                                                          {"kawn", "DISNIK"},
                                                          {"pengantn", "DISNIK"},
                                                          {"saya mau menikah", "DISNIK"},
                                                          {"surat untuk usaha", "SKU"},
                                                          {"SKTM", "SKTM"},
                                                          {"sktn", "SKTM"}};
    for (const auto& [typed, code] : kSlips) {
        CAPTURE(typed);
        CHECK(first(typed) == code);
    }
}

TEST_CASE("English words find a service") {
    for (const auto& [typed, code] : std::initializer_list<std::pair<const char*, const char*>>{
             {"poor", "SKTM"},
             {"school", "SKTM"},
             {"hospital", "SKTM"},
             {"business", "SKU"},
             {"bussines", "SKU"},
             {"loan", "SKU"},
             {"shop", "SKU"},
             {"inheritance", "SKAW"},
             {"inheritence", "SKAW"},
             {"heirs", "SKAW"},
             {"wedding", "DISNIK"},
             {"marriage", "DISNIK"},
             {"mariage", "DISNIK"},
             {"I want to marry", "DISNIK"}}) {
        CAPTURE(typed);
        CHECK(first(typed) == code);
    }
}

TEST_CASE("nonsense finds nothing") {
    for (const char* typed : {"zzzzzz", "qwerty", "asdfgh", "xyzzy", "1234567", "kucing terbang",
                              "nikah zebra", "m1sk1n999", "....", "surat zzzzz"}) {
        CAPTURE(typed);
        CHECK((first(typed) == "-" || std::string_view(typed) == "...."));
    }
    CHECK(catalogue().search("").size() == catalogue().services().size());
    CHECK(catalogue().search("   ").size() == catalogue().services().size());
}

TEST_CASE("a name in another language finds it, too, after the service's own words") {
    const auto found = find_services(catalogue().services(), "ketinting", [](const Service& each) {
        return each.code == "SKAW" ? std::string("Perahu ketinting") : std::string();
    });
    REQUIRE(found.size() == 1);
    CHECK(found.front()->code == "SKAW");
}

TEST_CASE("54 services are searched while a letter is typed") {
    std::vector<Service> many;
    for (int i = 0; i < 54; ++i) {
        many.push_back(catalogue().services()[static_cast<std::size_t>(i) % 4]);
        many.back().code += std::to_string(i);
    }
    CHECK(find_services(many, "surat keterangan ahli wris").size() >= 13);
}

TEST_CASE("every group of the catalogue belongs to one need, the unknown ones to the last") {
    const auto& needs = catalogue().needs();
    CHECK(needs.size() == 8);
    for (const char* group : {"kependudukan", "capil", "usaha", "Sosial", "nikah", "WARIS",
                              "keamanan", "tanah", "umum"}) {
        CAPTURE(group);
        CHECK(need_of(needs, group) != nullptr);
    }
    CHECK(need_of(needs, "Kependudukan") == need_of(needs, "capil"));
    CHECK(need_of(needs, "Sosial")->id == "bantuan");
    CHECK(need_of(needs, "perikanan") == &needs.back());
    CHECK(needs.front().title("id") == "Kartu & keluarga");
    CHECK(needs.front().title("en") == "Cards & family");
    CHECK(needs.front().title("dy") == "Kartu & keluarga");
}

TEST_CASE("a file of needs that cannot be shown is refused with its reason") {
    const auto log_of = [](const char* json) {
        const auto read = read_needs(json);
        return read ? std::string() : read.error().log;
    };
    CHECK(log_of("") == "needs.json: not a list");
    CHECK(log_of("[]") == "needs.json: not a list");
    CHECK(log_of(R"([{"id": "a"}])") == "needs.json: a need without id, title, note or groups");
    CHECK(log_of(R"([{"id": "a", "icon": "x", "groups": ["u"], "title": {"en": "A"},
                     "note": {"id": "b"}}])") ==
          "needs.json: a need without id, title, note or groups");
    const char* good = R"([{"id": "a", "icon": "x", "groups": ["u"], "title": {"id": "A"},
                            "note": {"id": "b"}}])";
    CHECK(log_of(good).empty());
    CHECK(log_of(R"([{"id": "a", "icon": "x", "groups": ["u"], "title": {"id": "A"},
                      "note": {"id": "b"}}, {"id": "b", "icon": "x", "groups": ["u"],
                      "title": {"id": "B"}, "note": {"id": "b"}}])") ==
          "needs.json: group u stands twice");
}
