// One group of questions of a service, as its file says. Checked as one types.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kiosk/citizen/row.h"
#include "kiosk/counter/views.h"
#include "kiosk/parts/picker.h"

namespace disapa::screens {

struct FormPage {
    DraftView draft;
    std::size_t group = 0;
    bool clerk = false;        // an officer is signed in: some answers are his alone
    bool from_review = false;  // opened to change one answer: leads back there
    bool tried = false;        // "Lanjut" was pressed: what is empty is said too
    // What stands in the fields, by field id; ahead of the draft by what is being typed.
    std::map<std::string, std::string, std::less<>> typed;
    std::map<std::string, double, std::less<>> unsent;  // changed at (seconds of the Ui)
    Picker picker;
    RowPage row;  // of a table question, while one is edited
    Date today;
    const Lists* lists = nullptr;

    // Takes what the counter says, but never what somebody is typing at this moment.
    void take(DraftView view, const ui::Ui& ui);
    [[nodiscard]] const QuestionGroup* current() const;
};

// An answer to be kept: text, or all rows of a table.
struct TypedAnswer {
    const Field* field = nullptr;
    std::string text;
    std::vector<std::vector<std::string>> rows;
};

struct FormWish {
    bool back = false, next = false;
    std::vector<TypedAnswer> answers;
};

[[nodiscard]] FormWish draw_form(ui::Ui& ui, ui::Rect page, FormPage& form);
// Everything typed and not yet kept, at once: before another page is shown.
[[nodiscard]] std::vector<TypedAnswer> unsent_answers(FormPage& form);

}  // namespace disapa::screens
