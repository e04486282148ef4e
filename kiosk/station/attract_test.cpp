// The still screen: the longest notices on every screen, in turn, and nothing drawn in between.
#include "kiosk/station/attract.h"

#include "kiosk/screens/looks.h"
#include "shared/base/file.h"

using namespace disapa;
using disapa::testing::Looks;
using disapa::testing::World;

namespace {

// As long as they may be; names of places, which no language translates.
const std::string kHeading = "Posyandu Umaq Dian, Umaq Bekuai, Umaq Tukung, Muara Belinau";
std::string long_words() {
    std::string text;
    for (int i = 0; letters(text) + 24 <= kNoticeLetters; ++i)
        text += "Umaq Dian 08." + std::to_string(10 + i) + " WITA; ";
    return clean_text(text);
}

void put(const World& world, const std::string& name, const std::string& text) {
    const auto folder = world.base.folder / "kiosk" / "pengumuman";
    std::filesystem::create_directories(folder);
    REQUIRE(write_file_durably(folder / name, as_bytes(text)));
}

void rest(World& world) {
    for (int i = 0; i < 125; ++i) {
        world.base.clock.advance(1);
        world.harness->step(1, 1.0);
    }
    REQUIRE(world.harness->find("attract") != nullptr);
}

// The notice stands inside its panel, and the panel leaves the clock and the foot alone.
void check_place(World& world) {
    const auto* panel = world.harness->find("attract:notice");
    REQUIRE(panel != nullptr);
    for (const char* id : {"attract:notice:heading", "attract:notice:words"}) {
        const auto* text = world.harness->find(id);
        if (text != nullptr) CHECK_MESSAGE(panel->full.contains(text->full), id);
    }
    for (const char* id : {"attract:clock", "attract:greeting", "attract:office", "attract:foot"}) {
        const auto* other = world.harness->find(id);
        REQUIRE(other != nullptr);
        CHECK_MESSAGE(panel->full.meet(other->full).empty(), id);
    }
    const auto foot = world.harness->find("attract:foot")->full;
    CHECK(world.harness->find("attract:greeting")->full.meet(foot).empty());
}

}  // namespace

TEST_CASE("the still screen with the longest notice, on every screen and in every size") {
    World world;
    put(world, "lama.txt", kHeading + "\n" + long_words() + "\n");
    rest(world);
    Looks(world).check("attract-long");
    for (const auto& [width, height] : {std::pair(1280, 800), {800, 1280}, {1920, 1080}}) {
        for (int size = 0; size < 3; ++size) {
            world.harness->resize(width, height);
            world.harness->ui().set_text_size(size);
            world.harness->step(4);
            CAPTURE(width);
            CAPTURE(size);
            check_place(world);
            world.shot("attract-long-" + std::to_string(width) + "-" + std::to_string(size));
        }
    }
}

TEST_CASE("the still screen with a short notice: large letters") {
    World world;
    put(world, "rapat.txt", "Perahu sayur Jumat\nPukul 07.00 di dermaga.\n");
    rest(world);
    for (const auto& [width, height] : {std::pair(1280, 800), {800, 1280}, {1920, 1080}}) {
        world.harness->resize(width, height);
        world.harness->step(4);
        check_place(world);
        world.shot("attract-short-" + std::to_string(width));
    }
}

TEST_CASE("notices come in turn, one a minute; in between nothing is drawn") {
    World world;
    put(world, "1.txt", "Posyandu Selasa\nDi balai desa.");
    put(world, "2.txt", "Perahu sayur Jumat");
    put(world, "3.txt", "Lewat\n---\nsampai: 2026-11-22\n");
    rest(world);
    std::set<std::string> seen;
    int changes = 0;
    auto hash = world.harness->hash();
    for (int second = 0; second < 600; ++second) {
        world.base.clock.advance(1);
        world.harness->step(1, 1.0);
        if (world.harness->hash() != hash) ++changes;
        hash = world.harness->hash();
        if (const auto* heading = world.harness->find("attract:notice:heading"))
            seen.insert(heading->label);
    }
    CHECK(seen == std::set<std::string>{"Posyandu Selasa", "Perahu sayur Jumat"});
    CHECK(changes <= 10);  // one a minute
}

TEST_CASE("a notice that is over goes while nobody is there; a new one comes") {
    World world;
    world.base.clock.set(instant_of({2026, 11, 23}, 23, 50));
    put(world, "a.txt", "Hari ini\n---\nsampai: 2026-11-23\n");
    rest(world);
    CHECK(world.says("Hari ini"));
    put(world, "b.txt", "Besok\n");
    for (int second = 0; second < 900; ++second) {
        world.base.clock.advance(1);
        world.harness->step(1, 1.0);
    }
    CHECK_FALSE(world.says("Hari ini"));
    CHECK(world.says("Besok"));
}
