// The short stories that made the rules: what must hold with each of them.
#include "shared/cases/book.h"

#include <doctest/doctest.h>

#include "shared/cases/test_world.h"

namespace disapa::test {
namespace {

using Story = TwoKiosks;

bool is(const Outcome& outcome, Fate fate, std::string_view reason = "") {
    INFO("reason " << outcome.reason);
    return outcome.fate == fate && outcome.reason == reason;
}

TEST_CASE("story: a letter of the camat from the request to the hand") {
    Story s;
    const auto asked = s.ask(s.k1, 3);
    Book book = s.book();
    const Case* of = book.find(asked.id);
    REQUIRE(of != nullptr);
    CHECK(of->state == CaseState::endorsed);
    CHECK(of->number == "400/3/KD/2027");
    CHECK_FALSE(of->arrived);
    CHECK(of->received_at == 0);
    CHECK(of->letter.is_zero());
    CHECK_FALSE(of->life.front().counted);
    CHECK(book.free_numbers(s.k1, "desa", 2027, 100).size() == 8);

    s.now += 60;
    s.receive(s.k1);
    const Digest approved = s.decide(s.approval(asked.endorsed, "145/7"), "camat");
    const Digest printed = s.put(s.k1, act(ActType::printed, approved));
    s.put(s.k1, act(ActType::handed_over, approved));
    book.refresh(s.feeds, s.now);
    of = book.find(asked.id);
    CHECK(of->state == CaseState::handed_over);
    CHECK(of->arrived);
    CHECK(of->received_at == s.now);
    CHECK(of->submitted_at == s.now - 60);
    CHECK(of->register_number == "145/7");
    CHECK(of->letter == approved);
    CHECK(of->decision == approved);
    CHECK(of->copies == 1);
    CHECK(of->is_decided());
    CHECK(of->home == key_of("K1"));
    CHECK(book.find_code(of->code) == of);
    CHECK(book.case_of(printed) == of);
    CHECK(book.case_of(symbol("nothing")) == nullptr);
    CHECK(of->life.size() == 7);
    CHECK(of->life[4].counted);
    CHECK_FALSE(of->life[5].counted);
    CHECK(book.without_effect().empty());
    CHECK(book.hub_time() == s.now);
}

TEST_CASE("story: a desa's own letter is done offline, on the device that took the request") {
    Story s;
    const Digest id = s.submit(s.k1, "T");
    s.verify(s.k1, {id}, "C1");
    s.receive(s.k1);
    // Two kiosks endorse the same case with no link between them.
    const Digest by_k2 = s.endorse(s.k2, id, 11);
    const Digest issued_k2 = s.issue(s.k2, by_k2, 11);
    const Digest by_k1 = s.endorse(s.k1, id, 1);
    s.issue(s.k1, by_k1, 1);
    CHECK(s.state(id) == CaseState::issued);  // counted nowhere yet
    s.receive(s.k2);
    s.receive(s.k1);
    const Book book = s.book();
    CHECK(book.find(id)->letter == by_k1);
    CHECK(book.find(id)->number == "400/1/KD/2027");
    CHECK(is(book.outcome(by_k2, key_of("P")), Fate::inert, fate::kOtherKiosk));
    CHECK(book.outcome(issued_k2, {}).fate != Fate::effect);
    // The number of the other kiosk is not given again.
    CHECK(book.free_numbers(s.k2, "desa", 2027, 100).front() == 12);
    // The kecamatan cannot take back what may be on paper.
    const Digest back = s.decide(act(ActType::returned, id), "camat");
    CHECK(is(s.outcome(back, "camat"), Fate::inert, fate::kOtherFlow));
}

TEST_CASE("story: a clerk's act copied into another feed that counts first is not used up") {
    Story s;
    const Digest id = s.submit(s.k1, "M");
    const Digest verified = s.verify(s.k1, {id}, "C1");
    s.copy(verified, s.k2);
    s.receive(s.k2);
    HeldFeeds hub(s.feeds);
    hub.hold_all();
    hub.drop(s.k1, 1);
    CHECK(is(s.book(hub).outcome(verified, key_of("C1")), Fate::inert, fate::kOtherDevice));
    s.receive(s.k1);
    CHECK(is(s.outcome(verified, "C1"), Fate::effect));
    CHECK(s.state(id) == CaseState::verified);
    CHECK(s.book().find(id)->life.size() == 2);
    // And signed again by somebody else, it is another act.
    s.put(s.k2, s.feeds.deed(s.k1, 1).act, key_of("C3"));
    s.receive(s.k2);
    CHECK(s.state(id) == CaseState::verified);
}

TEST_CASE("story: what counts before its predecessor waits for it") {
    Story s;
    const Digest id = s.submit(s.k1, "M");
    const Digest verified = s.verify(s.k2, {id}, "C2");
    const Digest endorsed = s.endorse(s.k2, id, 11);
    s.issue(s.k2, endorsed, 11);
    s.receive(s.k2);
    HeldFeeds hub(s.feeds);
    hub.hold_all();
    hub.drop(s.k1, 0);  // K1's submitted has not come
    CHECK(is(s.book(hub).outcome(verified, key_of("C2")), Fate::held, fate::kUnknownAct));
    const Digest approved = s.decide(s.approval(endorsed), "camat");
    s.receive(s.k1);
    CHECK(s.state(id) == CaseState::approved);
    CHECK(s.book().find(id)->decision == approved);
    CHECK(s.book().without_effect().empty());

    const Digest other = s.submit(s.k1, "M");
    s.receive(s.k1);
    const Digest early = s.endorse(s.k2, other, 12);
    s.receive(s.k2);
    CHECK(is(s.outcome(early, "P"), Fate::held, fate::kNeedsVerified));
    s.verify(s.k1, {other}, "C1");
    s.receive(s.k1);
    CHECK(s.state(other) == CaseState::endorsed);
    CHECK(s.book().find(other)->life.back().digest == early);  // where it took effect
}

TEST_CASE(
    "story: an act whose key has not come waits for the roster, and no ledger entry is needed") {
    Story s;
    const Digest id = s.submit(s.k1, "M");
    const Digest verified = s.verify(s.k1, {id}, "new");
    s.receive(s.k1);
    CHECK(is(s.outcome(verified, "new"), Fate::held, fate::kUnknownKey));
    s.enrol("new", Role::petugas, kDesaA, {key_of("K1")});
    CHECK(s.state(id) == CaseState::verified);  // by the newest roster, not counted yet
    CHECK_FALSE(s.book().find(id)->life.back().counted);
    s.roster_now();
    CHECK(s.book().find(id)->life.back().counted);
}

TEST_CASE("story: a revoked key's act is held, not lost, until an admin admits it") {
    Story s;
    const Digest id = s.submit(s.k1, "M");
    s.receive(s.k1);
    const Digest verified = s.verify(s.k1, {id}, "C1");
    s.revoke_key("C1");
    s.receive(s.k1);
    CHECK(is(s.outcome(verified, "C1"), Fate::held_until_admitted, fate::kRevoked));
    s.enrol("other", Role::petugas, kDesaA, {key_of("K1")});
    s.roster_now();
    CHECK(s.state(id) == CaseState::submitted);
    s.admit(verified);
    s.roster_now();
    CHECK(s.state(id) == CaseState::verified);

    // What counted before stays.
    const Digest next = s.submit(s.k2, "M");
    s.verify(s.k2, {next}, "C2");
    s.receive(s.k2);
    s.revoke_key("C2");
    s.roster_now();
    CHECK(s.state(next) == CaseState::verified);
}

TEST_CASE("story: an act that waited is judged by the roster of its own place") {
    Story s;
    const Digest id = s.submit(s.k1, "M");
    const Digest verified = s.verify(s.k2, {id}, "C2");
    s.receive(s.k2);
    s.revoke_key("C2");
    s.receive(s.k1);
    CHECK(is(s.outcome(verified, "C2"), Fate::effect));

    // Where that roster does not know the key: by the first that does, and the time of then.
    const auto asked = s.ask(s.k1, 1);
    s.receive(s.k1);
    const Digest early = s.decide(s.approval(asked.endorsed), "plt");
    s.enrol("plt", Role::verifikator, kOffice);
    s.delegate("plt", Role::camat, s.now - 10, s.now + 100);
    s.now += 101;
    s.roster_now();
    CHECK(is(s.outcome(early, "plt"), Fate::held_until_admitted, fate::kExpired));
}

TEST_CASE("story: a revoked device's entries are held until admitted") {
    Story s;
    s.revoke_key("K2");
    const Digest id = s.submit(s.k2, "M");
    s.receive(s.k2);
    CHECK(is(s.outcome(id), Fate::held_until_admitted, fate::kDeviceRevoked));
    CHECK(s.book().find(id) == nullptr);
    s.admit(id);
    s.roster_now();
    REQUIRE(s.book().find(id) != nullptr);
}

TEST_CASE("story: a delegation is judged by the hub's time; over, its acts wait for an admin") {
    Story s;
    s.delegate("sekcam", Role::camat, s.now, s.now + 100);
    const auto first = s.ask(s.k1, 1), second = s.ask(s.k1, 2);
    s.receive(s.k1);
    s.now += 100;
    Act in_time = s.approval(first.endorsed);
    in_time.at = 5;  // the officer's clock decides nothing
    const Digest good = s.decide(in_time, "sekcam");
    CHECK(is(s.outcome(good, "sekcam"), Fate::effect));
    s.now += 1;
    Act too_late = s.approval(second.endorsed);
    too_late.at = s.now - 50;
    const Digest late = s.decide(too_late, "sekcam");
    CHECK(is(s.outcome(late, "sekcam"), Fate::held_until_admitted, fate::kExpired));
    s.admit(late);
    s.roster_now();
    CHECK(is(s.outcome(late, "sekcam"), Fate::effect));
}

TEST_CASE("story: of two decisions the first counts, the second is late") {
    Story s;
    const auto asked = s.ask(s.k1, 1);
    s.receive(s.k1);
    s.enrol("other camat", Role::camat, kOffice);
    const Digest first = s.decide(s.approval(asked.endorsed, "8"), "camat");
    const Digest second = s.decide(s.approval(asked.endorsed, "8"), "other camat");
    const Digest third = s.decide(act(ActType::rejected, asked.id), "camat");
    CHECK(s.book().find(asked.id)->decision == first);
    CHECK(is(s.outcome(second, "other camat"), Fate::inert, fate::kLate));
    CHECK(is(s.outcome(third, "camat"), Fate::inert, fate::kLate));
}

TEST_CASE(
    "story: cancelled at the kiosk, approved at the hub: the order decides, and the kiosk "
    "follows") {
    Story s;
    const auto asked = s.ask(s.k1, 1);
    s.receive(s.k1);
    HeldFeeds kiosk(s.feeds);
    kiosk.hold_all();
    const Digest cancelled = s.put(s.k1, act(ActType::cancelled, asked.id), key_of("C1"));
    kiosk.hold(s.k1, 99);
    Book at_kiosk = s.book(kiosk);
    CHECK(at_kiosk.find(asked.id)->state == CaseState::cancelled);
    CHECK_FALSE(at_kiosk.find(asked.id)->life.back().counted);

    s.decide(s.approval(asked.endorsed), "camat");
    s.receive(s.k1);
    kiosk.hold_all();
    at_kiosk.refresh(kiosk, s.now);
    CHECK(at_kiosk.find(asked.id)->state == CaseState::approved);
    CHECK(is(at_kiosk.outcome(cancelled, key_of("C1")), Fate::inert, fate::kLate));
    CHECK(at_kiosk.changed_decisions().empty());
}

TEST_CASE("story: returned, amended, and then everything anew; the old revision is late") {
    Story s;
    const auto asked = s.ask(s.k1, 1);
    s.receive(s.k1);
    const Digest back = s.decide(act(ActType::returned, asked.id), "camat");
    const Digest late = s.decide(s.approval(asked.endorsed), "camat");
    CHECK(is(s.outcome(late, "camat"), Fate::inert, fate::kLate));
    CHECK(s.book().find(asked.id)->last_judgement == back);

    Act amended = act(ActType::amended, asked.id);
    amended.by = key_of("C1");
    const Digest revision = s.put(s.k1, amended);
    const Digest old = s.verify(s.k1, {asked.id}, "C1");
    Book book = s.book();
    const Case* of = book.find(asked.id);
    CHECK(of->state == CaseState::amended);
    CHECK(of->revision == revision);
    CHECK(of->revision_count == 1);
    CHECK(of->number.empty());
    CHECK_FALSE(of->arrived);
    CHECK(of->signers == std::vector{key_of("C1")});
    CHECK(is(book.outcome(old, key_of("C1")), Fate::inert, fate::kOldRevision));

    s.verify(s.k1, {revision}, "C1");
    const Digest endorsed = s.endorse(s.k1, revision, 2);
    s.issue(s.k1, endorsed, 2);
    s.receive(s.k1);
    s.decide(s.approval(endorsed), "camat");
    CHECK(s.state(asked.id) == CaseState::approved);
    CHECK(s.book().find(asked.id)->number == "400/2/KD/2027");
    CHECK(s.book().find(asked.id)->arrived);
}

TEST_CASE("story: a device counts only for the desa it was enrolled for") {
    Story s;
    const FeedId foreign = s.feeds.open("K3", kDesaA);  // K3 belongs to desa B
    const Digest id = s.submit(foreign, "T");
    s.receive(foreign);
    CHECK(is(s.outcome(id), Fate::inert, fate::kOtherRegion));
    CHECK(s.book().cases().empty());
}

TEST_CASE("story: a restored kiosk takes new numbers, and those on paper stay taken") {
    Story s;
    const auto printed = s.ask(s.k1, 1);
    const FeedId reborn = s.feeds.open("K1", kDesaA, 2);
    const auto again = s.ask(reborn, 2);  // its old grant, from its new feed
    s.receive(s.k1);
    s.receive(reborn);
    CHECK(s.book().find(printed.id)->number == "400/1/KD/2027");
    CHECK(s.book().find(again.id)->number.empty());
    s.grant(reborn, 5, 30);  // overlaps the old one
    s.grant(reborn, 31, 40);
    Book book = s.book();
    CHECK(book.grants().size() == 3);
    CHECK(book.free_numbers(reborn, "desa", 2027, 2) == std::vector<std::int64_t>{31, 32});
    CHECK(book.free_numbers(s.k1, "desa", 2027, 1) == std::vector<std::int64_t>{3});
    CHECK(book.free_numbers(reborn, "desa", 2028, 9).empty());
}

TEST_CASE("story: the tail of a lost hub does not count, its acts appended again count once") {
    Story s;
    const auto asked = s.ask(s.k1, 1);
    s.receive(s.k1);
    const std::uint64_t kept = s.feeds.size_of(s.ledger_a);
    const Digest approved = s.decide(s.approval(asked.endorsed), "camat");
    HeldFeeds kiosk(s.feeds);
    kiosk.hold_all();
    Book at_kiosk = s.book(kiosk);
    CHECK(at_kiosk.find(asked.id)->state == CaseState::approved);

    const FeedId next = s.feeds.open("H", kDesaA, 2);
    s.receive(next, s.ledger_a, kept);
    kiosk.hold_all();
    at_kiosk.refresh(kiosk, s.now);
    CHECK(at_kiosk.find(asked.id)->state == CaseState::endorsed);
    CHECK(at_kiosk.changed_decisions() == std::vector{asked.id});

    s.roster_now(next, s.roster_feed);
    s.copy(approved, next);
    s.copy(approved, next);
    kiosk.hold_all();
    at_kiosk.refresh(kiosk, s.now);
    CHECK(at_kiosk.find(asked.id)->decision == approved);
    CHECK(at_kiosk.find(asked.id)->life.size() == 5);
    CHECK(picture(at_kiosk, s.feeds.ids()) == picture(s.book(), s.feeds.ids()));
}

TEST_CASE("story: where the ledger names what is lacking, nothing beyond is shown") {
    Story s;
    const auto asked = s.ask(s.k1, 1);
    s.receive(s.k1);
    s.submit(s.k2, "M");
    s.receive(s.k2);
    s.decide(s.approval(asked.endorsed), "camat");
    HeldFeeds kiosk(s.feeds);
    kiosk.hold_all();
    kiosk.drop(s.k2, 0);
    Book book = s.book(kiosk);
    CHECK_FALSE(book.complete());
    CHECK(book.find(asked.id)->state == CaseState::endorsed);
    kiosk.hold(s.k2, 1);
    book.refresh(kiosk, s.now);
    CHECK(book.complete());
    CHECK(book.find(asked.id)->state == CaseState::approved);
}

TEST_CASE("story: erased acts are judged from their skeletons") {
    Story s;
    const auto asked = s.ask(s.k1, 1);
    s.receive(s.k1);
    const Digest approved = s.decide(s.approval(asked.endorsed, "9"), "camat");
    const auto desa = s.ask(s.k1, 2, "T");
    s.receive(s.k1);
    Book before = s.book();
    const std::string whole = picture(before, s.feeds.ids());
    for (const Digest& gone : {asked.id, asked.endorsed, approved, desa.id, desa.endorsed}) {
        s.feeds.erase(gone);
    }
    Book after = s.book();
    CHECK(after.find(asked.id)->state == CaseState::approved);
    CHECK(after.find(asked.id)->register_number == "9");
    CHECK(after.find(desa.id)->state == CaseState::issued);
    CHECK(after.find(desa.id)->number == "400/2/KD/2027");
    CHECK(after.find(asked.id)->submitted_at == 0);  // the one thing that is gone
    before.refresh(s.feeds, s.now);
    CHECK(picture(before, s.feeds.ids()) == whole);
}

TEST_CASE("story: an officer not enrolled yet is taken as such at his kiosk, and only there") {
    Story s;
    const Digest id = s.submit(s.k1, "M");
    s.verify(s.k1, {id}, "new");
    Book book = s.book();
    CHECK(book.find(id)->state == CaseState::submitted);
    RosterKey key;
    key.id = key_of("new");
    key.grants.push_back({Role::petugas, kDesaA, {}, {}});
    key.devices = {key_of("K1")};
    book.set_provisional({key});
    book.refresh(s.feeds, s.now);
    CHECK(book.find(id)->state == CaseState::verified);
    CHECK(book.roster().find(key.id) == nullptr);
    s.receive(s.k1);
    book.refresh(s.feeds, s.now);
    CHECK(book.find(id)->state == CaseState::submitted);  // counted: by the hub's roster alone
}

TEST_CASE("story: uncounted acts follow the dates as time goes by") {
    Story s;
    const Digest id = s.submit(s.k1, "M");
    s.delegate("C1", Role::kades, s.now - 10, s.now + 10);
    s.verify(s.k1, {id}, "C2");
    s.verify(s.k1, {id}, "C1");
    const Digest endorsed = s.endorse(s.k1, id, 1, "C1");
    Book book = s.book();
    CHECK(book.find(id)->state == CaseState::endorsed);
    book.refresh(s.feeds, s.now + 10);
    CHECK(book.find(id)->state == CaseState::endorsed);
    book.refresh(s.feeds, s.now + 11);
    CHECK(is(book.outcome(endorsed, key_of("C1")), Fate::held_until_admitted, fate::kExpired));
    book.refresh(s.feeds, s.now);
    CHECK(book.find(id)->state == CaseState::endorsed);
}

}  // namespace
}  // namespace disapa::test
