// One thread that owns the Counter, so that no frame ever waits for disk or Argon2: Chores that are
// given the Counter and are finished before the program ends. The agent is another process: once a
// second the worker runs the tick, which looks whether anybody has committed.
#pragma once

#include "kiosk/counter/counter.h"
#include "kiosk/parts/chores.h"

namespace disapa::screens {

class Worker {
  public:
    using Apply = Chores::Apply;
    using Job = std::function<Apply(Counter&)>;
    using Mode = Chores::Mode;

    Worker(Counter counter, Mode mode)
        : counter_(std::move(counter)), chores_(mode, Chores::AtEnd::finish) {}

    void on_result(std::function<void()> wake) { chores_.on_result(std::move(wake)); }
    void on_tick(Job tick) { chores_.on_tick(with_counter(std::move(tick))); }
    void post(Job job) { chores_.post(with_counter(std::move(job))); }
    void tick_now() { chores_.tick_now(); }
    void apply_results() { chores_.apply_results(); }
    [[nodiscard]] bool busy() const { return chores_.busy(); }

    // Never change while the Counter lives, so any thread may read them.
    [[nodiscard]] const Catalogue& catalogue() const { return counter_.catalogue(); }
    [[nodiscard]] const Lists& lists() const { return counter_.lists(); }

  private:
    Chores::Chore with_counter(Job job) {
        return [this, job = std::move(job)] { return job(counter_); };
    }

    Counter counter_;
    Chores chores_;  // last: its thread ends before the Counter does
};

}  // namespace disapa::screens
