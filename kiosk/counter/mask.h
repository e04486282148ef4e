// Personal data as a screen shows it while others may look on: enough for its owner to know it by,
// too little for anybody else. Only for the eye: what is kept is never masked. Pure, any thread.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/counter/views.h"

namespace disapa {

[[nodiscard]] std::string masked_number(std::string_view digits);  // "6402********0002"
[[nodiscard]] std::string masked_name(std::string_view name);      // "PE*** NG**", "A*"
[[nodiscard]] std::string masked_date(std::string_view iso);       // "**-**-1985"

// Sets `veil` of every question that the kiosk filled in by itself for a person who has shown who
// he is, shows that instead of the answer, and takes the same answers out of the review.
// Lists (religion, work ...) stay readable: alone they say nothing of whom.
void veil(DraftView& draft);

}  // namespace disapa
