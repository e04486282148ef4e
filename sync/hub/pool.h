// A few threads for work that needs no store: the checking of signatures.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace disapa {

class Pool {
  public:
    explicit Pool(unsigned threads);  // at least one
    ~Pool();                          // finishes what was given
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    // Ready when it is done; what `work` throws comes out of get().
    [[nodiscard]] std::future<void> run(std::function<void()> work);

  private:
    void serve();

    std::mutex mutex_;  // guards what follows
    std::condition_variable wake_;
    std::deque<std::packaged_task<void()>> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace disapa
