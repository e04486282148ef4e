// The hours of the day in which the link may be used: "18:00-18:10". Pure; WITA, as all dates here.
#pragma once

#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace disapa {

class Windows {
  public:
    static constexpr std::size_t kMost = 24;
    Windows() = default;  // always open
    // Each "HH:MM-HH:MM", the end not included; over midnight where the end is the smaller. Errors
    // (invalid) quote the text.
    [[nodiscard]] static Result<Windows> parse(const std::vector<std::string>& texts);

    [[nodiscard]] bool is_open(Instant at) const;
    // Seconds until the next one opens (at most a day); 0 while one is open.
    [[nodiscard]] Instant until_open(Instant at) const;
    // "18:00": when the next one opens.
    [[nodiscard]] std::string next_opening(Instant at) const;

  private:
    struct Window {
        int from = 0, to = 0;  // minutes of the day
    };
    std::vector<Window> windows_;
};

}  // namespace disapa
