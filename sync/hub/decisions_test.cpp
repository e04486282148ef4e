#include "sync/hub/decisions.h"

#include "shared/base/limits.h"
#include "sync/hub/hub_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

struct Table {
    HubWorld world;
    Desa desa = world.desa();
    SigningKey camat = world.officer(Role::camat);
    Decisions decisions{world.hub, world.catalogue, world.lists};

    Result<Bytes> prepare(const std::string& code, DecisionKind kind, const SigningKey& by,
                          std::string reason = "", std::vector<std::string> reasons = {}) {
        return decisions.prepare({code, kind, by.id(), std::move(reason), std::move(reasons)});
    }
    Bytes prepared(const std::string& code, DecisionKind kind, const SigningKey& by,
                   std::string reason = "") {
        auto bytes = prepare(code, kind, by, std::move(reason));
        REQUIRE_MESSAGE(bytes.has_value(), (bytes ? "" : bytes.error().log));
        return *bytes;
    }
    Result<Decisions::Outcome> decide(const SigningKey& by, const Bytes& bytes) {
        return decisions.decide(signed_by(by, bytes));
    }
    std::string register_in(const Bytes& approval) {
        return decode_claims(approval).value().register_number;
    }
    std::uint64_t ledger_size() { return world.ledger_of(desa.region).size(); }
    void require_checks() {
        Json services = Json::array({{{"service", "SKTM"},
                                      {"flow", "mengetahui"},
                                      {"checked", true},
                                      {"initialled", true}}});
        REQUIRE(world.roster_act(
            {{"type", "catalogue_published"}, {"at", world.clock.now()}, {"services", services}}));
    }
    // The desa brings its case once more, changed.
    void amend_and_endorse(const std::string& code) {
        world.meet(desa.kiosk);
        const auto& of = world.one(desa, code);
        auto form = world.request();
        form["type"] = "amended";
        form["of"] = text_of(of.revision);
        form.erase("service");
        const auto amended = world.put(desa, node_entry(payload(form)));
        world.verify(desa, amended);
        world.endorse(desa, amended);
        world.meet(desa.kiosk);
    }
};

}  // namespace

TEST_CASE("the camat approves: number, state and letter follow") {
    Table table;
    const auto code = table.world.ask(table.desa);
    const auto bytes = table.prepared(code, DecisionKind::approve, table.camat);
    CHECK(table.register_in(bytes) == "400.9.14/001/TBN/IX/2026");
    const auto done = table.decide(table.camat, bytes);
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().log));
    CHECK(done->code == code);
    CHECK(done->type == ActType::approved);
    CHECK(done->register_number == "400.9.14/001/TBN/IX/2026");
    const auto& of = table.world.one(table.desa, code);
    CHECK(of.state == CaseState::approved);
    CHECK(of.register_number == done->register_number);
    table.world.meet(table.desa.kiosk);
    CHECK(table.desa.kiosk.book().value()->find_code(code)->state == CaseState::approved);
}

TEST_CASE("a number that was prepared stays with its case") {
    Table table;
    const auto first = table.world.ask(table.desa);
    const auto second = table.world.ask(table.desa);
    const auto number =
        table.register_in(table.prepared(first, DecisionKind::approve, table.camat));
    table.world.clock.advance(60);
    CHECK(table.register_in(table.prepared(first, DecisionKind::approve, table.camat)) == number);
    const auto deputy = table.world.officer(Role::camat, "Wakil");
    CHECK(table.register_in(table.prepared(first, DecisionKind::approve, deputy)) == number);
    const auto other =
        table.register_in(table.prepared(second, DecisionKind::approve, table.camat));
    CHECK(other != number);
    // Given back and never used: the next revision and the next case still get others.
    const auto back = table.prepared(first, DecisionKind::give_back, table.camat, "Alamat keliru");
    REQUIRE(table.decide(table.camat, back));
    table.amend_and_endorse(first);
    const auto again = table.register_in(table.prepared(first, DecisionKind::approve, table.camat));
    CHECK(again != number);
    CHECK(again != other);
}

