#include "shared/store/ingest.h"

#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

// A hub and an enrolled kiosk with three requests.
struct Pair : Office {
    Node hub = open("hub");
    Node kiosk = Office::kiosk("kiosk", desa);
    FeedName feed = kiosk.open_feed(desa);
    FeedName roster = hub.open_feed(kecamatan);

    Pair() {
        enrol_kiosk(hub, kiosk);
        for (const char* name : {"A", "B", "C"}) append(kiosk, desa, {submitted(name)});
    }
};

// A segment by hand: entries on an empty feed, the head by `node`.
Segment made(const SigningKey& node, const FeedName& name, std::vector<Entry> entries) {
    MerkleEdge edge;
    for (const auto& entry : entries) edge.append(entry.leaf_hash());
    Segment segment;
    segment.name = name;
    segment.feed = name.id();
    segment.head_signature = sign_head(node, segment.feed, edge.size(), edge.root()).signature;
    segment.entries = std::move(entries);
    return segment;
}

FeedName name_of(const SigningKey& node, const Region& where, std::uint8_t birth = 1) {
    Birth drawn;
    drawn.bytes.fill(birth);
    return {node.public_key(), drawn, where};
}

}  // namespace

TEST_CASE("a feed travels in pieces, in any overlap, and is the same there") {
    Pair pair;
    CHECK(ingest(pair.hub, segment_of(pair.kiosk, pair.feed, 0, 1)).result == StoreResult::grown);
    CHECK(ingest(pair.hub, segment_of(pair.kiosk, pair.feed, 2, 3)).result == StoreResult::gap);
    CHECK(ingest(pair.hub, segment_of(pair.kiosk, pair.feed, 0, 1)).result == StoreResult::known);
    CHECK(ingest(pair.hub, segment_of(pair.kiosk, pair.feed, 0, 3)).result == StoreResult::grown);
    CHECK(ingest(pair.hub, segment_of(pair.kiosk, pair.feed, 1, 2)).result == StoreResult::known);
    const FeedId id = pair.feed.id();
    CHECK(pair.hub.size_of(id) == 3);
    for (std::uint64_t size = 0; size <= 3; ++size) {
        CHECK(pair.hub.root_at(id, size) == pair.kiosk.root_at(id, size));
    }
    CHECK(pair.hub.heads(id, 2, 3).value().size() == 1);
    CHECK(faults(pair.hub) == "");
}

TEST_CASE("a feed that is not known must be named") {
    Pair pair;
    Segment segment = segment_of(pair.kiosk, pair.feed);
    segment.name.reset();
    CHECK(ingest(pair.hub, segment).result == StoreResult::gap);
    segment.name = pair.feed;
    segment.feed.bytes[0] ^= 1;
    CHECK(ingest(pair.hub, segment).result == StoreResult::refused);
    CHECK(ingest(pair.hub, segment_of(pair.kiosk, pair.feed)).result == StoreResult::grown);
}

TEST_CASE("only a node enrolled for exactly the feed's region is stored") {
    Pair pair;
    const Entry entry = pair.submitted();
    const auto stranger = SigningKey::generate(pair.random);
    const auto taken = [&](const SigningKey& node, const Region& where) {
        return ingest(pair.hub, made(node, name_of(node, where), {entry})).result;
    };
    CHECK(taken(stranger, pair.desa) == StoreResult::refused);
    CHECK(taken(pair.kiosk.signing(), pair.other_desa) == StoreResult::refused);
    CHECK(taken(pair.kiosk.signing(), pair.kecamatan) == StoreResult::refused);
    CHECK(taken(pair.clerk, pair.desa) == StoreResult::refused);
    pair.enrol_clerk(pair.hub, pair.kiosk);
    CHECK(taken(pair.clerk, pair.desa) == StoreResult::refused);  // a person is no node
    CHECK(taken(pair.kiosk.signing(), pair.desa) == StoreResult::grown);
    // A revoked device's entries are stored all the same: EFFECT holds them.
    pair.roster_act(pair.hub, {{"type", "key_revoked"},
                               {"at", pair.clock.now()},
                               {"key", to_text(pair.kiosk.id())},
                               {"reason", ""}});
    CHECK(carry(pair.kiosk, pair.hub, pair.feed) == StoreResult::grown);
    CHECK(faults(pair.hub) == "");
}

