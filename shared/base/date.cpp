#include "shared/base/date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "shared/base/text.h"

namespace disapa {
namespace {

namespace chrono = std::chrono;

constexpr Instant kWitaOffset = 8 * 3600;
constexpr Instant kDaySeconds = 24 * 3600;
constexpr int kYearMin = 1;
constexpr int kYearMax = 9999;  // four digits in every form of a date

constexpr std::array<const char*, 12> kMonths{"Januari",   "Februari", "Maret",    "April",
                                              "Mei",       "Juni",     "Juli",     "Agustus",
                                              "September", "Oktober",  "November", "Desember"};
constexpr std::array<const char*, 7> kWeekdays{"Minggu", "Senin", "Selasa", "Rabu",
                                               "Kamis",  "Jumat", "Sabtu"};
constexpr std::array<std::string_view, 12> kRoman{"I",   "II",   "III", "IV", "V",  "VI",
                                                  "VII", "VIII", "IX",  "X",  "XI", "XII"};

chrono::year_month_day to_chrono(const Date& date) {
    return {chrono::year{date.year}, chrono::month{static_cast<unsigned>(date.month)},
            chrono::day{static_cast<unsigned>(date.day)}};
}

// Days since 1970-01-01.
std::int64_t serial(const Date& date) {
    return chrono::sys_days{to_chrono(date)}.time_since_epoch().count();
}

// The nearest date with a year of four digits: an act may carry any integer as its time.
Date from_serial(std::int64_t days) {
    const std::int64_t first = serial({kYearMin, 1, 1});
    const std::int64_t last = serial({kYearMax, 12, 31});
    const auto kept = static_cast<int>(std::clamp(days, first, last));
    const chrono::year_month_day date{chrono::sys_days{chrono::days{kept}}};
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day()))};
}

// Whole days and the seconds of that day in WITA, rounded towards the past.
std::pair<std::int64_t, int> wita_parts(Instant at) {
    constexpr Instant kFar = 400'000'000'000;  // beyond year 9999 either way; no overflow below
    const Instant local = std::clamp(at, -kFar, kFar) + kWitaOffset;
    const std::int64_t days = local >= 0 ? local / kDaySeconds : -((-local - 1) / kDaySeconds) - 1;
    return {days, static_cast<int>(local - days * kDaySeconds)};
}

std::string two_numbers(int first, char between, int second) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%02d%c%02d", first, between, second);
    return text.data();
}

std::optional<int> number(std::string_view digits) {
    if (!all_digits(digits)) return std::nullopt;
    int value = 0;
    for (const char digit : digits) value = value * 10 + (digit - '0');
    return value;
}

bool is_weekend(const Date& date) {
    const int day = weekday(date);
    return day == 0 || day == 6;
}

}  // namespace

bool is_valid(const Date& date) {
    // Bounded first: <chrono> keeps a day and a month in one byte each.
    return date.year >= kYearMin && date.year <= kYearMax && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= 31 && to_chrono(date).ok();
}

std::optional<Date> parse_date(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
    const auto year = number(iso.substr(0, 4));
    const auto month = number(iso.substr(5, 2));
    const auto day = number(iso.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const Date date{*year, *month, *day};
    if (!is_valid(date)) return std::nullopt;
    return date;
}

std::string to_iso(const Date& date) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
    return text.data();
}

std::string to_words(const Date& date) {
    if (!is_valid(date)) return {};
    return std::to_string(date.day) + " " + kMonths[static_cast<std::size_t>(date.month - 1)] +
           " " + std::to_string(date.year);
}

std::string weekday_word(const Date& date) {
    return kWeekdays[static_cast<std::size_t>(weekday(date))];
}

std::string_view roman_month(int month) {
    if (month < 1 || month > 12) return {};
    return kRoman[static_cast<std::size_t>(month - 1)];
}

int weekday(const Date& date) {
    const auto day = chrono::weekday{chrono::sys_days{to_chrono(date)}};
    return static_cast<int>(day.c_encoding());
}

Date add_days(const Date& date, int days) {
    return from_serial(serial(date) + days);
}

int days_between(const Date& from, const Date& to) {
    return static_cast<int>(serial(to) - serial(from));
}

int age_in_years(const Date& born, const Date& on) {
    const bool birthday_to_come = std::pair(on.month, on.day) < std::pair(born.month, born.day);
    return on.year - born.year - (birthday_to_come ? 1 : 0);
}

Date wita_date(Instant at) {
    return from_serial(wita_parts(at).first);
}

std::string wita_time(Instant at) {
    const int seconds = wita_parts(at).second;
    return two_numbers(seconds / 3600, '.', seconds / 60 % 60) + " WITA";
}

std::string wita_minute(Instant at) {
    const int seconds = wita_parts(at).second;
    return to_iso(wita_date(at)) + "T" + two_numbers(seconds / 3600, ':', seconds / 60 % 60);
}

Instant instant_of(const Date& date, int hour, int minute) {
    return serial(date) * kDaySeconds + hour * 3600 + minute * 60 - kWitaOffset;
}

std::optional<Instant> parse_minute(std::string_view text) {
    if (text.size() != 16 || text[10] != 'T' || text[13] != ':') return std::nullopt;
    const auto date = parse_date(text.substr(0, 10));
    const auto hour = number(text.substr(11, 2));
    const auto minute = number(text.substr(14, 2));
    if (!date || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    return instant_of(*date, *hour, *minute);
}

Result<Holidays> Holidays::parse(std::string_view csv) {
    const auto rows = parse_csv(csv);
    const auto refuse = [](std::string log) {
        return fail(ErrorCode::invalid,
                    "Daftar hari libur tidak dapat dibaca. Kolom pertama harus 'tanggal' dengan "
                    "isi TTTT-BB-HH.",
                    std::move(log));
    };
    if (rows.empty() || rows[0][0] != "tanggal") return refuse("the header is not `tanggal`");
    Holidays holidays;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto date = parse_date(rows[i][0]);
        if (!date) return refuse("row " + std::to_string(i + 1) + " of the holidays has no date");
        holidays.days_.insert(*date);
    }
    if (holidays.days_.empty()) return refuse("the table of holidays is empty");
    holidays.last_year_ = holidays.days_.rbegin()->year;
    return holidays;
}

bool Holidays::is_working_day(const Date& date) const {
    return !is_weekend(date) && !days_.contains(date);
}

Date Holidays::add_working_days(const Date& from, int count) const {
    Date date = from;
    const Date last{kYearMax, 12, 31};
    while (count > 0 && date < last) {
        date = add_days(date, 1);
        if (is_working_day(date)) --count;
    }
    return date;
}

int Holidays::working_days_between(const Date& from, const Date& to) const {
    int count = 0;
    for (Date date = from; date < to;) {
        date = add_days(date, 1);
        if (is_working_day(date)) ++count;
    }
    return count;
}

bool Holidays::covers(const Date& date) const {
    return !days_.empty() && date.year >= days_.begin()->year && date.year <= last_year_;
}

}  // namespace disapa
