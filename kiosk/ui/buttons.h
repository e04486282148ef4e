// Things to press: buttons, service cards, check boxes, yes or no, tabs, plus and minus.
//
// All fire when the finger is lifted, on the place where it came down, unless it scrolled
// meanwhile.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/ui.h"

namespace disapa::ui {

enum class Look { primary, secondary, danger, quiet };

struct ButtonStyle {
    Look look = Look::secondary;
    Icon icon = {};
    bool icon_after = false;  // an arrow that leads on stands after the word
    bool enabled = true;
};
[[nodiscard]] bool button(Ui& ui, Place place, std::string_view id, std::string_view label,
                          ButtonStyle style = {});
[[nodiscard]] float button_width(Ui& ui, std::string_view label, bool with_icon);
// Round, with an icon alone; `label` is for the tree and for speech.
[[nodiscard]] bool icon_button(Ui& ui, const Rect& place, std::string_view id,
                               std::string_view label, Icon icon, bool enabled = true);

// A service, as on the home screen.
struct CardView {
    std::string_view title = {}, note = {};
    Icon icon = {};
    Colour colour = kTeal;
    std::string_view badge = {};
    Tone badge_tone = Tone::neutral;
    bool enabled = true;
};
[[nodiscard]] bool card(Ui& ui, Place place, std::string_view id, const CardView& view);

[[nodiscard]] bool checkbox(Ui& ui, Place place, std::string_view id, std::string_view label,
                            bool& checked, bool enabled = true);  // true when it changed
// Two large buttons; nothing is chosen at first. True when it changed.
[[nodiscard]] bool yes_no(Ui& ui, Place place, std::string_view id, std::optional<bool>& answer);
// A few exclusive words side by side. True when it changed.
[[nodiscard]] bool tabs(Ui& ui, Place place, std::string_view id,
                        const std::vector<std::string>& labels, int& chosen);
// A count with minus and plus. True when it changed.
[[nodiscard]] bool counter(Ui& ui, Place place, std::string_view id, std::string_view label,
                           int& count, int min, int max);

}  // namespace disapa::ui
