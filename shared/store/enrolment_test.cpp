#include "shared/store/enrolment.h"

#include "shared/crypto/jws.h"
#include "shared/store/store_world.h"

using namespace disapa;

namespace {

Invite sample(Random& random) {
    Invite invite;
    invite.id = to_base64url(Bytes{1, 2, 3, 4, 5, 6, 7, 8});
    invite.role = Role::petugas;
    invite.region = testing::region("64.02.12.2005");
    invite.office = testing::region("64.02.12");
    invite.name = "Siti";
    invite.title = "Kasi Pelayanan";
    invite.nip = "198001012005012001";
    invite.hub_url = "http://127.0.0.1:8420";
    invite.public_url = "https://disapa.example";
    invite.hub_key = SigningKey::generate(random).public_key();
    invite.hub_box = BoxKey::generate(random).public_key();
    invite.root_thumbprint = thumbprint_of(SigningKey::generate(random).public_key());
    invite.secret = Bytes(16, 9);
    invite.expires = 1800000000;
    invite.sample = true;
    return invite;
}

Json json_of(const Invite& invite) {
    const auto text = to_text(invite);
    return parse_canonical(from_base64url(text.substr(text.find(':') + 1)).value()).value();
}

std::string text_of(const Json& json) {
    return "disapa-undangan:" + to_base64url(testing::payload(json));
}

}  // namespace

TEST_CASE("an invite comes back from its text") {
    SeededRandom random(1);
    const Invite invite = sample(random);
    const auto back = parse_invite("  " + to_text(invite) + "\n");
    REQUIRE(back.has_value());
    CHECK(back->id == invite.id);
    CHECK(back->role == invite.role);
    CHECK(back->region == invite.region);
    CHECK(back->office == invite.office);
    CHECK(back->name == invite.name);
    CHECK(back->title == invite.title);
    CHECK(back->nip == invite.nip);
    CHECK(back->hub_url == invite.hub_url);
    CHECK(back->public_url == invite.public_url);
    CHECK(back->hub_key == invite.hub_key);
    CHECK(back->hub_box == invite.hub_box);
    CHECK(back->root_thumbprint == invite.root_thumbprint);
    CHECK(back->secret == invite.secret);
    CHECK(back->expires == invite.expires);
    CHECK(back->sample);
    CHECK(to_text(*back) == to_text(invite));
}

TEST_CASE("what an invite may leave out, and what not") {
    SeededRandom random(1);
    const Json whole = json_of(sample(random));
    for (const auto& [key, value] : whole.items()) {
        CAPTURE(key);
        Json less = whole;
        less.erase(key);
        const bool may = key == "name" || key == "title" || key == "nip" || key == "url" ||
                         key == "public_url" || key == "sample";
        CHECK(parse_invite(text_of(less)).has_value() == may);
        Json wrong = whole;
        wrong[key] = Json::array();
        CHECK_FALSE(parse_invite(text_of(wrong)).has_value());
    }
}

TEST_CASE("a damaged invite is a sentence") {
    SeededRandom random(1);
    const Invite invite = sample(random);
    const std::string text = to_text(invite);
    const auto refused = [](const std::string& typed) {
        const auto parsed = parse_invite(typed);
        return !parsed && parsed.error().code == ErrorCode::invalid &&
               !parsed.error().sentence.empty();
    };
    CHECK(refused(""));
    CHECK(refused("disapa-undangan:"));
    CHECK(refused("undangan"));
    CHECK(refused(text.substr(0, text.size() - 1)));
    CHECK(refused(text + "A"));
    CHECK(refused(std::string(3000, 'A')));
    Json json = json_of(invite);
    json["region"] = "64.02.13.2001";  // of another kecamatan
    CHECK(refused(text_of(json)));
    json = json_of(invite);
    json["name"] = "a\nb";
    CHECK(refused(text_of(json)));
    json["name"] = std::string(200, 'a');
    CHECK(refused(text_of(json)));
    json = json_of(invite);
    json["secret"] = "AAAA";
    CHECK(refused(text_of(json)));
    json = json_of(invite);
    json["role"] = "bupati";
    CHECK(refused(text_of(json)));
}

TEST_CASE("an enrolment proves its key and the invite's secret") {
    SeededRandom random(2);
    const Invite invite = sample(random);
    const auto key = SigningKey::generate(random);
    const auto box = BoxKey::generate(random);
    const std::vector<KeyId> devices{SigningKey::generate(random).id()};
    const auto body = make_enrol(invite, key, box.public_key(), devices);
    REQUIRE(body.has_value());
    const auto received = parse_enrol(*body);
    REQUIRE(received.has_value());
    CHECK(received->request.invite == invite.id);
    CHECK(received->request.key == key.public_key());
    CHECK(received->request.box == box.public_key());
    CHECK(received->request.devices == devices);
    CHECK(received->mac == hmac_sha256(invite.secret, received->signed_text));
    CHECK(received->mac != hmac_sha256(Bytes(16, 8), received->signed_text));

    const auto person = parse_enrol(make_enrol(invite, key, {}, {}).value());
    REQUIRE(person.has_value());
    CHECK(person->request.box.is_zero());
    CHECK(person->request.devices.empty());
}

TEST_CASE("no changed enrolment is read, and no one enrols another's key") {
    SeededRandom random(3);
    const Invite invite = sample(random);
    const auto key = SigningKey::generate(random);
    const auto body = make_enrol(invite, key, {}, {}).value();
    // The first bytes are the secret's proof, which the caller checks.
    for (std::size_t i = Digest::kSize; i < body.size(); ++i) {
        Bytes changed = body;
        changed[i] ^= 1;
        CAPTURE(i);
        CHECK_FALSE(parse_enrol(changed).has_value());
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{32}, body.size() - 1}) {
        CHECK_FALSE(parse_enrol(ByteView(body).first(size)).has_value());
    }
    CHECK_FALSE(parse_enrol(Bytes(5000, 'a')).has_value());

    // Signed by one key, naming another.
    const auto other = SigningKey::generate(random);
    const Bytes claims =
        testing::payload({{"invite", invite.id}, {"key", to_base64url(other.public_key().view())}});
    const std::string text =
        to_compact({key.id(), claims, sign_jws(key, kTypEnrol, claims)}, kTypEnrol);
    const auto forged_text = std::string(32, '\0') + text;
    const Bytes forged(forged_text.begin(), forged_text.end());
    const auto parsed = parse_enrol(forged);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().code == ErrorCode::unauthentic);
}
