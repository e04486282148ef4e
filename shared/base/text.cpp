#include "shared/base/text.h"

#include <glib.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace disapa {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kAsciiSpace = " \t\n\v\f\r";

struct CodePoint {
    char32_t value = 0;
    std::size_t size = 0;  // bytes
};

// The code point at the start of `text` (not empty), or nothing when it is not well-formed there.
std::optional<CodePoint> first_code_point(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80) return CodePoint{lead, 1};
    std::size_t size = 0;
    char32_t value = 0;
    char32_t least = 0;  // below it the form is overlong
    if ((lead & 0xe0) == 0xc0) {
        size = 2, value = lead & 0x1f, least = 0x80;
    } else if ((lead & 0xf0) == 0xe0) {
        size = 3, value = lead & 0x0f, least = 0x800;
    } else if ((lead & 0xf8) == 0xf0) {
        size = 4, value = lead & 0x07, least = 0x10000;
    } else {
        return std::nullopt;
    }
    if (text.size() < size) return std::nullopt;
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return std::nullopt;
        value = (value << 6) | (byte(i) & 0x3f);
    }
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < least || value > 0x10ffff || surrogate) return std::nullopt;
    return CodePoint{value, size};
}

// Listed here, not looked up: what is refused at the border must not change with a library.
bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}
bool is_bidirectional(char32_t c) {
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

bool is_space(char32_t c) {
    if (c <= 0x7f) return kAsciiSpace.find(static_cast<char>(c)) != std::string_view::npos;
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

// Characters that print nothing: controls, zero-width and bidirectional ones, invisible tags.
bool is_invisible(char32_t c) {
    return is_control(c) || is_bidirectional(c) ||
           g_unichar_type(static_cast<gunichar>(c)) == G_UNICODE_FORMAT;
}

std::string composed(const std::string& text) {
    const std::unique_ptr<char, decltype(&g_free)> made(
        g_utf8_normalize(text.data(), static_cast<gssize>(text.size()), G_NORMALIZE_NFC), &g_free);
    return made ? std::string(made.get()) : text;
}

// ASCII letters, and U+00C0..U+00DE against U+00E0..U+00FE, which UTF-8 writes as C3 80..9E and
// C3 A0..BE. U+00D7 and U+00F7 (times, divided by) are no letters.
std::string with_case(std::string_view utf8, bool to_upper) {
    std::string text(utf8);
    const char first = to_upper ? 'a' : 'A';
    const char last = to_upper ? 'z' : 'Z';
    const std::uint8_t latin_first = to_upper ? 0xa0 : 0x80;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] >= first && text[i] <= last) {
            text[i] = static_cast<char>(text[i] ^ 0x20);
        } else if (text[i] == '\xc3' && i + 1 < text.size()) {
            const auto next = static_cast<std::uint8_t>(text[i + 1]);
            const bool letter =
                next >= latin_first && next <= latin_first + 0x1e && next != latin_first + 0x17;
            if (letter) text[i + 1] = static_cast<char>(next ^ 0x20);
            ++i;
        }
    }
    return text;
}

// 1 to 999.
std::string hundreds_in_words(unsigned count) {
    static constexpr std::array<const char*, 12> kUnits{
        "",     "satu",  "dua",     "tiga",     "empat",   "lima",
        "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"};
    const auto joined = [](const std::string& words, unsigned rest) {
        return rest == 0 ? words : words + " " + hundreds_in_words(rest);
    };
    if (count < 12) return kUnits[count];
    if (count < 20) return std::string(kUnits[count - 10]) + " belas";
    if (count < 100) return joined(std::string(kUnits[count / 10]) + " puluh", count % 10);
    if (count < 200) return joined("seratus", count - 100);
    return joined(std::string(kUnits[count / 100]) + " ratus", count % 100);
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto next = first_code_point(text);
        if (!next) return false;
        text.remove_prefix(next->size);
    }
    return true;
}

bool is_clean_text(std::string_view text) {
    while (!text.empty()) {
        const auto next = first_code_point(text);
        if (!next || is_control(next->value) || is_bidirectional(next->value)) return false;
        text.remove_prefix(next->size);
    }
    return true;
}

