// Tests look over the painter's shoulder: every text that did not fit its place, and every text
// that is hard to tell from its ground. The painting functions report by themselves, so nothing on
// a screen escapes. Holds the texts of one frame: for tests only. Used from one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/palette.h"
#include "kiosk/ui/rect.h"

namespace disapa::ui {

struct AuditText {
    std::string_view text;
    Rect place;  // of the letters themselves
    Colour colour = 0;
    bool large = false;  // as WCAG means it: from 24 design pixels, bold from 18.7
    bool off = false;    // of a widget that cannot be used: no ratio is asked of it
};

class Audit {
  public:
    void start(Palette palette);  // a new frame
    // Grounds in the order painted; `to` is the colour in the right lower corner.
    void ground(const Rect& place, Colour from, Colour to);
    void text(const AuditText& text);
    void cut(std::string_view text, std::string_view why);

    [[nodiscard]] const std::vector<std::string>& cut_texts() const { return cut_; }
    [[nodiscard]] const std::vector<std::string>& low_contrast() const { return low_; }

  private:
    struct Ground {
        Rect place;
        Colour from = 0, to = 0;
    };
    [[nodiscard]] Colour colour_at(float x, float y) const;

    Palette palette_;
    std::vector<Ground> grounds_;
    std::vector<std::string> cut_, low_;
};

}  // namespace disapa::ui
