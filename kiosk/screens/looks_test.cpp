// Walks to every page of the kiosk and looks at it in both languages, three sizes of text, three
// screens and the strong theme: nothing too small to touch, nothing cut, no word missing.
// A new page is one more look on one of these walks.
#include "kiosk/screens/looks.h"

using namespace disapa;
using disapa::testing::kClerkPin;
using disapa::testing::kKadesPin;
using disapa::testing::kKk;
using disapa::testing::kNik;
using disapa::testing::Looks;
using disapa::testing::sktm_form;
using disapa::testing::World;

namespace {

// From the about page on, with a look at every step.
void fill_sktm(World& world, Looks& looks) {
    world.touch("next");
    looks.check("identity");
    world.touch("identity:who:helper");
    looks.check("identity-helper");
    world.touch("identity:who:self");
    world.touch("next");
    looks.check("identity");
    world.touch("next");  // without a register the form asks for all
    looks.check("form-empty");
    world.touch("next");
    looks.check("form-errors");
    REQUIRE(world.fill("ask:nik", kNik));
    REQUIRE(world.fill("ask:no_kk", kKk));
    world.touch("ask:nama");
    looks.check("form-typing");
    world.harness->type("pebulaan ngau");
    world.harness->key(ui::Key::escape);
    world.touch("next");
    REQUIRE(world.fill("ask:tempat_lahir", "umaq dian"));
    world.touch("ask:tanggal_lahir");
    looks.check("date");
    world.touch("pick:close");
    world.touch("next");
    world.choose("agama", "3");
    world.choose("status_kawin", "2");
    world.touch("ask:pekerjaan");
    looks.check("list");
    world.touch("pick:list:search");
    world.harness->type("pekebun");
    world.harness->step(3);
    looks.check("list-search");
    REQUIRE(world.harness->tap_label("PETANI/PEKEBUN"));
    world.harness->step(3);
    looks.check("form-self");
    world.touch("next");
    REQUIRE(world.fill("ask:alamat", "Jalan Poros Tabang"));
    REQUIRE(world.fill("ask:rt", "003"));
    looks.check("form-place");
    world.touch("next");
    REQUIRE(world.fill("ask:keperluan", "keringanan biaya sekolah"));
    REQUIRE(world.fill("ask:penghasilan_bulan", "750000"));
    REQUIRE(world.fill("ask:jumlah_tanggungan", "3"));
    world.touch("ask:terdaftar_dtsen:ya");
    looks.check("form-family");
    world.touch("next");
    looks.check("form-table");
    world.touch("add:anggota");
    looks.check("row");
    REQUIRE(world.fill("row:anggota.nama", "ADA NGAU"));
    REQUIRE(world.fill("row:anggota.nik", "6402121205150003"));
    REQUIRE(world.fill("row:anggota.hubungan", "anak"));
    world.touch("next");
    looks.check("form-table-filled");
    world.touch("next");
}

}  // namespace

TEST_CASE("every page before a request") {
    World world;
    Looks looks(world);
    looks.check("home");
    world.touch("header:help");
    looks.check("help");
    world.touch("help:close");
    world.touch("header:settings");
    looks.check("settings");
    world.touch("settings:close");
    world.touch("footer:link");
    looks.check("link");
    world.touch("next");
    looks.check("stick");
    world.touch("header:home");
    world.touch("search");
    looks.check("search-keyboard");
    world.harness->type("zzzz");
    world.harness->key(ui::Key::escape);
    world.harness->step(4);
    looks.check("search-nothing");
    world.harness->step(95, 1.0);
    looks.check("idle-warning");
    world.harness->step(40, 1.0);
    looks.check("attract");
}

TEST_CASE("every page of a request") {
    World world;
    Looks looks(world);
    world.touch("svc:SKTM");
    looks.check("about");
    fill_sktm(world, looks);
    looks.check("papers");
    world.touch("next");
    looks.check("review");
    world.touch("privacy:read");
    looks.check("privacy");
    world.touch("privacy:close");
    world.touch("review:all");
    looks.check("review-all");
    world.touch("header:home");
    looks.check("leave");
    world.touch("leave:no");
    world.touch("next");
    looks.check("receipt");
}

TEST_CASE("the first pages of every service") {
    World world;
    Looks looks(world);
    for (const char* service : {"svc:SKU", "svc:SKAW", "svc:DISNIK"}) {
        world.touch(service);
        looks.check(service);
        world.touch("next");
        world.touch("next");
        world.touch("next");
        looks.check(std::string(service) + "-form");
        world.touch("header:home");
        world.touch("leave:yes");
    }
}

TEST_CASE("every page of a question about a request") {
    World world;
    Looks looks(world);
    const auto code = world.submit("SKTM", sktm_form());
    world.touch("footer:action");
    looks.check("look-up");
    REQUIRE(world.fill("code", "K7M-2QX-94B-HX"));
    world.touch("look");
    looks.check("look-up-wrong");
    world.touch("header:home");
    world.harness->scan(read_code(code).value());
    looks.check("status");
    world.touch("back");
    world.harness->scan("https://disapa.example/v#AAAABBBBCCCCDDDD");
    world.harness->step(3);
    looks.check("letter-false");
}

TEST_CASE("every page of a clerk") {
    World world;
    Looks looks(world);
    const auto code = world.submit("SKTM", sktm_form());
    world.touch("officer");
    looks.check("sign-in");
    world.touch("header:home");
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    looks.check("queue");
    world.touch("case:" + read_code(code).value());
    looks.check("case");
    world.touch("next");
    looks.check("case-problem");
    world.touch("problem:read");
    world.touch("absent:PENGANTAR");
    looks.check("absence");
    world.touch("reason:close");
    world.touch("do:return");
    looks.check("give-back");
    world.touch("chip:kertas_kurang");
    looks.check("give-back-lacking");
    world.touch("reason:close");
    world.touch("do:cancel");
    looks.check("cancel");
    world.touch("reason:close");
    world.touch("case:tabs:1");
    looks.check("case-life");
    world.touch("back");
    world.touch("queue:menu");
    looks.check("menu");
    world.touch("menu:day_book");
    looks.check("day-book");
    world.touch("day_book:state");
    looks.check("day-book-state");
    REQUIRE(world.harness->tap_label("Semua"));
    world.harness->step(3);
    world.touch("back");
    world.touch("menu:walk_in");
    looks.check("walk-in");
    world.touch("walk_in:service:SKTM");
    looks.check("walk-in-date");
}

TEST_CASE("every page of the head of the village") {
    World world;
    Looks looks(world);
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    world.touch("case:" + read_code(code).value());
    for (const char* paper : {"PENGANTAR", "KTP", "KK", "PERNYATAAN"}) {
        world.touch(std::string("tick:") + paper);
    }
    world.touch("next");
    looks.check("verified");
    world.touch("problem:read");
    world.touch("header:leave");
    REQUIRE(world.sign_in("IGUNG", kKadesPin));
    looks.check("queue-kades");
    world.touch("case:" + read_code(code).value());
    world.touch("next");
    looks.check("endorse");
    world.touch("endorse:yes");
    looks.check("endorsed");
    world.touch("problem:read");
    looks.check("case-endorsed");
    world.settle();
    world.approve(code);
    world.settle();
    world.harness->step(4, 1.0);
    looks.check("case-approved");
}
