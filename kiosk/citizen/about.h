// What a service needs, before one begins: papers, who signs, how many days, that it is free.
#pragma once

#include <string>

#include "kiosk/ui/widgets.h"
#include "shared/service/service.h"

namespace disapa::screens {

struct AboutPage {
    const Service* service = nullptr;
    bool kelurahan = false;
    std::string ready_on;  // "Rabu, 25 November 2026"
};
struct AboutWish {
    bool back = false, begin = false;
};
[[nodiscard]] AboutWish draw_about(ui::Ui& ui, ui::Rect page, const AboutPage& about);

// "Kepala desa, lalu camat."
[[nodiscard]] std::string who_signs(const ui::Words& words, Flow flow, bool kelurahan);

}  // namespace disapa::screens
