#include "shared/log/range_coder.h"

#include <algorithm>

namespace disapa {

namespace {
constexpr std::uint32_t kLeastRange = 1U << 24;
}

RangeCoder::RangeCoder(ByteView bytes) : is_writing_(false), in_(bytes) {
    for (int i = 0; i < 4; ++i) shift();
}

// One byte out, or in. A byte of ones may still become zero by a carry, so it is counted, not
// written.
void RangeCoder::shift() {
    if (!is_writing_) {
        code_ = (code_ << 8) | (at_ < in_.size() ? in_[at_] : 0U);
        ++at_;
        return;
    }
    if (low_ < 0xFF000000U || low_ > 0xFFFFFFFFU) {
        const auto carry = static_cast<std::uint8_t>(low_ >> 32);
        if (!is_first_) out_.push_back(static_cast<std::uint8_t>(held_ + carry));
        is_first_ = false;
        for (; held_ones_ > 0; --held_ones_) {
            out_.push_back(static_cast<std::uint8_t>(0xFF + carry));
        }
        held_ = static_cast<std::uint8_t>(low_ >> 24);
    } else {
        ++held_ones_;
    }
    low_ = (low_ << 8) & 0xFFFFFFFFU;
}

void RangeCoder::settle() {
    if (++symbols_ > kSymbolsMax) failed_ = true;
    while (range_ < kLeastRange) {
        range_ <<= 8;
        shift();
    }
}

void RangeCoder::write(std::uint32_t begin, std::uint32_t share, std::uint32_t total) {
    range_ /= total;
    low_ += std::uint64_t{begin} * range_;
    range_ *= share;
    settle();
}

std::uint32_t RangeCoder::point(std::uint32_t total) {
    unit_ = range_ / total;
    const std::uint32_t at = code_ / unit_;
    if (at < total) return at;
    failed_ = true;
    return total - 1;
}

void RangeCoder::take(std::uint32_t begin, std::uint32_t share) {
    code_ -= begin * unit_;
    range_ = unit_ * share;
    settle();
}

std::uint32_t RangeCoder::uniform(std::uint32_t value, std::uint32_t count) {
    if (count == 0 || (is_writing_ && value >= count)) {
        failed_ = true;
        return 0;
    }
    if (is_writing_) {
        write(value, 1, count);
        return value;
    }
    const std::uint32_t at = point(count);
    take(at, 1);
    return at;
}

std::uint64_t RangeCoder::bits(std::uint64_t value, unsigned count) {
    constexpr unsigned kStep = 16;
    std::uint64_t made = 0;
    for (unsigned done = 0; done < count;) {
        const unsigned step = std::min(kStep, count - done);
        const auto part = static_cast<std::uint32_t>(value >> done) & ((1U << step) - 1);
        made |= std::uint64_t{uniform(part, 1U << step)} << done;
        done += step;
    }
    return made;
}

// Of all numbers that stand for what was written, the one with the most zeros at its end, without
// them.
Bytes RangeCoder::finish() {
    for (unsigned zeros = 32; zeros > 0; zeros -= 8) {
        const std::uint64_t mask = (std::uint64_t{1} << zeros) - 1;
        const std::uint64_t rounded = (low_ + mask) & ~mask;
        if (rounded - low_ >= range_) continue;
        low_ = rounded;
        break;
    }
    for (int i = 0; i < 5; ++i) shift();
    while (!out_.empty() && out_.back() == 0) out_.pop_back();
    return std::move(out_);
}

bool RangeCoder::is_at_end() const {
    return in_.size() <= at_ && (in_.empty() || in_.back() != 0);
}

}  // namespace disapa
