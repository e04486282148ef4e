#include "kiosk/ui/field.h"

#include <algorithm>
#include <cmath>

#include "shared/base/text.h"

namespace disapa::ui {

namespace {

constexpr float kPad = 22;  // design pixels inside the frame
constexpr double kBlinkSeconds = 0.5;
constexpr double kBlinkForSeconds = 10;  // then the caret rests, and so does the processor

bool takes(const FieldStyle& style, char32_t letter) {
    if (style.keyboard == Keyboard::digits || style.keyboard == Keyboard::money) {
        return letter >= U'0' && letter <= U'9';
    }
    return true;
}

void insert(std::string& text, Focus& focus, char32_t letter, const FieldStyle& style) {
    if (!takes(style, letter) || letters(text) >= style.letters_max) {
        return;
    }
    std::string piece;
    append_utf8(piece, letter);
    if (style.capitals) {
        piece = upper(piece);
    }
    text.insert(focus.caret, piece);
    focus.caret += piece.size();
}

void erase(std::string& text, Focus& focus, std::size_t from, std::size_t to) {
    text.erase(from, to - from);
    focus.caret = from;
}

void apply(std::string& text, Focus& focus, const Keystroke& stroke, const FieldStyle& style) {
    if (stroke.letter != 0) {
        insert(text, focus, stroke.letter, style);
        return;
    }
    switch (stroke.key) {
        case Key::backspace:
            erase(text, focus, letter_before(text, focus.caret), focus.caret);
            break;
        case Key::remove:
            erase(text, focus, focus.caret, letter_after(text, focus.caret));
            break;
        case Key::left:
            focus.caret = letter_before(text, focus.caret);
            break;
        case Key::right:
            focus.caret = letter_after(text, focus.caret);
            break;
        case Key::home:
            focus.caret = 0;
            break;
        case Key::end:
            focus.caret = text.size();
            break;
        default:
            break;
    }
}

// 1250000 as 1.250.000, easier to check.
std::string in_thousands(const std::string& digits) {
    std::string grouped;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) {
            grouped += '.';
        }
        grouped += digits[i];
    }
    return grouped;
}

// The text as shown: dots for a secret, money in thousands while nobody types, else itself.
std::string shown_text(const std::string& text, const FieldStyle& style, bool focused) {
    if (style.keyboard == Keyboard::money && !focused && all_digits(text)) {
        return in_thousands(text);
    }
    if (!style.secret) {
        return text;
    }
    std::string dots;
    for (std::size_t i = 0; i < letters(text); ++i) {
        dots += "\u2022";
    }
    return dots;
}

// Lines of the shown text, and the place of the caret in them.
struct Layout {
    std::vector<std::string_view> lines;
    std::size_t caret_line = 0;
    float caret_x = 0;
    float shift_x = 0, shift_y = 0;  // so that the caret of a long text stays in sight
};

Layout lay_out(Ui& ui, std::string_view shown, std::size_t caret, const Rect& place, int lines) {
    const Paint& paint = ui.paint();
    Layout layout;
    if (lines == 1) {
        layout.lines = {shown};
    } else {
        layout.lines = paint.wrap(Type::body, shown, place.w);
    }
    const char* at = shown.data() + std::min(caret, shown.size());
    for (std::size_t i = 0; i < layout.lines.size(); ++i) {
        if (layout.lines[i].data() <= at) {
            layout.caret_line = i;
        }
    }
    // Blanks at the end of a line are not drawn, but the caret goes past them.
    const char* start = layout.lines[layout.caret_line].data();
    layout.caret_x = paint.width(Type::body, {start, static_cast<std::size_t>(at - start)});
    if (lines == 1) {
        layout.shift_x = std::max(0.0F, layout.caret_x + ui.px(6) - place.w);
    } else {
        const float bottom =
            static_cast<float>(layout.caret_line + 1) * paint.line_height(Type::body);
        layout.shift_y = std::max(0.0F, bottom - place.h);
    }
    return layout;
}

// The letter boundary of `line` nearest to x.
std::size_t letter_at(const Paint& paint, const std::string& line, float x) {
    std::size_t best = 0;
    float best_off = std::abs(x);
    for (std::size_t at = 0; at < line.size();) {
        at = letter_after(line, at);
        const float off =
            std::abs(x - paint.width(Type::body, std::string_view(line).substr(0, at)));
        if (off < best_off) {
            best = at;
            best_off = off;
        }
    }
    return best;
}

