#include "shared/service/search.h"

#include <algorithm>
#include <array>

#include "shared/base/text.h"

namespace disapa {
namespace {

// How well one word meets another.
constexpr int kSame = 12, kBeginning = 8, kOneSlip = 6, kTwoSlips = 4, kSlippedBeginning = 3,
              kOneLetter = 2;
// How much a place where it stands says about the service.
constexpr int kByCode = 4, kByName = 3, kByLongName = 2, kByRemark = 1;

constexpr std::size_t kOneSlipLetters = 4, kTwoSlipLetters = 5;
// Two slips in a short word leave little of it: then its first letter must be right.
constexpr std::size_t kSureLetters = 7;

// Say nothing about what is wanted.
constexpr std::array<std::string_view, 27> kSmallWords = {
    "saya",     "kami", "mau",   "ingin", "minta", "butuh", "perlu", "buat", "bikin",
    "mengurus", "urus", "untuk", "dan",   "atau",  "yang",  "surat", "cari", "mencari",
    "i",        "a",    "an",    "the",   "for",   "need",  "want",  "to",   "letter"};

bool is_small(std::string_view word) {
    return std::ranges::find(kSmallWords, word) != kSmallWords.end();
}

std::vector<std::string> words_of(std::string_view text) {
    auto plain = lower(clean_text(text));
    for (char& letter : plain) {
        if (std::string_view(".,;:/()-\"'?").find(letter) != std::string_view::npos) letter = ' ';
    }
    std::vector<std::string> words;
    for (auto& word : split(plain, ' ')) {
        if (!word.empty()) words.push_back(std::move(word));
    }
    return words;
}

int slip_score(std::string_view typed, std::string_view known) {
    if (typed.size() < kOneSlipLetters) return 0;
    const std::size_t most = typed.size() >= kTwoSlipLetters ? 2 : 1;
    const auto slips = slips_between(typed, known, most);
    if (slips == 1) return kOneSlip;
    const bool sure = typed.front() == known.front() || typed.size() >= kSureLetters;
    if (slips == 2 && most == 2 && sure && known.size() >= kOneSlipLetters) return kTwoSlips;
    if (typed.size() < kTwoSlipLetters || known.size() <= typed.size()) return 0;
    return slips_between(typed, known.substr(0, typed.size()), 1) <= 1 ? kSlippedBeginning : 0;
}

int word_score(std::string_view typed, std::string_view known) {
    if (typed == known) return kSame;
    if (known.starts_with(typed)) return typed.size() == 1 ? kOneLetter : kBeginning;
    return slip_score(typed, known);
}

// The words of one service, each with its weight.
struct Known {
    std::vector<std::pair<std::string, int>> words;

    void add(std::string_view text, int weight) {
        for (auto& word : words_of(text)) words.emplace_back(std::move(word), weight);
    }
    [[nodiscard]] int best(std::string_view typed) const {
        int best = 0;
        for (const auto& [word, weight] : words) {
            best = std::max(best, word_score(typed, word) * weight);
        }
        return best;
    }
};

Known known_of(const Service& service, const AlsoKnown& also) {
    Known known;
    known.add(service.code, kByCode);
    known.add(service.short_name, kByName);
    for (const auto& word : service.search) known.add(word, kByName);
    known.add(service.name, kByLongName);
    if (also) known.add(also(service), kByLongName);
    known.add(service.hint, kByRemark);
    known.add(service.group, kByRemark);
    return known;
}

}  // namespace

std::size_t slips_between(std::string_view a, std::string_view b, std::size_t most) {
    const auto longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
    if (longer - shorter > most) return most + 1;
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t wrong = a[i - 1] == b[j - 1] ? 0 : 1;
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + wrong});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return std::min(last[b.size()], most + 1);
}

std::vector<const Service*> find_services(const std::vector<Service>& services,
                                          std::string_view typed, const AlsoKnown& also) {
    auto words = words_of(typed);
    const bool empty = words.empty();
    // Who types small words alone looks for one of them.
    if (!std::ranges::all_of(words, is_small)) std::erase_if(words, is_small);
    std::vector<std::pair<int, const Service*>> met;
    for (const Service& service : services) {
        const Known known = known_of(service, also);
        int sum = 0;
        for (const auto& word : words) {
            const int best = known.best(word);
            sum = best == 0 ? 0 : sum + best;
            if (best == 0) break;
        }
        if (empty || sum > 0) met.emplace_back(sum, &service);
    }
    std::ranges::stable_sort(met, [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<const Service*> found;
    for (const auto& [how_well, service] : met) found.push_back(service);
    return found;
}

}  // namespace disapa
