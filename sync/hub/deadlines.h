// When each socket of the server is cut: a slow or silent client holds a socket for a while, never
// the hub. Deadlines are absolute; a socket that is over its own is shut down, and whoever owns it
// sees it end and closes it. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace disapa {

class Deadlines {
  public:
    using Steady = std::chrono::steady_clock;
    // idle: nothing, or only a part of a request's headers, has come.
    enum class Phase { idle, busy };

    // With more than `crowd` sockets, idle ones are cut after `hurry`.
    Deadlines(std::size_t crowd, std::chrono::seconds hurry) : crowd_(crowd), hurry_(hurry) {}
    ~Deadlines();
    Deadlines(const Deadlines&) = delete;
    Deadlines& operator=(const Deadlines&) = delete;

    void open(const void* connection, int descriptor, Steady::time_point until);
    void set(const void* connection, Phase phase, Steady::time_point until);
    void close(const void* connection);

    void run();  // checks every half second, on a thread of its own, until this object ends
    void check(Steady::time_point now);

  private:
    struct Socket {
        int descriptor = -1;
        Phase phase = Phase::idle;
        Steady::time_point since, until;
    };

    std::size_t crowd_;
    std::chrono::seconds hurry_;
    std::mutex mutex_;  // guards what follows
    std::map<const void*, Socket> sockets_;
    bool stopping_ = false;
    std::condition_variable wake_;
    std::thread thread_;
};

}  // namespace disapa
