#include "kiosk/ui/palette.h"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

namespace disapa::ui {
namespace {

TEST_CASE("ratios are those of WCAG") {
    CHECK(contrast_ratio(rgb(0, 0, 0), kWhite) == doctest::Approx(21));
    CHECK(contrast_ratio(rgb(118, 118, 118), kWhite) == doctest::Approx(4.54).epsilon(0.01));
    CHECK(over(rgb(255, 255, 255, 128), rgb(0, 0, 0)) == rgb(128, 128, 128));
    CHECK(between(rgb(0, 0, 0), rgb(200, 100, 50), 0.5F) == rgb(100, 50, 25));
}

TEST_CASE("every pair of text and ground can be read, in both themes") {
    std::vector<std::pair<Colour, Colour>> pairs;
    for (const Colour ground : {kGround, kWhite, kSoft}) {
        for (const Colour text : {kInk, kMuted, kTeal, kRed, kOrange, kBlue, kGreen}) {
            pairs.emplace_back(text, ground);
        }
    }
    for (const Tone tone : {Tone::neutral, Tone::info, Tone::good, Tone::warn, Tone::bad}) {
        pairs.emplace_back(colour_of(tone), soft_of(tone, 34));  // a badge
        pairs.emplace_back(colour_of(tone), soft_of(tone, 26));  // a notice
        pairs.emplace_back(kInk, soft_of(tone, 26));
    }
    for (const Colour key : {kWhite, kKeyDark, kKeyHeld, kBoard}) {
        pairs.emplace_back(kInk, key);
    }
    for (const Colour filled : {kTeal, kTealDark, kRed, kRedDark}) {
        pairs.emplace_back(kWhite, filled);
    }
    pairs.emplace_back(kInk, kAmber);
    for (const bool contrast : {false, true}) {
        const Palette palette(contrast);
        for (const auto& [text, ground] : pairs) {
            CAPTURE(contrast);
            CAPTURE(text);
            CAPTURE(ground);
            CHECK(contrast_ratio(palette.text(text), palette.ground(ground)) >=
                  palette.ratio_min(false));
        }
    }
    const Palette strong(true);
    for (const Colour ground : {kOff, kGround, kWhite}) {
        CHECK(contrast_ratio(strong.text(kOffText), strong.ground(ground)) >= 7);
    }
    // Large text on the light end of the header.
    CHECK(contrast_ratio(kWhite, kTealLight) >= 3);
    CHECK(contrast_ratio(strong.text(kWhite), strong.ground(kTealLight)) >= 7);
}

TEST_CASE("lines are strong where contrast is asked for, and the usual theme is untouched") {
    const Palette strong(true);
    for (const Colour line : {kLine, kFaint, kTeal, kTealLight, kRed}) {
        CHECK(contrast_ratio(strong.edge(line), kWhite) >= 4.5F);
    }
    CHECK(strong.thick(2, 1) == 3);
    CHECK(strong.ground(rgb(0, 0, 0, 50)) == rgb(0, 0, 0, 50));
    const Palette usual;
    CHECK(usual.text(kMuted) == kMuted);
    CHECK(usual.ground(kSoft) == kSoft);
    CHECK(usual.edge(kLine) == kLine);
    CHECK(usual.thick(2, 1) == 2);
}

}  // namespace
}  // namespace disapa::ui
