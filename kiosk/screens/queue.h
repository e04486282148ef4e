// What waits for whom: the officers' list of cases.
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

struct QueuePage {
    const std::vector<QueueRow>* rows = nullptr;
    const LinkView* link = nullptr;
    Role role = Role::none;
    int tab = 0;  // mine, at the kecamatan, to be printed, all
};
struct QueueWish {
    std::string code;  // the case to open
    bool home = false;
};
[[nodiscard]] QueueWish draw_queue(ui::Ui& ui, ui::Rect page, QueuePage& queue);

[[nodiscard]] ui::Tone tone_of(CaseState state);

}  // namespace disapa::screens
