#include "sync/rhythm.h"

#include <algorithm>

namespace disapa {

Instant Rhythm::jitter(Instant seconds) {
    return seconds * 3 / 4 + up_to(seconds / 2);  // three to five quarters
}

Instant Rhythm::up_to(Instant seconds) {
    std::uint8_t byte = 0;
    random_.fill({&byte, 1});
    return seconds * byte / 255;
}

void Rhythm::begin(Instant now) {
    begun_ = true;
    not_before_ = now + up_to(kSpreadSeconds);
    calm_at_ = not_before_;
}

void Rhythm::ended(Instant now, bool reached, Instant asked_wait) {
    begun_ = true;
    said_since_.reset();
    ended_at_ = now;
    asked_until_ = now + asked_wait;
    if (reached) {
        failures_ = 0;
        calm_at_ = now + jitter(calm_seconds_);
        not_before_ = asked_until_;
        return;
    }
    const Instant wait =
        std::min(kFirstRetrySeconds << std::min<std::uint64_t>(failures_, 6), kLongestRetrySeconds);
    failures_ += 1;
    not_before_ = now + std::max(jitter(wait), asked_wait);
    calm_at_ = not_before_;
}

void Rhythm::wake(Instant now, Instant spread) {
    begun_ = true;
    const Instant soon =
        std::max(now + up_to(spread), ended_at_.value_or(now - kFlapSeconds) + kFlapSeconds);
    not_before_ = std::max(soon, asked_until_);
    calm_at_ = not_before_;
    failures_ = 0;
}

void Rhythm::ask(Instant now) {
    begun_ = true;
    const Instant soon = std::max(now, ended_at_.value_or(now - kAskSeconds) + kAskSeconds);
    not_before_ = std::max(soon, asked_until_);
    calm_at_ = not_before_;
    failures_ = 0;
}

bool Rhythm::is_due(Instant now, bool something_to_say) {
    if (!begun_) begin(now);
    if (!something_to_say) {
        said_since_.reset();
    } else if (!said_since_) {
        said_since_ = now;
    }
    if (now < not_before_) return false;
    if (said_since_ && now - *said_since_ >= kGatherSeconds) return true;
    return now >= calm_at_;
}

Instant Rhythm::next_look(Instant now, bool something_to_say) const {
    Instant at = calm_at_;
    if (something_to_say) at = std::min(at, said_since_.value_or(now) + kGatherSeconds);
    return std::max({at, not_before_, now + 1});
}

}  // namespace disapa
