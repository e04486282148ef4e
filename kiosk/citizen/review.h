// Look again before it is sent: plain sentences, each with a button to change what it says; all
// answers where one wants them; the papers; what becomes of the data.
#pragma once

#include <optional>
#include <string>

#include "kiosk/counter/views.h"
#include "kiosk/parts/layout.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

struct ReviewPage {
    const DraftView* draft = nullptr;
    bool sending = false;
    bool all = false;      // every answer is shown, not only the sentences
    bool privacy = false;  // the sheet about the data is open
    std::string twin;      // code of the same request of today: asked about
};
struct ReviewWish {
    bool back = false, send = false;
    bool send_anyway = false, drop = false;  // answers about the twin
    bool papers = false;                     // how they come is to be changed
    std::optional<std::size_t> group;        // to be changed
};
[[nodiscard]] ReviewWish draw_review(ui::Ui& ui, ui::Rect page, ReviewPage& review);

}  // namespace disapa::screens
