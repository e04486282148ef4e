#include "sync/hub/deadlines.h"

#include <sys/socket.h>

namespace disapa {

Deadlines::~Deadlines() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Deadlines::open(const void* connection, int descriptor, Steady::time_point until) {
    const std::scoped_lock lock(mutex_);
    sockets_[connection] = {descriptor, Phase::idle, Steady::now(), until};
}

void Deadlines::set(const void* connection, Phase phase, Steady::time_point until) {
    const std::scoped_lock lock(mutex_);
    const auto found = sockets_.find(connection);
    if (found == sockets_.end()) return;
    if (found->second.phase != phase) found->second.since = Steady::now();
    found->second.phase = phase;
    found->second.until = until;
}

void Deadlines::close(const void* connection) {
    const std::scoped_lock lock(mutex_);
    sockets_.erase(connection);
}

void Deadlines::run() {
    thread_ = std::thread([this] {
        std::unique_lock lock(mutex_);
        while (
            !wake_.wait_for(lock, std::chrono::milliseconds(500), [this] { return stopping_; })) {
            lock.unlock();
            check(Steady::now());
            lock.lock();
        }
    });
}

void Deadlines::check(Steady::time_point now) {
    const std::scoped_lock lock(mutex_);
    const bool is_crowded = sockets_.size() > crowd_;
    for (auto& [connection, socket] : sockets_) {
        const bool is_idle_too_long =
            is_crowded && socket.phase == Phase::idle && now - socket.since > hurry_;
        if (now <= socket.until && !is_idle_too_long) continue;
        ::shutdown(socket.descriptor, SHUT_RDWR);
        socket.until = Steady::time_point::max();  // once; its owner closes it
        socket.phase = Phase::busy;
    }
}

}  // namespace disapa
