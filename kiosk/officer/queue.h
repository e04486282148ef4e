// What waits for whom: the officers' list of cases.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

struct QueuePage {
    const std::vector<QueueRow>* rows = nullptr;
    const LinkView* link = nullptr;
    Role role = Role::none;
    int tab = 0;                   // mine, at the kecamatan, to be printed, all
    std::string search;            // name, code or last digits of the NIK
    std::set<std::string> chosen;  // codes that the kades has ticked to endorse together

    // Those of the rows that are ticked and still wait for the kades.
    [[nodiscard]] std::vector<QueueRow> picked() const;
};
struct QueueWish {
    std::string code;  // the case to open
    bool home = false, menu = false;
    bool endorse = false;  // the ticked ones
};
[[nodiscard]] QueueWish draw_queue(ui::Ui& ui, ui::Rect page, QueuePage& queue);

[[nodiscard]] ui::Tone tone_of(CaseState state);

}  // namespace disapa::screens
