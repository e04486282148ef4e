#include "kiosk/screens/worker.h"

#include <chrono>

namespace disapa::screens {

Worker::Worker(Counter counter, Mode mode)
    : counter_(std::move(counter)),
      catalogue_(counter_.catalogue()),
      lists_(counter_.lists()),
      mode_(mode) {
    if (mode_ == Mode::thread) thread_ = std::thread([this] { work(); });
}

Worker::~Worker() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Worker::on_result(std::function<void()> wake) {
    const std::scoped_lock lock(mutex_);
    wake_ = std::move(wake);
}

void Worker::on_tick(Job tick) {
    const std::scoped_lock lock(mutex_);
    tick_ = std::move(tick);
}

void Worker::post(Job job) {
    {
        const std::scoped_lock lock(mutex_);
        ++unfinished_;
        if (mode_ == Mode::thread) jobs_.push_back(std::move(job));
    }
    if (mode_ == Mode::thread) {
        changed_.notify_all();
    } else {
        run(job);
    }
}

void Worker::tick_now() {
    if (!tick_) return;
    const auto tick = tick_;
    post(tick);
}

void Worker::run(const Job& job) {
    auto apply = job(counter_);
    std::function<void()> wake;
    {
        const std::scoped_lock lock(mutex_);
        // A tick that found nothing changes nothing on the screen and wakes nobody.
        if (apply) wake = wake_;
        results_.push_back(std::move(apply));
    }
    if (wake) wake();
}

void Worker::work() {
    using namespace std::chrono_literals;
    auto next_tick = std::chrono::steady_clock::now() + 1s;
    for (;;) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            changed_.wait_until(lock, next_tick, [this] { return stopping_ || !jobs_.empty(); });
            if (!jobs_.empty()) {
                job = std::move(jobs_.front());
                jobs_.pop_front();
            } else if (stopping_) {
                return;
            } else {
                next_tick = std::chrono::steady_clock::now() + 1s;
                job = tick_;
                if (job) ++unfinished_;
            }
        }
        if (job) run(job);
    }
}

void Worker::apply_results() {
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

bool Worker::busy() const {
    const std::scoped_lock lock(mutex_);
    return unfinished_ > 0;
}

}  // namespace disapa::screens
