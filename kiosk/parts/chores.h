// One thread for slow things, so that no frame waits: pictures, printers, sticks; the Worker does
// the store's with one of its own. Chores run one after the other, in the order posted; what a
// chore returns is applied on the window's thread at the start of a later frame. Used from there.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace disapa::screens {

class Chores {
  public:
    // Runs on the window's thread; may be empty.
    using Apply = std::function<void()>;
    using Chore = std::function<Apply()>;
    enum class Mode {
        thread,
        in_place,  // for tests: a chore runs inside `post`, the tick inside `tick_now`
    };
    enum class AtEnd { drop, finish };  // what becomes of those that wait

    explicit Chores(Mode mode, AtEnd at_end = AtEnd::drop);
    Chores(const Chores&) = delete;
    Chores& operator=(const Chores&) = delete;
    ~Chores();  // waits for the chore that runs

    // Called from the chores' thread when a result waits; before the first post.
    void on_result(std::function<void()> wake);
    // Runs once a second while nothing else waits; before the first post.
    void on_tick(Chore tick);
    void post(Chore chore);
    void tick_now();
    void apply_results();  // once a frame
    [[nodiscard]] bool busy() const;

  private:
    void work();
    void run(const Chore& chore);

    Mode mode_;
    AtEnd at_end_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Chore> chores_;
    std::deque<Apply> results_;
    std::function<void()> wake_;
    Chore tick_;
    std::size_t unfinished_ = 0;  // posted and not yet applied
    bool stopping_ = false;
    std::thread thread_;  // last: it starts when all the rest is there
};

}  // namespace disapa::screens
