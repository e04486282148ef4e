#include "shared/log/segment.h"

#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/base/thorough.h"
#include "shared/crypto/jws.h"
#include "shared/log/segment_plain.h"
#include "shared/log/squeeze.h"
#include "shared/log/varint.h"

using namespace disapa;

namespace {

Bytes bytes_of(std::string_view text) {
    const ByteView view = as_bytes(text);
    return {view.begin(), view.end()};
}

// Random segments of every kind of row, the same for the same seed.
class Maker {
  public:
    explicit Maker(std::uint64_t seed) : random_(seed) {
        for (int i = 0; i < 3; ++i) keys_.push_back(SigningKey::generate(random_));
    }
    std::uint64_t below(std::uint64_t limit) {
        std::array<std::uint8_t, 8> raw{};
        random_.fill(raw);
        std::uint64_t value = 0;
        std::memcpy(&value, raw.data(), raw.size());
        return value % limit;
    }
    Bytes payload(std::size_t letters) {
        std::string text = R"({"at":)" + std::to_string(below(1 << 30)) + R"(,"reason":")";
        for (std::size_t i = 0; i < letters; ++i) text += static_cast<char>('a' + below(26));
        return bytes_of(text + R"(","type":"returned"})");
    }
    const SigningKey& key() { return keys_[below(keys_.size())]; }
    Entry entry() {
        const std::size_t letters = below(10) == 0 ? 3000 : below(60);
        Entry made =
            below(2) == 0 ? node_entry(payload(letters)) : person_entry(payload(letters), key());
        if (below(4) == 0) erase(made);
        return made;
    }
    void erase(Entry& entry) {
        const Bytes act = bytes_of(R"({"of":")" + to_base64url(entry.digest.view()) + "\"}");
        const SigningKey& admin = key();
        entry.erased_by = to_compact(Jws{admin.id(), act, sign_jws(admin, kTypAct, act)}, kTypAct);
        entry.payload.clear();
    }
    Segment segment(std::size_t count) {
        Segment made;
        Birth birth;
        random_.fill(birth.bytes);
        if (below(2) == 0) {
            made.name = FeedName{key().public_key(), birth, *Region::parse("64.02.12.2005")};
            made.feed = made.name->id();
        } else {
            random_.fill(made.feed.bytes);
            made.from = below(std::uint64_t{1} << (1 + below(52)));
        }
        for (std::size_t i = 0; i < count; ++i) made.entries.push_back(entry());
        random_.fill(made.head_signature.bytes);
        return made;
    }

  private:
    SeededRandom random_;
    std::vector<SigningKey> keys_;
};

bool same(const Entry& a, const Entry& b) {
    return a.digest == b.digest && a.signer == b.signer && a.signature == b.signature &&
           a.payload == b.payload && a.erased_by == b.erased_by;
}

bool same(const Segment& a, const Segment& b) {
    return a.name == b.name && a.feed == b.feed && a.from == b.from &&
           a.head_signature == b.head_signature && a.entries.size() == b.entries.size() &&
           std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(),
                      [](const Entry& x, const Entry& y) { return same(x, y); });
}

// The one plain form: codec 0.
Bytes plain_of(const Segment& segment) {
    Bytes plain{0};
    append(plain, plain_body(segment).value());
    return plain;
}

Bytes squeezed(const Segment& segment) {
    Bytes bytes{1};
    append(bytes, squeeze(plain_body(segment).value()));
    return bytes;
}

Segment of_nodes(std::size_t count, std::size_t payload_bytes) {
    Maker maker(9);
    Segment segment = maker.segment(1);
    Bytes payload(payload_bytes, 'x');
    segment.entries.assign(count, node_entry(payload));
    return segment;
}

}  // namespace

