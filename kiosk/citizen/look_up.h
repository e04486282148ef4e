// Anyone may look a code up, typed or scanned; and check a letter's QR without any network.
#pragma once

#include <optional>
#include <string>

#include "kiosk/counter/questions.h"
#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"
#include "shared/letter/qr.h"

namespace disapa::screens {

struct LookUpPage {
    std::string typed;
    std::string error;
    std::optional<StatusView> status;
    std::optional<QuestionStatus> question;
    std::optional<Verification> letter;
    bool has_camera = false;  // may read the code that is held before it
};
struct LookUpWish {
    bool back = false, look = false, again = false, camera = false;
};
[[nodiscard]] LookUpWish draw_look_up(ui::Ui& ui, ui::Rect page, LookUpPage& page_view);

}  // namespace disapa::screens
