// How the person at the screen wants it: language, size of text, contrast, height, voice.
//
// Everything here is his alone: when he has gone the kiosk is again as its settings say.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ui/widgets.h"

namespace disapa::screens {

// What the screen and the voice are set to.
struct Comfort {
    int language = 0;   // place among the languages; 0 is Indonesian
    int text_size = 0;  // 0 normal, 1 large, 2 largest
    bool contrast = false, low = false;
    bool voice = false;
    int volume = 70;  // percent
    bool operator==(const Comfort&) const = default;
};

struct SettingsSheet {
    std::vector<std::string> languages;  // their names, each in itself
    bool has_voice = false;              // this kiosk can speak
};
struct SettingsWish {
    bool close = false, repeat = false;
};
// Changes `comfort`; the caller puts it into effect.
[[nodiscard]] SettingsWish draw_settings(ui::Ui& ui, const SettingsSheet& sheet, Comfort& comfort);

}  // namespace disapa::screens
