// The faults built in on purpose, by name: each must be seen by a checker, or the simulator proves
// nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/mutant.h"

namespace disapa::sim {

struct KnownMutant {
    Mutant mutant;
    std::string_view name;
    std::string_view what;  // what is wrong then
};
[[nodiscard]] const std::vector<KnownMutant>& known_mutants();
[[nodiscard]] const KnownMutant* find_mutant(std::string_view name);
// False in a build without DISAPA_MUTANTS.
[[nodiscard]] bool switch_on(Mutant mutant);

}  // namespace disapa::sim
