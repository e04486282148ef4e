// A range coder: symbols with a share of a total, written at almost exactly log2(total / share)
// bits.
//
// One class writes and reads, so that a model of the data (tally.h) is told once for both
// directions: every `code` takes the value in writing, ignores it in reading, and returns it.
// Reading past the end gives zeros, bad symbols set `failed`: whoever loops looks at it. The layout
// stands in FORMAT.md.
#pragma once

#include "shared/base/bytes.h"

namespace disapa {

class RangeCoder {
  public:
    RangeCoder() = default;               // writes
    explicit RangeCoder(ByteView bytes);  // reads
    [[nodiscard]] bool is_writing() const { return is_writing_; }
    [[nodiscard]] bool failed() const { return failed_; }
    void fail() { failed_ = true; }

    static constexpr std::uint32_t kTotalMax = 1U << 16;
    // Symbols of one stream; more fail. Some cost no bits, but all cost their reader time.
    static constexpr std::uint32_t kSymbolsMax = 1U << 18;
    // Writing: [begin, begin + share) of `total`.
    void write(std::uint32_t begin, std::uint32_t share, std::uint32_t total);
    // Reading: a point of [0, total), then the part that it lies in.
    [[nodiscard]] std::uint32_t point(std::uint32_t total);
    void take(std::uint32_t begin, std::uint32_t share);

    // One of `count` equal ones; count from 1 to kTotalMax. A value that is none of them fails.
    [[nodiscard]] std::uint32_t uniform(std::uint32_t value, std::uint32_t count);
    // `count` bits as they are, at most 64.
    [[nodiscard]] std::uint64_t bits(std::uint64_t value, unsigned count);

    [[nodiscard]] Bytes finish();          // writing
    [[nodiscard]] bool is_at_end() const;  // reading: nothing left over, nothing missing

  private:
    void shift();
    void settle();

    bool is_writing_ = true;
    bool failed_ = false;
    std::uint32_t symbols_ = 0;
    std::uint32_t range_ = 0xFFFFFFFF;
    // Writing: what is not yet certain, with a carry above 32 bits.
    std::uint64_t low_ = 0;
    std::uint8_t held_ = 0;
    std::uint64_t held_ones_ = 0;
    bool is_first_ = true;
    Bytes out_;
    // Reading.
    ByteView in_;
    std::size_t at_ = 0;
    std::uint32_t code_ = 0;
    std::uint32_t unit_ = 0;
};

}  // namespace disapa
