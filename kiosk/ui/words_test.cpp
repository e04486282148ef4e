#include "kiosk/ui/words.h"

#include <doctest/doctest.h>

#include <algorithm>

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
    for (const char* bad : {"", "[]", "{\"a\": 1}", "{\"a\": {\"b\": \"c\"}}", "{\"a\": \"b\""}) {
        CAPTURE(bad);
        const auto words = Words::parse(bad);
        REQUIRE_FALSE(words);
        CHECK(words.error().code == ErrorCode::invalid);
        CHECK_FALSE(words.error().sentence.empty());
    }
    CHECK_FALSE(Words::load("/nowhere/id.json"));
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
