#include "kiosk/ui/buttons.h"

#include <algorithm>
#include <array>

#include "kiosk/ui/texts.h"

namespace disapa::ui {

namespace {

constexpr float kPad = 24;      // design pixels inside a button, left and right
constexpr float kIconGap = 12;  // between icon and word

struct ButtonColours {
    Colour ground, text, edge;
};

ButtonColours colours_of(Look look, bool enabled, bool held) {
    if (!enabled) {
        const bool filled = look == Look::primary || look == Look::danger;
        return {filled ? kOff : kGround, kOffText, filled ? kOff : kLine};
    }
    switch (look) {
        case Look::primary:
            return {held ? kTealDark : kTeal, kWhite, 0};
        case Look::danger:
            return {held ? kRedDark : kRed, kWhite, 0};
        case Look::quiet:
            return {held ? kSoft : 0, kTeal, 0};
        case Look::secondary:
            break;
    }
    return {held ? kSoft : kWhite, kInk, held ? kTealLight : kLine};
}

void button_ground(Ui& ui, const Rect& rect, const ButtonStyle& style, const ButtonColours& colours,
                   bool held) {
    Paint& paint = ui.paint();
    const float radius = ui.px(kRadius);
    if (style.look == Look::primary && style.enabled) {
        paint.shadow(rect, radius, 0.8F);
        paint.gradient(rect, colours.ground, held ? kTealDark : kTealLight, radius);
        return;
    }
    if (colours.ground != 0) {
        paint.fill(rect, colours.ground, radius);
    }
    if (colours.edge != 0) {
        paint.outline(rect, colours.edge, radius, ui.px(2));
    }
}

void button_words(Ui& ui, const Rect& rect, std::string_view label, const ButtonStyle& style,
                  Colour colour) {
    Paint& paint = ui.paint();
    const float icon_width = style.icon ? paint.icon_size(IconSize::normal) + ui.px(kIconGap) : 0;
    const float side = std::min(ui.px(kPad), rect.w * 0.1F);
    const float room = std::max(0.0F, rect.w - 2 * side - icon_width);
    const float one_line = paint.width(Type::strong, label);
    const bool wraps = one_line > room && rect.h >= 2 * paint.line_height(Type::strong);
    float width = std::min(one_line, room);
    if (wraps) {
        width = 0;
        for (const std::string_view each : paint.wrap(Type::strong, label, room)) {
            width = std::max(width, paint.width(Type::strong, each));
        }
    }
    Rect inner = rect.centred(icon_width + width, rect.h);
    if (style.icon) {
        const float size = paint.icon_size(IconSize::normal);
        const Rect at = style.icon_after ? inner.cut_right(size, ui.px(kIconGap))
                                         : inner.cut_left(size, ui.px(kIconGap));
        paint.icon(IconSize::normal, at, colour, style.icon);
    }
    if (wraps) {
        inner.w += 1;  // the width of the widest line, rounded up
        const float height = paint.paragraph_height(Type::strong, label, inner.w, 2);
        paint.paragraph(Type::strong, inner.centred(inner.w, height), colour, label, Align::centre,
                        2);
    } else {
        paint.line(Type::strong, inner, colour, label);
    }
}

}  // namespace

bool button(Ui& ui, Place place, std::string_view id, std::string_view label, ButtonStyle style) {
    const Rect rect = place.take(ui.px(kButtonHeight));
    const Touch touch = ui.touch({.id = std::string(id),
                                  .role = Role::button,
                                  .label = std::string(label),
                                  .full = rect,
                                  .enabled = style.enabled});
    if (touch.visible) {
        const ButtonColours colours = colours_of(style.look, style.enabled, touch.held);
        button_ground(ui, rect, style, colours, touch.held);
        button_words(ui, rect, label, style, colours.text);
    }
    return touch.fired;
}

float button_width(Ui& ui, std::string_view label, bool with_icon) {
    const float icon = with_icon ? ui.paint().icon_size(IconSize::normal) + ui.px(kIconGap) : 0;
    return ui.paint().width(Type::strong, label) + icon + 2 * ui.px(kPad) + ui.px(8);
}

bool icon_button(Ui& ui, const Rect& place, std::string_view id, std::string_view label, Icon icon,
                 bool enabled) {
    const Touch touch = ui.touch({.id = std::string(id),
                                  .role = Role::button,
                                  .label = std::string(label),
                                  .full = place,
                                  .enabled = enabled});
    if (touch.visible) {
        Paint& paint = ui.paint();
        const float radius = std::min(place.w, place.h) / 2;
        paint.fill(place, touch.held ? kSoft : kWhite, radius);
        paint.outline(place, kLine, radius, ui.px(2));
        paint.icon(IconSize::normal, place, enabled ? kInk : kOff, icon);
    }
    return touch.fired;
}

bool card(Ui& ui, Place place, std::string_view id, const CardView& view) {
    Paint& paint = ui.paint();
    Rect rect = place.take(ui.px(kCardHeight));
    const Touch touch = ui.touch({.id = std::string(id),
                                  .role = Role::card,
                                  .label = std::string(view.title),
                                  .full = rect,
                                  .enabled = view.enabled,
                                  .value = std::string(view.note)});
    if (!touch.visible) {
        return touch.fired;
    }
    if (touch.held) {
        rect = rect.inset(ui.px(3));
    }
    paint.shadow(rect, ui.px(kCardRadius));
    paint.fill(rect, touch.held ? kSoft : kWhite, ui.px(kCardRadius));
    Rect inner = rect.inset(ui.px(20), ui.px(18));
    const float words_height = paint.line_height(Type::strong) + paint.line_height(Type::note);
    const float tile = std::clamp(inner.h - words_height - ui.px(6), ui.px(40), ui.px(68));
    Rect top = inner.cut_top(tile, ui.px(6));
    const Rect picture = top.cut_left(tile, ui.px(12));
    paint.fill(picture, tint(view.colour, 33), ui.px(18));
    paint.icon(tile < ui.px(60) ? IconSize::normal : IconSize::large, picture,
               view.enabled ? view.colour : kOff, view.icon);
    if (!view.badge.empty()) {
        badge(ui, top, view.badge_tone, view.badge, Align::right);
    } else {
        const Rect corner = top.cut_right(ui.px(32)).cut_top(ui.px(36));
        paint.icon(IconSize::normal, corner, kFaint, icon("arrow_forward"));
    }
    paint.line(Type::strong, inner.cut_top(paint.line_height(Type::strong)),
               view.enabled ? kInk : kOffText, view.title);
    const int lines = std::max(1, static_cast<int>(inner.h / paint.line_height(Type::note)));
    paint.paragraph(Type::note, inner, kMuted, view.note, Align::left, lines);
    return touch.fired;
}

bool checkbox(Ui& ui, Place place, std::string_view id, std::string_view label, bool& checked,
              bool enabled) {
    Paint& paint = ui.paint();
    const float text_width = place.width() - ui.px(96);
    const float text_height = paint.paragraph_height(Type::body, label, text_width);
    Rect rect = place.take(std::max(ui.px(kButtonHeight), text_height + ui.px(32)));
    const Touch touch = ui.touch({.id = std::string(id),
                                  .role = Role::checkbox,
                                  .label = std::string(label),
                                  .full = rect,
                                  .enabled = enabled,
                                  .on = checked});
    if (touch.fired) {
        checked = !checked;
    }
    if (!touch.visible) {
        return touch.fired;
    }
    paint.fill(rect, touch.held ? kSoft : kWhite, ui.px(kRadius));
    paint.outline(rect, checked ? kTealLight : kLine, ui.px(kRadius), ui.px(checked ? 3 : 2));
    const Rect box = rect.cut_left(ui.px(76)).centred(ui.px(36), ui.px(36));
    paint.fill(box, checked ? (enabled ? kTeal : kOff) : kWhite, ui.px(9));
    if (checked) {
        paint.icon(IconSize::small, box, kWhite, icon("check"));
    } else {
        paint.outline(box, enabled ? kFaint : kLine, ui.px(9), ui.px(3));
    }
    rect.w -= ui.px(20);
    paint.paragraph(Type::body, rect.centred(rect.w, text_height), enabled ? kInk : kOffText,
                    label);
    return touch.fired;
}

namespace {

bool choice_button(Ui& ui, const Rect& rect, const std::string& id, std::string_view label,
                   bool chosen, Icon icon) {
    const Touch touch = ui.touch(
        {.id = id, .role = Role::choice, .label = std::string(label), .full = rect, .on = chosen});
    if (touch.visible) {
        Paint& paint = ui.paint();
        paint.fill(rect, chosen || touch.held ? kSoft : kWhite, ui.px(kRadius));
        paint.outline(rect, chosen ? kTeal : kLine, ui.px(kRadius), ui.px(chosen ? 3.5F : 2));
        button_words(ui, rect, label, {.icon = icon}, chosen ? kTeal : kInk);
    }
    return touch.fired;
}

}  // namespace

bool yes_no(Ui& ui, Place place, std::string_view id, std::optional<bool>& answer) {
    const Rect rect = place.take(ui.px(kButtonHeight));
    const auto halves = rect.columns(2, ui.px(kGap));
    const std::optional<bool> before = answer;
    const std::string name(id);
    if (choice_button(ui, halves[0], name + ":yes", ui.words()("ui.yes"), answer == true,
                      icon("check"))) {
        answer = true;
    }
    if (choice_button(ui, halves[1], name + ":no", ui.words()("ui.no"), answer == false,
                      icon("close"))) {
        answer = false;
    }
    return answer != before;
}

bool tabs(Ui& ui, Place place, std::string_view id, const std::vector<std::string>& labels,
          int& chosen) {
    Paint& paint = ui.paint();
    const Rect rect = place.take(ui.px(64));
    paint.fill(rect, kBoard, rect.h / 2);
    bool changed = false;
    const auto pieces = rect.inset(ui.px(5)).columns(static_cast<int>(labels.size()), ui.px(4));
    for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
        const std::string& label = labels[static_cast<std::size_t>(i)];
        const Rect& piece = pieces[static_cast<std::size_t>(i)];
        const bool on = i == chosen;
        const Touch touch = ui.touch({.id = std::string(id) + ":" + std::to_string(i),
                                      .role = Role::tab,
                                      .label = label,
                                      .full = piece,
                                      .on = on});
        if (on || touch.held) {
            paint.fill(piece, on ? kWhite : kSoft, piece.h / 2);
        }
        const Type type = on ? Type::strong : Type::body;
        const Rect room = piece.inset(ui.px(10), 0);
        if (paint.width(type, label) <= room.w) {
            paint.line(type, room, on ? kTeal : kInk, label, Align::centre);
        } else {  // two small lines, rather than a word that ends in dots
            const float height = paint.paragraph_height(Type::tag, label, room.w, 2);
            paint.paragraph(Type::tag, room.centred(room.w, height), on ? kTeal : kInk, label,
                            Align::centre, 2);
        }
        changed = changed || (touch.fired && !on);
        chosen = touch.fired ? i : chosen;
    }
    return changed;
}

bool counter(Ui& ui, Place place, std::string_view id, std::string_view label, int& count, int min,
             int max) {
    Paint& paint = ui.paint();
    Rect rect = place.take(ui.px(kButtonHeight));
    ui.say({.id = std::string(id),
            .role = Role::status,
            .label = std::string(label),
            .full = rect,
            .value = std::to_string(count)});
    const int before = count;
    const std::string name(id);
    if (icon_button(ui, rect.cut_right(rect.h, ui.px(8)), name + ":plus", ui.words()("ui.plus"),
                    icon("add"), count < max)) {
        ++count;
    }
    const Rect number = rect.cut_right(ui.px(90), ui.px(8));
    if (icon_button(ui, rect.cut_right(rect.h, ui.px(16)), name + ":minus", ui.words()("ui.minus"),
                    icon("remove"), count > min)) {
        --count;
    }
    paint.line(Type::title, number, kInk, std::to_string(count), Align::centre);
    paint.line(Type::body, rect, kInk, label);
    return count != before;
}

}  // namespace disapa::ui