TEST_CASE("no byte of another desa is stored at a kiosk") {
    Pair pair;
    Node other = pair.Office::kiosk("other", pair.other_desa);
    pair.enrol_kiosk(pair.hub, other);
    append(pair.hub, pair.desa, {pair.submitted()});
    append(pair.hub, pair.other_desa, {pair.submitted()});
    append(other, pair.other_desa, {pair.submitted()});
    CHECK(carry(pair.hub, pair.kiosk, pair.roster) == StoreResult::grown);
    CHECK(carry(pair.hub, pair.kiosk, pair.hub.open_feed(pair.desa)) == StoreResult::grown);
    CHECK(carry(pair.hub, pair.kiosk, pair.hub.open_feed(pair.other_desa)) == StoreResult::refused);
    CHECK(carry(other, pair.kiosk, other.open_feed(pair.other_desa)) == StoreResult::refused);
    Node second = pair.Office::kiosk("second", pair.desa);
    append(second, pair.desa, {pair.submitted()});
    CHECK(carry(second, pair.kiosk, second.open_feed(pair.desa)) == StoreResult::refused);
    pair.enrol_kiosk(pair.hub, second);
    CHECK(carry(pair.hub, pair.kiosk, pair.roster) == StoreResult::grown);
    CHECK(carry(second, pair.kiosk, second.open_feed(pair.desa)) == StoreResult::grown);
}

TEST_CASE("the hub's feeds are verified against its key before any roster is held") {
    Pair pair;
    append(pair.hub, pair.desa, {pair.submitted()});
    CHECK(carry(pair.hub, pair.kiosk, pair.hub.open_feed(pair.desa)) == StoreResult::grown);
    // Another hub of the same region is a stranger.
    const auto false_hub = SigningKey::generate(pair.random);
    const auto name = name_of(false_hub, pair.kecamatan);
    CHECK(ingest(pair.kiosk, made(false_hub, name, {pair.submitted()})).result ==
          StoreResult::refused);
}

TEST_CASE("changed segments are refused and nothing of them stays") {
    Pair pair;
    pair.enrol_clerk(pair.hub, pair.kiosk);
    append(pair.kiosk, pair.desa, {pair.verified(Digest{})});
    const Segment good = segment_of(pair.kiosk, pair.feed);
    const auto refused = [&](const std::function<void(Segment&)>& change) {
        Segment segment = good;
        change(segment);
        const auto stored = ingest(pair.hub, segment);
        return stored.result == StoreResult::refused && !stored.log.empty() &&
               pair.hub.size_of(pair.feed.id()) == 0;
    };
    CHECK(refused([](Segment& s) { s.head_signature.bytes[0] ^= 1; }));
    CHECK(refused([](Segment& s) { s.entries.pop_back(); }));
    CHECK(refused([](Segment& s) { s.entries.clear(); }));
    CHECK(refused([](Segment& s) { std::swap(s.entries[0], s.entries[1]); }));
    CHECK(refused([](Segment& s) { s.entries[0].payload[10] ^= 1; }));
    CHECK(refused([](Segment& s) { s.entries[0].digest.bytes[0] ^= 1; }));
    CHECK(refused([](Segment& s) { s.entries[3].signature->bytes[0] ^= 1; }));
    CHECK(refused([](Segment& s) { s.entries[3].signature.reset(); }));
    CHECK(refused([](Segment& s) { s.entries[3].signer = KeyId{}; }));
    CHECK(refused([](Segment& s) { s.entries[0].payload.clear(); }));
    CHECK(refused([](Segment& s) { s.entries[0].erased_by = "x"; }));
    CHECK(ingest(pair.hub, good).result == StoreResult::grown);
}

TEST_CASE("a payload that is not canonical is refused even under a good head") {
    Pair pair;
    const auto view = as_bytes("{\"type\":\"notice\",\"at\":1}");
    const Segment segment = made(pair.kiosk.signing(), name_of(pair.kiosk.signing(), pair.desa),
                                 {node_entry(Bytes(view.begin(), view.end()))});
    CHECK(ingest(pair.hub, segment).result == StoreResult::refused);
}

