// A text field: caret, hint, error, and the keys that come up for it.
//
// Typed from glass, keyboard or scanner alike. The text lives with the caller and is changed in
// place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kiosk/ui/ui.h"

namespace disapa::ui {

struct FieldStyle {
    std::string_view label = {};  // above
    std::string_view hint = {};   // inside while it is empty
    std::string_view note = {};   // beneath, small
    std::string_view error = {};  // beneath instead of the note, and a red frame
    std::string_view doubt = {};  // beneath, orange: a warning that blocks nothing
    std::string_view unit = {};   // before the text: "Rp"
    Icon icon = {};
    Keyboard keyboard = Keyboard::letters;
    std::string_view enter = {};  // label of the key that ends the typing
    std::size_t letters_max = 200;
    int lines = 1;          // more than one: wraps
    bool capitals = false;  // letters are kept in capitals, as on a KTP
    bool secret = false;    // shown as dots, on the screen and in the tree
    bool enabled = true;
};

struct Typed {
    bool changed = false;
    bool entered = false;  // the enter key was pressed; the focus is gone
};

[[nodiscard]] Typed text_field(Ui& ui, Place place, std::string_view id, std::string& text,
                               const FieldStyle& style = {});

}  // namespace disapa::ui
