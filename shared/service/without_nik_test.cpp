#include "shared/service/without_nik.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "shared/service/answer.h"
#include "shared/service/forms_world.h"
#include "shared/service/nik.h"
#include "shared/service/service_file.h"
#include "shared/service/show.h"

using namespace disapa;

namespace {

const std::filesystem::path kAssets = std::filesystem::path(DISAPA_SOURCE_DIR) / "assets";
constexpr Date kToday = {2026, 11, 23};

struct World {
    Lists lists = Lists::load(kAssets).value();
    Catalogue catalogue = Catalogue::load(kAssets).value();
    const Service& sktm = *catalogue.find("SKTM");
    Json form =
        Json::parse("{" + std::string(sample::kApplicant) + std::string(sample::kSktm) + "}");

    std::vector<std::string> errors() {
        auto normal = normalise_form(sktm, form, lists);
        if (!normal) return {normal.error().log};
        std::vector<std::string> out;
        for (const auto& finding : check_form(sktm, *normal, lists, kToday)) {
            out.push_back(finding.field);
        }
        return out;
    }
};

}  // namespace

TEST_CASE("a child of the table may have no NIK yet, two of them too") {
    World world;
    REQUIRE(world.errors().empty());
    world.form["anggota"][0]["nik"] = "tanpa-nik:BAYI";
    world.form["anggota"][1]["nik"] = "TANPA-NIK:bayi";
    CHECK(world.errors().empty());
    const auto normal = normalise_form(world.sktm, world.form, world.lists).value();
    CHECK(normal["anggota"][0]["nik"] == "TANPA-NIK:bayi");
    // Kept once it stays the same.
    CHECK(normalise_form(world.sktm, normal, world.lists).value() == normal);
    const auto& column = world.sktm.field("anggota")->columns[1];
    CHECK(show_value(column, normal["anggota"][0]["nik"], world.lists) ==
          "belum memiliki NIK (bayi baru lahir)");
    CHECK(clerks_answer(world.sktm, normal) == nullptr);
}

TEST_CASE("a reason that is none of the list is refused") {
    World world;
    world.form["anggota"][0]["nik"] = "TANPA-NIK:malas";
    REQUIRE(world.errors().size() == 1);
    world.form["anggota"][0]["nik"] = "TANPA-NIK:";
    REQUIRE(world.errors().size() == 1);
}

TEST_CASE("where a service does not allow it, a NIK is asked for") {
    World world;
    Field strict;
    strict.id = "nik";
    strict.type = FieldType::nik;
    strict.label = "NIK saksi";
    const auto refused = normalise_answer(strict, "TANPA-NIK:bayi", world.lists);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().sentence == "Isian \"NIK saksi\": NIK harus diisi.");
}

TEST_CASE("the applicant's own missing NIK is a clerk's answer") {
    World world;
    world.form["nik"] = "TANPA-NIK:belum_rekam";
    CHECK(world.errors().empty());
    const auto normal = normalise_form(world.sktm, world.form, world.lists).value();
    REQUIRE(clerks_answer(world.sktm, normal) != nullptr);
    CHECK(clerks_answer(world.sktm, normal)->id == "nik");
}

TEST_CASE("what stands for a NIK is no NIK") {
    CHECK(is_without_nik("TANPA-NIK:bayi"));
    CHECK(is_without_nik("tanpa-nik:"));
    CHECK_FALSE(is_without_nik("6402125203850002"));
    CHECK_FALSE(is_without_nik(""));
    CHECK(nik_tail("TANPA-NIK:bayi").empty());
    CHECK(nik_tail("6402125203850002") == "0002");
    CHECK(nik_tail("12").empty());
    CHECK(show_nik("6402125203850002") == "6402125203850002");
    CHECK(show_nik("TANPA-NIK:wafat") == "tidak memiliki NIK (meninggal sebelum ada NIK)");
    CHECK(show_nik("TANPA-NIK:lain") == "belum memiliki NIK");
    CHECK_FALSE(read_nik("TANPA-NIK:bayi", kToday).problem.empty());
}

TEST_CASE("a service file that allows it wrongly is refused") {
    const auto with = [](const std::string& field) {
        return parse_service(R"({"code":"X","fields":[)" + field + "]}", "X.json");
    };
    const auto kind = with(R"({"id":"a","type":"text","label":"A","group":"g","required":true,
        "max_letters":9,"without":"anyone"})");
    REQUIRE_FALSE(kind.has_value());
    const auto word = with(
        R"({"id":"a","type":"nik","label":"A","group":"g","required":true,"without":"siapa"})");
    REQUIRE_FALSE(word.has_value());
}

TEST_CASE("an address on the KTP outside the desa is kept and asked for nobody") {
    World world;
    for (const auto& service : world.catalogue.services()) {
        REQUIRE(service.field("alamat_ktp") != nullptr);
        CHECK_FALSE(service.field("alamat_ktp")->required);
    }
    world.form["alamat_ktp"] = "Jalan Melati 3, Kota Samarinda";
    // Of another province: registered there for life, no mistake.
    world.form["nik"] = "3578124503870003";
    CHECK(world.errors().empty());
}
