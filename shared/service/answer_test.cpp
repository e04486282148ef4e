#include "shared/service/answer.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "shared/service/forms_world.h"

using namespace disapa;

namespace {

struct World {
    Catalogue catalogue = *Catalogue::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets");
    Lists lists = *Lists::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets");

    const Service& service(const char* code) const { return *catalogue.find(code); }
    Json typed(std::string_view own) const {
        return Json::parse("{" + std::string(sample::kApplicant) + std::string(own) + "}");
    }
    Result<Json> with(const char* code, std::string_view own, const char* key,
                      const Json& value) const {
        Json form = typed(own);
        form[key] = value;
        return normalise_form(service(code), form, lists);
    }
};

}  // namespace

TEST_CASE("money is read as people type it") {
    CHECK(read_amount("Rp 1.250.000") == 1250000);
    CHECK(read_amount("Rp1.250.000,00") == 1250000);
    CHECK(read_amount("rp. 1.250.000,-") == 1250000);
    CHECK(read_amount("1250000") == 1250000);
    CHECK(read_amount("0") == 0);
    CHECK_FALSE(read_amount("1.5").has_value());
    CHECK_FALSE(read_amount("1,250,000").has_value());
    CHECK_FALSE(read_amount("satu juta").has_value());
    CHECK_FALSE(read_amount("-5").has_value());
    CHECK_FALSE(read_amount("Rp").has_value());
    CHECK_FALSE(read_amount("").has_value());
    CHECK_FALSE(read_amount("99999999999999999999").has_value());
}

TEST_CASE("a form becomes codes, integers, capitals and clean text") {
    const World world;
    const auto form =
        normalise_form(world.service("SKTM"), world.typed(sample::kSktm), world.lists);
    REQUIRE(form.has_value());
    CHECK(form->at("nama") == "LUNG BILUNG");
    CHECK(form->at("agama") == "2");
    CHECK(form->at("pekerjaan") == "9");
    CHECK(form->at("kewarganegaraan") == "1");
    CHECK(form->at("penghasilan_bulan") == 1250000);
    CHECK(form->at("no_hp") == "081255550103");
    CHECK(form->at("terdaftar_dtsen") == "belum dicek");
    CHECK(form->at("anggota")[1].at("nama") == "BIT LEJAU");
    CHECK(form->at("alamat") == "Jalan Poros Hulu, Dusun Lepo");
    CHECK_FALSE(form->contains("rw"));
    const auto again = normalise_form(world.service("SKTM"), *form, world.lists);
    REQUIRE(again.has_value());
    CHECK(*again == *form);  // nothing more to do
}

TEST_CASE("all four sample forms are taken") {
    const World world;
    CHECK(normalise_form(world.service("SKU"), world.typed(sample::kSku), world.lists).has_value());
    const auto heirs =
        normalise_form(world.service("SKAW"), world.typed(sample::kSkaw), world.lists);
    REQUIRE(heirs.has_value());
    CHECK(heirs->at("ahli_waris")[1].at("hadir") == true);
    CHECK(heirs->at("istri_suami")[0].at("status") == "hidup");
    CHECK(normalise_form(world.service("DISNIK"), world.typed(sample::kDisnik), world.lists)
              .has_value());
}

TEST_CASE("typed leniently: dates turned round, numbers as text, grouped digits, empty answers") {
    const World world;
    const auto value = [&](const char* key, const Json& typed) {
        const auto form = world.with("SKTM", sample::kSktm, key, typed);
        REQUIRE_MESSAGE(form.has_value(), key);
        return form->contains(key) ? form->at(key) : Json();
    };
    CHECK(value("tanggal_lahir", "5-3-1987") == "1987-03-05");
    CHECK(value("tanggal_lahir", "05/03/1987") == "1987-03-05");
    CHECK(value("nik", "6402 1245 0387 0003") == "6402124503870003");
    CHECK(value("nik", 6402124503870003) == "6402124503870003");
    CHECK(value("jumlah_tanggungan", "3") == 3);
    CHECK(value("rt", 3) == "3");
    CHECK(value("rw", "").is_null());
    CHECK(value("rw", nullptr).is_null());
    CHECK(value("anggota", Json::array()).is_null());
    CHECK(value("anggota", Json::parse(R"([{"nama": "", "nik": ""}])")).is_null());
    CHECK(value("keperluan", "  biaya\t sekolah ") == "biaya sekolah");
}

TEST_CASE("names of one word, with signs or like code are kept as typed") {
    const World world;
    for (const char* name : {"SUKARNO", "D'ARCY-NGAU", "%S %N", "##X", "<SCRIPT>",
                             "'; DROP TABLE X", "AJI M. ARIFIN, S.H."}) {
        CHECK(world.with("SKTM", sample::kSktm, "nama", name)->at("nama") == name);
    }
}

TEST_CASE("what cannot be read is refused by the name of the field, and says what to do") {
    const World world;
    const auto sentence = [&](const char* key, const Json& typed) {
        const auto form = world.with("SKTM", sample::kSktm, key, typed);
        REQUIRE_FALSE(form.has_value());
        CHECK(form.error().code == ErrorCode::invalid);
        return form.error().sentence;
    };
    CHECK(sentence("agama", "Jedi").find("Agama") != std::string::npos);
    CHECK(sentence("agama", "Jedi").find("Jedi") == std::string::npos);
    CHECK(sentence("penghasilan_bulan", "banyak").find("angka") != std::string::npos);
    CHECK(sentence("penghasilan_bulan", 1.5).find("Penghasilan") != std::string::npos);
    CHECK(sentence("penghasilan_bulan", 18446744073709551615u).find("terlalu besar") !=
          std::string::npos);
    CHECK(sentence("tanggal_lahir", "1987-02-30").find("tanggal") != std::string::npos);
    CHECK(sentence("nama", Json::object()).find("tidak terbaca") != std::string::npos);
    CHECK(sentence("hobi", "memancing").find("hobi") != std::string::npos);
    CHECK(sentence("no_register_camat", "1").find("no_register_camat") != std::string::npos);
    CHECK(sentence("anggota", "Bit").find("baris") != std::string::npos);
    CHECK(sentence("anggota", Json::parse("[1]")).find("baris") != std::string::npos);
    CHECK(sentence("anggota", Json::parse(R"([{"gaji": 1}])")).find("gaji") != std::string::npos);
    CHECK(sentence("anggota", Json(31, Json::object())).find("30") != std::string::npos);
    CHECK_FALSE(normalise_form(world.service("SKTM"), Json::array(), world.lists).has_value());
    CHECK_FALSE(
        world.with("SKAW", sample::kSkaw, "ahli_waris", Json::parse(R"([{"hadir": "entah"}])"))
            .has_value());
}

TEST_CASE("thirty heirs fit into one act; a form that does not fit is told") {
    const World world;
    const auto heirs = [](std::size_t address) {
        Json rows = Json::array();
        for (int i = 0; i < 30; ++i) {
            rows.push_back({{"nama", std::string(60, 'A')},
                            {"nik", "6402121205110004"},
                            {"umur", 30},
                            {"hubungan", "anak kandung"},
                            {"alamat", std::string(address, 'b')},
                            {"hadir", true}});
        }
        return rows;
    };
    CHECK(world.with("SKAW", sample::kSkaw, "ahli_waris", heirs(100)).has_value());
    const auto form = world.with("SKAW", sample::kSkaw, "ahli_waris", heirs(400));
    REQUIRE_FALSE(form.has_value());
    CHECK(form.error().code == ErrorCode::limit);
}
