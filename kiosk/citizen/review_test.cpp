// The last page before a request is sent: with a helper, and with the same request of today.
#include "kiosk/citizen/review.h"

#include "kiosk/screens/looks.h"

using namespace disapa;
using disapa::testing::kNik;
using disapa::testing::Looks;
using disapa::testing::sktm_form;
using disapa::testing::World;

namespace {

// The answers stand in the draft; a helper types them in for the applicant.
void to_review(World& world) {
    world.touch("svc:SKTM");
    world.touch("next");
    world.touch("identity:who:helper");
    REQUIRE(world.fill("identity:helper", "ada ngau"));
    world.touch("identity:relation:anak");
    world.touch("next");
    world.worker->post([](Counter& counter) -> screens::Worker::Apply {
        const auto form = sktm_form();
        for (const auto& [field, value] : form.items())
            REQUIRE(counter.answer(field, value, nullptr).has_value());
        REQUIRE(counter.draft_at("review").has_value());
        return {};
    });
    world.harness->step(3, 1.0);
    world.restart();
    world.harness->step(3);
    for (const char digit : kNik.substr(12)) world.touch(std::string("resume:tail:") + digit);
    REQUIRE(world.says("Sudah benar?"));
}

}  // namespace

TEST_CASE("who helped is named before it is sent; the same request of today is asked about") {
    World world;
    Looks looks(world);
    (void)world.submit("SKTM", sktm_form());
    to_review(world);
    REQUIRE(world.harness->bring_into_view("review:all"));
    CHECK(world.says("ADA NGAU"));
    looks.check("review-helper");
    world.touch("next");
    REQUIRE(world.says("Anda sudah mengajukan ini"));
    looks.check("twin");
    world.touch("twin:no");
    REQUIRE(world.says("Hentikan permohonan ini?"));
    world.touch("leave:no");
    CHECK(world.counter().left_draft().has_value());
    world.next("Anda sudah mengajukan ini");
    world.harness->tap_at(20, 400);  // beside the question
    REQUIRE(world.says("Hentikan permohonan ini?"));
    world.touch("leave:yes");
    CHECK(world.says("Apa yang Anda perlukan?"));
    CHECK(world.counter().queue().size() == 1);
}
