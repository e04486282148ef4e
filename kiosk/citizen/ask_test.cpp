#include "kiosk/citizen/ask.h"

#include "kiosk/counter/prints.h"
#include "kiosk/devices/receipt_printer.h"
#include "kiosk/screens/looks.h"
#include "shared/base/file.h"
#include "shared/base/text.h"

using namespace disapa;
using disapa::testing::Looks;
using disapa::testing::World;

namespace {

void begin(World& world, const char* kind) {
    world.touch("need:ask");
    REQUIRE(world.says("Tanya atau lapor"));
    world.touch(kind);
}

// The one question of the kiosk as its officers see it.
QuestionRow only(World& world) {
    auto counter = world.counter();
    auto rows = Questions(counter.node()).list();
    REQUIRE(rows.has_value());
    REQUIRE(rows->size() == 1);
    return rows->front();
}

void answer(World& world, const std::string& shown_code, const char* text) {
    const auto* of =
        world.hub.book(world.base.desa).value()->find_inquiry(read_code(shown_code).value());
    REQUIRE(of != nullptr);
    auto words = answered(of->id, text, world.base.clock.now(), world.base.random);
    REQUIRE(words.has_value());
    testing::append(world.hub, world.base.desa, {person_entry(std::move(*words), world.camat)});
}

}  // namespace

TEST_CASE("a complaint without a name: from the first screen to the answer") {
    World world;
    begin(world, "ask:complaint");
    CHECK(world.says("Apa yang ingin Anda laporkan?"));
    CHECK_FALSE(world.tap("next"));  // nothing is written yet
    REQUIRE(world.fill("ask:words", "Jembatan di RT 3 rusak sejak hujan kemarin."));
    world.shot("ask-text");
    world.next("Siapa nama Anda?");
    CHECK(world.says("Boleh kosong. Laporan tanpa nama tetap diterima."));
    world.check_page();
    world.shot("ask-who");
    world.next("Sudah benar?");
    CHECK(world.says("Jembatan di RT 3 rusak sejak hujan kemarin."));
    world.check_page();
    world.shot("ask-review");
    world.next("Terima kasih. Tulisan Anda sudah disimpan.");
    const auto asked = only(world);
    CHECK(world.says(asked.status.shown_code));
    CHECK(asked.said.name.empty());
    CHECK(asked.status.kind == InquiryKind::complaint);
    world.check_page();
    world.shot("ask-receipt");
    world.touch("back");  // prints
    CHECK(std::filesystem::exists(world.base.folder / "cetak" /
                                  ("tanda-terima-" + asked.status.code + ".pdf")));
    REQUIRE(world.tap("problem:read"));
    world.touch("next");

    world.look_up(asked.status.shown_code);
    CHECK(world.says("Belum sampai di kecamatan"));
    world.settle();
    world.harness->step(2, 1.1);
    CHECK(world.says("Sudah di kecamatan"));
    answer(world, asked.status.shown_code, "Diperbaiki mulai Senin.");
    world.settle();
    world.harness->step(2, 1.1);
    CHECK(world.says("Sudah dijawab"));
    CHECK(world.says("Diperbaiki mulai Senin."));
    CHECK_FALSE(world.says("Jembatan"));  // a code shows no text of the citizen
    world.check_page();
    world.shot("ask-answer");
}

TEST_CASE(
    "where a thermal printer stands, the receipt comes out of it by itself and once a touch") {
    World world;
    const auto file = world.base.folder / "struk";
    const auto roll = devices::open_receipt_printer("file:" + file.string(), 58).value();
    world.devices.receipt_printer = roll.get();
    world.restart();
    begin(world, "ask:question");
    REQUIRE(world.fill("ask:words", "Kapan jembatan diperbaiki?"));
    world.next("Siapa nama Anda?");
    world.next("Sudah benar?");
    world.next("Terima kasih. Tulisan Anda sudah disimpan.");
    world.harness->step(4);
    CHECK(world.says(world.words("receipt.roll_done")));
    world.check_page();
    world.shot("ask-receipt-roll");
    const auto code = only(world).status.code;
    auto counter = world.counter();
    const auto dots = receipt_dots(counter, code, 384);
    REQUIRE(dots.has_value());
    const auto paper = devices::escpos_picture(384, *dots);
    CHECK(read_file(file, 1 << 20).value() == paper);
    std::filesystem::remove(file);
    world.touch("back");  // once more
    CHECK(read_file(file, 1 << 20).value() == paper);
    CHECK(Prints(counter.node()).unsettled()->empty());
    CHECK_FALSE(
        std::filesystem::exists(world.base.folder / "cetak" / ("tanda-terima-" + code + ".pdf")));
}

