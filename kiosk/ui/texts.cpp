#include "kiosk/ui/texts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace disapa::ui {

namespace {

constexpr double kSpinSeconds = 1.0 / 15;  // a spinner need not be smooth, only alive
constexpr float kSpinRounds = 0.9F;        // a second
constexpr float kLowScreen = 680;   // design pixels: below it a page has no height to give away
constexpr float kFactBeside = 615;  // design pixels: below it a value stands under its label

bool say(Ui& ui, Role role, std::string_view label, const Rect& place) {
    return ui.say({.role = role, .label = std::string(label), .full = place});
}

void one_line(Ui& ui, Place place, Type type, Colour colour, std::string_view text, Role role) {
    const Rect rect = place.take(ui.paint().paragraph_height(type, text, place.width()));
    if (say(ui, role, text, rect)) {
        ui.paint().paragraph(type, rect, colour, text);
    }
}

Icon icon_of(Tone tone) {
    constexpr std::array<Icon, 5> kToneIcons = {icon("info"), icon("info"), icon("check_circle"),
                                                icon("warning"), icon("error")};
    return kToneIcons.at(static_cast<std::size_t>(tone));
}

}  // namespace

void heading(Ui& ui, Place place, std::string_view text) {
    one_line(ui, place, Type::heading, kInk, text, Role::heading);
}

void title(Ui& ui, Place place, std::string_view text) {
    one_line(ui, place, Type::title, kInk, text, Role::heading);
}

void paragraph(Ui& ui, Place place, std::string_view text, TextStyle style) {
    const Rect rect = place.take(paragraph_height(ui, text, place.width(), style));
    if (say(ui, Role::text, text, rect)) {
        ui.paint().paragraph(style.type, rect, style.colour, text, style.align, style.lines_max,
                             style.fit);
    }
}

void note(Ui& ui, Place place, std::string_view text) {
    paragraph(ui, place, text, {.type = Type::note, .colour = kMuted});
}

float paragraph_height(Ui& ui, std::string_view text, float width, TextStyle style) {
    return ui.paint().paragraph_height(style.type, text, width, style.lines_max);
}

void fact(Ui& ui, Place place, std::string_view label, std::string_view value) {
    Paint& paint = ui.paint();
    const bool narrow = place.width() < ui.px(kFactBeside);
    const float label_width = narrow ? place.width() : place.width() * 0.36F;
    const float value_width = narrow ? place.width() : place.width() - label_width - ui.px(16);
    const float label_height = paint.paragraph_height(Type::body, label, label_width);
    const float value_height = paint.paragraph_height(Type::strong, value, value_width);
    const float height =
        narrow ? label_height + value_height : std::max(label_height, value_height);
    const Rect rect = place.take(height + ui.px(20));
    if (!ui.say({.role = Role::text,
                 .label = std::string(label),
                 .full = rect,
                 .value = std::string(value)})) {
        return;
    }
    Rect inner = rect.inset(0, ui.px(10));
    const Rect left = narrow ? inner.cut_top(label_height) : inner.cut_left(label_width, ui.px(16));
    paint.paragraph(Type::body, left, kMuted, label);
    paint.paragraph(Type::strong, inner, kInk, value);
    paint.fill({rect.x, rect.bottom() - ui.px(2), rect.w, ui.px(2)}, kLine);
}

void big_code(Ui& ui, Place place, std::string_view code) {
    Paint& paint = ui.paint();
    Type type = Type::display;
    for (const Type smaller : {Type::heading, Type::title}) {
        if (paint.width(type, code) > place.width()) {
            type = smaller;
        }
    }
    const Rect rect = place.take(paint.size(type) + ui.px(24));
    if (ui.say({.id = "code:" + std::string(code),
                .role = Role::status,
                .label = std::string(code),
                .full = rect})) {
        paint.line(type, rect, kInk, code, Align::centre);
    }
}

void notice(Ui& ui, Place place, Tone tone, std::string_view heading, std::string_view words) {
    Paint& paint = ui.paint();
    const float side = ui.px(72);
    const float text_width = place.width() - side - ui.px(24);
    const float first = paint.paragraph_height(Type::strong, heading, text_width);
    const float second = words.empty() ? 0 : paint.paragraph_height(Type::body, words, text_width);
    Rect rect = place.take(std::max(first + second + ui.px(32), ui.px(72)));
    const bool loud = tone == Tone::bad || tone == Tone::warn;
    const bool visible = ui.say({.role = loud ? Role::alert : Role::status,
                                 .label = std::string(heading),
                                 .full = rect,
                                 .value = std::string(words)});
    if (!visible) {
        return;
    }
    const Colour colour = colour_of(tone);
    paint.fill(rect, soft_of(tone, 26), ui.px(kRadius));
    paint.outline(rect, soft_of(tone, 90), ui.px(kRadius), ui.px(2));
    const Rect left = rect.cut_left(side);
    paint.icon(IconSize::normal, {left.x, left.y, left.w, words.empty() ? left.h : ui.px(72)},
               colour, icon_of(tone));
    rect = rect.centred(rect.w, first + second);
    rect.w = text_width;
    paint.paragraph(Type::strong, rect, tone == Tone::neutral ? kInk : colour, heading);
    if (!words.empty()) {
        paint.paragraph(Type::body, {rect.x, rect.y + first, rect.w, second}, kInk, words);
    }
}

