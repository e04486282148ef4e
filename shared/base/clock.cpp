#include "shared/base/clock.h"

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "shared/base/date.h"

namespace disapa {
namespace {

Instant machine_now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::floor<std::chrono::seconds>(since).count();
}

std::optional<Instant> parse_start(std::string_view text) {
    if (const auto minute = parse_minute(text)) return minute;
    Instant seconds = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, seconds);
    // Up to the year 9999: beyond it there is no date to print.
    if (error != std::errc{} || stopped != end || seconds < 0 || seconds > 253402300799) return {};
    return seconds;
}

}  // namespace

SystemClock::SystemClock() {
    const char* text = std::getenv("DISAPA_NOW");
    if (text == nullptr || *text == '\0') return;
    const auto start = parse_start(text);
    if (!start) {
        notice_ =
            "DISAPA_NOW tidak dapat dibaca dan diabaikan. Isi dengan detik sejak 1970 atau "
            "TTTT-BB-HHTJJ:MM (WITA).";
        return;
    }
    shift_ = *start - machine_now();
    notice_ = "Jam program ini dimulai pada " + wita_minute(*start) + " WITA karena DISAPA_NOW.";
}

Instant SystemClock::now() const {
    return machine_now() + shift_;
}

}  // namespace disapa
