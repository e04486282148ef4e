#include "kiosk/ui/raster.h"

#include <stb/stb_image_write.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace disapa::ui {

namespace {

struct Box {
    int x0, y0, x1, y1;
};

// What a triangle is coloured with: the font's one channel, a picture's four, or nothing.
struct Source {
    const std::uint8_t* alpha = nullptr;
    const std::uint8_t* rgba = nullptr;
    int width = 0, height = 0;

    [[nodiscard]] double channel(int x, int y, int which) const {
        x = std::clamp(x, 0, width - 1);
        y = std::clamp(y, 0, height - 1);
        const std::size_t at = static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                               static_cast<std::size_t>(x);
        if (alpha != nullptr) {
            return which == 3 ? alpha[at] : 255;
        }
        return rgba[at * 4 + static_cast<std::size_t>(which)];
    }
};

using Channels = std::array<double, 4>;  // red, green, blue, alpha: 0 to 255

Channels channels_of(ImU32 colour) {
    return {static_cast<double>(colour & 255U), static_cast<double>(colour >> 8U & 255U),
            static_cast<double>(colour >> 16U & 255U), static_cast<double>(colour >> 24U)};
}

void blend(std::uint32_t& under, const Channels& over) {
    const auto alpha = static_cast<std::uint32_t>(std::clamp(over[3] + 0.5, 0.0, 255.0));
    if (alpha == 0) {
        return;
    }
    std::uint32_t mixed = 0xFF000000U;
    for (unsigned i = 0; i < 3; ++i) {
        const auto channel = static_cast<std::uint32_t>(std::clamp(over.at(i) + 0.5, 0.0, 255.0));
        const std::uint32_t below = under >> (8 * i) & 255U;
        mixed |= ((channel * alpha + below * (255 - alpha) + 127) / 255) << (8 * i);
    }
    under = mixed;
}

// Bilinear, as OpenGL's GL_LINEAR with GL_CLAMP_TO_EDGE.
void sample(const Source& source, double u, double v, Channels& colour) {
    u = u * source.width - 0.5;
    v = v * source.height - 0.5;
    const int x = static_cast<int>(std::floor(u));
    const int y = static_cast<int>(std::floor(v));
    const double fx = u - x;
    const double fy = v - y;
    for (int i = source.alpha != nullptr ? 3 : 0; i < 4; ++i) {
        const double top = source.channel(x, y, i) * (1 - fx) + source.channel(x + 1, y, i) * fx;
        const double low =
            source.channel(x, y + 1, i) * (1 - fx) + source.channel(x + 1, y + 1, i) * fx;
        colour.at(static_cast<std::size_t>(i)) *= (top * (1 - fy) + low * fy) / 255;
    }
}

// One edge of a triangle: positive inside. The top-left rule gives a pixel on the edge of two
// triangles to exactly one of them.
struct Edge {
    double x, y, dx, dy;
    bool top_left;

    Edge(const ImVec2& from, const ImVec2& to)
        : x(from.x),
          y(from.y),
          dx(static_cast<double>(to.x) - from.x),
          dy(static_cast<double>(to.y) - from.y),
          top_left(dy < 0 || (dy == 0 && dx > 0)) {}
    [[nodiscard]] double at(double px, double py) const { return dx * (py - y) - dy * (px - x); }
    [[nodiscard]] bool holds(double value) const { return value > 0 || (value == 0 && top_left); }
};

using Corners = std::array<const ImDrawVert*, 3>;

Box bounds(const Corners& corners, const Box& clip) {
    const auto [left, right] =
        std::minmax({corners[0]->pos.x, corners[1]->pos.x, corners[2]->pos.x});
    const auto [top, low] = std::minmax({corners[0]->pos.y, corners[1]->pos.y, corners[2]->pos.y});
    return {std::max(clip.x0, static_cast<int>(std::floor(left))),
            std::max(clip.y0, static_cast<int>(std::floor(top))),
            std::min(clip.x1, static_cast<int>(std::ceil(right))),
            std::min(clip.y1, static_cast<int>(std::ceil(low)))};
}

void triangle(Bitmap& bitmap, Corners corners, const Box& clip, const Source& source) {
    double area = Edge(corners[0]->pos, corners[1]->pos).at(corners[2]->pos.x, corners[2]->pos.y);
    if (area == 0) {
        return;
    }
    if (area < 0) {
        std::swap(corners[1], corners[2]);
        area = -area;
    }
    const std::array<Edge, 3> edges = {Edge(corners[1]->pos, corners[2]->pos),
                                       Edge(corners[2]->pos, corners[0]->pos),
                                       Edge(corners[0]->pos, corners[1]->pos)};
    const std::array<Channels, 3> colours = {
        channels_of(corners[0]->col), channels_of(corners[1]->col), channels_of(corners[2]->col)};
    const bool plain_colour =
        corners[0]->col == corners[1]->col && corners[1]->col == corners[2]->col;
    const auto same = [](const ImVec2& a, const ImVec2& b) { return a.x == b.x && a.y == b.y; };
    // ImGui points plain shapes at one white pixel of the font's picture.
    const bool plain = source.alpha != nullptr && same(corners[0]->uv, corners[1]->uv) &&
                       same(corners[1]->uv, corners[2]->uv);
    const Box box = bounds(corners, clip);
    for (int y = box.y0; y < box.y1; ++y) {
        std::uint32_t* row = bitmap.pixels.data() + static_cast<std::ptrdiff_t>(y) * bitmap.width;
        for (int x = box.x0; x < box.x1; ++x) {
            std::array<double, 3> weight{};
            bool inside = true;
            for (std::size_t i = 0; i < 3; ++i) {
                weight.at(i) = edges.at(i).at(x + 0.5, y + 0.5);
                inside = inside && edges.at(i).holds(weight.at(i));
            }
            if (!inside) {
                continue;
            }
            Channels colour = colours[0];
            if (!plain_colour) {
                for (std::size_t i = 0; i < 4; ++i) {
                    colour.at(i) = (weight[0] * colours[0].at(i) + weight[1] * colours[1].at(i) +
                                    weight[2] * colours[2].at(i)) /
                                   area;
                }
            }
            if (!plain) {
                const auto mix = [&](float ImVec2::*part) {
                    return (weight[0] * (corners[0]->uv.*part) +
                            weight[1] * (corners[1]->uv.*part) +
                            weight[2] * (corners[2]->uv.*part)) /
                           area;
                };
                sample(source, mix(&ImVec2::x), mix(&ImVec2::y), colour);
            }
            blend(row[x], colour);
        }
    }
}

Source font_source(const ImFontAtlas& atlas) {
    return {atlas.TexPixelsAlpha8, nullptr, atlas.TexWidth, atlas.TexHeight};
}

}  // namespace

