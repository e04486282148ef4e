#include "shared/service/service.h"

#include <algorithm>
#include <system_error>

#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/service/service_file.h"

namespace disapa {
namespace {

// True when one letter put in, left out, changed or swapped with its neighbour turns a into b.
bool one_slip_apart(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    std::size_t same = 0;
    while (same < a.size() && a[same] == b[same]) ++same;
    if (a.size() < b.size()) return a.substr(same) == b.substr(same + 1);
    if (same + 1 >= a.size()) return true;
    if (a.substr(same + 1) == b.substr(same + 1)) return true;
    return a[same] == b[same + 1] && a[same + 1] == b[same] &&
           a.substr(same + 2) == b.substr(same + 2);
}

// How well a typed word meets one of a service's: whole, beginning, slip; 0 not at all.
int word_score(std::string_view typed, std::string_view known) {
    constexpr std::size_t kSlipLetters = 4;  // shorter words would meet everything
    if (typed == known) return 6;
    if (known.starts_with(typed)) return typed.size() >= 2 ? 4 : 2;
    if (typed.size() >= kSlipLetters && one_slip_apart(typed, known)) return 3;
    if (typed.size() > kSlipLetters && known.size() > typed.size() &&
        one_slip_apart(typed, known.substr(0, typed.size()))) {
        return 1;
    }
    return 0;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (auto& word : split(lower(clean_text(text)), ' ')) {
        if (!word.empty()) words.push_back(std::move(word));
    }
    return words;
}

int best_word(std::string_view typed, std::string_view text, int weight) {
    int best = 0;
    for (const auto& word : words_of(text)) best = std::max(best, word_score(typed, word) * weight);
    return best;
}

int score(const Service& service, const std::vector<std::string>& typed) {
    int sum = 0;
    for (const auto& word : typed) {
        int best =
            std::max({best_word(word, service.code, 4), best_word(word, service.short_name, 3),
                      best_word(word, service.name, 2), best_word(word, service.hint, 1),
                      best_word(word, service.group, 1)});
        for (const auto& known : service.search) best = std::max(best, best_word(word, known, 3));
        if (best == 0) return 0;  // every word must be met
        sum += best;
    }
    return sum;
}

}  // namespace

const Field* Service::field(std::string_view id) const {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& each) { return each.id == id; });
    return found == fields.end() ? nullptr : &*found;
}

Result<Catalogue> Catalogue::load(const std::filesystem::path& assets) {
    std::error_code trouble;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator at(assets / "services", trouble), end;
         !trouble && at != end; at.increment(trouble)) {
        const auto name = at->path().filename().string();
        if (name.ends_with(".json") && !name.ends_with(".schema.json")) files.push_back(at->path());
    }
    if (trouble || files.empty()) {
        return fail(ErrorCode::not_found, "Daftar layanan tidak ditemukan. Hubungi administrator.",
                    "no services under " + (assets / "services").string());
    }
    Catalogue catalogue;
    for (const auto& file : files) {
        auto bytes = read_file(file, limits::kServiceFileBytes);
        if (!bytes) return pass(std::move(bytes));
        auto service = parse_service(as_text(*bytes), file.filename().string());
        if (!service) return pass(std::move(service));
        catalogue.services_.push_back(std::move(*service));
    }
    std::sort(catalogue.services_.begin(), catalogue.services_.end(),
              [](const Service& a, const Service& b) {
                  return std::tie(a.order, a.code) < std::tie(b.order, b.code);
              });
    return catalogue;
}

const Service* Catalogue::find(std::string_view code) const {
    const auto found = std::find_if(services_.begin(), services_.end(),
                                    [&](const Service& each) { return each.code == code; });
    return found == services_.end() ? nullptr : &*found;
}

std::vector<const Service*> Catalogue::search(std::string_view typed) const {
    const auto words = words_of(typed);
    std::vector<std::pair<int, const Service*>> met;
    for (const Service& service : services_) {
        const int how_well = score(service, words);
        if (words.empty() || how_well > 0) met.emplace_back(how_well, &service);
    }
    std::stable_sort(met.begin(), met.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<const Service*> services;
    for (const auto& [how_well, service] : met) services.push_back(service);
    return services;
}

}  // namespace disapa
