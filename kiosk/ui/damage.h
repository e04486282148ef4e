// Which part of the screen a frame changes: so that a typed letter costs a field, not a screen.
//
// Without a graphics card every pixel is the processor's work. Two frames are compared triangle by
// triangle; what only one of them holds, or what changed its order, is damaged. Used from the
// window's thread.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <vector>

#include "kiosk/ui/rect.h"

namespace disapa::ui {

class Damage {
  public:
    // The smallest box around all that differs from the frame given before, in the screen's pixels;
    // the whole screen at first and after `forget`. No width where nothing differs.
    [[nodiscard]] Rect next(const ImDrawData& data);
    void forget() { before_.clear(); }

  private:
    struct Piece {
        std::uint64_t look = 0;  // all that decides its pixels
        float left = 0, top = 0, right = 0, bottom = 0;
    };
    static void collect(const ImDrawData& data, std::vector<Piece>& pieces);

    std::vector<Piece> before_, now_;
};

// Draws nothing outside of `part` any more.
void limit(ImDrawData& data, const Rect& part);

}  // namespace disapa::ui
