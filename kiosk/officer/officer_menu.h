// Everything an officer can go to from his desk, as large cards.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/widgets.h"

namespace disapa::screens {

// One card. `open` is called on the window's thread when it is tapped.
struct MenuEntry {
    std::string_view id;           // made by the program: "day_book"
    std::string_view title, note;  // keys of the words file
    ui::Icon icon;
    std::function<void()> open;
};

struct MenuWish {
    bool back = false;
};
[[nodiscard]] MenuWish draw_menu(ui::Ui& ui, ui::Rect page, const std::vector<MenuEntry>& entries);

}  // namespace disapa::screens
