#include "kiosk/counter/counter.h"

#include "kiosk/counter/counter_world.h"
#include "shared/base/limits.h"

using namespace disapa;
using disapa::testing::CounterWorld;
using disapa::testing::kClerkPin;
using disapa::testing::kKadesPin;
using disapa::testing::kNik;
using disapa::testing::sktm_form;

namespace {

const std::string kPng = "\x89PNG\r\n\x1a\n and dots";

struct Desk : CounterWorld {
    Counter counter = open();
    Session clerk = counter.sign_in(clerk_key, kClerkPin).value();
    Session kades = counter.sign_in(kades_key, kKadesPin).value();

    std::string asked(const std::string& name = "PEBULAAN NGAU") {
        base.clock.advance(61);
        return submit(counter, sktm_form(name));
    }
    std::string verified(const std::string& name = "PEBULAAN NGAU") {
        const auto code = asked(name);
        REQUIRE(counter.verify(code, all_seen(counter, code), clerk));
        return code;
    }
    // With the camat's word, printed.
    std::string printed() {
        const auto code = verified();
        REQUIRE(counter.endorse(code, kades));
        settle();
        approve(code);
        settle();
        REQUIRE(counter.printed(code, clerk));
        return code;
    }
    CaseView view(const std::string& code) { return counter.view(code, nullptr).value(); }
    Json json(const std::string& code) { return Json::parse(counter.case_json(code).value()); }
    DraftView typed() {
        REQUIRE(counter.begin("SKTM"));
        const auto form = sktm_form();
        for (const auto& [field, value] : form.items())
            REQUIRE(counter.answer(field, value, nullptr));
        return counter.draft();
    }
};

}  // namespace

TEST_CASE("a paper form entered later counts from its date, and is shown as such") {
    Desk desk;
    const auto made =
        desk.counter.submit("SKTM", sktm_form(), {}, &desk.clerk, {{}, Date{2026, 11, 3}});
    REQUIRE(made.has_value());
    CHECK(made->asked_on == "Selasa, 3 November 2026");
    const auto row = desk.counter.queue().at(0);
    CHECK(row.late_entry);
    CHECK(row.age == "20 hari lalu");
    CHECK(row.urgency == Urgency::late);
    const auto view = desk.view(made->code);
    CHECK(view.entered == Date{2026, 11, 3});
    CHECK(view.life.at(0).note ==
          "Susulan, kertas tanggal 3 November 2026. Diisi petugas MASTORA LESTARI.");
    CHECK(desk.json(made->code).at("entered") == "2026-11-03");
}

TEST_CASE("a paper form needs a clerk and a date that can be") {
    Desk desk;
    const auto tried = [&](const Date& date, const Session* by) {
        return desk.counter.submit("SKTM", sktm_form(), {}, by, {{}, date}).has_value();
    };
    CHECK_FALSE(tried({2026, 11, 20}, nullptr));
    CHECK_FALSE(tried({2026, 11, 24}, &desk.clerk));  // tomorrow
    CHECK_FALSE(tried({2026, 9, 23}, &desk.clerk));   // 61 days ago
    CHECK_FALSE(tried({2026, 11, 31}, &desk.clerk));
    CHECK(desk.counter.queue().empty());
    CHECK(tried({2026, 9, 24}, &desk.clerk));
    CHECK(tried({2026, 11, 23}, &desk.clerk));
    CHECK_FALSE(desk.counter.queue().back().late_entry);  // of today
}

TEST_CASE("who helped stands in the case, and nobody stands there otherwise") {
    Desk desk;
    const auto made =
        desk.counter.submit("SKTM", sktm_form(), {}, nullptr, {{" SITI  NGAU ", "anak"}, {}});
    REQUIRE(made.has_value());
    CHECK(desk.view(made->code).helper == Helper{"SITI NGAU", "anak"});
    CHECK(desk.view(made->code).life.at(0).note == "Dibantu SITI NGAU (anak).");
    const auto alone = desk.asked("ADA NGAU");
    CHECK(desk.view(alone).helper == Helper{});
    CHECK(desk.view(alone).life.at(0).note.empty());
    CHECK(desk.json(alone).at("helper") == "");
    const auto long_name = std::string(limits::kNameBytes + 1, 'A');
    CHECK_FALSE(desk.counter.submit("SKTM", sktm_form(), {}, nullptr, {{long_name, ""}, {}}));
    CHECK_FALSE(desk.counter.submit("SKTM", sktm_form(), {}, nullptr, {{"A", ""}, {}}));
}

