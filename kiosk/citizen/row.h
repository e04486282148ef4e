// One row of a table question, e.g. one heir: its columns as questions.
#pragma once

#include <string>
#include <vector>

#include "kiosk/parts/picker.h"

namespace disapa::screens {

struct RowPage {
    const Field* table = nullptr;  // null: no row is edited
    std::size_t index = 0;         // beyond the last: a new row
    std::vector<std::string> cells;
    bool tried = false;
    Picker picker;

    void open(const Field& field, std::size_t at, std::vector<std::string> values);
    void close() { *this = {}; }
};

struct RowWish {
    bool cancel = false;
    bool keep = false;  // all that is needed stands in `cells`
};
[[nodiscard]] RowWish draw_row(ui::Ui& ui, ui::Rect page, RowPage& row, const Lists& lists,
                               const Date& today);

}  // namespace disapa::screens
