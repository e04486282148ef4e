#include "kiosk/ui/sources.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "kiosk/ui/indonesian_world.h"
#include "kiosk/ui/words.h"
#include "shared/base/date.h"
#include "shared/base/file.h"
#include "shared/base/text.h"

namespace disapa::testing {
namespace {

// "petugas", "sampai: ", "TANPA-NIK:", "foto-{}.webp": one word, either small or capital letters.
bool is_id(std::string_view text) {
    const auto word = trim(text);
    return word.find(' ') == std::string::npos && (word == lower(word) || word == upper(word));
}

std::vector<std::string> texts_in(std::string_view code) {
    std::vector<std::string> texts;
    for (const Written& each : Sources::texts_in(code)) texts.push_back(each.text);
    return texts;
}
using Texts = std::vector<std::string>;

TEST_CASE("a text is put together from its parts") {
    CHECK(texts_in(R"(f("Satu " "dua.", x);)") == Texts{"Satu dua."});
    CHECK(texts_in(R"(return "Baris " + n(line) + " hilang.";)") == Texts{"Baris {} hilang."});
    CHECK(texts_in(R"(auto s = name + " lahir di " + place;)") == Texts{"{} lahir di {}"});
    CHECK(texts_in(R"(s += std::string("Ke-") + a.b(1)[2] + ".";)") == Texts{"{}Ke-{}."});
    CHECK(texts_in(R"(x = "Oleh " + (lurah ? "lurah" : "kades") + ".";)") ==
          Texts{"Oleh lurah.", "Oleh kades."});
    CHECK(texts_in(R"(f(a ? "Ya" : std::string("Tidak"), {"nik", Part::nik});)") ==
          Texts{"Ya", "Tidak", "nik"});
}

TEST_CASE("comments, characters and numbers are no texts") {
    CHECK(texts_in("#include \"a.h\"\n// \"b\"\n/* \"c\" */ f('\"', '\\'', '\\\\', 250'000, "
                   "\"d\\n\\\"\");") == Texts{"d\n\""});
    CHECK(Sources::texts_in("\n\nf(\"a\n\",\n\"b\")").back().line == 5);
}

using Set = std::set<std::string, std::less<>>;
const std::filesystem::path kRoot = DISAPA_SOURCE_DIR;

// How English has what the sources and assets say.
class Sayings {
  public:
    [[nodiscard]] bool is_indonesian(std::string_view text) const {
        return indonesian_.speaks(text);
    }
    // Each place is tried as a number, as a name and as nothing.
    [[nodiscard]] bool has_english(const std::string& text) const {
        const std::size_t place = text.find("{}");
        if (place == std::string::npos) {
            en_.forget();
            const auto said = en_.said(trim(text));
            return en_.untranslated().empty() && !is_indonesian(said);
        }
        return std::ranges::any_of(std::array{"7", "Xyz", ""}, [&](const char* value) {
            return has_english(text.substr(0, place) + value + text.substr(place + 2));
        });
    }

