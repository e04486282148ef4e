// Clients that hold the hub's sockets and hardly send anything, for load tests: a third is silent,
// a third sends a header byte a second, a third a body byte. Who is cut connects again. Loopback
// only: a thousand each come from addresses of their own in 127.1.0.0/16, as attackers do.
#pragma once

#include <netinet/in.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "shared/base/result.h"

namespace disapa {

class SlowSockets {
  public:
    // `url`: http://127.0.0.x:PORT. Errors: another address; not enough descriptors (ulimit -n).
    [[nodiscard]] static Result<std::unique_ptr<SlowSockets>> start(const std::string& url,
                                                                    std::size_t count);
    ~SlowSockets();
    SlowSockets(const SlowSockets&) = delete;
    SlowSockets& operator=(const SlowSockets&) = delete;

    [[nodiscard]] std::size_t held() const { return held_; }  // connected at the last round
    [[nodiscard]] std::size_t cut() const { return cut_; }    // by the hub, so far

  private:
    struct One {
        int descriptor = -1;
        std::size_t sent = 0;
    };
    SlowSockets(sockaddr_in to, std::size_t count);
    void run();
    void connect(One& one, std::size_t number) const;
    bool dribble(One& one, std::size_t number);

    sockaddr_in to_;
    std::vector<One> all_;
    std::atomic<std::size_t> held_ = 0, cut_ = 0;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace disapa
