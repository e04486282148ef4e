#include "sync/windows.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace disapa {
namespace {

constexpr Instant kDay = 24 * 3600;
constexpr Instant kWita = 8 * 3600;

Instant second_of_day(Instant at) {
    return ((at + kWita) % kDay + kDay) % kDay;
}

// Of exactly "HH:MM"; -1 otherwise.
int minute_of(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return -1;
    for (const std::size_t i : {0U, 1U, 3U, 4U})
        if (text[i] < '0' || text[i] > '9') return -1;
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    return hour < 24 && minute < 60 ? hour * 60 + minute : -1;
}

}  // namespace

Result<Windows> Windows::parse(const std::vector<std::string>& texts) {
    Windows windows;
    if (texts.size() > kMost)
        return fail(ErrorCode::invalid, "Jam kirim (windows) terlalu banyak: paling banyak 24.",
                    "windows: too many");
    for (const std::string& text : texts) {
        const std::string_view all = text;
        Window window;
        if (all.size() == 11 && all[5] == '-') {
            window.from = minute_of(all.substr(0, 5));
            window.to = minute_of(all.substr(6));
        } else {
            window.from = -1;
        }
        if (window.from < 0 || window.to < 0 || window.from == window.to)
            return fail(ErrorCode::invalid,
                        "Jam kirim (windows) tidak terbaca: \"" + text +
                            "\". Tulis seperti \"18:00-18:10\".",
                        "windows: not HH:MM-HH:MM");
        windows.windows_.push_back(window);
    }
    return windows;
}

bool Windows::is_open(Instant at) const {
    if (windows_.empty()) return true;
    const auto minute = static_cast<int>(second_of_day(at) / 60);
    return std::any_of(windows_.begin(), windows_.end(), [&](const Window& window) {
        if (window.from < window.to) return minute >= window.from && minute < window.to;
        return minute >= window.from || minute < window.to;
    });
}

Instant Windows::until_open(Instant at) const {
    if (is_open(at)) return 0;
    Instant soonest = kDay;
    for (const Window& window : windows_) {
        const Instant wait = (Instant{window.from} * 60 - second_of_day(at) + kDay) % kDay;
        soonest = std::min(soonest, wait);
    }
    return soonest;
}

std::string Windows::next_opening(Instant at) const {
    const auto minute = static_cast<int>(second_of_day(at + until_open(at)) / 60);
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d", minute / 60, minute % 60);
    return text.data();
}

}  // namespace disapa
