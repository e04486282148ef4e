// Answers in the other forms that templates ask for.
#pragma once

#include "shared/service/service.h"

namespace disapa {

// Modifier "hari": a date with its weekday; "terbilang": a number in words; anything else:
// show_value.
[[nodiscard]] std::string show_value_as(const Field& field, const Json& value,
                                        std::string_view modifier, const Lists& lists);

}  // namespace disapa