float badge_width(Ui& ui, std::string_view text) {
    return ui.paint().width(Type::tag, text) + ui.px(28);
}

float badge(Ui& ui, const Rect& place, Tone tone, std::string_view text, Align align) {
    Paint& paint = ui.paint();
    const float whole = badge_width(ui, text);
    const float width = std::min(whole, place.w);
    const bool two = whole > place.w;  // lines
    Rect pill = place.centred(place.w, std::min(ui.px(two ? 60 : 38), place.h));
    pill.w = width;
    pill.x += align == Align::left ? 0 : (place.w - width) / (align == Align::centre ? 2.0F : 1.0F);
    if (say(ui, Role::status, text, pill)) {
        const Colour colour = colour_of(tone);
        paint.fill(pill, soft_of(tone, 34), std::min(pill.h / 2, ui.px(19)));
        const Rect room = pill.inset(ui.px(13), 0);
        if (two && pill.h >= 2 * paint.size(Type::tag) + 4) {
            const float height = paint.paragraph_height(Type::tag, text, room.w, 2);
            paint.paragraph(Type::tag, room.centred(room.w, height), colour, text, Align::left, 2);
        } else {
            paint.line(Type::tag, room, colour, text);
        }
    }
    return width;
}

void emblem(Ui& ui, Place place, Icon icon, Tone tone, std::string_view heading,
            std::string_view words) {
    Paint& paint = ui.paint();
    const float width = std::min(place.width(), ui.px(760));
    const bool low = ui.area().h < ui.px(kLowScreen);
    const float disc = ui.px(low ? 84 : 132);
    const float first = paint.paragraph_height(Type::title, heading, width);
    const float second = words.empty() ? 0 : paint.paragraph_height(Type::body, words, width);
    const float gap = ui.px(low ? 10 : 20);
    const float height = disc + gap + first + second;
    const Rect rect = place.take(height);
    const bool visible = ui.say({.role = Role::status,
                                 .label = std::string(heading),
                                 .full = rect,
                                 .value = std::string(words)});
    if (!visible) {
        return;
    }
    Rect inner = rect.centred(width, height);
    const Rect top = inner.cut_top(disc, gap);
    const Colour colour = tone == Tone::neutral ? kTeal : colour_of(tone);
    paint.circle(top.middle_x(), top.middle_y(), disc / 2,
                 tone == Tone::neutral ? tint(kTeal, 30) : soft_of(tone, 30));
    paint.icon(low ? IconSize::large : IconSize::huge, top, colour, icon);
    paint.paragraph(Type::title, inner, kInk, heading, Align::centre);
    inner.cut_top(first);
    if (!words.empty()) {
        paint.paragraph(Type::body, inner, kMuted, words, Align::centre);
    }
}

void spinner(Ui& ui, Place place, std::string_view text) {
    Paint& paint = ui.paint();
    const Rect rect = place.take(ui.px(72));
    if (!ui.say({.role = Role::progress, .label = std::string(text), .full = rect})) {
        return;
    }
    const float radius = ui.px(24);
    const float gap = ui.px(20);
    const float width = std::min(rect.w, 2 * radius + gap + paint.width(Type::body, text));
    Rect inner = rect.centred(width, rect.h);
    const Rect disc = inner.cut_left(2 * radius, gap);
    const auto turn = static_cast<float>(std::fmod(ui.time() * kSpinRounds, 1.0));
    const float start = turn * 2 * std::numbers::pi_v<float>;
    paint.ring(disc.middle_x(), disc.middle_y(), radius, kBoard, ui.px(6));
    paint.arc(disc.middle_x(), disc.middle_y(), radius - ui.px(3), start, start + 1.7F, kTeal,
              ui.px(6));
    paint.line(Type::body, inner, kInk, text);
    ui.wake_after(kSpinSeconds);
}

