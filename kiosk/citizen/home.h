// The first screen: what people come for as large cards, the letters of one such need, and search.
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"
#include "shared/service/needs.h"

namespace disapa::screens {

struct HomePage {
    const HomeView* home = nullptr;
    const std::vector<Need>* needs =
        nullptr;           // of the catalogue; those without a service are hidden
    std::string need;      // id of the one whose letters are shown; empty: all
    bool can_ask = false;  // "Tanya & lapor" is offered
    std::string search;
    std::vector<std::string> found;  // codes that match, best first; only while something is typed
    bool officer = false;            // somebody is signed in
    std::string clock_words;         // "Minggu 09.15"
};
struct HomeWish {
    std::string service;
    bool searched = false;  // `search` is different now
    bool look_up = false, officer = false, link = false, ask = false;
};
// A need with one letter alone wishes for that letter at once; one with more shows them first.
[[nodiscard]] HomeWish draw_home(ui::Ui& ui, ui::Rect page, HomePage& home);

}  // namespace disapa::screens
