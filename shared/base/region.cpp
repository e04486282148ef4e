#include "shared/base/region.h"

#include <array>

namespace disapa {
namespace {

// Length of a code at each level: 64, 64.02, 64.02.12, 64.02.12.2005.
constexpr std::array<std::size_t, 5> kLengths{0, 2, 5, 8, 13};

int level_of_length(std::size_t length) {
    for (std::size_t level = 0; level < kLengths.size(); ++level) {
        if (kLengths[level] == length) return static_cast<int>(level);
    }
    return -1;
}

}  // namespace

std::optional<Region> Region::parse(std::string_view code) {
    if (level_of_length(code.size()) < 1) return std::nullopt;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const bool dot_wanted = i == 2 || i == 5 || i == 8;
        const bool digit = code[i] >= '0' && code[i] <= '9';
        if (dot_wanted ? code[i] != '.' : !digit) return std::nullopt;
    }
    if (code.size() == kLengths[4] && (code[9] < '1' || code[9] > '3')) return std::nullopt;
    Region region;
    region.code_ = code;
    return region;
}

int Region::level() const {
    return level_of_length(code_.size());
}

Region Region::parent() const {
    Region above;
    const int here = level();
    if (here > 1) above.code_ = code_.substr(0, kLengths[static_cast<std::size_t>(here) - 1]);
    return above;
}

bool Region::contains(const Region& other) const {
    // Lengths are fixed by level, so a prefix of a valid code always ends at a component.
    return !empty() && other.code_.starts_with(code_);
}

bool Region::is_kelurahan() const {
    return level() == 4 && code_[9] == '1';
}

std::string Region::last_part() const {
    const std::size_t dot = code_.rfind('.');
    return dot == std::string::npos ? code_ : code_.substr(dot + 1);
}

}  // namespace disapa
