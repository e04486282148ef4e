// The sentences on the screen, by key: assets/words/id.json, a flat map of key to sentence.
//
// Screens write keys, never sentences, so that a person who speaks the language can mend the words
// without a compiler. A missing key shows the key itself and is counted: a test fails on it.
// Used from one thread.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/result.h"

namespace disapa::ui {

class Words {
  public:
    [[nodiscard]] static Result<Words> load(const std::filesystem::path& file);
    [[nodiscard]] static Result<Words> parse(std::string_view json);
    // "id", "en": names of the files in the folder, sorted. A language switch is shown from two on.
    [[nodiscard]] static std::vector<std::string> languages(const std::filesystem::path& folder);

    [[nodiscard]] const std::string& operator()(std::string_view key) const;
    // Replaces each {name} by its value, once: a value that holds braces stays as it is.
    [[nodiscard]] std::string operator()(
        std::string_view key,
        std::initializer_list<std::pair<std::string_view, std::string_view>> values) const;

    [[nodiscard]] const std::set<std::string, std::less<>>& missing() const { return missing_; }
    [[nodiscard]] bool has(std::string_view key) const { return sentences_.contains(key); }

  private:
    std::map<std::string, std::string, std::less<>> sentences_;
    mutable std::set<std::string, std::less<>> missing_;
};

}  // namespace disapa::ui