TEST_CASE("a draft keeps helper, paper date and identity over a power cut") {
    Desk desk;
    (void)desk.typed();
    REQUIRE(desk.counter.helped_by({"SITI", "anak"}));
    REQUIRE(desk.counter.entered_on(Date{2026, 11, 20}, desk.clerk));
    REQUIRE(desk.counter.identify(nullptr));
    auto after = desk.open();
    const auto draft = after.resume().value();
    CHECK(draft.helper == Helper{"SITI", "anak"});
    CHECK(draft.entered == Date{2026, 11, 20});
    CHECK(draft.identified);
    // Another NIK is another person.
    CHECK_FALSE(after.answer("nik", "6402125203850003", nullptr)->identified);
    REQUIRE(after.answer("nik", kNik, nullptr));
    const auto made = after.submit_draft(&desk.clerk);
    REQUIRE(made.has_value());
    CHECK(desk.view(made->code).helper.name == "SITI");
    CHECK(desk.view(made->code).entered == Date{2026, 11, 20});
}

TEST_CASE("a date in a draft of a citizen alone is refused when it is sent") {
    Desk desk;
    (void)desk.typed();
    CHECK_FALSE(desk.counter.entered_on(Date{2026, 11, 24}, desk.clerk));
    REQUIRE(desk.counter.entered_on(Date{2026, 11, 20}, desk.clerk));
    CHECK_FALSE(desk.counter.submit_draft(nullptr));
    CHECK(desk.counter.queue().empty());
}

TEST_CASE("nothing can be said of a draft that is not there; one that is touched stays") {
    Desk desk;
    CHECK_FALSE(desk.counter.touch_draft());
    CHECK_FALSE(desk.counter.helped_by({"SITI", "anak"}));
    CHECK_FALSE(desk.counter.identify(nullptr));
    (void)desk.typed();
    for (int minute = 0; minute < 12; ++minute) {
        desk.base.clock.advance(60);
        REQUIRE(desk.counter.touch_draft());
    }
    CHECK_FALSE(desk.counter.wipe_if_left());
    desk.base.clock.advance(limits::kDraftMinutes * 60 + 1);
    CHECK(desk.counter.wipe_if_left());
}

TEST_CASE("the papers of an earlier case are used again without their bytes") {
    Desk desk;
    const std::string webp = "RIFF1234WEBPVP8 and so on";
    const Counter::Attachment file{"KTP", "ktp.webp", Bytes(webp.begin(), webp.end())};
    const auto first = desk.counter.submit("SKTM", sktm_form(), {file}, nullptr).value();
    const auto paper = [&](const std::string& code) {
        for (const auto& one : desk.view(code).papers) {
            if (one.id == "KTP") return one;
        }
        return PaperView{};
    };
    const auto blob = paper(first.code).blob;
    REQUIRE(blob.has_value());
    (void)desk.typed();
    acts::PaperFact fact{"KTP", PaperHow::file, blob, "ktp.webp", "image/webp", webp.size()};
    REQUIRE(desk.counter.reuse("KTP", fact));
    CHECK_FALSE(desk.counter.reuse("TIDAK_ADA", fact));
    auto unknown = fact;
    unknown.blob = sha256(as_bytes("elsewhere"));
    CHECK_FALSE(desk.counter.reuse("KK", unknown));
    const auto second = desk.counter.submit_draft(nullptr).value();
    CHECK(paper(second.code).blob == blob);
    CHECK(paper(second.code).file_name == "ktp.webp");
    // Taken back again: brought to the counter.
    (void)desk.typed();
    REQUIRE(desk.counter.reuse("KTP", fact));
    REQUIRE(desk.counter.paper("KTP", PaperHow::brought));
    const auto third = desk.counter.submit_draft(nullptr).value();
    CHECK_FALSE(paper(third.code).blob.has_value());
}

