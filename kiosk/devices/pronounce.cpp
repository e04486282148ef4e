#include "kiosk/devices/pronounce.h"

#include <algorithm>
#include <array>

namespace disapa::devices {

namespace {

constexpr std::size_t kNumberDigits = 6;  // shorter numbers are counted, longer ones spelled
constexpr std::size_t kGroup = 4;

struct Saying {
    std::string_view written, id, en;
};
// Found as whole words only.
constexpr std::array<Saying, 18> kSayings = {{
    {"KTP-el", "K T P elektronik", "K T P card"},
    {"KTP", "K T P", "K T P"},
    {"KK", "kartu keluarga", "family card"},
    {"NIK", "N I K", "N I K"},
    {"RT", "R T", "R T"},
    {"RW", "R W", "R W"},
    {"SKTM", "S K T M", "S K T M"},
    {"SKU", "S K U", "S K U"},
    {"PIN", "pin", "pin"},
    {"QR", "kiu ar", "Q R"},
    {"PDF", "P D F", "P D F"},
    {"USB", "U S B", "U S B"},
    {"WITA", "waktu Indonesia tengah", "central Indonesian time"},
    {"Kec", "kecamatan", "sub-district"},
    {"Kab", "kabupaten", "regency"},
    {"Jl", "jalan", "street"},
    {"No", "nomor", "number"},
    {"e-mail", "imel", "e-mail"},
}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_word(char c) {
    return is_digit(c) || is_capital(c) || (c >= 'a' && c <= 'z') || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string spelled(std::string_view word, std::size_t group) {
    std::string said;
    std::size_t in_group = 0;
    for (const char c : word) {
        if (c == '-' || (group > 0 && in_group == group)) {
            said += ",";
            in_group = 0;
        }
        if (c != '-') {
            said += (said.empty() ? "" : " ") + std::string(1, c);
            ++in_group;
        }
    }
    return said;
}

// A code such as K7M-2QX-94B-HD: capitals and digits in short groups, some of each.
bool is_code(std::string_view word) {
    const bool only =
        std::ranges::all_of(word, [](char c) { return is_digit(c) || is_capital(c) || c == '-'; });
    return only && word.find('-') != std::string_view::npos &&
           std::ranges::any_of(word, is_digit) && std::ranges::any_of(word, is_capital);
}

std::string word_said(std::string_view word, bool english) {
    for (const Saying& saying : kSayings) {
        if (word == saying.written) {
            return std::string(english ? saying.en : saying.id);
        }
    }
    if (is_code(word)) {
        return spelled(word, 0);
    }
    if (word.size() >= kNumberDigits && std::ranges::all_of(word, is_digit)) {
        return spelled(word, kGroup);
    }
    return std::string(word);
}

// "Rp1.250.000" from `at` on: the number without dots, then the word. Moves `at` behind it.
std::string money_said(std::string_view text, std::size_t& at) {
    std::size_t from = at + 2;
    while (from < text.size() && text[from] == ' ') {
        ++from;
    }
    std::string number;
    for (at = from; at < text.size() && (is_digit(text[at]) || text[at] == '.'); ++at) {
        const bool grouping = text[at] == '.' && at + 1 < text.size() && is_digit(text[at + 1]);
        if (text[at] == '.' && !grouping) {
            break;
        }
        if (is_digit(text[at])) {
            number += text[at];
        }
    }
    return number + " rupiah";
}

bool is_money(std::string_view text, std::size_t at) {
    if (!text.substr(at).starts_with("Rp")) {
        return false;
    }
    const std::size_t digit = text.find_first_not_of(' ', at + 2);
    return digit != std::string_view::npos && is_digit(text[digit]);
}

}  // namespace

std::string pronounceable(std::string_view text, std::string_view language) {
    const bool english = language == "en";
    std::string said;
    for (std::size_t at = 0; at < text.size();) {
        if (is_money(text, at)) {
            said += money_said(text, at);
            continue;
        }
        if (!is_word(text[at])) {
            said += text[at] == '/' ? ',' : text[at];
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_word(text[end])) {
            ++end;
        }
        said += word_said(text.substr(at, end - at), english);
        at = end;
    }
    return said;
}

}  // namespace disapa::devices
