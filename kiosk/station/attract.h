// The screen that nobody uses: clock, greeting, one notice. A touch anywhere ends it.
//
// Nothing personal stands here. It changes once a minute at most, so an idle kiosk draws nothing.
// A notice is written as large as the screen lets it be: people read it from the waiting bench.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ui/widgets.h"
#include "shared/base/clock.h"

namespace disapa {
class Node;
}

namespace disapa::screens {

enum class NoticeOf { desa, kelurahan, kecamatan };
struct StillNotice {
    NoticeOf of = NoticeOf::desa;
    std::string heading, words;
};
// Those of the desa or kelurahan itself.
[[nodiscard]] inline NoticeOf own_notices(bool kelurahan) {
    return kelurahan ? NoticeOf::kelurahan : NoticeOf::desa;
}
// What is to be shown now: the kecamatan's first. On the worker's thread.
[[nodiscard]] std::vector<StillNotice> still_notices(Node& node);

struct AttractPage {
    std::string office, place, telephone;
    bool sample = false;
    Instant now = 0;
    std::vector<StillNotice> notices;  // another one each minute
};
// True when somebody touched the screen.
[[nodiscard]] bool draw_attract(ui::Ui& ui, const AttractPage& view);

}  // namespace disapa::screens
