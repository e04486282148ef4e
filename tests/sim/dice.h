// The simulator's own chance: one seed, the same throws for ever, on every machine.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace disapa::sim {

// SplitMix64. One Dice for each subject (weather, people, faults), so that a change in one leaves
// the others' throws alone.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    Dice(std::uint64_t seed, std::string_view subject) : state_(seed * 0x9E3779B97F4A7C15U) {
        for (const char letter : subject) {
            state_ ^= static_cast<std::uint8_t>(letter);
            state_ = next();
        }
    }

    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31U);
    }
    // 0 .. count-1
    std::uint64_t below(std::uint64_t count) { return count == 0 ? 0 : next() % count; }
    // from .. to, both included
    std::int64_t between(std::int64_t from, std::int64_t to) {
        return from + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(to - from + 1)));
    }
    bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }
    bool per_mille(int of) { return below(1000) < static_cast<std::uint64_t>(of); }
    template <class T>
    const T& any(const std::vector<T>& of) {
        return of[below(of.size())];
    }

  private:
    std::uint64_t state_;
};

}  // namespace disapa::sim
