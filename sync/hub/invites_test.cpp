#include "sync/hub/invites.h"

#include "sync/hub/hub_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

std::uint64_t roster_size(HubWorld& world) {
    return world.hub.size_of(world.hub.open_feed(world.kecamatan).id());
}

InviteRequest wish(Role role, std::string_view where) {
    return {region(where), role, "Nama Orang", "Jabatan", "", "http://127.0.0.1:8420"};
}

}  // namespace

TEST_CASE("an invite says all that a device needs, and can be read again") {
    HubWorld world;
    const auto made = world.invite(Role::camat, world.kecamatan);
    const auto read = parse_invite(to_text(made));
    REQUIRE(read.has_value());
    CHECK(read->role == Role::camat);
    CHECK(read->region == world.kecamatan);
    CHECK(read->hub_key == world.hub.signing().public_key());
    CHECK(read->root_thumbprint == thumbprint_of(world.root.public_key()));
    CHECK(read->expires == world.clock.now() + kInviteDays * 86400);
    CHECK(read->secret != world.invite(Role::camat, world.kecamatan).secret);
}

TEST_CASE("roles are invited where they belong") {
    HubWorld world;
    const auto code = [&](Role role, std::string_view where) {
        const auto made = make_invite(world.hub, wish(role, where));
        return made ? std::optional<ErrorCode>() : std::optional(made.error().code);
    };
    for (const auto role : {Role::kiosk, Role::petugas, Role::kades}) {
        CHECK_FALSE(code(role, "64.02.12.2005").has_value());
        CHECK(code(role, "64.02.12") == ErrorCode::invalid);
        CHECK(code(role, "64.02.13.2005") == ErrorCode::invalid);
    }
    for (const auto role : {Role::verifikator, Role::sekcam, Role::camat, Role::admin}) {
        CHECK_FALSE(code(role, "64.02.12").has_value());
        CHECK(code(role, "64.02.12.2005") == ErrorCode::invalid);
        CHECK(code(role, "64.02") == ErrorCode::invalid);
    }
    CHECK(code(Role::none, "64.02.12") == ErrorCode::invalid);
    CHECK(code(Role::hub, "64.02.12") == ErrorCode::invalid);
}

TEST_CASE("a person has a name, a kiosk need not") {
    HubWorld world;
    auto request = wish(Role::camat, "64.02.12");
    request.name = "  ";
    CHECK_FALSE(make_invite(world.hub, request).has_value());
    request = wish(Role::kiosk, "64.02.12.2005");
    request.name.clear();
    CHECK(make_invite(world.hub, request).has_value());
}

TEST_CASE("an invite that nobody could read is not made") {
    HubWorld world;
    auto request = wish(Role::camat, "64.02.12");
    request.name = std::string(300, 'a');
    const auto made = make_invite(world.hub, request);
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code == ErrorCode::invalid);
    CHECK(world.hub.list("invite").value().empty());
}

TEST_CASE("the first key wins, and gets the same answer for ever") {
    HubWorld world;
    const auto invite = world.invite(Role::camat, world.kecamatan);
    const auto key = SigningKey::generate(world.random);
    const auto before = roster_size(world);
    const auto first = world.enrol(invite, key);
    CHECK(first.accepted);
    CHECK(first.key == key.id());
    CHECK(first.role == Role::camat);
    CHECK(roster_size(world) == before + 1);
    REQUIRE(world.hub.roster()->find(key.id()) != nullptr);
    CHECK(world.hub.roster()->find(key.id())->has_role(Role::camat, world.kecamatan));

    world.clock.advance((kInviteDays + 5) * 86400);  // even after its time
    CHECK(world.enrol(invite, key).accepted);
    const auto other = world.enrol(invite, SigningKey::generate(world.random));
    CHECK_FALSE(other.accepted);
    CHECK_FALSE(other.sentence.empty());
    CHECK(roster_size(world) == before + 1);
}

TEST_CASE("role and region come from the invite, whatever the text that travels says") {
    HubWorld world;
    const auto kept = world.invite(Role::petugas, region("64.02.12.2005"));
    auto forged = kept;
    forged.role = Role::camat;
    forged.region = world.kecamatan;
    const auto device = SigningKey::generate(world.random);
    const auto enrolled = world.enrol(forged, SigningKey::generate(world.random), {device.id()});
    REQUIRE(enrolled.accepted);
    CHECK(enrolled.role == Role::petugas);
    CHECK(enrolled.region == region("64.02.12.2005"));
}

