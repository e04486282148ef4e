#include "shared/log/column_text.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace disapa {

namespace {

// Stands for a run of 1 digit; of 2: the next letter. No such letters stand in a JSON string.
constexpr char kFirstMark = 0x0E;
constexpr std::size_t kWordsMax = 16384;
constexpr std::uint32_t kWordsOfTextMax = 16384;

enum Case : std::uint32_t { kLower, kCapital, kUpper, kExact, kCases };
enum Origin : std::uint32_t { kOfSegment, kOfDictionary, kOfLetters, kOrigins };

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}
bool is_mark(char letter) {
    return letter >= kFirstMark && letter < static_cast<char>(kFirstMark + kRunDigits);
}
bool is_lower(char letter) {
    return letter >= 'a' && letter <= 'z';
}
bool is_upper(char letter) {
    return letter >= 'A' && letter <= 'Z';
}
char lower(char letter) {
    return is_upper(letter) ? static_cast<char>(letter + 'a' - 'A') : letter;
}
char upper(char letter) {
    return is_lower(letter) ? static_cast<char>(letter + 'A' - 'a') : letter;
}

std::string folded(std::string_view word) {
    std::string made(word);
    std::transform(made.begin(), made.end(), made.begin(), lower);
    return made;
}

std::string unfolded(std::string word, std::uint32_t how) {
    if (how != kCapital && how != kUpper) return word;
    bool is_inside = false;
    for (char& letter : word) {
        const bool is_letter = is_lower(letter) || is_upper(letter);
        if (how == kUpper || !is_inside) letter = upper(letter);
        is_inside = is_letter;
    }
    return word;
}

// What the column had last where that fits: a word of one letter or none fits several.
std::uint32_t case_of(std::string_view word, std::uint32_t last) {
    const std::string low = folded(word);
    for (const std::uint32_t how :
         {last, std::uint32_t{kLower}, std::uint32_t{kCapital}, std::uint32_t{kUpper}}) {
        if (how != kExact && unfolded(low, how) == word) return how;
    }
    return kExact;
}

}  // namespace

TextTemplate template_of(std::string_view text) {
    TextTemplate made;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && end - at < kRunDigits && is_digit(text[end])) ++end;
        if (end == at) {
            made.text += text[at++];
            continue;
        }
        made.text += static_cast<char>(kFirstMark + static_cast<char>(end - at - 1));
        made.runs.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return made;
}

std::string TextCoder::text(Column& column, std::string_view value) {
    RangeCoder& coder = parts_.coder;
    if (!column.is_text_planned) {
        column.is_text_planned = true;
        auto planned = digits_.plan_of(column.id).same_as;
        // The plan has seen later rows: a column that is not there yet cannot be named.
        if (planned && *planned >= columns_.size()) planned.reset();
        if (digits_.common.has_same.code(coder, planned ? 1 : 0, 2) != 0) {
            column.same_as = digits_.code_column(planned.value_or(0));
        }
    }
    if (column.same_as) {
        const Column& other = columns_[*column.same_as];
        if (column.is_same.code(coder, value == other.text ? 1 : 0, 2) != 0) {
            last_digits_ = other.digits;
            return other.text;
        }
    }
    const TextTemplate parted = template_of(value);
    const std::string form = code_template(column, parted.text);
    std::string made;
    std::string all_digits;
    std::uint32_t run = 0;
    for (const char letter : form) {
        if (!is_mark(letter)) {
            made += letter;
            continue;
        }
        const auto width = static_cast<std::uint32_t>(letter - kFirstMark + 1);
        const FieldKey key{std::min(run, kIntegerRun - 1), width};
        all_digits +=
            digits_.run(column, key, run < parted.runs.size() ? parted.runs[run] : std::string());
        made += std::string_view(all_digits).substr(all_digits.size() - width);
        ++run;
        if (parts_.failed()) return {};
    }
    last_digits_ = std::move(all_digits);
    return made;
}

std::string TextCoder::code_template(Column& column, const std::string& value) {
    Values& known = column.templates;
    const std::size_t symbol =
        known.tally.code(parts_.coder, parts_.is_writing() ? known.find(value) : 0);
    if (symbol < known.seen.size()) return known.seen[symbol];
    std::string made = code_words(column, value);
    known.add(made, parts_.is_writing());
    return made;
}

std::string TextCoder::code_words(Column& column, const std::string& value) {
    const auto spaces = static_cast<std::uint32_t>(std::count(value.begin(), value.end(), ' '));
    const std::uint32_t count =
        column.word_count.code(parts_.coder, spaces + (value.empty() ? 0 : 1), kWordsOfTextMax + 1,
                               &digits_.common.word_count);
    std::string made;
    std::size_t at = 0;
    for (std::uint32_t i = 0; i < count && !parts_.failed(); ++i) {
        const std::size_t end = std::min(value.find(' ', at), value.size());
        if (i > 0) made += ' ';
        made += code_word(column, std::string_view(value).substr(std::min(at, end), end - at));
        at = end + 1;
        // A word may be as long as all letters together.
        if (made.size() > limits::kPayloadBytes) parts_.coder.fail();
    }
    return made;
}

std::string TextCoder::code_word(Column& column, std::string_view word) {
    const bool is_writing = parts_.is_writing();
    const std::uint32_t how =
        column.letter_case.code(parts_.coder, is_writing ? case_of(word, column.last_case) : 0,
                                kCases, &digits_.common.letter_case);
    if (how != kExact) column.last_case = how;
    const std::string low = how == kExact ? std::string(word) : folded(word);
    std::size_t symbol = column.word_ids.size();
    if (is_writing) {
        if (const auto known = index_.find(low); known != index_.end()) {
            symbol = static_cast<std::size_t>(
                std::find(column.word_ids.begin(), column.word_ids.end(), known->second) -
                column.word_ids.begin());
        }
    }
    symbol = column.words.code(parts_.coder, symbol);
    if (symbol == column.word_ids.size()) column.word_ids.push_back(code_new_word(low));
    if (parts_.failed()) return {};
    return unfolded(words_[column.word_ids[symbol]], how);
}

// A word new to its column.
std::size_t TextCoder::code_new_word(const std::string& word) {
    RangeCoder& coder = parts_.coder;
    std::uint32_t origin = kOfLetters;
    std::size_t index = 0;
    if (parts_.is_writing()) {
        if (const auto known = index_.find(word); known != index_.end()) {
            origin = kOfSegment;
            index = known->second;
        } else if (const auto listed = parts_.dictionary().find(word)) {
            origin = kOfDictionary;
            index = *listed;
        }
    }
    origin = origin_.code(coder, origin, kOrigins);
    if (origin == kOfSegment) {
        if (words_.empty()) coder.fail();
        if (coder.failed()) return 0;
        return coder.uniform(static_cast<std::uint32_t>(index),
                             static_cast<std::uint32_t>(words_.size()));
    }
    if (origin == kOfLetters) return add_word(std::string(parts_.line(word)));
    index = static_cast<std::size_t>(rank_.code(coder, index + 1)) - 1;
    if (index >= parts_.dictionary().words().size()) {
        coder.fail();
        return 0;
    }
    return add_word(std::string(parts_.dictionary().words()[index]));
}

std::size_t TextCoder::add_word(std::string word) {
    if (words_.size() >= kWordsMax) parts_.coder.fail();
    if (parts_.failed()) return 0;
    if (parts_.is_writing()) index_.emplace(word, words_.size());
    words_.push_back(std::move(word));
    return words_.size() - 1;
}

}  // namespace disapa
