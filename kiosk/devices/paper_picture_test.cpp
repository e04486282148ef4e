#include "kiosk/devices/paper_picture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "kiosk/devices/paper_edges.h"
#include "shared/base/limits.h"
#include "tests/papers/kartu.h"

using namespace disapa;
using devices::Image;
using devices::PaperDoubt;

namespace {

Image photo_of_card(papers::Shot shot) {
    return papers::photograph(papers::print_card(papers::make_card(shot.seed), 1200), shot);
}

bool has(const devices::Paper& paper, PaperDoubt doubt) {
    return std::ranges::find(paper.doubts, doubt) != paper.doubts.end();
}

int brightness(const Image& image, int x, int y) {
    return image.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                        static_cast<std::size_t>(x)];
}

}  // namespace

TEST_CASE("a card on a wooden table becomes a straight grey picture of some 25 KB") {
    const auto paper = devices::paper_picture(
        photo_of_card({.seed = 3, .degrees = 4, .perspective = 0.06, .shade = 0.4}));
    REQUIRE(paper.has_value());
    CHECK(paper->found);
    CHECK(paper->doubts.empty());
    CHECK(paper->preview.channels == 1);
    CHECK(paper->preview.width == 1000);
    CHECK(paper->preview.height > 650);
    CHECK(paper->preview.height < 780);
    CHECK(paper->webp.size() <= 30 * 1024);
    CHECK(paper->original.size() <= limits::kBlobBytes);
    // Nothing of the table is left, and the far corner is as white as the near one.
    CHECK(brightness(paper->preview, 20, 20) > 235);
    CHECK(brightness(paper->preview, 980, paper->preview.height - 20) > 235);
    const auto original = devices::decode_picture(paper->original);
    REQUIRE(original.has_value());
    CHECK(original->channels == 3);
    CHECK(std::max(original->width, original->height) <= 2000);
}

TEST_CASE("the edges of the sheet are found to within a few pixels") {
    const auto photo = photo_of_card({.seed = 5, .degrees = 0, .fills = 0.8, .noise = 3});
    const auto pix = devices::to_pix(photo);
    const auto corners = devices::find_paper(*pix);
    REQUIRE(corners.has_value());
    const float height = 0.8F * 1080, width = height * 297 / 210;
    const auto near = [](float is, float expected) { return std::abs(is - expected) < 6; };
    CHECK(near((*corners)[0].x, (1920 - width) / 2));
    CHECK(near((*corners)[0].y, (1080 - height) / 2));
    CHECK(near((*corners)[1].x, (1920 + width) / 2));
    CHECK(near((*corners)[2].x, (1920 + width) / 2));
    CHECK(near((*corners)[2].y, (1080 + height) / 2));
    CHECK(near((*corners)[3].x, (1920 - width) / 2));
}

TEST_CASE("a scan that is nothing but paper stays whole; a turn is taken") {
    const auto sheet = papers::print_card(papers::make_card(8), 1400);
    auto paper = devices::paper_picture(sheet);
    REQUIRE(paper.has_value());
    CHECK_FALSE(paper->found);
    CHECK(paper->preview.width == 1000);
    CHECK(paper->preview.height == doctest::Approx(707).epsilon(0.01));
    paper = devices::paper_picture(sheet, {.frame = {}, .quarter_turns = 1});
    REQUIRE(paper.has_value());
    CHECK(paper->preview.height == doctest::Approx(1414).epsilon(0.01));
}

TEST_CASE("where no edge is seen the frame on the screen is taken") {
    Image photo{1600, 1200, 3, Bytes(1600U * 1200U * 3U, 240)};  // white on a white table
    const auto paper =
        devices::paper_picture(photo, {.frame = devices::Frame{0.25F, 0.25F, 0.5F, 0.25F}});
    REQUIRE(paper.has_value());
    CHECK_FALSE(paper->found);
    CHECK(paper->preview.width == doctest::Approx(816).epsilon(0.03));
    CHECK(paper->preview.height == doctest::Approx(306).epsilon(0.03));
}

TEST_CASE("what makes a picture hard to read is said") {
    const auto doubts = [](papers::Shot shot) {
        if (shot.width == papers::Shot{}.width) shot.width = 1280, shot.height = 720;
        auto paper = devices::paper_picture(photo_of_card(shot));
        REQUIRE(paper.has_value());
        return *paper;
    };
    CHECK(has(doubts({.seed = 11, .noise = 2, .light = 0.22}), PaperDoubt::too_dark));
    CHECK(has(doubts({.seed = 11, .blur = 1.6}), PaperDoubt::too_blurred));
    CHECK(has(doubts({.seed = 11, .width = 800, .height = 600}), PaperDoubt::too_small));
    CHECK(has(doubts({.seed = 11, .shade = 0.3, .light = 0.7, .glare = true}), PaperDoubt::glare));
    CHECK(doubts({.seed = 11}).doubts.empty());
    CHECK(doubts({.seed = 12, .shade = 0.5, .noise = 8}).doubts.empty());
}

TEST_CASE("a picture full of noise stays under the limit") {
    Image photo{600, 600, 1, {}};
    std::uint32_t state = 7;
    for (int i = 0; i < 600 * 600; ++i) {
        state = state * 1664525U + 1013904223U;
        photo.pixels.push_back(static_cast<std::uint8_t>(state >> 24U));
    }
    const auto paper = devices::paper_picture(photo);
    REQUIRE(paper.has_value());
    CHECK(paper->webp.size() <= limits::kPaperPictureBytesMax);
    CHECK(paper->original.size() <= limits::kBlobBytes);
}

TEST_CASE("what is no photo is an error, never a crash") {
    CHECK_FALSE(devices::paper_picture(Image{}).has_value());
    CHECK_FALSE(devices::paper_picture(Image{10, 10, 1, Bytes(100)}).has_value());
    CHECK_FALSE(devices::paper_picture(Image{1000, 1000, 3, Bytes(10)}).has_value());
    CHECK_FALSE(devices::paper_picture(as_bytes("%PDF-1.4 and so on")).has_value());
    CHECK_FALSE(devices::paper_picture(ByteView{}).has_value());
}