std::string clean_text(std::string_view text) {
    std::string kept;
    bool space_waits = false;
    while (!text.empty()) {
        const auto next = first_code_point(text);
        const std::size_t size = next ? next->size : 1;
        if (next && is_space(next->value)) {
            space_waits = !kept.empty();
        } else if (next && !is_invisible(next->value)) {
            if (space_waits) kept.push_back(' ');
            space_waits = false;
            kept.append(text.substr(0, size));
        }
        text.remove_prefix(size);
    }
    // Last, because removing a character can bring a letter and its accent together.
    return composed(kept);
}

std::size_t letters(std::string_view utf8) {
    std::size_t count = 0;
    for (const char byte : utf8) {
        if ((static_cast<std::uint8_t>(byte) & 0xc0) != 0x80) ++count;
    }
    return count;
}

std::string first_letters(std::string_view utf8, std::size_t count) {
    std::size_t end = 0;
    for (; end < utf8.size(); ++end) {
        const bool starts = (static_cast<std::uint8_t>(utf8[end]) & 0xc0) != 0x80;
        if (starts && count-- == 0) break;
    }
    return std::string(utf8.substr(0, end));
}

std::string lower(std::string_view utf8) {
    return with_case(utf8, false);
}
std::string upper(std::string_view utf8) {
    return with_case(utf8, true);
}

std::vector<std::string> split(std::string_view text, char by) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = text.find(by);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string_view trim(std::string_view text) {
    const std::size_t first = text.find_first_not_of(kAsciiSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kAsciiSpace) - first + 1);
}

bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string rupiah(long long amount) {
    std::string digits = std::to_string(amount);
    const bool negative = amount < 0;
    if (negative) digits.erase(0, 1);
    for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, '.');
    return (negative ? "-Rp" : "Rp") + digits;
}

std::string terbilang(long long count) {
    static constexpr std::array<const char*, 7> kScales{
        "", "ribu", "juta", "miliar", "triliun", "kuadriliun", "kuintiliun"};
    if (count == 0) return "nol";
    auto rest = static_cast<unsigned long long>(count);
    if (count < 0) rest = 0 - rest;
    std::string words;
    for (std::size_t scale = 0; rest > 0; ++scale, rest /= 1000) {
        const auto group = static_cast<unsigned>(rest % 1000);
        if (group == 0) continue;
        std::string part = scale == 1 && group == 1 ? "seribu" : hundreds_in_words(group);
        if (scale > 0 && part != "seribu") part.append(" ").append(kScales[scale]);
        if (!words.empty()) part.append(" ").append(words);
        words = std::move(part);
    }
    return count < 0 ? "minus " + words : words;
}

std::vector<std::vector<std::string>> parse_csv(std::string_view csv) {
    if (csv.starts_with(kByteOrderMark)) csv.remove_prefix(kByteOrderMark.size());
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row;
    std::string field;
    bool quoted = false;    // inside quotes now
    bool has_text = false;  // the line has something: a letter, a quote or a comma
    const auto end_row = [&] {
        if (has_text) {
            row.push_back(std::move(field));
            rows.push_back(std::move(row));
        }
        field.clear();
        row.clear();
        has_text = false;
    };
    for (std::size_t i = 0; i < csv.size(); ++i) {
        const char c = csv[i];
        const bool pair = i + 1 < csv.size() && csv[i + 1] == (c == '"' ? '"' : '\n');
        if (quoted) {
            if (c != '"') {
                field.push_back(c);
            } else if (pair) {
                field.push_back(csv[++i]);
            } else {
                quoted = false;
            }
        } else if (c == '\n') {
            end_row();
        } else if (c == '\r' && pair) {
            continue;  // the newline that follows ends the row
        } else {
            has_text = true;
            if (c == ',') {
                row.push_back(std::move(field));
                field.clear();
            } else if (c == '"' && field.empty()) {
                quoted = true;
            } else {
                field.push_back(c);
            }
        }
    }
    end_row();
    return rows;
}

}  // namespace disapa
