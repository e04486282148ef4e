#include "shared/service/office_notices.h"

#include <doctest/doctest.h>

#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

using Headings = std::vector<std::string>;

// A hub with a sekcam, and a kiosk that hears of it.
struct Announcing : testing::Office {
    Announcing() {
        enrol(hub, sekcam, Role::sekcam, kecamatan);
        enrol_kiosk(hub, at_desa);
    }
    Node hub = open("hub");
    Node at_desa = kiosk("kiosk", desa);
    SigningKey sekcam = SigningKey::generate(random);

    Entry entry(const std::string& heading, const SigningKey& by, std::optional<Region> where = {},
                Instant seconds = 86400) {
        auto payload =
            notice_act({where.value_or(kecamatan), heading, "Di pendopo.", clock.now() + seconds},
                       kecamatan, clock.now(), random);
        REQUIRE(payload.has_value());
        clock.advance(1);
        return person_entry(std::move(*payload), by);
    }
    Digest say(const Entry& entry) {
        append(hub, kecamatan, {entry});
        return entry.digest;
    }
    Headings shown(const Region& where) {
        (void)carry(hub, at_desa, hub.open_feed(kecamatan));
        return shown_at(at_desa, where);
    }
    Headings shown() { return shown(desa); }
    Headings shown_at(Node& node, const Region& where) {
        Headings headings;
        const auto found = find_notices(node, where, clock.now()).value();
        for (const auto& one : found) headings.push_back(one.heading);
        return headings;
    }
};

}  // namespace

TEST_CASE("the kecamatan's notices come to its kiosks, the newest first, until they are over") {
    Announcing world;
    CHECK(world.shown().empty());
    world.say(world.entry("Rapat", world.sekcam));
    world.say(world.entry("Banjir", world.root, {}, 3600));  // the root is an admin
    CHECK(world.shown() == Headings{"Banjir", "Rapat"});
    const auto found = find_notices(world.at_desa, world.desa, world.clock.now()).value();
    CHECK(found[1].words == "Di pendopo.");
    CHECK(found[1].title == "Jabatan");
    world.clock.advance(3600);
    CHECK(world.shown() == Headings{"Rapat"});
    world.clock.advance(86400);
    CHECK(world.shown().empty());
}

TEST_CASE("a notice to one desa is shown there alone") {
    Announcing world;
    world.say(world.entry("Semua", world.sekcam));
    world.say(world.entry("Di sini", world.sekcam, world.desa));
    world.say(world.entry("Di sana", world.sekcam, world.other_desa));
    CHECK(world.shown() == Headings{"Di sini", "Semua"});
    CHECK(world.shown_at(world.at_desa, world.other_desa) == Headings{"Di sana", "Semua"});
    CHECK(world.shown_at(world.hub, world.kecamatan) == Headings{"Di sana", "Di sini", "Semua"});
}

TEST_CASE("only a sekcam, camat or admin of the kecamatan has a say") {
    Announcing world;
    const auto camat = SigningKey::generate(world.random);
    const auto other = SigningKey::generate(world.random);
    const auto stranger = SigningKey::generate(world.random);
    world.enrol(world.hub, camat, Role::camat, world.kecamatan);
    world.enrol(world.hub, other, Role::verifikator, world.kecamatan);
    world.enrol_clerk(world.hub, world.at_desa);
    world.say(world.entry("Camat", camat));
    world.say(world.entry("Verifikator", other));
    world.say(world.entry("Petugas", world.clerk));
    world.say(world.entry("Tak dikenal", stranger));
    auto unsigned_act = world.entry("Tanpa tanda tangan", camat);
    unsigned_act.signer = {};
    unsigned_act.signature.reset();
    world.say(unsigned_act);
    CHECK(world.shown() == Headings{"Camat"});
    CHECK(may_notice(world.hub.roster().value(), camat.id(), world.clock.now(), world.kecamatan));
    const auto refused =
        may_notice(world.hub.roster().value(), other.id(), world.clock.now(), world.kecamatan);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::refused);
}

TEST_CASE("the roster of a notice's own place judges it; an admin may admit what came later") {
    Announcing world;
    world.say(world.entry("Sebelum", world.sekcam));
    world.roster_act(world.hub, {{"type", "key_revoked"},
                                 {"at", world.clock.now()},
                                 {"key", to_text(world.sekcam.id())},
                                 {"reason", "pindah"}});
    const auto late = world.say(world.entry("Sesudah", world.sekcam));
    CHECK(world.shown() == Headings{"Sebelum"});
    world.roster_act(world.hub, {{"type", "admitted"},
                                 {"at", world.clock.now()},
                                 {"of", text_of(late)},
                                 {"reason", "ditulis sebelumnya"}});
    CHECK(world.shown() == Headings{"Sesudah", "Sebelum"});
}

TEST_CASE("a role with dates counts only between them") {
    Announcing world;
    const auto deputy = SigningKey::generate(world.random);
    world.enrol(world.hub, deputy, Role::verifikator, world.kecamatan);
    world.roster_act(world.hub, {{"type", "delegated"},
                                 {"at", world.clock.now()},
                                 {"from", world.clock.now()},
                                 {"until", world.clock.now() + 100},
                                 {"key", to_text(deputy.id())},
                                 {"kind", "plh"},
                                 {"role", "camat"}});
    world.say(world.entry("Plh", deputy));
    world.clock.advance(200);
    world.say(world.entry("Lewat", deputy));
    CHECK(world.shown() == Headings{"Plh"});
}

TEST_CASE("an erased notice, one without words and one of a newer kind are not shown") {
    Announcing world;
    const auto gone = world.say(world.entry("Menyebut nama", world.sekcam));
    const auto put = [&](const Json& act) {
        append(world.hub, world.kecamatan, {person_entry(payload(act), world.sekcam)});
    };
    put({{"type", "notice"}, {"at", world.clock.now()}});
    put({{"type", "notice_2"}, {"at", world.clock.now()}, {"heading", "Baru"}});
    put({{"type", "notice"},
         {"at", world.clock.now()},
         {"heading", "Di luar"},
         {"region", "64.02.13"},
         {"until", world.clock.now() + 60}});
    world.say(world.entry("Tinggal", world.sekcam));
    CHECK(world.shown() == Headings{"Tinggal", "Menyebut nama"});
    world.roster_act(world.hub, {{"type", "erased"},
                                 {"at", world.clock.now()},
                                 {"law", "UU 27/2022"},
                                 {"of", text_of(gone)},
                                 {"reason", "Permintaan pemilik data"},
                                 {"skeleton", {{"type", "notice"}, {"of", Json::array()}}}});
    CHECK(world.shown() == Headings{"Tinggal"});
    CHECK(world.hub.find_entry(gone).value()->entry.is_bare());
    CHECK(world.at_desa.find_entry(gone).value()->entry.is_bare());
    CHECK(faults(world.at_desa) == "");
}

TEST_CASE("the newest few are enough") {
    Announcing world;
    for (int i = 0; i < 300; ++i) world.say(world.entry("Ke-" + std::to_string(i), world.sekcam));
    const auto shown = world.shown();
    REQUIRE(shown.size() == kOfficeNoticesMost);
    CHECK(shown.front() == "Ke-299");
}
