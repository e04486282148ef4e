// The one template language of services and letters.
//
//   {name}            the answer; {name:modifier} in another form (see show_value_as)
//   [... {name} ...]  left out wholly where one of its answers is empty
//
// A value is never scanned again: braces that a person typed stay as typed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disapa {

// The text for a name, "" when there is no answer, nothing when the name is unknown (it then stays
// as written, so that a mistake in a file is seen).
using Lookup =
    std::function<std::optional<std::string>(std::string_view name, std::string_view modifier)>;
[[nodiscard]] std::string fill(std::string_view text, const Lookup& lookup);

// Names used in a template, each once, without modifiers.
[[nodiscard]] std::vector<std::string> names_in(std::string_view text);

}  // namespace disapa
