#include "kiosk/ui/date_picker.h"

#include <algorithm>
#include <array>
#include <string>

#include "kiosk/ui/buttons.h"

namespace disapa::ui {

namespace {

constexpr int kYearsOnPage = 20;
constexpr float kTightHeight = 420;  // of the whole: large text on a screen that lies
constexpr float kCellMax = 84;       // design pixels, height
constexpr float kCellGap = 10;
enum Part { kDay, kMonth, kYear, kParts };  // Memory.number: the part whose grid is open

std::string month_word(Ui& ui, int month) {
    return ui.words()("ui.month_" + std::to_string(month));
}

// The three large boxes on top; the open one is marked.
void part_boxes(Ui& ui, Rect place, const std::string& id, const DateParts& parts, Memory& memory) {
    const std::array<std::string, kParts> values = {
        parts.day == 0 ? "" : std::to_string(parts.day),
        parts.month == 0 ? "" : month_word(ui, parts.month),
        parts.year == 0 ? "" : std::to_string(parts.year)};
    const std::array<std::string_view, kParts> labels = {
        ui.words()("ui.day"), ui.words()("ui.month"), ui.words()("ui.year")};
    const float gap = ui.px(12);
    const float narrow = (place.w - 2 * gap) * 0.29F;
    const std::array<Rect, kParts> boxes = {place.cut_left(narrow, gap),
                                            place.cut_left(place.w - gap - narrow, gap), place};
    Paint& paint = ui.paint();
    for (int i = 0; i < kParts; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const bool open = memory.number == i;
        const Touch touch = ui.touch({.id = id + ":part" + std::to_string(i),
                                      .role = Role::tab,
                                      .label = std::string(labels.at(at)),
                                      .full = boxes.at(at),
                                      .on = open,
                                      .value = values.at(at)});
        if (touch.fired) {
            memory.number = i;
        }
        Rect box = boxes.at(at);
        paint.fill(box, open ? kSoft : kWhite, ui.px(kRadius));
        paint.outline(box, open ? kTeal : kLine, ui.px(kRadius), ui.px(open ? 3.5F : 2));
        box = box.inset(ui.px(16), ui.px(box.h < ui.px(80) ? 0 : 8));
        paint.line(Type::note, box.cut_top(paint.line_height(Type::note)), kMuted, labels.at(at));
        paint.line(Type::title, box, values.at(at).empty() ? kFaint : kInk,
                   values.at(at).empty() ? std::string_view("\u2013") : values.at(at));
    }
}

// One cell of a grid. True when it was tapped.
bool cell(Ui& ui, const Rect& place, const std::string& id, const std::string& label, bool chosen) {
    const Touch touch =
        ui.touch({.id = id, .role = Role::choice, .label = label, .full = place, .on = chosen});
    if (touch.visible) {
        Paint& paint = ui.paint();
        paint.fill(place, chosen ? kTeal : touch.held ? kKeyHeld : kWhite, ui.px(12));
        paint.outline(place, chosen ? kTeal : kLine, ui.px(12), ui.px(2));
        paint.line(Type::strong, place, chosen ? kWhite : kInk, label, Align::centre);
    }
    return touch.fired;
}

struct Grid {
    int columns, rows, first, last;
};

// Numbers from first to last. The one that was tapped, or 0.
template <class LabelOf>
int grid(Ui& ui, Rect place, const std::string& id, const Grid& shape, int chosen,
         const LabelOf& label_of) {
    const float gap = ui.px(kCellGap);
    const float natural =
        (place.h - gap * static_cast<float>(shape.rows - 1)) / static_cast<float>(shape.rows);
    const float height = std::clamp(natural, ui.px(kTargetMin), ui.px(kCellMax));
    int number = shape.first;
    int tapped = 0;
    for (int row = 0; row < shape.rows; ++row) {
        for (const Rect& at : place.cut_top(height, gap).columns(shape.columns, gap)) {
            if (number > shape.last) {
                break;
            }
            if (cell(ui, at, id + std::to_string(number), label_of(number), number == chosen)) {
                tapped = number;
            }
            ++number;
        }
    }
    return tapped;
}

int year_grid(Ui& ui, Rect place, const std::string& id, int chosen, const DateRange& range,
              Memory& memory) {
    const int pages = (range.year_last - range.year_first) / kYearsOnPage + 1;
    if (memory.page == 0) {  // counted from 1, so that 0 means "not opened yet"
        const int open_at = chosen != 0 ? chosen : range.year_shown;
        memory.page = (open_at - range.year_first) / kYearsOnPage + 1;
    }
    memory.page = std::clamp(memory.page, 1, pages);
    const int columns = place.w < ui.px(700) ? 4 : 5;
    const int rows = kYearsOnPage / columns;
    // The arrows stand beside the middle of the years.
    place.h =
        std::min(place.h, static_cast<float>(rows) * ui.px(kCellMax + kCellGap) - ui.px(kCellGap));
    const float width = ui.px(64);
    const Rect left = place.cut_left(width, ui.px(12));
    const Rect right = place.cut_right(width, ui.px(12));
    if (icon_button(ui, left.centred(width, width), id + ":earlier", ui.words()("ui.earlier_years"),
                    icon("chevron_left"), memory.page > 1)) {
        --memory.page;
    }
    if (icon_button(ui, right.centred(width, width), id + ":later", ui.words()("ui.later_years"),
                    icon("chevron_right"), memory.page < pages)) {
        ++memory.page;
    }
    const int first = range.year_first + (memory.page - 1) * kYearsOnPage;
    const Grid shape{columns, rows, first, std::min(first + kYearsOnPage - 1, range.year_last)};
    return grid(ui, place, id + ":y", shape, chosen, [](int year) { return std::to_string(year); });
}

}  // namespace

std::optional<Date> DateParts::date() const {
    const Date whole{year, month, day};
    return day != 0 && month != 0 && year != 0 && is_valid(whole) ? std::optional(whole)
                                                                  : std::nullopt;
}

bool date_picker(Ui& ui, const Rect& place, std::string_view id, DateParts& parts,
                 const DateRange& range) {
    const std::string name(id);
    Memory& memory = ui.memory(id);
    const DateParts before = parts;
    Rect rest = place;
    const bool tight = rest.h < ui.px(kTightHeight);
    part_boxes(ui, rest.cut_top(ui.px(tight ? 64 : 92), ui.px(tight ? 10 : 18)), name, parts,
               memory);
    int tapped = 0;
    if (memory.number == kDay) {
        tapped = grid(ui, rest, name + ":d", {7, 5, 1, 31}, parts.day,
                      [](int day) { return std::to_string(day); });
        parts.day = tapped != 0 ? tapped : parts.day;
    } else if (memory.number == kMonth) {
        const int columns = rest.w < ui.px(560) ? 3 : 4;
        tapped = grid(ui, rest, name + ":m", {columns, 12 / columns, 1, 12}, parts.month,
                      [&](int month) { return month_word(ui, month); });
        parts.month = tapped != 0 ? tapped : parts.month;
    } else {
        tapped = year_grid(ui, rest, name, parts.year, range, memory);
        parts.year = tapped != 0 ? tapped : parts.year;
    }
    if (tapped != 0 && memory.number < kYear) {
        ++memory.number;  // the next part opens by itself
    }
    return !(parts == before);
}

}  // namespace disapa::ui