TEST_CASE("a false signature of a known key is refused even under a good head") {
    Pair pair;
    pair.enrol_clerk(pair.hub, pair.kiosk);
    Entry forged = pair.verified(Digest{});
    forged.signature->bytes[0] ^= 1;
    const auto name = name_of(pair.kiosk.signing(), pair.desa);
    CHECK(ingest(pair.hub, made(pair.kiosk.signing(), name, {forged})).result ==
          StoreResult::refused);
}

TEST_CASE("another branch is a fork; the first one stays") {
    Pair pair;
    REQUIRE(carry(pair.kiosk, pair.hub, pair.feed) == StoreResult::grown);
    const Digest root = pair.hub.root_at(pair.feed.id(), 3);
    auto entries = pair.kiosk.entries(pair.feed.id(), 0, 3).value();
    entries[2] = pair.submitted("other");
    entries.push_back(pair.submitted("more"));
    Segment branch = made(pair.kiosk.signing(), pair.feed, entries);
    CHECK(ingest(pair.hub, branch).result == StoreResult::fork);
    // The same from the middle, as it would travel.
    branch.name.reset();
    branch.entries.erase(branch.entries.begin());
    branch.from = 1;
    CHECK(ingest(pair.hub, branch).result == StoreResult::fork);
    // A stranger cannot cry fork.
    branch.head_signature.bytes[0] ^= 1;
    CHECK(ingest(pair.hub, branch).result == StoreResult::refused);
    CHECK(pair.hub.root_at(pair.feed.id(), 3) == root);
    CHECK(pair.hub.size_of(pair.feed.id()) == 3);
}

TEST_CASE("my open feed grows by my own hand alone; a closed one comes back") {
    Pair pair;
    auto entries = pair.kiosk.entries(pair.feed.id(), 0, 3).value();
    entries.push_back(pair.submitted("by a clone"));
    CHECK(ingest(pair.kiosk, made(pair.kiosk.signing(), pair.feed, entries)).result ==
          StoreResult::refused);
    CHECK(pair.kiosk.size_of(pair.feed.id()) == 3);
    const auto closed = name_of(pair.kiosk.signing(), pair.desa);
    CHECK(ingest(pair.kiosk, made(pair.kiosk.signing(), closed, {pair.submitted("old")})).result ==
          StoreResult::grown);
    REQUIRE(carry(pair.hub, pair.kiosk, pair.roster) == StoreResult::grown);
    CHECK(pair.kiosk.book().value()->cases().size() == 4);
}

TEST_CASE("an act may come before its signer's key") {
    Pair pair;
    const Entry entry = pair.submitted();
    append(pair.kiosk, pair.desa, {entry, pair.verified(entry.digest)});
    REQUIRE(carry(pair.kiosk, pair.hub, pair.feed) == StoreResult::grown);
    const auto outcome = pair.hub.book(pair.desa).value()->outcome(
        pair.hub.entries(pair.feed.id(), 4, 5).value().front().digest, pair.clerk.id());
    CHECK(outcome.fate == Fate::held);
    pair.enrol_clerk(pair.hub, pair.kiosk);
    const Book* book = pair.hub.book(pair.desa).value();
    CHECK(book->find(entry.digest)->state == CaseState::verified);
    CHECK(faults(pair.hub) == "");
}

TEST_CASE("an act that proves false when its key becomes known never has effect") {
    Pair pair;
    const Entry entry = pair.submitted();
    Entry forged = pair.verified(entry.digest);
    forged.signature->bytes[0] ^= 1;
    const auto name = name_of(pair.kiosk.signing(), pair.desa);
    REQUIRE(ingest(pair.hub, made(pair.kiosk.signing(), name, {entry, forged})).result ==
            StoreResult::grown);
    CHECK(pair.hub.book(pair.desa).value()->find(entry.digest)->state == CaseState::submitted);
    pair.enrol_clerk(pair.hub, pair.kiosk);
    const Book* book = pair.hub.book(pair.desa).value();
    CHECK(book->find(entry.digest)->state == CaseState::submitted);
    CHECK(book->outcome(forged.digest, pair.clerk.id()).fate != Fate::effect);
    CHECK(faults(pair.hub) == "");  // the tree still holds
    // The true act has its effect beside it.
    append(pair.kiosk, pair.desa, {pair.verified(entry.digest)});
    REQUIRE(carry(pair.kiosk, pair.hub, pair.feed) == StoreResult::grown);
    CHECK(pair.hub.book(pair.desa).value()->find(entry.digest)->state == CaseState::verified);
}