struct Frame {
    Rect box, text;  // the whole frame, and where the letters go
};

void draw_frame(Ui& ui, const Frame& frame, const FieldStyle& style, bool focused) {
    Paint& paint = ui.paint();
    const bool wrong = !style.error.empty();
    const Colour edge = wrong ? kRed : focused ? kTealLight : kLine;
    paint.fill(frame.box, style.enabled ? kWhite : kGround, ui.px(kRadius + 2));
    paint.outline(frame.box, edge, ui.px(kRadius + 2), ui.px(focused || wrong ? 3.5F : 2));
    if (style.icon) {
        const Rect at{frame.box.x + ui.px(kPad), frame.box.y, paint.icon_size(IconSize::normal),
                      std::min(frame.box.h, ui.px(kFieldHeight))};
        paint.icon(IconSize::normal, at, focused ? kTeal : kMuted, style.icon);
    }
    if (!style.unit.empty()) {
        const float width = paint.width(Type::body, style.unit);
        paint.line(Type::body,
                   {frame.text.x - width - ui.px(10), frame.text.y, width + 2,
                    paint.line_height(Type::body)},
                   kMuted, style.unit);
    }
}

void draw_caret(Ui& ui, float x, float y) {
    const double since = ui.time() - ui.focus().since;
    const bool blinks = since < kBlinkForSeconds;
    if (blinks) {
        ui.wake_after(kBlinkSeconds - std::fmod(since, kBlinkSeconds));
    }
    if (!blinks || std::fmod(since, 2 * kBlinkSeconds) < kBlinkSeconds) {
        const float height = ui.paint().line_height(Type::body);
        ui.paint().fill({std::floor(x), y, ui.px(3), height}, kTeal);
    }
}

void draw_text(Ui& ui, const Frame& frame, const Layout& layout, const FieldStyle& style,
               bool focused, bool empty) {
    Paint& paint = ui.paint();
    const float step = paint.line_height(Type::body);
    const Rect& place = frame.text;
    paint.push_clip({place.x - ui.px(2), place.y, place.w + ui.px(8), place.h});
    if (empty && !style.hint.empty()) {
        const float beside = focused ? ui.px(9) : 0;  // of the caret
        paint.line(Type::body, {place.x + beside, place.y, place.w - beside, step}, kMuted,
                   style.hint);
    }
    float y = place.y - layout.shift_y;
    for (const std::string_view line : layout.lines) {
        // Without the caret in it, a line that is too long ends in dots.
        const float room = focused ? paint.width(Type::body, line) + 2 : place.w;
        paint.line(Type::body, {place.x - layout.shift_x, y, room, step},
                   style.enabled ? kInk : kMuted, line, Align::left, Fit::may_cut);
        y += step;
    }
    if (focused) {
        draw_caret(ui, place.x + layout.caret_x - layout.shift_x,
                   place.y - layout.shift_y + static_cast<float>(layout.caret_line) * step);
    }
    paint.pop_clip();
}

struct Beneath {
    std::string_view words;
    Colour colour = kMuted;
    Role role = Role::text;
};

Beneath beneath(const FieldStyle& style) {
    if (!style.error.empty()) {
        return {style.error, kRed, Role::alert};
    }
    if (!style.doubt.empty()) {
        return {style.doubt, kOrange, Role::alert};
    }
    return {style.note, kMuted, Role::text};
}

Typed type_into(Ui& ui, std::string& text, const FieldStyle& style) {
    Focus& focus = ui.focus();
    focus.keyboard = style.keyboard;
    focus.enter = style.enter;
    focus.capitals = style.capitals;
    if (!focus.ready) {
        focus.ready = true;
        ui.wake_after(0);
    }
    focus.caret = std::min(focus.caret, text.size());
    Typed typed;
    for (const Keystroke& stroke : ui.keystrokes()) {
        if (stroke.key == Key::enter) {
            typed.entered = true;
            break;
        }
        const std::string before = text;
        apply(text, focus, stroke, style);
        typed.changed = typed.changed || text != before;
        focus.since = ui.time();
    }
    return typed;
}

