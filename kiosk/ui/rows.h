// Rows of lists: the officers' queue with its columns, and the editable rows of a table question.
#pragma once

#include <span>
#include <string_view>

#include "kiosk/ui/ui.h"

namespace disapa::ui {

struct Cell {
    std::string_view text = {};
    std::string_view note = {};  // a second line, small
    float share = 1;             // of the row's width
    bool strong = false;
    bool as_badge = false;  // the text as a coloured pill
    Tone tone = Tone::neutral;
    Icon icon = {};
};

// One white row that can be tapped. In portrait, cells after the third move to a second line.
[[nodiscard]] bool list_row(Ui& ui, Place place, std::string_view id, std::span<const Cell> cells,
                            bool chosen = false);

enum class RowWish { none, edit, remove };
// A row of a table question, e.g. one heir: number, words, and buttons to change or remove it.
[[nodiscard]] RowWish table_row(Ui& ui, Place place, std::string_view id, int number,
                                std::string_view text, std::string_view note,
                                std::string_view error = {});

// A paper to bring, a step of a case's life: icon, words, a remark. Only read.
void line_item(Ui& ui, Place place, Icon icon, Tone tone, std::string_view text,
               std::string_view note = {});

}  // namespace disapa::ui
