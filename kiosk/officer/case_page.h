// One case for an officer: answers, papers with ticks, its life, and what he may do now.
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

enum class CaseAction { none, verify, endorse, give_back, cancel, amend, print, hand_over };

struct CasePage {
    CaseView view;
    std::vector<PaperCheck> checks;          // one for each paper, while it may be verified
    int tab = 0;                             // answers, life
    bool working = false;                    // an action is under way
    const ui::Picture* signature = nullptr;  // of who took the letter, once it has been read

    // Takes a newer view; ticks already made stay.
    void take(CaseView newer);
};
struct CaseWish {
    bool back = false;
    CaseAction action = CaseAction::none;
    std::string explain;              // id of the paper whose absence is to be explained
    const PaperView* look = nullptr;  // the paper whose photo is to be shown; of the page's view
};
[[nodiscard]] CaseWish draw_case(ui::Ui& ui, ui::Rect page, CasePage& of);

}  // namespace disapa::screens
