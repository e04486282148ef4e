// The kades' word on many cases at once: what he is about to endorse in plain sentences, then what
// became of each. He has given his PIN when he signed in; here he is asked once more.
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

struct EndorseManySheet {
    std::vector<QueueRow> asked;    // empty: nothing is asked
    std::vector<Endorsed> results;  // empty: nothing was done
    bool working = false;

    [[nodiscard]] bool is_open() const { return !asked.empty() || !results.empty(); }
    void close() { *this = {}; }
};
struct EndorseManyWish {
    bool close = false, endorse = false;
};
[[nodiscard]] EndorseManyWish draw_endorse_many(ui::Ui& ui, EndorseManySheet& sheet);

}  // namespace disapa::screens
