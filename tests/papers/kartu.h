// Rendered family cards and their photos, for measuring what stays legible. Synthetic people only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/devices/image.h"

namespace disapa::papers {

struct Card {
    std::string number;             // of the family card, 16 digits
    std::vector<std::string> niks;  // 16 digits each
    std::vector<std::string> names;
};
[[nodiscard]] Card make_card(std::uint64_t seed);

// The printed sheet, A4 lying (or F4 upright with a letter on it), `width` pixels wide, grey.
[[nodiscard]] devices::Image print_card(const Card& card, int width);
[[nodiscard]] devices::Image print_letter(const Card& card, int width);

// What a camera makes of it.
struct Shot {
    std::uint64_t seed = 1;
    int width = 1920, height = 1080;
    double degrees = 0;      // turned
    double perspective = 0;  // how much shorter the far side is, in parts
    double fills = 0.85;     // of the photo's height or width
    double shade = 0;        // how much darker the far corner is, in parts
    double blur = 0;         // pixels
    double noise = 4;        // standard deviation, of 255
    double light = 0.85;     // of full scale where it is brightest
    bool wood = true;        // the table; else grey cloth
    bool glare = false;      // a lamp mirrored in a plastic cover
};
[[nodiscard]] devices::Image photograph(const devices::Image& sheet, const Shot& shot);

}  // namespace disapa::papers
