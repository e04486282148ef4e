// Calendar dates and working days of an office in WITA.
#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace disapa {

struct Date {
    int year = 1970;
    int month = 1;
    int day = 1;
    auto operator<=>(const Date&) const = default;
};

[[nodiscard]] bool is_valid(const Date& date);
[[nodiscard]] std::optional<Date> parse_date(std::string_view iso);  // exactly YYYY-MM-DD, must exist
[[nodiscard]] std::string to_iso(const Date& date);
[[nodiscard]] std::string to_words(const Date& date);            // "22 November 2026"
[[nodiscard]] std::string weekday_word(const Date& date);        // "Minggu"
[[nodiscard]] std::string_view roman_month(int month);           // "XI"
[[nodiscard]] int weekday(const Date& date);                     // 0 Sunday ... 6 Saturday
[[nodiscard]] Date add_days(const Date& date, int days);
[[nodiscard]] int days_between(const Date& from, const Date& to);
[[nodiscard]] int age_in_years(const Date& born, const Date& on);

[[nodiscard]] Date wita_date(Instant at);
[[nodiscard]] std::string wita_time(Instant at);                 // "14.05 WITA"
[[nodiscard]] std::string wita_minute(Instant at);               // "YYYY-MM-DDTHH:MM"
[[nodiscard]] Instant instant_of(const Date& date, int hour = 0, int minute = 0);  // WITA to UTC
// "YYYY-MM-DDTHH:MM" (WITA) to an instant; nothing when it is no such minute.
[[nodiscard]] std::optional<Instant> parse_minute(std::string_view text);

// Days on which a government office does not work, beside Saturday and Sunday. Past the last year
// of the table it knows Monday to Friday only, and says so.
class Holidays {
  public:
    // Reads a CSV with a first column `tanggal` (YYYY-MM-DD) and a header line.
    [[nodiscard]] static Result<Holidays> parse(std::string_view csv);
    [[nodiscard]] bool is_working_day(const Date& date) const;
    // The `count`-th working day after `from`; count 0 gives `from` itself.
    [[nodiscard]] Date add_working_days(const Date& from, int count) const;
    // Working days after `from` up to and including `to`; 0 when to <= from.
    [[nodiscard]] int working_days_between(const Date& from, const Date& to) const;
    [[nodiscard]] bool covers(const Date& date) const;

  private:
    std::set<Date> days_;
    int last_year_ = 0;
};

}  // namespace disapa
