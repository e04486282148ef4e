// The desa's agent: exchanges when there is something to say, or on a calm rhythm.
//
// It leaves its state as the store record kind "link", key "state": canonical JSON
//   {"last_contact":<instant or
//   0>,"received_bytes":n,"sent_bytes":n,"sentence":"...","state":"...","waiting":n}
// with state one of baik, menunggu, terputus, login, ditolak, dicabut; the kiosk shows it.
// sent_bytes and received_bytes add up over the life of the store.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "sync/exchange.h"

namespace disapa {

// When to exchange next. Pure: the agent sleeps, this only counts seconds of any steady clock.
class Rhythm {
  public:
    static constexpr Instant kCalmSeconds = 300;       // nothing to say: look for decisions
    static constexpr Instant kFirstRetrySeconds = 15;  // then doubled
    static constexpr Instant kLongestRetrySeconds = 900;
    static constexpr Instant kGatherSeconds = 2;  // what a clerk does in one go travels in one go

    explicit Rhythm(Random& random) : random_(random) {}
    // What came of an exchange; `asked_wait` is Retry-After or 0.
    void ended(Instant now, bool reached, Instant asked_wait);
    [[nodiscard]] bool is_due(Instant now, bool something_to_say);

  private:
    [[nodiscard]] Instant jitter(Instant seconds);
    Random& random_;
    bool begun_ = false;
    std::uint64_t failures_ = 0;
    Instant calm_at_ = 0;                // nothing to say: not before
    Instant not_before_ = 0;             // whatever there is to say
    std::optional<Instant> said_since_;  // when something to say was first seen
};

// One exchange and its state record. The sentence is what the clerk reads.
struct AgentResult {
    ExchangeReport report;
    std::string state;
    std::string sentence;
};
[[nodiscard]] Result<AgentResult> exchange_and_tell(Node& kiosk, Link& link);

// Runs until `stop`; makes a new link for each exchange. Looks at the store every second.
[[nodiscard]] Status run_agent(Node& kiosk, const std::function<std::unique_ptr<Link>()>& make_link,
                               const std::atomic<bool>& stop);

}  // namespace disapa
