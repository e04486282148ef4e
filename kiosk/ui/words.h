// The sentences on the screen, by key: assets/words/id.json and en.json, a flat map of key to
// sentence; en.json has besides "texts", what comes as Indonesian data (see translation.h).
//
// Screens write keys, never sentences, so that a person who speaks the language can mend the words
// without a compiler. A missing key shows the key itself and is counted: a test fails on it.
// Text that comes as data is drawn through `said`. The language may change from one frame to the
// next: nobody keeps a translated sentence. Used from one thread.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/ui/translation.h"
#include "shared/base/result.h"

namespace disapa::ui {

class Words {
  public:
    [[nodiscard]] static Result<Words> load(const std::filesystem::path& file);
    [[nodiscard]] static Result<Words> parse(std::string_view json, std::string language = "id");
    // Every file of the folder, Indonesian first. A language switch is shown from two on.
    [[nodiscard]] static Result<std::vector<Words>> load_all(const std::filesystem::path& folder);
    // "id", "en": names of the files in the folder, sorted.
    [[nodiscard]] static std::vector<std::string> languages(const std::filesystem::path& folder);

    // "id", "en": for the voice. Its name for people is the key "ui.language".
    [[nodiscard]] const std::string& language() const { return language_; }

    [[nodiscard]] const std::string& operator()(std::string_view key) const;
    // Replaces each {name} by its value, once: a value that holds braces stays as it is.
    [[nodiscard]] std::string operator()(
        std::string_view key,
        std::initializer_list<std::pair<std::string_view, std::string_view>> values) const;

    // Indonesian text that comes as data, in this language: itself in Indonesian, and where there
    // is no translation. Names, numbers and codes need not go through here. Lives until the frame
    // ends, so that a view may point at it.
    [[nodiscard]] const std::string& said(std::string_view indonesian) const;

    [[nodiscard]] const std::set<std::string, std::less<>>& missing() const { return missing_; }
    // What `said` found no translation for, for tests; at most 256. May hold a person's words.
    [[nodiscard]] const std::set<std::string, std::less<>>& untranslated() const {
        return untranslated_;
    }
    // What was said may be personal: wiped when another person comes. Not inside a frame.
    void forget() const;
    void trim() const;  // before a frame: keeps what was said from growing for ever
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& sentences() const {
        return sentences_;
    }
    // The key of a sentence without places; empty where none has it.
    [[nodiscard]] std::string key_of(std::string_view sentence) const;
    [[nodiscard]] bool has(std::string_view key) const { return sentences_.contains(key); }

  private:
    [[nodiscard]] std::string translated(std::string_view indonesian) const;

    std::string language_;
    std::map<std::string, std::string, std::less<>> sentences_;
    std::optional<Translation> texts_;  // none in Indonesian
    mutable std::set<std::string, std::less<>> missing_, untranslated_;
    mutable std::map<std::string, std::string, std::less<>> said_;  // Indonesian -> as shown
};

}  // namespace disapa::ui
