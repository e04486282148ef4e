// disapa-train: makes a dictionary of segment codec 2 (assets/codec/README.md) from synthetic data.
//
//   disapa-train SOURCE OUT
//
// Words: of the lists, services and sentences in assets, the tests' synthetic names and words.txt,
// the most used in synthetic forms first. The zstd dictionary: key sets of all acts in FORMAT.md
// and of all forms. No person's data goes in.
#include <zdict.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/base/file.h"
#include "shared/base/program.h"
#include "shared/base/text.h"
#include "tests/support/people.h"

namespace disapa::test {
namespace {

constexpr std::size_t kFileMax = 4 << 20;
constexpr unsigned kDictionaryId = 32768;  // RFC 8878: below are reserved
constexpr int kForms = 400;                // of each service
constexpr std::uint64_t kSeed = 3;

std::string text_of(const std::filesystem::path& path) {
    const auto bytes = read_file(path, kFileMax);
    if (!bytes) {
        std::cerr << "cannot read " << path << "\n";
        std::exit(kExitRefused);
    }
    return std::string(as_text(*bytes));
}

// Words as the codec cuts them: at spaces, in lower case, without digits.
class Words {
  public:
    void add(std::string_view text, std::size_t weight) {
        std::string word;
        for (const char letter : std::string(text) + " ") {
            if (letter != ' ' && letter != '\n' && letter != '\t') {
                word += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
                continue;
            }
            const bool has_digit = std::any_of(word.begin(), word.end(), [](char one) {
                return (one >= '0' && one <= '9') || one == '"' || one == '\\' || one == '{';
            });
            if (!word.empty() && !has_digit) uses_[word] += weight;
            word.clear();
        }
    }
    [[nodiscard]] std::string lines(std::size_t most) const {
        std::vector<std::pair<std::size_t, std::string>> sorted;
        for (const auto& [word, count] : uses_) sorted.emplace_back(count, word);
        std::stable_sort(sorted.begin(), sorted.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        std::string made;
        for (const auto& [count, word] : sorted) {
            if (made.size() + word.size() + 1 > most) break;
            made += word + "\n";
        }
        return made;
    }

  private:
    std::map<std::string, std::size_t> uses_;
};

struct Material {
    Words words;
    std::set<std::string> key_sets;

    void add(const Json& value, std::size_t weight) {
        if (value.is_string()) words.add(value.get<std::string>(), weight);
        if (value.is_object() && !value.empty()) {
            std::string keys;
            for (const auto& [key, item] : value.items()) keys += (keys.empty() ? "" : ",") + key;
            key_sets.insert(keys);
        }
        if (value.is_structured()) {
            for (const Json& item : value) add(item, weight);
        }
    }
};

// The example acts of FORMAT.md: every type.
void add_acts(Material& material, const std::filesystem::path& source) {
    std::string_view rest;
    const std::string text = text_of(source / "shared/log/FORMAT.md");
    for (rest = text; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const Json act = Json::parse(rest.substr(0, end), nullptr, false);
        if (act.is_object() && act.contains("type")) material.add(act, 20);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

void add_forms(Material& material, const std::filesystem::path& source) {
    People people(source, kSeed);
    for (const auto& file : std::filesystem::directory_iterator(source / "assets/services")) {
        if (file.path().extension() != ".json" || file.path().stem().has_extension()) continue;
        const std::string service = file.path().stem().string();
        const Json told = Json::parse(text_of(file.path()));
        material.words.add(service, 20);
        for (const Json& field : told["fields"]) {
            if (field.contains("choices")) material.add(field["choices"], 2);
        }
        for (const Json& paper : told["papers"])
            material.words.add(paper["id"].get<std::string>(), 20);
        for (int i = 0; i < kForms; ++i) {
            material.add(people.form(service, *parse_date("2026-11-23")), 1);
        }
    }
}

void add_lists(Material& material, const std::filesystem::path& source) {
    const auto& lists = source / "assets/lists";
    for (const auto& file : std::filesystem::directory_iterator(lists)) {
        if (file.path().extension() != ".csv") continue;
        const bool is_regions = file.path().stem() == "wilayah";
        for (const auto& row : parse_csv(text_of(file.path()))) {
            if (row.size() >= 2) material.words.add(row[1], is_regions ? 1 : 4);
        }
    }
    for (const auto& row : parse_csv(text_of(source / "tests/support/nama_sintetis.csv"))) {
        if (!row.empty()) material.words.add(row[0], 2);
    }
    material.words.add(text_of(source / "tests/codec/words.txt"), 6);
}

// What the zstd part of segments is like: a few key sets, then words that no list knows.
Bytes zstd_dictionary(const Material& material) {
    std::string content;
    for (const std::string& keys : material.key_sets) content += keys + "\n";
    std::string samples;
    std::vector<std::size_t> sizes;
    const std::string words = material.words.lines(1 << 20);
    std::size_t at = 0;
    for (const std::string& keys : material.key_sets) {
        const std::string sample = keys + "\n" + words.substr(at % words.size(), 200);
        at += 200;
        samples += sample;
        sizes.push_back(sample.size());
    }
    Bytes made(content.size() + (64 << 10));
    ZDICT_params_t parameters{};
    parameters.compressionLevel = 19;
    parameters.dictID = kDictionaryId;
    const std::size_t size = ZDICT_finalizeDictionary(
        made.data(), made.size(), content.data(), content.size(), samples.data(), sizes.data(),
        static_cast<unsigned>(sizes.size()), parameters);
    if (ZDICT_isError(size) != 0) {
        std::cerr << "zstd: " << ZDICT_getErrorName(size) << "\n";
        std::exit(kExitRefused);
    }
    made.resize(size);
    return made;
}

int run(int count, char** words) {
    if (count != 3) {
        std::cerr << "usage: disapa-train SOURCE OUT\n";
        return kExitUsage;
    }
    const std::filesystem::path source = words[1];
    Material material;
    add_lists(material, source);
    add_forms(material, source);
    add_acts(material, source);
    constexpr std::size_t kWordBytes = 26 << 10;
    const std::string lines = material.words.lines(kWordBytes) + "\n";
    Bytes made(lines.begin(), lines.end());
    append(made, zstd_dictionary(material));
    if (auto done = write_file_durably(words[2], made, 0644); !done) return tell(done.error());
    std::printf("%zu bytes, %zu of words, %zu key sets\n", made.size(), lines.size(),
                material.key_sets.size());
    return kExitDone;
}

}  // namespace
}  // namespace disapa::test

int main(int count, char** words) {
    return disapa::test::run(count, words);
}
