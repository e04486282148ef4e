// Tests: pictures of half size, compared with tests/golden. Fonts and FreeType differ a little
// between versions, so a picture may differ in some pixels; a page that looks different does not
// pass.
#pragma once

#include <stb/stb_image.h>

#include <cstdlib>

#include "kiosk/screens/screens_world.h"

namespace disapa::testing {

inline constexpr double kShareMost = 0.08;  // of the pixels that may differ
inline constexpr int kNear = 24;            // of 255: less in every channel is the same colour

inline const std::filesystem::path kGolden =
    std::filesystem::path(DISAPA_SOURCE_DIR) / "tests/golden";

// Each pixel the mean of four.
inline ui::Bitmap halved(const ui::Bitmap& whole) {
    ui::Bitmap half{whole.width / 2, whole.height / 2, {}};
    const auto at = [&](int x, int y, unsigned shift) {
        const auto index = static_cast<std::size_t>(y) * static_cast<std::size_t>(whole.width) +
                           static_cast<std::size_t>(x);
        return whole.pixels[index] >> shift & 255U;
    };
    for (int y = 0; y < half.height; ++y) {
        for (int x = 0; x < half.width; ++x) {
            std::uint32_t pixel = 0xFF000000U;
            for (unsigned shift = 0; shift < 24; shift += 8) {
                const auto sum = at(2 * x, 2 * y, shift) + at(2 * x + 1, 2 * y, shift) +
                                 at(2 * x, 2 * y + 1, shift) + at(2 * x + 1, 2 * y + 1, shift);
                pixel |= sum / 4 << shift;
            }
            half.pixels.push_back(pixel);
        }
    }
    return half;
}

// Share of the pixels that differ; 1 where the sizes do.
inline double difference(const ui::Bitmap& now, const std::filesystem::path& file) {
    int width = 0, height = 0, channels = 0;
    unsigned char* kept = stbi_load(file.c_str(), &width, &height, &channels, 4);
    if (kept == nullptr || width != now.width || height != now.height) {
        stbi_image_free(kept);
        return 1;
    }
    std::size_t differ = 0;
    for (std::size_t i = 0; i < now.pixels.size(); ++i) {
        bool far = false;
        for (unsigned channel = 0; channel < 3; ++channel) {
            const int one = kept[i * 4 + channel];
            const int two = static_cast<int>(now.pixels[i] >> (8 * channel) & 255U);
            far = far || std::abs(one - two) > kNear;
        }
        differ += far ? 1 : 0;
    }
    stbi_image_free(kept);
    return static_cast<double>(differ) / static_cast<double>(now.pixels.size());
}

inline void golden(World& world, const std::string& name) {
    world.harness->step(6);
    const auto now = halved(world.harness->picture());
    const auto file = kGolden / (name + ".png");
    const char* wish = std::getenv("DISAPA_GOLDEN");
    if (wish != nullptr && std::string_view(wish) == "write") {
        std::filesystem::create_directories(kGolden);
        CHECK(ui::write_png(file, now).has_value());
        return;
    }
    const double share = difference(now, file);
    CHECK_MESSAGE(share <= kShareMost, name);
    if (share > kShareMost) {
        (void)ui::write_png(std::filesystem::temp_directory_path() / ("golden_" + name + ".png"),
                            now);
    }
}

}  // namespace disapa::testing
