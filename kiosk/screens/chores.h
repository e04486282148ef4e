// One thread for slow things that need no store: pictures, printers, sticks. As with the Worker, a
// chore runs elsewhere and what it returns is applied on the window's thread. Used from there.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace disapa::screens {

class Chores {
  public:
    using Apply = std::function<void()>;
    using Chore = std::function<Apply()>;
    enum class Mode {
        thread,
        in_place,  // for tests: a chore runs inside `post`
    };

    explicit Chores(Mode mode);
    Chores(const Chores&) = delete;
    Chores& operator=(const Chores&) = delete;
    ~Chores();  // ends the chore that runs; those that wait are dropped

    // Called from the chores' thread when a result waits; before the first post.
    void on_result(std::function<void()> wake);
    void post(Chore chore);
    void apply_results();  // once a frame
    [[nodiscard]] bool busy() const;

  private:
    void work();
    void run(const Chore& chore);

    Mode mode_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Chore> chores_;
    std::deque<Apply> results_;
    std::function<void()> wake_;
    std::size_t unfinished_ = 0;  // posted and not yet applied
    bool stopping_ = false;
    std::thread thread_;  // last: it starts when all the rest is there
};

}  // namespace disapa::screens
