#include "kiosk/screens/end_signals.h"

#include <pthread.h>

namespace disapa::screens {

EndSignals::EndSignals() {
    sigemptyset(&signals_);
    for (const int each : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals_, each);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    thread_ = std::thread([this] { wait(); });
}

EndSignals::~EndSignals() {
    stopping_ = true;
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void EndSignals::on_signal(std::function<void()> wake) {
    const std::scoped_lock lock(mutex_);
    wake_ = std::move(wake);
}

void EndSignals::wait() {
    for (;;) {
        int which = 0;
        if (sigwait(&signals_, &which) != 0) continue;
        if (stopping_) return;
        asked_ = true;
        const std::scoped_lock lock(mutex_);
        if (wake_) wake_();
    }
}

}  // namespace disapa::screens
