#include "sync/frame.h"

#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/crypto/keys.h"

using namespace disapa;

namespace {

Bytes bytes_of(std::initializer_list<int> values) {
    Bytes made;
    for (const int value : values) made.push_back(static_cast<std::uint8_t>(value));
    return made;
}

Frontier some_frontier(std::size_t feeds) {
    Frontier frontier;
    SeededRandom random(3);
    for (std::size_t i = 0; i < feeds; ++i) {
        FeedRef feed;
        Extent extent{i + 1, {}};
        random.fill(feed.node.bytes);
        random.fill(feed.birth.bytes);
        random.fill(extent.root.bytes);
        feed.region = Region::parse("64.02.12.2005").value();
        frontier[feed] = extent;
    }
    return frontier;
}

Frame only_frame(const Bytes& text) {
    auto frames = decode_frames(text);
    REQUIRE(frames.has_value());
    REQUIRE(frames->size() == 1);
    return frames->front();
}

std::vector<Bytes> one_of_each() {
    Digest hash;
    hash.bytes[0] = 9;
    Hello hello;
    hello.counter = 300;
    hello.room = 70000;
    Want want{true, {{hash, 5}, {hash, 300}}};
    return {encode_frame(hello),
            encode_have(some_frontier(3)).front(),
            encode_frame(Have{hash_of(some_frontier(2)), {}}),
            encode_frame(SegmentFrame{bytes_of({1, 2, 3})}),
            encode_frame(BlobPiece{hash, 1000, 10, bytes_of({7, 7})}),
            encode_frame(want),
            encode_frame(Note{NoteKind::slow_down, 60, "pelan"}),
            encode_frame(EnrolFrame{bytes_of({4})})};
}

}  // namespace

TEST_CASE("every frame comes back as it was") {
    for (const Bytes& text : one_of_each()) {
        const auto frames = decode_frames(text);
        REQUIRE(frames.has_value());
        REQUIRE(frames->size() == 1);
        CHECK(encode_frame(frames->front()) == text);
    }
    const auto blob = std::get<BlobPiece>(only_frame(one_of_each()[4]));
    CHECK(blob.total == 1000);
    CHECK(blob.offset == 10);
    const auto hello = std::get<Hello>(only_frame(one_of_each()[0]));
    CHECK(hello.counter == 300);
    CHECK(hello.room == 70000);
}

TEST_CASE("a frame cut anywhere is refused") {
    for (const Bytes& text : one_of_each()) {
        for (std::size_t size = 1; size < text.size(); ++size)
            CHECK_FALSE(decode_frames(ByteView(text).first(size)).has_value());
    }
    CHECK(decode_frames({}).value().empty());
}

TEST_CASE("frames of a newer version are skipped, and what a known one says more") {
    Bytes text = bytes_of({99, 2, 1, 1});
    Hello hello;
    Bytes longer = encode_frame(hello);
    longer[1] = static_cast<std::uint8_t>(longer[1] + 1);
    longer.push_back(42);
    append(text, longer);
    const auto frames = decode_frames(text);
    REQUIRE(frames.has_value());
    REQUIRE(frames->size() == 1);
    CHECK(std::get<Hello>(frames->front()).version == kProtocolVersion);
}

TEST_CASE("numbers that lie are refused before memory is taken") {
    // A frame of 4 GiB, a list of a million feeds, a million wants, an empty feed in a list.
    CHECK_FALSE(decode_frames(bytes_of({3, 0xff, 0xff, 0xff, 0xff, 0x0f})).has_value());
    CHECK_FALSE(decode_frames(bytes_of({2, 4, 1, 0xc0, 0x84, 0x3d})).has_value());
    CHECK_FALSE(decode_frames(bytes_of({5, 4, 0, 0xc0, 0x84, 0x3d})).has_value());
    Frontier empty_feed = some_frontier(1);
    empty_feed.begin()->second.size = 0;
    const Frame lying = Have{{}, empty_feed};
    CHECK_FALSE(decode_frames(encode_frame(lying)).has_value());

    const auto takes_piece = [](std::uint64_t total, std::uint64_t offset, std::size_t size) {
        BlobPiece piece;
        piece.total = total;
        piece.offset = offset;
        piece.bytes.resize(size);
        const Frame frame = piece;
        return decode_frames(encode_frame(frame)).has_value();
    };
    CHECK(takes_piece(10, 8, 2));
    CHECK_FALSE(takes_piece(limits::kBlobBytes + 1, 0, 1));
    CHECK_FALSE(takes_piece(10, 10, 1));
    CHECK_FALSE(takes_piece(10, 8, 3));
    CHECK_FALSE(takes_piece(10, 8, 0));
    const Frame too_long = EnrolFrame{Bytes(kEnrolBytes + 1, 0)};
    CHECK_FALSE(decode_frames(encode_frame(too_long)).has_value());
}

TEST_CASE("a list has one form: sorted, each feed once") {
    const Frontier two = some_frontier(2);
    Bytes text = encode_frame(Have{{}, two});
    const std::size_t entry = (text.size() - 4) / 2;
    Bytes swapped(text.begin(), text.begin() + 4);
    append(swapped, ByteView(text).subspan(4 + entry, entry));
    append(swapped, ByteView(text).subspan(4, entry));
    REQUIRE(decode_frames(text).has_value());
    CHECK_FALSE(decode_frames(swapped).has_value());
    Bytes twice(text.begin(), text.begin() + 4);
    append(twice, ByteView(text).subspan(4, entry));
    append(twice, ByteView(text).subspan(4, entry));
    CHECK_FALSE(decode_frames(twice).has_value());
}

TEST_CASE("a long frontier takes several HAVE frames that add up") {
    const Frontier many = some_frontier(2 * kHaveFeeds + 1);
    const auto frames = encode_have(many);
    CHECK(frames.size() == 3);
    Frontier heard;
    for (const Bytes& frame : frames) {
        CHECK(frame.size() <= limits::kChunkBytes);
        const Frame back = only_frame(frame);
        const Frontier& list = std::get<Have>(back).list;
        heard.insert(list.begin(), list.end());
    }
    CHECK(heard == many);
    CHECK(encode_have({}).size() == 1);
}

TEST_CASE("the hash of a frontier changes with each of its parts") {
    const Frontier base = some_frontier(2);
    Frontier other = base;
    other.begin()->second.size += 1;
    CHECK(hash_of(other) != hash_of(base));
    other = base;
    other.begin()->second.root.bytes[31] ^= 1;
    CHECK(hash_of(other) != hash_of(base));
    other = base;
    other.erase(other.begin());
    CHECK(hash_of(other) != hash_of(base));
    CHECK(hash_of(base) == hash_of(some_frontier(2)));
}

TEST_CASE("the packer fills chunks in order and never splits a frame") {
    Packer packer(2048);
    std::vector<std::size_t> sizes = {1000, 1000, 1000, 3000, 10};
    for (const std::size_t size : sizes) packer.add(Bytes(size, static_cast<std::uint8_t>(size)));
    CHECK(packer.bytes() == 6010);
    const auto chunks = packer.take();
    REQUIRE(chunks.size() == 4);
    CHECK(chunks[0].size() == 2000);
    CHECK(chunks[1].size() == 1000);
    CHECK(chunks[2].size() == 3000);  // longer than a chunk of this packer: alone
    CHECK(chunks[3].size() == 10);
    CHECK(packer.bytes() == 0);
    CHECK(packer.room() == packer.whole_room());
}