TEST_CASE("a case goes back with codes, words or both, and never without a reason") {
    Desk desk;
    const auto code = desk.asked();
    CHECK_FALSE(desk.counter.give_back(code, Reason{}, desk.clerk));
    CHECK_FALSE(desk.counter.give_back(code, Reason{{"tidak_ada"}, ""}, desk.clerk));
    CHECK_FALSE(desk.counter.give_back(
        code, Reason{{"isian_salah"}, std::string(limits::kReasonLetters + 1, 'a')}, desk.clerk));
    CHECK_FALSE(desk.counter.cancel(code, "", desk.clerk));
    CHECK(desk.view(code).state == CaseState::submitted);
    REQUIRE(
        desk.counter.give_back(code, Reason{{"isian_salah", "lainnya"}, "RT keliru."}, desk.clerk));
    const auto status = desk.counter.status(code).value();
    CHECK(status.reasons ==
          std::vector<std::string>{"Ada isian yang salah atau belum lengkap.", "RT keliru."});
    CHECK(desk.json(code).at("reason") == "Ada isian yang salah atau belum lengkap. RT keliru.");
    // Only codes.
    const auto other = desk.asked("ADA NGAU");
    REQUIRE(desk.counter.give_back(other, Reason{{"lainnya"}, ""}, desk.clerk));
    CHECK(desk.counter.status(other)->reason == "Sebab lain.");
    CHECK(desk.view(other).life.back().note == "Sebab lain.");
}

TEST_CASE("an amended case is the same case, and tells what it says otherwise") {
    Desk desk;
    const auto code = desk.asked();
    CHECK(desk.view(code).changes.empty());
    CHECK_FALSE(desk.counter.amend(code, sktm_form(), {}, desk.clerk));  // not returned yet
    REQUIRE(desk.counter.give_back(code, Reason{{"isian_salah"}, ""}, desk.clerk));
    auto form = sktm_form();
    form["alamat"] = "Jalan Sungai Belayan";
    form.erase("rt");
    CHECK_FALSE(desk.counter.amend(code, form, {}, desk.clerk));  // the RT is needed
    form["rt"] = "004";
    const Counter::Attachment file{"KK", "kk.png", Bytes(kPng.begin(), kPng.end())};
    REQUIRE(desk.counter.amend(code, form, {file}, desk.clerk, {{"SITI", "anak"}, {}}));
    const auto view = desk.view(code);
    CHECK(view.state == CaseState::amended);
    CHECK(view.helper.name == "SITI");
    REQUIRE(view.changes.size() == 3);
    CHECK(view.changes[0].before == "Jalan Poros Tabang");
    CHECK(view.changes[0].now == "Jalan Sungai Belayan");
    CHECK(view.changes[1].now == "004");
    CHECK(view.changes[2].before == "Dibawa ke loket");
    CHECK(view.changes[2].now == "Foto kk.png");
    CHECK(desk.counter.queue().size() == 1);
}

TEST_CASE("what the receiver drew stays with the case") {
    Desk desk;
    const auto code = desk.printed();
    const auto hand = [&](const std::string& name, const std::string& drawn) {
        return desk.counter.hand_over(code, name, as_bytes(drawn), desk.clerk);
    };
    CHECK_FALSE(hand("SITI", "<svg/>"));
    CHECK_FALSE(hand("SITI", kPng + std::string(limits::kSignatureBytes, '.')));
    CHECK_FALSE(hand(" ", kPng));
    CHECK(desk.view(code).state == CaseState::printed);
    REQUIRE(hand("SITI", kPng));
    const auto view = desk.view(code);
    CHECK(view.state == CaseState::handed_over);
    CHECK(view.receiver == "SITI");
    REQUIRE(view.signature.has_value());
    CHECK(as_text(desk.counter.node().blob(*view.signature).value().value()) == kPng);
    CHECK(view.life.back().note == "Diterima oleh SITI, dengan tanda tangan.");
    CHECK(desk.counter.export_case(code).has_value());
    // A second letter, without a drawing.
    REQUIRE(desk.counter.hand_over(code, "BUDI", desk.clerk));
    CHECK_FALSE(desk.view(code).signature.has_value());
}

