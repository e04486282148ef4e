// A kiosk whose owner forges what he can: with his own device key, his own clerks' keys and the key
// files that he copied elsewhere. Nothing of it may ever have effect, and nothing of it may hold up
// the others.
#pragma once

#include "tests/sim/checkers.h"

namespace disapa::sim {

class Hostile {
  public:
    Hostile(Truth& truth, Trace& trace, const Instant& now, std::uint64_t seed)
        : truth_(truth), trace_(trace), now_(now), dice_(seed, "hostile"), random_(seed + 77) {}

    // Appends one forged act to the thief's own feed. `victim` may be another kiosk, whose
    // officers' keys he has copied. Afterwards the thief's machine may be off.
    void forge(Kiosk& thief, Kiosk& victim);
    // A request in the thief's name whose segment continues the victim's feed with an act of his
    // own under a head that does not hold, or with bytes that are not canonical in his own.
    [[nodiscard]] Result<Bytes> forged_request(Kiosk& thief, Kiosk& victim);

  private:
    [[nodiscard]] Result<Entry> copy(Kiosk& thief, const Case& of);
    [[nodiscard]] Result<Entry> sign(const Json& act, Kiosk& owner, Role role);
    [[nodiscard]] Result<Entry> make(Kiosk& thief, Kiosk& victim, const Case& of);
    [[nodiscard]] std::optional<SigningKey> key_of(Kiosk& kiosk, Role role);
    [[nodiscard]] std::string salt();

    Truth& truth_;
    Trace& trace_;
    const Instant& now_;
    Dice dice_;
    SeededRandom random_;
};

}  // namespace disapa::sim
