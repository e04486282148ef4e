#include "sync/hub/questions.h"

#include "shared/base/limits.h"
#include "sync/hub/api.h"
#include "sync/hub/worker_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

struct Table {
    HubWorld world;
    Desa desa = world.desa();
    SigningKey camat = world.officer(Role::camat, "Rusli Wibisono");
    SigningKey sekcam = world.officer(Role::sekcam, "Dayang Ratih");
    DeskQuestions questions{world.hub, world.lists};

    // Asked at the kiosk and brought here; gives its code.
    std::string ask(InquiryText said = {InquiryKind::complaint, "Jembatan di RT 3 rusak.", "Siti",
                                        "0812", ""}) {
        auto act = question_asked(said, world.clock.now(), world.random);
        REQUIRE(act.has_value());
        const auto id = world.put(desa, node_entry(std::move(*act)));
        world.meet(desa.kiosk);
        return receipt_code(id);
    }
    Bytes prepared(const std::string& code, std::string_view text, const SigningKey& by) {
        auto bytes = questions.prepare(code, text, by.id());
        REQUIRE_MESSAGE(bytes.has_value(), (bytes ? "" : bytes.error().log));
        return *bytes;
    }
    Json one(const std::string& code) {
        auto json = questions.one(code, camat.id());
        REQUIRE(json.has_value());
        return *json;
    }
};

}  // namespace

TEST_CASE("a question from a desa is listed, answered, and its answer reaches the kiosk") {
    Table table;
    const auto code = table.ask();
    CHECK(table.questions.counts() == Json{{"open", 1}, {"stamp", 1}});
    auto list = table.questions.list();
    REQUIRE(list.has_value());
    REQUIRE((*list)["questions"].size() == 1);
    const auto row = (*list)["questions"][0];
    CHECK(row["code"] == show_code(code));
    CHECK(row["kind"] == "complaint");
    CHECK(row["name"] == "Siti");
    CHECK(row["received_at"] == table.world.clock.now());
    CHECK_FALSE(row.contains("phone"));
    auto page = table.one(code);
    CHECK(page["text"] == "Jembatan di RT 3 rusak.");
    CHECK(page["phone"] == "0812");
    CHECK(page["may"]["answer"] == true);
    CHECK(page["acts"].size() == 1);

    const auto bytes = table.prepared(code, "Diperbaiki Senin.", table.camat);
    const auto done = table.questions.answer(signed_by(table.camat, bytes));
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().log));
    CHECK(*done == code);
    page = table.one(code);
    REQUIRE(page["answers"].size() == 1);
    CHECK(page["answers"][0]["text"] == "Diperbaiki Senin.");
    CHECK(page["answers"][0]["who"] == "Rusli Wibisono");
    CHECK(page["acts"].size() == 2);
    CHECK(page["acts"][1]["jws"].is_string());
    CHECK(table.questions.counts() == Json{{"open", 0}, {"stamp", 2}});

    table.world.meet(table.desa.kiosk);
    const auto* there = table.desa.kiosk.book().value()->find_inquiry(code);
    REQUIRE(there != nullptr);
    CHECK(there->answers.size() == 1);
    CHECK(there->arrived);
}

TEST_CASE("two officers answer at once: both answers stand; one sent twice is one") {
    Table table;
    const auto code = table.ask();
    const auto first = table.prepared(code, "Besok.", table.camat);
    const auto second = table.prepared(code, "Lusa.", table.sekcam);
    REQUIRE(table.questions.answer(signed_by(table.sekcam, second)).has_value());
    REQUIRE(table.questions.answer(signed_by(table.camat, first)).has_value());
    REQUIRE(table.questions.answer(signed_by(table.camat, first)).has_value());
    const auto page = table.one(code);
    REQUIRE(page["answers"].size() == 2);
    CHECK(page["answers"][0]["text"] == "Lusa.");
    CHECK(page["answers"][1]["text"] == "Besok.");
}

TEST_CASE("what nobody may answer, or not so, is refused with a sentence") {
    Table table;
    const auto code = table.ask();
    const auto admin = table.world.root.id();
    CHECK(code_of(table.questions.prepare(code, "Baik.", admin)) == ErrorCode::refused);
    CHECK(code_of(table.questions.prepare(code, "Baik.", table.desa.kades.id())) ==
          ErrorCode::refused);
    CHECK(table.questions.one(code, admin)->at("may").at("answer") == false);
    CHECK(code_of(table.questions.prepare("VB7J0WP0R4R", "Baik.", table.camat.id())) ==
          ErrorCode::not_found);
    CHECK(code_of(table.questions.prepare(code, "", table.camat.id())) == ErrorCode::invalid);
    CHECK(code_of(table.questions.prepare(code, "a  b", table.camat.id())) == ErrorCode::invalid);
    const std::string endless(limits::kQuestionLetters + 1, 'a');
    CHECK(code_of(table.questions.prepare(code, endless, table.camat.id())) == ErrorCode::limit);

    const auto bytes = table.prepared(code, "Baik.", table.camat);
    auto forged = signed_by(table.sekcam, bytes);
    CHECK(code_of(table.questions.answer(forged)) == ErrorCode::conflict);  // not prepared for him
    forged.signer = table.camat.id();
    CHECK(code_of(table.questions.answer(forged)) == ErrorCode::unauthentic);
    const auto newer = table.prepared(code, "Lebih baik.", table.camat);
    CHECK(code_of(table.questions.answer(signed_by(table.camat, bytes))) == ErrorCode::conflict);
    REQUIRE(table.questions.answer(signed_by(table.camat, newer)).has_value());
    const auto other =
        answered(sha256(as_bytes("nothing")), "Baik.", table.world.clock.now(), table.world.random);
    CHECK(code_of(table.questions.answer(signed_by(table.camat, *other))) == ErrorCode::not_found);
    const Bytes no_act = payload({{"type", "notice"}, {"at", 1}});
    CHECK(code_of(table.questions.answer(signed_by(table.camat, no_act))) == ErrorCode::invalid);
    CHECK(table.one(code)["answers"].size() == 1);
}

TEST_CASE("a revoked officer answers nothing any more; what was erased shows nothing") {
    Table table;
    const auto code = table.ask();
    const auto bytes = table.prepared(code, "Baik.", table.sekcam);
    REQUIRE(table.world.roster_act({{"type", "key_revoked"},
                                    {"at", table.world.clock.now()},
                                    {"key", to_text(table.sekcam.id())},
                                    {"reason", "hilang"}}));
    CHECK(code_of(table.questions.answer(signed_by(table.sekcam, bytes))) == ErrorCode::refused);
    const auto id = table.world.book(table.desa.region).find_inquiry(code)->id;
    REQUIRE(table.world.roster_act(
        {{"type", "erased"},
         {"at", table.world.clock.now()},
         {"law", "UU 27/2022"},
         {"of", text_of(id)},
         {"reason", "diminta pemilik"},
         {"skeleton", {{"type", "question_asked"}, {"of", Json::array()}}}}));
    const auto page = table.one(code);
    CHECK(page["erased"] == true);
    CHECK(page["text"] == "");
    CHECK(page["name"] == "");
    CHECK(page["phone"] == "");
    CHECK(page["acts"].empty());
}
