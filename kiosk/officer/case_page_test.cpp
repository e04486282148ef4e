// Walks to every page and sheet that an officer meets and looks at it (looks.h). What waits, as
// paper at the printer or a long import, is held for the look (held_world.h).
#include "kiosk/officer/case_page.h"

#include <fstream>

#include "kiosk/officer/residents_page.h"
#include "kiosk/screens/held_world.h"
#include "kiosk/screens/looks.h"
#include "kiosk/screens/officer_world.h"
#include "shared/base/file.h"
#include "shared/service/forms_world.h"

using namespace disapa;
using disapa::testing::bare;
using disapa::testing::Held;
using disapa::testing::kClerk;
using disapa::testing::kClerkPin;
using disapa::testing::kKades;
using disapa::testing::kKadesPin;
using disapa::testing::Looks;
using disapa::testing::open_case;
using disapa::testing::sign;
using disapa::testing::sktm_form;
using disapa::testing::World;

namespace {

std::string submit_as(World& world, const char* name) {
    world.base.clock.advance(61);
    return world.submit("SKTM", sktm_form(name));
}

Bytes photo() {
    devices::Image card{900, 560, 1, Bytes(900U * 560U, 235)};
    for (std::size_t row = 80; row < 480; row += 40)
        for (std::size_t at = 60; at < 700; ++at) card.pixels[row * 900 + at] = 40;
    return devices::encode_webp(card, 80).value();
}

}  // namespace

TEST_CASE("looks: photos of a case") {
    World world;
    Looks looks(world);
    const auto receipt = world.counter().submit(
        "SKTM", sktm_form(),
        {{"KTP", "ktp.webp", photo()}, {"KK", "kk.pdf", Bytes{'%', 'P', 'D', 'F', '-'}}}, nullptr);
    REQUIRE_MESSAGE(receipt.has_value(), (receipt ? "" : receipt.error().log));
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, receipt->shown_code);
    looks.check("case-photo");
    world.touch("photo:KTP");
    looks.check("photo");
    world.touch("photo:close");
    world.touch("photo:KK");
    looks.check("photo-pdf");
    world.touch("photo:close");
    for (const char* paper : {"PENGANTAR", "KTP", "KK", "PERNYATAAN"})
        world.touch(std::string("tick:") + paper);
    world.touch("next");
    world.touch("problem:read");
    looks.check("case-verified-photo");
}

TEST_CASE("looks: before and now, and many endorsed at once") {
    World world;
    Looks looks(world);
    std::vector<std::string> codes;
    for (int at = 0; at < 3; ++at) codes.push_back(submit_as(world, "ADA NGAU"));
    auto counter = world.counter();
    const auto clerk = world.session(kClerkPin);
    REQUIRE(counter.give_back(codes[0], Reason{{"isian_salah", "lainnya"}, ""}, clerk));
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, codes[0]);
    looks.check("case-returned");
    world.touch("header:leave");
    auto mended = sktm_form("ADA NGAU");
    mended["alamat"] = "Jalan Poros Tabang 2";
    mended["no_hp"] = "081255550103";
    REQUIRE(counter.amend(codes[0], mended, {}, clerk));
    for (const auto& code : codes)
        REQUIRE(counter.verify(code, World::all_seen(counter, code), clerk));
    REQUIRE(world.sign_in(kKades, kKadesPin));
    open_case(world, codes[0]);
    looks.check("case-changes");
    world.touch("back");
    world.touch("queue:all");
    looks.check("queue-many");
    world.touch("footer:action");
    looks.check("endorse-many");
    REQUIRE(counter.give_back(codes[2], "x", clerk));
    world.touch("endorse_many:yes");
    looks.check("endorse-many-done");
    world.touch("endorse_many:read");
    looks.check("queue-empty");

    screens::EndorseManySheet sheet;
    sheet.asked = counter.queue();
    sheet.working = true;
    Held held(world);
    held.show([&](ui::Ui& ui, const ui::Rect&) { (void)screens::draw_endorse_many(ui, sheet); });
    looks.check("endorse-many-working");
}

