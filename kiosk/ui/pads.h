// Pads of large digits that stand in the page itself: for a NIK or a code, and for a PIN.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kiosk/ui/field.h"
#include "kiosk/ui/ui.h"

namespace disapa::ui {

// Shows the digits in groups of four above the pad. Keyboard and scanner type into it too.
[[nodiscard]] Typed digit_pad(Ui& ui, Place place, std::string_view id, std::string_view label,
                              std::string& digits, std::size_t digits_max);

struct PinStyle {
    std::size_t digits_min = 6, digits_max = 12;
    std::string_view error =
        {};               // the last try failed: why, and what to do; until a digit is typed
    bool enabled = true;  // false while a try is being checked
};
// Dots instead of digits, on the screen and in the tree. `entered` when the person confirmed at
// least digits_min; the caller wipes `pin` after use.
[[nodiscard]] Typed pin_pad(Ui& ui, Place place, std::string_view id, std::string_view label,
                            std::string& pin, const PinStyle& style = {});

}  // namespace disapa::ui
