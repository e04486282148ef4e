// The shipped dictionaries of segment codec 2: words by number, and a zstd dictionary for the rest.
//
// assets/codec/<id>.dict is built into the program, so that reading needs no path; made by
// disapa-train (assets/codec/README.md). A dictionary is for ever: sticks are old.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa {

inline constexpr std::uint32_t kDictionaryNow = 1;  // what is written with

class Dictionary {
  public:
    // Lines of words, an empty line, a zstd dictionary (RFC 8878 section 5). Nothing when it is not
    // that. `file` must outlive the result.
    [[nodiscard]] static std::unique_ptr<const Dictionary> parse(ByteView file);
    ~Dictionary();

    [[nodiscard]] const std::vector<std::string_view>& words() const { return words_; }
    [[nodiscard]] std::optional<std::size_t> find(std::string_view word) const;

    // One zstd frame at level 19 without its four magic bytes. Empty when the library fails.
    [[nodiscard]] Bytes squeeze(ByteView letters) const;
    // Exactly one such frame, with its size, at most `max` bytes when opened.
    [[nodiscard]] Result<Bytes> open(ByteView frame, std::size_t max) const;

  private:
    Dictionary() = default;
    struct Tables;
    std::vector<std::string_view> words_;
    std::unordered_map<std::string_view, std::size_t> index_;
    std::unique_ptr<Tables> tables_;
};

// Nothing when this program does not ship it. Made once; any thread.
[[nodiscard]] const Dictionary* shipped_dictionary(std::uint64_t id);

}  // namespace disapa
