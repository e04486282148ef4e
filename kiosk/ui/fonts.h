// The two typefaces of the kiosk, in every size that the theme names.
//
// Inter (package fonts-inter) for text, Material Icons (package
// fonts-material-design-icons-iconfont) for pictures, rasterised by FreeType.
#pragma once

#include <imgui.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/ui/theme.h"
#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa::ui {

// The font files, read once at start, so that a missing package is said in one clear sentence
// instead of ending the program later.
struct FontFiles {
    Bytes regular, semibold, bold, icons;

    // `text_folder` and `icon_file` are Debian's places; tests name others.
    [[nodiscard]] static Result<FontFiles> read(
        const std::filesystem::path& text_folder = "/usr/share/fonts/opentype/inter",
        const std::filesystem::path& icon_file =
            "/usr/share/fonts/truetype/material-design-icons-iconfont/MaterialIcons-Regular.ttf");
};

// One square of the font picture that holds a blurred corner, from which every shadow is drawn.
struct ShadowSprite {
    ImVec2 uv_min, uv_max;
    float size = 0;    // pixels of the whole sprite
    float spread = 0;  // how far the blur reaches outside the rectangle
};

class Fonts {
  public:
    // Fills the atlas for one scale (1 at 1280x800). `files` must outlive the atlas.
    void build(ImFontAtlas& atlas, const FontFiles& files, float scale);

    [[nodiscard]] ImFont* text(Type type) const { return text_[static_cast<std::size_t>(type)]; }
    [[nodiscard]] ImFont* icon(IconSize size) const {
        return icons_[static_cast<std::size_t>(size)];
    }
    [[nodiscard]] const ShadowSprite& shadow() const { return shadow_; }

  private:
    void paint_shadow(ImFontAtlas& atlas, int rect_id, float scale);

    std::array<ImFont*, kTypes> text_{};
    std::array<ImFont*, kIconSizes> icons_{};
    std::vector<ImWchar> icon_ranges_;  // the atlas keeps pointers into it
    ShadowSprite shadow_;
};

}  // namespace disapa::ui
