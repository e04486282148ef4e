// SIGTERM, SIGINT and SIGHUP end the screen between two frames: nothing is cut in the middle.
//
// Made on the main thread before any other thread: later threads inherit that these signals are
// blocked, and a thread of its own waits for them.
#pragma once

#include <signal.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace disapa::screens {

class EndSignals {
  public:
    EndSignals();
    EndSignals(const EndSignals&) = delete;
    EndSignals& operator=(const EndSignals&) = delete;
    ~EndSignals();

    [[nodiscard]] bool asked() const { return asked_; }
    // Called from the waiting thread; {} before what it calls dies.
    void on_signal(std::function<void()> wake);

  private:
    void wait();

    sigset_t signals_{}, before_{};
    std::atomic<bool> asked_ = false, stopping_ = false;
    std::mutex mutex_;
    std::function<void()> wake_;
    std::thread thread_;
};

}  // namespace disapa::screens
