// The desa's agent: exchanges when there is something to say, when the link appears, and on a calm
// rhythm otherwise; within its hours and its day's bytes.
//
// `Agent` decides and never sleeps: tests and the simulator drive it with their own clocks.
// `run_agent` sleeps: it wakes when the store changes, when the network changes, or when the agent
// said.
#pragma once

#include <atomic>
#include <memory>

#include "sync/budget.h"
#include "sync/doing.h"
#include "sync/link_state.h"
#include "sync/rhythm.h"
#include "sync/settings.h"

namespace disapa {

// One exchange and its state record. The sentence is what the clerk reads.
struct AgentResult {
    ExchangeReport report;
    std::string state;
    std::string sentence;
};
[[nodiscard]] Result<AgentResult> exchange_and_tell(Node& kiosk, Link& link);

class Agent {
  public:
    // `steady`: seconds of a clock that nobody sets; a kiosk's calendar may jump by years. The
    // hours are those of the kiosk's own clock, except where that is known to be wrong: then any
    // hour is good. All outlive the agent.
    Agent(Node& kiosk, const AgentSettings& settings, const Clock& steady);

    struct Next {
        bool exchange = false;  // now
        Instant look_at = 0;    // else ask again then, or when the store changed
        Doing doing = {};       // for the screen; `until` by the kiosk's clock
    };
    // Looks at the store, and tells the clerk where only the hour is waited for.
    [[nodiscard]] Result<Next> next();
    // An address or a route came or went.
    [[nodiscard]] Status network_changed(bool has_network);
    // A person asked: the next exchange is due now, whatever the hour.
    void send_now();
    // Called inside `meet`, whenever what it does has changed.
    void on_doing(std::function<void(const Doing&)> tell) { tell_doing_ = std::move(tell); }
    // Exchanges, tells, and draws the conclusions for `next`. `stop`: end after the POST under way.
    [[nodiscard]] Result<AgentResult> meet(Link& link, const std::atomic<bool>* stop = nullptr);

  private:
    [[nodiscard]] bool is_open();

    Node& kiosk_;
    const AgentSettings& settings_;
    const Clock& steady_;
    Budget budget_;
    Rhythm rhythm_;
    std::optional<std::uint64_t> seen_;  // version of the store
    bool has_something_ = false;
    bool was_open_ = true;
    bool had_network_ = true;
    bool asked_ = false;  // by a person, and not done yet
    std::function<void(const Doing&)> tell_doing_;
};

// A bell that a signal handler may ring: ends the sleep of run_agent.
class Bell {
  public:
    Bell();
    Bell(const Bell&) = delete;
    Bell& operator=(const Bell&) = delete;
    ~Bell();
    void ring() const noexcept;  // async-signal-safe
    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    int descriptor_ = -1;
};

// Runs until `stop`, which is set before `bell` is rung; makes a new link for each exchange.
[[nodiscard]] Status run_agent(Node& kiosk, const AgentSettings& settings,
                               const std::function<std::unique_ptr<Link>()>& make_link,
                               const std::atomic<bool>& stop, const Bell& bell);

}  // namespace disapa
