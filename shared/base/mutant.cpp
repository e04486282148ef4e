#include "shared/base/mutant.h"

namespace disapa {

#ifdef DISAPA_MUTANTS
namespace {

// Set once, before a run, by the one thread there is.
Mutant& switched_on() {
    static Mutant mutant = Mutant::none;
    return mutant;
}

}  // namespace

bool is_mutant(Mutant mutant) {
    return switched_on() == mutant;
}
void set_mutant(Mutant mutant) {
    switched_on() = mutant;
}
#endif

}  // namespace disapa
