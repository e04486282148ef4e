// Pictures: QR codes and photos.
#pragma once

#include <functional>
#include <string_view>

#include "kiosk/ui/ui.h"

namespace disapa::ui {

// Modules are whole pixels and the quiet zone of 4 modules is kept, so that phones can read it.
// `dark(x, y)` for 0 <= x, y < modules.
void qr_code(Ui& ui, Place place, std::string_view id, std::string_view label, int modules,
             const std::function<bool(int, int)>& dark);

// Fits the picture into its place; null shows an empty slot with an icon and the label.
void image(Ui& ui, Place place, std::string_view id, std::string_view label, const Picture* picture,
           Icon empty_icon = ui::icon("image"));

}  // namespace disapa::ui
