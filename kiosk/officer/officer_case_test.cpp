// What an officer must be told when the world changed behind his back: a letter revoked after it
// was printed, a decision that does not count after all, a restored database.
#include "kiosk/screens/looks.h"
#include "kiosk/screens/officer_world.h"
#include "shared/service/forms_world.h"

using namespace disapa;
using disapa::testing::kClerk;
using disapa::testing::kClerkPin;
using disapa::testing::Looks;
using disapa::testing::open_case;
using disapa::testing::sktm_form;
using disapa::testing::World;
namespace fs = std::filesystem;

namespace {

// What the clerk finds in the queue and in the case of a letter that is void.
void check_told(World& world, const std::string& code, const std::string& name) {
    Looks looks(world);
    CHECK(world.says("Keputusan berubah"));
    CHECK(world.says("Jangan diserahkan. Bila sudah diambil warga, minta kembali."));
    looks.check("news-" + name);
    world.touch("news:" + testing::bare(code));
    CHECK(world.says("Surat yang sudah dicetak tidak berlaku lagi"));
    CHECK(world.harness->find("next") == nullptr);  // neither printed nor handed over
    CHECK(world.harness->find("do:print") == nullptr);
    if (name == "revoked") looks.check("case-" + name);  // the other's answers are in Indonesian
    world.touch("back");
    CHECK(world.says("Keputusan berubah"));  // until he says that he has read it
    world.touch("news:read");
    CHECK_FALSE(world.says("Keputusan berubah"));
    world.touch("queue:tabs:3");
    CHECK(world.says("Tarik surat"));
    looks.check("queue-" + name);
    world.harness->step(3, 1.1);
    CHECK_FALSE(world.says("Keputusan berubah"));  // once
}

}  // namespace

TEST_CASE("the camat revokes a letter that is printed: the clerk is told and what he is to do") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    world.endorse(code);
    world.approve(code);
    world.settle();
    REQUIRE(world.counter().printed(code, world.session(kClerkPin)));
    world.settle();
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    CHECK_FALSE(world.says("Keputusan berubah"));
    world.judge("revoked", world.at_hub(code).letter, "6402125203850002");
    world.settle();
    world.harness->step(3, 1.1);  // by itself, while he looks at the queue
    check_told(world, code, "revoked");
    open_case(world, code);
    CHECK(world.says("6402125203850002"));  // why
}

TEST_CASE("a letter revoked before it was printed is told, and there is no paper to take back") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    world.endorse(code);
    world.approve(code);
    world.settle();
    world.judge("revoked", world.at_hub(code).letter, "Nama keliru");
    world.settle();
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    CHECK(world.says("Keputusan berubah"));
    CHECK(world.says("Surat dicabut"));
    CHECK_FALSE(world.says("Jangan diserahkan."));
    // Another program, as the clerk after him: still there until it was read.
    world.restart();
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    world.touch("news:read");
    world.restart();
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    CHECK_FALSE(world.says("Keputusan berubah"));
}

TEST_CASE("an act that arrives later takes away the decision of a letter on paper") {
    World world;
    const auto code = world.submit("SKU", Json::parse("{" + std::string(sample::kApplicant) +
                                                      std::string(sample::kSku) + "}"));
    auto counter = world.counter();
    const auto clerk = world.session(kClerkPin);
    REQUIRE(counter.verify(code, World::all_seen(counter, code), clerk));
    REQUIRE(counter.endorse(code, world.session(testing::kKadesPin)));
    REQUIRE(counter.printed(code, clerk));
    CHECK(counter.view(code, nullptr)->state == CaseState::printed);
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    CHECK_FALSE(world.says("Keputusan berubah"));
    // The kecamatan had revoked the key of the kades before any of this arrived there.
    world.base.roster_act(world.hub, {{"type", "key_revoked"},
                                      {"at", world.base.clock.now()},
                                      {"key", to_text(world.kades_key)},
                                      {"reason", "Hilang"}});
    world.settle();
    world.harness->step(3, 1.1);
    CHECK(counter.view(code, nullptr)->state == CaseState::verified);
    check_told(world, code, "void");
}

TEST_CASE("a restored database says so to the officer until he has read it") {
    World world;
    const auto folder = world.base.folder / "kiosk";
    (void)world.submit("SKTM", sktm_form());
    fs::copy_file(folder / "disapa.db", folder / "old.db");
    world.base.clock.advance(61);
    (void)world.submit("SKTM", sktm_form("ADA NGAU"));
    REQUIRE(world.kiosk.before_leaving());
    fs::rename(folder / "old.db", folder / "disapa.db");
    world.restart();
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    CHECK(world.says("Data kios dipulihkan"));
    Looks(world).check("news-restored");
    world.touch("news:read");
    CHECK_FALSE(world.says("Data kios dipulihkan"));
    world.restart();
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    CHECK_FALSE(world.says("Data kios dipulihkan"));
}
