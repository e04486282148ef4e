// One answer: from what was typed or stood in a form file to the value that an act keeps.
#pragma once

#include <optional>

#include "shared/service/service.h"

namespace disapa {

// The value to keep; nothing for an empty answer. The error names the field by its label and says
// what to type instead. A value kept once stays the same when it is normalised again.
[[nodiscard]] Result<std::optional<Json>> normalise_answer(const Field& field, const Json& typed,
                                                           const Lists& lists);

// The first answer that only a clerk may enter (a NIK that is not there), or null. `form` is
// normal.
[[nodiscard]] const Field* clerks_answer(const Service& service, const Json& form);

// Money and counts as people type them: "Rp 1.250.000", "1250000", "1.250.000,00".
[[nodiscard]] std::optional<std::int64_t> read_amount(std::string_view typed);

}  // namespace disapa
