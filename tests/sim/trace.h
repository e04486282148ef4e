// What happened, line by line: its hash proves that a seed replays, its end tells why one failed.
#pragma once

#include <cstdint>
#include <deque>
#include <stdexcept>
#include <string>
#include <string_view>

#include "shared/base/clock.h"

namespace disapa::sim {

// A rule was broken. Only the simulator throws; it ends the run of this seed.
struct Violation : std::runtime_error {
    Violation(std::string checker_name, const std::string& what)
        : std::runtime_error(what), checker(std::move(checker_name)) {}
    std::string checker;  // Kept, Once, Closed, Agreed, Private, Told, Progress
};

class Trace {
  public:
    // `root`: where the disks of this run lie; a replay lies elsewhere, so it is left out of every
    // line.
    Trace(bool aloud, std::string root) : aloud_(aloud), root_(std::move(root)) {}
    void note(Instant at, std::string_view who, std::string_view what);
    [[nodiscard]] std::uint64_t hash() const { return hash_; }
    [[nodiscard]] std::uint64_t events() const { return events_; }
    // The last lines, oldest first.
    [[nodiscard]] const std::deque<std::string>& tail() const { return tail_; }

  private:
    bool aloud_;
    std::string root_;
    std::uint64_t hash_ = 0xCBF29CE484222325U;  // FNV-1a
    std::uint64_t events_ = 0;
    std::deque<std::string> tail_;
};

}  // namespace disapa::sim