TEST_CASE("a question with name, telephone and the code of a request; wrong ones are told") {
    World world;
    const auto about = world.submit("SKTM", testing::sktm_form());
    begin(world, "ask:question");
    REQUIRE(world.fill("ask:words", "Kapan surat saya selesai?"));
    world.next("Siapa nama Anda?");
    REQUIRE(world.fill("ask:name", "Siti"));
    REQUIRE(world.fill("ask:phone", "081200000001"));
    REQUIRE(world.fill("ask:code", "K7M-2QX-94B-HX"));
    world.touch("next");
    CHECK(world.says("Kode itu keliru. Periksa lagi, atau kosongkan."));
    for (int i = 0; i < 20; ++i) {
        REQUIRE(world.tap("ask:code"));
        world.harness->key(ui::Key::backspace);
        world.harness->key(ui::Key::escape);
    }
    REQUIRE(world.fill("ask:code", about));
    world.next("Sudah benar?");
    world.next("Terima kasih. Tulisan Anda sudah disimpan.");
    const auto asked = only(world);
    CHECK(asked.said.name == "Siti");
    CHECK(asked.said.phone == "081200000001");
    CHECK(show_code(asked.said.case_code) == about);
}

TEST_CASE("a power cut keeps what is being written; leaving and resting wipe it") {
    World world;
    begin(world, "ask:complaint");
    REQUIRE(world.fill("ask:words", "Lampu jalan mati."));
    world.harness->step(3, 0.6);  // kept once a second
    world.restart();
    world.harness->step(3);
    CHECK(world.says("Lanjutkan tulisan tadi?"));
    CHECK_FALSE(world.says("Lampu jalan mati."));
    world.shot("ask-left");
    REQUIRE(world.harness->tap_label("Lanjutkan"));
    world.harness->step(3);
    CHECK(world.harness->find("ask:words")->value == "Lampu jalan mati.");

    world.restart();
    world.harness->step(3);
    world.touch("ask:left_no");
    world.touch("ask:drop:no");  // no single touch takes it away
    REQUIRE(world.says("Lanjutkan tulisan tadi?"));
    world.touch("ask:left_no");
    world.touch("ask:drop:yes");
    CHECK_FALSE(world.says("Lanjutkan tulisan tadi?"));
    world.restart();
    world.harness->step(3);
    CHECK_FALSE(world.says("Lanjutkan tulisan tadi?"));

    begin(world, "ask:question");
    REQUIRE(world.fill("ask:words", "Kapan?"));
    world.harness->step(3, 0.6);
    world.harness->step(130, 1);  // nobody is here any more
    auto counter = world.counter();
    CHECK_FALSE(Questions(counter.node()).left().has_value());
}

TEST_CASE("home asks before anything is lost, and then nothing is left") {
    World world;
    begin(world, "ask:question");
    REQUIRE(world.fill("ask:words", "Kapan?"));
    world.harness->step(3, 0.6);
    REQUIRE(world.tap("header:home"));
    world.harness->step(2);
    CHECK(world.says("Hentikan tulisan ini?"));
    REQUIRE(world.harness->tap_label("Hentikan"));
    world.harness->step(3);
    CHECK(world.harness->find("need:ask") != nullptr);
    auto counter = world.counter();
    CHECK_FALSE(Questions(counter.node()).left().has_value());
}

TEST_CASE("officers of the desa read what was asked; new answers are marked until opened") {
    World world;
    std::string code;
    {
        auto counter = world.counter();
        QuestionDraft draft;
        draft.text = "Kapan kantor buka?";
        draft.name = "Siti";
        code = Questions(counter.node()).ask(draft)->shown_code;
    }
    world.settle();
    answer(world, code, "Setiap hari kerja pukul delapan.");
    world.settle();
    REQUIRE(world.sign_in("MASTORA", testing::kClerkPin));
    world.touch("queue:menu");
    world.touch("menu:questions");
    CHECK(world.says("Tidak ada yang menunggu"));
    REQUIRE(world.harness->tap_label("Sudah dijawab (1)"));
    world.harness->step(3);
    CHECK(world.says("Jawaban baru"));
    world.check_page();
    world.shot("asked-list");
    world.touch("asked:" + read_code(code).value());
    CHECK(world.says("Setiap hari kerja pukul delapan."));
    CHECK(world.says("Siti"));
    world.check_page();
    world.shot("asked-one");
    world.touch("back");
    CHECK(world.says("Sudah dibaca"));
}

TEST_CASE("every page of questions in both languages, all sizes and screens") {
    World world;
    Looks looks(world);
    world.touch("need:ask");
    looks.check("ask-kind");
    world.touch("ask:complaint");
    looks.check("ask-text");
    REQUIRE(world.fill("ask:words", "Jembatan."));
    world.touch("next");
    looks.check("ask-who");
    world.touch("next");
    looks.check("ask-review");
    world.touch("next");
    looks.check("ask-receipt");
}
