#include "shared/cases/questions.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/cases/test_world.h"
#include "shared/log/canonical_json.h"

namespace disapa::test {
namespace {

struct Desa : TestWorld {
    Desa() {
        people();
        kiosk = feeds.open("K1", kDesaA);
    }
    FeedId kiosk;
    const Inquiry& only(const Book& from) {
        REQUIRE(from.inquiries().size() == 1);
        return from.inquiries().begin()->second;
    }
};

InquiryText complaint(std::string text) {
    return {InquiryKind::complaint, std::move(text), "", "", ""};
}

TEST_CASE("questions: asked, arrived and answered, each at its place") {
    Desa world;
    const Digest asked = world.ask_something(world.kiosk);
    Book book = world.book();
    CHECK(world.only(book).code == receipt_code(asked));
    CHECK_FALSE(world.only(book).arrived);
    CHECK(book.find_inquiry(receipt_code(asked)) == &world.only(book));
    CHECK(book.find_inquiry("VB7J0WP0R4R") == nullptr);
    CHECK(book.cases().empty());

    world.now += 60;
    world.receive(world.kiosk);
    book.refresh(world.feeds, world.now);
    CHECK(world.only(book).arrived);
    CHECK(world.only(book).received_at == world.now);

    const Digest first = world.answer(asked, "sekcam");
    const Digest second = world.answer(asked, "verifikator");
    book.refresh(world.feeds, world.now);
    const auto& answers = world.only(book).answers;
    REQUIRE(answers.size() == 2);  // nobody's word is lost
    CHECK(answers[0].digest == first);
    CHECK(answers[0].signer == key_of("sekcam"));
    CHECK(answers[0].counted);
    CHECK(answers[1].digest == second);
}

TEST_CASE("questions: who may ask and who may answer") {
    Desa world;
    const Digest asked = world.ask_something(world.kiosk);
    // Signed by a person, in the hub's feed, at a kiosk of another desa or at no known device.
    world.put(world.kiosk, TestWorld::question(), key_of("C1"));
    world.put(world.ledger_a, TestWorld::question());
    world.ask_something(world.feeds.open("K3", kDesaA));
    world.ask_something(world.feeds.open("unknown", kDesaA));
    world.receive(world.kiosk);
    const Digest by_kades = world.answer(asked, "P");
    const Digest by_clerk = world.answer(asked, "C1");
    const Digest by_root = world.answer(asked, "root");
    const Digest at_kiosk = world.put(world.kiosk, act(ActType::answered, asked), key_of("camat"));
    const Digest unsigned_one = world.put(world.ledger_a, act(ActType::answered, asked));
    const Book book = world.book();
    CHECK(world.only(book).answers.empty());
    CHECK(book.outcome(by_kades, key_of("P")).reason == fate::kNoRight);
    CHECK(book.outcome(by_clerk, key_of("C1")).reason == fate::kNoRight);
    CHECK(book.outcome(by_root, key_of("root")).reason == fate::kNoRight);
    CHECK(book.outcome(at_kiosk, key_of("camat")).reason == fate::kWrongFeed);
    CHECK(book.outcome(unsigned_one, {}).reason == fate::kNotSigned);
}

TEST_CASE("questions: an answer names a question, once it is known") {
    Desa world;
    const FeedId late = world.feeds.open("K9", kDesaA);
    const Digest asked = world.ask_something(late);
    world.receive(late);
    const Digest answer = world.answer(asked, "camat");
    const auto [id, endorsed] = world.ask(world.kiosk, 0, "R");
    world.receive(world.kiosk);
    const Digest of_case = world.answer(id, "camat");
    const Digest of_nothing = world.answer(symbol("nothing"), "camat");
    Book book = world.book();
    CHECK(book.inquiries().empty());  // its kiosk is not enrolled yet
    CHECK(book.outcome(answer, key_of("camat")).fate == Fate::held);
    CHECK(book.outcome(of_case, key_of("camat")).reason == fate::kWrongOf);
    CHECK(book.outcome(of_nothing, key_of("camat")).fate == Fate::held);
    world.enrol("K9", Role::kiosk, kDesaA);
    world.roster_now();
    book.refresh(world.feeds, world.now);
    CHECK(world.only(book).answers.size() == 1);
    CHECK(picture(book, {}) == picture(world.book(), {}));
}

TEST_CASE("questions: a revoked officer's answer waits; a copy is no second one") {
    Desa world;
    const Digest asked = world.ask_something(world.kiosk);
    world.receive(world.kiosk);
    const Digest good = world.answer(asked, "camat");
    world.copy(good, world.ledger_a);
    world.revoke_key("sekcam");
    const Digest after = world.answer(asked, "sekcam");
    Book book = world.book();
    CHECK(world.only(book).answers.size() == 1);
    CHECK(book.outcome(after, key_of("sekcam")).fate == Fate::held_until_admitted);
    world.admit(after);
    world.roster_now();
    book.refresh(world.feeds, world.now);
    CHECK(world.only(book).answers.size() == 2);
}

TEST_CASE("questions: newer acts beside them, and erasing, change nothing else") {
    Desa world;
    const Digest asked = world.ask_something(world.kiosk);
    Act newer = act(ActType::unknown, asked);
    newer.type_text = "closed_by_newer_version";
    world.receive(world.kiosk);
    world.put(world.ledger_a, newer);
    const Digest answer = world.answer(asked, "camat");
    CHECK(world.only(world.book()).answers.size() == 1);
    world.feeds.erase(asked);
    world.feeds.erase(answer);
    const Book bare = world.book();
    CHECK(world.only(bare).answers.size() == 1);
    CHECK(world.only(bare).asked_at == 0);
    const auto shown = inquiries_of(bare, [](const Digest&) { return std::nullopt; });
    REQUIRE(shown.size() == 1);
    CHECK(shown[0].erased);
    CHECK(shown[0].said.text.empty());
    CHECK(shown[0].answers[0].text.empty());
    CHECK(shown[0].answers[0].name == "camat");
}

TEST_CASE("questions: open ones first, the longest waiting of them; then the newest answers") {
    Desa world;
    const auto ask = [&world] {
        world.now += 100;
        return world.ask_something(world.kiosk);
    };
    const Digest a = ask(), b = ask(), c = ask(), d = ask();
    world.receive(world.kiosk);
    world.answer(a, "camat");
    world.now += 10;
    world.answer(d, "camat");
    const auto shown = inquiries_of(world.book(), [](const Digest&) { return std::nullopt; });
    REQUIRE(shown.size() == 4);
    CHECK(shown[0].code == receipt_code(b));
    CHECK(shown[1].code == receipt_code(c));
    CHECK(shown[2].code == receipt_code(d));
    CHECK(shown[3].code == receipt_code(a));
}

TEST_CASE("questions: payloads are read back; what must not be signed is refused") {
    SeededRandom random(7);
    InquiryText of{InquiryKind::question, "Kapan KTP saya selesai?", "SITI", "0812 0000 0001",
                   receipt_code(symbol("a case"))};
    const auto payload = question_asked(of, 17, random);
    REQUIRE(payload.has_value());
    const auto back = read_question(*payload);
    REQUIRE(back.has_value());
    CHECK(back->kind == InquiryKind::question);
    CHECK(back->text == of.text);
    CHECK(back->name == of.name);
    CHECK(back->phone == of.phone);
    CHECK(back->case_code == of.case_code);
    CHECK_FALSE(read_answer(*payload).has_value());
    CHECK_FALSE(read_question(as_bytes("{}")).has_value());

    const auto anonymous = question_asked(complaint("Jembatan rusak."), 17, random);
    REQUIRE(anonymous.has_value());
    CHECK(as_text(*anonymous).find("name") == std::string::npos);
    CHECK(as_text(*anonymous).find("phone") == std::string::npos);

    const std::string longest(limits::kQuestionLetters, 'a');
    CHECK(question_asked(complaint(longest), 17, random).has_value());
    CHECK_FALSE(question_asked(complaint(longest + "a"), 17, random).has_value());
    std::string wide;
    for (std::size_t i = 0; i < limits::kQuestionLetters; ++i) wide += "\xf0\x9f\x98\x80";
    CHECK(question_asked(complaint(wide), 17, random).has_value());
    CHECK_FALSE(question_asked(complaint(""), 17, random).has_value());
    CHECK_FALSE(question_asked(complaint("dua  spasi"), 17, random).has_value());
    CHECK_FALSE(question_asked(complaint("\xe2\x80\xae"
                                         "kabur"),
                               17, random)
                    .has_value());
    of.case_code = "VB7J0WP0R4X";
    CHECK_FALSE(question_asked(of, 17, random).has_value());

    const auto answer = answered(symbol("q"), "Besok pagi.", 18, random);
    REQUIRE(answer.has_value());
    CHECK(read_answer(*answer) == "Besok pagi.");
    CHECK(decode_act(*answer)->of == std::vector{symbol("q")});
    CHECK_FALSE(answered(symbol("q"), "", 18, random).has_value());
    CHECK_FALSE(answered(symbol("q"), longest + "a", 18, random).has_value());
}

}  // namespace
}  // namespace disapa::test
