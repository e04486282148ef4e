#include "tests/sim/mutants.h"

namespace disapa::sim {

const std::vector<KnownMutant>& known_mutants() {
    static const std::vector<KnownMutant> kKnown{
        {Mutant::acknowledge_unwritten, "acknowledge_unwritten",
         "a receipt is printed although the disk refused the request"},
        {Mutant::no_database_sync, "no_database_sync",
         "the database does not sync what it commits"},
        {Mutant::no_file_sync, "no_file_sync", "files of the key folder are not synced"},
        {Mutant::skip_head, "skip_head", "STORE takes a segment whose head does not hold"},
        {Mutant::skip_canonical, "skip_canonical", "STORE takes payloads that are not canonical"},
        {Mutant::take_twice, "take_twice", "an act has effect wherever a copy of it stands"},
        {Mutant::reuse_number, "reuse_number", "a desa's number is given again"},
        {Mutant::reuse_register, "reuse_register", "a register number is given again"},
        {Mutant::ignore_revocation, "ignore_revocation", "revoked keys go on having effect"},
        {Mutant::ignore_device, "ignore_device", "a copied key file works on any kiosk"},
        {Mutant::ignore_role, "ignore_role", "any officer may do what any other may"},
        {Mutant::send_other_desa, "send_other_desa", "an answer carries the feeds of every desa"},
        {Mutant::arrived_by_sending, "arrived_by_sending",
         "what was sent shows as arrived, without its receipt"},
        {Mutant::second_decision, "second_decision", "a decided case takes another decision"},
        {Mutant::no_receipts, "no_receipts", "the hub stores and gives no receipt"},
        {Mutant::time_goes_back, "time_goes_back",
         "the ledger's time follows the hub's clock back"},
        {Mutant::silent_portal, "silent_portal", "a login page passes for a lost connection"},
    };
    return kKnown;
}

const KnownMutant* find_mutant(std::string_view name) {
    for (const auto& known : known_mutants()) {
        if (known.name == name) return &known;
    }
    return nullptr;
}

bool switch_on(Mutant mutant) {
#ifdef DISAPA_MUTANTS
    set_mutant(mutant);
    return true;
#else
    return mutant == Mutant::none;
#endif
}

}  // namespace disapa::sim
