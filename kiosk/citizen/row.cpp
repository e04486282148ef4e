#include "kiosk/citizen/row.h"

#include <nlohmann/json.hpp>

#include "kiosk/parts/layout.h"
#include "kiosk/parts/question.h"
#include "shared/service/answer.h"

namespace disapa::screens {
namespace {

std::string id_of(const RowPage& row, const Field& column) {
    return "row:" + row.table->id + "." + column.id;
}

// What is wrong with a cell: always once the person tried to keep the row, else not while he types.
Finding fault_of(const ui::Ui& ui, const RowPage& row, std::size_t at, const Lists& lists,
                 const Date& today) {
    const Field& column = row.table->columns[at];
    const auto& typed = row.cells[at];
    const auto wanted = digits_wanted(column);
    const bool typing = ui.has_focus(id_of(row, column)) && (wanted == 0 || typed.size() < wanted);
    if ((typed.empty() || typing) && !row.tried) return {};
    Json beside = Json::object();
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        beside[row.table->columns[i].id] = row.cells[i];
    }
    const auto found = check_field(column, typed, beside, lists, today);
    return found.empty() ? Finding{} : found.front();
}

bool is_whole(const RowPage& row, const Lists& lists, const Date& today) {
    Json beside = Json::object();
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        beside[row.table->columns[i].id] = row.cells[i];
    }
    bool any = false;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        any = any || !row.cells[i].empty();
        for (const auto& found :
             check_field(row.table->columns[i], row.cells[i], beside, lists, today)) {
            if (!found.doubt) return false;
        }
    }
    return any;
}

std::string shown_of(const Field& column, const std::string& typed, const Lists& lists) {
    const auto kept = normalise_answer(column, typed, lists);
    return kept && *kept ? show_value(column, **kept, lists) : typed;
}

void draw_cell(ui::Ui& ui, ui::Column& column, RowPage& row, std::size_t at, const Lists& lists,
               const Date& today) {
    const Field& field = row.table->columns[at];
    QuestionPlace place{
        id_of(row, field), &field, "", "", "", false, at + 1 == row.table->columns.size()};
    place.may_lack_nik = may_lack_nik(field, false);
    const auto fault = fault_of(ui, row, at, lists, today);
    (fault.doubt ? place.doubt : place.error) = ui.words().said(fault.sentence);
    if (!is_typed(field)) place.shown = shown_of(field, row.cells[at], lists);
    const auto wish = draw_question(ui, column, place, row.cells[at], lists);
    if (wish.open) row.picker.open(field, place.id, row.cells[at]);
    if (!wish.entered) return;
    for (std::size_t next = at + 1; next < row.table->columns.size(); ++next) {
        if (!is_typed(row.table->columns[next])) continue;
        ui.focus_on(id_of(row, row.table->columns[next]));
        return;
    }
}

}  // namespace

void RowPage::open(const Field& field, std::size_t at, std::vector<std::string> values) {
    *this = {};
    table = &field;
    index = at;
    cells = std::move(values);
    cells.resize(field.columns.size());
}

RowWish draw_row(ui::Ui& ui, ui::Rect page, RowPage& row, const Lists& lists, const Date& today) {
    RowWish wish;
    if (!ui.keyboard_open()) {
        const auto foot = step_bar(ui, page,
                                   {.back = ui.words()("row.cancel"),
                                    .next = ui.words()("row.keep"),
                                    .next_icon = ui::icon("check"),
                                    .back_icon = ui::icon("close")});
        wish.cancel = foot.back;
        if (foot.next) {
            row.tried = true;
            wish.keep = is_whole(row, lists, today);
        }
    }
    ui.scroll("row", body_of(ui, page), [&](ui::Column& column) {
        page_head(ui, column, ui.words().said(row.table->label),
                  ui.words()("row.number", {{"number", std::to_string(row.index + 1)}}));
        ui::panel(ui, column, "row:panel", [&](ui::Column& inside) {
            for (std::size_t at = 0; at < row.cells.size(); ++at) {
                const bool pair = at + 1 < row.cells.size() &&
                                  is_half(row.table->columns[at], lists) &&
                                  is_half(row.table->columns[at + 1], lists);
                if (!pair) {
                    draw_cell(ui, inside, row, at, lists, today);
                    continue;
                }
                side_by_side(
                    ui, inside, "row:pair:" + row.table->columns[at].id,
                    [&](ui::Column& left) { draw_cell(ui, left, row, at, lists, today); },
                    [&](ui::Column& right) { draw_cell(ui, right, row, at + 1, lists, today); });
                ++at;
            }
        });
    });
    const auto picked = draw_picker(ui, row.picker, lists, today);
    if (picked.done) {
        for (std::size_t at = 0; at < row.cells.size(); ++at) {
            if (id_of(row, row.table->columns[at]) == row.picker.target) {
                row.cells[at] = picked.typed;
            }
        }
    }
    if (picked.done || picked.close) row.picker.close();
    return wish;
}

}  // namespace disapa::screens