ImTextureID MemoryTextures::put(const Picture& picture) {
    pictures_.emplace(next_, picture);
    return reinterpret_cast<ImTextureID>(next_++);
}

void MemoryTextures::drop(ImTextureID texture) {
    pictures_.erase(reinterpret_cast<std::uintptr_t>(texture));
}

const Picture* MemoryTextures::find(ImTextureID texture) const {
    const auto found = pictures_.find(reinterpret_cast<std::uintptr_t>(texture));
    return found == pictures_.end() ? nullptr : &found->second;
}

Bitmap rasterise(const ImDrawData& data, const ImFontAtlas& atlas, const MemoryTextures& textures,
                 Colour ground) {
    Bitmap bitmap;
    bitmap.width = static_cast<int>(data.DisplaySize.x);
    bitmap.height = static_cast<int>(data.DisplaySize.y);
    bitmap.pixels.assign(
        static_cast<std::size_t>(bitmap.width) * static_cast<std::size_t>(bitmap.height), ground);
    for (int i = 0; i < data.CmdListsCount; ++i) {
        const ImDrawList& list = *data.CmdLists[i];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            Source source = font_source(atlas);
            if (const Picture* picture = textures.find(command.TextureId); picture != nullptr) {
                source = {nullptr, picture->rgba.data(), picture->width, picture->height};
            }
            const Box clip = {std::max(0, static_cast<int>(command.ClipRect.x)),
                              std::max(0, static_cast<int>(command.ClipRect.y)),
                              std::min(bitmap.width, static_cast<int>(command.ClipRect.z)),
                              std::min(bitmap.height, static_cast<int>(command.ClipRect.w))};
            const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
            const ImDrawVert* vertex = list.VtxBuffer.Data + command.VtxOffset;
            for (unsigned at = 0; at + 2 < command.ElemCount; at += 3) {
                triangle(bitmap,
                         {vertex + index[at], vertex + index[at + 1], vertex + index[at + 2]}, clip,
                         source);
            }
        }
    }
    return bitmap;
}

Status write_png(const std::filesystem::path& file, int width, int height,
                 const std::uint8_t* rgba) {
    if (stbi_write_png(file.c_str(), width, height, 4, rgba, width * 4) == 0) {
        return fail(
            ErrorCode::io,
            "Gambar layar tidak bisa disimpan. Periksa apakah foldernya ada dan bisa ditulisi.",
            "cannot write " + file.string());
    }
    return {};
}

Status write_png(const std::filesystem::path& file, const Bitmap& bitmap) {
    std::vector<std::uint8_t> rgba;
    rgba.reserve(bitmap.pixels.size() * 4);
    for (const std::uint32_t pixel : bitmap.pixels) {
        for (unsigned shift = 0; shift < 32; shift += 8) {
            rgba.push_back(static_cast<std::uint8_t>(pixel >> shift & 255U));
        }
    }
    return write_png(file, bitmap.width, bitmap.height, rgba.data());
}

std::uint64_t draw_hash(const ImDrawData& data) {
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a, eight bytes at a time
    const auto mix = [&](const void* bytes, std::size_t count) {
        const auto* at = static_cast<const unsigned char*>(bytes);
        for (; count >= 8; count -= 8, at += 8) {
            std::uint64_t word = 0;
            std::copy_n(at, 8, reinterpret_cast<unsigned char*>(&word));
            hash = (hash ^ word) * 1099511628211ULL;
            hash ^= hash >> 32U;
        }
        for (; count > 0; --count, ++at) {
            hash = (hash ^ *at) * 1099511628211ULL;
        }
    };
    mix(&data.DisplaySize, sizeof data.DisplaySize);
    for (int i = 0; i < data.CmdListsCount; ++i) {
        const ImDrawList& list = *data.CmdLists[i];
        mix(list.VtxBuffer.Data, static_cast<std::size_t>(list.VtxBuffer.size_in_bytes()));
        mix(list.IdxBuffer.Data, static_cast<std::size_t>(list.IdxBuffer.size_in_bytes()));
        for (const ImDrawCmd& command : list.CmdBuffer) {
            mix(&command.ClipRect, sizeof command.ClipRect);
            mix(&command.TextureId, sizeof command.TextureId);
            mix(&command.ElemCount, sizeof command.ElemCount);
        }
    }
    return hash;
}

}  // namespace disapa::ui
