#include "shared/log/segment_columns.h"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/base/thorough.h"
#include "shared/crypto/jws.h"
#include "shared/log/canonical_json.h"
#include "shared/log/merkle.h"

using namespace disapa;

namespace {

constexpr ErrorCode kCorrupt = ErrorCode::corrupt;

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : random_(seed), key(SigningKey::generate(random_)) {}
    std::uint64_t below(std::uint64_t limit) {
        std::array<std::uint8_t, 8> raw{};
        random_.fill(raw);
        std::uint64_t value = 0;
        std::memcpy(&value, raw.data(), raw.size());
        return value % limit;
    }
    template <class F>
    F fixed() {
        F made;
        random_.fill(made.bytes);
        return made;
    }
    std::string salt() { return to_base64url(fixed<KeyId>().view()); }

  private:
    SeededRandom random_;

  public:
    SigningKey key;
};

// Feeds as a node holds them.
class Shelf : public SegmentContext {
  public:
    void hold(const FeedId& feed, const std::vector<Entry>& entries) {
        for (const Entry& entry : entries) {
            places.emplace(entry.digest, EntryPlace{feed, held[feed].size()});
            held[feed].push_back(entry);
        }
    }
    const Entry* at(const EntryPlace& place) {
        const auto feed = held.find(place.feed);
        if (feed == held.end() || place.index >= feed->second.size()) return nullptr;
        return &feed->second[place.index];
    }
    std::optional<EntryPlace> place_of(const Digest& digest) override {
        const auto found = places.find(digest);
        if (found == places.end()) return std::nullopt;
        return found->second;
    }
    std::optional<Digest> digest_at(const EntryPlace& place) override {
        const Entry* entry = at(place);
        if (entry == nullptr) return std::nullopt;
        return entry->digest;
    }
    std::optional<Bytes> payload_at(const EntryPlace& place) override {
        const Entry* entry = at(place);
        if (entry == nullptr || entry->is_bare()) return std::nullopt;
        return entry->payload;
    }
    std::optional<Digest> root_at(const FeedId& feed, std::uint64_t size) override {
        const auto found = held.find(feed);
        if (found == held.end() || found->second.size() < size) return std::nullopt;
        Bytes all;
        for (std::size_t i = 0; i < size; ++i) append(all, found->second[i].digest.view());
        return sha256(all);  // any function of what is held
    }
    std::vector<FeedId> feeds() override {
        std::vector<FeedId> all;
        for (const auto& [feed, entries] : held) all.push_back(feed);
        return all;
    }
    std::map<FeedId, std::vector<Entry>> held;
    std::map<Digest, EntryPlace> places;
};

bool same(const Entry& a, const Entry& b) {
    return a.digest == b.digest && a.signer == b.signer && a.signature == b.signature &&
           a.payload == b.payload && a.erased_by == b.erased_by;
}
bool same(const Segment& a, const Segment& b) {
    return a.name == b.name && a.feed == b.feed && a.from == b.from &&
           a.head_signature == b.head_signature &&
           std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                      [](const Entry& x, const Entry& y) { return same(x, y); });
}

Segment segment_of(Dice& dice, std::vector<Entry> entries) {
    Segment made;
    made.feed = dice.fixed<FeedId>();
    made.from = dice.below(1000);
    made.entries = std::move(entries);
    made.head_signature = dice.fixed<Signature>();
    return made;
}

Entry node(const Json& act) {
    return node_entry(to_canonical(act).value());
}
Entry person(const Json& act, const SigningKey& key) {
    return person_entry(to_canonical(act).value(), key);
}

// The example acts of FORMAT.md: every type.
std::vector<Json> example_acts() {
    std::vector<Json> acts;
    std::ifstream file(std::string(DISAPA_SOURCE_DIR) + "/shared/log/FORMAT.md");
    for (std::string line; std::getline(file, line);) {
        const Json act = Json::parse(line, nullptr, false);
        if (act.is_object() && act.contains("at")) acts.push_back(act);
    }
    return acts;
}

