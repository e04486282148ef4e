#include "kiosk/ui/words.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/base/file.h"
#include "shared/base/text.h"

namespace disapa::ui {
namespace {

TEST_CASE("a sentence is found by its key, and its places are filled") {
    const Words words = *Words::parse(R"({"a": "Halo", "b": "{name} punya {count} {name}"})");
    CHECK(words("a") == "Halo");
    CHECK(words("b", {{"name", "Rusmini"}, {"count", "2"}}) == "Rusmini punya 2 Rusmini");
    CHECK(words("a", {{"name", "x"}}) == "Halo");
    CHECK(words.missing().empty());
}

TEST_CASE("a value with braces is not filled again, and an unknown place stays") {
    const Words words = *Words::parse(R"({"b": "{name} {other} {open"})");
    CHECK(words("b", {{"name", "{other}"}, {"x", "y"}}) == "{other} {other} {open");
}

TEST_CASE("a missing key shows itself and is counted") {
    const Words words = *Words::parse("{}");
    CHECK(words("home.title") == "home.title");
    CHECK(words("home.title", {{"a", "b"}}) == "home.title");
    CHECK(words.missing().size() == 1);
    CHECK_FALSE(words.has("home.title"));
}

TEST_CASE("what is no flat map of sentences is refused with a sentence") {
    for (const char* bad : {"", "[]", "{\"a\": 1}", "{\"a\": {\"b\": \"c\"}}", "{\"a\": \"b\"",
                            "{\"texts\": {\"a\": 1}}", "{\"texts\": 1}"}) {
        CAPTURE(bad);
        const auto words = Words::parse(bad);
        REQUIRE_FALSE(words);
        CHECK(words.error().code == ErrorCode::invalid);
        CHECK_FALSE(words.error().sentence.empty());
    }
    CHECK_FALSE(Words::load("/nowhere/id.json"));
}

TEST_CASE("text that comes as data is said in the language, and what is unknown is counted") {
    const Words words = *Words::parse(R"({"a": "Hello", "texts": {"Halo {}": "Hello {}"}})", "en");
    CHECK(words.language() == "en");
    CHECK(words.said("Halo Rusmini") == "Hello Rusmini");
    CHECK(words.said("Hello") == "Hello");  // said already
    CHECK(words.said("64.02-12") == "64.02-12");
    CHECK(words.untranslated().empty());
    CHECK(words.said("Entah") == "Entah");
    CHECK(words.untranslated().contains("Entah"));
    words.forget();
    CHECK(words.untranslated().empty());
    CHECK_FALSE(words.has("texts"));
}

TEST_CASE("what was said stays where it is until the frame ends") {
    const Words words = *Words::parse(R"({"a": "Halo"})");
    const std::string& first = words.said(std::string("Entah ") + "apa");
    for (int i = 0; i < 3000; ++i) {
        (void)words.said("nomor " + std::to_string(i));
    }
    CHECK(first == "Entah apa");
    words.trim();
    CHECK(words.said("Entah apa") == "Entah apa");
}

TEST_CASE("Indonesian says what comes as it is") {
    const Words words = *Words::parse(R"({"a": "Halo"})");
    CHECK(words.said("Entah apa") == "Entah apa");
    CHECK(words.untranslated().empty());
}

TEST_CASE("every language has the same keys with the same places, Indonesian first") {
    const auto all = Words::load_all(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets/words");
    REQUIRE(all);
    REQUIRE(all->size() >= 2);
    CHECK(all->front().language() == "id");
    const auto places = [](const std::string& sentence) {
        std::multiset<std::string> found;
        for (std::size_t at = sentence.find('{'); at != std::string::npos;
             at = sentence.find('{', at + 1)) {
            found.insert(sentence.substr(at, sentence.find('}', at) - at));
        }
        return found;
    };
    for (const Words& other : *all) {
        CAPTURE(other.language());
        CHECK(other.sentences().size() == all->front().sentences().size());
        for (const auto& [key, sentence] : all->front().sentences()) {
            CAPTURE(key);
            CHECK(other.has(key));
            CHECK(places(other(key)) == places(sentence));
        }
    }
    CHECK_FALSE(Words::load_all("/nowhere"));
}

// What the screens show of a service, at any depth.
void say_all(const Words& words, const nlohmann::json& part) {
    for (const auto& [key, value] : part.items()) {
        const bool shown = key == "name" || key == "short_name" || key == "hint" || key == "label";
        if (value.is_structured() && key != "letter") {
            say_all(words, value);
        } else if (shown && value.is_string()) {
            (void)words.said(value.get<std::string>());
        }
    }
}

TEST_CASE("every service and every list has its English") {
    const auto assets = std::filesystem::path(DISAPA_SOURCE_DIR) / "assets";
    const Words words = *Words::load(assets / "words" / "en.json");
    for (const auto& file : std::filesystem::directory_iterator(assets / "services")) {
        if (file.path().extension() == ".json" && file.path().stem().extension() != ".schema") {
            say_all(words, nlohmann::json::parse(*read_file(file.path(), 1U << 20U)));
        }
    }
    for (const char* list : {"agama", "jenis_kelamin", "status_kawin", "warganegara", "pekerjaan",
                             "hubungan_keluarga", "alasan_kembali"}) {
        const auto bytes = *read_file(assets / "lists" / (std::string(list) + ".csv"), 1U << 20U);
        const auto rows = parse_csv({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        for (std::size_t i = 1; i < rows.size(); ++i) {
            (void)words.said(rows[i].at(1));
        }
    }
    for (const std::string& text : words.untranslated()) {
        CHECK_MESSAGE(false, text);
    }
}

TEST_CASE("the languages are the files of the folder") {
    const auto folder = std::filesystem::path(DISAPA_SOURCE_DIR) / "assets/words";
    const auto languages = Words::languages(folder);
    REQUIRE_FALSE(languages.empty());
    CHECK(std::find(languages.begin(), languages.end(), "id") != languages.end());
    CHECK(Words::languages("/nowhere").empty());
}

}  // namespace
}  // namespace disapa::ui
