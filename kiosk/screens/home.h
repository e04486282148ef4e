// The first screen: the services as cards, and search.
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

struct HomePage {
    const HomeView* home = nullptr;
    std::string search;
    std::vector<std::string> found;  // codes that match, best first; only while something is typed
    bool officer = false;            // somebody is signed in
    std::string clock_words;         // "Minggu 09.15"
};
struct HomeWish {
    std::string service;
    bool searched = false;  // `search` is different now
    bool look_up = false, officer = false, link = false;
};
[[nodiscard]] HomeWish draw_home(ui::Ui& ui, ui::Rect page, HomePage& home);

// The link light: its colour and two words.
[[nodiscard]] ui::Tone link_tone(LinkState state);
[[nodiscard]] const std::string& link_words(const ui::Words& words, LinkState state);

}  // namespace disapa::screens
