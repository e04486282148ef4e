// The last page before a request is sent: with a helper, and with the same request of today.
#include "kiosk/citizen/review.h"

#include "kiosk/screens/looks.h"

using namespace disapa;
using disapa::testing::kNik;
using disapa::testing::Looks;
using disapa::testing::sktm_form;
using disapa::testing::World;

namespace {

void tap(World& world, const std::string& id) {
    REQUIRE_MESSAGE(world.tap(id), id);
    world.harness->step(4);
}

// The answers stand in the draft; a helper types them in for the applicant.
void to_review(World& world) {
    tap(world, "svc:SKTM");
    tap(world, "next");
    tap(world, "identity:who:helper");
    REQUIRE(world.fill("identity:helper", "ada ngau"));
    tap(world, "identity:relation:anak");
    tap(world, "next");
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
    for (const char digit : kNik.substr(12)) tap(world, std::string("resume:tail:") + digit);
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
    tap(world, "next");
    REQUIRE(world.says("Anda sudah mengajukan ini"));
    looks.check("twin");
    tap(world, "twin:no");
    CHECK(world.says("Apa yang Anda perlukan?"));
    CHECK(world.counter().queue().size() == 1);
}
