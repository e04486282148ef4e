#include "shared/service/service.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "shared/service/service_file.h"

using namespace disapa;

namespace {

const std::filesystem::path kAssets = std::filesystem::path(DISAPA_SOURCE_DIR) / "assets";

Catalogue catalogue() {
    auto loaded = Catalogue::load(kAssets);
    REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : loaded.error().log));
    return std::move(*loaded);
}

Json file_of(const std::string& code) {
    std::ifstream in(kAssets / "services" / (code + ".json"));
    return Json::parse(in);
}

std::string log_of(const Json& json) {
    const auto parsed = parse_service(json.dump(), "SKTM.json");
    return parsed ? "" : parsed.error().log;
}

}  // namespace

TEST_CASE("the four services load, in their order, with their steps") {
    const auto all = catalogue();
    REQUIRE(all.services().size() == 4);
    CHECK(all.services()[0].code == "SKTM");
    CHECK(all.find("SKTM")->steps.flow == Flow::mengetahui);
    CHECK(all.find("SKU")->steps.flow == Flow::desa);
    CHECK(all.find("SKAW")->steps.flow == Flow::mengetahui);
    CHECK(all.find("DISNIK")->steps.flow == Flow::camat);
    CHECK(all.find("SKTM")->archive_code == "400.9.14");
    CHECK(all.find("SKU")->archive_code == "500.2.2.4");
    CHECK(all.find("SKAW")->archive_code == "400.12.3.1");
    CHECK(all.find("DISNIK")->archive_code == "400.12.3.2");
    CHECK(all.find("sktm") == nullptr);
    for (const Service& service : all.services()) {
        CHECK(service.steps.service == service.code);
        CHECK_FALSE(service.steps.needs_checked);
        CHECK_FALSE(service.steps.needs_initialled);
    }
}

TEST_CASE("the applicant's questions are the same in every service, and screens hold at most six") {
    const auto all = catalogue();
    const Json first = file_of("SKTM").at("fields");
    const std::vector<std::string> applicant = {"nik",
                                                "no_kk",
                                                "nama",
                                                "no_hp",
                                                "tempat_lahir",
                                                "tanggal_lahir",
                                                "jenis_kelamin",
                                                "agama",
                                                "status_kawin",
                                                "pekerjaan",
                                                "kewarganegaraan",
                                                "alamat",
                                                "rt",
                                                "rw"};
    for (const Service& service : all.services()) {
        const Json fields = file_of(service.code).at("fields");
        for (std::size_t i = 0; i < applicant.size(); ++i) {
            CHECK(fields[i].at("id") == applicant[i]);
            CHECK(fields[i] == first[i]);
        }
        for (const auto& group : service.groups) {
            std::size_t questions = 0;
            for (const Field& field : service.fields) questions += field.group == group ? 1 : 0;
            CHECK(questions >= 1);
            CHECK(questions <= 6);
        }
        CHECK_FALSE(service.papers.empty());
        CHECK_FALSE(service.icon.empty());
    }
    CHECK(all.find("SKAW")->field("no_register_desa") == nullptr);
    CHECK(all.find("SKAW")->field("no_register_camat") == nullptr);
}

TEST_CASE("every list that a service names is there") {
    const auto lists = Lists::load(kAssets);
    REQUIRE(lists.has_value());
    const auto all = catalogue();
    const auto check = [&](const Field& field) {
        if (field.type != FieldType::reference) return;
        CHECK_FALSE(lists->list(field.reference).empty());
        if (!field.preset.empty()) CHECK(lists->code_of(field.reference, field.preset).has_value());
    };
    for (const Service& service : all.services()) {
        for (const Field& field : service.fields) {
            check(field);
            for (const Field& column : field.columns) check(column);
        }
    }
}

TEST_CASE("people find a service by what they need, with a slip of the finger") {
    const auto all = catalogue();
    const auto first = [&](std::string_view typed) {
        const auto found = all.search(typed);
        return found.empty() ? std::string("-") : found.front()->code;
    };
    CHECK(first("miskin") == "SKTM");
    CHECK(first("sekolah") == "SKTM");
    CHECK(first("SKTM") == "SKTM");
    CHECK(first("sekolha") == "SKTM");
    CHECK(first("waris") == "SKAW");
    CHECK(first("nikah") == "DISNIK");
    CHECK(first("warung") == "SKU");
    CHECK(first("usha") == "SKU");
    CHECK(first("tidak mampu") == "SKTM");
    CHECK(first("zzzzzz") == "-");
    CHECK(all.search("").size() == 4);
    CHECK(all.search("nikah sekolah zebra").empty());
}

TEST_CASE("a file that contradicts itself is refused with its reason") {
    const Json good = file_of("SKTM");
    CHECK(log_of(good).empty());
    const auto with = [&](const char* path, const Json& value) {
        Json changed = good;
        changed[Json::json_pointer(path)] = value;
        return log_of(changed);
    };
    CHECK(with("/role_of_camat", "RAJA").find("role_of_camat") != std::string::npos);
    CHECK(with("/review", "{tidak_ada}").find("no field") != std::string::npos);
    CHECK(with("/review", "{@desa}").find("no field") != std::string::npos);
    CHECK(with("/letter/body/0", "{@desas}").find("no field") != std::string::npos);
    CHECK(with("/letter/tables/0/columns/0", "gaji").find("no column") != std::string::npos);
    CHECK(with("/fields/0/group", "entah").find("no known group") != std::string::npos);
    CHECK(with("/fields/1/id", "nik").find("twice") != std::string::npos);
    CHECK(with("/fields/0/type", "gambar").find("unknown type") != std::string::npos);
    CHECK(with("/fields/0/requird", true).find("unknown key") != std::string::npos);
    CHECK(with("/fields/5/date_rule", "within_working_days:").find("date_rule") !=
          std::string::npos);
    CHECK(with("/fields/19/columns", Json::array()).find("columns") != std::string::npos);
    CHECK(with("/fields/19/max", 31).find("limit") != std::string::npos);
    CHECK(with("/holder", "tuan").find("holder") != std::string::npos);
    CHECK(with("/code", "SKTX").find("named after") != std::string::npos);
    CHECK(with("/code", "SKTM-DIK9").find("2 to 8") != std::string::npos);
    CHECK(with("/name", 7).find("no text") == std::string::npos);
    CHECK(with("/name", 7).find("is not a text") != std::string::npos);
    CHECK_FALSE(parse_service("{", "SKTM.json").has_value());
    CHECK_FALSE(parse_service("[]", "SKTM.json").has_value());
}

TEST_CASE("a folder without services is an error, not an empty counter") {
    CHECK_FALSE(Catalogue::load("/nonexistent").has_value());
    CHECK_FALSE(Lists::load("/nonexistent").has_value());
}
