#include "kiosk/citizen/papers_step.h"

#include "kiosk/counter/draft_papers.h"
#include "kiosk/counter/originals.h"
#include "kiosk/devices/camera.h"
#include "kiosk/screens/screens_world.h"

using namespace disapa;
using disapa::testing::kClerkPin;
using disapa::testing::sktm_form;
using disapa::testing::World;

namespace {

// A bright sheet with lines of writing on a brown table.
devices::Image photo(int width, int height, int bright) {
    devices::Image image{width, height, 3, {}};
    const int left = width / 8, top = height / 8;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool sheet = x >= left && x < width - left && y >= top && y < height - top;
            const bool ink = sheet && x > 2 * left && x < width - 2 * left && y % 24 < 8 &&
                             (x / 3) % 4 != 0 && y > top + 40 && y < height - top - 40;
            const int value = ink ? 10 : bright;
            for (const int c : {0, 1, 2}) {
                const int table[] = {90, 60, 36};
                image.pixels.push_back(static_cast<std::uint8_t>(sheet ? value : table[c]));
            }
        }
    }
    return image;
}

class FakeCamera : public devices::Camera {
  public:
    void start() override { running = true; }
    void stop() override { running = false; }
    Result<devices::LiveFrame> newest() override {
        if (!plugged) return fail(ErrorCode::internal, "Kamera terputus.", "unplugged");
        return devices::LiveFrame{live, ++number};
    }
    void ask_still() override { asked = true; }
    std::optional<Result<devices::Image>> take_still() override {
        if (!asked) return std::nullopt;
        asked = false;
        if (!plugged) return Result<devices::Image>(fail(ErrorCode::internal, "Putus.", "gone"));
        return Result<devices::Image>(still);
    }
    bool is_there() const override { return there; }
    std::string name() const override { return "fake"; }

    bool running = false, asked = false, plugged = true, there = true;
    std::uint64_t number = 0;
    devices::Image live = photo(640, 480, 230), still = photo(1600, 1200, 230);
};

// Lying and upright, in the smallest and the largest text.
void check(World& world, const std::string& shot = {}) {
    const auto look = [&](int width, int height, int size) {
        world.harness->resize(width, height);
        world.harness->ui().set_text_size(size);
        world.harness->step(4);
        CAPTURE(width);
        CAPTURE(size);
        world.check_page();
        CHECK(world.harness->cut_texts() == std::vector<std::string>{});
    };
    for (const int size : {2, 0}) {
        look(800, 1280, size);
        if (size == 2 && !shot.empty()) world.shot(shot + "-upright");
        look(1280, 800, size);
    }
}

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
    REQUIRE(world.tap("next"));
    world.harness->step(4);
    for (int page = 0; page < 8 && !world.harness->find("paper:KTP:brought"); ++page) {
        REQUIRE(world.tap("next"));
        world.harness->step(4);
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
    check(world, "papers-choices");
    world.shot("papers-choices");
    REQUIRE(world.tap("paper:KK:photo"));
    world.harness->step(4, 0.1);
    CHECK(camera.running);
    check(world, "camera-live");
    world.shot("camera-live");
    REQUIRE(world.tap("camera:take"));
    world.harness->step(4, 0.1);
    CHECK_FALSE(camera.running);
    CHECK(world.harness->find("camera:result") != nullptr);
    check(world, "camera-result");
    world.shot("camera-result");
    REQUIRE(world.tap("camera:turn"));
    world.harness->step(3);
    REQUIRE(world.tap("camera:again"));
    world.harness->step(4, 0.1);
    CHECK(camera.running);
    REQUIRE(world.tap("camera:take"));
    world.harness->step(4, 0.1);
    REQUIRE(world.tap("camera:use"));
    world.harness->step(4);
    CHECK_FALSE(camera.running);
    CHECK(world.harness->find("paper:KK:photo")->on);
    CHECK(world.harness->find("paper:KK:picture") != nullptr);
    check(world, "papers-photo");
    world.shot("papers-photo");
    auto counter = world.counter();
    const auto bytes = draft_paper(counter.node(), "KK");
    REQUIRE((bytes && *bytes));
    CHECK((*bytes)->size() < 40 * 1024);
    CHECK(Originals(counter.node()).has(sha256(**bytes)));
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
    check(world, "camera-dark");
    world.shot("camera-dark");
    REQUIRE(world.tap("camera:again"));
    camera.plugged = false;
    world.harness->step(4, 0.1);
    CHECK(world.says("Kamera terputus."));
    CHECK_FALSE(world.tap("camera:take"));
    check(world, "camera-unplugged");
    world.shot("camera-unplugged");
    REQUIRE(world.tap("camera:close"));
    world.harness->step(3);
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
}

TEST_CASE("a KTP of an earlier request is used again, with consent, as the same blob") {
    World world;
    const auto card = devices::encode_webp(devices::shrunk(photo(800, 500, 230), 400, 400), 60);
    const auto earlier =
        world.counter().submit("SKTM", sktm_form(), {{"KTP", "ktp.webp", card.value()}}, nullptr);
    REQUIRE(earlier.has_value());
    world.base.clock.advance(40 * 86400);
    const auto code = world.submit("SKTM", sktm_form());
    to_papers(world, code, "isian_salah");
    REQUIRE(world.tap("paper:KTP:reuse"));
    world.harness->step(3);
    CHECK(world.says("23 November 2026"));
    check(world, "papers-reuse");
    world.shot("papers-reuse");
    REQUIRE(world.tap("reuse:no"));
    world.harness->step(3);
    CHECK(world.harness->find("paper:KTP:brought")->on);
    REQUIRE(world.tap("paper:KTP:reuse"));
    world.harness->step(3);
    REQUIRE(world.tap("reuse:yes"));
    world.harness->step(4);
    CHECK(world.says("Dipakai dari permohonan sebelumnya"));
    world.shot("papers-reused");
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
    check(world, "papers-original");
    world.shot("papers-original");
    REQUIRE(world.tap("paper:KK:original"));
    world.harness->step(4);
    auto counter = world.counter();
    CHECK(draft_paper(counter.node(), "KK").value() == large);
}