TEST_CASE("nor when it already had its place in the ledger") {
    Pair pair;
    const Entry entry = pair.submitted();
    Entry forged = pair.verified(entry.digest);
    forged.signature->bytes[0] ^= 1;
    const auto name = name_of(pair.kiosk.signing(), pair.desa);
    REQUIRE(ingest(pair.hub, made(pair.kiosk.signing(), name, {entry, forged})).result ==
            StoreResult::grown);
    const auto ledger = [&](Json act) {
        act["at"] = pair.clock.now();
        append(pair.hub, pair.desa, {node_entry(payload(act))});
    };
    const auto roster_place = [&] {
        ledger({{"type", "roster_at"},
                {"feed", text_of(pair.roster.id())},
                {"size", pair.hub.size_of(pair.roster.id())}});
    };
    roster_place();
    ledger({{"type", "received"},
            {"feed", text_of(name.id())},
            {"size", 2},
            {"root", text_of(pair.hub.root_at(name.id(), 2))}});
    const Book* book = pair.hub.book(pair.desa).value();
    REQUIRE(book->find(entry.digest) != nullptr);
    CHECK(book->find(entry.digest)->arrived);
    CHECK(book->outcome(forged.digest, pair.clerk.id()).fate == Fate::held);
    pair.enrol_clerk(pair.hub, pair.kiosk);
    roster_place();
    book = pair.hub.book(pair.desa).value();
    CHECK(book->find(entry.digest)->state == CaseState::submitted);
    CHECK(book->outcome(forged.digest, pair.clerk.id()).fate != Fate::effect);
}

TEST_CASE("the roster is a chain to the root, not what the hub says") {
    Pair pair;
    // A hub that enrols with a key of its own making, or in the root's name without its signature.
    const auto false_admin = SigningKey::generate(pair.random);
    Json act = pair.key_act(pair.clerk, Role::petugas, pair.desa);
    append(pair.hub, pair.kecamatan, {person_entry(payload(act), false_admin)});
    CHECK(pair.hub.roster().value().find(pair.clerk.id()) == nullptr);
    Entry forged = person_entry(payload(act), pair.root);
    forged.signature->bytes[0] ^= 1;
    const auto entries = pair.hub.entries(pair.roster.id(), 0, UINT64_MAX).value();
    Node kiosk = pair.Office::kiosk("fresh", pair.desa);
    auto all = entries;
    all.push_back(forged);
    REQUIRE(ingest(kiosk, made(pair.hub.signing(), pair.roster, all)).result == StoreResult::grown);
    const auto roster = kiosk.roster().value();
    CHECK(roster.find(pair.clerk.id()) == nullptr);
    CHECK(roster.find(pair.root.id()) != nullptr);
    CHECK(roster.find(pair.kiosk.id()) != nullptr);

    // A feed that begins with another root is no roster here.
    Json root_act = pair.key_act(false_admin, Role::admin, pair.kecamatan);
    Node other = pair.Office::kiosk("other", pair.desa);
    REQUIRE(ingest(other, made(pair.hub.signing(), pair.roster,
                               {person_entry(payload(root_act), false_admin)}))
                .result == StoreResult::grown);
    CHECK(other.roster().value().keys().empty());
}

TEST_CASE("provisional officers count on their own device before the hub has heard of them") {
    Pair pair;
    RosterKey officer;
    officer.id = pair.clerk.id();
    officer.key = pair.clerk.public_key();
    officer.name = "Siti";
    officer.grants = {{Role::petugas, pair.desa, {}, {}}};
    officer.devices = {pair.kiosk.id()};
    REQUIRE(carry(pair.hub, pair.kiosk, pair.roster) == StoreResult::grown);
    const Entry entry = pair.submitted();
    append(pair.kiosk, pair.desa, {entry, pair.verified(entry.digest)});
    CHECK(pair.kiosk.book().value()->find(entry.digest)->state == CaseState::submitted);
    pair.kiosk.set_provisional({officer});
    CHECK(pair.kiosk.book().value()->find(entry.digest)->state == CaseState::verified);
    Entry forged = pair.verified(entry.digest);
    forged.signature->bytes[0] ^= 1;
    const auto done =
        pair.kiosk.write([&](Writer& writer) { return writer.append(pair.desa, {forged}); });
    CHECK(done.error().code == ErrorCode::unauthentic);
}
