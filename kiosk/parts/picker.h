// The sheet that a list or a date question opens.
#pragma once

#include <string>

#include "kiosk/ui/widgets.h"
#include "shared/service/service.h"

namespace disapa::screens {

struct Picker {
    const Field* field = nullptr;  // null: closed
    std::string target;            // whose answer it is: id of the question's widget
    std::string chosen;
    ui::DateParts date;
    std::string time;  // "0930", for a datetime

    void open(const Field& of, std::string target_id, const std::string& typed);
    void close() { *this = {}; }
};

struct PickerWish {
    bool close = false;
    bool done = false;
    std::string typed;  // the answer, as `Counter::answer` takes it
};
// Draws nothing while closed. `today` is where the years of a date open.
[[nodiscard]] PickerWish draw_picker(ui::Ui& ui, Picker& picker, const Lists& lists,
                                     const Date& today);

}  // namespace disapa::screens
