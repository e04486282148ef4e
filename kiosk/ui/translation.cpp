#include "kiosk/ui/translation.h"

#include <algorithm>
#include <utility>

namespace disapa::ui {

namespace {

constexpr int kDepthMax = 4;  // a date in a count in a sentence; more is a mistake of the file

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.,:/-") == std::string_view::npos;
}

}  // namespace

std::vector<Translation::Piece> Translation::pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t open = text.find('{', at);
        const std::size_t close =
            open == std::string_view::npos ? std::string_view::npos : text.find('}', open);
        if (close == std::string_view::npos) {
            break;
        }
        pieces.push_back({std::string(text.substr(at, open - at)),
                          std::string(text.substr(open + 1, close - open - 1)), true});
        at = close + 1;
    }
    pieces.push_back({std::string(text.substr(at)), {}, false});
    return pieces;
}

void Translation::add(std::string_view indonesian, std::string_view said) {
    auto from = pieces_of(indonesian);
    if (from.size() == 1) {
        exact_.insert_or_assign(std::string(indonesian), std::string(said));
        return;
    }
    Pattern pattern{std::move(from), pieces_of(said)};
    for (const Piece& piece : pattern.from) {
        pattern.letters += piece.words.size();
        pattern.is_wordless = pattern.is_wordless && std::ranges::none_of(piece.words, is_letter);
    }
    const auto behind = std::ranges::find_if(
        patterns_, [&](const Pattern& other) { return other.letters < pattern.letters; });
    patterns_.insert(behind, std::move(pattern));
}

// `text` begins where piece `at` begins. Fills the values of the places, shortest first.
bool Translation::match(const std::vector<Piece>& pieces, std::size_t at, std::string_view text,
                        Values& values) {
    const Piece& piece = pieces[at];
    if (!text.starts_with(piece.words)) {
        return false;
    }
    text.remove_prefix(piece.words.size());
    if (!piece.has_place) {
        return text.empty();
    }
    const std::string& next = pieces[at + 1].words;
    const bool last = at + 2 == pieces.size();
    std::size_t end = 1;
    if (last) {  // what follows ends the text
        if (text.size() <= next.size() || !text.ends_with(next)) {
            return false;
        }
        end = text.size() - next.size();
    }
    for (; end <= text.size(); ++end) {
        end = next.empty() ? text.size() : text.find(next, end);
        if (end == std::string_view::npos) {
            return false;
        }
        const std::string_view value = text.substr(0, end);
        if (piece.place != "#" || is_number(value)) {
            values.push_back(value);
            if (match(pieces, at + 1, text.substr(end), values)) {
                return true;
            }
            values.pop_back();
        }
    }
    return false;
}

std::optional<std::string> Translation::fill(const Pattern& pattern, const Values& values,
                                             int depth) const {
    std::string filled;
    std::vector<bool> used(values.size(), false);
    for (const Piece& piece : pattern.to) {
        filled += piece.words;
        if (!piece.has_place) {
            break;
        }
        const bool kept = piece.place == "#" || piece.place == "=";
        const bool in_order = piece.place.empty() || kept;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (pattern.from[i].place != piece.place || (in_order && used[i])) {
                continue;
            }
            used[i] = true;
            const auto inner = kept ? std::nullopt : find(values[i], depth + 1);
            if (!inner && !kept && pattern.is_wordless) {
                return std::nullopt;
            }
            filled += inner ? *inner : std::string(values[i]);
            break;
        }
    }
    return filled;
}

std::optional<std::string> Translation::find_sentences(std::string_view text, int depth) const {
    const std::size_t stop = text.find(". ");
    if (stop == std::string_view::npos) {
        return std::nullopt;
    }
    const auto first = find(text.substr(0, stop + 1), depth + 1);
    if (!first) {
        return std::nullopt;
    }
    // The rest is cut again one level up, or a long text would be too deep.
    const auto rest = find(text.substr(stop + 2), depth);
    return rest ? std::optional(*first + " " + *rest) : std::nullopt;
}

std::optional<std::string> Translation::find(std::string_view text) const {
    return find(text, 0);
}

std::optional<std::string> Translation::find(std::string_view text, int depth) const {
    if (const auto found = exact_.find(text); found != exact_.end()) {
        return found->second;
    }
    if (depth > kDepthMax) {
        return std::nullopt;
    }
    if (auto sentences = find_sentences(text, depth)) {
        return sentences;
    }
    Values values;
    for (const Pattern& pattern : patterns_) {
        values.clear();
        if (match(pattern.from, 0, text, values)) {
            if (auto filled = fill(pattern, values, depth)) {
                return filled;
            }
        }
    }
    return std::nullopt;
}

}  // namespace disapa::ui
