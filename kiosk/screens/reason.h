// A sentence that an officer must write: why it goes back, why a paper is absent, who took it.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ui/widgets.h"

namespace disapa::screens {

struct ReasonSheet {
    bool open = false;
    std::string title, label, hint, action;  // words
    std::vector<std::string> offers;         // sentences that a tap puts in
    bool dangerous = false, capitals = false;
    std::size_t letters_max = 300;
    std::string typed;
};
struct ReasonWish {
    bool close = false, done = false;
};
[[nodiscard]] ReasonWish draw_reason(ui::Ui& ui, ReasonSheet& sheet);

}  // namespace disapa::screens
