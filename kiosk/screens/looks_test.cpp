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

void tap(World& world, const std::string& id) {
    REQUIRE_MESSAGE(world.tap(id), id);
    world.harness->step(4);
}

void choose(World& world, const std::string& field, const std::string& code) {
    tap(world, "ask:" + field);
    tap(world, "pick:list:" + code);
}

// From the about page on, with a look at every step.
void fill_sktm(World& world, Looks& looks) {
    tap(world, "next");
    looks.check("identity");
    tap(world, "identity:who:helper");
    looks.check("identity-helper");
    tap(world, "identity:who:self");
    tap(world, "next");
    looks.check("identity");
    tap(world, "next");  // without a register the form asks for all
    looks.check("form-empty");
    tap(world, "next");
    looks.check("form-errors");
    REQUIRE(world.fill("ask:nik", kNik));
    REQUIRE(world.fill("ask:no_kk", kKk));
    tap(world, "ask:nama");
    looks.check("form-typing");
    world.harness->type("pebulaan ngau");
    world.harness->key(ui::Key::escape);
    tap(world, "next");
    REQUIRE(world.fill("ask:tempat_lahir", "umaq dian"));
    tap(world, "ask:tanggal_lahir");
    looks.check("date");
    tap(world, "pick:close");
    tap(world, "next");
    choose(world, "agama", "3");
    choose(world, "status_kawin", "2");
    tap(world, "ask:pekerjaan");
    looks.check("list");
    tap(world, "pick:list:search");
    world.harness->type("pekebun");
    world.harness->step(3);
    looks.check("list-search");
    REQUIRE(world.harness->tap_label("PETANI/PEKEBUN"));
    world.harness->step(3);
    looks.check("form-self");
    tap(world, "next");
    REQUIRE(world.fill("ask:alamat", "Jalan Poros Tabang"));
    REQUIRE(world.fill("ask:rt", "003"));
    looks.check("form-place");
    tap(world, "next");
    REQUIRE(world.fill("ask:keperluan", "keringanan biaya sekolah"));
    REQUIRE(world.fill("ask:penghasilan_bulan", "750000"));
    REQUIRE(world.fill("ask:jumlah_tanggungan", "3"));
    tap(world, "ask:terdaftar_dtsen:ya");
    looks.check("form-family");
    tap(world, "next");
    looks.check("form-table");
    tap(world, "add:anggota");
    looks.check("row");
    REQUIRE(world.fill("row:anggota.nama", "ADA NGAU"));
    REQUIRE(world.fill("row:anggota.nik", "6402121205150003"));
    REQUIRE(world.fill("row:anggota.hubungan", "anak"));
    tap(world, "next");
    looks.check("form-table-filled");
    tap(world, "next");
}

}  // namespace

TEST_CASE("every page before a request") {
    World world;
    Looks looks(world);
    looks.check("home");
    tap(world, "header:help");
    looks.check("help");
    tap(world, "help:close");
    tap(world, "header:settings");
    looks.check("settings");
    tap(world, "settings:close");
    tap(world, "footer:link");
    looks.check("link");
    tap(world, "next");
    looks.check("stick");
    tap(world, "header:home");
    tap(world, "search");
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
    tap(world, "svc:SKTM");
    looks.check("about");
    fill_sktm(world, looks);
    looks.check("papers");
    tap(world, "next");
    looks.check("review");
    tap(world, "privacy:read");
    looks.check("privacy");
    tap(world, "privacy:close");
    tap(world, "review:all");
    looks.check("review-all");
    tap(world, "header:home");
    looks.check("leave");
    tap(world, "leave:no");
    tap(world, "next");
    looks.check("receipt");
}

TEST_CASE("the first pages of every service") {
    World world;
    Looks looks(world);
    for (const char* service : {"svc:SKU", "svc:SKAW", "svc:DISNIK"}) {
        tap(world, service);
        looks.check(service);
        tap(world, "next");
        tap(world, "next");
        tap(world, "next");
        looks.check(std::string(service) + "-form");
        tap(world, "header:home");
        tap(world, "leave:yes");
    }
}

TEST_CASE("every page of a question about a request") {
    World world;
    Looks looks(world);
    const auto code = world.submit("SKTM", sktm_form());
    tap(world, "footer:action");
    looks.check("look-up");
    REQUIRE(world.fill("code", "K7M-2QX-94B-HX"));
    tap(world, "look");
    looks.check("look-up-wrong");
    tap(world, "header:home");
    world.harness->scan(read_code(code).value());
    looks.check("status");
    tap(world, "back");
    world.harness->scan("https://disapa.example/v#AAAABBBBCCCCDDDD");
    world.harness->step(3);
    looks.check("letter-false");
}

TEST_CASE("every page of a clerk") {
    World world;
    Looks looks(world);
    const auto code = world.submit("SKTM", sktm_form());
    tap(world, "officer");
    looks.check("sign-in");
    tap(world, "header:home");
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    looks.check("queue");
    tap(world, "case:" + read_code(code).value());
    looks.check("case");
    tap(world, "next");
    looks.check("case-problem");
    tap(world, "problem:read");
    tap(world, "absent:PENGANTAR");
    looks.check("absence");
    tap(world, "reason:close");
    tap(world, "do:return");
    looks.check("give-back");
    tap(world, "chip:kertas_kurang");
    looks.check("give-back-lacking");
    tap(world, "reason:close");
    tap(world, "do:cancel");
    looks.check("cancel");
    tap(world, "reason:close");
    tap(world, "case:tabs:1");
    looks.check("case-life");
    tap(world, "back");
    tap(world, "queue:menu");
    looks.check("menu");
    tap(world, "menu:day_book");
    looks.check("day-book");
    tap(world, "day_book:state");
    looks.check("day-book-state");
    REQUIRE(world.harness->tap_label("Semua"));
    world.harness->step(3);
    tap(world, "back");
    tap(world, "menu:walk_in");
    looks.check("walk-in");
    tap(world, "walk_in:service:SKTM");
    looks.check("walk-in-date");
}

TEST_CASE("every page of the head of the village") {
    World world;
    Looks looks(world);
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    tap(world, "case:" + read_code(code).value());
    for (const char* paper : {"PENGANTAR", "KTP", "KK", "PERNYATAAN"}) {
        tap(world, std::string("tick:") + paper);
    }
    tap(world, "next");
    looks.check("verified");
    tap(world, "problem:read");
    tap(world, "header:leave");
    REQUIRE(world.sign_in("IGUNG", kKadesPin));
    looks.check("queue-kades");
    tap(world, "case:" + read_code(code).value());
    tap(world, "next");
    looks.check("endorse");
    tap(world, "endorse:yes");
    looks.check("endorsed");
    tap(world, "problem:read");
    looks.check("case-endorsed");
    world.settle();
    world.approve(code);
    world.settle();
    world.harness->step(4, 1.0);
    looks.check("case-approved");
}
