#include "shared/base/date.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

using namespace disapa;

TEST_CASE("only dates that exist are read") {
    CHECK(parse_date("2026-11-22") == Date{2026, 11, 22});
    CHECK(parse_date("2024-02-29") == Date{2024, 2, 29});
    for (const char* text :
         {"", "2026-02-29", "1900-02-29", "2026-04-31", "2026-00-10", "2026-13-01", "2026-01-00",
          "2026-1-1", "26-01-01", "2026/01/01", "2026-01-01 ", " 026-01-01", "+026-01-01",
          "0000-01-01", "2026-01-1a"}) {
        CHECK_MESSAGE(!parse_date(text), std::string(text));
    }
    CHECK_FALSE(is_valid({2026, 2, 30}));
    CHECK_FALSE(is_valid({2026, -1, 1}));
    CHECK_FALSE(is_valid({10000, 1, 1}));
    CHECK_FALSE(is_valid({2026, 1, 257}));  // would fit into a byte as 1
    CHECK_FALSE(is_valid({2026, 257, 1}));
}

TEST_CASE("dates in words and in numbers") {
    const Date date{2026, 11, 22};
    CHECK(to_iso(date) == "2026-11-22");
    CHECK(to_iso({987, 1, 2}) == "0987-01-02");
    CHECK(to_words(date) == "22 November 2026");
    CHECK(to_words({2026, 5, 1}) == "1 Mei 2026");
    CHECK(to_words({2026, 13, 1}).empty());
    CHECK(weekday(date) == 0);
    CHECK(weekday_word(date) == "Minggu");
    CHECK(weekday_word({2026, 11, 27}) == "Jumat");
    CHECK(weekday_word({1945, 8, 17}) == "Jumat");
    CHECK(roman_month(11) == "XI");
    CHECK(roman_month(4) == "IV");
    CHECK(roman_month(0).empty());
    CHECK(roman_month(13).empty());
}

TEST_CASE("days are counted over months, leap years and ends of time") {
    CHECK(add_days({2026, 12, 31}, 1) == Date{2027, 1, 1});
    CHECK(add_days({2024, 2, 28}, 1) == Date{2024, 2, 29});
    CHECK(add_days({2024, 3, 1}, -1) == Date{2024, 2, 29});
    CHECK(add_days({9999, 12, 31}, 1) == Date{9999, 12, 31});
    CHECK(add_days({2026, 1, 1}, std::numeric_limits<int>::max()) == Date{9999, 12, 31});
    CHECK(days_between({2026, 1, 1}, {2027, 1, 1}) == 365);
    CHECK(days_between({2026, 3, 1}, {2026, 2, 28}) == -1);
}

TEST_CASE("age turns on the birthday") {
    CHECK(age_in_years({2009, 11, 22}, {2026, 11, 21}) == 16);
    CHECK(age_in_years({2009, 11, 22}, {2026, 11, 22}) == 17);
    CHECK(age_in_years({2008, 2, 29}, {2026, 2, 28}) == 17);
    CHECK(age_in_years({2008, 2, 29}, {2026, 3, 1}) == 18);
}

TEST_CASE("the day of an office begins at 16.00 UTC") {
    const Instant evening = 1795192200;  // 2026-11-20 16:30 UTC
    CHECK(wita_date(evening) == Date{2026, 11, 21});
    CHECK(wita_time(evening) == "00.30 WITA");
    CHECK(wita_minute(evening) == "2026-11-21T00:30");
    CHECK(wita_date(evening - 31 * 60) == Date{2026, 11, 20});
    CHECK(wita_time(evening - 31 * 60) == "23.59 WITA");
    CHECK(instant_of({2026, 11, 21}, 0, 30) == evening);
    CHECK(parse_minute("2026-11-21T00:30") == evening);
    // New Year's Eve: the letter of half past midnight belongs to the new year's register.
    CHECK(wita_date(instant_of({2027, 1, 1}, 0, 30)) == Date{2027, 1, 1});
}

TEST_CASE("a clock of 1970, and times no calendar has") {
    CHECK(wita_date(0) == Date{1970, 1, 1});
    CHECK(wita_time(0) == "08.00 WITA");
    CHECK(wita_minute(-8 * 3600 - 60) == "1969-12-31T23:59");
    CHECK(wita_date(std::numeric_limits<std::int64_t>::max()) == Date{9999, 12, 31});
    CHECK(wita_date(std::numeric_limits<std::int64_t>::min()) == Date{1, 1, 1});
    CHECK(wita_date(9007199254740991) == Date{9999, 12, 31});
}

TEST_CASE("minutes are read exactly") {
    for (const char* text :
         {"", "2026-11-21", "2026-11-21T24:00", "2026-11-21T00:60", "2026-11-21 00:30",
          "2026-11-21T00:30Z", "2026-11-31T00:30", "2026-11-21T0:030", "2026-11-21T-1:30"}) {
        CHECK_MESSAGE(!parse_minute(text), std::string(text));
    }
}

TEST_CASE("working days across Idul Fitri") {
    const auto holidays = Holidays::parse(
        "tanggal,hari,nama\r\n"
        "2027-03-08,Senin,\"Nyepi, Tahun Baru Saka\"\r\n"
        "2027-03-09,Selasa,Cuti bersama\r\n"
        "2027-03-10,Rabu,Idul Fitri\r\n"
        "2027-03-11,Kamis,Idul Fitri\r\n"
        "2027-03-12,Jumat,Cuti bersama\r\n"
        "2027-03-15,Senin,Cuti bersama\r\n");
    REQUIRE(holidays);
    const Date thursday{2027, 3, 4};
    CHECK(holidays->is_working_day(thursday));
    CHECK_FALSE(holidays->is_working_day({2027, 3, 6}));   // Saturday
    CHECK_FALSE(holidays->is_working_day({2027, 3, 10}));  // Wednesday, a holiday
    CHECK(holidays->add_working_days(thursday, 0) == thursday);
    CHECK(holidays->add_working_days(thursday, 1) == Date{2027, 3, 5});
    CHECK(holidays->add_working_days(thursday, 2) == Date{2027, 3, 16});
    CHECK(holidays->add_working_days({2027, 3, 13}, 1) == Date{2027, 3, 16});
    CHECK(holidays->working_days_between(thursday, {2027, 3, 16}) == 2);
    CHECK(holidays->working_days_between(thursday, {2027, 3, 15}) == 1);
    CHECK(holidays->working_days_between(thursday, thursday) == 0);
    CHECK(holidays->working_days_between({2027, 3, 16}, thursday) == 0);
    CHECK(holidays->covers({2027, 12, 31}));
    CHECK_FALSE(holidays->covers({2028, 1, 1}));
    CHECK_FALSE(holidays->covers({2026, 12, 31}));
    CHECK(holidays->is_working_day({2028, 3, 8}));  // Monday to Friday is all it knows there
    CHECK(holidays->add_working_days({9999, 12, 31}, 5) == Date{9999, 12, 31});
}

TEST_CASE("a broken table of holidays is refused") {
    for (const char* csv : {"", "tanggal\n", "hari\n2027-03-08\n", "tanggal\n2027-02-30\n",
                            "tanggal\n2027-03-08\nbesok\n"}) {
        const auto read = Holidays::parse(csv);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == ErrorCode::invalid);
    }
}
