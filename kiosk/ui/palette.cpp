#include "kiosk/ui/palette.h"

#include <algorithm>
#include <cmath>

namespace disapa::ui {

namespace {

constexpr Colour kBlack = rgb(0, 0, 0);
constexpr Colour kStrongRed = rgb(150, 0, 0);       // 9 to 1 on white: trouble stays red
constexpr Colour kStrongOff = rgb(70, 70, 70);      // what cannot be used is grey, and still 7 to 1
constexpr Colour kStrongGrey = rgb(232, 232, 232);  // grounds that were tinted
constexpr Colour kStrongChosen = rgb(255, 236, 140);  // yellow: what is chosen or held
constexpr float kHalf = 0.4F;                         // lighter becomes white, darker black

constexpr unsigned alpha_of(Colour colour) {
    return colour >> 24U;
}
bool is_rule(Colour colour) {
    const Colour solid = with_alpha(colour, 255);
    return solid == kLine || solid == kFaint || solid == with_alpha(kKeyEdge, 255);
}

}  // namespace

Colour Palette::text(Colour colour) const {
    if (!contrast_) {
        return colour;
    }
    if (colour == kRed || colour == kRedDark) {
        return kStrongRed;
    }
    if (colour == kOff || colour == kOffText) {
        return kStrongOff;
    }
    return luminance(colour) > kHalf && colour != kFaint && colour != kAmber ? kWhite : kBlack;
}

Colour Palette::ground(Colour colour) const {
    // What lets something shine through (header, scrim, shadows) is black or white already.
    if (!contrast_ || alpha_of(colour) < 255) {
        return colour;
    }
    if (is_rule(colour)) {
        return kBlack;
    }
    if (colour == kSoft || colour == kKeyHeld) {
        return kStrongChosen;
    }
    if (colour == kRed || colour == kRedDark) {
        return kStrongRed;
    }
    if (colour == kWhite || colour == kGround || colour == kAmber || colour == kAmberDark) {
        return kWhite;
    }
    return luminance(colour) > kHalf ? kStrongGrey : kBlack;
}

Colour Palette::edge(Colour colour) const {
    if (!contrast_) {
        return colour;
    }
    if (is_rule(colour)) {
        return kBlack;
    }
    if (colour == kRed) {
        return kStrongRed;
    }
    if (colour == kOff) {
        return kStrongOff;
    }
    return luminance(colour) > kHalf ? kStrongGrey : kBlack;
}

float Palette::thick(float pixels, float scale) const {
    return contrast_ ? std::max(pixels * 1.5F, 3 * scale) : pixels;
}

float Palette::ratio_min(bool large) const {
    return contrast_ ? 7.0F : large ? 3.0F : 4.5F;
}

float luminance(Colour colour) {
    const auto linear = [&](unsigned shift) {
        const float part = static_cast<float>(colour >> shift & 255U) / 255.0F;
        return part <= 0.04045F ? part / 12.92F : std::pow((part + 0.055F) / 1.055F, 2.4F);
    };
    return 0.2126F * linear(0) + 0.7152F * linear(8) + 0.0722F * linear(16);
}

float contrast_ratio(Colour a, Colour b) {
    const float one = luminance(a);
    const float two = luminance(b);
    return (std::max(one, two) + 0.05F) / (std::min(one, two) + 0.05F);
}

Colour between(Colour from, Colour to, float part) {
    Colour mixed = 0xFF000000U;
    for (unsigned shift = 0; shift < 24; shift += 8) {
        const auto a = static_cast<float>(from >> shift & 255U);
        const auto b = static_cast<float>(to >> shift & 255U);
        mixed |= static_cast<Colour>(std::lround(a + (b - a) * std::clamp(part, 0.0F, 1.0F)))
                 << shift;
    }
    return mixed;
}

Colour over(Colour top, Colour ground) {
    return between(ground, top, static_cast<float>(alpha_of(top)) / 255.0F);
}

}  // namespace disapa::ui
