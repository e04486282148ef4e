#include "kiosk/parts/chores.h"

#include <chrono>

namespace disapa::screens {

Chores::Chores(Mode mode, AtEnd at_end) : mode_(mode), at_end_(at_end) {
    if (mode_ == Mode::thread) thread_ = std::thread([this] { work(); });
}

Chores::~Chores() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Chores::on_result(std::function<void()> wake) {
    const std::scoped_lock lock(mutex_);
    wake_ = std::move(wake);
}

void Chores::on_tick(Chore tick) {
    {
        const std::scoped_lock lock(mutex_);
        tick_ = std::move(tick);
    }
    changed_.notify_all();
}

void Chores::post(Chore chore) {
    {
        const std::scoped_lock lock(mutex_);
        ++unfinished_;
        if (mode_ == Mode::thread) chores_.push_back(std::move(chore));
    }
    if (mode_ == Mode::thread) {
        changed_.notify_all();
    } else {
        run(chore);
    }
}

void Chores::tick_now() {
    if (!tick_) return;
    const auto tick = tick_;
    post(tick);
}

void Chores::run(const Chore& chore) {
    auto apply = chore();
    std::function<void()> wake;
    {
        const std::scoped_lock lock(mutex_);
        // A tick that found nothing changes nothing on the screen and wakes nobody.
        if (apply) wake = wake_;
        results_.push_back(std::move(apply));
    }
    if (wake) wake();
}

void Chores::work() {
    using Steady = std::chrono::steady_clock;
    constexpr std::chrono::seconds kBetweenTicks{1};
    auto next_tick = Steady::now() + kBetweenTicks;
    for (;;) {
        Chore chore;
        {
            std::unique_lock lock(mutex_);
            const auto has_work = [this] { return stopping_ || !chores_.empty(); };
            if (tick_) {
                changed_.wait_until(lock, next_tick, has_work);
            } else {
                changed_.wait(lock, [&] { return has_work() || tick_; });
            }
            if (stopping_ && (at_end_ == AtEnd::drop || chores_.empty())) return;
            if (!chores_.empty()) {
                chore = std::move(chores_.front());
                chores_.pop_front();
            } else if (Steady::now() >= next_tick) {
                next_tick = Steady::now() + kBetweenTicks;
                chore = tick_;
                ++unfinished_;
            }
        }
        if (chore) run(chore);
    }
}

void Chores::apply_results() {
    std::deque<Apply> results;
    {
        const std::scoped_lock lock(mutex_);
        results.swap(results_);
        unfinished_ -= results.size();
    }
    for (const auto& apply : results) {
        if (apply) apply();
    }
}

bool Chores::busy() const {
    const std::scoped_lock lock(mutex_);
    return unfinished_ > 0;
}

}  // namespace disapa::screens
