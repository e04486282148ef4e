// How many bytes a metered link may still carry today. Kept in the store, so that a power cut gives
// nothing back. It counts HTTP, not the packets around it: a twentieth more goes over the air.
#pragma once

#include <optional>

#include "shared/store/node.h"

namespace disapa {

class Budget {
  public:
    // None: no limit.
    Budget(Node& kiosk, std::optional<std::uint64_t> daily_bytes)
        : kiosk_(kiosk), daily_bytes_(daily_bytes) {}
    // Of the day (WITA) of `at`. A day before the one on record is that one: a clock that was put
    // back gives nothing back.
    [[nodiscard]] std::uint64_t left(Instant at);
    [[nodiscard]] Status spend(Instant at, std::uint64_t bytes);

  private:
    struct Spent {
        Instant day = 0;
        std::uint64_t bytes = 0;
    };
    [[nodiscard]] Spent spent(Instant at);

    Node& kiosk_;
    std::optional<std::uint64_t> daily_bytes_;
};

}  // namespace disapa
