#include "kiosk/station/stick.h"

#include <fstream>

#include "kiosk/screens/held_world.h"
#include "kiosk/screens/looks.h"

using namespace disapa;
using disapa::testing::Looks;
using disapa::testing::World;
namespace fs = std::filesystem;

namespace {

// A stick, and a courier whose answers the test writes.
class Trip {
  public:
    Trip() {
        fs::create_directories(programs);
        fs::create_directories(stick);
        world.settings.stick = stick.string();
        world.programs = programs;
        world.restart();
    }
    void courier(const std::string& import, const std::string& exporting) const {
        std::ofstream file(programs / "disapa-sync");
        file << "#!/bin/sh\n[ \"$1\" = courier ] || exit 9\n[ \"$3\" = --data ] || exit 9\n"
                "[ -d \"$4\" ] && [ -d \"$6\" ] || exit 9\n"
                "case $2 in\nimport) "
             << import << ";;\nexport) " << exporting << ";;\nesac\n";
        file.close();
        fs::permissions(programs / "disapa-sync", fs::perms::owner_all);
    }
    void open() {
        world.touch("footer:link");
        world.touch("next");
    }

    World world;
    fs::path programs = world.base.folder / "programs", stick = world.base.folder / "STIK";
};

constexpr const char* kBrought =
    R"(echo '{"acts":5,"arrived":2,"files":[{"outcome":"foreign"}],"left_out":0}')";
constexpr const char* kTaken =
    R"(echo '{"safe":true,"runs":[{"acts":12,"acts_left":false,"blobs_left":true}]}')";

}  // namespace

TEST_CASE("two taps: what came is read, what waits is written, then it may be pulled out") {
    Trip trip;
    trip.courier(kBrought, kTaken);
    trip.open();
    CHECK(trip.world.says("Flashdisk ditemukan"));
    Looks(trip.world).check("stick-found");
    trip.world.touch("stick:carry:0");
    CHECK(trip.world.says("Flashdisk boleh dicabut"));
    CHECK(trip.world.says("12"));
    CHECK(trip.world.harness->tree().labelled(
              "Belum semua muat. Sisanya ikut perjalanan berikut.") != nullptr);
    CHECK(trip.world.says("Berkas untuk penerima lain"));
    Looks(trip.world).check("stick-done");
    REQUIRE(trip.world.tap("next"));  // done: nothing is left but to go
    CHECK(trip.world.harness->find("search") != nullptr);
}

TEST_CASE("trouble with the stick is told in its own sentence, and nothing else is promised") {
    Trip trip;
    trip.courier(kBrought,
                 "echo 'Flashdisk penuh. Kosongkan ruang atau pakai flashdisk lain, lalu ulangi.' "
                 ">&2; exit 1");
    trip.open();
    trip.world.touch("stick:carry:0");
    CHECK(trip.world.says("Belum berhasil"));
    CHECK(trip.world.says("Flashdisk penuh"));
    const auto* pull = trip.world.harness->tree().labelled("Flashdisk boleh dicabut");
    REQUIRE(pull != nullptr);
    CHECK(pull->visible.h == pull->full.h);  // in sight, with no scrolling
    Looks(trip.world).check("stick-full");
    trip.world.touch("next");  // once more

    // Pulled out while it was read.
    trip.courier("rm -rf \"$6\"; echo 'Flashdisk tercabut atau rusak.' >&2; exit 1", kTaken);
    trip.world.touch("stick:carry:0");
    CHECK(trip.world.says("Flashdisk tercabut"));
    CHECK_FALSE(trip.world.says("boleh dicabut"));
    Looks(trip.world).check("stick-pulled");
    REQUIRE(trip.world.tap("next"));
    trip.world.harness->step(3, 2.1);
    CHECK(trip.world.says("Pasang flashdisk"));
    Looks(trip.world).check("stick-none");
}

TEST_CASE("a courier that is not there, or talks nonsense, is told plainly") {
    Trip trip;
    trip.open();
    trip.world.touch("stick:carry:0");
    CHECK(trip.world.says("Bagian program tidak dapat dijalankan"));
    Looks(trip.world).check("stick-no-program");
    REQUIRE(trip.world.tap("next"));
    trip.courier("printf 'segfault \\033[31m' >&2; exit 139", kTaken);
    trip.world.harness->step(3);
    trip.world.touch("stick:carry:0");
    CHECK(trip.world.says("Pekerjaan dengan flashdisk gagal"));
}

TEST_CASE("while the stick is written nobody is led away from it") {
    Trip trip;
    trip.courier(kBrought, kTaken);
    testing::Held held(trip.world);
    screens::StickPage page(held.context);
    page.open();
    held.show([&](ui::Ui& ui, const ui::Rect& place) { (void)page.draw(ui, place); });
    held.hold();
    trip.world.touch("stick:carry:0");
    CHECK(page.is_working());
    CHECK(trip.world.harness->find("back") == nullptr);
    Looks(trip.world).check("stick-reading");
    held.let_go();
    CHECK(trip.world.says("Flashdisk boleh dicabut"));
}
