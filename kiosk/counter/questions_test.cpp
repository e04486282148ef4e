#include "kiosk/counter/questions.h"

#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/store/store_world.h"

namespace disapa {
namespace {

using testing::append;
using testing::carry;
using testing::payload;
using testing::text_of;

// A kiosk that is enrolled, its hub, and a camat.
struct Desk : testing::Office {
    Desk() {
        enrol(hub, camat, Role::camat, kecamatan);
        enrol_kiosk(hub, kiosk_node);
        settle();
    }
    Node hub = open("hub");
    Node kiosk_node = kiosk("kiosk", desa);
    SigningKey camat = SigningKey::generate(random);
    Questions questions{kiosk_node};

    // Everything goes both ways.
    void settle() {
        const FeedName office = hub.open_feed(kecamatan), mine = kiosk_node.open_feed(desa);
        ledger({{"type", "roster_at"},
                {"at", clock.now()},
                {"feed", text_of(office.id())},
                {"size", hub.size_of(office.id())}});
        if (kiosk_node.size_of(mine.id()) > 0) {
            (void)carry(kiosk_node, hub, mine);
            const auto size = hub.size_of(mine.id());
            ledger({{"type", "received"},
                    {"at", clock.now()},
                    {"feed", text_of(mine.id())},
                    {"size", size},
                    {"root", text_of(hub.root_at(mine.id(), size))}});
        }
        (void)carry(hub, kiosk_node, office);
        (void)carry(hub, kiosk_node, hub.open_feed(desa));
    }
    void ledger(const Json& act) { append(hub, desa, {node_entry(payload(act))}); }
    void answer(const std::string& code, std::string_view text) {
        const auto* of = hub.book(desa).value()->find_inquiry(code);
        REQUIRE(of != nullptr);
        auto words = answered(of->id, text, clock.now(), random);
        REQUIRE(words.has_value());
        append(hub, desa, {person_entry(std::move(*words), camat)});
    }
    QuestionDraft complaint() const {
        QuestionDraft draft;
        draft.kind = InquiryKind::complaint;
        draft.text = "  Jembatan di  RT 3 rusak.\n";
        draft.name = "Siti";
        draft.phone = "0812";
        return draft;
    }
};

TEST_CASE("a question is asked, arrives, and its answer is read by its code") {
    Desk desk;
    const auto receipt = desk.questions.ask(desk.complaint());
    REQUIRE_MESSAGE(receipt.has_value(), (receipt ? "" : receipt.error().log));
    CHECK(receipt->kind == InquiryKind::complaint);
    CHECK_FALSE(receipt->asked_on.empty());
    CHECK(read_code(receipt->shown_code) == receipt->code);

    auto status = desk.questions.status(receipt->shown_code);
    REQUIRE(status.has_value());
    CHECK(status->state == QuestionState::waiting);
    desk.settle();
    CHECK(desk.questions.status(receipt->code)->state == QuestionState::at_office);
    desk.answer(receipt->code, "Diperbaiki mulai Senin.");
    desk.answer(receipt->code, "Sudah selesai.");
    desk.settle();
    status = desk.questions.status(receipt->code);
    REQUIRE(status.has_value());
    CHECK(status->state == QuestionState::answered);
    REQUIRE(status->answers.size() == 2);
    CHECK(status->answers[0].text == "Diperbaiki mulai Senin.");
    CHECK(status->answers[0].by == "Nama, Jabatan");
    CHECK(status->answers[1].text == "Sudah selesai.");

    const auto rows = desk.questions.list();
    REQUIRE(rows.has_value());
    REQUIRE(rows->size() == 1);
    CHECK(rows->front().said.text == "Jembatan di RT 3 rusak.");  // cleaned
    CHECK(rows->front().said.name == "Siti");
    CHECK(rows->front().is_new);
    REQUIRE(desk.questions.seen(receipt->code));
    CHECK_FALSE(desk.questions.list()->front().is_new);
    desk.answer(receipt->code, "Satu lagi.");
    desk.settle();
    CHECK(desk.questions.list()->front().is_new);
    const auto json = desk.questions.list_json();
    REQUIRE(json.has_value());
    CHECK(json->find("\"kind\":\"complaint\"") != std::string::npos);
    const auto pdf = desk.questions.receipt_pdf(receipt->code);
    REQUIRE_MESSAGE(pdf.has_value(), (pdf ? "" : pdf.error().log));
    CHECK(as_text(*pdf).starts_with("%PDF-"));
}

TEST_CASE("what cannot be asked is refused with a sentence, and the draft stays") {
    Desk desk;
    const auto refused = [&desk](QuestionDraft draft) {
        REQUIRE(desk.questions.keep(draft));
        const auto done = desk.questions.ask(draft);
        REQUIRE_FALSE(done.has_value());
        CHECK_FALSE(done.error().sentence.empty());
        CHECK(desk.questions.left().has_value());
        CHECK(desk.questions.list()->empty());
    };
    auto draft = desk.complaint();
    draft.text = " \n ";
    refused(draft);
    draft.text = std::string(limits::kQuestionLetters + 1, 'a');
    refused(draft);
    draft = desk.complaint();
    draft.case_code = "K7M-2QX-94B-HX";
    refused(draft);
    draft = desk.complaint();
    draft.name = std::string(limits::kNameBytes + 1, 'a');
    refused(draft);
    CHECK(desk.questions.status("VB7J0WP0R4R").error().code == ErrorCode::not_found);
    CHECK(desk.questions.status("salah").error().code == ErrorCode::invalid);
    CHECK_FALSE(desk.questions.seen("VB7J0WP0R4R"));
}

TEST_CASE("a kiosk whose key is revoked gives no code away") {
    Desk desk;
    desk.roster_act(desk.hub, {{"type", "key_revoked"},
                               {"at", desk.clock.now()},
                               {"key", to_text(desk.kiosk_node.id())},
                               {"reason", "hilang"}});
    desk.settle();
    const auto done = desk.questions.ask(desk.complaint());
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == ErrorCode::refused);
    CHECK(desk.kiosk_node.size_of(desk.kiosk_node.open_feed(desk.desa).id()) == 0);
}

TEST_CASE("ten an hour, then later") {
    Desk desk;
    auto draft = desk.complaint();
    for (int i = 0; i < limits::kQuestionsPerHour; ++i) {
        draft.text = "Nomor " + std::to_string(i);
        CHECK(desk.questions.ask(draft).has_value());
        desk.clock.set(desk.clock.now() + 60);
    }
    draft.text = "Satu lagi";
    const auto done = desk.questions.ask(draft);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == ErrorCode::throttled);
    desk.clock.set(desk.clock.now() + 3600);
    CHECK(desk.questions.ask(draft).has_value());
}

