// The steps of a case that this kiosk writes: each one durable transaction, refused by name when
// the case is not ready (shared/cases/book.h, may_act).
#pragma once

#include <functional>

#include "kiosk/counter/case_view.h"
#include "kiosk/counter/drafts.h"

namespace disapa {

class Steps {
  public:
    Steps(Node& node, const Catalogue& catalogue, const Lists& lists, CaseViews& views)
        : node_(node), catalogue_(catalogue), lists_(lists), views_(views) {}

    // Written in the same transaction as the act; may be empty.
    using Also = std::function<Status(Writer&)>;

    // What goes with the answers of a request.
    struct Sending {
        std::vector<FinishedPaper> papers;
        KeyId by;  // zeros: the citizen himself
        Helper helper;
        std::optional<Date> entered;
    };
    // Both give the case's code.
    [[nodiscard]] Result<std::string> submit(std::string_view service, const Json& form,
                                             const Sending& sending, const Also& also);
    [[nodiscard]] Result<std::string> amend(std::string_view code, const Json& form,
                                            const Sending& sending, const Also& also);
    [[nodiscard]] Status verify(std::string_view code, const std::vector<PaperCheck>& papers,
                                const SigningKey& clerk);
    [[nodiscard]] Status endorse(std::string_view code, const SigningKey& kades);
    // Returned or cancelled. A return needs a code or words, a cancellation words.
    [[nodiscard]] Status judge(std::string_view code, ActType type, const Reason& reason,
                               const SigningKey& officer);
    [[nodiscard]] Status printed(std::string_view code, const KeyId& by);
    // `signature`: a small picture of what the receiver drew (kept as a blob); may be empty.
    [[nodiscard]] Status hand_over(std::string_view code, std::string_view receiver,
                                   ByteView signature, const KeyId& by);

  private:
    // Runs `make` on the case as it is inside the transaction and appends the entries that it
    // gives.
    using Make = std::function<Result<std::vector<Entry>>(const Book&, const Case&)>;
    [[nodiscard]] Status append(std::string_view code, const Make& make, const Also& also = {});
    [[nodiscard]] Result<std::vector<Entry>> endorsement(const Book& book, const Case& of,
                                                         const SigningKey& kades);

    Node& node_;
    const Catalogue& catalogue_;
    const Lists& lists_;
    CaseViews& views_;
};

}  // namespace disapa
