// Who is asking: the register of residents fills the form, but only for who knows more than a NIK.
//
// A NIK or a card alone never shows anything. At self-service the birth date and the last 4 digits
// of the KK must agree too; every try is counted on disk before it is looked at, so that neither a
// restart nor a power cut gives more tries (limits: kIdentity*). Whether the NIK is not there or
// the rest is wrong cannot be told from the answer. A clerk chooses from a search. Records: kind
// "identity", by a digest of the NIK (and "here" for the whole kiosk), never the NIK. Thread rule:
// used where the Node is (the kiosk's worker).
#pragma once

#include <string>
#include <vector>

#include "shared/log/canonical_json.h"
#include "shared/store/node.h"
#include "shared/store/residents.h"

namespace disapa {

class Session;

// One found resident, as a clerk may see him before he is chosen.
struct ResidentRow {
    std::string nik;  // to choose by; not to be shown
    std::string name;
    int birth_year = 0;  // 0: not known
    std::string rt;
};

class Identity {
  public:
    explicit Identity(Node& node) : node_(node) {}

    // A register was imported and somebody is in it.
    [[nodiscard]] bool has_register();

    // The answers by field id, for Counter::identify. Errors: `throttled` with how long to wait;
    // `refused` "Data tidak cocok" for anything that does not agree; `not_found` without register.
    // `birth_date` as YYYY-MM-DD.
    [[nodiscard]] Result<Json> identify(std::string_view nik, std::string_view birth_date,
                                        std::string_view kk_tail);

    // For a signed-in clerk: name words, NIK or KK (see Residents::search).
    [[nodiscard]] Result<std::vector<ResidentRow>> search(std::string_view typed, std::size_t limit,
                                                          const Session& clerk);
    [[nodiscard]] Result<Json> choose(std::string_view nik, const Session& clerk);

  private:
    [[nodiscard]] Status count_try(std::string_view nik);
    [[nodiscard]] Status forgive(std::string_view nik);

    Node& node_;
};

// What a form takes over from the register; only what is known.
[[nodiscard]] Json answers_of(const Resident& resident);

}  // namespace disapa
