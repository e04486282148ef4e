#include "kiosk/parts/prints.h"

#include "kiosk/parts/receipt_print.h"
#include "kiosk/screens/devices_world.h"
#include "kiosk/screens/looks.h"
#include "shared/base/file.h"

using namespace disapa;
using namespace disapa::screens;
using disapa::devices::PrintProgress;
using disapa::devices::PrintStage;
using disapa::testing::FakeLetters;
using disapa::testing::FakeRoll;
using disapa::testing::kClerkPin;
using disapa::testing::Looks;
using disapa::testing::sktm_form;
using disapa::testing::World;

namespace {

// The sheet alone on a screen, on the store and with the officers of a World.
struct Desk {
    explicit Desk(bool with_printer = true) {
        code = read_code(world.submit("SKTM", sktm_form())).value();
        approve();
        if (with_printer) context.devices.letter_printer = &letters;
        world.harness =
            std::make_unique<ui::Harness>(world.words, [this](ui::Ui& ui) { frame(ui); });
    }
    void frame(ui::Ui& ui) {
        context.ui = &ui;
        worker.apply_results();
        chores.apply_results();
        ui::Column column(ui.area(), ui.px(16));
        roll_print.draw(ui, column);
        if (sheet.draw(ui)) ++settled;
    }
    void approve() {
        context.session = std::make_shared<const Session>(world.session(kClerkPin));
        world.endorse(show_code(code));
        world.approve(show_code(code));
        world.settle();
    }
    void step() { harness->step(8, 0.3); }
    bool tap(std::string_view id) {
        step();
        const bool done = harness->tap(id);
        step();
        return done;
    }
    bool says(const char* key) { return harness->says(world.words(key)); }
    CaseState state() { return world.counter().view(code, nullptr)->state; }
    std::vector<PrintJob> unsettled() {
        auto counter = world.counter();
        return Prints(counter.node()).unsettled().value();
    }
    // The power goes and comes back: what was in memory is gone.
    void power_cut() {
        sheet.close();
        auto counter = world.counter();
        REQUIRE(Prints(counter.node()).after_start().has_value());
    }
    void check(const std::string& name) {
        step();
        Looks(world).check(name);
    }

    World world;
    Worker worker{world.counter(), Worker::Mode::in_place};
    Chores chores{Chores::Mode::in_place};
    FakeLetters letters;
    FakeRoll roll;
    // A flow gets its context from the App; here only the few members that matter are set.
    Context context{worker, chores, world.base.clock};
    PrintSheet sheet{context};
    ReceiptPrint roll_print{context};
    std::unique_ptr<ui::Harness>& harness = world.harness;
    std::string code;
    int settled = 0;
};

}  // namespace

TEST_CASE("a letter is printed when the clerk has it in his hand, not before") {
    Desk desk;
    desk.sheet.open(desk.code);
    desk.step();
    CHECK(desk.says("print.printing"));
    desk.check("print-printing");
    REQUIRE(desk.letters.documents.size() == 1);
    CHECK(desk.letters.names == std::vector{desk.code});  // a code, no name of a person
    CHECK(desk.letters.documents[0] == desk.world.counter().letter_pdf(desk.code).value());
    desk.letters.progress.stage = PrintStage::queued;
    desk.step();
    CHECK(desk.says("print.queued"));
    desk.check("print-queued");
    desk.letters.progress.stage = PrintStage::done;
    desk.step();
    CHECK(desk.says("print.ask"));
    desk.check("print-ask");
    CHECK(desk.state() == CaseState::approved);
    REQUIRE(desk.tap("print:yes"));
    CHECK(desk.state() == CaseState::printed);
    CHECK_FALSE(desk.sheet.is_open());
    CHECK(desk.settled == 1);
    CHECK(desk.context.problem.title == "print.noted");
    CHECK(desk.unsettled().empty());

    // The second one says that it is a copy.
    desk.letters.progress.stage = PrintStage::printing;
    desk.sheet.open(desk.code);
    desk.step();
    CHECK(desk.harness->says("Salinan ke-2"));
    desk.check("print-copy");
    REQUIRE(desk.letters.documents.size() == 2);
    CHECK(desk.letters.documents[0] != desk.letters.documents[1]);
}

TEST_CASE("a printer without paper says so, and goes on by itself") {
    Desk desk;
    desk.letters.progress = {
        PrintStage::stuck,
        "Kertas tersangkut di printer. Keluarkan kertasnya pelan-pelan, lalu tunggu sebentar.",
        {}};
    desk.sheet.open(desk.code);
    desk.step();
    CHECK(desk.says("print.stuck"));
    CHECK(desk.harness->says("Kertas tersangkut di printer"));
    desk.check("print-stuck");
    desk.letters.progress = {PrintStage::done, {}, {}};
    desk.step();
    CHECK(desk.says("print.ask"));
    CHECK(desk.letters.documents.size() == 1);
}

