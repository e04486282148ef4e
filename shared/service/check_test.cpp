#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "shared/service/forms_world.h"
#include "shared/service/service.h"

using namespace disapa;

namespace {

const Date kToday{2026, 11, 23};  // a Monday

struct World {
    Catalogue catalogue = *Catalogue::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets");
    Lists lists = *Lists::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets");

    Json typed(std::string_view own) const {
        return Json::parse("{" + std::string(sample::kApplicant) + std::string(own) + "}");
    }
    std::vector<Finding> check(const char* code, const Json& typed_form) const {
        const auto form = normalise_form(*catalogue.find(code), typed_form, lists);
        REQUIRE_MESSAGE(form.has_value(), (form ? "" : form.error().log));
        return check_form(*catalogue.find(code), *form, lists, kToday);
    }
    // What is found when one answer is changed: "field" an error, "field?" a doubt.
    std::vector<std::string> found(const char* code, std::string_view own, const char* path,
                                   const Json& value) const {
        Json form = typed(own);
        form[Json::json_pointer(path)] = value;
        std::vector<std::string> out;
        for (const auto& finding : check(code, form))
            out.push_back(finding.field + (finding.doubt ? "?" : ""));
        return out;
    }
    std::vector<std::string> sktm(const char* path, const Json& value) const {
        return found("SKTM", sample::kSktm, path, value);
    }
    std::vector<std::string> skaw(const char* path, const Json& value) const {
        return found("SKAW", sample::kSkaw, path, value);
    }
    std::vector<std::string> akad(const char* date) const {
        return found("DISNIK", sample::kDisnik, "/tanggal_akad", date);
    }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("good forms are without findings") {
    const World world;
    for (const auto& [code, own] : {std::pair{"SKTM", sample::kSktm},
                                    {"SKU", sample::kSku},
                                    {"SKAW", sample::kSkaw},
                                    {"DISNIK", sample::kDisnik}}) {
        const auto findings = world.check(code, world.typed(own));
        CHECK_MESSAGE(
            findings.empty(),
            code << " "
                 << (findings.empty() ? "" : findings[0].field + ": " + findings[0].sentence));
    }
}

TEST_CASE("an empty form names every required answer and no optional one") {
    const World world;
    const auto findings = world.check("SKTM", Json::object());
    CHECK(findings.size() == 16);
    CHECK(std::none_of(findings.begin(), findings.end(), [](const Finding& each) {
        return each.doubt || each.field == "no_hp" || each.field == "rw" || each.field == "anggota";
    }));
    CHECK(findings[0].sentence.find("belum diisi") != std::string::npos);
}

TEST_CASE("single answers have their limits") {
    const World world;
    CHECK(world.sktm("/nama", "LU") == Names{"nama"});
    CHECK(world.sktm("/nama", std::string(60, 'A')).empty());
    CHECK(world.sktm("/nama", std::string(101, 'A')) == Names{"nama"});
    CHECK(world.sktm("/nama", "<script>") == Names{"nama?"});
    CHECK(world.sktm("/nama", "D'ARCY-NGAU, S.H.").empty());
    CHECK(world.sktm("/keperluan", "abc") == Names{"keperluan"});
    CHECK(world.sktm("/rt", "0003") == Names{"rt"});
    CHECK(world.sktm("/rt", "x") == Names{"rt"});
    CHECK(world.sktm("/no_kk", "123") == Names{"no_kk"});
    CHECK(world.sktm("/no_hp", "0541") == Names{"no_hp"});
    CHECK(world.sktm("/penghasilan_bulan", 100000000) == Names{"penghasilan_bulan"});
    CHECK(world.sktm("/penghasilan_bulan", 0).empty());
    CHECK(world.sktm("/jumlah_tanggungan", 21) == Names{"jumlah_tanggungan"});
    CHECK(world.sktm("/jumlah_tanggungan", -1) == Names{"jumlah_tanggungan"});
    CHECK(world.found("SKU", sample::kSku, "/mulai_usaha", "2026-11-24") == Names{"mulai_usaha"});
    CHECK(world.found("SKU", sample::kSku, "/mulai_usaha", "2026-11-23").empty());
    CHECK(world.found("SKU", sample::kSku, "/mulai_usaha", "1019-11-23") == Names{"mulai_usaha"});
}

TEST_CASE("a NIK that cannot be is an error; one that disagrees is only a doubt") {
    const World world;
    CHECK(world.sktm("/nik", "6402124513870003") == Names{"nik"});
    CHECK(world.sktm("/tanggal_lahir", "1988-03-05") == Names{"tanggal_lahir?"});
    CHECK(world.sktm("/tanggal_lahir", "1887-03-05") == Names{"tanggal_lahir"});
    CHECK(world.sktm("/jenis_kelamin", "1") == Names{"jenis_kelamin?"});
    CHECK(world.sktm("/nik", "6402994503870003") ==
          Names{"nik?"});                                   // no such kecamatan in this province
    CHECK(world.sktm("/nik", "3301994503870003").empty());  // another province: not in the list
}

TEST_CASE("an akad lies after today and within fewer than ten working days") {
    const World world;
    CHECK(world.akad("2026-11-23") == Names{"tanggal_akad"});
    CHECK(world.akad("2026-11-20") == Names{"tanggal_akad"});
    CHECK(world.akad("2026-11-24").empty());
    CHECK(world.akad("2026-12-04").empty());                   // the ninth
    CHECK(world.akad("2026-12-06").empty());                   // Sunday: still nine
    CHECK(world.akad("2026-12-07") == Names{"tanggal_akad"});  // the tenth
}

TEST_CASE("tables: rows, columns and people twice") {
    const World world;
    const Json good = world.typed(sample::kSkaw);
    CHECK(world.skaw("/saksi/1/umur", 20) == Names{"saksi[1].umur", "saksi[1].umur?"});
    CHECK(world.skaw("/saksi/1/nik", good["saksi"][0]["nik"]) ==
          Names{"saksi[1].umur?", "saksi[1].nik?"});
    CHECK(world.skaw("/saksi", Json::array({good["saksi"][0]})) == Names{"saksi"});
    CHECK(world.skaw("/ahli_waris", Json::array()) == Names{"ahli_waris"});
    CHECK(world.skaw("/ahli_waris/0/alamat", "") == Names{"ahli_waris[0].alamat"});
    CHECK(world.skaw("/ahli_waris/0/hadir", nullptr) == Names{"ahli_waris[0].hadir"});
    CHECK(world.skaw("/ahli_waris/0/umur", 40) == Names{"ahli_waris[0].umur?"});
    CHECK(world.skaw("/objek", Json::array()).empty());
}

TEST_CASE("one answer is checked as it was typed, beside the others") {
    const World world;
    const Service& service = *world.catalogue.find("SKTM");
    const Json form = {{"nik", "6402 1245 0387 0003"}};
    const auto check = [&](const char* id, const Json& value) {
        return check_field(*service.field(id), value, form, world.lists, kToday);
    };
    CHECK(check("penghasilan_bulan", "Rp 1.250.000").empty());
    CHECK(check("penghasilan_bulan", "banyak").size() == 1);
    CHECK(check("agama", "islam").empty());
    CHECK(check("agama", "x").size() == 1);
    CHECK(check("no_hp", "").empty());
    CHECK(check("nama", "").size() == 1);
    REQUIRE(check("tanggal_lahir", "1990-01-01").size() == 1);
    CHECK(check("tanggal_lahir", "1990-01-01")[0].doubt);
    CHECK(check("tanggal_lahir", "5/3/1987").empty());
}

TEST_CASE("no sentence shouts or repeats what was typed") {
    const World world;
    Json form = world.typed(sample::kSktm);
    form["nama"] = "<XYZZY>";
    form["nik"] = "6402124513870003";
    for (const auto& finding : world.check("SKTM", form)) {
        CHECK(finding.sentence.find('!') == std::string::npos);
        CHECK(finding.sentence.find("XYZZY") == std::string::npos);
        CHECK(finding.sentence.find("6402124513870003") == std::string::npos);
    }
}
