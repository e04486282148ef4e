#include "kiosk/screens/app.h"

#include "kiosk/screens/screens_world.h"

using namespace disapa;
using disapa::testing::kName;
using disapa::testing::kNik;
using disapa::testing::sktm_form;
using disapa::testing::World;

TEST_CASE("search finds a service by another word") {
    World world;
    REQUIRE(world.tap("search"));
    world.harness->type("warisan");
    CHECK(world.harness->find("svc:SKAW") != nullptr);
    CHECK(world.harness->find("svc:SKU") == nullptr);
    world.check_page();
    world.shot("search");
    world.harness->type("zzzz");
    CHECK(world.says("Layanan tidak ditemukan"));
}

TEST_CASE("anyone looks a code up, and learns nothing personal") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    world.touch("footer:action");
    world.check_page();
    world.shot("look-up");
    REQUIRE(world.fill("code", code));
    world.shot("look-up-typed");
    world.touch("look");
    CHECK(world.says("Baru diajukan"));
    CHECK(world.says("Di kantor desa"));
    CHECK(world.says("Rabu, 25 November 2026"));
    world.check_page();
    world.shot("status");
    for (const auto& node : world.harness->tree().nodes) {
        for (const auto& text : {node.label, node.value}) {
            CHECK(text.find(kName) == std::string::npos);
            CHECK(text.find(kNik) == std::string::npos);
            CHECK(text.find("keringanan") == std::string::npos);
        }
    }
    REQUIRE(world.tap("next"));
    CHECK_FALSE(world.says("Baru diajukan"));
}

TEST_CASE("a wrong code is told") {
    World world;
    REQUIRE(world.tap("footer:action"));
    REQUIRE(world.fill("code", "K7M-2QX-94B-HX"));
    world.touch("look");
    CHECK(world.says("Kode itu keliru"));
    world.check_page();
    world.shot("look-up-wrong");
}

TEST_CASE("a scan needs no page of its own") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    world.harness->scan(read_code(code).value());
    CHECK(world.says("Baru diajukan"));
    REQUIRE(world.tap("back"));
    world.harness->scan("https://disapa.example/v#AAAABBBBCCCCDDDD");
    world.harness->step(3);
    CHECK(world.says("Surat ini tidak berlaku"));
    world.check_page();
    world.shot("letter-false");
}

TEST_CASE("a page that somebody left open gives way to the first one") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    world.harness->scan(read_code(code).value());
    CHECK(world.says("Baru diajukan"));
    world.harness->step(185, 1.0);
    CHECK(world.says("Sentuh layar untuk mulai"));
    CHECK_FALSE(world.says("Baru diajukan"));
}

TEST_CASE("help and the link are a tap away") {
    World world;
    world.touch("header:help");
    CHECK(world.says("0812-5400-1234"));
    world.check_page();
    world.shot("help");
    REQUIRE(world.tap("help:close"));
    world.touch("footer:link");
    CHECK(world.says("Sambungan ke kecamatan"));
    world.check_page();
    world.shot("link");
}

TEST_CASE("other screens: upright, and large") {
    for (const auto& [width, height] : {std::pair(800, 1280), std::pair(1920, 1080)}) {
        World world(width, height);
        const auto name = std::to_string(width);
        const auto code = world.submit("SKTM", sktm_form());
        world.check_page();
        world.shot("home-" + name);
        REQUIRE(world.tap("svc:SKTM"));
        world.check_page();
        world.shot("about-" + name);
        world.touch("next");
        world.check_page();
        world.shot("identity-" + name);
        world.touch("next");
        world.check_page();
        world.shot("form-" + name);
        REQUIRE(world.tap("ask:nik"));
        world.shot("form-keys-" + name);
        world.harness->key(ui::Key::escape);
        world.touch("header:home");
        world.touch("leave:yes");
        REQUIRE(world.sign_in("MASTORA", disapa::testing::kClerkPin));
        world.shot("queue-" + name);
        world.touch("case:" + read_code(code).value());
        world.check_page();
        world.shot("case-" + name);
    }
}
