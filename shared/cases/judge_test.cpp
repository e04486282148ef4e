#include "shared/cases/judge.h"

#include <doctest/doctest.h>

#include "shared/cases/test_world.h"

namespace disapa::test {
namespace {

struct Desk : TwoKiosks {
    std::string reason(const Digest& digest, std::string_view signer = {}) const {
        return outcome(digest, signer).reason;
    }
    Fate fate(const Digest& digest, std::string_view signer = {}) const {
        return outcome(digest, signer).fate;
    }
};

TEST_CASE("judge: the second part of a printed number is the number") {
    CHECK(number_of_text("400.10/0123/KD/XI/2026") == 123);
    for (const char* wrong : {"", "12", "400//2026", "400/12a/2026", "400/-1/x", "400/ 1/x",
                              "400/0/x", "400/99999999999999999999/x"}) {
        CAPTURE(wrong);
        CHECK_FALSE(number_of_text(wrong));
    }
}

TEST_CASE("judge: one signature about several requests has effect for each by itself") {
    Desk d;
    const Digest a = d.submit(d.k1, "M"), b = d.submit(d.k1, "M"), c = d.submit(d.k2, "M");
    d.put(d.k1, act(ActType::cancelled, b), key_of("C1"));
    const Digest all = d.verify(d.k1, {a, b, c, a}, "C1");
    d.receive(d.k1);
    HeldFeeds held(d.feeds);
    held.hold_all();
    held.drop(d.k2, 0);
    Book book = d.book(held);
    CHECK(book.find(a)->verified == all);
    CHECK(book.find(b)->state == CaseState::cancelled);
    CHECK(book.find(b)->life.back().outcome.reason == fate::kLate);
    CHECK(book.without_effect().size() == 1);
    d.receive(d.k2);
    held.hold_all();
    book.refresh(held, d.now);
    CHECK(book.find(c)->verified == all);
    CHECK(book.find(a)->life.size() == 2);
}

TEST_CASE("judge: who signed a step of the revision does not approve it") {
    Desk d;
    for (const char* who : {"C1", "P", "camat", "verifikator", "sekcam"}) {
        Act more;
        more.type = ActType::role_granted;
        more.key = key_of(who);
        more.role = Role::camat;
        more.region = kOffice;
        d.roster(more);
    }
    const Digest by_clerk = d.submit(d.k1, "V", "camat");
    d.verify(d.k1, {by_clerk}, "C1");
    const Digest endorsed = d.endorse(d.k1, by_clerk, 1);
    d.issue(d.k1, endorsed, 1);
    d.receive(d.k1);
    d.decide(act(ActType::checked, endorsed), "verifikator");
    d.decide(act(ActType::initialled, endorsed), "sekcam");
    for (const char* who : {"camat", "C1", "P", "verifikator", "sekcam"}) {
        const Digest own = d.decide(d.approval(endorsed), who);
        CAPTURE(who);
        CHECK(d.reason(own, who) == fate::kOwnCase);
    }
    d.enrol("new camat", Role::camat, kOffice);
    d.decide(d.approval(endorsed), "new camat");
    CHECK(d.state(by_clerk) == CaseState::approved);
}

TEST_CASE("judge: steps that the office's flow asks for are waited for, by name") {
    Desk d;
    const auto asked = d.ask(d.k1, 1, "V");
    d.receive(d.k1);
    const Digest paraf = d.decide(act(ActType::initialled, asked.endorsed), "sekcam");
    const Digest approved = d.decide(d.approval(asked.endorsed), "camat");
    CHECK(d.reason(paraf, "sekcam") == fate::kNeedsChecked);
    CHECK(d.reason(approved, "camat") == fate::kNeedsChecked);
    d.decide(act(ActType::checked, asked.endorsed), "verifikator");
    CHECK(d.state(asked.id) == CaseState::approved);  // all three, in their order

    const auto other = d.ask(d.k1, 2, "V");
    d.receive(d.k1);
    d.decide(act(ActType::checked, other.endorsed), "verifikator");
    const Digest early = d.decide(d.approval(other.endorsed), "camat");
    CHECK(d.reason(early, "camat") == fate::kNeedsInitialled);
}

TEST_CASE("judge: an approval waits for the desa's number where the letter shows it") {
    Desk d;
    const Digest id = d.submit(d.k1, "M");
    d.verify(d.k1, {id}, "C1");
    const Digest endorsed = d.endorse(d.k1, id, 1);
    d.receive(d.k1);
    const Digest approved = d.decide(d.approval(endorsed), "camat");
    CHECK(d.reason(approved, "camat") == fate::kNeedsNumber);
    d.issue(d.k1, endorsed, 1);
    d.receive(d.k1);
    CHECK(d.state(id) == CaseState::approved);
    CHECK(d.book().find(id)->number == "400/1/KD/2027");

    const auto camats = d.ask(d.k1, 0, "R");
    d.receive(d.k1);
    const Digest stray = d.issue(d.k1, camats.endorsed, 2);
    d.receive(d.k1);
    CHECK(d.reason(stray) == fate::kOtherFlow);
    d.decide(d.approval(camats.endorsed), "camat");
    CHECK(d.state(camats.id) == CaseState::approved);
}

TEST_CASE("judge: a number must be granted to the feed, be the one signed, and be used once") {
    Desk d;
    const Digest id = d.submit(d.k1, "M");
    d.verify(d.k1, {id}, "C1");
    const Digest without = d.endorse(d.k1, id);
    CHECK(d.reason(without, "P") == fate::kNumberDiffers);
    const Digest endorsed = d.endorse(d.k1, id, 11);
    CHECK(d.reason(d.issue(d.k1, endorsed, 1)) == fate::kNumberDiffers);
    CHECK(d.reason(d.issue(d.k1, endorsed, 11)) == fate::kNumberOfOther);
    const Digest next_year = d.issue(d.k1, endorsed, 11, 2028);
    CHECK(d.reason(next_year) == fate::kNotGranted);
    CHECK(d.fate(next_year) == Fate::held);
    d.receive(d.k1);
    d.grant(d.k1, 11, 20, 2028);
    CHECK(d.state(id) == CaseState::endorsed);
    CHECK(d.fate(next_year) == Fate::effect);

    const auto first = d.ask(d.k1, 2), twice = d.ask(d.k1, 2);
    d.receive(d.k1);
    CHECK(d.book().find(first.id)->number == "400/2/KD/2027");
    CHECK(d.book().find(twice.id)->number.empty());
    // A kiosk that grants itself numbers.
    Act own;
    own.type = ActType::numbers_granted;
    own.feed = d.k1;
    own.range = {"desa", 2027, 900, 990};
    CHECK(d.reason(d.put(d.k1, own)) == fate::kWrongFeed);
    CHECK(d.book().free_numbers(d.k1, "desa", 2027, 100).size() == 7);
}

TEST_CASE("judge: a number taken back with an uncounted act is free for the counted one") {
    Desk d;
    const auto first = d.ask(d.k1, 1);
    Book book = d.book();
    CHECK(book.find(first.id)->number == "400/1/KD/2027");
    // The camat had returned that request, and a restored kiosk signs number 1 again.
    d.roster_now();
    d.receive(d.ledger_a, d.k1, 1);
    d.decide(act(ActType::returned, first.id), "camat");
    const auto second = d.ask(d.k1, 1);
    d.receive(d.k1);
    book.refresh(d.feeds, d.now);
    CHECK(book.find(first.id)->number.empty());
    CHECK(book.find(second.id)->number == "400/1/KD/2027");
}

TEST_CASE("judge: what builds on an act that turns out late is late with it") {
    Desk d;
    const auto asked = d.ask(d.k1, 1, "V");
    d.receive(d.k1);
    const Digest approved =
        d.put(d.feeds.open("H", kDesaB), d.approval(asked.endorsed), key_of("camat"));
    const Digest printed = d.put(d.k1, act(ActType::printed, approved));
    d.receive(d.k1);
    CHECK(d.reason(printed) == fate::kUnknownAct);
    d.roster_now();
    d.copy(approved, d.ledger_a);
    CHECK(d.reason(printed) == fate::kNeedsLetter);
    d.decide(act(ActType::rejected, asked.id), "camat");
    CHECK(d.reason(approved, "camat") == fate::kLate);
    CHECK(d.reason(printed) == fate::kLate);
}

TEST_CASE("judge: a service in no catalogue waits for one; later ones change no case") {
    Desk d;
    const Digest id = d.submit(d.k1, "NEW");
    d.verify(d.k1, {id}, "C1");
    d.receive(d.k1);
    CHECK(d.reason(id) == fate::kUnknownService);
    d.publish({{"NEW", Flow::camat, false, false}});
    d.roster_now();
    CHECK(d.state(id) == CaseState::verified);
    d.publish({{"NEW", Flow::desa, true, true}});
    d.roster_now();
    CHECK(d.book().find(id)->steps.flow == Flow::camat);
    const Digest now = d.submit(d.k1, "NEW");  // uncounted: by the newest
    CHECK(d.book().find(now)->steps.flow == Flow::desa);
}

TEST_CASE("judge: an act of a newer version marks the case only in the hub's feed") {
    Desk d;
    const Digest id = d.submit(d.k1, "M");
    d.put(d.k1, act(ActType::unknown, id));
    d.receive(d.k1);
    CHECK_FALSE(d.book().find(id)->has_unknown);
    const Digest later = d.submit(d.k2, "M");
    d.put(d.ledger_a, act(ActType::unknown, later));
    d.put(d.ledger_a, act(ActType::unknown, id));
    CHECK(d.book().find(id)->has_unknown);
    d.receive(d.k2);
    CHECK(d.book().find(later)->has_unknown);
    CHECK(d.book().find(later)->life.back().outcome.reason == fate::kUnknownType);
    Act nothing;
    d.put(d.ledger_a, nothing);
    CHECK(d.book().complete());
}

TEST_CASE("judge: what names the wrong thing is inert") {
    Desk d;
    const auto asked = d.ask(d.k1, 1);
    d.receive(d.k1);
    CHECK(d.reason(d.decide(d.approval(asked.id), "camat"), "camat") == fate::kWrongOf);
    CHECK(d.reason(d.decide(act(ActType::rejected, asked.endorsed), "camat"), "camat") ==
          fate::kWrongOf);
    CHECK(d.reason(d.put(d.k1, act(ActType::printed, asked.endorsed))) == fate::kWrongOf);
    const Digest two = d.endorse(d.k1, asked.id, 2);
    CHECK(d.reason(two, "P") == fate::kLate);
    CHECK(d.reason(d.issue(d.k1, two, 2)) == fate::kLate);
    Act none;
    none.type = ActType::cancelled;
    CHECK(d.reason(d.put(d.k1, none, key_of("C1")), "C1") == fate::kWrongOf);
}

TEST_CASE("judge: revoked and reissued, and who may revoke what") {
    Desk d;
    const auto desa = d.ask(d.k1, 1, "T"), camats = d.ask(d.k1, 2);
    d.receive(d.k1);
    const Digest approved = d.decide(d.approval(camats.endorsed), "camat");
    CHECK(d.reason(d.put(d.k1, act(ActType::revoked, approved), key_of("P")), "P") ==
          fate::kOtherFlow);
    d.put(d.k1, act(ActType::revoked, desa.endorsed), key_of("P"));
    CHECK(d.state(desa.id) == CaseState::revoked);
    d.decide(act(ActType::revoked, approved), "camat");
    CHECK(d.state(camats.id) == CaseState::revoked);
    CHECK(d.reason(d.put(d.k1, act(ActType::printed, approved))) == fate::kLate);
    Act again = d.approval(camats.endorsed, "2");
    again.type = ActType::reissued;
    const Digest reissued = d.decide(again, "camat");
    CHECK(d.state(camats.id) == CaseState::approved);
    CHECK(d.book().find(camats.id)->letter == reissued);
    CHECK(d.book().find(camats.id)->register_number == "2");
}

TEST_CASE("judge: an act the rights forbid has no effect by any way in") {
    Desk d;
    const Digest id = d.submit(d.k1, "M");
    d.receive(d.k1);
    const std::string before = d.book().find(id)->code + std::string(to_text(d.state(id)));
    const FeedId foreign = d.feeds.open("K3", kDesaA);
    std::vector<std::pair<Digest, KeyId>> forged;
    const auto forge = [&](const FeedId& in, Act made, std::string_view signer) {
        const KeyId key = signer.empty() ? KeyId{} : key_of(signer);
        forged.emplace_back(d.put(in, std::move(made), key), key);
    };
    forge(d.k2, d.approval(id, "99"), "");
    forge(d.k2, d.approval(id, "99"), "C1");
    forge(d.k2, d.approval(id, "99"), "camat");
    forge(d.k2, act(ActType::verified, id), "C1");  // of another device
    forge(d.k2, act(ActType::verified, id), "C3");  // of another desa
    forge(d.k2, act(ActType::verified, id), "");
    forge(d.ledger_a, act(ActType::verified, id), "C1");
    forge(d.k2, act(ActType::erased, id), "");
    forge(d.k2, act(ActType::erased, id), "root");
    forge(d.k2, act(ActType::unknown, id), "");
    forge(d.k2, act(ActType::admitted, id), "root");
    forge(foreign, act(ActType::cancelled, id), "C3");
    forge(d.k2, act(ActType::received, id), "");
    forge(d.k2, act(ActType::submitted, id), "C1");
    d.receive(d.k2);
    d.receive(foreign);
    d.roster_now();
    const Book book = d.book();
    for (const auto& [digest, signer] : forged) {
        CHECK(book.outcome(digest, signer).fate != Fate::effect);
    }
    CHECK(book.cases().size() == 1);
    CHECK(book.find(id)->code + std::string(to_text(book.find(id)->state)) == before);
    CHECK_FALSE(book.find(id)->has_unknown);
}

TEST_CASE("judge: many acts that wait cost little") {
    Desk d;
    for (int i = 0; i < 3000; ++i) {
        d.put(d.k2, act(ActType::cancelled, symbol(std::to_string(i))), key_of("C2"));
        d.put(d.k2, act(ActType::cancelled, symbol(std::to_string(i))), key_of("later"));
    }
    d.receive(d.k2);
    for (int i = 0; i < 300; ++i) d.submit(d.k1, "M");
    d.receive(d.k1);
    const Book book = d.book();
    CHECK(book.without_effect().size() == 6000);
    CHECK(book.cases().size() == 300);
}

}  // namespace
}  // namespace disapa::test
