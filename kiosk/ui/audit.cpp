#include "kiosk/ui/audit.h"

#include <algorithm>
#include <cstdio>

namespace disapa::ui {

void Audit::start(Palette palette) {
    palette_ = palette;
    grounds_.clear();
    cut_.clear();
    low_.clear();
}

void Audit::ground(const Rect& place, Colour from, Colour to) {
    grounds_.push_back({place, from, to});
}

Colour Audit::colour_at(float x, float y) const {
    std::vector<Colour> see_through;
    Colour solid = palette_.ground(kGround);
    for (auto at = grounds_.rbegin(); at != grounds_.rend(); ++at) {
        const Rect& place = at->place;
        if (!place.contains(x, y)) {
            continue;
        }
        // As ImGui shades it: by the place along the line from corner to corner.
        const float along = ((x - place.x) * place.w + (y - place.y) * place.h) /
                            (place.w * place.w + place.h * place.h);
        const Colour here = at->from == at->to ? at->from : between(at->from, at->to, along);
        if (at->from >> 24U == 255U) {
            solid = here;
            break;
        }
        see_through.push_back(at->from);
    }
    for (auto at = see_through.rbegin(); at != see_through.rend(); ++at) {
        solid = over(*at, solid);
    }
    return solid;
}

void Audit::text(const AuditText& text) {
    if (text.off && !palette_.contrast()) {
        return;
    }
    const float y = text.place.middle_y();
    const float least = palette_.ratio_min(text.large);
    for (const float x : {text.place.x + 1, text.place.right() - 1}) {
        const float ratio = contrast_ratio(text.colour, colour_at(x, y));
        if (ratio < least) {
            char number[16];
            std::snprintf(number, sizeof number, " %.2f", static_cast<double>(ratio));
            low_.push_back(std::string(text.text) + number);
            return;
        }
    }
}

void Audit::cut(std::string_view text, std::string_view why) {
    cut_.push_back(std::string(why) + ": " + std::string(text));
}

}  // namespace disapa::ui
