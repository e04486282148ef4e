// One thread that owns the Counter, so that no frame ever waits for disk or Argon2.
//
// The screens post small jobs; what a job returns is applied on the window's thread at the start of
// a later frame. Jobs run one after the other, in the order posted. The agent is another process:
// once a second the worker runs the tick, which looks whether anybody has committed.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "kiosk/counter/counter.h"

namespace disapa::screens {

class Worker {
  public:
    // Runs on the window's thread; may be empty.
    using Apply = std::function<void()>;
    using Job = std::function<Apply(Counter&)>;
    enum class Mode {
        thread,
        in_place,  // for tests: a job runs inside `post`, the tick inside `tick_now`
    };

    Worker(Counter counter, Mode mode);
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    ~Worker();  // finishes the jobs that wait

    // What is to be called from the worker's thread when a result waits; before the first post.
    void on_result(std::function<void()> wake);
    void on_tick(Job tick);

    void post(Job job);
    void tick_now();
    // Window's thread, once a frame.
    void apply_results();
    [[nodiscard]] bool busy() const;

    // Never change while the Counter lives, so any thread may read them.
    [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }
    [[nodiscard]] const Lists& lists() const { return lists_; }

  private:
    void work();
    void run(const Job& job);

    Counter counter_;
    const Catalogue& catalogue_;
    const Lists& lists_;
    Mode mode_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    std::deque<Apply> results_;
    std::function<void()> wake_;
    Job tick_;
    std::size_t unfinished_ = 0;  // posted and not yet applied
    bool stopping_ = false;
    std::thread thread_;  // last: it starts when all the rest is there
};

}  // namespace disapa::screens
