#include "kiosk/ui/raster.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "kiosk/ui/harness.h"
#include "kiosk/ui/widgets.h"

namespace disapa::ui {
namespace {

std::uint32_t at(const Bitmap& bitmap, int x, int y) {
    return bitmap.pixels[static_cast<std::size_t>(y * bitmap.width + x)];
}

TEST_CASE("a rectangle covers its pixels and no others, once each") {
    const Words words = *Words::parse("{}");
    Harness harness(words, [](Ui& ui) {
        ui.paint().fill({10, 20, 30, 40}, kTeal);
        ui.paint().fill({100, 100, 50, 50}, rgb(0, 0, 0, 128));
        ui.paint().push_clip({200, 200, 10, 10});
        ui.paint().fill({190, 190, 100, 100}, kRed);
        ui.paint().pop_clip();
    });
    const Bitmap bitmap = harness.picture();
    CHECK(at(bitmap, 10, 20) == kTeal);
    CHECK(at(bitmap, 39, 59) == kTeal);
    CHECK(at(bitmap, 40, 59) == kGround);
    CHECK(at(bitmap, 9, 20) == kGround);
    // The seam of the two triangles is not blended twice.
    for (int i = 0; i < 50; ++i) {
        CHECK(at(bitmap, 100 + i, 100 + i) == at(bitmap, 101, 140));
    }
    CHECK(at(bitmap, 200, 200) == kRed);
    CHECK(at(bitmap, 210, 205) == kGround);
    CHECK(at(bitmap, 199, 205) == kGround);
}

TEST_CASE("a picture is drawn with its own colours, and kept as long as it is shown") {
    const Words words = *Words::parse("{}");
    Picture picture{2, 1, {255, 0, 0, 255, 0, 0, 255, 255}, 1};
    bool shown = true;
    Harness harness(words, [&](Ui& ui) {
        image(ui, Rect{0, 0, 400, 200}, "p", "Foto", shown ? &picture : nullptr);
    });
    CHECK(at(harness.picture(), 20, 100) == rgb(255, 0, 0));
    CHECK(at(harness.picture(), 380, 100) == rgb(0, 0, 255));
    const auto before = harness.hash();
    picture.rgba[0] = 0;
    picture.version = 2;
    harness.step();
    CHECK(harness.hash() != before);  // or the window would not show it
    CHECK(at(harness.picture(), 20, 100) == rgb(0, 0, 0));
    shown = false;
    harness.step();
    CHECK(at(harness.picture(), 20, 100) == kBoard);
    CHECK(harness.find("p")->on == false);
    picture.rgba.pop_back();  // what contradicts itself is not drawn
    shown = true;
    harness.step();
    CHECK(harness.find("p")->on == false);
}

TEST_CASE("a QR code is whole pixels with white around it") {
    const Words words = *Words::parse("{}");
    Harness harness(words, [](Ui& ui) {
        qr_code(ui, Rect{0, 0, 290, 290}, "q", "Kode", 21, [](int x, int y) { return x == y; });
    });
    const Bitmap bitmap = harness.picture();
    CHECK(at(bitmap, 39, 39) == kWhite);
    CHECK(at(bitmap, 40, 40) == rgb(0, 0, 0));
    CHECK(at(bitmap, 49, 49) == rgb(0, 0, 0));
    CHECK(at(bitmap, 50, 49) == kWhite);
    CHECK(at(bitmap, 249, 249) == rgb(0, 0, 0));
    CHECK(at(bitmap, 250, 250) == kWhite);
}

TEST_CASE("a picture that cannot be written is an error") {
    CHECK_FALSE(write_png("/nowhere/x.png", Bitmap{1, 1, {kTeal}}));
}

}  // namespace
}  // namespace disapa::ui
