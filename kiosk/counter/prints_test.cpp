#include "kiosk/counter/prints.h"

#include "kiosk/counter/counter_world.h"
#include "kiosk/counter/questions.h"

using namespace disapa;
using disapa::testing::CounterWorld;
using disapa::testing::kClerkPin;
using disapa::testing::kKadesPin;
using disapa::testing::sktm_form;

namespace {

struct Desk : CounterWorld {
    Counter counter = open();
    Session clerk = counter.sign_in(clerk_key, kClerkPin).value();
    Session kades = counter.sign_in(kades_key, kKadesPin).value();
    Prints prints{counter.node()};
    std::string code = submit(counter, sktm_form());

    // To the camat's word: there is a letter to print.
    void approved() {
        REQUIRE(counter.verify(code, all_seen(counter, code), clerk));
        REQUIRE(counter.endorse(code, kades));
        settle();
        approve(code);
        settle();
    }
    PrintJob begun() {
        auto made = prints.begin(code, PrintKind::letter);
        REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().log));
        return made->job;
    }
    std::int64_t copies() { return counter.node().book().value()->find_code(code)->copies; }
    // Another run of the program on the same disk.
    std::vector<PrintJob> after_power_cut() {
        auto again = open();
        REQUIRE(Prints(again.node()).after_start().has_value());
        return Prints(again.node()).unsettled().value();
    }
};

}  // namespace

TEST_CASE("a letter that does not exist yet is not printed") {
    Desk desk;
    const auto made = desk.prints.begin(desk.code, PrintKind::letter);
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code == ErrorCode::refused);
    CHECK(desk.prints.begin("K7M2QX94BHD", PrintKind::letter).error().code == ErrorCode::not_found);
    CHECK(desk.prints.begin("bukan kode", PrintKind::receipt).error().code == ErrorCode::not_found);
    CHECK(desk.prints.unsettled()->empty());
}

TEST_CASE("a print lives through its states and is noted once, by a person") {
    Desk desk;
    desk.approved();
    auto job = desk.begun();
    CHECK(job.copy == 1);
    CHECK(job.state == PrintState::queued);
    REQUIRE(desk.prints.printing(job, "17"));
    CHECK(desk.prints.unsettled()->at(0).at_printer == "17");
    REQUIRE(desk.prints.ask(job));
    CHECK(desk.prints.unsettled()->at(0).state == PrintState::asked);
    CHECK(desk.copies() == 0);
    REQUIRE(confirm_print(desk.counter, job, desk.clerk));
    REQUIRE(confirm_print(desk.counter, job, desk.clerk));  // a second tap
    CHECK(desk.copies() == 1);
    CHECK(desk.prints.unsettled()->empty());
    CHECK(desk.begun().copy == 2);
}

TEST_CASE("a copy that is not settled is found again, not begun again") {
    Desk desk;
    desk.approved();
    auto job = desk.begun();
    auto second = desk.prints.begin(show_code(desk.code), PrintKind::letter);
    CHECK_FALSE(second->fresh);
    CHECK(second->job.state == PrintState::asked);
    REQUIRE(desk.prints.failed(job, "Kertas printer habis."));
    second = desk.prints.begin(desk.code, PrintKind::letter);
    CHECK_FALSE(second->fresh);
    CHECK(second->job.state == PrintState::failed);
    CHECK(second->job.what_to_do == "Kertas printer habis.");
    REQUIRE(desk.prints.again(second->job));
    CHECK(second->job.what_to_do.empty());
    CHECK(desk.prints.unsettled()->size() == 1);
    REQUIRE(desk.prints.forget(second->job));
    CHECK(desk.prints.begin(desk.code, PrintKind::letter)->fresh);
    CHECK(desk.copies() == 0);
}

TEST_CASE("after a power cut whatever was under way is asked about") {
    Desk desk;
    desk.approved();
    auto letter = desk.begun();
    REQUIRE(desk.prints.printing(letter, "3"));
    desk.base.clock.advance(5);
    REQUIRE(desk.prints.begin(desk.code, PrintKind::receipt)->fresh);
    const auto jobs = desk.after_power_cut();
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[0].kind == PrintKind::letter);  // the oldest first
    CHECK(jobs[0].state == PrintState::asked);
    CHECK(jobs[0].at_printer == "3");
    CHECK(jobs[1].kind == PrintKind::receipt);
    CHECK(jobs[1].state == PrintState::asked);
    REQUIRE(confirm_print(desk.counter, jobs[1], desk.clerk));  // a receipt leaves no act
    CHECK(desk.copies() == 0);
    REQUIRE(desk.prints.failed(letter, "Printer mati."));
    CHECK(desk.after_power_cut().at(0).state == PrintState::failed);  // known, so not asked
}

TEST_CASE("the receipt of a question or complaint is a print like any other") {
    Desk desk;
    QuestionDraft draft;
    draft.kind = InquiryKind::complaint;
    draft.text = "Jalan poros rusak sejak Oktober.";
    const auto code = Questions(desk.counter.node()).ask(draft).value().code;
    CHECK(desk.prints.begin(code, PrintKind::letter).error().code == ErrorCode::not_found);
    auto begun = desk.prints.begin(show_code(code), PrintKind::receipt);
    REQUIRE(begun.has_value());
    CHECK(begun->fresh);
    CHECK(begun->job.code == code);
    const auto jobs = desk.after_power_cut();
    REQUIRE(jobs.size() == 1);
    CHECK(jobs[0].state == PrintState::asked);
    CHECK_FALSE(desk.prints.begin(code, PrintKind::receipt)->fresh);
    REQUIRE(confirm_print(desk.counter, jobs[0], desk.clerk));
    CHECK(desk.prints.unsettled()->empty());
    for (const int dots : {384, 576}) {
        const auto complaint = receipt_dots(desk.counter, show_code(code), dots);
        REQUIRE(complaint.has_value());
        CHECK(complaint->size() % static_cast<std::size_t>(dots / 8) == 0);
        // It says what was sent, not which letter was asked for.
        const auto data = Questions(desk.counter.node()).receipt_data(code).value();
        CHECK(*complaint == render_receipt_dots(data, dots).value());
        CHECK(*complaint != receipt_dots(desk.counter, desk.code, dots).value());
    }
    CHECK_FALSE(receipt_dots(desk.counter, "K7M2QX94BHD", 384).has_value());
}

TEST_CASE("what was noted by another way is settled, and a record that is none is dropped") {
    Desk desk;
    desk.approved();
    (void)desk.begun();
    REQUIRE(desk.counter.printed(desk.code, desk.clerk));
    CHECK(desk.prints.unsettled()->empty());
    REQUIRE(desk.counter.node().write(
        [](Writer& writer) { return writer.put("print", "x", as_bytes("{not json")); }));
    CHECK(desk.prints.unsettled()->empty());
    CHECK(desk.after_power_cut().empty());
    CHECK(desk.counter.node().list("print")->empty());
}

TEST_CASE("a receipt for a thermal printer is made of the case's own receipt") {
    Desk desk;
    const auto narrow = receipt_dots(desk.counter, desk.code, 384);
    REQUIRE(narrow.has_value());
    CHECK(narrow->size() % 48 == 0);
    CHECK(receipt_dots(desk.counter, desk.code, 576)->size() % 72 == 0);
    CHECK_FALSE(receipt_dots(desk.counter, "K7M2QX94BHD", 384).has_value());
    const auto data = receipt_data(desk.counter.receipt(desk.code).value());
    CHECK(data.code == desk.code);  // without dashes: whoever draws it puts them in, once
    CHECK(data.qr_text == desk.code);
}
