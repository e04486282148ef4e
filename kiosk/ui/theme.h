// The look of the kiosk: colours, sizes, the scale of type. Calm, large, rounded, high contrast.
//
// Sizes are design pixels at 1280x800; `Ui::px` scales them. Text on its ground keeps a contrast of
// 4.5 to 1 (WCAG 2.1 AA); large text on the header gradient 3 to 1.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace disapa::ui {

using Colour = std::uint32_t;  // alpha, blue, green, red from the highest byte: as ImGui keeps it

constexpr Colour rgb(unsigned red, unsigned green, unsigned blue, unsigned alpha = 255) {
    return alpha << 24U | blue << 16U | green << 8U | red;
}
constexpr Colour with_alpha(Colour colour, unsigned alpha) {
    return (colour & 0x00FFFFFFU) | alpha << 24U;
}
// `part` of 255 of the colour, mixed with white: the soft ground of an icon or a badge.
constexpr Colour tint(Colour colour, unsigned part) {
    Colour mixed = 0xFF000000U;
    for (unsigned shift = 0; shift < 24; shift += 8) {
        const unsigned channel = colour >> shift & 255U;
        mixed |= (255U - (255U - channel) * part / 255U) << shift;
    }
    return mixed;
}

constexpr Colour kGround = rgb(243, 246, 250);
constexpr Colour kInk = rgb(22, 34, 51);
constexpr Colour kMuted = rgb(84, 99, 119);
constexpr Colour kFaint = rgb(150, 163, 181);  // arrows and empty dots, never text
constexpr Colour kLine = rgb(217, 225, 235);
constexpr Colour kWhite = rgb(255, 255, 255);
constexpr Colour kTeal = rgb(11, 110, 105);       // #0B6E69
constexpr Colour kTealLight = rgb(20, 148, 132);  // #149484
constexpr Colour kTealDark = rgb(8, 86, 82);
constexpr Colour kSoft = rgb(226, 244, 240);
constexpr Colour kAmber = rgb(245, 166, 35);
constexpr Colour kAmberDark = rgb(220, 145, 20);
constexpr Colour kRed = rgb(180, 35, 24);
constexpr Colour kRedDark = rgb(140, 25, 18);
constexpr Colour kOrange = rgb(166, 77, 8);
constexpr Colour kBlue = rgb(29, 91, 180);
constexpr Colour kGreen = rgb(21, 118, 58);
constexpr Colour kOff = rgb(214, 221, 230);  // a button that cannot be pressed
constexpr Colour kOffText = rgb(110, 122, 138);
constexpr Colour kBoard = rgb(226, 232, 240);  // under the keys
constexpr Colour kKeyDark = rgb(203, 212, 223);
constexpr Colour kKeyEdge = rgb(160, 172, 188, 140);
constexpr Colour kKeyHeld = rgb(190, 226, 219);
constexpr Colour kScrim = rgb(10, 22, 38, 140);  // over the screen, under a sheet

// Colours of service cards, told apart by eye; any index is allowed.
constexpr Colour accent(std::size_t index) {
    constexpr std::array<Colour, 9> kAccents = {
        rgb(14, 116, 144), rgb(194, 102, 10), rgb(190, 24, 93),  rgb(29, 99, 192), rgb(21, 128, 61),
        rgb(88, 60, 180),  rgb(157, 23, 77),  rgb(11, 110, 105), rgb(120, 80, 40)};
    return kAccents[index % kAccents.size()];
}

enum class Tone { neutral, info, good, warn, bad };
constexpr Colour colour_of(Tone tone) {
    constexpr std::array<Colour, 5> kColours = {kMuted, kBlue, kGreen, kOrange, kRed};
    return kColours[static_cast<std::size_t>(tone)];
}
// The soft ground behind words of a tone; `part` as in tint. A warning's is amber, not brown.
constexpr Colour soft_of(Tone tone, unsigned part) {
    return tone == Tone::warn ? tint(kAmber, part * 3 / 2) : tint(colour_of(tone), part);
}

// The scale of type. `note` is for secondary remarks only; everything that must be read is `body`
// up.
enum class Type { note, tag, body, strong, title, heading, display };
constexpr std::size_t kTypes = 7;
constexpr std::array<float, kTypes> kTypeSize = {20, 20, 23, 23, 31, 44, 72};
// Normal, large, largest: everything grows with the text, as if the screen were smaller, so that no
// layout has to know of it.
constexpr std::array<float, 3> kTextScales = {1.0F, 1.15F, 1.3F};
constexpr float kLineHeight = 1.36F;  // of a paragraph, in sizes of its type

enum class IconSize { small, normal, large, huge };
constexpr std::size_t kIconSizes = 4;
constexpr std::array<float, kIconSizes> kIconPixels = {26, 32, 52, 104};

constexpr float kTargetMin = 48;      // nothing to be touched is smaller, in either direction
constexpr float kDragThreshold = 14;  // a finger that moved further scrolls and no longer taps
constexpr float kMargin = 36;         // of a page; narrower in portrait
constexpr float kMarginPortrait = 24;
constexpr float kGap = 16;
constexpr float kHeaderHeight = 92;
constexpr float kFooterHeight = 84;
constexpr float kButtonHeight = 72;
constexpr float kFieldHeight = 72;
constexpr float kRowHeight = 84;
constexpr float kCardHeight = 176;
constexpr float kRadius = 16;
constexpr float kCardRadius = 22;

}  // namespace disapa::ui
