// How long a clerk waits for a name: a register of 50,000 people who do not exist, searched by
// names, parts of names, names with a typing error, NIK and KK. Prints milliseconds.
//   disapa-residents FOLDER [PEOPLE]     FOLDER must be empty
#include "shared/store/residents.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

namespace {

using namespace disapa;
using Dice = std::mt19937_64;

std::size_t below(Dice& dice, std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(dice);
}

std::string syllables(Dice& dice, std::size_t count) {
    static constexpr const char* kParts[] = {"A",  "BI", "DAN", "LUNG", "NGAU", "RA",  "SU", "TI",
                                             "MU", "HA", "LE",  "JAU",  "PE",   "BAN", "NI", "WAN",
                                             "YU", "SE", "KO",  "DI",   "GE",   "RIN", "PA", "LA"};
    std::string word;
    for (std::size_t i = 0; i < count; ++i) word += kParts[below(dice, std::size(kParts))];
    return word;
}

// As in a real village: a few names are everybody's, many are one person's.
std::string name(Dice& dice) {
    static constexpr const char* kCommon[] = {"MUHAMMAD", "SITI", "ABDUL", "NUR", "SRI", "AHMAD"};
    std::string whole = below(dice, 3) == 0 ? kCommon[below(dice, std::size(kCommon))]
                                            : syllables(dice, 2 + below(dice, 2));
    for (std::size_t words = below(dice, 3); words > 0; --words) {
        whole += " " + syllables(dice, 2 + below(dice, 2));
    }
    return whole + " " + syllables(dice, 2);
}

std::string digits(std::size_t number, int width) {
    char text[32];
    std::snprintf(text, sizeof text, "%0*zu", width, number);
    return text;
}

Resident person(Dice& dice, std::size_t number) {
    Resident one;
    one.nik = "640212" + digits(1 + below(dice, 28), 2) + digits(1 + below(dice, 12), 2) +
              digits(number % 10000, 4) + digits(number / 10000 + 1, 2);
    one.kk = "6402120101" + digits(number / 4, 6);
    one.name = name(dice);
    one.born = "1985-03-12";
    one.sex = "1";
    one.address = "DUSUN " + syllables(dice, 2);
    one.rt = digits(1 + below(dice, 20), 3);
    return one;
}

// What somebody types who looks for `one`.
std::string typed_for(Dice& dice, const Resident& one) {
    auto text = one.name;
    switch (below(dice, 6)) {
        case 0:
            return text.substr(0, 3);
        case 1:
            return text.substr(0, text.find(' '));
        case 2:
            return text;
        case 3:
            text.erase(1 + below(dice, text.size() - 1), 1);
            return text;
        case 4:
            return one.nik.substr(0, 10);
        default:
            return one.kk;
    }
}

}  // namespace

int main(int count, char** words) {
    if (count < 2) return 2;
    const std::size_t people = count > 2 ? std::strtoul(words[2], nullptr, 10) : 50000;
    auto residents = Residents::create(words[1]);
    if (!residents) return 1;
    Dice dice(4);
    std::vector<Resident> all;
    for (std::size_t i = 0; i < people; ++i) all.push_back(person(dice, i));
    using Time = std::chrono::steady_clock;
    const auto since = [](Time::time_point start) {
        return std::chrono::duration<double, std::milli>(Time::now() - start).count();
    };
    auto start = Time::now();
    const auto done = residents->write([&](ResidentWriter& writer) -> Status {
        for (const auto& one : all) {
            if (auto kept = writer.put(one); !kept) return pass(std::move(kept));
        }
        return {};
    });
    if (!done) return 1;
    std::printf("import of %zu people: %.0f ms\n", people, since(start));

    std::vector<double> taken;
    std::size_t found = 0;
    constexpr std::size_t kSearches = 2000;
    for (std::size_t i = 0; i < kSearches; ++i) {
        const auto typed = typed_for(dice, all[below(dice, all.size())]);
        start = Time::now();
        const auto some = residents->search(typed, 20);
        taken.push_back(since(start));
        if (!some) return 1;
        found += some->empty() ? 0 : 1;
    }
    std::sort(taken.begin(), taken.end());
    std::printf("%zu searches: median %.1f ms, p95 %.1f ms, longest %.1f ms; %zu found somebody\n",
                kSearches, taken[kSearches / 2], taken[kSearches * 95 / 100], taken.back(), found);
    return 0;
}
