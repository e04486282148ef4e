#include "sync/hub/sessions.h"

#include "shared/base/limits.h"
#include "sync/hub/hub_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

constexpr const char* kHost = "meja.example";

struct Door {
    HubWorld world;
    SigningKey camat = world.officer(Role::camat);
    Sessions sessions{world.clock, world.random};

    Roster roster() { return world.hub.roster().value(); }
    std::string challenge() {
        auto made = sessions.challenge(roster(), world.kecamatan, camat.id());
        REQUIRE(made.has_value());
        return made->text;
    }
    std::string answer(const std::string& challenge, const SigningKey& by,
                       const std::string& host = kHost) {
        const auto bytes = payload({{"challenge", challenge}, {"host", host}});
        return to_compact({by.id(), bytes, sign_jws(by, kTypChallenge, bytes)}, kTypChallenge);
    }
    std::string token() {
        auto opened = sessions.open(roster(), answer(challenge(), camat), kHost);
        REQUIRE(opened.has_value());
        return "Bearer " + *opened;
    }
    bool knows(const std::string& authorization, bool polling = false) {
        const auto officer = sessions.officer(roster(), authorization, polling);
        if (officer) CHECK(*officer == camat.id());
        if (!officer) CHECK(officer.error().code == ErrorCode::unauthentic);
        return officer.has_value();
    }
    bool opens(const std::string& signed_text, const std::string& host = kHost) {
        const auto opened = sessions.open(roster(), signed_text, host);
        if (!opened) CHECK(opened.error().code == ErrorCode::unauthentic);
        return opened.has_value();
    }
};

}  // namespace

TEST_CASE("an officer signs in with his key and is known by his token") {
    Door door;
    const auto token = door.token();
    CHECK(door.knows(token));
    CHECK(token.size() > 40);
    CHECK(door.token() != token);
    CHECK_FALSE(door.knows("Bearer "));
    CHECK_FALSE(door.knows(""));
    CHECK_FALSE(door.knows(token.substr(7)));
    CHECK_FALSE(door.knows(token + "x"));
}

TEST_CASE("a challenge is good once") {
    Door door;
    const auto answer = door.answer(door.challenge(), door.camat);
    CHECK(door.opens(answer));
    CHECK_FALSE(door.opens(answer));
}

TEST_CASE("a failed answer uses the challenge up") {
    Door door;
    const auto challenge = door.challenge();
    CHECK_FALSE(door.opens(door.answer(challenge, door.camat, "jahat.example")));
    CHECK_FALSE(door.opens(door.answer(challenge, door.camat)));
}

TEST_CASE("a challenge that was signed for another host opens nothing here") {
    Door door;
    CHECK_FALSE(door.opens(door.answer(door.challenge(), door.camat, "jahat.example")));
    CHECK_FALSE(door.opens(door.answer(door.challenge(), door.camat), "jahat.example"));
    CHECK_FALSE(door.opens(door.answer(door.challenge(), door.camat, "")));
}

TEST_CASE("an answer whose members are no text opens nothing") {
    Door door;
    for (const auto& said : {Json{{"challenge", 7}, {"host", kHost}},
                             Json{{"challenge", door.challenge()}, {"host", Json::array()}}}) {
        const auto bytes = payload(said);
        const auto signature = sign_jws(door.camat, kTypChallenge, bytes);
        CHECK_FALSE(door.opens(to_compact({door.camat.id(), bytes, signature}, kTypChallenge)));
    }
}

TEST_CASE("a flood of challenges takes nobody's away, and none can be made up") {
    Door door;
    auto challenge = door.challenge();
    for (int i = 0; i < 3000; ++i) static_cast<void>(door.challenge());
    auto longer_lived = from_base64url(challenge).value();
    longer_lived[14] ^= 0x40;  // its expiry
    CHECK_FALSE(door.opens(door.answer(to_base64url(longer_lived), door.camat)));
    CHECK_FALSE(door.opens(door.answer(to_base64url(Bytes(32, 7)), door.camat)));
    CHECK_FALSE(door.opens(door.answer("", door.camat)));
    CHECK(door.opens(door.answer(challenge, door.camat)));
}

TEST_CASE("a challenge dies after its time") {
    Door door;
    const auto in_time = door.answer(door.challenge(), door.camat);
    door.world.clock.advance(limits::kChallengeSeconds);
    CHECK(door.opens(in_time));
    const auto late = door.answer(door.challenge(), door.camat);
    door.world.clock.advance(limits::kChallengeSeconds + 1);
    CHECK_FALSE(door.opens(late));
}

TEST_CASE("only the key that was challenged answers") {
    Door door;
    const auto sekcam = door.world.officer(Role::sekcam);
    const auto challenge = door.challenge();
    CHECK_FALSE(door.opens(door.answer(challenge, sekcam)));
    CHECK(door.opens(door.answer(challenge, door.camat)));  // another's try does no harm
    const auto bytes = payload({{"challenge", door.challenge()}, {"host", kHost}});
    // A signature of another kind, and one by a key that lies about its name.
    CHECK_FALSE(door.opens(
        to_compact({door.camat.id(), bytes, sign_jws(door.camat, kTypAct, bytes)}, kTypAct)));
    CHECK_FALSE(door.opens(to_compact(
        {door.camat.id(), bytes, sign_jws(sekcam, kTypChallenge, bytes)}, kTypChallenge)));
    CHECK_FALSE(door.opens("bukan.jws.sama"));
    CHECK_FALSE(door.opens(""));
    CHECK_FALSE(door.opens(door.answer("", door.camat)));
}

TEST_CASE("a session ends when nobody uses it, and polling is no use") {
    Door door;
    const auto idle = Instant{limits::kSessionIdleMinutes} * 60;
    const auto token = door.token();
    door.world.clock.advance(idle);
    CHECK(door.knows(token));
    door.world.clock.advance(idle - 1);
    CHECK(door.knows(token, true));
    door.world.clock.advance(2);
    CHECK_FALSE(door.knows(token, true));
    CHECK_FALSE(door.knows(token));
}

TEST_CASE("a revoked key is out at once and cannot come back") {
    Door door;
    const auto token = door.token();
    const auto answer = door.answer(door.challenge(), door.camat);
    REQUIRE(admin::revoke(door.world.hub, door.camat.id(), "hilang", door.world.root));
    CHECK_FALSE(door.knows(token));
    CHECK_FALSE(door.opens(answer));
    const auto made = door.sessions.challenge(door.roster(), door.world.kecamatan, door.camat.id());
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code == ErrorCode::not_found);
    CHECK(made.error().sentence.find("dicabut") != std::string::npos);
}

TEST_CASE("the desk is for officers of the kecamatan") {
    Door door;
    auto desa = door.world.desa();
    const auto challenged = [&](const KeyId& key) {
        return door.sessions.challenge(door.roster(), door.world.kecamatan, key).has_value();
    };
    CHECK(challenged(door.world.root.id()));
    CHECK_FALSE(challenged(desa.kades.id()));
    CHECK_FALSE(challenged(desa.clerk.id()));
    CHECK_FALSE(challenged(desa.kiosk.id()));
    CHECK_FALSE(challenged(door.world.hub.id()));
    CHECK_FALSE(challenged(KeyId{}));
}

TEST_CASE("signing out forgets the token") {
    Door door;
    const auto mine = door.token();
    const auto other = door.token();
    door.sessions.close(mine);
    CHECK_FALSE(door.knows(mine));
    CHECK(door.knows(other));
    door.sessions.close("Bearer nothing");
}
