#include "sync/hub/notices.h"

#include "shared/service/office_notices.h"
#include "sync/hub/hub_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

NoticeWords flood(const HubWorld& world) {
    return {world.kecamatan, "Sungai naik", "Pindahkan perahu ke hulu.", world.clock.now() + 3600};
}

}  // namespace

TEST_CASE("what the kecamatan announces reaches its kiosks with their next exchange") {
    HubWorld world;
    auto desa = world.desa();
    const auto sekcam = world.officer(Role::sekcam, "Dayang Ratih");
    const auto id = post_notice(world.hub, flood(world), sekcam);
    REQUIRE_MESSAGE(id.has_value(), (id ? "" : id.error().log));
    const auto shown = [&] {
        return find_notices(desa.kiosk, desa.region, world.clock.now()).value();
    };
    CHECK(shown().empty());
    world.meet(desa.kiosk);
    REQUIRE(shown().size() == 1);
    CHECK(shown()[0].id == *id);
    CHECK(shown()[0].heading == "Sungai naik");
    CHECK(shown()[0].name == "Dayang Ratih");
    CHECK(faults(desa.kiosk) == "");
    CHECK(faults(world.hub) == "");
    // The roster goes on behind it.
    const auto camat = world.officer(Role::camat);
    CHECK(post_notice(world.hub, flood(world), camat).has_value());
    CHECK(post_notice(world.hub, flood(world), world.root).has_value());
    world.meet(desa.kiosk);
    CHECK(shown().size() == 3);
}

TEST_CASE("who may not announce writes nothing") {
    HubWorld world;
    auto desa = world.desa();
    const auto verifikator = world.officer(Role::verifikator);
    const auto stranger = SigningKey::generate(world.random);
    const auto office = world.hub.open_feed(world.kecamatan).id();
    const auto size = world.hub.size_of(office);
    const SigningKey* keys[] = {&verifikator, &desa.kades, &desa.clerk, &stranger};
    for (const auto* key : keys) {
        const auto refused = post_notice(world.hub, flood(world), *key);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == ErrorCode::refused);
    }
    auto wrong = flood(world);
    wrong.heading.clear();
    CHECK_FALSE(post_notice(world.hub, wrong, world.root).has_value());
    CHECK(world.hub.size_of(office) == size);
}
