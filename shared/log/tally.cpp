#include "shared/log/tally.h"

#include <algorithm>
#include <bit>

namespace disapa {

namespace {
// Then all counts are halved: totals stay far below RangeCoder::kTotalMax, and old use fades.
constexpr std::uint32_t kUsesMax = 1U << 13;
constexpr std::uint32_t kDenseMax = 1U << 14;
// More make a column too slow to read: the segment then travels by another codec.
constexpr std::size_t kSymbolsMax = 4096;
}  // namespace

// How likely a new symbol is: as the symbols that were seen but once say (Good and Turing).
bool Tally::code_new(RangeCoder& coder, bool is_new) {
    if (counts_.empty()) return true;
    const std::uint32_t total = 2 * uses_ + 2;
    const std::uint32_t fresh = 2 * singles_ + 1;
    if (coder.is_writing()) {
        is_new ? coder.write(0, fresh, total) : coder.write(fresh, total - fresh, total);
        return is_new;
    }
    const bool made = coder.point(total) < fresh;
    made ? coder.take(0, fresh) : coder.take(fresh, total - fresh);
    return made;
}

void Tally::count(std::size_t symbol) {
    if (counts_[symbol] == 1) --singles_;
    ++counts_[symbol];
    ++uses_;
    if (uses_ < kUsesMax) return;
    uses_ = 0;
    singles_ = 0;
    for (std::uint32_t& one : counts_) {
        one = (one + 1) / 2;
        uses_ += one;
        if (one == 1) ++singles_;
    }
}

std::size_t Tally::code(RangeCoder& coder, std::size_t symbol) {
    if (code_new(coder, symbol >= counts_.size())) {
        if (counts_.size() >= kSymbolsMax) coder.fail();
        counts_.push_back(1);
        ++uses_;
        ++singles_;
        return counts_.size() - 1;
    }
    // A known symbol's share is 2 * count - 1.
    const std::uint32_t total = 2 * uses_ - static_cast<std::uint32_t>(counts_.size());
    std::uint32_t begin = 0;
    if (coder.is_writing()) {
        for (std::size_t i = 0; i < symbol; ++i) begin += 2 * counts_[i] - 1;
        coder.write(begin, 2 * counts_[symbol] - 1, total);
    } else {
        const std::uint32_t point = coder.point(total);
        symbol = 0;
        while (begin + 2 * counts_[symbol] - 1 <= point) begin += 2 * counts_[symbol++] - 1;
        coder.take(begin, 2 * counts_[symbol] - 1);
    }
    count(symbol);
    return symbol;
}

std::uint32_t Sparse::code(RangeCoder& coder, std::uint32_t value, std::uint32_t count,
                           Sparse* others) {
    std::size_t known = seen_.size();
    if (coder.is_writing()) {
        known =
            static_cast<std::size_t>(std::find(seen_.begin(), seen_.end(), value) - seen_.begin());
    }
    const std::size_t symbol = tally_.code(coder, known);
    if (symbol < seen_.size()) return seen_[symbol];
    seen_.push_back(others != nullptr ? others->code(coder, value, count)
                                      : coder.uniform(value, count));
    return seen_.back();
}

std::uint32_t Dense::code(RangeCoder& coder, std::uint32_t value) {
    std::uint32_t begin = 0;
    if (coder.is_writing()) {
        for (std::uint32_t i = 0; i < value; ++i) begin += shares_[i];
        coder.write(begin, shares_[value], total_);
    } else {
        const std::uint32_t point = coder.point(total_);
        value = 0;
        while (begin + shares_[value] <= point) begin += shares_[value++];
        coder.take(begin, shares_[value]);
    }
    ++shares_[value];
    if (++total_ < kDenseMax) return value;
    total_ = 0;
    for (std::uint16_t& share : shares_) {
        share = static_cast<std::uint16_t>((share + 1) / 2);
        total_ += share;
    }
    return value;
}

std::uint64_t Magnitude::code(RangeCoder& coder, std::uint64_t value) {
    const unsigned length =
        length_.code(coder, static_cast<std::uint32_t>(std::bit_width(value)), 65);
    if (length <= 1) return length;
    const std::uint64_t top = std::uint64_t{1} << (length - 1);
    return top | coder.bits(value & (top - 1), length - 1);
}

}  // namespace disapa
