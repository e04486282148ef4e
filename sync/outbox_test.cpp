#include "sync/outbox.h"

#include "shared/base/limits.h"
#include "sync/bundle.h"
#include "sync/context.h"
#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

// As a reader of that desa gets them who holds what `reader` does.
std::vector<Segment> segments_of(Node& reader, const Region& desa,
                                 const std::vector<Bytes>& chunks) {
    NodeContext held(reader, desa);
    std::vector<Segment> found;
    for (const Bytes& text : chunks) {
        const auto frames = decode_frames(text);
        REQUIRE(frames);
        for (const Frame& frame : *frames) {
            const auto* segment = std::get_if<SegmentFrame>(&frame);
            if (segment == nullptr) continue;
            found.push_back(decode_segment(segment->body, &held).value());
            held.hold(found.back());
        }
    }
    return found;
}

// A text that no compression makes shorter: base64 of randomness is three quarters of it at best.
std::string noise(SeededRandom& random, std::size_t bytes) {
    Bytes made(bytes, 0);
    random.fill(made);
    return to_base64url(made);
}

void submit_noise(Village& village, SeededRandom& random, std::size_t bytes) {
    Json request = village.office.request();
    request["form"] = {{"alasan", noise(random, bytes)}};
    append(village.kiosk, village.office.desa, {node_entry(payload(request))});
}

}  // namespace

TEST_CASE("the roster goes first, then kiosks' entries, then the ledger") {
    Village village;
    Node second = village.office.kiosk("second", village.office.desa);
    village.office.enrol_kiosk(village.hub, second);
    village.submit(2);
    REQUIRE(village.meet().acknowledged);
    Packer packer(limits::kChunkBytes);
    const auto packed = pack_segments(village.hub, village.office.desa, {}, SIZE_MAX, packer);
    REQUIRE(packed);
    const auto segments = segments_of(village.kiosk, village.office.desa, packer.take());
    REQUIRE(segments.size() == 3);
    CHECK(segments[0].feed == village.hub.open_feed(village.office.kecamatan).id());
    CHECK(segments[1].feed == village.kiosk.open_feed(village.office.desa).id());
    CHECK(segments[2].feed == village.hub.open_feed(village.office.desa).id());
    CHECK_FALSE(packed->more);
    CHECK(packed->after == frontier_for(village.hub, village.office.desa).value());
}

TEST_CASE("a bound is kept, what is sent is a prefix, and the rest goes on from there") {
    Village village;
    SeededRandom random(1);
    for (int i = 0; i < 60; ++i) submit_noise(village, random, 700);
    Frontier peer;
    std::uint64_t acts = 0;
    int rounds = 0;
    for (bool more = true; more; ++rounds) {
        Packer packer(4096);
        const auto packed = pack_segments(village.kiosk, village.office.desa, peer, 10000, packer);
        REQUIRE(packed);
        REQUIRE(packed->acts > 0);
        CHECK(packer.bytes() <= 10000 + 64);
        for (const Bytes& chunk : packer.take()) CHECK(chunk.size() <= 4096);
        acts += packed->acts;
        more = packed->more;
        peer = packed->after;
        REQUIRE(rounds < 20);
    }
    CHECK(acts == 60);
    CHECK(rounds > 3);
    CHECK(peer == frontier_for(village.kiosk, village.office.desa).value());
}

TEST_CASE("chunks are filled to nine tenths while there is more") {
    Village village;
    SeededRandom random(2);
    for (int i = 0; i < 400; ++i) submit_noise(village, random, 60 + 10 * (i % 30));
    Packer packer(limits::kChunkBytes);
    const auto packed = pack_segments(village.kiosk, village.office.desa, {}, SIZE_MAX, packer);
    REQUIRE(packed);
    const auto chunks = packer.take();
    REQUIRE(chunks.size() > 3);
    for (std::size_t i = 0; i + 1 < chunks.size(); ++i) {
        CHECK(chunks[i].size() <= limits::kChunkBytes);
        CHECK(chunks[i].size() > limits::kChunkBytes * 9 / 10);
    }
}

