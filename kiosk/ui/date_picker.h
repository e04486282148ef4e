// A date by three taps: day, month, year, each from a grid of large buttons.
#pragma once

#include <optional>
#include <string_view>

#include "kiosk/ui/ui.h"
#include "shared/base/date.h"

namespace disapa::ui {

// The parts chosen so far; 0 is "not yet". Kept by the caller with its draft.
struct DateParts {
    int day = 0, month = 0, year = 0;
    // The date when all three are chosen and the day exists (30 February does not).
    [[nodiscard]] std::optional<Date> date() const;
    [[nodiscard]] static DateParts of(const Date& date) {
        return {date.day, date.month, date.year};
    }
    bool operator==(const DateParts&) const = default;
};

struct DateRange {
    int year_first = 1920, year_last = 2040;
    int year_shown = 1990;  // where the years open
};

// Fills its rectangle. True when a part changed.
[[nodiscard]] bool date_picker(Ui& ui, const Rect& place, std::string_view id, DateParts& parts,
                               const DateRange& range = {});

}  // namespace disapa::ui