Json random_json(Dice& dice, int depth) {
    static const std::vector<std::string> kTexts{"",
                                                 " ",
                                                 "  dua  spasi ",
                                                 "Jl. Melati No. 57",
                                                 "SITI AMINAH",
                                                 "siti",
                                                 "Siti",
                                                 "sItI",
                                                 "1986-03-02",
                                                 "3309052009760001",
                                                 "0000000000000000000000000000000000000001",
                                                 "é",
                                                 "Ümit",
                                                 "a\tb\n\"\\\x01",
                                                 "XHfX_Y9R7Qw",
                                                 "2s8gcsDBIRIZtiKSlnjJQYcgJApQLg4rpekl3IJAMXc",
                                                 "2s8gcsDBIRIZtiKSlnjJQYcgJApQLg4rpekl3IJAMXd",
                                                 "Perkebunans",
                                                 "64.02.12.2005",
                                                 "#$%{}[],:",
                                                 "400.9.14/012/UMD/XI/2026",
                                                 "\u2028"};
    switch (dice.below(depth > 0 ? 9 : 6)) {
        case 0:
            return dice.below(2) == 0;
        case 1:
            return dice.below(1000);
        case 2:
            return -static_cast<std::int64_t>(dice.below(limits::kIntegerMax));
        case 3:
            return dice.below(limits::kIntegerMax + std::uint64_t{1});
        case 4:
            return dice.salt();
        case 5:
            return kTexts[dice.below(kTexts.size())];
        case 6: {
            Json made = Json::array();
            for (auto n = dice.below(4); n > 0; --n) made.push_back(random_json(dice, depth - 1));
            return made;
        }
        default: {
            Json made = Json::object();
            for (auto n = dice.below(5); n > 0; --n) {
                made[std::string(1, static_cast<char>('a' + dice.below(8)))] =
                    random_json(dice, depth - 1);
            }
            return made;
        }
    }
}

Json random_object(Dice& dice) {
    Json made = random_json(dice, limits::kPayloadDepth - 1);
    return made.is_object() ? made : Json{{"a", made}};
}

// A desa's day: requests, endorsed ones, decisions on them and the ledger, each in its feed.
struct Day {
    Dice dice{5};
    FeedId kiosk = dice.fixed<FeedId>();
    FeedId ledger = dice.fixed<FeedId>();
    Shelf shelf;
    std::vector<Entry> requests, endorsed, approved, received;

    explicit Day(int count) {
        for (int i = 0; i < count; ++i) {
            requests.push_back(node({{"at", 1795312800 + 40 * i},
                                     {"form",
                                      {{"nama", i % 2 == 0 ? "BUDI SANTOSO" : "SITI AMINAH"},
                                       {"nik", "64021212057900" + std::to_string(10 + i)}}},
                                     {"papers", Json::array()},
                                     {"salt", dice.salt()},
                                     {"service", "SKTM"},
                                     {"type", "submitted"}}));
        }
        shelf.hold(kiosk, requests);
        for (int i = 0; i < count; ++i) {
            Json claims{{"at", 1795313900 + 31 * i},
                        {"h", i % 2 == 0 ? "BUDI SANTOSO" : "SITI AMINAH"},
                        {"k", "00" + std::to_string(10 + i)},
                        {"n", "400.9.14/0" + std::to_string(12 + i) + "/UMD/XI/2026"},
                        {"of", to_base64url(requests[static_cast<std::size_t>(i)].digest.view())},
                        {"s", "SKTM"},
                        {"type", "endorsed"}};
            endorsed.push_back(person(claims, dice.key));
            claims["of"] = to_base64url(endorsed.back().digest.view());
            claims["type"] = "approved";
            claims["g"] = "400.9.14/" + std::to_string(7 + i) + "/TBG/XI/2026";
            approved.push_back(person(claims, dice.key));
        }
        shelf.hold(kiosk, endorsed);
        for (int i = 0; i < count; ++i) {
            const auto size = static_cast<std::uint64_t>(2 * i + 1);
            received.push_back(node({{"at", 1795314900 + 7 * i},
                                     {"feed", to_base64url(kiosk.view())},
                                     {"root", to_base64url(shelf.root_at(kiosk, size)->view())},
                                     {"size", size},
                                     {"type", "received"}}));
        }
    }
    Segment decisions() { return segment_of(dice, approved); }
};

}  // namespace

