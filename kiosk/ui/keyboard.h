// The on-screen keyboard. It comes up by itself for the field that has the focus; screens only
// lay themselves out in `Ui::area()`, which is what it leaves.
#pragma once

#include "kiosk/ui/ui.h"

namespace disapa::ui {

// Both are called by Ui. Keys fire when pressed; backspace repeats while held.
[[nodiscard]] float keyboard_height(const Ui& ui, Keyboard keyboard);
void draw_keyboard(Ui& ui, const Rect& board);

}  // namespace disapa::ui
