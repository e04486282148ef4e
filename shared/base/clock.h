// Time comes in as a parameter, so that tests and the demo can set it.
//
// Instants are whole seconds since 1970-01-01 UTC. Calendar dates are those of WITA (UTC+8, no
// daylight saving), whatever TZ says: letters, numbers and receipts are an Indonesian office's.
#pragma once

#include <cstdint>
#include <string>

namespace disapa {

using Instant = std::int64_t;

class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

// The machine's clock. The environment variable DISAPA_NOW (seconds since 1970, or
// "YYYY-MM-DDTHH:MM" in WITA) shifts it so that it starts there and then runs on: for the demo
// and for tests of whole programs; every program that sees it says so on stderr at start.
class SystemClock final : public Clock {
  public:
    SystemClock();
    [[nodiscard]] Instant now() const override;
    // What the program prints on stderr at start: that DISAPA_NOW is in use, or that it cannot be
    // read and is ignored. Empty when it is not set.
    [[nodiscard]] const std::string& notice() const { return notice_; }

  private:
    Instant shift_ = 0;
    std::string notice_;
};

// A clock that stands until it is moved. For tests.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Instant at) : at_(at) {}
    [[nodiscard]] Instant now() const override { return at_; }
    void set(Instant at) { at_ = at; }
    void advance(Instant seconds) { at_ += seconds; }

  private:
    Instant at_;
};

}  // namespace disapa
