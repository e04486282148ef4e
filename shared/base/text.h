// Text of people: cleaning at the screen, checking at the border.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace disapa {

[[nodiscard]] bool is_utf8(std::string_view text);  // well-formed, no surrogates, no overlong form

// True when `text` is well-formed UTF-8 without control and bidirectional characters.
[[nodiscard]] bool is_clean_text(std::string_view text);

// What a screen does to typed or scanned text before it becomes part of an act: broken UTF-8
// removed, NFC for Latin letters, control, zero-width and bidirectional characters removed, runs of
// space (also line ends and tabs) made one, ends trimmed. Never used on ingest.
[[nodiscard]] std::string clean_text(std::string_view text);

[[nodiscard]] std::size_t letters(std::string_view utf8);                       // code points
[[nodiscard]] std::string first_letters(std::string_view utf8, std::size_t count);
[[nodiscard]] std::string lower(std::string_view utf8);                         // ASCII and Latin-1 letters
[[nodiscard]] std::string upper(std::string_view utf8);
[[nodiscard]] std::vector<std::string> split(std::string_view text, char by);   // "" is one empty part
[[nodiscard]] std::string_view trim(std::string_view text);                     // ASCII white space
[[nodiscard]] bool all_digits(std::string_view text);

[[nodiscard]] std::string rupiah(long long amount);   // "Rp1.250.000"
[[nodiscard]] std::string terbilang(long long count); // "dua belas"; 0 is "nol"

// RFC 4180 rows, the header included. Quotes and embedded newlines are understood; line ends may be
// LF; a byte order mark and empty lines are skipped.
[[nodiscard]] std::vector<std::vector<std::string>> parse_csv(std::string_view csv);

}  // namespace disapa
