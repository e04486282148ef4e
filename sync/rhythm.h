// When to exchange next. Pure: the agent sleeps, this only counts seconds of a steady clock.
#pragma once

#include <optional>

#include "shared/base/clock.h"
#include "shared/crypto/keys.h"

namespace disapa {

class Rhythm {
  public:
    static constexpr Instant kCalmSeconds = 300;       // nothing to say: look for decisions
    static constexpr Instant kFirstRetrySeconds = 15;  // then doubled
    static constexpr Instant kLongestRetrySeconds = 900;
    static constexpr Instant kGatherSeconds = 2;   // what a clerk does in one go travels in one go
    static constexpr Instant kSpreadSeconds = 20;  // power comes back to a whole kecamatan at once
    static constexpr Instant kFlapSeconds = 15;    // a link that comes and goes is not raced after

    static constexpr Instant kAskSeconds = 5;  // a button that is tapped again and again

    explicit Rhythm(Random& random) : random_(random) {}
    // How long to rest where nothing is to be said.
    void set_calm(Instant seconds) { calm_seconds_ = seconds; }
    // What came of an exchange; `asked_wait` is Retry-After or 0.
    void ended(Instant now, bool reached, Instant asked_wait);
    // The link appeared, or its window opened: try soon, within `spread`, whatever failed before.
    // What the hub asked for stays.
    void wake(Instant now, Instant spread);
    // A person asked: at once, but for what the hub asked and kAskSeconds since the last exchange.
    void ask(Instant now);
    [[nodiscard]] bool is_due(Instant now, bool something_to_say);
    // When is_due has to be asked again at the latest, if nothing changes.
    [[nodiscard]] Instant next_look(Instant now, bool something_to_say) const;

  private:
    [[nodiscard]] Instant jitter(Instant seconds);
    [[nodiscard]] Instant up_to(Instant seconds);
    void begin(Instant now);
    Random& random_;
    Instant calm_seconds_ = kCalmSeconds;
    bool begun_ = false;
    std::uint64_t failures_ = 0;
    Instant calm_at_ = 0;                // nothing to say: not before
    Instant not_before_ = 0;             // whatever there is to say
    Instant asked_until_ = 0;            // the hub's wish
    std::optional<Instant> ended_at_;    // the last exchange
    std::optional<Instant> said_since_;  // when something to say was first seen
};

}  // namespace disapa