TEST_CASE("what is stopped, or did not come out, is printed again only by a person") {
    Desk desk;
    desk.letters.progress = {
        PrintStage::stuck, "Kertas printer habis. Isi kertas, lalu tunggu sebentar.", {}};
    desk.sheet.open(desk.code);
    desk.step();
    REQUIRE(desk.tap("print:stop"));
    CHECK(desk.letters.cancelled == std::vector<std::string>{"1"});
    CHECK(desk.says("print.ask"));  // a page may have been out before
    desk.letters.progress = {PrintStage::printing, {}, {}};
    REQUIRE(desk.tap("print:no"));
    CHECK(desk.says("print.not_out"));
    desk.check("print-failed");
    CHECK(desk.letters.documents.size() == 1);
    REQUIRE(desk.tap("print:again"));
    CHECK(desk.letters.documents.size() == 2);
    CHECK(desk.letters.documents[0] == desk.letters.documents[1]);  // the same copy
    desk.letters.progress = {
        PrintStage::failed,
        "Printer gagal mencetak. Matikan lalu nyalakan printer, kemudian coba lagi.",
        {}};
    desk.step();
    CHECK(desk.harness->says("Printer gagal mencetak."));
    desk.check("print-failed-at-printer");
    REQUIRE(desk.tap("print:give_up"));
    CHECK_FALSE(desk.sheet.is_open());
    CHECK(desk.state() == CaseState::approved);
    CHECK(desk.unsettled().empty());
}

TEST_CASE("a printer that is off is said, and tried again") {
    Desk desk;
    desk.letters.off = true;
    desk.sheet.open(desk.code);
    desk.step();
    CHECK(desk.harness->says("Printer surat tidak menjawab."));
    desk.check("print-off");
    desk.letters.off = false;
    desk.letters.progress.stage = PrintStage::done;
    REQUIRE(desk.tap("print:again"));
    CHECK(desk.says("print.ask"));
}

TEST_CASE("after a power cut the clerk is asked and nothing is printed by itself") {
    Desk desk;
    desk.sheet.open(desk.code);
    desk.step();
    REQUIRE(desk.letters.documents.size() == 1);
    desk.power_cut();
    REQUIRE(desk.unsettled().size() == 1);
    CHECK(desk.unsettled()[0].state == PrintState::asked);
    desk.sheet.open_unsettled();
    desk.step();
    CHECK(desk.says("print.unsettled_note"));
    desk.check("print-unsettled");
    REQUIRE(desk.tap("print:settle:0"));
    CHECK(desk.says("print.ask"));
    desk.check("print-ask-after-power");
    CHECK(desk.letters.documents.size() == 1);
    // Left alone it stays, and the button of the case asks too.
    desk.sheet.close();
    desk.sheet.open(desk.code);
    desk.step();
    CHECK(desk.says("print.ask"));
    CHECK(desk.letters.documents.size() == 1);
    REQUIRE(desk.tap("print:yes"));
    CHECK(desk.state() == CaseState::printed);
    CHECK(desk.unsettled().empty());
    desk.context.problem = {};
    desk.sheet.open_unsettled();
    desk.step();
    CHECK_FALSE(desk.sheet.is_open());
    CHECK(desk.context.problem.title.empty());
    desk.sheet.open_unsettled(true);  // from the menu: silence would be no answer
    desk.step();
    CHECK(desk.context.problem.title == "print.nothing");
}

TEST_CASE("what was noted by another way is not asked about, and never noted twice") {
    Desk desk;
    desk.sheet.open(desk.code);
    desk.step();
    const auto job = desk.unsettled().at(0);
    auto counter = desk.world.counter();
    REQUIRE(counter.printed(desk.code, *desk.context.session).has_value());
    CHECK(desk.unsettled().empty());
    // As where the power went between the note and the end of the job.
    REQUIRE(confirm_print(counter, job, *desk.context.session).has_value());
    const auto* of = counter.node().book().value()->find_code(desk.code);
    CHECK(of->copies == 1);
}

TEST_CASE("without a printer the letter is a file, said and noted at once") {
    Desk desk(false);
    desk.context.print_folder = desk.world.base.folder / "cetak";
    PrintSheet sheet(desk.context);
    sheet.open(desk.code);
    desk.step();
    CHECK(desk.context.problem.title == "case.printed");
    const auto file = desk.world.base.folder / "cetak" / ("surat-" + desk.code + "-1.pdf");
    CHECK(desk.context.problem.sentence == "cetak/surat-" + desk.code + "-1.pdf");
    CHECK(as_text(read_file(file, 1 << 20).value()).starts_with("%PDF-"));
    CHECK(desk.state() == CaseState::printed);
}

TEST_CASE("a receipt comes once a touch; an empty roll says what to do and leaves no question") {
    Desk desk;
    desk.roll_print.print(desk.code);
    desk.step();
    CHECK_FALSE(desk.says("receipt.roll_done"));  // no printer: nothing at all
    desk.context.devices.receipt_printer = &desk.roll;
    desk.roll_print.print(desk.code);
    desk.roll_print.print(desk.code);  // a double tap
    desk.step();
    CHECK(desk.says("receipt.roll_done"));
    REQUIRE(desk.roll.receipts.size() == 1);
    auto counter = desk.world.counter();
    CHECK(desk.roll.receipts[0] ==
          devices::escpos_picture(384, receipt_dots(counter, desk.code, 384).value()));
    desk.roll.paper = devices::PaperState::paper_out;
    desk.roll_print.print(desk.code);
    desk.step();
    CHECK(desk.harness->says("Kertas struk habis."));
    CHECK(desk.unsettled().empty());
}
