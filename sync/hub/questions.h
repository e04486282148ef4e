// Questions and complaints at the kecamatan's desk: the lists, one of them, and answering.
//
// `prepare` gives the exact bytes that an officer signs, `answer` takes his signature over exactly
// those. Unlike a decision an answer takes nothing from anybody: where two officers answer at once
// both answers stand, and each is shown both. Same thread as its Node.
// Records: kind "prepared", key CODE|answered|OFFICER.
#pragma once

#include "shared/cases/questions.h"
#include "shared/crypto/jws.h"
#include "shared/log/canonical_json.h"
#include "shared/service/service.h"
#include "shared/store/node.h"

namespace disapa {

class DeskQuestions {
  public:
    DeskQuestions(Node& hub, const Lists& lists) : hub_(hub), lists_(lists) {}

    // As sync/hub/API.md says.
    [[nodiscard]] Result<Json> list();
    [[nodiscard]] Result<Json> one(std::string_view code, const KeyId& officer);
    // {"open":3,"stamp":17}: how many wait, and a number that changes when any of them does.
    [[nodiscard]] Json counts();

    // `text` as it is to be read, cleaned already: refused where it is not.
    [[nodiscard]] Result<Bytes> prepare(std::string_view code, std::string_view text,
                                        const KeyId& officer);
    // Gives the question's code. The same signature twice gets the same answer twice.
    [[nodiscard]] Result<std::string> answer(const Jws& signed_bytes);

  private:
    struct Found {
        Region region;
        const Book* book;
        const Inquiry* of;
    };
    // The first for which `is_it` holds.
    [[nodiscard]] Result<Found> find(const std::function<const Inquiry*(const Book&)>& is_it);
    [[nodiscard]] Result<Found> find_code(std::string_view code);
    [[nodiscard]] Json row(const Found& found, const InquiryView& view);
    [[nodiscard]] PayloadOf payloads();

    Node& hub_;
    const Lists& lists_;
};

}  // namespace disapa
