// How often each symbol of a column was seen so far: what its next one costs.
//
// Both ends count alike, so nothing about frequencies travels. `code` takes the value in writing,
// ignores it in reading, and returns it. The arithmetic stands in FORMAT.md and is part of the
// format.
#pragma once

#include <vector>

#include "shared/log/range_coder.h"

namespace disapa {

// Symbols 0, 1, 2 ... in the order of their first use; the count of known ones stands for a new
// one.
class Tally {
  public:
    [[nodiscard]] std::size_t code(RangeCoder& coder, std::size_t symbol);
    [[nodiscard]] std::size_t size() const { return counts_.size(); }

  private:
    [[nodiscard]] bool code_new(RangeCoder& coder, bool is_new);
    void count(std::size_t symbol);

    std::vector<std::uint32_t> counts_;
    std::uint32_t uses_ = 0;
    std::uint32_t singles_ = 0;  // symbols used once
};

// Values of a small alphabet, few of which occur.
class Sparse {
  public:
    // `count`: how many values there are, at most RangeCoder::kTotalMax. A value that is new here
    // is told by `others`, what columns of this kind had so far, where that is given.
    [[nodiscard]] std::uint32_t code(RangeCoder& coder, std::uint32_t value, std::uint32_t count,
                                     Sparse* others = nullptr);

  private:
    Tally tally_;
    std::vector<std::uint32_t> seen_;
};

// Values of a small alphabet, most of which occur.
class Dense {
  public:
    explicit Dense(std::uint32_t count) : shares_(count, 1), total_(count) {}
    [[nodiscard]] std::uint32_t code(RangeCoder& coder, std::uint32_t value);

  private:
    std::vector<std::uint16_t> shares_;
    std::uint32_t total_;
};

// Integers whose size is alike: their bit length by what was seen, the rest as it is.
class Magnitude {
  public:
    [[nodiscard]] std::uint64_t code(RangeCoder& coder, std::uint64_t value);

  private:
    Sparse length_;
};

// Signed differences: 0, -1, 1, -2 ... as 0, 1, 2, 3.
[[nodiscard]] inline std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
[[nodiscard]] inline std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

}  // namespace disapa