TEST_CASE("looks: the letter is handed over with a name and a signature") {
    World world;
    Looks looks(world);
    const auto code = world.submit("SKTM", sktm_form());
    world.endorse(code);
    world.approve(code);
    world.settle();
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    world.touch("queue:tabs:2");
    looks.check("queue-paper");
    open_case(world, code);
    world.touch("next");
    world.touch("problem:read");
    looks.check("case-printed");
    world.touch("next");
    looks.check("hand-over-name");
    world.touch("reason:text");
    looks.check("hand-over-typing");
    world.harness->type("ADA NGAU");
    world.harness->key(ui::Key::escape);
    world.harness->step(2);
    world.touch("hand_over:sign");
    looks.check("hand-over-pad");
    sign(world);
    looks.check("hand-over-signed");
    world.touch("hand_over:done");
    looks.check("handed-over");
    world.touch("problem:read");
    looks.check("case-handed-over");
}

TEST_CASE("looks: the day book with its filters") {
    World world;
    Looks looks(world);
    const auto clerk = world.session(kClerkPin);
    for (int at = 0; at < 3; ++at) submit_as(world, "ADA NGAU");
    world.base.clock.advance(61);
    REQUIRE(world.counter().submit("SKTM", sktm_form(), {}, &clerk,
                                   {{"ADA NGAU", "anak"}, Date{2026, 11, 16}}));
    const auto given = submit_as(world, "ADA NGAU");
    world.endorse(given);
    world.approve(given);
    world.settle();
    auto counter = world.counter();
    REQUIRE(counter.printed(given, clerk));
    REQUIRE(counter.hand_over(given, "ADA NGAU", clerk));
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    world.touch("queue:tabs:3");
    looks.check("queue-all");
    world.touch("queue:search");
    looks.check("queue-search");
    world.harness->type("zzz");
    world.harness->key(ui::Key::escape);
    world.harness->step(3);
    looks.check("queue-found-nothing");
    world.touch("queue:menu");
    looks.check("menu");
    world.touch("menu:day_book");
    looks.check("day-book");
    world.touch("day_book:period:3");
    looks.check("day-book-days");
    world.touch("day_book:from");
    looks.check("day-book-date");
    world.touch("day_book:day:close");
    world.touch("day_book:service");
    looks.check("day-book-service");
    world.touch("day_book:list:DISNIK");
    looks.check("day-book-empty");
    world.touch("day_book:service");
    world.touch("day_book:list:*");
    world.touch("next");
    world.touch("problem:read");
    world.harness->bring_into_view("book:" + bare(given));
    looks.check("day-book-end");
}

TEST_CASE("looks: questions and complaints with their answers") {
    World world;
    Looks looks(world);
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    world.touch("queue:menu");
    world.touch("menu:questions");
    looks.check("asked-none");
    world.touch("asked:tab:1");
    looks.check("asked-none-answered");
    auto counter = world.counter();
    Questions questions(counter.node());
    QuestionDraft draft;
    draft.text = "081255550103 081255550104";
    draft.name = "ADA NGAU";
    draft.phone = "081255550103";
    const auto first = questions.ask(draft);
    REQUIRE(first.has_value());
    world.settle();
    const auto* of = world.hub.book(world.base.desa).value()->find_inquiry(first->code);
    REQUIRE(of != nullptr);
    auto words = answered(of->id, "081255550100", world.base.clock.now(), world.base.random);
    testing::append(world.hub, world.base.desa, {person_entry(std::move(*words), world.camat)});
    world.settle();
    draft.kind = InquiryKind::complaint;
    draft.name.clear();
    draft.text = std::string(400, '8');
    for (std::size_t at = 20; at < draft.text.size(); at += 21) draft.text[at] = ' ';
    const auto second = questions.ask(draft);
    REQUIRE(second.has_value());
    world.harness->step(3, 1.1);
    looks.check("asked-answered");
    world.touch("asked:" + first->code);
    looks.check("asked-answer");
    world.touch("back");
    world.touch("asked:tab:0");
    looks.check("asked-waiting");
    world.touch("asked:" + second->code);
    looks.check("asked-one");
}

