// People without a NIK: newborn children, who died before there were any, who was not recorded yet.
// Kept as an answer like any other, and only where a service's field allows it (Field::without).
// Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace disapa {

// What stands in a form instead of a NIK: "TANPA-NIK:" and why there is none.
inline constexpr std::string_view kWithoutNik = "TANPA-NIK:";
struct WithoutNikReason {
    std::string_view code, label, shown;  // "bayi"; for choosing; as letters print it
};
[[nodiscard]] const std::vector<WithoutNikReason>& without_nik_reasons();
[[nodiscard]] bool is_without_nik(std::string_view answer);  // in any case, reason known or not
[[nodiscard]] std::string show_nik(std::string_view answer);
[[nodiscard]] std::string nik_tail(std::string_view answer);  // last 4 digits; "" when no NIK

}  // namespace disapa
