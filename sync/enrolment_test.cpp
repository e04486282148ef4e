#include "sync/enrolment.h"

#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

TEST_CASE("pending enrolments: the device first, gone when the roster holds the key") {
    Village village;
    REQUIRE(village.meet().completed);
    Node fresh = village.office.kiosk("fresh", village.office.desa);
    const auto put = [&](const KeyId& key, std::string_view body) {
        REQUIRE(fresh.write(
            [&](Writer& writer) { return writer.put("enrol", to_text(key), as_bytes(body)); }));
    };
    put(village.office.clerk.id(), "petugas");
    put(fresh.id(), "kios");
    put(village.office.root.id(), "admin");
    auto pending = pending_enrolments(fresh);
    REQUIRE(pending);
    REQUIRE(pending->size() == 3);
    CHECK(as_text(pending->front()) == "kios");
    REQUIRE(drop_enrolled(fresh));
    CHECK(fresh.list("enrol").value().size() == 3);

    // The roster comes and names the root and the device, not the clerk.
    village.office.enrol_kiosk(village.hub, fresh);
    carry(village.hub, fresh, village.hub.open_feed(village.office.kecamatan));
    pending = pending_enrolments(fresh);
    REQUIRE(pending->size() == 1);
    CHECK(as_text(pending->front()) == "petugas");
    REQUIRE(drop_enrolled(fresh));
    CHECK(fresh.list("enrol").value().size() == 1);
}
