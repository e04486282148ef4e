// What a code shows in every state of a request's life, and what a letter's QR shows: each by real
// acts, in every look.
#include "kiosk/citizen/look_up.h"

#include "kiosk/screens/devices_world.h"
#include "kiosk/screens/looks.h"
#include "shared/letter/letter.h"

using namespace disapa;
using disapa::testing::FakeCamera;
using disapa::testing::kClerkPin;
using disapa::testing::kKadesPin;
using disapa::testing::kName;
using disapa::testing::Looks;
using disapa::testing::sktm_form;
using disapa::testing::World;

namespace {

// The page follows what happens meanwhile: nobody touches it again.
void expect(World& world, std::string_view words) {
    world.settle();
    world.harness->step(3, 1.1);
    INFO(std::string(words));
    CHECK(world.says(words));
    CHECK_FALSE(world.says(kName));
}

std::string letter_qr(World& world, const std::string& code) {
    auto counter = world.counter();
    const auto* of = counter.node().book().value()->find_code(read_code(code).value());
    REQUIRE(of != nullptr);
    auto letter = letter_of(counter.node(), *of, counter.catalogue(), counter.lists());
    REQUIRE_MESSAGE(letter.has_value(), (letter ? "" : letter.error().log));
    return letter->qr_text;
}

}  // namespace

TEST_CASE("the page of a code follows the request until the letter is in its owner's hands") {
    World world;
    Looks looks(world);
    const auto code = world.submit("SKTM", sktm_form());
    world.look_up(code);
    expect(world, "Baru diajukan");
    auto counter = world.counter();
    REQUIRE(counter.verify(code, World::all_seen(counter, code), world.session(kClerkPin)));
    expect(world, "Sudah diverifikasi");
    looks.check("status-verified");
    REQUIRE(counter.endorse(code, world.session(kKadesPin)));
    expect(world, "Disahkan kepala desa");
    looks.check("status-endorsed");
    world.approve(code);
    expect(world, "Disetujui camat");
    looks.check("status-approved");
    REQUIRE(counter.printed(code, world.session(kClerkPin)));
    expect(world, "Surat dicetak");
    REQUIRE(counter.hand_over(code, "Pebulaan Ngau", world.session(kClerkPin)));
    expect(world, "Surat diserahkan");
    looks.check("status-handed-over");
}

TEST_CASE("a request that came back, was mended and is refused in the end") {
    World world;
    Looks looks(world);
    const auto code = world.submit("SKTM", sktm_form());
    auto counter = world.counter();
    const auto clerk = world.session(kClerkPin);
    REQUIRE(counter.give_back(code, Reason{{"kertas_kurang", "isian_salah"}, "Jalan Poros Tabang"},
                              clerk));
    world.look_up(code);
    expect(world, "Perlu diperbaiki");
    looks.check("status-returned");
    auto mended = sktm_form();
    mended["rt"] = "004";
    REQUIRE(counter.amend(code, mended, {}, clerk));
    expect(world, "Sudah diperbaiki");
    looks.check("status-amended");
    world.endorse(code);
    world.judge("rejected", world.at_hub(code).revision, "keringanan biaya sekolah");
    expect(world, "Ditolak");
    CHECK(world.says("keringanan biaya sekolah"));
    looks.check("status-rejected");
}

TEST_CASE(
    "a decision that is taken back is seen by who looks at the code, and by who has the letter") {
    World world;
    Looks looks(world);
    const auto code = world.submit("SKTM", sktm_form());
    world.endorse(code);
    world.approve(code);
    world.settle();
    const auto qr = letter_qr(world, code);
    world.harness->step(2, 1.1);
    world.harness->scan(qr);
    world.harness->step(4);
    std::string all;
    for (const auto& node : world.harness->tree().nodes) all += node.label + "\n";
    const auto& genuine = world.words("letter.genuine");
    CHECK(all.find(genuine) != all.npos);
    CHECK(all.find(genuine) == all.rfind(genuine));  // said once
    CHECK(world.says(kName));
    looks.check("letter-genuine");
    world.touch("back");
    world.look_up(code);
    expect(world, "Disetujui camat");
    world.judge("revoked", world.at_hub(code).letter, "Data keliru.");
    expect(world, "Surat dicabut");
    looks.check("status-revoked");
    world.touch("back");
    world.harness->scan(qr);
    world.harness->step(4);
    CHECK(world.says(world.words("letter.false")));
    looks.check("letter-revoked");
}

TEST_CASE("a cancelled request, and a letter that is no longer valid") {
    World world;
    Looks looks(world);
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.counter().cancel(code, "Warga pindah.", world.session(kClerkPin)));
    world.look_up(code);
    expect(world, "Dibatalkan");
    looks.check("status-cancelled");
    world.touch("back");
    world.base.clock.advance(86400);
    const auto other = world.submit("SKTM", sktm_form());
    world.endorse(other);
    world.approve(other);
    world.settle();
    const auto qr = letter_qr(world, other);
    world.base.clock.advance(2 * 366 * 86400);
    world.harness->scan(qr);
    world.harness->step(4);
    looks.check("letter-old");
}

TEST_CASE("a code is held before the camera; one that is unplugged is told") {
    FakeCamera camera;
    World world;
    Looks looks(world);
    world.devices.camera = &camera;
    world.restart();
    world.touch("footer:action");
    looks.check("look-up-camera");
    world.touch("look_up:camera");
    CHECK(camera.running);
    looks.check("camera-code");
    camera.plugged = false;
    world.harness->step(4, 0.2);
    CHECK(world.says("Kamera terputus."));
    looks.check("camera-code-unplugged");
    world.touch("camera:cancel");
    CHECK_FALSE(camera.running);
}
