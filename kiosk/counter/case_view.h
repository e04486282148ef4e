// What officers and citizens see of a case: rows, pages and answers to a code, in words.
#pragma once

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
    [[nodiscard]] std::string reason(const Case& of);
    // Last day on which the citizen may come back for it, counted from his request.
    [[nodiscard]] Date come_back(const Case& of, bool& table_ended);

  private:
    [[nodiscard]] std::vector<LifeLine> life(const Book& book, const Case& of);

    Node& node_;
    const Catalogue& catalogue_;
    const Lists& lists_;
};

// The text of an answer; "" where there is none. A form is what some kiosk signed: it may hold
// anything under any name, and must not end this one.
[[nodiscard]] std::string answer_text(const Json& form, const std::string& field);
[[nodiscard]] std::string state_words(CaseState state, bool kelurahan);
// Who must act next: "petugas", "kades", "kecamatan", "cetak", "serahkan", "warga" or "".
[[nodiscard]] std::string waits_for(const Case& of);

}  // namespace disapa
