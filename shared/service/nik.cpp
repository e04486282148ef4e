#include "shared/service/nik.h"

#include <algorithm>

#include "shared/base/text.h"

namespace disapa {
namespace {

constexpr int kFemaleDays = 40;  // a woman's day of birth is written with 40 added

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

Region region_of(std::string_view six_digits) {
    const std::string six(six_digits);
    const auto region =
        Region::parse(six.substr(0, 2) + "." + six.substr(2, 2) + "." + six.substr(4, 2));
    return region.value_or(Region());
}

// Both centuries are possible; the one that is not in the future is likelier the newer one.
std::optional<Date> likelier(int day, int month, int two_digit_year, const Date& today) {
    const Date newer{2000 + two_digit_year, month, day};
    const Date older{1900 + two_digit_year, month, day};
    if (is_valid(newer) && newer <= today) return newer;
    if (is_valid(older)) return older;
    return std::nullopt;
}

bool is_sixteen_digits(std::string_view text) {
    return text.size() == 16 && all_digits(text);
}

bool all_same(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return c == text[0]; });
}

}  // namespace

NikReading read_nik(std::string_view digits, const Date& today) {
    NikReading reading;
    if (!is_sixteen_digits(digits)) {
        reading.problem = "NIK harus 16 angka. Hitung lagi angkanya di KTP.";
        return reading;
    }
    const int written_day = number(digits.substr(6, 2));
    reading.female = written_day > kFemaleDays;
    const int day = reading.female ? written_day - kFemaleDays : written_day;
    reading.born = likelier(day, number(digits.substr(8, 2)), number(digits.substr(10, 2)), today);
    reading.registered = region_of(digits.substr(0, 6));
    if (all_same(digits) || digits.substr(12) == "0000" || !reading.born) {
        reading.problem = "Angka NIK ini tidak mungkin benar. Cocokkan lagi dengan KTP.";
    }
    return reading;
}

std::string kk_problem(std::string_view digits) {
    if (!is_sixteen_digits(digits)) {
        return "Nomor KK harus 16 angka. Hitung lagi angkanya di Kartu Keluarga.";
    }
    // Six digits of the region, then the day it was issued (without the 40 of a NIK), then a
    // series.
    const Date newer{2000 + number(digits.substr(10, 2)), number(digits.substr(8, 2)),
                     number(digits.substr(6, 2))};
    const Date older{newer.year - 100, newer.month, newer.day};
    if (all_same(digits) || digits.substr(12) == "0000" || !(is_valid(newer) || is_valid(older))) {
        return "Angka Nomor KK ini tidak mungkin benar. Cocokkan lagi dengan Kartu Keluarga.";
    }
    return {};
}

std::string phone_problem(std::string_view digits) {
    constexpr std::size_t kFewest = 9, kMost = 14;
    const bool abroad = digits.starts_with("+62");
    const auto rest = abroad ? digits.substr(1) : digits;
    if ((abroad || digits.starts_with("08")) && all_digits(rest) && rest.size() >= kFewest &&
        rest.size() <= kMost) {
        return {};
    }
    return "Nomor HP dimulai dengan 08 atau +62, 9 sampai 14 angka. Periksa lagi nomornya.";
}

}  // namespace disapa
