#include "kiosk/ui/keyboard.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "shared/base/text.h"

namespace disapa::ui {

namespace {

constexpr float kRowHeightDesign = 68;  // key and gap
constexpr double kRepeatAfterSeconds = 0.45;
constexpr double kRepeatSeconds = 0.09;

struct Cap {
    std::string id, label;
    Icon icon = {};
    Colour ground = kWhite, ink = kInk;
    Type type = Type::strong;
};

// One key. True when it was pressed just now, or is held and repeats.
bool cap(Ui& ui, const Rect& place, const Cap& cap, bool repeats = false) {
    Paint& paint = ui.paint();
    const Touch touch =
        ui.touch({.id = "key:" + cap.id, .role = Role::key, .label = cap.label, .full = place},
                 Fire::on_press);
    const float radius = ui.px(12);
    paint.fill(place.moved(0, ui.px(3)), kKeyEdge, radius);
    paint.fill(place, touch.held ? kKeyHeld : cap.ground, radius);
    if (ui.contrast()) {  // its shadow alone does not tell a white key from a white board
        paint.outline(place, kKeyEdge, radius, ui.px(2));
    }
    if (cap.icon) {
        paint.icon(IconSize::normal, place, touch.held ? kInk : cap.ink, cap.icon);
    } else {
        paint.line(cap.type, place, touch.held ? kInk : cap.ink, cap.label, Align::centre);
    }
    if (!repeats || !touch.held) {
        return touch.fired;
    }
    Memory& memory = ui.memory("key:" + cap.id);
    if (touch.fired) {
        memory.since = ui.time() + kRepeatAfterSeconds;
    }
    ui.wake_after(memory.since - ui.time());
    if (!touch.fired && ui.time() >= memory.since) {
        memory.since = ui.time() + kRepeatSeconds;
        return true;
    }
    return touch.fired;
}

void send_letter(Ui& ui, char32_t letter) {
    ui.send({letter, Key::none, ui.time()});
    ui.focus().shift = false;  // shift is for one letter
}

void backspace(Ui& ui, const Rect& place) {
    const Cap look{.id = "back",
                   .label = ui.words()("ui.backspace"),
                   .icon = icon("backspace"),
                   .ground = kKeyDark};
    if (cap(ui, place, look, true)) {
        ui.send({0, Key::backspace, ui.time()});
    }
}

void hide(Ui& ui, const Rect& place) {
    const Cap look{.id = "hide",
                   .label = ui.words()("ui.hide_keyboard"),
                   .icon = icon("keyboard_hide"),
                   .ground = kKeyDark};
    if (cap(ui, place, look)) {
        ui.blur();
    }
}

void enter(Ui& ui, const Rect& place) {
    const std::string& own = ui.focus().enter;
    const Cap look{.id = "enter",
                   .label = own.empty() ? ui.words()("ui.done") : own,
                   .ground = kTeal,
                   .ink = kWhite};
    if (cap(ui, place, look)) {
        ui.send({0, Key::enter, ui.time()});
    }
}

// A row of letters; `room` is where they go, all keys as wide as a tenth of the board.
void letter_row(Ui& ui, const Rect& row, std::string_view letters, float key_width, float gap) {
    const bool shift = ui.focus().shift || ui.focus().capitals;
    const auto count = static_cast<float>(letters.size());
    Rect room = row.centred(count * key_width + (count - 1) * gap, row.h);
    for (const char each : letters) {
        const std::string plain(1, each);
        const std::string shown = shift ? upper(plain) : plain;
        if (cap(ui, room.cut_left(key_width, gap), {.id = plain, .label = shown})) {
            send_letter(ui, static_cast<char32_t>(shown.front()));
        }
    }
}

void shift_key(Ui& ui, const Rect& place) {
    Focus& focus = ui.focus();
    const bool on = focus.shift || focus.capitals;
    const Cap look{.id = "shift",
                   .label = ui.words()("ui.shift"),
                   .icon = icon("arrow_upward"),
                   .ground = on ? kTeal : kKeyDark,
                   .ink = on ? kWhite : kInk};
    if (cap(ui, place, look)) {
        focus.shift = !focus.shift;
    }
}

void symbols_key(Ui& ui, const Rect& place) {
    const bool symbols = ui.focus().symbols;
    const Cap look{.id = "symbols",
                   .label = ui.words()(symbols ? "ui.letters" : "ui.symbols"),
                   .ground = kKeyDark};
    if (cap(ui, place, look)) {
        ui.focus().symbols = !symbols;
    }
}

void bottom_row(Ui& ui, Rect row, float gap) {
    const float width = row.w;
    const float narrow = std::max(width * 0.08F, ui.px(kTargetMin));
    hide(ui, row.cut_left(width * 0.10F, gap));
    enter(ui, row.cut_right(width * 0.20F, gap));
    if (ui.focus().keyboard == Keyboard::letters) {
        symbols_key(ui, row.cut_left(std::max(width * 0.11F, ui.px(72)), gap));
        if (cap(ui, row.cut_left(narrow, gap), {.id = ",", .label = ","})) {
            send_letter(ui, U',');
        }
        if (cap(ui, row.cut_right(narrow, gap), {.id = ".", .label = "."})) {
            send_letter(ui, U'.');
        }
    }
    const Cap space{.id = "space", .label = ui.words()("ui.space"), .ink = kMuted};
    if (cap(ui, row, space)) {
        send_letter(ui, U' ');
    }
}

void whole_keyboard(Ui& ui, Rect board) {
    using Rows = std::array<std::string_view, 4>;
    static constexpr Rows kLetters = {"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"};
    static constexpr Rows kSymbols = {"1234567890", "@#%&*()-_=", "/\\:;'\"!?+", "<>[]{}$"};
    const bool words = ui.focus().keyboard == Keyboard::words;
    const std::span<const std::string_view> all = ui.focus().symbols ? kSymbols : kLetters;
    const auto rows = all.subspan(words ? 1 : 0);
    const auto count = static_cast<float>(rows.size() + 1);
    const float gap = ui.px(ui.portrait() ? 7 : 9);
    const float key_width = (board.w - 9 * gap) / 10;
    const float key_height = (board.h - (count - 1) * gap) / count;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Rect row = board.cut_top(key_height, gap);
        if (i + 1 == rows.size()) {
            const float wide = 1.5F * key_width + 0.5F * gap;
            shift_key(ui, row.cut_left(wide, gap));
            backspace(ui, row.cut_right(wide, gap));
        }
        letter_row(ui, row, rows[i], key_width, gap);
    }
    bottom_row(ui, board, gap);
}

void digit_key(Ui& ui, const Rect& place, const std::string& digits) {
    const Cap look{.id = digits, .label = digits, .type = Type::title};
    if (cap(ui, place, look)) {
        for (const char digit : digits) {
            ui.send({static_cast<char32_t>(digit), Key::none, ui.time()});
        }
    }
}

// Three columns of digits; backspace, hide and a tall enter beside them.
void digit_keyboard(Ui& ui, Rect board, bool money) {
    const float gap = ui.px(10);
    board = board.centred(std::min(board.w, ui.px(880)), board.h);
    Rect side = board.cut_right(board.w * 0.27F, gap);
    const float key_height = (board.h - 3 * gap) / 4;
    backspace(ui, side.cut_top(key_height, gap));
    hide(ui, side.cut_top(key_height, gap));
    enter(ui, side);
    for (int row = 0; row < 3; ++row) {
        const auto places = board.cut_top(key_height, gap).columns(3, gap);
        for (int column = 0; column < 3; ++column) {
            digit_key(ui, places[static_cast<std::size_t>(column)],
                      std::to_string(row * 3 + column + 1));
        }
    }
    if (!money) {
        digit_key(ui, board, "0");
        return;
    }
    const auto places = board.columns(3, gap);
    digit_key(ui, places[0], "0");
    digit_key(ui, places[1], "00");
    digit_key(ui, places[2], "000");
}

}  // namespace

