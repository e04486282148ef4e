#include "kiosk/ui/pads.h"

#include <algorithm>

#include "kiosk/ui/texts.h"

namespace disapa::ui {

namespace {

constexpr float kPadWidth = 480;  // design pixels
constexpr float kKeyHeight = 76;
constexpr float kKeyGap = 12;
constexpr float kShownHeight = 72;
constexpr float kKeyPart = 0.096F;  // of the page's height: all four rows stay in sight
constexpr float kLowScreen = 680;   // below it a PIN's label gives its place to the keys
constexpr float kErrorSide = 16;
constexpr float kLowShown = 56, kLowGap = 8;

bool is_low(Ui& ui) {
    return ui.area().h < ui.px(kLowScreen);
}

float key_gap(Ui& ui) {
    return ui.px(is_low(ui) ? kLowGap : kKeyGap);
}

struct Rules {
    std::size_t digits_min, digits_max;
    bool enabled;
};

enum class PadKey { digit, back, done };

bool pad_key(Ui& ui, const Rect& place, const std::string& id, const std::string& label,
             PadKey kind, bool enabled) {
    const Touch touch =
        ui.touch({.id = id, .role = Role::key, .label = label, .full = place, .enabled = enabled},
                 kind == PadKey::done ? Fire::on_release : Fire::on_press);
    if (!touch.visible) {
        return touch.fired;
    }
    Paint& paint = ui.paint();
    const float radius = ui.px(kRadius);
    const bool done = kind == PadKey::done;
    const Colour rest = done ? (enabled ? kTeal : kOff) : kind == PadKey::back ? kKeyDark : kWhite;
    paint.fill(place.moved(0, ui.px(3)), kKeyEdge, radius);
    paint.fill(place, touch.held ? kKeyHeld : rest, radius);
    const Colour ink = !enabled ? kOffText : done ? kWhite : kInk;
    if (kind == PadKey::digit) {
        paint.line(Type::title, place, ink, label, Align::centre);
    } else {
        paint.icon(IconSize::normal, place, ink, done ? icon("check") : icon("backspace"));
    }
    return touch.fired;
}

void add_digit(std::string& digits, char digit, const Rules& rules, Typed& typed) {
    if (rules.enabled && digit >= '0' && digit <= '9' && digits.size() < rules.digits_max) {
        digits.push_back(digit);
        typed.changed = true;
    }
}

void take_digit(std::string& digits, const Rules& rules, Typed& typed) {
    if (rules.enabled && !digits.empty()) {
        digits.pop_back();
        typed.changed = true;
    }
}

bool ready(const std::string& digits, const Rules& rules) {
    return rules.enabled && digits.size() >= rules.digits_min && digits.size() <= rules.digits_max;
}

Typed grid(Ui& ui, Rect place, const std::string& id, std::string& digits, const Rules& rules) {
    Typed typed;
    const float gap = key_gap(ui);
    const float height = std::min((place.h - 3 * gap) / 4, ui.px(kKeyHeight * 1.3F));
    for (int row = 0; row < 3; ++row) {
        const auto places = place.cut_top(height, gap).columns(3, gap);
        for (int column = 0; column < 3; ++column) {
            const char digit = static_cast<char>('1' + row * 3 + column);
            if (pad_key(ui, places[static_cast<std::size_t>(column)], id + ":" + digit,
                        std::string(1, digit), PadKey::digit, rules.enabled)) {
                add_digit(digits, digit, rules, typed);
            }
        }
    }
    const auto places = place.cut_top(height).columns(3, gap);
    if (pad_key(ui, places[0], id + ":back", ui.words()("ui.backspace"), PadKey::back,
                rules.enabled)) {
        take_digit(digits, rules, typed);
    }
    if (pad_key(ui, places[1], id + ":0", "0", PadKey::digit, rules.enabled)) {
        add_digit(digits, '0', rules, typed);
    }
    typed.entered = pad_key(ui, places[2], id + ":done", ui.words()("ui.done"), PadKey::done,
                            ready(digits, rules));
    return typed;
}

// The pad takes what keyboard and scanner send while no field has the focus.
void read_keys(Ui& ui, std::string_view id, std::string& digits, const Rules& rules, Typed& typed) {
    if (ui.focus().id.empty()) {
        ui.focus_on(id);
    }
    if (!ui.has_focus(id)) {
        return;
    }
    ui.focus().keyboard = Keyboard::none;
    ui.focus().ready = true;
    for (const Keystroke& stroke : ui.keystrokes()) {
        if (stroke.key == Key::backspace) {
            take_digit(digits, rules, typed);
        } else if (stroke.key == Key::enter) {
            typed.entered = typed.entered || ready(digits, rules);
        } else if (stroke.letter >= U'0' && stroke.letter <= U'9') {
            add_digit(digits, static_cast<char>(stroke.letter), rules, typed);
        }
    }
}

std::string in_fours(const std::string& digits) {
    std::string shown;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i % 4 == 0) {
            shown += "  ";
        }
        shown += digits[i];
    }
    return shown;
}

