// A dozen pages as pictures. After a wanted change: DISAPA_GOLDEN=write screens_test -tc="golden*",
// then look at the new pictures before they are kept.
#include "kiosk/screens/golden.h"

using namespace disapa;
using disapa::testing::difference;
using disapa::testing::golden;
using disapa::testing::halved;
using disapa::testing::kAssets;
using disapa::testing::kNik;
using disapa::testing::kShareMost;
using disapa::testing::World;

TEST_CASE("golden: a picture of another page does not pass") {
    World world;
    const auto home = halved(world.harness->picture());
    world.touch("svc:SKTM");
    const auto about = halved(world.harness->picture());
    const auto file = std::filesystem::temp_directory_path() / "disapa_golden_self.png";
    REQUIRE(ui::write_png(file, home));
    CHECK(difference(home, file) == 0);
    CHECK(difference(about, file) > kShareMost);
    CHECK(difference(home, "/nonexistent.png") == 1);
    std::filesystem::remove(file);
}

TEST_CASE("golden: the first pages, in every look") {
    World world;
    const auto english = ui::Words::load(kAssets / "words" / "en.json").value();
    golden(world, "home");
    auto& ui = world.harness->ui();
    ui.use_words(english);
    golden(world, "home-english");
    ui.use_words(world.words);
    ui.set_contrast(true);
    golden(world, "home-strong");
    ui.set_contrast(false);
    ui.set_text_size(2);
    world.harness->resize(800, 1280);
    golden(world, "home-largest-upright");
    ui.set_text_size(0);
    world.harness->resize(1280, 800);
    world.touch("header:help");
    golden(world, "help");
    world.touch("help:close");
    world.touch("header:settings");
    golden(world, "settings");
    world.touch("settings:close");
    world.touch("footer:action");
    golden(world, "look-up");
    world.touch("header:home");
    world.touch("officer");
    golden(world, "sign-in");
}

TEST_CASE("golden: a request") {
    World world;
    world.touch("svc:SKTM");
    golden(world, "about");
    world.touch("next");
    golden(world, "identity");
    world.touch("next");
    world.touch("next");
    golden(world, "form-errors");
    REQUIRE(world.fill("ask:nik", kNik));
    world.touch("ask:nama");
    golden(world, "keyboard");
}
