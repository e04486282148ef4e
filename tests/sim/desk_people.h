// Who sits at the kecamatan: officers who check, approve, send back, reject, dither and get in each
// other's way.
#pragma once

#include "sync/hub/decisions.h"
#include "tests/sim/checkers.h"

namespace disapa::sim {

class DeskPeople {
  public:
    DeskPeople(Truth& truth, Trace& trace, Checkers& checkers, const Bench& bench, Hub& hub,
               const Instant& now, std::uint64_t seed)
        : truth_(truth),
          trace_(trace),
          checkers_(checkers),
          bench_(bench),
          hub_(hub),
          now_(now),
          dice_(seed, "desk") {}

    struct Officer {
        Role role = Role::none;
        SigningKey key;
        bool is_revoked = false;
    };
    std::vector<Officer> officers;

    // One thing that somebody does at the desk. Afterwards the hub may be off.
    void work(const std::vector<Region>& regions);
    [[nodiscard]] std::uint64_t decided() const { return decided_; }

  private:
    // Bytes that an officer has on his screen, or signed and not yet sent.
    struct Prepared {
        std::string code;
        DecisionKind kind;
        std::size_t officer;
        Bytes payload;
    };
    void prepare(const Case& of, const std::vector<Region>& regions);
    void decide(const Prepared& prepared, const std::vector<Region>& regions);
    void note_number(const Prepared& prepared);

    Truth& truth_;
    Trace& trace_;
    Checkers& checkers_;
    const Bench& bench_;
    Hub& hub_;
    const Instant& now_;
    Dice dice_;
    std::vector<Prepared> on_screen_;
    std::uint64_t decided_ = 0;
};

}  // namespace disapa::sim
