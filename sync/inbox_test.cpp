#include "sync/inbox.h"

#include "shared/base/limits.h"
#include "sync/peer.h"
#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

Bytes scan_of(std::size_t size, std::uint64_t seed) {
    SeededRandom random(seed);
    Bytes bytes(size, 0);
    random.fill(bytes);
    return bytes;
}

// A request with a scanned paper, kept at the kiosk.
Digest submit_with_paper(Village& village, const Bytes& scan) {
    Digest hash;
    REQUIRE(village.kiosk.write([&](Writer& writer) -> Status {
        auto put = writer.put_blob(scan);
        if (!put) return pass(std::move(put));
        hash = *put;
        Json request = village.office.request();
        request["papers"] = Json::array({{{"id", "KTP"},
                                          {"how", "file"},
                                          {"blob", text_of(hash)},
                                          {"name", "ktp.jpg"},
                                          {"size", scan.size()},
                                          {"mime", "image/jpeg"}}});
        return writer.append(village.office.desa, {node_entry(payload(request))});
    }));
    return hash;
}

Taken take(Node& hub, const KeyId& sender, const std::vector<BlobPiece>& pieces) {
    Incoming incoming;
    incoming.blobs = pieces;
    Gate gate = gate_for(hub, region("64.02.12.2005"));
    gate.keep_blobs = true;
    gate.sender = sender;
    Taken taken;
    REQUIRE(hub.write([&](Writer& writer) { return store_chunk(writer, incoming, gate, taken); }));
    return taken;
}

BlobPiece piece_of(const Bytes& scan, std::size_t offset, std::size_t size) {
    BlobPiece piece;
    piece.hash = sha256(scan);
    piece.total = scan.size();
    piece.offset = offset;
    piece.bytes.assign(scan.begin() + static_cast<std::ptrdiff_t>(offset),
                       scan.begin() + static_cast<std::ptrdiff_t>(offset + size));
    return piece;
}

}  // namespace

TEST_CASE("papers follow when no act waits, and decisions need not wait for them") {
    Village village;
    const Bytes scan = scan_of(60000, 1);
    const Digest hash = submit_with_paper(village, scan);
    const auto report = village.meet();
    INFO(told(report));
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK(report.posts > 1);
    CHECK(report.blob_bytes_sent == scan.size());
    CHECK(village.hub.blob(hash).value() == scan);
    CHECK(village.link.requests.front().size() < 2000);  // the first POST carried the act alone
    CHECK(village.hub.list("blob_part").value().empty());
    CHECK(village.hub.list("blob_parts").value().empty());
    CHECK(wanted_blobs(village.hub, village.kiosk.id()).value().empty());
    CHECK(village.meet().posts == 1);
}

TEST_CASE("a paper that is cut off goes on where it was") {
    Village village;
    const Bytes scan = scan_of(120000, 2);
    const Digest hash = submit_with_paper(village, scan);
    village.link.request_bytes = 20000;
    int windows = 0;
    while (!village.hub.has_blob(hash)) {
        village.meet();
        REQUIRE(++windows < 40);
    }
    CHECK(village.link.up < 2 * scan.size());
    village.link.request_bytes = SIZE_MAX;
    CHECK(village.meet().completed);
    CHECK(village.hub.blob(hash).value() == scan);
}

TEST_CASE("a paper that the kiosk has no more is not asked for again") {
    Village village;
    Json request = village.office.request();
    request["papers"] = Json::array({{{"id", "KTP"},
                                      {"how", "file"},
                                      {"blob", text_of(sha256(as_bytes("hilang")))},
                                      {"name", "ktp.jpg"},
                                      {"size", 6},
                                      {"mime", "image/jpeg"}}});
    append(village.kiosk, village.office.desa, {node_entry(payload(request))});
    const auto report = village.meet();
    INFO(told(report));
    CHECK(report.completed);
    CHECK(wanted_blobs(village.hub, village.kiosk.id()).value().empty());
    CHECK(village.meet().posts == 1);
}

