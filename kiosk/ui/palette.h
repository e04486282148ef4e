// The colours in force: the theme's own, or black on white with strong lines for weak eyes.
//
// Widgets and screens name the theme's colours only; Paint asks the palette what to use instead. So
// the second theme is these few rules, and no screen knows of it. Ratios are those of WCAG 2.1.
// No state but the switch; used from the window's thread.
#pragma once

#include "kiosk/ui/theme.h"

namespace disapa::ui {

class Palette {
  public:
    Palette() = default;
    explicit Palette(bool contrast) : contrast_(contrast) {}

    [[nodiscard]] bool contrast() const { return contrast_; }
    [[nodiscard]] Colour text(Colour colour) const;              // letters and icons
    [[nodiscard]] Colour ground(Colour colour) const;            // what is filled
    [[nodiscard]] Colour edge(Colour colour) const;              // outlines, rings, rules
    [[nodiscard]] float thick(float pixels, float scale) const;  // of an edge

    // What text on its ground must keep to 1: 7 in the strong theme; else 4.5, large text 3.
    [[nodiscard]] float ratio_min(bool large) const;

  private:
    bool contrast_ = false;
};

[[nodiscard]] float luminance(Colour colour);            // 0 black to 1 white; alpha is ignored
[[nodiscard]] float contrast_ratio(Colour a, Colour b);  // 1 to 21
[[nodiscard]] Colour over(Colour top, Colour ground);    // a half transparent colour on a solid one
[[nodiscard]] Colour between(Colour from, Colour to, float part);  // part 0: from, 1: to

}  // namespace disapa::ui