// A tap puts the caret where the finger is.
void place_caret(Ui& ui, const Frame& frame, const Layout& layout, std::string_view shown) {
    const float step = ui.paint().line_height(Type::body);
    const float row = std::max(0.0F, (ui.finger().y - frame.text.y + layout.shift_y) / step);
    const std::size_t index = std::min(static_cast<std::size_t>(row), layout.lines.size() - 1);
    const std::string line(layout.lines[index]);
    const auto start = static_cast<std::size_t>(layout.lines[index].data() - shown.data());
    const float x = ui.finger().x - frame.text.x + layout.shift_x;
    ui.focus().caret = start + letter_at(ui.paint(), line, x);
    ui.focus().since = ui.time();
}

// Label above, frame, words beneath: cut from the place of the whole field.
struct Pieces {
    Rect above, below;
    Frame frame;
};

Pieces pieces_of(Ui& ui, Place place, const FieldStyle& style) {
    Paint& paint = ui.paint();
    const float step = paint.line_height(Type::body);
    const auto height = [&](Type type, std::string_view words) {
        return words.empty() ? 0 : paint.paragraph_height(type, words, place.width());
    };
    const float gap = ui.px(6);
    const float label = height(Type::strong, style.label);
    const float words = height(Type::note, beneath(style).words);
    const float box = ui.px(kFieldHeight) + step * static_cast<float>(style.lines - 1);
    Rect rect = place.take(label + (label > 0 ? gap : 0) + box + (words > 0 ? gap + words : 0));
    Pieces pieces;
    pieces.above = rect.cut_top(label, label > 0 ? gap : 0);
    pieces.frame.box = rect.cut_top(box, gap);
    pieces.below = rect;
    Rect text = pieces.frame.box.inset(ui.px(kPad), 0);
    if (style.icon) {
        (void)text.cut_left(paint.icon_size(IconSize::normal), ui.px(14));
    }
    if (!style.unit.empty()) {
        (void)text.cut_left(paint.width(Type::body, style.unit), ui.px(10));
    }
    pieces.frame.text = text.centred(text.w, step * static_cast<float>(style.lines));
    return pieces;
}

void draw_words(Ui& ui, const Pieces& pieces, std::string_view id, const FieldStyle& style) {
    if (!style.label.empty()) {
        ui.paint().paragraph(Type::strong, pieces.above, kInk, style.label);
    }
    const Beneath under = beneath(style);
    if (under.words.empty()) {
        return;
    }
    const bool visible = ui.say({.id = std::string(id) + ":note",
                                 .role = under.role,
                                 .label = std::string(under.words),
                                 .full = pieces.below});
    if (visible) {
        ui.paint().paragraph(Type::note, pieces.below, under.colour, under.words);
    }
}

}  // namespace

Typed text_field(Ui& ui, Place place, std::string_view id, std::string& text,
                 const FieldStyle& style) {
    const Pieces pieces = pieces_of(ui, place, style);
    Typed typed;
    const bool focused = style.enabled && ui.has_focus(id);
    if (focused) {
        typed = type_into(ui, text, style);
    }
    const std::string shown = shown_text(text, style, focused);
    const Touch touch =
        ui.touch({.id = std::string(id),
                  .role = Role::field,
                  .label = std::string(style.label.empty() ? style.hint : style.label),
                  .full = pieces.frame.box,
                  .enabled = style.enabled,
                  .on = focused,
                  .value = shown});
    const std::size_t caret = style.secret ? shown.size() : ui.focus().caret;
    const Layout layout = lay_out(ui, shown, focused ? caret : 0, pieces.frame.text, style.lines);
    if (touch.fired) {
        ui.focus_on(id);
        if (shown == text) {  // else the letters do not stand where they will
            place_caret(ui, pieces.frame, layout, shown);
        }
    }
    if (touch.visible) {
        draw_frame(ui, pieces.frame, style, focused);
        draw_text(ui, pieces.frame, layout, style, focused, text.empty());
    }
    draw_words(ui, pieces, id, style);
    if (typed.entered) {
        ui.blur();
    }
    return typed;
}

}  // namespace disapa::ui
