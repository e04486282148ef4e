// One question of a form, drawn by its type: text, digits, date, list, yes or no.
//
// Tables are not drawn here (form.h); their columns are questions again.
#pragma once

#include <string>

#include "kiosk/ui/widgets.h"
#include "shared/service/service.h"

namespace disapa::screens {

struct QuestionPlace {
    std::string id;  // of the widget: "ask:nik"
    const Field* field = nullptr;
    std::string shown;          // lists and dates as a person reads them
    std::string error, doubt;   // a doubt blocks nothing
    bool proposed = false;      // filled in by the kiosk
    bool last = false;          // the enter key ends the typing instead of leading on
    bool may_lack_nik = false;  // "Tidak ada NIK" is offered
};

struct QuestionWish {
    bool changed = false;  // `typed` is different now
    bool settled = false;  // chosen, not typed: nothing more will come
    bool entered = false;  // lead on to the next field
    bool open = false;     // show the list or the date
};

// Two such questions fit beside each other.
[[nodiscard]] bool is_half(const Field& field, const Lists& lists);
// Its answer is typed, letter by letter.
[[nodiscard]] bool is_typed(const Field& field);
// As many digits as the answer must have; 0 when it is not of a fixed length.
[[nodiscard]] std::size_t digits_wanted(const Field& field);
// "There is no NIK" is an answer to it; to some such questions only from a clerk.
[[nodiscard]] bool may_lack_nik(const Field& field, bool clerk);
// What a list question offers.
[[nodiscard]] const std::vector<Choice>& choices_of(const Field& field, const Lists& lists);

[[nodiscard]] QuestionWish draw_question(ui::Ui& ui, ui::Column& column,
                                         const QuestionPlace& question, std::string& typed,
                                         const Lists& lists);

}  // namespace disapa::screens
