// Draws ImGui's draw data into memory, without a graphics card: for pictures in tests.
//
// The same draw data gives the same bytes in every run and on every build of this machine. Pictures
// are compared only with pictures of this rasteriser, since a graphics card rounds otherwise.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

#include "kiosk/ui/textures.h"
#include "kiosk/ui/theme.h"
#include "shared/base/result.h"

namespace disapa::ui {

struct Bitmap {
    int width = 0, height = 0;
    std::vector<std::uint32_t> pixels;  // as Colour
    bool operator==(const Bitmap&) const = default;
};

class MemoryTextures : public Textures {
  public:
    [[nodiscard]] ImTextureID put(const Picture& picture) override;
    void drop(ImTextureID texture) override;
    [[nodiscard]] const Picture* find(ImTextureID texture) const;

  private:
    std::map<std::uintptr_t, Picture> pictures_;
    std::uintptr_t next_ = 2;  // 1 is the font
};
inline constexpr std::uintptr_t kFontTexture = 1;

[[nodiscard]] Bitmap rasterise(const ImDrawData& data, const ImFontAtlas& atlas,
                               const MemoryTextures& textures, Colour ground);
[[nodiscard]] Status write_png(const std::filesystem::path& file, int width, int height,
                               const std::uint8_t* rgba);
[[nodiscard]] Status write_png(const std::filesystem::path& file, const Bitmap& bitmap);

// Equal for two frames that look the same: such a frame need not be drawn at all.
[[nodiscard]] std::uint64_t draw_hash(const ImDrawData& data);

}  // namespace disapa::ui