float keyboard_height(const Ui& ui, Keyboard keyboard) {
    switch (keyboard) {
        case Keyboard::letters:
            return ui.px(5 * kRowHeightDesign + 20);
        case Keyboard::words:
            return ui.px(4 * kRowHeightDesign + 20);
        case Keyboard::digits:
        case Keyboard::money:
            return ui.px(5 * kRowHeightDesign + 6);
        case Keyboard::none:
            return 0;
    }
    return 0;
}

void draw_keyboard(Ui& ui, const Rect& board) {
    Paint& paint = ui.paint();
    paint.fade({board.x, board.y - ui.px(14), board.w, ui.px(14)}, rgb(20, 40, 70, 0),
               rgb(20, 40, 70, 26));
    paint.fill(board, kBoard);
    // Between the keys nothing happens, and nothing below is touched.
    (void)ui.touch({.id = "keyboard", .role = Role::group, .full = board}, Fire::on_press);
    const Rect keys = board.inset(ui.portrait() ? ui.px(12) : ui.margin(), ui.px(14));
    const Keyboard kind = ui.focus().keyboard;
    if (kind == Keyboard::letters || kind == Keyboard::words) {
        whole_keyboard(ui, keys);
    } else {
        digit_keyboard(ui, keys, kind == Keyboard::money);
    }
}

}  // namespace disapa::ui