TEST_CASE("a number whose transaction was lost is not given to another case") {
    Table table;
    const auto code = table.world.ask(table.desa);
    // The mark was synced, then power died before the transaction was.
    REQUIRE(table.world.hub.mark_number("kecamatan-2026", 7));
    CHECK(table.register_in(table.prepared(code, DecisionKind::approve, table.camat)) ==
          "400.9.14/008/TBN/IX/2026");
    CHECK(table.world.hub.marked_number("kecamatan-2026") == 8);
}

TEST_CASE("what was prepared last year gets a number of this year") {
    Table table;
    const auto old = table.world.ask(table.desa);
    table.prepared(old, DecisionKind::approve, table.camat);
    const auto second = table.world.ask(table.desa);
    table.prepared(second, DecisionKind::approve, table.camat);
    table.world.clock.set(instant_of({2027, 1, 4}, 9));
    const auto again = table.prepared(second, DecisionKind::approve, table.camat);
    CHECK(table.register_in(again) == "400.9.14/001/TBN/I/2027");
    CHECK(table.register_in(table.prepared(old, DecisionKind::approve, table.camat)) ==
          "400.9.14/002/TBN/I/2027");
}

TEST_CASE("only the exact bytes that were prepared are taken") {
    Table table;
    const auto code = table.world.ask(table.desa);
    auto claims = decode_claims(table.prepared(code, DecisionKind::approve, table.camat)).value();
    const auto before = table.ledger_size();
    claims.register_number = "400.9.14/099/TBN/IX/2026";
    const auto other = encode_claims(claims).value();
    CHECK(code_of(table.decide(table.camat, other)) == ErrorCode::conflict);
    // Those of another officer are not mine.
    const auto deputy = table.world.officer(Role::camat, "Wakil");
    const auto bytes = table.prepared(code, DecisionKind::approve, table.camat);
    CHECK(code_of(table.decide(deputy, bytes)) == ErrorCode::conflict);
    CHECK(table.world.one(table.desa, code).state == CaseState::endorsed);
    CHECK(table.ledger_size() == before);
}

TEST_CASE("a signature must be the key's own") {
    Table table;
    const auto code = table.world.ask(table.desa);
    const auto bytes = table.prepared(code, DecisionKind::approve, table.camat);
    auto jws = signed_by(table.desa.kades, bytes);
    jws.signer = table.camat.id();
    CHECK(code_of(table.decisions.decide(jws)) == ErrorCode::unauthentic);
    auto stranger = SigningKey::generate(table.world.random);
    CHECK(code_of(table.decide(stranger, bytes)) == ErrorCode::unauthentic);
}

TEST_CASE("the same decision twice is one decision, told twice") {
    Table table;
    table.require_checks();
    const auto kasi = table.world.officer(Role::verifikator);
    const auto sekcam = table.world.officer(Role::sekcam);
    const auto code = table.world.ask(table.desa);
    struct Step {
        DecisionKind kind;
        const SigningKey& by;
        CaseState state;
    };
    for (const auto& step : {Step{DecisionKind::check, kasi, CaseState::checked},
                             Step{DecisionKind::initial, sekcam, CaseState::initialled},
                             Step{DecisionKind::approve, table.camat, CaseState::approved}}) {
        const auto jws = signed_by(step.by, table.prepared(code, step.kind, step.by));
        const auto first = table.decisions.decide(jws);
        REQUIRE_MESSAGE(first.has_value(), (first ? "" : first.error().log));
        const auto size = table.ledger_size();
        const auto second = table.decisions.decide(jws);
        REQUIRE_MESSAGE(second.has_value(), (second ? "" : second.error().log));
        CHECK(second->code == first->code);
        CHECK(second->register_number == first->register_number);
        CHECK(table.ledger_size() == size);
        CHECK(table.world.one(table.desa, code).state == step.state);
    }
}

TEST_CASE("a second decision is a conflict") {
    Table table;
    const auto deputy = table.world.officer(Role::camat, "Wakil");
    const auto code = table.world.ask(table.desa);
    const auto mine = table.prepared(code, DecisionKind::approve, table.camat);
    const auto theirs = table.prepared(code, DecisionKind::reject, deputy, "Bukan warga desa ini");
    REQUIRE(table.decide(table.camat, mine));
    const auto before = table.ledger_size();
    CHECK(code_of(table.decide(deputy, theirs)) == ErrorCode::conflict);
    CHECK(table.ledger_size() == before);
    CHECK(code_of(table.prepare(code, DecisionKind::reject, deputy, "Terlambat")) ==
          ErrorCode::refused);
}