  private:
    ui::Words en_ = ui::Words::load(kRoot / "assets/words/en.json").value();
    Indonesian indonesian_{kRoot / "assets/words"};
};

// What never comes to the kiosk's screen, and why.
struct LeftOut {
    std::string_view path;
    bool errors_too;  // false: what it fails with may come to the screen
    std::string_view why;
    std::string_view text = {};  // only this one
};
constexpr LeftOut kLeftOut[] = {
    {"kiosk/commands", true, "sub-commands: printed on a terminal"},
    {"kiosk/main.cpp", true, "printed on a terminal"},
    {"kiosk/counter/settings.cpp", true, "kiosk.json is read on a terminal, before the screen"},
    {"kiosk/counter/day_book.cpp", false, "the columns of the register's file"},
    {"kiosk/devices/pronounce.cpp", false, "how the Indonesian voice says it"},
    {"kiosk/residents/report.cpp", true, "printed on a terminal, and its file"},
    {"kiosk/residents/columns.cpp", false, "part of an address", "Dusun {}"},
    {"shared/base/program.cpp", true, "the options of all programs: printed on a terminal"},
    {"shared/base/clock.cpp", true, "the demo's clock: told on a terminal"},
    {"shared/base/date.cpp", false, "months and weekdays: every date is proved below"},
    {"shared/letter/letter.", false, "letters are Indonesian"},
    {"shared/letter/letter_parts.cpp", false, "letters are Indonesian"},
    {"shared/letter/letter_signs.cpp", false, "letters are Indonesian"},
    {"shared/letter/letter_data.cpp", false, "a title in a letter", "Kepala {}"},
    {"shared/letter/letter_data.cpp", false, "taken off a name", "Kabupaten "},
    {"shared/letter/letter_data.cpp", false, "in a letter", "Mengetahui dan menguatkan,\n{}"},
    {"shared/letter/receipt.cpp", false, "receipts are Indonesian"},
    {"shared/store/check.cpp", false, "findings of disapa-sync check, on a terminal"},
    {"sync/main.cpp", true, "printed on a terminal"},
    {"sync/settings.cpp", true, "agent.json is read on a terminal"},
    {"sync/windows.cpp", true, "a line of agent.json"},
    {"sync/courier_import.cpp", true, "told of each file on a terminal; the screen counts them"},
    {"sync/courier_folder.cpp", false, "told of each file on a terminal, and the stick's own note"},
    {"sync/courier_read.cpp", false, "told of each file on a terminal"},
    {"sync/courier_run.cpp", false, "printed on a terminal"},
    {"sync/hub", true, "the hub and its desk: another machine"},
};

// Said on the screen, though nothing beside it shows that it is an Error's.
constexpr std::string_view kLockSentence =
    "Kurir sedang berjalan untuk data ini. Tunggu sampai selesai.";

bool is_left_out(const std::string& path, const Written& written) {
    if (written.text == kLockSentence) return false;
    return std::ranges::any_of(kLeftOut, [&](const LeftOut& each) {
        return path.starts_with(each.path) && (each.errors_too || !written.error) &&
               (each.text.empty() || each.text == written.text);
    });
}

struct Source {
    std::string path;
    std::vector<Written> texts;
};
std::vector<Source> sources() {
    std::vector<Source> all;
    for (const char* folder : {"kiosk", "shared", "sync"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot / folder)) {
            const auto path = entry.path().lexically_relative(kRoot).string();
            const bool code = path.ends_with(".cpp") || path.ends_with(".h");
            const bool test = path.ends_with("_test.cpp") || path.ends_with("_world.h") ||
                              path.ends_with("/looks.h") || path.ends_with("/random_touch.h");
            if (!code || test) continue;
            const auto bytes = read_file(entry.path(), 1U << 22U).value();
            all.push_back({path, Sources::texts_in(
                                     {reinterpret_cast<const char*>(bytes.data()), bytes.size()})});
        }
    }
    return all;
}

TEST_CASE("every Indonesian text of the sources has its English") {
    const Sayings sayings;
    std::size_t seen = 0;
    for (const auto& [path, texts] : sources()) {
        for (const Written& each : texts) {
            if (is_id(each.text) || is_left_out(path, each) || !sayings.is_indonesian(each.text))
                continue;
            ++seen;
            CHECK_MESSAGE(sayings.has_english(each.text),
                          (path + ":" + std::to_string(each.line) +
                           ": no English in assets/words/en.json: " + each.text));
        }
    }
    CHECK(seen > 400);  // so that a reader gone blind is noticed
}

std::vector<std::vector<std::string>> csv_of(const std::filesystem::path& file) {
    const auto bytes = read_file(file, 1U << 22U).value();
    return parse_csv({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

TEST_CASE("every date has its English") {
    const Sayings sayings;
    for (int day = 0; day < 366; ++day) {
        const Date date = add_days({2026, 11, 23}, day);
        const auto words = to_words(date), weekday = std::string(weekday_word(date));
        for (const auto& text : {words, weekday + ", " + words, weekday + " 14.05 WITA",
                                 words + " 14.05 WITA", words + " pukul 14.05 WITA"}) {
            CHECK_MESSAGE(sayings.has_english(text), text);
        }
    }
}

// "a[ b]" is "a" and "a b"; {nama} is {}.
std::vector<std::string> without_brackets(const std::string& review) {
    std::vector<std::string> texts = {""};
    for (std::size_t at = 0; at < review.size(); ++at) {
        if (review[at] == '{') {
            for (auto& text : texts) text += "{}";
            at = review.find('}', at);
        } else if (review[at] == '[') {
            const auto end = review.find(']', at);
            const auto more = without_brackets(review.substr(at + 1, end - at - 1)).front();
            for (std::size_t i = 0, count = texts.size(); i < count; ++i)
                texts.push_back(texts[i] + more);
            at = end;
        } else {
            for (auto& text : texts) text += review[at];
        }
    }
    return texts;
}

TEST_CASE("what a service says of a request has its English, sentence by sentence") {
    const Sayings sayings;
    for (const auto& entry : std::filesystem::directory_iterator(kRoot / "assets/services")) {
        const auto service = entry.path().extension() == ".json" ? Indonesian::json_of(entry.path())
                                                                 : nlohmann::json();
        if (!service.contains("letter") || !service.contains("review")) continue;
        for (const auto& text : without_brackets(service.at("review").get<std::string>())) {
            for (std::size_t at = 0; at < text.size();) {
                const auto end = std::min(text.find(". ", at), text.size() - 1) + 1;
                CHECK_MESSAGE(sayings.has_english(text.substr(at, end - at)),
                              text.substr(at, end - at));
                at = end + 1;
            }
        }
    }
}

void take_strings(const nlohmann::json& part, std::set<std::string>& all) {
    if (part.is_string()) all.insert(part.get<std::string>());
    if (!part.is_structured()) return;
    for (const auto& each : part) take_strings(each, all);
}

TEST_CASE("people read \"kios\"; \"kiosk\" names only programs, files and a role") {
    const Sayings sayings;
    std::set<std::string> all;
    for (const auto& [path, texts] : sources())
        for (const Written& each : texts) all.insert(each.text);
    take_strings(Indonesian::json_of(kRoot / "assets/words/id.json"), all);
    for (std::string text : all) {
        std::erase(text, ',');
        const bool lists_roles = text.find("kiosk petugas kades") != text.npos;
        if (lists_roles || !sayings.is_indonesian(text)) continue;
        std::istringstream words(lower(text));
        for (std::string word; words >> word;) {
            const bool is_file = word.starts_with("kiosk.json");
            CHECK_MESSAGE((is_file || !word.starts_with("kiosk")), text);
        }
    }
}

// Everything Indonesian that a person may come to read, wherever it stands.
std::set<std::string> everything() {
    std::set<std::string> all;
    for (const auto& [path, texts] : sources()) {
        const bool dates = path == "shared/base/date.cpp";
        for (const Written& each : texts)
            if (dates || !is_left_out(path, each)) all.insert(each.text);
    }
    for (const char* folder : {"assets/services", "assets/lists"}) {
        for (const auto& entry : std::filesystem::directory_iterator(kRoot / folder)) {
            const auto ending = entry.path().extension();
            if (ending == ".json") take_strings(Indonesian::json_of(entry.path()), all);
            if (ending == ".csv") take_strings(nlohmann::json(csv_of(entry.path())), all);
        }
    }
    return all;
}

// Whether the words stand in the text, and not within a longer word.
bool holds(std::string_view text, std::string_view words) {
    const auto is_letter = [&](std::size_t at) {
        return at < text.size() && std::isalpha(static_cast<unsigned char>(text[at])) != 0;
    };
    for (auto at = text.find(words); at != text.npos; at = text.find(words, at + 1)) {
        const auto end = at + words.size();
        if (!(at > 0 && is_letter(at - 1)) && !is_letter(end)) return true;
    }
    return false;
}

// What a pattern says between its places, without what only joins them.
std::vector<std::string> parts_of(const std::string& pattern) {
    std::vector<std::string> parts = {""};
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '{') {
            parts.emplace_back();
            at = std::min(pattern.find('}', at), pattern.size());
        } else {
            parts.back() += pattern[at];
        }
    }
    constexpr std::string_view kJoins = " .,:;()\"";
    for (auto& part : parts) {
        if (parts.size() > 1 && part.find_last_not_of(kJoins) != part.npos)
            part.erase(part.find_last_not_of(kJoins) + 1);
        part.erase(0, std::min(part.find_first_not_of(kJoins), part.size()));
    }
    std::erase(parts, "");
    return parts;
}

// "Sisa 1 percobaan" is the one of "Sisa {#} percobaan".
std::string with_place(const std::string& text) {
    const auto one = text.starts_with("1 ") ? 0 : text.find(" 1 ");
    return one == text.npos ? text
                            : text.substr(0, one) + "{#}" + text.substr(one + (one > 0 ? 2 : 1));
}

TEST_CASE("the words of a pattern are found where they are said") {
    CHECK(parts_of("Baris {#}, kolom {=}: \"{=}\" {}") == Texts{"Baris", "kolom"});
    CHECK(parts_of("Coba lagi.") == Texts{"Coba lagi."});
    CHECK(holds("PIN salah. Coba lagi.", "Coba lagi."));
    CHECK_FALSE(holds("kecamatan", "camat"));
}

TEST_CASE("no English is kept for what nobody says any more") {
    const auto all = everything();
    const auto english = Indonesian::json_of(kRoot / "assets/words/en.json");
    for (const auto& [text, said] : english.at("texts").items()) {
        const auto parts = parts_of(with_place(text));
        const bool used = std::ranges::all_of(parts, [&](const auto& part) {
            return std::ranges::any_of(all, [&](const auto& each) { return holds(each, part); });
        });
        CHECK_MESSAGE(used, ("texts in assets/words/en.json: nothing says " + text));
    }
}

}  // namespace
}  // namespace disapa::testing
