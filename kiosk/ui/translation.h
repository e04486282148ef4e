// Indonesian text that comes as data (a question's label, an error's sentence, a date), said in
// another language: the member "texts" of assets/words/en.json, Indonesian -> that language.
//
// A text has places: {} or {name} hold any words and are translated themselves, where they can be;
// {#} holds a number, a time or a code of digits and stays; {=} holds what a person or a file
// wrote (a name, a cell of a table) and stays. The places of a translation are filled
// by name, or one after the other. A pattern without a word of its own ("{}, {}") holds only where
// all its places can be translated. A text of several sentences is found sentence by sentence. Of
// two patterns that match, the one with more letters of its own wins. Used from one thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disapa::ui {

class Translation {
  public:
    void add(std::string_view indonesian, std::string_view said);
    // Nothing: no text matches.
    [[nodiscard]] std::optional<std::string> find(std::string_view text) const;

  private:
    struct Piece {
        std::string words;  // before the place
        std::string place;  // its name
        bool has_place = false;
    };
    struct Pattern {
        std::vector<Piece> from, to;
        std::size_t letters = 0;  // of its own words
        bool is_wordless = true;
    };
    using Values = std::vector<std::string_view>;

    [[nodiscard]] static std::vector<Piece> pieces_of(std::string_view text);
    [[nodiscard]] static bool match(const std::vector<Piece>& pieces, std::size_t at,
                                    std::string_view text, Values& values);
    [[nodiscard]] std::optional<std::string> fill(const Pattern& pattern, const Values& values,
                                                  int depth) const;
    [[nodiscard]] std::optional<std::string> find(std::string_view text, int depth) const;
    [[nodiscard]] std::optional<std::string> find_sentences(std::string_view text, int depth) const;

    std::map<std::string, std::string, std::less<>> exact_;
    std::vector<Pattern> patterns_;  // the longest first
};

}  // namespace disapa::ui
