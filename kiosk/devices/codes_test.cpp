#include "kiosk/devices/codes.h"

#include <doctest/doctest.h>

#include <qrcodegen/qrcodegen.hpp>

#include "shared/base/limits.h"
#include "tests/papers/kartu.h"

using namespace disapa;
using devices::Image;

namespace {

Image qr_picture(const std::string& text, int module_pixels) {
    const auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    const int side = (code.getSize() + 8) * module_pixels;
    Image image{side, side, 1,
                Bytes(static_cast<std::size_t>(side) * static_cast<std::size_t>(side), 255)};
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            if (code.getModule(x / module_pixels - 4, y / module_pixels - 4)) {
                image.pixels[static_cast<std::size_t>(y * side + x)] = 10;
            }
        }
    }
    return image;
}

}  // namespace

TEST_CASE("a receipt's code is read from a photo taken askew in bad light") {
    const auto photo = papers::photograph(qr_picture("K7M-2QX-94B-HD", 12), {.seed = 2,
                                                                             .width = 1280,
                                                                             .height = 720,
                                                                             .degrees = 11,
                                                                             .perspective = 0.05,
                                                                             .fills = 0.5,
                                                                             .shade = 0.4,
                                                                             .blur = 1,
                                                                             .noise = 6});
    CHECK(devices::read_codes(photo) == std::vector<std::string>{"K7M-2QX-94B-HD"});
}

TEST_CASE("a letter's long code is read too") {
    const std::string text = "https://surat.example.id/v#" + std::string(420, 'A');
    const auto photo = papers::photograph(qr_picture(text, 8), {.seed = 3,
                                                                .width = 1280,
                                                                .height = 960,
                                                                .degrees = -4,
                                                                .fills = 0.8,
                                                                .shade = 0.2,
                                                                .noise = 4});
    CHECK(devices::read_codes(photo) == std::vector<std::string>{text});
}

TEST_CASE("a picture without a code gives none") {
    CHECK(devices::read_codes(papers::print_card(papers::make_card(1), 1000)).empty());
    CHECK(devices::read_codes(Image{}).empty());
    CHECK(devices::read_codes(Image{100, 100, 1, Bytes(5)}).empty());
}
