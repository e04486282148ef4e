#include "kiosk/citizen/papers_step.h"

#include "kiosk/counter/draft_papers.h"
#include "kiosk/counter/originals.h"
#include "kiosk/screens/devices_world.h"
#include "kiosk/screens/looks.h"
#include "shared/base/file.h"

using namespace disapa;
using disapa::testing::FakeCamera;
using disapa::testing::kClerkPin;
using disapa::testing::Looks;
using disapa::testing::photo;
using disapa::testing::sktm_form;
using disapa::testing::World;

namespace {

// To the papers of a request that is being filled in by a clerk, who amends the case.
void to_papers(World& world, const std::string& code, const char* reason) {
    REQUIRE(
        world.counter()
            .give_back(
                code, Reason{{reason}, ""},
                world.counter().sign_in(world.counter().officers().front().key, kClerkPin).value())
            .has_value());
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    for (const auto& node : world.harness->tree().nodes) {
        if (node.label.find(code) != std::string::npos ||
            node.value.find(code) != std::string::npos) {
            const auto id = node.id;
            REQUIRE(world.tap(id));
            break;
        }
    }
    world.harness->step(4);
    world.touch("next");
    for (int page = 0; page < 8 && !world.harness->find("paper:KTP:brought"); ++page) {
        world.touch("next");
    }
    REQUIRE(world.harness->find("paper:KTP:brought") != nullptr);
}

}  // namespace

TEST_CASE("a paper is photographed, looked at, and attached; its original stays here") {
    FakeCamera camera;
    World world;
    world.devices.camera = &camera;
    world.restart();
    const auto code = world.submit("SKTM", sktm_form());
    to_papers(world, code, "isian_salah");
    Looks(world).check("papers-choices");
    REQUIRE(world.tap("paper:KK:photo"));
    world.harness->step(4, 0.1);
    CHECK(camera.running);
    Looks(world).check("camera-live");
    REQUIRE(world.tap("camera:take"));
    world.harness->step(4, 0.1);
    CHECK_FALSE(camera.running);
    CHECK(world.harness->find("camera:result") != nullptr);
    Looks(world).check("camera-result");
    world.touch("camera:turn");
    REQUIRE(world.tap("camera:again"));
    world.harness->step(4, 0.1);
    CHECK(camera.running);
    REQUIRE(world.tap("camera:take"));
    world.harness->step(4, 0.1);
    world.touch("camera:use");
    CHECK_FALSE(camera.running);
    CHECK(world.harness->find("paper:KK:photo")->on);
    CHECK(world.harness->find("paper:KK:picture") != nullptr);
    Looks(world).check("papers-photo");
    auto counter = world.counter();
    const auto bytes = draft_paper(counter.node(), "KK");
    REQUIRE((bytes && *bytes));
    CHECK((*bytes)->size() < 40 * 1024);
    CHECK(Originals(counter.node()).has(sha256(**bytes)));
    world.next("Sudah benar?");
    for (int drag = 0; drag < 8; ++drag) world.harness->swipe(640, 500, 640, 300);
    CHECK(world.says("Terlampir"));
    CHECK(world.says("Dibawa ke loket"));
    world.shot("review-attached");
}

TEST_CASE("a dark photo is warned of, an unplugged camera is told, closing stops the camera") {
    FakeCamera camera;
    camera.still = photo(1600, 1200, 60);
    World world;
    world.devices.camera = &camera;
    world.restart();
    to_papers(world, world.submit("SKTM", sktm_form()), "isian_salah");
    REQUIRE(world.tap("paper:KTP:photo"));
    world.harness->step(4, 0.1);
    REQUIRE(world.tap("camera:take"));
    world.harness->step(4, 0.1);
    CHECK(world.says("Foto terlalu gelap. Geser ke tempat terang."));
    Looks(world).check("camera-dark");
    REQUIRE(world.tap("camera:again"));
    camera.plugged = false;
    world.harness->step(4, 0.1);
    CHECK(world.says("Kamera terputus."));
    CHECK_FALSE(world.tap("camera:take"));
    Looks(world).check("camera-unplugged");
    world.touch("camera:close");
    CHECK_FALSE(camera.running);
    CHECK(world.harness->find("paper:KTP:brought")->on);
}

TEST_CASE("no camera, no choice of a photo") {
    FakeCamera camera;
    camera.there = false;
    World world;
    world.devices.camera = &camera;
    world.restart();
    to_papers(world, world.submit("SKTM", sktm_form()), "isian_salah");
    CHECK(world.harness->find("paper:KTP:photo") == nullptr);
    CHECK(world.harness->find("paper:KTP:file") != nullptr);
    Looks(world).check("papers-no-camera");
    world.touch("paper:KTP:file");
    Looks(world).check("files-none");
    REQUIRE(world.tap("files:close"));
    const auto folder = world.base.folder / "berkas";
    REQUIRE(make_private_folder(folder).has_value());
    REQUIRE(write_file_durably(folder / "ktp.jpg", as_bytes("no picture")).has_value());
    REQUIRE(write_file_durably(folder / "kk.pdf", as_bytes("%PDF-1.4")).has_value());
    world.touch("paper:KTP:file");
    Looks(world).check("files");
    world.touch("files:list:1");
    Looks(world).check("file-refused");
}

TEST_CASE("a KTP of an earlier request is used again, with consent, as the same blob") {
    World world;
    const auto card = devices::encode_webp(photo(400, 250, 230), 60);
    const auto earlier =
        world.counter().submit("SKTM", sktm_form(), {{"KTP", "ktp.webp", card.value()}}, nullptr);
    REQUIRE(earlier.has_value());
    world.base.clock.advance(40 * 86400);
    const auto code = world.submit("SKTM", sktm_form());
    to_papers(world, code, "isian_salah");
    world.touch("paper:KTP:reuse");
    CHECK(world.says("23 November 2026"));
    Looks(world).check("papers-reuse");
    world.touch("reuse:no");
    CHECK(world.harness->find("paper:KTP:brought")->on);
    world.touch("paper:KTP:reuse");
    world.touch("reuse:yes");
    CHECK(world.says("Dipakai dari permohonan sebelumnya"));
    REQUIRE(world.harness->find("paper:KTP:reused") != nullptr);
    CHECK(world.harness->find("paper:KTP:reused")->on);
    CHECK_FALSE(world.harness->find("paper:KTP:file")->on);
    Looks(world).check("papers-reused");
    auto counter = world.counter();
    CHECK(draft_paper(counter.node(), "KTP").value() == card.value());
}

TEST_CASE("an unclear photo that came back may be sent in its first size") {
    World world;
    const auto small = devices::encode_webp(photo(400, 250, 230), 30).value();
    const auto large = devices::encode_webp(photo(1200, 800, 230), 80).value();
    const auto receipt =
        world.counter().submit("SKTM", sktm_form(), {{"KK", "foto-KK.webp", small}}, nullptr);
    REQUIRE(receipt.has_value());
    {
        auto counter = world.counter();
        REQUIRE(Originals(counter.node()).keep(sha256(small), large).has_value());
    }
    to_papers(world, receipt->shown_code, "foto_kurang_jelas");
    Looks(world).check("papers-original");
    world.touch("paper:KK:original");
    auto counter = world.counter();
    CHECK(draft_paper(counter.node(), "KK").value() == large);
}