TEST_CASE("bytes prepared for an older revision decide nothing") {
    Table table;
    const auto deputy = table.world.officer(Role::camat, "Wakil");
    const auto code = table.world.ask(table.desa);
    const auto old = table.prepared(code, DecisionKind::approve, table.camat);
    const auto back = table.prepared(code, DecisionKind::give_back, deputy, "Alamat keliru");
    REQUIRE(table.decide(deputy, back));
    table.amend_and_endorse(code);
    const auto before = table.ledger_size();
    CHECK(code_of(table.decide(table.camat, old)) == ErrorCode::conflict);
    CHECK(table.ledger_size() == before);
    CHECK(table.world.one(table.desa, code).state == CaseState::endorsed);
    REQUIRE(table.decide(table.camat, table.prepared(code, DecisionKind::approve, table.camat)));
}

TEST_CASE("who may not decide is told so before he signs") {
    Table table;
    const auto code = table.world.ask(table.desa);
    CHECK(code_of(table.prepare(code, DecisionKind::approve, table.desa.clerk)) ==
          ErrorCode::refused);
    CHECK(code_of(table.prepare(code, DecisionKind::approve, table.desa.kades)) ==
          ErrorCode::refused);
    const auto stranger = SigningKey::generate(table.world.random);
    CHECK(code_of(table.prepare(code, DecisionKind::approve, stranger)) == ErrorCode::refused);
    REQUIRE(admin::revoke(table.world.hub, table.camat.id(), "hilang", table.world.root));
    CHECK(code_of(table.prepare(code, DecisionKind::approve, table.camat)) == ErrorCode::refused);
}

TEST_CASE("who endorsed or verified may not approve, even as camat") {
    Table table;
    const auto code = table.world.ask(table.desa);
    for (const auto* key : {&table.desa.kades, &table.desa.clerk}) {
        REQUIRE(table.world.roster_act({{"type", "role_granted"},
                                        {"at", table.world.clock.now()},
                                        {"key", to_text(key->id())},
                                        {"region", table.world.kecamatan.code()},
                                        {"role", "camat"}}));
        const auto refused = table.prepare(code, DecisionKind::approve, *key);
        CHECK(code_of(refused) == ErrorCode::refused);
        CHECK(refused.error().sentence.find("sudah memeriksa") != std::string::npos);
    }
    CHECK(table.prepare(code, DecisionKind::approve, table.camat).has_value());
}

TEST_CASE("a step that is missing is refused by its name") {
    Table table;
    table.require_checks();
    auto& world = table.world;
    const auto said = [&](const std::string& code, const char* words) {
        const auto refused = table.prepare(code, DecisionKind::approve, table.camat);
        CHECK(code_of(refused) == ErrorCode::refused);
        CHECK_MESSAGE(refused.error().sentence.find(words) != std::string::npos,
                      refused.error().sentence);
    };
    const auto id = world.submit(table.desa);
    world.meet(table.desa.kiosk);
    const auto code = world.book(table.desa.region).find(id)->code;
    said(code, "belum diverifikasi petugas");
    world.verify(table.desa, id);
    world.meet(table.desa.kiosk);
    said(code, "belum disahkan kepala desa");
    world.endorse(table.desa, id);
    world.meet(table.desa.kiosk);
    said(code, "belum diperiksa verifikator");
    const auto kasi = world.officer(Role::verifikator);
    REQUIRE(table.decide(kasi, table.prepared(code, DecisionKind::check, kasi)));
    said(code, "belum diparaf");
    const auto sekcam = world.officer(Role::sekcam);
    REQUIRE(table.decide(sekcam, table.prepared(code, DecisionKind::initial, sekcam)));
    CHECK(table.prepare(code, DecisionKind::approve, table.camat).has_value());
}

