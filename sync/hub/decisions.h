// Deciding at the kecamatan: the exact bytes that an officer signs, and taking his signature.
//
// `prepare` fixes the register number of (case, revision) for ever in one transaction and notes it
// in the key folder's `mark`; a number once prepared is never given to another case. `decide` takes
// the JWS, requires those bytes and an undecided case. The first decision wins; the later is told
// (ErrorCode::conflict).
#pragma once

#include "shared/crypto/jws.h"
#include "shared/service/service.h"
#include "shared/store/node.h"

namespace disapa {

enum class DecisionKind { check, initial, approve, give_back, reject };
[[nodiscard]] std::optional<DecisionKind> decision_kind(
    std::string_view word);  // "check", "initial", ...
[[nodiscard]] ActType act_type_of(DecisionKind kind);

class Decisions {
  public:
    Decisions(Node& hub, const Catalogue& catalogue, const Lists& lists)
        : hub_(hub), catalogue_(catalogue), lists_(lists) {}

    struct Request {
        std::string code;
        DecisionKind kind = DecisionKind::approve;
        KeyId officer;
        std::string reason;                // give_back and reject: for the citizen, required
        std::vector<std::string> reasons;  // codes of the reasons picked
    };
    // The canonical bytes to sign.
    [[nodiscard]] Result<Bytes> prepare(const Request& request);

    struct Outcome {
        std::string code;
        ActType type = ActType::unknown;
        std::string register_number;  // of an approval
    };
    [[nodiscard]] Result<Outcome> decide(const Jws& signed_bytes);

  private:
    [[nodiscard]] Result<Bytes> approval(Writer& writer, const Case& of, const Roster& roster,
                                         const KeyId& officer);

    Node& hub_;
    const Catalogue& catalogue_;
    const Lists& lists_;
};

// The desa whose feeds hold a case, or the case that an act belongs to.
[[nodiscard]] std::optional<Region> region_of_case(Node& hub, std::string_view code);
[[nodiscard]] std::optional<Region> region_of_act(Node& hub, const Digest& act);

}  // namespace disapa
