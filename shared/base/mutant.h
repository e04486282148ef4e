// Faults built in on purpose, one at a time, so that the simulator can show that its checkers see them.
//
// Only a build with DISAPA_MUTANTS (tests/sim alone) has them; in every other build is_mutant() is the
// constant false and the compiler drops what stands behind it.
#pragma once

namespace disapa {

enum class Mutant {
    none,
    // What each does is told in tests/sim/mutants.cpp.
    acknowledge_unwritten,
    no_database_sync,
    no_file_sync,
    skip_head,
    skip_canonical,
    take_twice,
    reuse_number,
    reuse_register,
    ignore_revocation,
    ignore_device,
    ignore_role,
    send_other_desa,
    arrived_by_sending,
    second_decision,
    no_receipts,
    time_goes_back,
    silent_portal,
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
