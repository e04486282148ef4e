// The words that the program opens with: every key written in a source has its sentence, and no
// sentence is without use.
#include "kiosk/screens/run.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "kiosk/ui/words.h"
#include "shared/base/file.h"
#include "shared/base/text.h"
#include "shared/cases/effect.h"
#include "shared/service/service.h"

using namespace disapa;

namespace {

const std::filesystem::path kSource = DISAPA_SOURCE_DIR;

bool is_key(std::string_view text) {
    const auto dot = text.find('.');
    if (dot == 0 || dot == text.npos || dot + 1 == text.size()) return false;
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == text.npos &&
           text.find('.', dot + 1) == text.npos;
}

// Every "word.word" between quotes in the sources of the rooms with pages.
std::set<std::string> keys_in_sources() {
    std::set<std::string> keys;
    for (const char* room : {"citizen", "officer", "station", "parts", "screens", "ui"}) {
        for (const auto& entry : std::filesystem::directory_iterator(kSource / "kiosk" / room)) {
            const auto name = entry.path().filename().string();
            const bool source = name.ends_with(".cpp") || name.ends_with(".h");
            if (!source || name.ends_with("_test.cpp") || name.ends_with("_world.h")) continue;
            const auto bytes = read_file(entry.path(), 1 << 20).value();
            for (const auto& line : split(as_text(bytes), '\n')) {
                if (line.starts_with("#include")) continue;
                const auto parts = split(line, '"');
                for (std::size_t i = 1; i < parts.size(); i += 2) {
                    if (is_key(parts[i])) keys.insert(parts[i]);
                }
            }
        }
    }
    for (int month = 1; month <= 12; ++month) keys.insert("ui.month_" + std::to_string(month));
    for (const auto key : fate::kAll) keys.insert(std::string(key));
    for (const char* other : {"screen.lock", "id.json", "en.json", "ui.month_"}) keys.erase(other);
    return keys;
}

}  // namespace

TEST_CASE("a folder that is no kiosk's opens no window, and the sentence says so") {
    SystemClock clock;
    SystemRandom random;
    const auto opened = run_screens("/nonexistent", kSource / "assets", clock, random, {});
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().sentence.find("screen.lock") == std::string::npos);
}

TEST_CASE("no word is missing and none is unused") {
    const auto bytes = read_file(kSource / "assets" / "words" / "id.json", 1 << 20).value();
    const auto json = nlohmann::json::parse(bytes);
    const auto used = keys_in_sources();
    CHECK(used.size() > 150);
    for (const auto& key : used) {
        CHECK_MESSAGE(json.contains(key), key);
    }
    for (const auto& [key, sentence] : json.items()) {
        CHECK_MESSAGE(used.contains(key), key);
        CHECK_MESSAGE(is_clean_text(sentence.get<std::string>()), key);
        CHECK_MESSAGE(sentence.get<std::string>().find('!') == std::string::npos, key);
    }
}

TEST_CASE("sentences for citizens are short in every language") {
    const auto languages = ui::Words::load_all(kSource / "assets" / "words").value();
    for (const auto& language : languages) {
        CAPTURE(language.language());
        for (const auto& [key, text] : language.sentences()) {
            if (key.starts_with("fate.")) continue;
            std::size_t words = 1;
            for (const char letter : text) {
                if (letter == ' ') ++words;
                if (letter == '.' || letter == '?') words = 0;
                CHECK_MESSAGE(words < 15, key);
            }
        }
    }
}

TEST_CASE("what a form and its services say is short") {
    const auto catalogue = Catalogue::load(kSource / "assets").value();
    const auto words_in = [](std::string_view text) {
        return text.empty() ? 0 : std::ranges::count(text, ' ') + 1;
    };
    for (const auto& service : catalogue.services()) {
        CHECK_MESSAGE(words_in(service.hint) < 15, service.code);
        for (const auto& paper : service.papers)
            CHECK_MESSAGE(words_in(paper.label) < 15, paper.id);
        for (const auto& field : service.fields) {
            CHECK_MESSAGE(words_in(field.label) < 15, field.id);
            CHECK_MESSAGE(words_in(field.hint) < 15, field.id);
        }
    }
    for (const auto& need : catalogue.needs()) {
        for (const auto& [language, note] : need.notes) CHECK_MESSAGE(words_in(note) < 15, note);
    }
}