TEST_CASE("segment columns: every type of act comes out as it went in") {
    Dice dice(1);
    std::vector<Entry> entries;
    for (const Json& act : example_acts()) {
        entries.push_back(node(act));
        entries.push_back(person(act, dice.key));
    }
    REQUIRE(entries.size() >= 60);
    Segment segment = segment_of(dice, entries);
    CHECK(same(decode_columns(encode_columns(segment, nullptr).value(), nullptr).value(), segment));
    segment.name = FeedName{dice.key.public_key(), {}, *Region::parse("64.02.12.2005")};
    segment.feed = segment.name->id();
    CHECK(same(decode_columns(encode_columns(segment, nullptr).value(), nullptr).value(), segment));
    for (const Entry& entry : entries) {
        segment.entries = {entry};
        const auto bytes = encode_columns(segment, nullptr);
        REQUIRE(bytes.has_value());
        REQUIRE(same(decode_columns(*bytes, nullptr).value(), segment));
    }
}

TEST_CASE("segment columns: any canonical JSON, and what is none, comes out as it went in") {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        CAPTURE(seed);
        Dice dice(seed);
        std::vector<Entry> entries;
        for (auto n = 1 + dice.below(20); n > 0; --n) {
            Entry entry = node(random_object(dice));
            if (dice.below(8) == 0) entry = node_entry(Bytes(1 + dice.below(40), 0xFF));
            if (dice.below(8) == 0) entry = node_entry({'{', '"', 'a', '"', ':', '0', '0', '}'});
            entries.push_back(entry);
        }
        const Segment segment = segment_of(dice, entries);
        const auto bytes = encode_columns(segment, nullptr);
        REQUIRE_MESSAGE(bytes.has_value(), (bytes ? "" : bytes.error().log));
        REQUIRE(same(decode_columns(*bytes, nullptr).value(), segment));
    }
}

TEST_CASE("segment columns: what often equals a column that comes later is written all the same") {
    Dice dice(5);
    std::vector<Entry> entries;
    for (int i = 0; i < 60; ++i) {
        const auto word = [](int of) { return "word " + std::to_string(of * 7919) + " of many"; };
        Json act = {{"b", word(i - 1)}, {"n", std::to_string(1000000 + (i - 1) * 37)}};
        if (i > 0) {
            act["c"] = word(i);
            act["o"] = std::to_string(1000000 + i * 37);
        }
        entries.push_back(node(act));
    }
    const Segment segment = segment_of(dice, entries);
    const auto bytes = encode_columns(segment, nullptr);
    REQUIRE(bytes.has_value());
    CHECK(same(decode_columns(*bytes, nullptr).value(), segment));
}

TEST_CASE("segment columns: what the reader holds costs a place") {
    Day day(40);
    const Segment segment = day.decisions();
    const Bytes leaning = encode_columns(segment, &day.shelf).value();
    const Bytes alone = encode_columns(segment, nullptr).value();
    CHECK(same(decode_columns(leaning, &day.shelf).value(), segment));
    CHECK(same(decode_columns(alone, nullptr).value(), segment));
    CHECK(same(decode_columns(alone, &day.shelf).value(), segment));
    // Of each: its signature, and a few bytes for its place and its register number.
    CHECK(leaning.size() < 40 * (64 + 4) + 250);
    CHECK(alone.size() > leaning.size() + 40 * 30);

    const Segment ledger = segment_of(day.dice, day.received);
    const Bytes receipts = encode_columns(ledger, &day.shelf).value();
    CHECK(same(decode_columns(receipts, &day.shelf).value(), ledger));
    CHECK(receipts.size() < 40 * 5 + 200);
}

