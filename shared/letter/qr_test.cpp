#include "shared/letter/qr.h"

#include <doctest/doctest.h>

#include "shared/base/text.h"
#include "shared/letter/letters_world.h"

using namespace disapa;

namespace {

const Date kToday{2026, 11, 25};

// A roster of one admin, a camat, a kades and a clerk, made by acts as the hub's feed holds them.
struct World {
    SigningKey root = sample::key_of_seed(1), camat = sample::key_of_seed(2),
               kades = sample::key_of_seed(3), clerk = sample::key_of_seed(4),
               stranger = sample::key_of_seed(5);
    Roster roster;

    World() {
        enrol(root, Role::admin, "64.02.12", "Admin");
        enrol(camat, Role::camat, "64.02.12", "Camat Tabang");
        enrol(kades, Role::kades, "64.02.12.2005", "Kepala Desa Umaq Dian");
        enrol(clerk, Role::petugas, "64.02.12.2005", "Petugas");
        Act catalogue;
        catalogue.type = ActType::catalogue_published;
        catalogue.catalogue = {{"SKTM", Flow::mengetahui, false, false},
                               {"SKU", Flow::desa, false, false}};
        apply(catalogue);
    }
    void enrol(const SigningKey& key, Role role, const char* region, const char* title) {
        Act act;
        act.type = ActType::key_enrolled;
        act.public_key = key.public_key();
        act.key = key.id();
        act.role = role;
        act.region = *Region::parse(region);
        act.name = "NAMA " + std::string(to_text(role));
        act.title = title;
        if (act.region.level() == 4) act.devices = {root.id()};
        apply(act);
    }
    void revoke(const SigningKey& key) {
        Act act;
        act.type = ActType::key_revoked;
        act.key = key.id();
        apply(act);
    }
    void apply(const Act& act) {
        static int count = 0;
        const auto digest = sha256(as_bytes("act" + std::to_string(++count)));
        REQUIRE(roster.apply({digest, root.id(), act, false}, thumbprint_of(root.public_key())));
    }
    Verification verify(const Claims& claims, const SigningKey& key,
                        const Date& today = kToday) const {
        return verify_letter(qr_text("https://disapa.example", sample::decision(key, claims)),
                             roster, nullptr, today);
    }
};

Claims desa_letter() {
    Claims claims = sample::claims();
    claims.type = ActType::endorsed;
    claims.service = "SKU";
    claims.number = "500.2.2.4/007/UMD/XI/2026";
    claims.register_number.clear();
    return claims;
}

}  // namespace

TEST_CASE("a QR's text is a host, a path and base32, and is read back") {
    const auto jws = sample::decision(sample::key_of_seed(2), sample::claims());
    const auto text = qr_text("https://disapa.example/", jws);
    CHECK(text.starts_with("https://disapa.example/v#A"));
    CHECK(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", text.find('#') + 1) ==
          std::string::npos);
    for (const auto& variant :
         {text, "http://evil.example/x#" + text.substr(text.find('#') + 1), "  " + text + "\n",
          lower(text), text.substr(text.find('#') + 1), to_compact(jws, kTypAct)}) {
        const auto read = read_qr(variant);
        REQUIRE(read.has_value());
        CHECK(read->signer == jws.signer);
        CHECK(read->signature == jws.signature);
        CHECK(read->payload == jws.payload);
    }
}

TEST_CASE("what is no QR of a letter is refused") {
    const auto text =
        qr_text("https://h", sample::decision(sample::key_of_seed(2), sample::claims()));
    for (const std::string& bad :
         {std::string(), std::string("#"), std::string("https://h/v#"),
          std::string("https://h/v#AAA"), std::string("bukan kode"), text + "1",
          text.substr(0, text.size() - 150), "https://h/v#B" + text.substr(13),
          std::string(3000, 'A'), std::string("a.b.c"), std::string("\0\xff", 2)}) {
        CHECK_FALSE(read_qr(bad).has_value());
    }
}

TEST_CASE("the worst letter fits 77 modules with a host of 45 letters") {
    Claims claims = sample::claims();
    claims.number = "400.12.3.1/123456/ABCDE/VIII/2026";
    claims.register_number = "400.12.3.1/654321/VWXYZ/VIII/2026";
    claims.holder = std::string(60, 'W');
    claims.acting = "plt";
    claims.sample = true;
    const std::string url = "https://" + std::string(45 - 8, 'h');
    const auto image = qr_image(qr_text(url, sample::decision(sample::key_of_seed(2), claims)));
    REQUIRE(image.has_value());
    CHECK(image->modules <= 77);
    CHECK(image->dark.size() == static_cast<std::size_t>(image->modules * image->modules));
    for (int i = 0; i < 7; ++i) CHECK(image->at(i, 0));  // a finder pattern
    CHECK_FALSE(image->at(7, 0));
    const auto none = qr_image(qr_text("https://" + std::string(200, 'h'),
                                       sample::decision(sample::key_of_seed(2), claims)));
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().code == ErrorCode::limit);
}

