// The questions of a service with their answers, as a person reads them. Pure functions, any
// thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "kiosk/counter/views.h"
#include "shared/log/canonical_json.h"

namespace disapa {

// The text form of an answer as it is kept; "" for what is no answer.
[[nodiscard]] std::string typed_text(const Json& value);
// Nothing was said: null, or spaces.
[[nodiscard]] bool is_empty(const Json& value);

// Questions of a service with their answers as a person reads them: of a draft, or of a case
// (`findings` empty).
[[nodiscard]] std::vector<QuestionGroup> questions_of(const Service& service, const Json& answers,
                                                      const Lists& lists, const Date* check_on);

// The review of a service, one sentence of its template after the other; empty ones are left out.
// `form` is normal.
[[nodiscard]] std::vector<ReviewSentence> sentences_of(const Service& service, const Json& form,
                                                       const Lists& lists);

}  // namespace disapa
