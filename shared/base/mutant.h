// Faults built in on purpose, one at a time, so that the simulator can show that its checkers see them.
//
// Only a build with DISAPA_MUTANTS (tests/sim alone) has them; in every other build is_mutant() is the
// constant false and the compiler drops what stands behind it.
#pragma once

namespace disapa {

enum class Mutant {
    none,
};

#ifdef DISAPA_MUTANTS
[[nodiscard]] bool is_mutant(Mutant mutant);
void set_mutant(Mutant mutant);
#else
[[nodiscard]] constexpr bool is_mutant(Mutant) {
    return false;
}
#endif

}  // namespace disapa