TEST_CASE("segment columns: entries of the same segment are leaned on without context") {
    Day day(10);
    std::vector<Entry> both = day.requests;
    both.insert(both.end(), day.endorsed.begin(), day.endorsed.end());
    const Segment segment = segment_of(day.dice, both);
    const Bytes bytes = encode_columns(segment, nullptr).value();
    CHECK(same(decode_columns(bytes, nullptr).value(), segment));
    CHECK(bytes.size() < 10 * (64 + 8 + 20) + 400);
}

TEST_CASE("segment columns: a later run of a held feed is named by the beginning of its id") {
    Day day(4);
    Segment segment = segment_of(day.dice, day.endorsed);
    segment.feed = day.kiosk;
    segment.from = 4;
    const Bytes leaning = encode_columns(segment, &day.shelf).value();
    CHECK(same(decode_columns(leaning, &day.shelf).value(), segment));
    CHECK(decode_columns(leaning, nullptr).error().code == ErrorCode::not_found);
    Shelf two = day.shelf;  // the reader holds another feed that begins alike
    FeedId other = day.kiosk;
    other.bytes[31] ^= 1;
    two.hold(other, day.requests);
    CHECK(decode_columns(leaning, &two).error().code == ErrorCode::not_found);
    CHECK(same(decode_columns(encode_columns(segment, &two).value(), &two).value(), segment));
}

TEST_CASE("segment columns: a reader that holds less or other entries says not_found") {
    Day day(12);
    const Bytes leaning = encode_columns(day.decisions(), &day.shelf).value();
    CHECK(decode_columns(leaning, nullptr).error().code == ErrorCode::not_found);
    Shelf less;
    CHECK(decode_columns(leaning, &less).error().code == ErrorCode::not_found);
    less.hold(day.kiosk, day.requests);
    CHECK(decode_columns(leaning, &less).error().code == ErrorCode::not_found);
    Shelf other;  // another branch of the feed: requests only
    other.hold(day.kiosk, day.requests);
    other.hold(day.kiosk, day.requests);
    CHECK(decode_columns(leaning, &other).error().code == ErrorCode::not_found);
    Shelf erased = day.shelf;  // what was erased is never leaned on
    for (Entry& entry : erased.held[day.kiosk]) entry.payload.clear();
    CHECK(decode_columns(leaning, &erased).error().code == ErrorCode::not_found);

    const Segment segment = day.decisions();
    const Bytes careful = encode_columns(segment, &erased).value();
    CHECK(same(decode_columns(careful, &erased).value(), segment));
    CHECK(same(decode_columns(careful, &day.shelf).value(), segment));

    const Segment ledger = segment_of(day.dice, day.received);
    const Bytes receipts = encode_columns(ledger, &day.shelf).value();
    CHECK(decode_columns(receipts, &less).error().code == ErrorCode::not_found);
}

TEST_CASE("segment columns: bare rows name what they erase by their own digest") {
    Day day(3);
    Segment segment = segment_of(day.dice, day.endorsed);
    for (Entry& entry : segment.entries) {
        const Json erased{{"at", 1795399200},
                          {"law", "UU 27/2022"},
                          {"of", to_base64url(entry.digest.view())},
                          {"type", "erased"}};
        const Bytes act = to_canonical(erased).value();
        entry.erased_by =
            to_compact(Jws{day.dice.key.id(), act, sign_jws(day.dice.key, kTypAct, act)}, kTypAct);
        entry.payload.clear();
    }
    const Bytes bytes = encode_columns(segment, &day.shelf).value();
    CHECK(same(decode_columns(bytes, &day.shelf).value(), segment));
    CHECK(bytes.size() < 3 * (64 + 64 + 32) + 220);
}

