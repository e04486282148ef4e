// Tests: finds Indonesian in a text that should be English.
//
// Knows the words of assets/words that stand in Indonesian sentences and in no English one: about
// a thousand, so that hardly a sentence is without one. Names of places and people are none.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "shared/base/file.h"
#include "shared/base/text.h"

namespace disapa::testing {

class Indonesian {
  public:
    // `folder`: assets/words.
    explicit Indonesian(const std::filesystem::path& folder) {
        const auto en = json_of(folder / "en.json");
        for (const auto& sentence : json_of(folder / "id.json")) add(sentence, words_);
        for (const auto& [text, said] : en.at("texts").items()) add(text, words_);
        Set english;
        for (const auto& sentence : en) {
            if (sentence.is_string()) add(sentence, english);
        }
        for (const auto& said : en.at("texts")) add(said, english);
        std::erase_if(words_, [&](const std::string& word) { return english.contains(word); });
    }

    [[nodiscard]] static nlohmann::json json_of(const std::filesystem::path& file) {
        return nlohmann::json::parse(read_file(file, 1U << 22U).value());
    }
    [[nodiscard]] bool speaks(std::string_view text) const { return !word_in(text).empty(); }
    // The first word that gives it away; empty where there is none.
    [[nodiscard]] std::string word_in(std::string_view text) const {
        Set words;
        add(std::string(text), words);
        const auto found = std::ranges::find_if(
            words, [&](const std::string& word) { return words_.contains(word); });
        return found == words.end() ? std::string() : *found;
    }
    [[nodiscard]] std::size_t size() const { return words_.size(); }

  private:
    using Set = std::set<std::string, std::less<>>;

    // What holds a digit, a dash, an underscore or a dot inside is no word.
    static void add(const std::string& text, Set& to) {
        std::string spaced = lower(text);
        for (char& c : spaced) {
            if (std::string_view(",;:?!()\"'{}[]<>|+=\n\t").find(c) != std::string_view::npos)
                c = ' ';
        }
        std::istringstream words(spaced);
        for (std::string word; words >> word;) {
            while (!word.empty() && word.back() == '.') word.pop_back();
            const bool plain = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == word.npos;
            if (word.size() > 1 && plain) to.insert(word);
        }
    }

    Set words_;
};

}  // namespace disapa::testing
