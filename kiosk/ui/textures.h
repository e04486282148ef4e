// Pictures on the screen: photos of papers, the camera. Where their pixels are kept is the matter
// of whoever renders: the window (graphics card) or the rasteriser (memory).
#pragma once

#include <imgui.h>

#include <cstdint>
#include <vector>

namespace disapa::ui {

struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  // width * height * 4 bytes, rows from the top
    std::uint64_t version = 0;       // changed by the owner whenever the pixels change
};

class Textures {
  public:
    Textures() = default;
    Textures(const Textures&) = delete;
    Textures& operator=(const Textures&) = delete;
    virtual ~Textures() = default;
    [[nodiscard]] virtual ImTextureID put(const Picture& picture) = 0;
    virtual void drop(ImTextureID texture) = 0;
};

}  // namespace disapa::ui
