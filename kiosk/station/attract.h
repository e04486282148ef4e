// The screen that nobody uses: clock, greeting, one notice of the desa. A touch anywhere ends it.
//
// Nothing personal stands here. It changes once a minute at most, so an idle kiosk draws nothing.
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/notices.h"
#include "kiosk/ui/widgets.h"
#include "shared/base/clock.h"

namespace disapa::screens {

struct AttractPage {
    std::string office, place, telephone;
    bool sample = false;
    Instant now = 0;
    std::vector<DesaNotice> notices;  // another one each minute
};
// True when somebody touched the screen.
[[nodiscard]] bool draw_attract(ui::Ui& ui, const AttractPage& view);

}  // namespace disapa::screens