TEST_CASE("an act of full size that does not compress still travels, however small the bound") {
    Village village;
    SeededRandom random(3);
    submit_noise(village, random, 12000);
    for (const std::size_t chunk : {std::size_t{2048}, limits::kChunkBytes}) {
        Packer packer(chunk);
        packer.add(Bytes(1000, 0));
        const auto packed = pack_segments(village.kiosk, village.office.desa, {}, 2048, packer);
        REQUIRE(packed);
        CHECK(packed->acts == 1);
        CHECK_FALSE(packed->more);
    }
    REQUIRE(village.meet().acknowledged);
}

TEST_CASE("what the peer has is not sent; another root at the peer sends nothing of that feed") {
    Village village;
    village.submit(3);
    const FeedName feed = village.kiosk.open_feed(village.office.desa);
    const FeedRef ref{village.kiosk.id(), feed.birth, feed.region};
    Frontier peer{{ref, {2, village.kiosk.root_at(feed.id(), 2)}}};
    Packer packer(limits::kChunkBytes);
    auto packed = pack_segments(village.kiosk, village.office.desa, peer, SIZE_MAX, packer);
    REQUIRE(packed);
    const auto segments = segments_of(village.kiosk, village.office.desa, packer.take());
    REQUIRE(segments.size() == 1);
    CHECK(segments[0].from == 2);
    CHECK_FALSE(segments[0].name);

    peer[ref].root.bytes[0] ^= 1;
    packed = pack_segments(village.kiosk, village.office.desa, peer, SIZE_MAX, packer);
    CHECK(packed->acts == 0);
    CHECK(packed->forked == std::vector{ref});
    peer[ref].size = 9;  // it has more than I: nothing to say
    packed = pack_segments(village.kiosk, village.office.desa, peer, SIZE_MAX, packer);
    CHECK(packed->acts == 0);
    CHECK(packed->forked.empty());
}

TEST_CASE("a frontier names nothing of another desa") {
    Village village;
    village.submit(1);
    REQUIRE(village.meet().completed);
    const auto frontier = frontier_for(village.hub, village.office.other_desa).value();
    REQUIRE(frontier.size() == 1);
    CHECK(frontier.begin()->first.region == village.office.kecamatan);
}

TEST_CASE("blobs are cut into pieces that fit, from where the peer is") {
    Village village;
    const Bytes blob(40000, 7);
    REQUIRE(village.kiosk.write([&](Writer& writer) -> Status {
        auto put = writer.put_blob(blob);
        return put ? Status{} : pass(std::move(put));
    }));
    const Digest hash = sha256(blob);
    const Digest lacking = sha256(as_bytes("tidak ada"));
    Packer packer(limits::kChunkBytes);
    auto packed = pack_blobs(village.kiosk, {{lacking, 0}, {hash, 1000}}, 20000, packer);
    REQUIRE(packed);
    CHECK(packed->missing == std::vector{lacking});
    CHECK(packed->bytes >= 19000);
    CHECK(packed->bytes <= 20300);
    REQUIRE(packed->carried.size() == 1);
    CHECK(packed->carried[0].offset == 1000 + packed->bytes);
    CHECK(packed->more);
    for (const Bytes& chunk : packer.take()) CHECK(chunk.size() <= limits::kChunkBytes);
    packed = pack_blobs(village.kiosk, packed->carried, SIZE_MAX, packer);
    CHECK_FALSE(packed->more);
    CHECK(packed->carried[0].offset == blob.size());
}

TEST_CASE("of a POST that is half full no blob is begun that does not fit") {
    Village village;
    std::vector<WantedBlob> wanted;
    REQUIRE(village.kiosk.write([&](Writer& writer) -> Status {
        for (const auto fill : {std::uint8_t{1}, std::uint8_t{2}, std::uint8_t{3}}) {
            const Bytes blob(9000, fill);
            auto put = writer.put_blob(blob);
            if (!put) return pass(std::move(put));
            wanted.push_back({sha256(blob), 0});
        }
        return {};
    }));
    Packer packer(4096);
    auto packed = pack_blobs(village.kiosk, wanted, 20000, packer);
    REQUIRE(packed);
    CHECK(packed->bytes == 18000);
    CHECK(packed->carried.size() == 2);
    CHECK(packed->more);
    packed = pack_blobs(village.kiosk, wanted, 5000, packer);  // cut where it must be
    REQUIRE(packed);
    CHECK(packed->bytes == 5000);
    CHECK(packed->carried.size() == 1);
}
