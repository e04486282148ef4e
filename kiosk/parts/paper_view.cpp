#include "kiosk/parts/paper_view.h"

#include <algorithm>

namespace disapa::screens {
namespace {

constexpr int kLiveWidth = 800;

// Each `step`th pixel of each `step`th row.
ui::Picture thinned(const devices::Image& image, int step) {
    ui::Picture picture;
    if (!image.is_sound()) return picture;
    picture.width = image.width / step;
    picture.height = image.height / step;
    picture.rgba.resize(static_cast<std::size_t>(picture.width) *
                        static_cast<std::size_t>(picture.height) * 4);
    const auto channels = static_cast<std::size_t>(image.channels);
    const auto row = static_cast<std::size_t>(image.width) * channels;
    auto* to = picture.rgba.data();
    for (int y = 0; y < picture.height; ++y) {
        const auto* from = image.pixels.data() + static_cast<std::size_t>(y * step) * row;
        for (int x = 0; x < picture.width; ++x, to += 4) {
            to[0] = from[0];
            to[1] = from[channels == 3 ? 1 : 0];
            to[2] = from[channels == 3 ? 2 : 0];
            to[3] = 255;
            from += channels * static_cast<std::size_t>(step);
        }
    }
    return picture;
}

}  // namespace

ui::Picture picture_of(const devices::Image& image) {
    auto picture = thinned(image, 1);
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
    for (const auto byte : picture.rgba) hash = (hash ^ byte) * 1099511628211ULL;
    picture.version = hash;
    return picture;
}

Result<ui::Picture> picture_of(ByteView file, int side_max) {
    auto image = devices::decode_picture(file, side_max);
    if (!image) return pass(std::move(image));
    return picture_of(*image);
}

ui::Picture live_picture(const devices::Image& image, std::uint64_t number) {
    auto picture = thinned(image, std::max(1, (image.width + kLiveWidth - 1) / kLiveWidth));
    picture.version = number;
    return picture;
}

}  // namespace disapa::screens
