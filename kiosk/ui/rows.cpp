#include "kiosk/ui/rows.h"

#include <algorithm>
#include <string>
#include <vector>

#include "kiosk/ui/buttons.h"
#include "kiosk/ui/texts.h"

namespace disapa::ui {

namespace {

constexpr float kSide = 22;               // design pixels inside a row
constexpr std::size_t kUprightCells = 3;  // on the first line of a row in portrait
constexpr float kNarrow = 720;            // design pixels; below it one cell less

// Widths by share, with a gap between the cells; a badge gets at least its own width.
std::vector<Rect> lay_out(Ui& ui, Rect row, std::span<const Cell> cells) {
    float shares = 0;
    for (const Cell& cell : cells) {
        shares += cell.share;
    }
    const float gap = ui.px(14);
    float room = row.w - gap * static_cast<float>(cells.size() - 1);
    std::vector<float> widths;
    for (const Cell& cell : cells) {
        const float own = cell.as_badge ? badge_width(ui, cell.text) : 0;
        const bool wide = cells.size() > 1 && own > room * cell.share / shares && own < room / 2;
        widths.push_back(wide ? own : 0);
        room -= widths.back();
        shares -= wide ? cell.share : 0;
    }
    std::vector<Rect> places;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const float width = widths[i] > 0 ? widths[i] : room * cells[i].share / shares;
        places.push_back(row.cut_left(width, gap));
    }
    return places;
}

std::size_t cells_above(Ui& ui, float width, std::size_t count) {
    if (!ui.portrait()) {
        return count;
    }
    return std::min(count, kUprightCells - (width < ui.px(kNarrow) ? 1 : 0));
}

// One line as large as it fits; else two small ones. A name may be cut: the whole is a tap away.
void cell_words(Ui& ui, const Rect& place, const Cell& cell, Colour colour) {
    Paint& paint = ui.paint();
    const Type type = cell.strong ? Type::strong : Type::body;
    if (cell.strong || paint.width(type, cell.text) <= place.w) {
        return paint.line(type, place, colour, cell.text, Align::left,
                          cell.strong ? Fit::may_cut : Fit::whole);
    }
    const float height = paint.paragraph_height(Type::note, cell.text, place.w, 2);
    paint.paragraph(Type::note, Rect{place.x, place.middle_y() - height / 2, place.w, height},
                    colour, cell.text, Align::left, 2);
}

void draw_cell(Ui& ui, Rect place, const Cell& cell) {
    Paint& paint = ui.paint();
    if (cell.icon) {
        const float size = paint.icon_size(IconSize::normal);
        paint.icon(IconSize::normal, place.cut_left(size, ui.px(12)),
                   cell.tone == Tone::neutral ? kTeal : colour_of(cell.tone), cell.icon);
    }
    if (cell.as_badge) {
        if (!cell.text.empty()) {
            badge(ui, place, cell.tone, cell.text);
        }
        return;
    }
    const float first = paint.line_height(Type::body);
    const float second = cell.note.empty() ? 0 : paint.line_height(Type::note);
    Rect words = place.centred(place.w, first + second);
    const Colour colour = cell.tone == Tone::neutral ? kInk : colour_of(cell.tone);
    cell_words(ui, words.cut_top(first), cell, colour);
    if (second > 0) {
        paint.line(Type::note, words, kMuted, cell.note);
    }
}

std::string spoken(std::span<const Cell> cells) {
    std::string all;
    for (const Cell& cell : cells) {
        if (!cell.text.empty()) {
            all += (all.empty() ? "" : ", ") + std::string(cell.text);
        }
        if (!cell.note.empty()) {
            all += (all.empty() ? "" : ", ") + std::string(cell.note);
        }
    }
    return all;
}

}  // namespace