TEST_CASE("segment: what goes in comes out, whole and bare rows, named feed or not") {
    std::size_t in_columns = 0;
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        CAPTURE(seed);
        Maker maker(seed);
        const Segment segment = maker.segment(1 + maker.below(12));
        const auto bytes = encode_segment(segment);
        REQUIRE(bytes.has_value());
        const auto again = decode_segment(*bytes);
        REQUIRE(again.has_value());
        REQUIRE(same(*again, segment));
        if (bytes->front() == 2) ++in_columns;
        const Bytes plain = plain_of(segment);
        REQUIRE(bytes->size() <= plain.size());
        REQUIRE(same(decode_segment(plain).value(), segment));
        REQUIRE(same(decode_segment(squeezed(segment)).value(), segment));
    }
    CHECK(in_columns > 100);  // and the smallest codec is really used
}

TEST_CASE("segment: an act signed by nobody costs its payload and little more") {
    Segment segment = of_nodes(1, 0);
    segment.name.reset();
    segment.entries = {node_entry(bytes_of(R"({"at":1,"type":"notice"})"))};
    const Bytes plain = plain_of(segment);
    // codec, flag, feed id, from, count, kinds, no signers, length, payload, head signature
    std::size_t from_bytes = 1;
    for (auto rest = segment.from >> 7; rest != 0; rest >>= 7) ++from_bytes;
    CHECK(plain.size() == 1 + 1 + 32 + from_bytes + 1 + 1 + 1 + 1 + 24 + 64);
}

TEST_CASE("segment: every flipped bit gives an error or another segment, never a crash") {
    Maker maker(77);
    const Segment segment = maker.segment(6);
    for (const Bytes& bytes :
         {encode_segment(segment).value(), squeezed(segment), plain_of(segment)}) {
        std::size_t taken = 0;
        for (std::size_t at = 0; at < bytes.size() * 8; at += testing::kOneOf) {
            Bytes changed = bytes;
            changed[at / 8] = static_cast<std::uint8_t>(changed[at / 8] ^ (1 << (at % 8)));
            const auto other = decode_segment(changed);
            if (!other) continue;
            // A plain segment has one form, so other bytes are another segment.
            if (bytes.front() == 0) REQUIRE_FALSE(same(*other, segment));
            if (bytes.front() == 0) REQUIRE(plain_of(*other) == changed);
            if (taken++ % 8 != 0) continue;  // to write costs a hundred times what to read does
            const Bytes again = encode_segment(*other).value();
            REQUIRE(same(decode_segment(again).value(), *other));
        }
        CHECK(taken > 0);
        CHECK(taken < bytes.size() * 8);
    }
}

TEST_CASE("segment: every shorter or longer form is refused") {
    Maker maker(78);
    const Segment segment = maker.segment(5);
    for (const Bytes& bytes :
         {encode_segment(segment).value(), squeezed(segment), plain_of(segment)}) {
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            REQUIRE_FALSE(decode_segment(ByteView(bytes).first(size)).has_value());
        }
        Bytes longer = bytes;
        longer.push_back(0);
        CHECK_FALSE(decode_segment(longer).has_value());
    }
}

TEST_CASE("segment: random bytes never crash") {
    SeededRandom random(79);
    for (int i = 0; i < 3000; ++i) {
        std::array<std::uint8_t, 2> size{};
        random.fill(size);
        Bytes bytes(static_cast<std::size_t>(size[0]) * 2 + 1);
        random.fill(bytes);
        bytes[0] = size[1] & 1;
        if (bytes.size() > 1 && (size[1] & 2) != 0) bytes[1] &= 1;
        CHECK_FALSE(decode_segment(bytes).has_value());
    }
}

TEST_CASE("segment: limits of writing") {
    CHECK(encode_segment(of_nodes(limits::kSegmentEntries, 200)).has_value());
    CHECK(encode_segment(of_nodes(limits::kSegmentEntries + 1, 1)).error().code ==
          ErrorCode::limit);
    CHECK(encode_segment(of_nodes(60, limits::kPayloadBytes)).has_value());
    CHECK(encode_segment(of_nodes(64, limits::kPayloadBytes)).error().code == ErrorCode::limit);
    CHECK(encode_segment(of_nodes(1, limits::kPayloadBytes + 1)).error().code == ErrorCode::limit);
    CHECK_FALSE(encode_segment(of_nodes(0, 1)).has_value());

    Segment segment = of_nodes(2, 5);
    segment.from = limits::kIntegerMax - 2;
    CHECK(decode_segment(encode_segment(segment).value()).value().from == segment.from);
    segment.from = limits::kIntegerMax - 1;
    CHECK_FALSE(encode_segment(segment).has_value());
}