TEST_CASE("segment columns: every flipped bit and every cut is read whole or refused") {
    Day day(5);
    std::vector<Entry> all = day.approved;
    all.insert(all.end(), day.received.begin(), day.received.end());
    for (SegmentContext* held :
         {static_cast<SegmentContext*>(&day.shelf), static_cast<SegmentContext*>(nullptr)}) {
        const Segment segment = segment_of(day.dice, all);
        const Bytes bytes = encode_columns(segment, held).value();
        for (std::size_t size = 0; size < bytes.size(); size += testing::kOneOf) {
            REQUIRE_FALSE(decode_columns(ByteView(bytes).first(size), held).has_value());
        }
        Bytes longer = bytes;
        longer.push_back(0);
        CHECK_FALSE(decode_columns(longer, held).has_value());
        std::size_t taken = 0;
        for (std::size_t at = 0; at < bytes.size() * 8; at += testing::kOneOf) {
            Bytes changed = bytes;
            changed[at / 8] = static_cast<std::uint8_t>(changed[at / 8] ^ (1 << (at % 8)));
            const auto read = decode_columns(changed, held);
            if (!read) continue;
            ++taken;
            // The check holds, so no payload differs: only names, signers and signatures can.
            REQUIRE(read->entries.size() == segment.entries.size());
            for (std::size_t i = 0; i < read->entries.size(); ++i) {
                REQUIRE(read->entries[i].payload == segment.entries[i].payload);
            }
        }
        // Signatures are judged by who ingests.
        CHECK(taken >= 6 * 64 * 8 / testing::kOneOf);
        CHECK(taken < bytes.size() * 8);
    }
}

TEST_CASE("segment columns: random symbols never crash and never pass the limits") {
    Dice dice(9);
    const Segment segment = segment_of(dice, {node({{"at", 1}, {"type", "notice"}})});
    const Bytes whole = encode_columns(segment, nullptr).value();
    for (int i = 0; i < 3000; ++i) {
        Bytes bytes(whole.begin(), whole.begin() + 5);  // the check and the dictionary's number
        bytes.push_back(0);
        const auto size = static_cast<std::uint8_t>(1 + dice.below(120));
        bytes.push_back(size);
        for (std::size_t n = size + dice.below(300); n > 0; --n) {
            bytes.push_back(static_cast<std::uint8_t>(dice.below(256)));
        }
        REQUIRE_FALSE(decode_columns(bytes, nullptr).has_value());
    }
}

TEST_CASE("segment columns: an unknown dictionary and sizes that lie are refused") {
    Dice dice(10);
    const Segment segment = segment_of(dice, {node({{"at", 1}, {"zyx", "Qwxyz"}})});
    const Bytes bytes = encode_columns(segment, nullptr).value();
    for (const std::size_t at : {4U, 5U, 6U}) {
        Bytes other = bytes;
        other[at] = static_cast<std::uint8_t>(other[at] + 1);
        CHECK(decode_columns(other, nullptr).error().code == kCorrupt);
    }
    CHECK(decode_columns({}, nullptr).error().code == kCorrupt);
    CHECK(decode_columns(ByteView(bytes).first(4), nullptr).error().code == kCorrupt);
}

TEST_CASE("segment columns: what this codec cannot hold goes by another one") {
    Dice dice(11);
    // Members of 5,000 different names: more columns than a reader keeps.
    std::vector<Entry> entries;
    for (int i = 0; i < 50; ++i) {
        Json act;
        for (int k = 0; k < 100; ++k) act["k" + std::to_string(100 * i + k)] = k;
        entries.push_back(node(act));
    }
    const Segment segment = segment_of(dice, entries);
    CHECK_FALSE(encode_columns(segment, nullptr).has_value());
    const Bytes bytes = encode_segment(segment).value();
    CHECK(bytes.front() == 1);
    CHECK(same(decode_segment(bytes).value(), segment));
}
