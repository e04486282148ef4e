#include "kiosk/parts/link_light.h"

namespace disapa::screens {

ui::Tone link_tone(LinkState state) {
    switch (state) {
        case LinkState::good:
        case LinkState::slow:
            return ui::Tone::good;
        case LinkState::never:
        case LinkState::window:
            return ui::Tone::neutral;
        case LinkState::refused:
        case LinkState::revoked:
            return ui::Tone::bad;
        default:
            return ui::Tone::warn;
    }
}

const std::string& link_words(const ui::Words& words, LinkState state) {
    switch (state) {
        case LinkState::never:
            return words("link.never");
        case LinkState::good:
            return words("link.good");
        case LinkState::slow:
            return words("link.slow");
        case LinkState::waiting:
            return words("link.waiting");
        case LinkState::no_network:
            return words("link.no_network");
        case LinkState::no_name:
            return words("link.no_name");
        case LinkState::unreachable:
            return words("link.unreachable");
        case LinkState::down:
            return words("link.down");
        case LinkState::portal:
            return words("link.portal");
        case LinkState::refused:
            return words("link.refused");
        case LinkState::clock:
            return words("link.clock_state");
        case LinkState::window:
            return words("link.window");
        case LinkState::quota:
            return words("link.quota");
        case LinkState::revoked:
            return words("link.revoked");
    }
    return words("link.never");
}

}  // namespace disapa::screens