TEST_CASE("segment: a row that contradicts itself is not written") {
    Maker maker(80);
    Segment segment = of_nodes(1, 5);
    segment.entries[0].signer = maker.key().id();  // a signer without signature
    CHECK_FALSE(encode_segment(segment).has_value());
    segment.entries[0].signer = KeyId{};
    segment.entries[0].signature = Signature{};  // a signature by nobody
    CHECK_FALSE(encode_segment(segment).has_value());
    segment.entries[0].signature.reset();
    segment.entries[0].payload.clear();  // erased by nothing
    CHECK_FALSE(encode_segment(segment).has_value());
    segment.entries[0].erased_by = "a.b.c";
    CHECK_FALSE(encode_segment(segment).has_value());
    maker.erase(segment.entries[0]);
    CHECK(encode_segment(segment).has_value());
}

TEST_CASE("segment: columns that lie are refused before memory is taken") {
    // codec 0, feed by id, from 0: what follows is one lie each.
    const auto lie = [](std::string_view hex) {
        Bytes bytes{0, 0};
        append(bytes, FeedId{}.view());
        bytes.push_back(0);
        append(bytes, *from_hex(hex));
        append(bytes, Bytes(200, 0x11));
        const auto decoded = decode_segment(bytes);
        REQUIRE_FALSE(decoded.has_value());
        return decoded.error().code;
    };
    CHECK(lie("00") == ErrorCode::corrupt);  // no entries
    CHECK(lie("8120") == ErrorCode::limit);  // 4,097 entries
    CHECK(lie("ffffffffffffffffff01") == ErrorCode::limit);
    CHECK(lie("0104") == ErrorCode::corrupt);                      // a kind for a second entry
    CHECK(lie("010003") == ErrorCode::corrupt);                    // three signers for one act
    CHECK(lie("0101010000000000000000") == ErrorCode::corrupt);    // a signer of zeros
    CHECK(lie("010101111111111111111101") == ErrorCode::corrupt);  // index beyond the table
    CHECK(lie("01000000") == ErrorCode::corrupt);                  // an empty payload
    CHECK(lie("010000818001") == ErrorCode::limit);                // a payload of 16,385 bytes
    CHECK(lie("010000808001") == ErrorCode::corrupt);  // one of 16,384 that is not there
}

TEST_CASE("segment: unknown codec, unknown name flag, no region, huge bodies") {
    CHECK_FALSE(decode_segment({}).has_value());
    Maker maker(81);
    Segment segment = maker.segment(1);
    segment.name = FeedName{maker.key().public_key(), {}, *Region::parse("64.02")};
    Bytes plain = plain_of(segment);
    REQUIRE(decode_segment(plain).has_value());
    CHECK(decode_segment(plain).value().feed == segment.name->id());
    for (const unsigned codec : {3U, 4U, 255U}) {
        Bytes other = plain;
        other[0] = static_cast<std::uint8_t>(codec);
        CHECK_FALSE(decode_segment(other).has_value());
    }
    Bytes other = plain;
    other[1] = 2;
    CHECK_FALSE(decode_segment(other).has_value());
    other = plain;
    other[2 + 32 + 8 + 1] = 'x';  // the region's first digit
    CHECK_FALSE(decode_segment(other).has_value());

    Bytes huge(limits::kSegmentBytes + 2, 0);
    CHECK(decode_segment(huge).error().code == ErrorCode::limit);
    Bytes bomb{1};
    append(bomb, squeeze(Bytes(limits::kSegmentBytes + 1, 0)));
    CHECK(decode_segment(bomb).error().code == ErrorCode::limit);
}
