#include "shared/service/show.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "shared/service/forms_world.h"

using namespace disapa;

namespace {
struct World {
    Catalogue catalogue = *Catalogue::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets");
    Lists lists = *Lists::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets");
    Json form(const char* code, std::string_view own) const {
        return *normalise_form(
            *catalogue.find(code),
            Json::parse("{" + std::string(sample::kApplicant) + std::string(own) + "}"), lists);
    }
    std::string show(const char* code, const char* id, const Json& value,
                     std::string_view as = "") const {
        return show_value_as(*catalogue.find(code)->field(id), value, as, lists);
    }
};
}  // namespace

TEST_CASE("values are shown as people read them") {
    const World world;
    CHECK(world.show("SKTM", "penghasilan_bulan", 1250000) == "Rp1.250.000");
    CHECK(world.show("SKTM", "tanggal_lahir", "1987-03-05") == "5 Maret 1987");
    CHECK(world.show("DISNIK", "tanggal_akad", "2026-11-30", "hari") == "Senin, 30 November 2026");
    CHECK(world.show("SKTM", "agama", "1") == "ISLAM");
    CHECK(world.show("SKTM", "agama", "77") == "77");
    CHECK(world.show("SKTM", "terdaftar_dtsen", "belum dicek") == "Belum dicek");
    CHECK(world.show("SKTM", "jumlah_tanggungan", 12, "terbilang") == "dua belas");
    CHECK(world.show("SKTM", "penghasilan_bulan", 1000, "terbilang") == "seribu rupiah");
    CHECK(world.show("SKTM", "nama", "%s {nik}") == "%s {nik}");
    CHECK(world.show("SKTM", "nama", Json()).empty());
    CHECK(world.show("SKAW", "ahli_waris", Json::parse(R"([{"nama":"A"},{},{"nama":"B"}])")) ==
          "A, B");
}

TEST_CASE("templates take the form's answers, and nothing from inside them") {
    const World world;
    const Service& service = *world.catalogue.find("SKU");
    Json form = world.form("SKU", sample::kSku);
    CHECK(fill_template("{nama}, RT {rt}[ RW {rw}]", service, form, world.lists) ==
          "LUNG BILUNG, RT 003");
    form["rw"] = "01";
    form["nama"] = "A {nik} [B]";
    CHECK(fill_template("{nama}, RT {rt}[ RW {rw}]", service, form, world.lists) ==
          "A {nik} [B], RT 003 RW 01");
    CHECK(fill_template("{entah} {@desa}", service, form, world.lists) == "{entah} {@desa}");
}

TEST_CASE("every review is whole: no brace is left and no answer is missing") {
    const World world;
    for (const auto& [code, own] : {std::pair{"SKTM", sample::kSktm},
                                    {"SKU", sample::kSku},
                                    {"SKAW", sample::kSkaw},
                                    {"DISNIK", sample::kDisnik}}) {
        const Service& service = *world.catalogue.find(code);
        const auto text =
            fill_template(service.review, service, world.form(code, own), world.lists);
        CHECK(text.find_first_of("{}[]") == std::string::npos);
        CHECK(text.find("  ") == std::string::npos);
        CHECK(text.find("LUNG BILUNG") != std::string::npos);
    }
}
