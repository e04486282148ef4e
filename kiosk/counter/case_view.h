// What officers and citizens see of a case: rows, pages and answers to a code, in words.
#pragma once

#include "kiosk/counter/case_words.h"
#include "kiosk/counter/views.h"
#include "shared/crypto/keys.h"
#include "shared/log/canonical_json.h"
#include "shared/store/node.h"

namespace disapa {

class CaseViews {
  public:
    CaseViews(Node& node, const Catalogue& catalogue, const Lists& lists)
        : node_(node), catalogue_(catalogue), lists_(lists) {}

    [[nodiscard]] QueueRow row(const Case& of);
    [[nodiscard]] CaseView page(const Book& book, const Case& of, const OfficerView* officer);
    [[nodiscard]] StatusView status(const Case& of);
    [[nodiscard]] ReceiptView receipt(const Case& of, const std::string& office_line,
                                      const std::string& telephone);
    // Stable and documented in kiosk/counter/README.md.
    [[nodiscard]] Json to_json(const Case& of);

    [[nodiscard]] Json payload(const Digest& act);  // {} when erased or unknown
    [[nodiscard]] std::vector<PaperView> papers(const Case& of);
    // Of the newest return, rejection or cancellation: its reasons as sentences, own words last.
    [[nodiscard]] std::vector<std::string> reasons(const Case& of);
    [[nodiscard]] std::string reason(const Case& of);  // the same in one line
    // Who took the letter: the act that says so; {} while it was not handed over.
    [[nodiscard]] Json handing(const Case& of);
    [[nodiscard]] std::string receiver(const Case& of);
    // The newest print is of a letter that no longer stands: revoked, or another decision counts.
    [[nodiscard]] bool has_stale_paper(const Case& of);
    // When the citizen asked: the date of the paper form where a clerk entered it later.
    [[nodiscard]] Date asked_on(const Case& of);
    // Last day on which the citizen may come back for it, counted from his request.
    [[nodiscard]] Date come_back(const Case& of, bool& table_ended);

  private:
    [[nodiscard]] std::vector<LifeLine> life(const Book& book, const Case& of);
    [[nodiscard]] std::string remark(const Book& book, const LifeAct& act);
    [[nodiscard]] std::vector<std::string> reasons_in(const Json& judgement);
    [[nodiscard]] std::vector<PaperView> papers_in(const Service* service, const Json& revision);
    [[nodiscard]] std::vector<Change> changes(const Service* service, const Json& newer);

    Node& node_;
    const Catalogue& catalogue_;
    const Lists& lists_;
};

// The text of an answer; "" where there is none. A form is what some kiosk signed: it may hold
// anything under any name, and must not end this one.
[[nodiscard]] std::string answer_text(const Json& form, const std::string& field);

}  // namespace disapa