void progress(Ui& ui, Place place, float fraction, std::string_view text) {
    Paint& paint = ui.paint();
    fraction = std::clamp(fraction, 0.0F, 1.0F);
    Rect rect = place.take(paint.line_height(Type::body) + ui.px(24));
    const bool visible = ui.say({.role = Role::progress,
                                 .label = std::string(text),
                                 .full = rect,
                                 .value = std::to_string(std::lround(fraction * 100)) + "%"});
    if (!visible) {
        return;
    }
    const Rect bar = rect.cut_bottom(ui.px(16), ui.px(8));
    paint.line(Type::body, rect, kInk, text);
    paint.fill(bar, kBoard, bar.h / 2);
    paint.outline(bar, kLine, bar.h / 2, ui.px(1));
    if (fraction > 0) {
        paint.gradient({bar.x, bar.y, std::max(bar.h, bar.w * fraction), bar.h}, kTeal, kTealLight,
                       bar.h / 2);
    }
}

namespace {

void step_disc(Ui& ui, float x, float y, float radius, std::size_t index, std::size_t here) {
    Paint& paint = ui.paint();
    const Rect disc{x - radius, y - radius, 2 * radius, 2 * radius};
    paint.circle(x, y, radius, index <= here ? kTeal : kWhite);
    if (index > here) {
        paint.ring(x, y, radius, kLine, ui.px(3));
    }
    if (index < here) {
        paint.icon(IconSize::normal, disc, kWhite, icon("check"));
    } else {
        paint.line(Type::strong, disc, index == here ? kWhite : kMuted, std::to_string(index + 1),
                   Align::centre);
    }
}

constexpr float kSmallRadius = 22;  // of a disc with its title beside it

// A low screen has its titles beside the discs: half the height, and the page gets the rest.
void steps_in_line(Ui& ui, const Rect& rect, const std::vector<std::string>& titles,
                   std::size_t here) {
    Paint& paint = ui.paint();
    const float slot = rect.w / static_cast<float>(titles.size());
    const float radius = ui.px(kSmallRadius);
    const float gap = ui.px(12);
    for (std::size_t i = 0; i < titles.size(); ++i) {
        Rect at{rect.x + slot * static_cast<float>(i), rect.y, slot, rect.h};
        step_disc(ui, at.x + radius, at.middle_y(), radius, i, here);
        (void)at.cut_left(2 * radius, gap);
        const Type type = i == here ? Type::strong : Type::body;
        paint.line(type, at, i == here ? kInk : kMuted, titles[i]);
        (void)at.cut_left(paint.width(type, titles[i]), gap);
        if (i + 1 < titles.size() && at.w > 2 * gap) {
            paint.line_between(at.x, at.middle_y(), at.right() - gap, at.middle_y(),
                               i < here ? kTealLight : kLine, ui.px(5));
        }
    }
}

}  // namespace

void steps(Ui& ui, Place place, const std::vector<std::string>& titles, int current) {
    Paint& paint = ui.paint();
    if (titles.empty()) {
        return;
    }
    const float slot = place.width() / static_cast<float>(titles.size());
    float widest = 0;
    for (const std::string& each : titles) {
        widest = std::max(widest, paint.width(Type::strong, each));
    }
    const bool in_line = ui.area().h < ui.px(kLowScreen) &&
                         ui.px(2 * kSmallRadius + 12) + widest + ui.px(24) <= slot;
    const float height =
        in_line ? ui.px(2 * kSmallRadius + 4) : ui.px(62) + paint.line_height(Type::body);
    const Rect rect = place.take(height);
    const std::size_t here =
        std::min(static_cast<std::size_t>(std::max(current, 0)), titles.size() - 1);
    const std::string sentence = ui.words()("ui.step_of", {{"step", std::to_string(here + 1)},
                                                           {"steps", std::to_string(titles.size())},
                                                           {"title", titles[here]}});
    if (!ui.say({.id = "steps", .role = Role::status, .label = sentence, .full = rect})) {
        return;
    }
    if (in_line) {
        return steps_in_line(ui, rect, titles, here);
    }
    const bool all_named = widest + ui.px(20) <= slot;
    const float y = rect.y + ui.px(30);
    for (std::size_t i = 0; i < titles.size(); ++i) {
        const float x = rect.x + slot * (static_cast<float>(i) + 0.5F);
        if (i + 1 < titles.size() && slot > ui.px(76)) {
            paint.line_between(x + ui.px(38), y, x + slot - ui.px(38), y,
                               i < here ? kTealLight : kLine, ui.px(5));
        }
        step_disc(ui, x, y, ui.px(28), i, here);
        const Rect below{x - slot / 2, rect.y + ui.px(62), slot, height - ui.px(62)};
        if (all_named) {
            paint.line(i == here ? Type::strong : Type::body, below, i == here ? kInk : kMuted,
                       titles[i], Align::centre);
        }
    }
    if (!all_named) {
        paint.line(Type::strong, {rect.x, rect.y + ui.px(62), rect.w, height - ui.px(62)}, kInk,
                   sentence, Align::centre);
    }
}

}  // namespace disapa::ui
