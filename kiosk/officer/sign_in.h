// An officer says who he is and gives his PIN.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

struct SignInPage {
    std::vector<OfficerView> officers;
    std::optional<KeyId> chosen;
    std::string pin;  // wiped by whoever takes it
    std::string error;
    bool checking = false;
    bool locked = false;  // came here because nobody touched the screen for a while
};
struct SignInWish {
    bool back = false, entered = false;
};
[[nodiscard]] SignInWish draw_sign_in(ui::Ui& ui, ui::Rect page, SignInPage& view);

}  // namespace disapa::screens
