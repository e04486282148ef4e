// What a synthetic voice would say wrongly, written so that it says it well: numbers of people
// digit by digit in groups of four, codes letter by letter, money, shortened words of the counter.
#pragma once

#include <string>
#include <string_view>

namespace disapa::devices {

// `language`: "id" or "en". The text is read aloud and never shown.
[[nodiscard]] std::string pronounceable(std::string_view text, std::string_view language);

}  // namespace disapa::devices
