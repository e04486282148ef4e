#include "sync/hub/admin.h"

#include "shared/base/file.h"
#include "sync/hub/hub_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

constexpr std::string_view kPhrase = "lima kata yang mudah diingat";

}  // namespace

TEST_CASE("a new hub has a root, itself, its services and an office") {
    HubWorld world;
    const auto roster = world.hub.roster();
    REQUIRE(roster.has_value());
    REQUIRE(roster->keys().size() == 2);
    CHECK(roster->find(world.root.id())->has_role(Role::admin, world.kecamatan));
    CHECK(roster->find(world.hub.id())->has_role(Role::hub, world.kecamatan));
    CHECK(roster->find(world.hub.id())->box == world.hub.box().public_key());
    for (const auto& service : world.catalogue.services()) {
        const auto steps = roster->steps(service.code);
        REQUIRE_MESSAGE(steps.has_value(), service.code);
        CHECK(steps->flow == service.steps.flow);
    }
    const auto office = find_office(world.hub, world.kecamatan).value();
    REQUIRE(office.has_value());
    CHECK(office->name == "Tabang");
    CHECK(office->unit_code.size() == 3);
    const auto mode = std::filesystem::status(world.folder / "hub/keys/root.key").permissions();
    CHECK((mode & std::filesystem::perms(0077)) == std::filesystem::perms::none);
}

TEST_CASE("a hub is made once, and only for a kecamatan") {
    HubWorld world;
    const auto init = [&](std::string_view folder, std::string_view code) {
        return admin::init(world.folder / folder, {region(code), "X", "", false}, world.catalogue,
                           world.clock, world.random);
    };
    const auto root = read_file(world.folder / "hub/keys/root.key", 4096).value();
    CHECK_FALSE(init("hub", "64.02.12").has_value());
    CHECK(read_file(world.folder / "hub/keys/root.key", 4096).value() == root);
    CHECK(code_of(init("other", "64.02.12.2005")) == ErrorCode::invalid);
    CHECK(code_of(init("other", "64.02")) == ErrorCode::invalid);
    CHECK_FALSE(std::filesystem::exists(world.folder / "other"));
}

TEST_CASE("an officer's key file opens with its passphrase and its key is enrolled") {
    HubWorld world;
    const auto file = world.folder / "camat.jwe";
    const auto key = admin::make_officer(world.hub, world.invite(Role::camat, world.kecamatan),
                                         file, kPhrase, world.root);
    REQUIRE_MESSAGE(key.has_value(), (key ? "" : key.error().log));
    CHECK(world.hub.roster()->find(*key)->has_role(Role::camat, world.kecamatan));
    const auto phrase = world.folder / "phrase";
    REQUIRE(write_file_durably(phrase, as_bytes(kPhrase)));
    const auto opened = admin::open_key(world.hub, file.string(), phrase.string());
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().log));
    CHECK(opened->id() == *key);
    REQUIRE(write_file_durably(phrase, as_bytes("bukan kata yang itu")));
    CHECK_FALSE(admin::open_key(world.hub, file.string(), phrase.string()).has_value());
    // Never written over.
    CHECK(code_of(admin::make_officer(world.hub, world.invite(Role::sekcam, world.kecamatan), file,
                                      kPhrase, world.root)) == ErrorCode::refused);
    CHECK(admin::open_key(world.hub, file.string(), "").has_value() == false);
}

TEST_CASE("an officer who cannot be enrolled leaves no key file") {
    HubWorld world;
    const auto file = world.folder / "camat.jwe";
    auto invite = world.invite(Role::camat, world.kecamatan);
    CHECK(code_of(admin::make_officer(world.hub, invite, file, "pendek", world.root)) ==
          ErrorCode::invalid);
    const auto stranger = SigningKey::generate(world.random);
    CHECK_FALSE(admin::make_officer(world.hub, invite, file, kPhrase, stranger).has_value());
    world.clock.set(invite.expires + 1);
    CHECK_FALSE(admin::make_officer(world.hub, invite, file, kPhrase, world.root).has_value());
    CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("an office is published by an admin and lies in this kecamatan") {
    HubWorld world;
    disapa::Office office;
    office.region = region("64.02.12.2005");
    office.name = "Umaq Dian";
    office.unit_code = "UMD";
    REQUIRE(admin::publish_office(world.hub, office, world.root));
    CHECK(find_office(world.hub, office.region).value()->unit_code == "UMD");
    office.unit_code = "LAIN";
    const auto camat = world.officer(Role::camat);
    CHECK(code_of(admin::publish_office(world.hub, office, camat)) == ErrorCode::refused);
    CHECK(find_office(world.hub, office.region).value()->unit_code == "UMD");
    office.region = region("64.02.13.2005");
    CHECK(code_of(admin::publish_office(world.hub, office, world.root)) == ErrorCode::invalid);
}

TEST_CASE("a service that comes later is published to every desa, by an admin") {
    HubWorld world;
    auto desa = world.desa();
    world.clock.advance(86400);
    const Json services = Json::array({{{"service", "SKU"}, {"flow", "desa"}}});
    REQUIRE(world.roster_act(
        {{"type", "catalogue_published"}, {"at", world.clock.now()}, {"services", services}}));
    const auto id = world.submit(desa);  // an SKTM, which the catalogue does not name any more
    world.meet(desa.kiosk);
    REQUIRE(world.book(desa.region).find(id) == nullptr);
    const auto camat = world.officer(Role::camat);
    CHECK(code_of(admin::publish_catalogue(world.hub, world.catalogue, camat)) ==
          ErrorCode::refused);
    REQUIRE(admin::publish_catalogue(world.hub, world.catalogue, world.root));
    REQUIRE(world.book(desa.region).find(id) != nullptr);
    CHECK(world.book(desa.region).find(id)->state == CaseState::submitted);
}

TEST_CASE("a key is revoked once, by an admin, and never the root") {
    HubWorld world;
    const auto camat = world.officer(Role::camat);
    const auto revoke = [&](const KeyId& key, const SigningKey& by) {
        return admin::revoke(world.hub, key, "hilang", by);
    };
    CHECK(code_of(revoke(camat.id(), camat)) == ErrorCode::refused);
    CHECK_FALSE(world.hub.roster()->find(camat.id())->revoked_at.has_value());
    REQUIRE(revoke(camat.id(), world.root));
    CHECK(world.hub.roster()->find(camat.id())->revoked_at == world.clock.now());
    CHECK(code_of(revoke(camat.id(), world.root)) == ErrorCode::refused);
    CHECK(code_of(revoke(KeyId{}, world.root)) == ErrorCode::not_found);
    CHECK(code_of(revoke(world.root.id(), world.root)) == ErrorCode::refused);
}

TEST_CASE("another admin works as the root does, until he is revoked") {
    HubWorld world;
    const auto second = world.officer(Role::admin);
    const auto camat = world.officer(Role::camat);
    REQUIRE(admin::revoke(world.hub, camat.id(), "pindah tugas", second));
    REQUIRE(admin::revoke(world.hub, second.id(), "pindah tugas", world.root));
    const auto sekcam = world.officer(Role::sekcam);
    CHECK(code_of(admin::revoke(world.hub, sekcam.id(), "iseng", second)) == ErrorCode::refused);
}

TEST_CASE("devices are told the address that the server last had") {
    HubWorld world;
    CHECK(code_of(admin::known_url(world.hub)) == ErrorCode::not_found);
    REQUIRE(admin::note_url(world.hub, "http://127.0.0.1:8420"));
    CHECK(admin::known_url(world.hub).value() == "http://127.0.0.1:8420");
}