TEST_CASE("the draft outlives the program, not ten minutes, and goes when it is asked") {
    Desk desk;
    CHECK_FALSE(desk.questions.left().has_value());
    CHECK_FALSE(desk.questions.wipe_if_left());
    auto draft = desk.complaint();
    draft.step = 2;
    REQUIRE(desk.questions.keep(draft));
    {
        Node again = desk.open("kiosk");
        const auto left = Questions(again).left();
        REQUIRE(left.has_value());
        CHECK(left->text == draft.text);
        CHECK(left->phone == "0812");
        CHECK(left->step == 2);
        CHECK(left->kind == InquiryKind::complaint);
    }
    desk.clock.set(desk.clock.now() + 60 * limits::kDraftMinutes - 1);
    CHECK_FALSE(desk.questions.wipe_if_left());
    desk.clock.set(desk.clock.now() + 1);
    CHECK(desk.questions.wipe_if_left());
    CHECK_FALSE(desk.questions.left().has_value());

    REQUIRE(desk.questions.keep(draft));
    desk.clock.set(desk.clock.now() - 60);  // the clock was put back: its age is not known
    CHECK_FALSE(desk.questions.left().has_value());

    REQUIRE(desk.questions.keep(draft));
    REQUIRE(desk.questions.ask(draft).has_value());
    CHECK_FALSE(desk.questions.left().has_value());
}

TEST_CASE("what was erased by law is said to be, and shows nothing") {
    Desk desk;
    const auto receipt = desk.questions.ask(desk.complaint());
    REQUIRE(receipt.has_value());
    desk.settle();
    desk.answer(receipt->code, "Baik.");
    const auto id = desk.hub.book(desk.desa).value()->find_inquiry(receipt->code)->id;
    desk.roster_act(desk.hub, {{"type", "erased"},
                               {"at", desk.clock.now()},
                               {"law", "UU 27/2022"},
                               {"of", text_of(id)},
                               {"reason", "diminta pemilik"},
                               {"skeleton", {{"type", "question_asked"}, {"of", Json::array()}}}});
    desk.settle();
    const auto rows = desk.questions.list();
    REQUIRE(rows.has_value());
    REQUIRE(rows->size() == 1);
    CHECK(rows->front().status.erased);
    CHECK(rows->front().said.text.empty());
    CHECK(rows->front().said.phone.empty());
    CHECK(rows->front().status.answers.size() == 1);
}

}  // namespace
}  // namespace disapa
