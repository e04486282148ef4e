// A motorcycle with sticks: what is written onto one arrives hours or days later, once, twice,
// torn, or never; and old sticks come out of drawers.
#pragma once

#include "sync/courier.h"
#include "tests/sim/checkers.h"

namespace disapa::sim {

class Motorcycle {
  public:
    Motorcycle(Truth& truth, Trace& trace, Checkers& checkers, const Instant& now,
               std::uint64_t seed)
        : truth_(truth), trace_(trace), checkers_(checkers), now_(now), dice_(seed, "courier") {}

    // He stops at this machine: what is due is read, a stick is written. `node` is the connection
    // that the machine's courier program has; `keeper` is the hub's. Afterwards the machine may be
    // off.
    struct Stop {
        Machine& machine;
        Node& node;
        Keeper* keeper = nullptr;
        std::vector<Region> regions;  // that this machine shows
    };
    void stop_at(const Stop& stop);
    // The end of the run: reads and writes with no accident.
    bool is_calm = false;
    [[nodiscard]] std::uint64_t files_read() const { return read_; }

  private:
    struct Stick {
        StickFile file;
        std::string from;
        Instant due = 0;
    };
    void read(const Stop& stop, const Stick& stick);
    void write(const Stop& stop);
    void spoil(Bytes& bytes);

    Truth& truth_;
    Trace& trace_;
    Checkers& checkers_;
    const Instant& now_;
    Dice dice_;
    std::vector<Stick> bag_, drawer_;
    std::uint64_t read_ = 0;
};

}  // namespace disapa::sim
