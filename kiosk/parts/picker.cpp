#include "kiosk/parts/picker.h"

#include "kiosk/parts/question.h"
#include "shared/base/text.h"

namespace disapa::screens {
namespace {

constexpr int kUsualAge = 36;  // the years of a past date open there

std::string minute_of(const std::string& digits) {
    if (digits.size() != 4) return {};
    const int hour = std::stoi(digits.substr(0, 2));
    const int minute = std::stoi(digits.substr(2));
    if (hour > 23 || minute > 59) return {};
    return digits.substr(0, 2) + ":" + digits.substr(2);
}

// The answer when date (and time) are whole; else empty.
std::string answer_of(const Picker& picker) {
    const auto date = picker.date.date();
    if (!date) return {};
    if (picker.field->type == FieldType::date) return to_iso(*date);
    const auto minute = minute_of(picker.time);
    return minute.empty() ? std::string() : to_iso(*date) + "T" + minute;
}

PickerWish draw_date(ui::Ui& ui, Picker& picker, const Date& today) {
    PickerWish wish;
    ui::DateRange range;
    range.year_last = today.year + 10;
    range.year_shown = picker.field->date_rule == "past" ? today.year - kUsualAge : today.year;
    if (picker.field->date_rule == "past") range.year_last = today.year;
    const bool timed = picker.field->type == FieldType::datetime;
    const auto label = ui.words().said(picker.field->label);
    const ui::SheetStyle style{label, 860, 660};
    wish.close = ui::sheet(ui, "pick", style, [&](ui::Column& column) {
        ui::Rect rest = column.rest();
        const ui::Rect foot = rest.cut_bottom(ui.px(ui::kButtonHeight), ui.px(ui::kGap));
        if (timed) {
            const auto time_label = ui.words()("form.time");
            (void)ui::text_field(
                ui, rest.cut_bottom(ui.px(112), ui.px(ui::kGap)), "pick:time", picker.time,
                {.label = time_label, .keyboard = ui::Keyboard::digits, .letters_max = 4});
        }
        (void)ui::date_picker(ui, rest, "pick:date", picker.date, range);
        const auto answer = answer_of(picker);
        const bool pressed = ui::button(
            ui, foot, "pick:done", ui.words()("form.date_done"),
            {.look = ui::Look::primary, .icon = ui::icon("check"), .enabled = !answer.empty()});
        if (pressed) {
            wish.done = true;
            wish.typed = answer;
        }
    });
    return wish;
}

PickerWish draw_list(ui::Ui& ui, Picker& picker, const Lists& lists) {
    PickerWish wish;
    std::vector<ui::Option> options;
    for (const auto& choice : choices_of(*picker.field, lists)) {
        options.push_back({choice.code, ui.words().said(choice.label)});
    }
    const auto label = ui.words().said(picker.field->label);
    const ui::SheetStyle style{label, 860, 700};
    wish.close = ui::sheet(ui, "pick", style, [&](ui::Column& column) {
        if (ui::choice_list(ui, column.rest(), "pick:list", options, picker.chosen)) {
            wish.done = true;
            wish.typed = picker.chosen;
        }
    });
    return wish;
}

}  // namespace

void Picker::open(const Field& of, std::string target_id, const std::string& typed) {
    *this = {};
    field = &of;
    target = std::move(target_id);
    chosen = typed;
    const auto known = parse_date(std::string_view(typed).substr(0, 10));
    if (known) date = ui::DateParts::of(*known);
    if (of.type == FieldType::datetime && typed.size() == 16) {
        time = typed.substr(11, 2) + typed.substr(14);
    }
}

PickerWish draw_picker(ui::Ui& ui, Picker& picker, const Lists& lists, const Date& today) {
    if (!picker.field) return {};
    const bool date =
        picker.field->type == FieldType::date || picker.field->type == FieldType::datetime;
    return date ? draw_date(ui, picker, today) : draw_list(ui, picker, lists);
}

}  // namespace disapa::screens