void draw_dots(Ui& ui, const Rect& place, std::size_t typed, std::size_t wanted) {
    const std::size_t count = std::max(typed, wanted);
    const float step = std::min(ui.px(40), place.w / static_cast<float>(count));
    const float radius = std::min(ui.px(11), step * 0.32F);
    float x = place.middle_x() - step * static_cast<float>(count - 1) / 2;
    for (std::size_t i = 0; i < count; ++i) {
        if (i < typed) {
            ui.paint().circle(x, place.middle_y(), radius, kTeal);
        } else {
            ui.paint().ring(x, place.middle_y(), radius, kFaint, ui.px(3));
        }
        x += step;
    }
}

struct PadPlaces {
    Rect label, shown, grid;
};

// `error` stands where the digits will: the keys keep their place under the finger.
PadPlaces pad_places(Ui& ui, Place place, std::string_view label, std::string_view error) {
    const float width = std::min(place.width(), ui.px(kPadWidth));
    const auto height = [&](Type type, std::string_view words, float inside, float around) {
        return words.empty() ? 0 : ui.paint().paragraph_height(type, words, inside) + around;
    };
    const float above = height(Type::strong, label, width, ui.px(8));
    const float wrong = height(Type::note, error, width - ui.px(2 * kErrorSide), ui.px(16));
    const float shown = std::max(ui.px(is_low(ui) ? kLowShown : kShownHeight), wrong);
    const float key = std::clamp(ui.area().h * kKeyPart, ui.px(kTargetMin), ui.px(kKeyHeight));
    const float all = above + shown + ui.px(12) + 4 * key + 3 * key_gap(ui);
    const Rect whole = place.take(all);
    Rect rect{whole.middle_x() - width / 2, whole.y, width, std::min(whole.h, all)};
    PadPlaces places;
    places.label = rect.cut_top(above);
    places.shown = rect.cut_top(shown, ui.px(12));
    places.grid = rect;
    return places;
}

// What is typed so far is a field of the tree, though it is the pad that takes the touches.
void shown_box(Ui& ui, const Rect& place, std::string_view id, std::string_view label,
               const std::string& value) {
    (void)ui.touch({.id = std::string(id),
                    .role = Role::field,
                    .label = std::string(label),
                    .full = place,
                    .on = ui.has_focus(id),
                    .value = value});
    ui.paint().fill(place, kWhite, ui.px(kRadius));
    ui.paint().outline(place, kLine, ui.px(kRadius), ui.px(2));
}

}  // namespace

Typed digit_pad(Ui& ui, Place place, std::string_view id, std::string_view label,
                std::string& digits, std::size_t digits_max) {
    const PadPlaces places = pad_places(ui, place, label, {});
    const Rules rules{1, digits_max, true};
    ui.paint().paragraph(Type::strong, places.label, kInk, label, Align::centre);
    Typed typed;
    read_keys(ui, id, digits, rules, typed);
    shown_box(ui, places.shown, id, label, digits);
    const std::string shown = in_fours(digits);
    Type type = Type::heading;
    if (ui.paint().width(type, shown) > places.shown.w - ui.px(32)) {
        type = Type::title;
    }
    ui.paint().line(type, places.shown.inset(ui.px(16), 0), kInk, shown, Align::centre);
    const Typed tapped = grid(ui, places.grid, std::string(id), digits, rules);
    return {typed.changed || tapped.changed, typed.entered || tapped.entered};
}

Typed pin_pad(Ui& ui, Place place, std::string_view id, std::string_view label, std::string& pin,
              const PinStyle& style) {
    const bool error = pin.empty() && !style.error.empty();
    const auto above = is_low(ui) ? std::string_view() : label;
    const PadPlaces places = pad_places(ui, place, above, error ? style.error : std::string_view());
    const Rules rules{style.digits_min, style.digits_max, style.enabled};
    if (!above.empty()) {
        ui.paint().paragraph(Type::strong, places.label, kInk, label, Align::centre);
    }
    Typed typed;
    read_keys(ui, id, pin, rules, typed);
    const std::string count = std::to_string(pin.size());
    shown_box(ui, places.shown, id, label, ui.words()("ui.pin_typed", {{"count", count}}));
    if (error) {
        const float width = places.shown.w - ui.px(2 * kErrorSide);
        const float height = ui.paint().paragraph_height(Type::note, style.error, width);
        const Rect at = places.shown.centred(width, height);
        (void)ui.say({.id = std::string(id) + ":error",
                      .role = Role::alert,
                      .label = std::string(style.error),
                      .full = at});
        ui.paint().paragraph(Type::note, at, kRed, style.error, Align::centre);
    } else {
        draw_dots(ui, places.shown.inset(ui.px(24), 0), pin.size(), style.digits_min);
    }
    const Typed tapped = grid(ui, places.grid, std::string(id), pin, rules);
    return {typed.changed || tapped.changed, typed.entered || tapped.entered};
}

}  // namespace disapa::ui
