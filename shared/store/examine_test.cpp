#include "shared/store/examine.h"

#include "shared/log/merkle.h"
#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

// A hub that knows a kiosk and its clerk, and a segment with a request and the clerk's signature.
struct Arriving : Office {
    Node hub = open("hub");
    Node kiosk = Office::kiosk("kiosk", desa);
    FeedName feed = kiosk.open_feed(desa);

    explicit Arriving(bool clerk_is_known = true) {
        enrol_kiosk(hub, kiosk);
        if (clerk_is_known) enrol_clerk(hub, kiosk);
        const Entry entry = submitted();
        append(kiosk, desa, {entry, verified(entry.digest)});
    }
    Segment segment() { return segment_of(kiosk, feed); }
    KnownKeys keys() { return *hub.known_keys().value(); }
    StoreResult take(const Examined& examined) {
        StoreResult result = StoreResult::known;
        REQUIRE(hub.write([&](Writer& writer) -> Status {
            auto stored = writer.ingest(examined);
            if (!stored) return pass(std::move(stored));
            result = stored->result;
            return {};
        }));
        return result;
    }
};

}  // namespace

TEST_CASE("what was examined outside is stored without another signature check") {
    Arriving world;
    const auto examined = examine(world.segment(), world.keys());
    CHECK(examined.wrong.empty());
    REQUIRE(examined.held_by.size() == 2);
    CHECK_FALSE(examined.held_by[0].has_value());
    CHECK(examined.held_by[1] == world.clerk.public_key());
    CHECK(examined.leaves[1] == examined.segment.entries[1].leaf_hash());
    CHECK(world.take(examined) == StoreResult::grown);
    CHECK(faults(world.hub) == "");
    CHECK(world.take(examined) == StoreResult::known);
}

TEST_CASE("a key learnt after the examination is used all the same") {
    Arriving world;
    const auto examined = examine(world.segment(), {});
    CHECK_FALSE(examined.held_by[1].has_value());
    CHECK(world.take(examined) == StoreResult::grown);

    Arriving other;
    Segment segment = other.segment();
    segment.entries[1].signature->bytes[0] ^= 1;
    MerkleEdge edge;
    for (const auto& entry : segment.entries) edge.append(entry.leaf_hash());
    segment.head_signature =
        sign_head(other.kiosk.signing(), segment.feed, edge.size(), edge.root()).signature;
    CHECK(other.take(examine(segment, {})) == StoreResult::refused);
    CHECK(other.take(examine(segment, other.keys())) == StoreResult::refused);
}

TEST_CASE("what held under a key that the roster does not name is not taken for true") {
    Arriving world(false);
    KnownKeys keys = world.keys();
    CHECK_FALSE(keys.contains(world.clerk.id()));
    keys[world.clerk.id()] = world.clerk.public_key();
    const auto examined = examine(world.segment(), keys);
    CHECK(examined.held_by[1].has_value());
    CHECK(world.take(examined) == StoreResult::grown);
    const Digest submitted = examined.segment.entries[0].digest;
    const auto state = [&] { return world.hub.book(world.desa).value()->find(submitted)->state; };
    CHECK(state() == CaseState::submitted);
    world.enrol_clerk(world.hub, world.kiosk);
    CHECK(state() == CaseState::verified);
}

TEST_CASE("what is wrong with a segment as such is found without any store") {
    Arriving world;
    const auto wrong = [&](const std::function<void(Segment&)>& change) {
        Segment segment = world.segment();
        change(segment);
        const auto examined = examine(std::move(segment), world.keys());
        return !examined.wrong.empty() && world.take(examined) == StoreResult::refused;
    };
    CHECK(wrong([](Segment& s) { s.entries.clear(); }));
    CHECK(wrong([](Segment& s) { s.entries[0].payload[10] ^= 1; }));
    CHECK(wrong([](Segment& s) { s.entries[0].payload.clear(); }));
    CHECK(wrong([](Segment& s) { s.entries[1].signature.reset(); }));
    CHECK(wrong([](Segment& s) { s.name->birth.bytes[0] ^= 1; }));
    CHECK(wrong([](Segment& s) {
        const auto spaced = as_bytes(R"({"at":1, "type":"notice"})");
        s.entries[0] = node_entry(Bytes(spaced.begin(), spaced.end()));
    }));
}

TEST_CASE("known keys are one object until the roster changes") {
    Arriving world;
    const auto before = world.hub.known_keys().value();
    CHECK(world.hub.known_keys().value() == before);
    append(world.hub, world.desa, {node_entry(payload({{"type", "notice"}, {"at", 1}}))});
    CHECK(world.hub.known_keys().value() == before);
    const auto another = SigningKey::generate(world.random);
    world.enrol(world.hub, another, Role::camat, world.kecamatan);
    const auto after = world.hub.known_keys().value();
    CHECK_FALSE(before->contains(another.id()));
    CHECK(after->at(another.id()) == another.public_key());
}

TEST_CASE("place and digest of an entry, without its payload") {
    Arriving world;
    const FeedId feed = world.feed.id();
    const auto entries = world.kiosk.entries(feed, 0, 2).value();
    CHECK(world.kiosk.place_of(entries[1].digest).value() == EntryPlace{feed, 1});
    CHECK(world.kiosk.digest_at(feed, 1).value() == entries[1].digest);
    CHECK_FALSE(world.kiosk.digest_at(feed, 2).value().has_value());
    CHECK_FALSE(world.kiosk.digest_at(FeedId{}, 0).value().has_value());
    CHECK_FALSE(world.kiosk.place_of(Digest{}).value().has_value());
}