TEST_CASE("what does not answer an open invite enrols nobody") {
    HubWorld world;
    const auto invite = world.invite(Role::camat, world.kecamatan);
    const auto key = SigningKey::generate(world.random);
    const auto before = roster_size(world);
    SUBCASE("another secret") {
        auto guessed = invite;
        guessed.secret.back() ^= 1;
        CHECK_FALSE(world.enrol(guessed, key).accepted);
    }
    SUBCASE("an unknown invite") {
        auto unknown = invite;
        unknown.id = to_base64url(Bytes(8, 7));
        CHECK_FALSE(world.enrol(unknown, key).accepted);
    }
    SUBCASE("an expired one") {
        world.clock.set(invite.expires + 1);
        CHECK_FALSE(world.enrol(invite, key).accepted);
    }
    SUBCASE("a body that another key signed") {
        auto body = make_enrol(invite, key, BoxPublicKey{}, {}).value();
        body.back() = body.back() == 'A' ? 'B' : 'A';
        CHECK_FALSE(parse_enrol(body).has_value());
    }
    CHECK(roster_size(world) == before);
}

TEST_CASE("a refused answer leaves the invite open for the right one") {
    HubWorld world;
    const auto invite = world.invite(Role::camat, world.kecamatan);
    auto guessed = invite;
    guessed.secret.back() ^= 1;
    CHECK_FALSE(world.enrol(guessed, SigningKey::generate(world.random)).accepted);
    CHECK(world.enrol(invite, SigningKey::generate(world.random)).accepted);
}

TEST_CASE("a kiosk brings a box key, a desa officer a device") {
    HubWorld world;
    const auto kiosk = world.invite(Role::kiosk, region("64.02.12.2005"), "");
    CHECK_FALSE(world.enrol(kiosk, SigningKey::generate(world.random)).accepted);
    const auto kades = world.invite(Role::kades, region("64.02.12.2005"));
    CHECK_FALSE(world.enrol(kades, SigningKey::generate(world.random)).accepted);
}

TEST_CASE("a key that holds another role is not told that it was enrolled") {
    HubWorld world;
    const auto camat = world.officer(Role::camat);
    const auto refused = world.enrol(world.invite(Role::sekcam, world.kecamatan), camat);
    CHECK_FALSE(refused.accepted);
    CHECK_FALSE(world.hub.roster()->find(camat.id())->has_role(Role::sekcam, world.kecamatan));
    // The same role again changes nothing and is no fault.
    const auto before = roster_size(world);
    CHECK(world.enrol(world.invite(Role::camat, world.kecamatan), camat).accepted);
    CHECK(roster_size(world) == before);
}

TEST_CASE("a revoked key cannot enrol again") {
    HubWorld world;
    const auto camat = world.officer(Role::camat);
    REQUIRE(admin::revoke(world.hub, camat.id(), "hilang", world.root));
    CHECK_FALSE(world.enrol(world.invite(Role::camat, world.kecamatan), camat).accepted);
}

TEST_CASE("without the root key in its folder the hub enrols nobody and says who must come") {
    HubWorld world;
    const auto invite = world.invite(Role::camat, world.kecamatan);
    const auto key = SigningKey::generate(world.random);
    const auto here = world.folder / "hub/keys/root.key";
    const auto stick = world.folder / "stick.key";
    std::filesystem::rename(here, stick);
    const auto waiting = world.enrol(invite, key);
    CHECK_FALSE(waiting.accepted);
    CHECK_FALSE(waiting.sentence.empty());
    std::filesystem::rename(stick, here);
    CHECK(world.enrol(invite, key).accepted);
}

TEST_CASE("a kiosk enrols in its first exchange and has its officers in the next") {
    HubWorld world;
    auto desa = world.desa();
    auto roster = desa.kiosk.roster();
    REQUIRE(roster.has_value());
    REQUIRE(roster->find(desa.kiosk.id()) != nullptr);
    CHECK(roster->find(desa.kiosk.id())->has_role(Role::kiosk, desa.region));
    REQUIRE(roster->find(desa.kades.id()) != nullptr);
    CHECK(roster->find(desa.kades.id())->devices == std::vector{desa.kiosk.id()});
}
