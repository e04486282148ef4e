// NIK and KK numbers: what their digits say, and what they cannot say. There is no check digit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/base/date.h"
#include "shared/base/region.h"
#include "shared/service/without_nik.h"

namespace disapa {

struct NikReading {
    std::string problem;       // Indonesian sentence when it cannot be a NIK; else empty
    Region registered;         // 64.02.12: where it was first registered
    std::optional<Date> born;  // the likelier century
    bool female = false;
};
[[nodiscard]] NikReading read_nik(std::string_view digits, const Date& today);
[[nodiscard]] std::string kk_problem(std::string_view digits);     // "" when possible
[[nodiscard]] std::string phone_problem(std::string_view digits);  // 08... or +62, 9 to 14 digits

}  // namespace disapa
