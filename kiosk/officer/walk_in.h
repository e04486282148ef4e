// "Susulan": a paper form from days without the kiosk, typed in by a clerk with its real date.
#pragma once

#include <string>

#include "kiosk/ui/widgets.h"
#include "shared/service/service.h"

namespace disapa::screens {

struct WalkInSheet {
    bool open = false;
    std::string service;  // code; empty: not chosen yet
    int days = 1;         // ago
    bool dating = false;  // the service is chosen, the date is next
};
struct WalkInWish {
    bool close = false;
    bool done = false;  // begin with `service` and this date
    Date date;
};
[[nodiscard]] WalkInWish draw_walk_in(ui::Ui& ui, WalkInSheet& sheet, const Catalogue& catalogue,
                                      const Date& today);

}  // namespace disapa::screens