TEST_CASE("looks: the register of residents is read in") {
    World world;
    Looks looks(world);
    const auto folder = world.base.folder / "usb";
    Held held(world);
    held.sign_in(Role::petugas, kClerkPin);
    held.context.file_folder = folder;
    screens::ResidentsSheet sheet(held.context);
    sheet.open();
    held.show([&](ui::Ui& ui, const ui::Rect&) { sheet.draw(ui); });
    looks.check("residents-none");
    REQUIRE(make_private_folder(folder));
    std::ofstream(folder / "kosong.csv") << "x;y\n";
    std::ofstream(folder / "penduduk.csv")
        << "nik;no_kk;nama;sex;tanggallahir\n"
           "6402125203850002;6402121203110004;PEBULAAN NGAU;2;1985-03-12\n"
           "640212520385;6402121203110004;ADA NGAU;2;1985-03-12\n"
           ";6402121203110004;ADA NGAU;1;2026-03-12\n"
           "6402125203850009;6402121203110004;;2;1985-03-12\n";
    world.touch("residents:look");
    held.settle();
    looks.check("residents-files");
    world.touch("residents:file:0");
    held.settle();
    looks.check("residents-failed");
    held.hold();
    world.touch("residents:file:1");
    looks.check("residents-reading");
    held.let_go();
    looks.check("residents-report");
}

TEST_CASE("looks: who signs in") {
    World world;
    Looks looks(world);
    world.touch("officer");
    looks.check("sign-in-list");
    world.touch("header:home");
    REQUIRE_FALSE(world.sign_in(kClerk, "593817"));
    looks.check("sign-in-wrong");
    world.touch("header:home");
    for (int at = 0; at < 5; ++at) {
        REQUIRE_FALSE(world.sign_in(kClerk, "593817"));
        world.touch("header:home");
    }
    REQUIRE_FALSE(world.sign_in(kClerk, "593817"));
    looks.check("sign-in-throttled");
    for (const auto& [width, height] : {std::pair(1280, 800), {800, 1280}}) {
        world.harness->ui().set_text_size(2);
        world.harness->resize(width, height);
        world.harness->step(6);
        CAPTURE(width);
        const auto* last = world.harness->find("pin:done");
        REQUIRE(last != nullptr);
        CHECK(last->visible.h == doctest::Approx(last->full.h));  // no key below the fold
    }
    world.harness->ui().set_text_size(0);
    world.harness->resize(1280, 800);
    world.touch("header:home");
    REQUIRE(world.sign_in(kKades, kKadesPin));
    world.harness->step(121, 1.0);
    CHECK_FALSE(world.app->signed_in());
    looks.check("sign-in-locked");
    screens::SignInPage page;
    Held held(world);
    held.show(
        [&](ui::Ui& ui, const ui::Rect& place) { (void)screens::draw_sign_in(ui, place, page); });
    looks.check("sign-in-nobody");
    page.officers = world.counter().officers();
    page.chosen = page.officers.front().key;
    page.checking = true;
    looks.check("sign-in-checking");
}

TEST_CASE("looks: a paper form of days ago") {
    World world;
    Looks looks(world);
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    world.touch("queue:menu");
    world.touch("menu:prints");
    looks.check("prints-nothing");
    world.touch("problem:read");
    world.touch("menu:walk_in");
    world.touch("walk_in:service:SKTM");
    looks.check("walk-in-date");
    world.touch("walk_in:begin");
    looks.check("walk-in-begun");
}
