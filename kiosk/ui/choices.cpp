#include "kiosk/ui/choices.h"

#include <algorithm>

#include "kiosk/ui/field.h"
#include "kiosk/ui/texts.h"
#include "shared/base/text.h"

namespace disapa::ui {

namespace {

bool matches(const Option& option, const std::string& wanted) {
    return wanted.empty() || lower(option.label).find(wanted) != std::string::npos ||
           lower(option.note).find(wanted) != std::string::npos ||
           lower(option.code).find(wanted) != std::string::npos;
}

void radio_mark(Ui& ui, float x, float y, bool chosen) {
    const float radius = ui.px(15);
    ui.paint().ring(x, y, radius, chosen ? kTeal : kFaint, ui.px(3));
    if (chosen) {
        ui.paint().circle(x, y, radius * 0.55F, kTeal);
    }
}

bool option_row(Ui& ui, const Rect& row, const std::string& id, const Option& option, bool chosen) {
    const Touch touch = ui.touch({.id = id,
                                  .role = Role::choice,
                                  .label = option.label,
                                  .full = row,
                                  .on = chosen,
                                  .value = option.note});
    if (!touch.visible) {
        return touch.fired;
    }
    Paint& paint = ui.paint();
    paint.fill(row, chosen || touch.held ? kSoft : kWhite, ui.px(kRadius));
    paint.outline(row, chosen ? kTeal : kLine, ui.px(kRadius), ui.px(chosen ? 3.5F : 2));
    radio_mark(ui, row.x + ui.px(38), row.middle_y(), chosen);
    Rect words = row;
    (void)words.cut_left(ui.px(72));
    words.w -= ui.px(16);
    const float first = paint.line_height(Type::body);
    const float second = option.note.empty() ? 0 : paint.line_height(Type::note);
    words = words.centred(words.w, first + second);
    paint.line(chosen ? Type::strong : Type::body, words.cut_top(first), kInk, option.label);
    if (second > 0) {
        paint.line(Type::note, words, kMuted, option.note);
    }
    return touch.fired;
}

float row_height(Ui& ui, std::span<const Option> options) {
    const bool notes =
        std::ranges::any_of(options, [](const Option& o) { return !o.note.empty(); });
    return ui.px(notes ? kRowHeight : kButtonHeight);
}

}  // namespace

bool choice_list(Ui& ui, const Rect& place, std::string_view id, std::span<const Option> options,
                 std::string& chosen, std::size_t search_from) {
    const std::string name(id);
    Rect rest = place;
    std::string wanted;
    if (options.size() >= search_from) {
        Memory& memory = ui.memory(name + ":search");
        const Typed typed = text_field(ui, rest.cut_top(ui.px(kFieldHeight), ui.px(14)),
                                       name + ":search", memory.text,
                                       {.hint = ui.words()("ui.search_hint"),
                                        .icon = icon("search"),
                                        .enter = ui.words()("ui.search"),
                                        .letters_max = 60});
        if (typed.changed) {
            ui.scroll_to_top(id);
        }
        wanted = lower(trim(memory.text));
    }
    bool tapped = false;
    const float height = row_height(ui, options);
    ui.scroll(id, rest, [&](Column& column) {
        bool any = false;
        for (const Option& option : options) {
            if (!matches(option, wanted)) {
                continue;
            }
            any = true;
            if (option_row(ui, column.take(height), name + ":" + option.code, option,
                           option.code == chosen)) {
                chosen = option.code;
                tapped = true;
            }
        }
        if (!any) {
            paragraph(ui, column, ui.words()("ui.none_found"), {.colour = kMuted});
        }
    });
    return tapped;
}

namespace {

int tile_columns(const Ui& ui, float width, std::size_t count) {
    const int fit = std::max(1, static_cast<int>(width / ui.px(300)));
    const int number = static_cast<int>(std::max<std::size_t>(count, 1));
    // Four tiles look better as two by two than as three and one.
    return number == 4 && fit == 3 ? 2 : std::min(fit, number);
}

}  // namespace

float choice_tiles_height(Ui& ui, float width, std::size_t count) {
    const auto columns = static_cast<std::size_t>(tile_columns(ui, width, count));
    const std::size_t rows = (count + columns - 1) / columns;
    return static_cast<float>(rows) * (ui.px(kButtonHeight) + ui.px(12)) - ui.px(12);
}

bool choice_tiles(Ui& ui, Place place, std::string_view id, std::span<const Option> options,
                  std::string& chosen) {
    const auto columns = static_cast<std::size_t>(tile_columns(ui, place.width(), options.size()));
    Rect rect = place.take(choice_tiles_height(ui, place.width(), options.size()));
    bool tapped = false;
    std::vector<Rect> row;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (i % columns == 0) {
            row = rect.cut_top(ui.px(kButtonHeight), ui.px(12))
                      .columns(static_cast<int>(columns), ui.px(12));
        }
        const Option& option = options[i];
        if (option_row(ui, row[i % columns], std::string(id) + ":" + option.code, option,
                       option.code == chosen)) {
            chosen = option.code;
            tapped = true;
        }
    }
    return tapped;
}

bool picker_field(Ui& ui, Place place, std::string_view id, std::string_view label,
                  std::string_view shown, std::string_view hint, std::string_view error,
                  Icon icon) {
    Paint& paint = ui.paint();
    const auto height = [&](Type type, std::string_view words) {
        return words.empty() ? 0 : paint.paragraph_height(type, words, place.width()) + ui.px(6);
    };
    const float above = height(Type::strong, label);
    const float below = height(Type::note, error);
    Rect rect = place.take(above + ui.px(kFieldHeight) + below);
    const Rect label_place = rect.cut_top(above);
    const Rect box = rect.cut_top(ui.px(kFieldHeight), ui.px(6));
    const Touch touch = ui.touch({.id = std::string(id),
                                  .role = Role::button,
                                  .label = std::string(label.empty() ? hint : label),
                                  .full = box,
                                  .value = std::string(shown)});
    if (!touch.visible) {
        return touch.fired;
    }
    paint.paragraph(Type::strong, label_place, kInk, label);
    paint.fill(box, touch.held ? kSoft : kWhite, ui.px(kRadius + 2));
    paint.outline(box, error.empty() ? kLine : kRed, ui.px(kRadius + 2),
                  ui.px(error.empty() ? 2 : 3.5F));
    Rect inner = box.inset(ui.px(22), 0);
    if (icon) {
        paint.icon(IconSize::normal, inner.cut_left(paint.icon_size(IconSize::normal), ui.px(14)),
                   kMuted, icon);
    }
    paint.icon(IconSize::normal, inner.cut_right(paint.icon_size(IconSize::normal), ui.px(8)),
               kMuted, ui::icon("expand_more"));
    paint.line(Type::body, inner, shown.empty() ? kMuted : kInk, shown.empty() ? hint : shown);
    if (!error.empty()) {
        (void)ui.say({.id = std::string(id) + ":note",
                      .role = Role::alert,
                      .label = std::string(error),
                      .full = rect});
        paint.paragraph(Type::note, rect, kRed, error);
    }
    return touch.fired;
}

}  // namespace disapa::ui
