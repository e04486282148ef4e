// What OpenGL 3.3 keeps for the window: pictures and letters as textures, and the screen as it was
// drawn last. Used from the window's thread, while the window's context is current.
#pragma once

#include <imgui.h>

#include <cstdint>

#include "kiosk/ui/textures.h"

namespace disapa::ui {

class GlTextures final : public Textures {
  public:
    [[nodiscard]] ImTextureID put(const Picture& picture) override;
    // Letters are white; only how much of a pixel they cover is kept: a quarter of the memory.
    [[nodiscard]] ImTextureID put_letters(const std::uint8_t* coverage, int width, int height);
    void drop(ImTextureID texture) override;
};

// The screen as it was drawn last, kept apart from the window's buffers: what a swap leaves in
// those nobody knows, and only the damaged part of this one is drawn anew. It has the window's
// order of colours and, as windows have in memory, its top line first (see `turn_over`), so that
// without a graphics card showing it is a copy: half of what a frame cost was drawing it again.
class Canvas {
  public:
    // True when it was made anew and is empty.
    bool adopt(int width, int height);
    void draw_into() const;
    void show() const;
    void drop();

  private:
    unsigned frame_ = 0, pixels_ = 0;  // names of OpenGL
    int width_ = 0, height_ = 0;
};

// OpenGL counts lines from below, the canvas from above.
void turn_over(ImDrawData& data);

}  // namespace disapa::ui