bool list_row(Ui& ui, Place place, std::string_view id, std::span<const Cell> cells, bool chosen) {
    const std::size_t above = cells_above(ui, place.width(), cells.size());
    const bool two_lines = cells.size() > above;
    const Rect rect = place.take(ui.px(two_lines ? kRowHeight + 44 : kRowHeight));
    const Touch touch = ui.touch({.id = std::string(id),
                                  .role = Role::row,
                                  .label = spoken(cells),
                                  .full = rect,
                                  .on = chosen});
    if (!touch.visible) {
        return touch.fired;
    }
    Paint& paint = ui.paint();
    paint.fill(rect, chosen || touch.held ? kSoft : kWhite, ui.px(kRadius));
    paint.outline(rect, chosen ? kTeal : kLine, ui.px(kRadius), ui.px(chosen ? 3 : 2));
    Rect inner = rect.inset(ui.px(kSide), 0);
    paint.icon(IconSize::normal, inner.cut_right(ui.px(32), ui.px(8)), kFaint,
               icon("chevron_right"));
    if (two_lines) {
        const Rect below = inner.cut_bottom(ui.px(54)).inset(0, ui.px(2));
        const auto rest = cells.subspan(above);
        const auto places = lay_out(ui, below, rest);
        for (std::size_t i = 0; i < rest.size(); ++i) {
            draw_cell(ui, places[i], rest[i]);
        }
        cells = cells.first(above);
    }
    const auto places = lay_out(ui, inner, cells);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        draw_cell(ui, places[i], cells[i]);
    }
    return touch.fired;
}

RowWish table_row(Ui& ui, Place place, std::string_view id, int number, std::string_view text,
                  std::string_view note, std::string_view error) {
    Paint& paint = ui.paint();
    const float wrong =
        error.empty()
            ? 0
            : paint.paragraph_height(Type::note, error, place.width() - ui.px(32)) + ui.px(10);
    Rect rect = place.take(ui.px(kRowHeight) + wrong);
    const std::string name(id);
    const bool visible = ui.say({.id = name,
                                 .role = Role::row,
                                 .label = std::string(text),
                                 .full = rect,
                                 .value = std::string(note)});
    if (visible) {
        paint.fill(rect, kWhite, ui.px(kRadius));
        paint.outline(rect, error.empty() ? kLine : kRed, ui.px(kRadius), ui.px(2));
    }
    const Rect below = rect.cut_bottom(wrong).inset(ui.px(16), 0);
    Rect inner = rect.inset(ui.px(16), ui.px(12));
    RowWish wish = RowWish::none;
    if (icon_button(ui, inner.cut_right(inner.h, ui.px(12)), name + ":remove",
                    ui.words()("ui.remove"), icon("delete"))) {
        wish = RowWish::remove;
    }
    if (icon_button(ui, inner.cut_right(inner.h, ui.px(16)), name + ":edit", ui.words()("ui.edit"),
                    icon("edit"))) {
        wish = RowWish::edit;
    }
    if (!visible) {
        return wish;
    }
    const Rect disc = inner.cut_left(ui.px(44), ui.px(16));
    paint.circle(disc.middle_x(), disc.middle_y(), ui.px(21), kSoft);
    paint.line(Type::strong, disc, kTeal, std::to_string(number), Align::centre);
    draw_cell(ui, inner, {.text = text, .note = note, .strong = true});
    if (wrong > 0) {
        (void)ui.say({.role = Role::alert, .label = std::string(error), .full = below});
        paint.paragraph(Type::note, below, kRed, error);
    }
    return wish;
}

void line_item(Ui& ui, Place place, Icon icon, Tone tone, std::string_view text,
               std::string_view note) {
    Paint& paint = ui.paint();
    const float side = ui.px(52);
    const float width = place.width() - side;
    const float first = paint.paragraph_height(Type::body, text, width);
    const float second = note.empty() ? 0 : paint.paragraph_height(Type::note, note, width);
    Rect rect = place.take(first + second);
    const bool visible = ui.say(
        {.role = Role::text, .label = std::string(text), .full = rect, .value = std::string(note)});
    if (!visible) {
        return;
    }
    const Rect left = rect.cut_left(side);
    paint.icon(IconSize::normal,
               {left.x, left.y, paint.icon_size(IconSize::normal), paint.line_height(Type::body)},
               tone == Tone::neutral ? kTeal : colour_of(tone), icon);
    paint.paragraph(Type::body, rect.cut_top(first), kInk, text);
    if (second > 0) {
        paint.paragraph(Type::note, rect, kMuted, note);
    }
}

}  // namespace disapa::ui
