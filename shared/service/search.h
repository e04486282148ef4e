// Finds services by what people call them, with slips of the finger forgiven. Pure functions, any
// thread. Forgiven in one word: nothing up to 3 letters, one slip in 4, two from 5 letters on; a
// slip is a letter too many, too few, wrong, or swapped with its neighbour (Damerau, 1964).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/service/service.h"

namespace disapa {

// How a service is called besides its file's words, e.g. its English name. May be empty.
using AlsoKnown = std::function<std::string(const Service&)>;

// Best first, equals in the order of `services`. Every word must be met, but for small words such
// as "saya mau". All of them when nothing is typed; none when nothing is met.
[[nodiscard]] std::vector<const Service*> find_services(const std::vector<Service>& services,
                                                        std::string_view typed,
                                                        const AlsoKnown& also = {});

// Slips between two words; `most` + 1 when there are more than `most`. Letters are bytes.
[[nodiscard]] std::size_t slips_between(std::string_view a, std::string_view b, std::size_t most);

}  // namespace disapa