TEST_CASE("short texts make small codes") {
    CHECK(qr_image_plain("K7M2QX94BHD")->modules == 21);
    CHECK(qr_image_plain("disapa-undangan:abc")->modules <= 25);
    CHECK_FALSE(qr_image_plain(std::string(5000, 'x')).has_value());
}

TEST_CASE("a genuine letter is told, with who signed it") {
    const World world;
    const auto letter = world.verify(sample::claims(), world.camat);
    CHECK(letter.verdict == Verdict::genuine);
    CHECK(letter.signer_title == "Camat Tabang");
    CHECK(letter.claims.holder == "LUNG BILUNG");
    CHECK(letter.sentence.find("asli") != std::string::npos);
    CHECK(world.verify(desa_letter(), world.kades).verdict == Verdict::genuine);
    Claims acting = sample::claims();
    acting.acting = "plh";
    CHECK(world.verify(acting, world.camat).signer_title.starts_with("Plh. Camat"));
}

TEST_CASE("a sample says so even when it is genuine") {
    const World world;
    Claims claims = sample::claims();
    claims.sample = true;
    const auto letter = world.verify(claims, world.camat);
    CHECK(letter.verdict == Verdict::genuine);
    CHECK(letter.sentence.find("TIDAK BERLAKU") != std::string::npos);
}

TEST_CASE("any changed bit is changed, and shows no claims") {
    const World world;
    auto jws = sample::decision(world.camat, sample::claims());
    const auto text = as_text(jws.payload);
    const auto at = text.find("LUNG");
    REQUIRE(at != text.npos);
    jws.payload[at] = 'D';
    const auto letter = verify_letter(qr_text("https://h", jws), world.roster, nullptr, kToday);
    CHECK(letter.verdict == Verdict::changed);
    CHECK(letter.claims.holder.empty());
    CHECK_FALSE(letter.sentence.empty());
    CHECK(verify_letter("halo", world.roster, nullptr, kToday).verdict == Verdict::changed);
    CHECK(verify_letter("", world.roster, nullptr, kToday).verdict == Verdict::changed);
    jws = sample::decision(world.camat, sample::claims());
    jws.signer = world.kades.id();
    CHECK(verify_letter(qr_text("https://h", jws), world.roster, nullptr, kToday).verdict ==
          Verdict::changed);
}

TEST_CASE("only the right office signs a letter") {
    const World world;
    CHECK(world.verify(sample::claims(), world.kades).verdict == Verdict::changed);
    CHECK(world.verify(sample::claims(), world.clerk).verdict == Verdict::changed);
    CHECK(world.verify(desa_letter(), world.clerk).verdict == Verdict::changed);
    CHECK(world.verify(desa_letter(), world.camat).verdict == Verdict::changed);
    Claims step = desa_letter();
    step.service = "SKTM";  // there the endorsement is a step on the way to the camat
    CHECK(world.verify(step, world.kades).verdict == Verdict::changed);
    Claims unnumbered = desa_letter();
    unnumbered.number.clear();
    CHECK(world.verify(unnumbered, world.kades).verdict == Verdict::changed);
}

TEST_CASE("unknown and revoked keys send people to the kecamatan") {
    World world;
    const auto unknown = world.verify(sample::claims(), world.stranger);
    CHECK(unknown.verdict == Verdict::unknown_key);
    CHECK(unknown.sentence.find("kecamatan") != std::string::npos);
    world.revoke(world.camat);
    const auto revoked = world.verify(sample::claims(), world.camat);
    CHECK(revoked.verdict == Verdict::key_revoked);
    CHECK(revoked.sentence.find("kecamatan") != std::string::npos);
}

TEST_CASE("a letter is valid through its last day") {
    const World world;
    CHECK(world.verify(sample::claims(), world.camat, {2026, 12, 22}).verdict == Verdict::genuine);
    const auto late = world.verify(sample::claims(), world.camat, {2026, 12, 23});
    CHECK(late.verdict == Verdict::expired);
    CHECK(late.sentence.find("22 Desember 2026") != std::string::npos);
    Claims endless = sample::claims();
    endless.valid_until.reset();
    CHECK(world.verify(endless, world.camat, {2099, 1, 1}).verdict == Verdict::genuine);
}
