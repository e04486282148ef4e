#include "shared/store/near_word.h"

#include <algorithm>
#include <array>

namespace disapa {
namespace {

constexpr std::size_t kLettersMax = 32;  // nobody types on; the rest counts as right

}  // namespace

int errors_forgiven(std::string_view typed) {
    if (typed.size() < 4) return 0;
    return typed.size() < 8 ? 1 : 2;
}

int beginning_distance(std::string_view typed, std::string_view word, int most) {
    typed = typed.substr(0, kLettersMax);
    word = word.substr(0, typed.size() + static_cast<std::size_t>(most));
    if (typed.empty() || word.empty()) return typed.empty() ? 0 : most + 1;
    const bool swapped =
        typed.size() > 1 && word.size() > 1 && typed[0] == word[1] && typed[1] == word[0];
    if (typed[0] != word[0] && !swapped) return most + 1;
    // Rows of Damerau's table (optimal string alignment): the newest, the one before, and that
    // one's.
    using Row = std::array<int, kLettersMax * 2 + 1>;
    Row now{}, before{}, earlier{};
    for (std::size_t j = 0; j <= word.size(); ++j) now[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= typed.size(); ++i) {
        earlier = before;
        before = now;
        now[0] = static_cast<int>(i);
        int least = now[0];
        for (std::size_t j = 1; j <= word.size(); ++j) {
            const int change = before[j - 1] + (typed[i - 1] == word[j - 1] ? 0 : 1);
            now[j] = std::min({change, before[j] + 1, now[j - 1] + 1});
            if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1]) {
                now[j] = std::min(now[j], earlier[j - 2] + 1);
            }
            least = std::min(least, now[j]);
        }
        if (least > most + 1) return most + 1;
    }
    // `word` may go on: the cheapest place to stop in it.
    const int best =
        *std::min_element(now.begin(), now.begin() + static_cast<long>(word.size()) + 1);
    return std::min(best, most + 1);
}

}  // namespace disapa
