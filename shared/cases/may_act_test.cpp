#include <doctest/doctest.h>

#include "shared/cases/test_world.h"

namespace disapa::test {
namespace {

struct Counter : TestWorld {
    Counter() {
        people();
        k1 = feeds.open("K1", kDesaA);
        k2 = feeds.open("K2", kDesaA);
        roster_now();
        grant(k1, 1, 2);
    }
    FeedId k1, k2;

    // The sentence that refuses; empty when it may.
    std::string ask(const Digest& id, ActType next, std::string_view who,
                    std::string_view node) const {
        const Book now_book = book();
        const Status may = may_act(now_book, *now_book.find(id), next,
                                   who.empty() ? KeyId{} : key_of(who), key_of(node));
        if (may) return "";
        CHECK(may.error().code == ErrorCode::refused);
        CHECK_FALSE(may.error().log.empty());
        return may.error().sentence;
    }
};

bool says(const std::string& sentence, std::string_view part) {
    INFO(sentence);
    return sentence.find(part) != std::string::npos;
}

TEST_CASE("may_act: the missing step is named") {
    Counter c;
    const Digest id = c.submit(c.k1, "V");
    CHECK(c.ask(id, ActType::verified, "C1", "K1").empty());
    CHECK(says(c.ask(id, ActType::endorsed, "P", "K1"), "belum diverifikasi petugas"));
    CHECK(says(c.ask(id, ActType::amended, "", "K1"), "tidak sedang dikembalikan"));
    c.verify(c.k1, {id}, "C1");
    CHECK(c.ask(id, ActType::endorsed, "P", "K1").empty());
    CHECK(says(c.ask(id, ActType::approved, "camat", "H"), "belum disahkan kepala desa"));
    CHECK(says(c.ask(id, ActType::verified, "C1", "K1"), "sudah dilakukan"));
    const Digest endorsed = c.endorse(c.k1, id, 1);
    c.issue(c.k1, endorsed, 1);
    c.receive(c.k1);
    CHECK(says(c.ask(id, ActType::initialled, "sekcam", "H"), "belum diperiksa verifikator"));
    c.decide(act(ActType::checked, endorsed), "verifikator");
    CHECK(says(c.ask(id, ActType::approved, "camat", "H"), "belum diparaf"));
    c.decide(act(ActType::initialled, endorsed), "sekcam");
    CHECK(c.ask(id, ActType::approved, "camat", "H").empty());
    CHECK(says(c.ask(id, ActType::printed, "", "K1"), "Surat permohonan ini belum ada"));
    const Digest approved = c.decide(c.approval(endorsed), "camat");
    CHECK(says(c.ask(id, ActType::approved, "camat", "H"), "sudah diputuskan"));
    CHECK(says(c.ask(id, ActType::cancelled, "C1", "K1"), "sudah diputuskan"));
    CHECK(says(c.ask(id, ActType::handed_over, "", "K1"), "belum dicetak"));
    CHECK(c.ask(id, ActType::printed, "C1", "K1").empty());  // the node's act, whoever asks
    c.put(c.k1, act(ActType::printed, approved));
    CHECK(c.ask(id, ActType::handed_over, "", "K1").empty());
}

TEST_CASE(
    "may_act: a number is needed before the kades signs, unless the camat writes the letter") {
    Counter c;
    const Digest at_k2 = c.submit(c.k2, "M"), camats = c.submit(c.k2, "R");
    c.verify(c.k2, {at_k2, camats}, "C2");
    CHECK(says(c.ask(at_k2, ActType::endorsed, "P", "K2"), "Nomor desa belum tersedia"));
    CHECK(c.ask(camats, ActType::endorsed, "P", "K2").empty());
    CHECK(c.ask(at_k2, ActType::endorsed, "P", "K1").empty());  // K1 has numbers
    c.TestWorld::ask(c.k1, 1);
    c.TestWorld::ask(c.k1, 2);
    CHECK(says(c.ask(at_k2, ActType::endorsed, "P", "K1"), "Nomor desa belum tersedia"));
    c.grant(c.k2, 3, 4, 2028);
    CHECK(says(c.ask(at_k2, ActType::endorsed, "P", "K2"), "Nomor desa belum tersedia"));
    c.grant(c.k2, 3, 4, 2027);
    CHECK(c.ask(at_k2, ActType::endorsed, "P", "K2").empty());
}

TEST_CASE("may_act: rights, kiosk and flow are told in words") {
    Counter c;
    const Digest id = c.submit(c.k1, "T");
    CHECK(says(c.ask(id, ActType::verified, "P", "K1"), "bukan wewenang"));
    CHECK(says(c.ask(id, ActType::verified, "C2", "K1"), "tidak terdaftar untuk kios"));
    CHECK(says(c.ask(id, ActType::verified, "nobody", "K1"), "belum dikenal"));
    CHECK(says(c.ask(id, ActType::verified, "", "K1"), "tanda tangan"));
    CHECK(says(c.ask(id, ActType::returned, "camat", "H"), "tidak memakai langkah"));
    CHECK(says(c.ask(id, ActType::received, "C1", "K1"), "tidak dapat dilakukan"));
    c.verify(c.k1, {id}, "C1");
    CHECK(says(c.ask(id, ActType::endorsed, "P", "K2"), "kios lain"));
    c.receive(c.k1);
    c.revoke_key("P");
    CHECK(says(c.ask(id, ActType::endorsed, "P", "K1"), "sudah dicabut"));
    c.revoke_key("K1");
    CHECK(says(c.ask(id, ActType::returned, "C1", "K1"), "Kunci kios ini sudah dicabut"));
}

TEST_CASE("may_act: a case that a newer hub has touched takes no act here") {
    Counter c;
    const Digest id = c.submit(c.k1, "M");
    c.receive(c.k1);
    c.put(c.ledger_a, act(ActType::unknown, id));
    CHECK(says(c.ask(id, ActType::verified, "C1", "K1"), "versi baru"));
}

TEST_CASE("may_act: what it allows has effect, what it refuses has none") {
    const std::vector<std::pair<ActType, std::string_view>> acts{{ActType::verified, "C1"},
                                                                 {ActType::endorsed, "P"},
                                                                 {ActType::checked, "verifikator"},
                                                                 {ActType::initialled, "sekcam"},
                                                                 {ActType::approved, "camat"},
                                                                 {ActType::rejected, "camat"},
                                                                 {ActType::returned, "C1"},
                                                                 {ActType::cancelled, "C1"},
                                                                 {ActType::amended, ""},
                                                                 {ActType::printed, ""},
                                                                 {ActType::handed_over, ""},
                                                                 {ActType::revoked, "camat"}};
    for (const char* service : {"T", "M", "R", "V"}) {
        SeededRandom random(static_cast<std::uint64_t>(service[0]));
        for (int walk = 0; walk < 60; ++walk) {
            Counter c;
            c.grant(c.k1, 3, 99);
            const Digest id = c.submit(c.k1, service);
            c.receive(c.k1);
            for (int step = 0; step < 9; ++step) {
                const Case of = *c.book().find(id);
                std::array<std::uint8_t, 1> byte{};
                random.fill(byte);
                // The next step of the way every other time, so that walks get far.
                const auto& [type, who] =
                    byte[0] % 2 == 0 ? acts[byte[0] / 2 % acts.size()]
                                     : acts[std::min<std::size_t>(static_cast<std::size_t>(step),
                                                                  acts.size() - 1)];
                const auto* rule = effect_of(type);
                const bool in_hub = rule->where != Where::kiosk && type != ActType::returned;
                const bool may = c.ask(id, type, who, in_hub ? "H" : "K1").empty();
                Act made = act(type, rule->names == Names::revision      ? of.revision
                                     : rule->names == Names::endorsement ? of.endorsed
                                                                         : of.letter);
                made.register_number = "1";
                if (type == ActType::endorsed) {
                    made.number = "400/" + std::to_string(10 + step) + "/x";
                }
                const KeyId signer = who.empty() ? KeyId{} : key_of(who);
                const Digest digest = in_hub ? c.decide(made, who) : c.put(c.k1, made, signer);
                if (type == ActType::endorsed && may && of.steps.flow != Flow::camat) {
                    c.issue(c.k1, digest, 10 + step);
                }
                c.receive(c.k1);
                CAPTURE(service);
                CAPTURE(to_text(type));
                CAPTURE(to_text(of.state));
                CHECK((c.book().outcome(digest, signer).fate == Fate::effect) == may);
                if (!may) break;
            }
        }
    }
}

}  // namespace
}  // namespace disapa::test