TEST_CASE("who stands in for the camat is printed so") {
    Table table;
    const auto sekcam = table.world.officer(Role::sekcam);
    const auto code = table.world.ask(table.desa);
    CHECK(code_of(table.prepare(code, DecisionKind::approve, sekcam)) == ErrorCode::refused);
    const auto now = table.world.clock.now();
    REQUIRE(table.world.roster_act({{"type", "delegated"},
                                    {"at", now},
                                    {"from", now},
                                    {"key", to_text(sekcam.id())},
                                    {"kind", "plh"},
                                    {"role", "camat"},
                                    {"until", now + 86400}}));
    const auto bytes = table.prepared(code, DecisionKind::approve, sekcam);
    CHECK(decode_claims(bytes)->acting == "plh");
    CHECK(decode_claims(table.prepared(code, DecisionKind::approve, table.camat))->acting.empty());
    table.world.clock.advance(2 * 86400);
    CHECK(code_of(table.decide(sekcam, bytes)) == ErrorCode::refused);
}

TEST_CASE("a reason is written, short and clean, or nothing is prepared") {
    Table table;
    const auto code = table.world.ask(table.desa);
    for (const auto kind : {DecisionKind::give_back, DecisionKind::reject}) {
        CHECK(code_of(table.prepare(code, kind, table.camat)) == ErrorCode::invalid);
        CHECK(code_of(table.prepare(code, kind, table.camat, "dua  spasi")) == ErrorCode::invalid);
        CHECK(code_of(table.prepare(code, kind, table.camat, "baris\nbaru")) == ErrorCode::invalid);
        CHECK(code_of(table.prepare(code, kind, table.camat, "balik\u202Earah")) ==
              ErrorCode::invalid);
        const std::string longest(limits::kReasonLetters, 'a');
        CHECK(code_of(table.prepare(code, kind, table.camat, longest + "a")) == ErrorCode::invalid);
        CHECK(table.prepare(code, kind, table.camat, longest).has_value());
    }
    CHECK(table
              .prepare(code, DecisionKind::give_back, table.camat, "Foto buram",
                       {"photo_unreadable", "other"})
              .has_value());
    CHECK(code_of(table.prepare(code, DecisionKind::give_back, table.camat, "Foto buram",
                                {"because"})) == ErrorCode::invalid);
    CHECK(code_of(table.prepare(code, DecisionKind::reject, table.camat, "Foto buram",
                                {"other"})) == ErrorCode::invalid);
}

TEST_CASE("a case that is returned or rejected says why to the desa") {
    Table table;
    const auto returned = table.world.ask(table.desa);
    const auto rejected = table.world.ask(table.desa);
    REQUIRE(table.decide(table.camat, table.prepared(returned, DecisionKind::give_back, table.camat,
                                                     "Alamat keliru")));
    REQUIRE(table.decide(table.camat, table.prepared(rejected, DecisionKind::reject, table.camat,
                                                     "Bukan warga desa ini")));
    table.world.meet(table.desa.kiosk);
    const auto* book = table.desa.kiosk.book().value();
    CHECK(book->find_code(returned)->state == CaseState::returned);
    const auto* of = book->find_code(rejected);
    CHECK(of->state == CaseState::rejected);
    const auto said = table.desa.kiosk.payload(of->last_judgement).value().value();
    CHECK(parse_canonical(said)->at("reason") == "Bukan warga desa ini");
}

TEST_CASE("no case, no decision") {
    Table table;
    CHECK(code_of(table.prepare("K7M2QX94BHD", DecisionKind::approve, table.camat)) ==
          ErrorCode::not_found);
    const auto about_nothing = payload({{"type", "checked"},
                                        {"at", table.world.clock.now()},
                                        {"of", text_of(sha256(as_bytes("nothing")))}});
    CHECK(code_of(table.decide(table.camat, about_nothing)) == ErrorCode::not_found);
    CHECK(code_of(table.decide(table.camat, Bytes{'{', '}'})) == ErrorCode::invalid);
}

TEST_CASE("words of the desk and acts of the ledger") {
    CHECK(act_type_of(*decision_kind("check")) == ActType::checked);
    CHECK(act_type_of(*decision_kind("initial")) == ActType::initialled);
    CHECK(act_type_of(*decision_kind("approve")) == ActType::approved);
    CHECK(act_type_of(*decision_kind("return")) == ActType::returned);
    CHECK(act_type_of(*decision_kind("reject")) == ActType::rejected);
    CHECK_FALSE(decision_kind("endorse").has_value());
}