TEST_CASE("pieces may come in any order and twice; nobody's unasked bytes are kept") {
    Village village;
    const Bytes scan = scan_of(5000, 3);
    const KeyId sender = village.kiosk.id();
    take(village.hub, sender, {piece_of(scan, 0, 5000)});
    CHECK_FALSE(village.hub.has_blob(sha256(scan)));  // no act names it

    submit_with_paper(village, scan);
    village.link.answer_bytes = 0;  // the hub asks, the kiosk does not hear it
    village.meet();
    CHECK(wanted_blobs(village.hub, sender).value().size() == 1);
    take(village.hub, sender, {piece_of(scan, 3000, 2000), piece_of(scan, 3000, 2000)});
    take(village.hub, sender, {piece_of(scan, 2500, 1000)});  // only the gap of it is kept
    CHECK(wanted_blobs(village.hub, sender).value().front().offset == 0);
    take(village.hub, sender, {piece_of(scan, 0, 1000)});
    CHECK(wanted_blobs(village.hub, sender).value().front().offset == 1000);
    KeyId other = sender;
    other.bytes[0] ^= 1;
    take(village.hub, other, {piece_of(scan, 1000, 2000)});
    CHECK_FALSE(village.hub.has_blob(sha256(scan)));
    take(village.hub, sender, {piece_of(scan, 1000, 2000)});
    CHECK(village.hub.blob(sha256(scan)).value() == scan);
    CHECK(village.hub.list("blob_part").value().empty());
}

TEST_CASE("bytes that are not of their hash are thrown away and asked for again") {
    Village village;
    const Bytes scan = scan_of(5000, 4);
    submit_with_paper(village, scan);
    village.link.answer_bytes = 0;
    village.meet();
    BlobPiece first = piece_of(scan, 0, 3000);
    first.bytes[7] ^= 1;
    const Taken taken = take(village.hub, village.kiosk.id(), {first, piece_of(scan, 3000, 2000)});
    CHECK(taken.log.size() == 1);
    CHECK_FALSE(village.hub.has_blob(sha256(scan)));
    CHECK(village.hub.list("blob_part").value().empty());
    CHECK(wanted_blobs(village.hub, village.kiosk.id()).value().front().offset == 0);
    village.link.answer_bytes = SIZE_MAX;
    CHECK(village.meet().completed);
    CHECK(village.hub.has_blob(sha256(scan)));
}

TEST_CASE("a segment that does not decode is told and the rest of the chunk is taken") {
    Village village;
    village.submit(1);
    const FeedName feed = village.kiosk.open_feed(village.office.desa);
    Bytes text = encode_frame(SegmentFrame{Bytes{9, 9, 9}});
    append(text,
           encode_frame(SegmentFrame{encode_segment(segment_of(village.kiosk, feed)).value()}));
    const auto incoming = read_chunk(text, nullptr);
    REQUIRE(incoming);
    CHECK(incoming->unreadable.size() == 1);
    Gate gate = gate_for(village.hub, village.office.desa);
    Taken taken;
    REQUIRE(village.hub.write(
        [&](Writer& writer) { return store_chunk(writer, *incoming, gate, taken); }));
    CHECK(taken.grown.size() == 1);
    CHECK(taken.acts == 1);
    CHECK(taken.notes.size() == 1);
}

TEST_CASE("the same chunk twice grows nothing") {
    Village village;
    village.submit(2);
    const FeedName feed = village.kiosk.open_feed(village.office.desa);
    Incoming incoming;
    incoming.segments = {segment_of(village.kiosk, feed)};
    incoming.papers.resize(1);
    for (const std::size_t expected : {1U, 0U}) {
        Gate gate = gate_for(village.hub, village.office.desa);
        Taken taken;
        REQUIRE(village.hub.write(
            [&](Writer& writer) { return store_chunk(writer, incoming, gate, taken); }));
        CHECK(taken.grown.size() == expected);
        CHECK(taken.notes.empty());
    }
}