TEST_CASE("what the receiver drew goes when the act that names it is erased") {
    Desk desk;
    const auto code = desk.printed();
    REQUIRE(desk.counter.hand_over(code, "SITI", as_bytes(kPng), desk.clerk));
    const auto drawn = desk.view(code).signature.value();
    const auto* of = desk.counter.node().book().value()->find_code(code);
    const auto handed = of->life.back().digest;
    const auto skeleton =
        Json{{"type", "handed_over"}, {"of", Json::array({testing::text_of(of->letter)})}};
    desk.settle();
    desk.base.roster_act(desk.hub, {{"type", "erased"},
                                    {"at", desk.base.clock.now()},
                                    {"law", "UU 27/2022"},
                                    {"of", testing::text_of(handed)},
                                    {"reason", "diminta pemilik"},
                                    {"skeleton", skeleton}});
    desk.settle();
    CHECK_FALSE(desk.counter.node().has_blob(drawn));
    CHECK(desk.view(code).state == CaseState::handed_over);
    CHECK(desk.view(code).receiver.empty());
    CHECK_FALSE(desk.view(code).signature.has_value());
}

TEST_CASE("one case that cannot be endorsed stops no other") {
    Desk desk;
    const auto one = desk.verified("LUNG BILUNG"), two = desk.verified("ADA NGAU");
    const auto early = desk.asked("TIPUNG LAWE");
    const auto results = desk.counter.endorse_all({one, early, "TAK ADA", two}, desk.kades);
    REQUIRE(results.size() == 4);
    CHECK(results[0].problem.empty());
    CHECK(results[0].applicant == "LUNG BILUNG");
    CHECK(results[0].number == "400.9.14/001/UMD/XI/2026");
    CHECK_FALSE(results[1].problem.empty());
    CHECK_FALSE(results[2].problem.empty());
    CHECK(results[3].number == "400.9.14/002/UMD/XI/2026");
    CHECK(desk.view(early).state == CaseState::submitted);
    // A clerk is no kades.
    const auto again = desk.verified("IBAU LENJAU");
    CHECK_FALSE(desk.counter.endorse_all({again}, desk.clerk)[0].problem.empty());
    CHECK(desk.view(again).state == CaseState::verified);
}

TEST_CASE("the same NIK and service within a day are told, and never stop anybody") {
    Desk desk;
    CHECK_FALSE(desk.counter.twin_of("SKTM", sktm_form()).has_value());
    const auto first = desk.asked();
    CHECK(desk.counter.twin_of("SKTM", sktm_form()) == show_code(first));
    CHECK_FALSE(desk.counter.twin_of("SKU", sktm_form()).has_value());
    (void)desk.typed();
    CHECK(desk.counter.recent_twin() == show_code(first));
    CHECK(desk.counter.submit_draft(&desk.clerk).has_value());
    desk.base.clock.advance(86401);
    CHECK_FALSE(desk.counter.twin_of("SKTM", sktm_form()).has_value());
    auto nobody = sktm_form();
    nobody.erase("nik");
    CHECK_FALSE(desk.counter.twin_of("SKTM", nobody).has_value());
}

TEST_CASE("an officer's PIN is his own, and a few wrong ones make him wait") {
    Desk desk;
    CHECK(desk.counter.officers().size() == 2);
    CHECK_FALSE(desk.counter.sign_in(desk.clerk_key, kKadesPin));
    CHECK(desk.counter.sign_in(desk.clerk_key, kClerkPin));
    for (int attempt = 0; attempt < limits::kPinFreeTries; ++attempt)
        CHECK_FALSE(desk.counter.sign_in(desk.clerk_key, "593817"));
    CHECK_FALSE(desk.counter.sign_in(desk.clerk_key, kClerkPin));  // must wait now
    desk.base.clock.advance(limits::kPinWaitMinutesMax * 60);
    CHECK(desk.counter.sign_in(desk.clerk_key, kClerkPin));
    CHECK_FALSE(desk.counter.sign_in(KeyId{}, kClerkPin));
}

TEST_CASE("verifying names the paper that nobody has looked at") {
    Desk desk;
    const auto code = desk.asked();
    const auto done = desk.counter.verify(code, {}, desk.clerk);
    REQUIRE_FALSE(done);
    CHECK(done.error().sentence.find("belum dilihat") != std::string::npos);
    CHECK_FALSE(desk.counter.endorse(code, desk.kades));
    CHECK_FALSE(desk.counter.hand_over(code, "SITI", desk.clerk));
    CHECK_FALSE(desk.counter.letter_pdf(code));
}

TEST_CASE("nothing changed and nothing was restored: there is no news") {
    Desk desk;
    (void)desk.printed();
    CHECK(desk.counter.changed_cases().empty());
    CHECK(desk.counter.changes_read());
    CHECK(desk.counter.node().rebirth_sentence().empty());
}
