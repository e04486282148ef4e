#include "kiosk/screens/chores.h"

namespace disapa::screens {

Chores::Chores(Mode mode) : mode_(mode) {
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

void Chores::run(const Chore& chore) {
    auto apply = chore();
    std::function<void()> wake;
    {
        const std::scoped_lock lock(mutex_);
        wake = wake_;
        results_.push_back(std::move(apply));
    }
    if (wake) wake();
}

void Chores::work() {
    for (;;) {
        Chore chore;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !chores_.empty(); });
            if (stopping_) return;
            chore = std::move(chores_.front());
            chores_.pop_front();
        }
        run(chore);
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
