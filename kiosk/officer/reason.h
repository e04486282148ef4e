// A sentence that an officer must write: why it goes back, why a paper is absent, why it ends.
//
// A return also has reasons to tap, several at once, and the papers that are lacking by name.
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

struct ReasonChip {
    std::string code, label;  // the label is Indonesian data
    bool on = false;
};
struct ReasonSheet {
    bool open = false;
    std::string title, label, hint, action;  // words
    std::vector<std::string> offers;         // Indonesian, as acts are: a tap puts one in
    std::vector<ReasonChip> chips;           // of assets/lists/alasan_kembali.csv
    std::vector<ReasonChip> papers;          // shown while "kertas_kurang" is on
    bool dangerous = false, capitals = false;
    std::size_t letters_max = 300;
    std::string typed;

    // What was said: the codes, and in words the papers that are lacking and what was typed.
    [[nodiscard]] Reason reason() const;
    [[nodiscard]] bool is_whole() const;
};
struct ReasonWish {
    bool close = false, done = false;
};
[[nodiscard]] ReasonWish draw_reason(ui::Ui& ui, ReasonSheet& sheet);

}  // namespace disapa::screens
