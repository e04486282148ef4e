#include "sync/frame.h"

#include <algorithm>
#include <cassert>

#include "shared/base/limits.h"
#include "shared/crypto/keys.h"
#include "shared/log/varint.h"

namespace disapa {
namespace {

enum FrameType : std::uint8_t {
    kHello = 1,
    kHave = 2,
    kSegment = 3,
    kBlob = 4,
    kWant = 5,
    kNote = 6,
    kEnrol = 7,
};
constexpr std::uint8_t kHaveHash = 0;
constexpr std::uint8_t kHaveList = 1;
constexpr std::uint8_t kWantFrontier = 1;
constexpr std::uint8_t kWantPlain = 2;
constexpr std::size_t kSmallestChunk = 1024;

tl::unexpected<Error> corrupt(std::string log) {
    return fail(ErrorCode::corrupt, "Isi kiriman rusak. Ulangi pengiriman.", std::move(log));
}

void put_extent(Bytes& to, const FeedRef& feed, const Extent& extent) {
    append(to, feed.node.view());
    append(to, feed.birth.view());
    put_piece(to, as_bytes(feed.region.code()));
    put_varint(to, extent.size);
    append(to, extent.root.view());
}

struct Encoder {
    Bytes body;
    std::uint8_t operator()(const Hello& hello) {
        put_varint(body, hello.version);
        append(body, hello.birth.view());
        put_varint(body, hello.counter);
        put_varint(body, hello.room);
        return kHello;
    }
    std::uint8_t operator()(const Have& have) {
        body.push_back(have.hash ? kHaveHash : kHaveList);
        if (have.hash) {
            append(body, have.hash->view());
            return kHave;
        }
        assert(have.list.size() <= kHaveFeeds);
        put_frontier(body, have.list);
        return kHave;
    }
    std::uint8_t operator()(const SegmentFrame& segment) {
        body = segment.body;
        return kSegment;
    }
    std::uint8_t operator()(const BlobPiece& piece) {
        append(body, piece.hash.view());
        put_varint(body, piece.total);
        put_varint(body, piece.offset);
        append(body, piece.bytes);
        return kBlob;
    }
    std::uint8_t operator()(const Want& want) {
        assert(want.blobs.size() <= kWantBlobs);
        body.push_back(static_cast<std::uint8_t>((want.frontier ? kWantFrontier : 0) |
                                                 (want.plain ? kWantPlain : 0)));
        put_varint(body, want.blobs.size());
        for (const auto& blob : want.blobs) {
            append(body, blob.hash.view());
            put_varint(body, blob.offset);
        }
        return kWant;
    }
    std::uint8_t operator()(const Note& note) {
        body.push_back(static_cast<std::uint8_t>(note.kind));
        put_varint(body, note.number);
        put_piece(body, as_bytes(note.text).first(std::min(note.text.size(), kNoteBytes)));
        return kNote;
    }
    std::uint8_t operator()(const EnrolFrame& enrol) {
        body = enrol.body;
        return kEnrol;
    }
};

Result<Frame> decode_hello(ByteReader& reader) {
    Hello hello;
    const auto version = reader.varint();
    if (!version) return corrupt("HELLO: version");
    const auto birth = reader.fixed<Birth>();
    if (!birth) return corrupt("HELLO: birth");
    const auto counter = reader.varint();
    if (!counter) return corrupt("HELLO: counter");
    const auto room = reader.varint();
    if (!room) return corrupt("HELLO: room");
    hello.version = *version;
    hello.birth = *birth;
    hello.counter = *counter;
    hello.room = *room;
    return hello;  // a newer version may say more after this
}

Result<std::pair<FeedRef, Extent>> decode_extent(ByteReader& reader) {
    const auto node = reader.fixed<KeyId>();
    if (!node) return corrupt("HAVE: node");
    const auto birth = reader.fixed<Birth>();
    if (!birth) return corrupt("HAVE: birth");
    const auto code = reader.piece(limits::kRegionBytes);
    if (!code) return corrupt("HAVE: region");
    const auto region = Region::parse(as_text(*code));
    if (!region) return corrupt("HAVE: no such region");
    const auto size = reader.varint();
    if (!size || *size == 0) return corrupt("HAVE: size");
    const auto root = reader.fixed<Digest>();
    if (!root) return corrupt("HAVE: root");
    return std::pair{FeedRef{*node, *birth, *region}, Extent{*size, *root}};
}

Result<Frame> decode_have(ByteReader& reader) {
    const auto form = reader.byte();
    if (!form) return corrupt("HAVE: empty");
    Have have;
    if (*form == kHaveHash) {
        const auto hash = reader.fixed<FrontierHash>();
        if (!hash) return corrupt("HAVE: hash");
        have.hash = *hash;
        return have;
    }
    if (*form != kHaveList) return corrupt("HAVE: unknown form");
    auto list = read_frontier(reader, kHaveFeeds);
    if (!list) return pass(std::move(list));
    have.list = std::move(*list);
    return have;
}

Result<Frame> decode_blob(ByteReader& reader) {
    BlobPiece piece;
    const auto hash = reader.fixed<Digest>();
    if (!hash) return corrupt("BLOB: hash");
    const auto total = reader.varint();
    if (!total || *total == 0 || *total > limits::kBlobBytes) return corrupt("BLOB: total");
    const auto offset = reader.varint();
    if (!offset || *offset >= *total) return corrupt("BLOB: offset");
    const ByteView bytes = reader.rest();
    if (bytes.empty() || bytes.size() > *total - *offset) return corrupt("BLOB: length");
    piece.hash = *hash;
    piece.total = *total;
    piece.offset = *offset;
    piece.bytes.assign(bytes.begin(), bytes.end());
    return piece;
}

Result<Frame> decode_want(ByteReader& reader) {
    Want want;
    const auto flags = reader.byte();
    if (!flags) return corrupt("WANT: flags");
    want.frontier = (*flags & kWantFrontier) != 0;
    want.plain = (*flags & kWantPlain) != 0;
    const auto count = reader.varint();
    if (!count || *count > kWantBlobs) return corrupt("WANT: count");
    for (std::uint64_t i = 0; i < *count; ++i) {
        const auto hash = reader.fixed<Digest>();
        if (!hash) return corrupt("WANT: hash");
        const auto offset = reader.varint();
        if (!offset || *offset > limits::kBlobBytes) return corrupt("WANT: offset");
        want.blobs.push_back({*hash, *offset});
    }
    return want;
}

Result<Frame> decode_note(ByteReader& reader) {
    Note note;
    const auto kind = reader.byte();
    if (!kind) return corrupt("NOTE: kind");
    const auto number = reader.varint();
    if (!number) return corrupt("NOTE: number");
    const auto text = reader.piece(kNoteBytes);
    if (!text) return corrupt("NOTE: text");
    note.kind = static_cast<NoteKind>(*kind);
    note.number = *number;
    note.text = as_text(*text);
    return note;
}

// Nothing for a type of a newer version.
Result<std::optional<Frame>> decode_frame(std::uint8_t type, ByteView body) {
    const auto kept = [](Result<Frame> frame) -> Result<std::optional<Frame>> {
        if (!frame) return pass(std::move(frame));
        return std::optional<Frame>(std::move(*frame));
    };
    ByteReader reader(body);
    switch (type) {
        case kHello:
            return kept(decode_hello(reader));
        case kHave:
            return kept(decode_have(reader));
        case kBlob:
            return kept(decode_blob(reader));
        case kWant:
            return kept(decode_want(reader));
        case kNote:
            return kept(decode_note(reader));
        case kSegment:
            return std::optional<Frame>(SegmentFrame{Bytes(body.begin(), body.end())});
        case kEnrol:
            if (body.size() > kEnrolBytes) return corrupt("ENROL: length");
            return std::optional<Frame>(EnrolFrame{Bytes(body.begin(), body.end())});
        default:
            return std::optional<Frame>();
    }
}

}  // namespace

void put_frontier(Bytes& to, const Frontier& frontier) {
    put_varint(to, frontier.size());
    for (const auto& [feed, extent] : frontier) put_extent(to, feed, extent);
}

Result<Frontier> read_frontier(ByteReader& reader, std::size_t max) {
    const auto count = reader.varint();
    if (!count || *count > max) return corrupt("HAVE: count");
    Frontier frontier;
    for (std::uint64_t i = 0; i < *count; ++i) {
        auto entry = decode_extent(reader);
        if (!entry) return pass(std::move(entry));
        // One form for every list, or two hashes would stand for one frontier.
        if (!frontier.empty() && !(frontier.rbegin()->first < entry->first))
            return corrupt("HAVE: not sorted");
        frontier.insert(frontier.end(), std::move(*entry));
    }
    return frontier;
}

FrontierHash hash_of(const Frontier& frontier) {
    static constexpr std::string_view kPrefix{"disapa-frontier-v1\0", 19};
    Bytes text;
    for (const auto& [feed, extent] : frontier) put_extent(text, feed, extent);
    const Digest digest = sha256({as_bytes(kPrefix), text});
    return *FrontierHash::from(digest.view().first(FrontierHash::kSize));
}

Bytes encode_frame(const Frame& frame) {
    Encoder encoder;
    const std::uint8_t type = std::visit(encoder, frame);
    Bytes made{type};
    put_piece(made, encoder.body);
    return made;
}

std::vector<Bytes> encode_have(const Frontier& frontier) {
    std::vector<Bytes> frames;
    Have part;
    for (const auto& entry : frontier) {
        part.list.insert(part.list.end(), entry);
        if (part.list.size() < kHaveFeeds) continue;
        frames.push_back(encode_frame(part));
        part.list.clear();
    }
    if (frames.empty() || !part.list.empty()) frames.push_back(encode_frame(part));
    return frames;
}

Result<std::vector<Frame>> decode_frames(ByteView text) {
    std::vector<Frame> frames;
    ByteReader reader(text);
    while (!reader.at_end()) {
        const auto type = reader.byte();
        if (!type) return corrupt("frame: type");
        const auto body = reader.piece(limits::kChunkBytes + limits::kChunkSlackBytes);
        if (!body) return corrupt("frame: length");
        auto frame = decode_frame(*type, *body);
        if (!frame) return pass(std::move(frame));
        if (*frame) frames.push_back(std::move(**frame));
    }
    return frames;
}

Packer::Packer(std::size_t chunk_bytes)
    : chunk_bytes_(std::min(chunk_bytes, limits::kChunkBytes)), chunks_(1) {
    assert(chunk_bytes_ >= kSmallestChunk);
}

void Packer::add(ByteView frame) {
    assert(frame.size() <= limits::kChunkBytes + limits::kChunkSlackBytes);
    if (!chunks_.back().empty() && chunks_.back().size() + frame.size() > chunk_bytes_)
        chunks_.emplace_back();
    append(chunks_.back(), frame);
    bytes_ += frame.size();
}

std::size_t Packer::room() const {
    const std::size_t used = chunks_.back().size();
    const std::size_t rest = used < chunk_bytes_ ? chunk_bytes_ - used : 0;
    // An eighth of a chunk is not worth a segment of its own, with its head and its own
    // compression.
    return (rest < chunk_bytes_ / 8 ? chunk_bytes_ : rest) - kFrameOverhead;
}

std::vector<Bytes> Packer::take() {
    std::vector<Bytes> taken = std::move(chunks_);
    chunks_.assign(1, {});
    bytes_ = 0;
    return taken;
}

}  // namespace disapa
