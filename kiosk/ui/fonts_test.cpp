#include "kiosk/ui/fonts.h"

#include <doctest/doctest.h>

#include <cmath>

#include "kiosk/ui/harness.h"
#include "kiosk/ui/icons.h"

namespace disapa::ui {
namespace {

TEST_CASE("every icon of the table is in the font, in every size it is used in") {
    const Words words = *Words::parse("{}");
    const Harness harness(words, [](Ui&) {});
    auto files = FontFiles::read();
    REQUIRE(files);
    ImFontAtlas atlas;
    Fonts fonts;
    fonts.build(atlas, *files, 1);
    for (const IconRow& row : kIcons) {
        CAPTURE(row.name);
        CHECK(fonts.icon(IconSize::normal)->FindGlyphNoFallback(row.code) != nullptr);
        CHECK(fonts.icon(IconSize::large)->FindGlyphNoFallback(row.code) != nullptr);
        CHECK(icon_named(row.name) == Icon{row.code});
    }
    CHECK(fonts.icon(IconSize::small)->FindGlyphNoFallback(icon("check").code) != nullptr);
    CHECK(fonts.icon(IconSize::huge)->FindGlyphNoFallback(icon("lock").code) != nullptr);
    for (const char16_t letter : {u'A', u'\u00e9', u'\u2022', u'\u2026', u'\u2013', u'\u201c'}) {
        CAPTURE(static_cast<int>(letter));
        CHECK(fonts.text(Type::body)->FindGlyphNoFallback(letter) != nullptr);
    }
    CHECK(atlas.TexHeight <= 4096);
    CHECK_FALSE(icon_named("no_such_icon"));
}

TEST_CASE("a missing or broken font is said in one sentence") {
    for (const char* folder : {"/nowhere", DISAPA_SOURCE_DIR}) {
        const auto files = FontFiles::read(folder);
        REQUIRE_FALSE(files);
        CHECK(files.error().sentence.find("fonts-inter") != std::string::npos);
    }
    const auto icons = FontFiles::read("/usr/share/fonts/opentype/inter",
                                       std::filesystem::path(DISAPA_SOURCE_DIR) / "CMakeLists.txt");
    REQUIRE_FALSE(icons);
    CHECK(icons.error().sentence.find("fonts-material-design-icons-iconfont") != std::string::npos);
}

TEST_CASE("text and its ground keep their contrast") {
    const auto light = [](Colour colour) {
        double sum = 0;
        const double weights[] = {0.2126, 0.7152, 0.0722};
        for (unsigned i = 0; i < 3; ++i) {
            const double c = (colour >> (8 * i) & 255U) / 255.0;
            sum += weights[i] * (c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    };
    const auto contrast = [&](Colour a, Colour b) {
        const double la = light(a) + 0.05;
        const double lb = light(b) + 0.05;
        return la > lb ? la / lb : lb / la;
    };
    CHECK(contrast(kInk, kGround) > 7);
    CHECK(contrast(kMuted, kGround) > 4.5);
    CHECK(contrast(kMuted, kWhite) > 4.5);
    CHECK(contrast(kTeal, kSoft) > 4.5);
    CHECK(contrast(kWhite, kTeal) > 4.5);
    CHECK(contrast(kWhite, kTealLight) > 3);
    CHECK(contrast(kInk, kAmber) > 4.5);
    CHECK(contrast(kWhite, kRed) > 4.5);
    for (const Tone tone : {Tone::neutral, Tone::info, Tone::good, Tone::warn, Tone::bad}) {
        CAPTURE(static_cast<int>(tone));
        CHECK(contrast(colour_of(tone), soft_of(tone, 34)) > 4.5);
        CHECK(contrast(colour_of(tone), soft_of(tone, 26)) > 4.5);
    }
}

}  // namespace
}  // namespace disapa::ui
