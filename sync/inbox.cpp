#include "sync/inbox.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/crypto/keys.h"
#include "shared/log/canonical_json.h"
#include "shared/log/varint.h"

namespace disapa {
namespace {

// Records: what is wanted of a sender; which parts of a blob are here; the parts themselves.
constexpr std::string_view kWantedKind = "want:";
constexpr std::string_view kPartsKind = "blob_parts";
constexpr std::string_view kPartKind = "blob_part";
constexpr std::size_t kMostParts = 1024;
constexpr std::size_t kMostNotes = 16;  // the rest says the same again

std::string wanted_kind(const KeyId& sender) {
    return std::string(kWantedKind) + to_text(sender);
}

struct Reader {
    NodeContext* held;
    Incoming incoming;
    std::size_t rebuilt = 0;  // bytes of payload in this chunk

    void operator()(Hello& hello) { incoming.hello = hello; }
    void operator()(Have& have) { incoming.haves.push_back(std::move(have)); }
    void operator()(SegmentFrame& frame) {
        // Each segment has its bound; many small ones that open to much must not pass it together.
        if (rebuilt > limits::kSegmentBytes) {
            incoming.unreadable.emplace_back("the chunk's segments open to too much");
            return;
        }
        auto segment = decode_segment(frame.body, held);
        if (!segment && segment.error().code == ErrorCode::not_found) {
            incoming.leans = true;
            return;
        }
        if (!segment) {
            incoming.unreadable.push_back(segment.error().log);
            return;
        }
        for (const Entry& entry : segment->entries) rebuilt += entry.payload.size();
        if (held != nullptr) held->hold(*segment);
        std::vector<Digest> papers;
        for (const Entry& entry : segment->entries) {
            const auto named = papers_of(entry);
            papers.insert(papers.end(), named.begin(), named.end());
        }
        incoming.papers.push_back(std::move(papers));
        incoming.segments.push_back(std::move(*segment));
    }
    void operator()(BlobPiece& piece) { incoming.blobs.push_back(std::move(piece)); }
    void operator()(Want& want) { incoming.wants.push_back(std::move(want)); }
    void operator()(Note& note) { incoming.notes.push_back(std::move(note)); }
    void operator()(EnrolFrame& enrol) { incoming.enrols.push_back(std::move(enrol)); }
};

// Which ranges of a blob are here: total, then offset and length of each part, sorted.
struct Parts {
    std::uint64_t total = 0;
    std::map<std::uint64_t, std::uint64_t> lengths;

    // What of [offset, offset + length) is not here: offset and length of each gap.
    [[nodiscard]] std::vector<std::pair<std::uint64_t, std::uint64_t>> gaps(
        std::uint64_t offset, std::uint64_t length) const {
        std::vector<std::pair<std::uint64_t, std::uint64_t>> found;
        std::uint64_t at = offset;
        for (const auto& [begin, size] : lengths) {
            if (begin + size <= at) continue;
            if (begin >= offset + length) break;
            if (begin > at) found.emplace_back(at, begin - at);
            at = begin + size;
        }
        if (at < offset + length) found.emplace_back(at, offset + length - at);
        return found;
    }
    [[nodiscard]] std::uint64_t held_from_start() const {
        std::uint64_t at = 0;
        for (const auto& [offset, length] : lengths) {
            if (offset != at) break;
            at += length;
        }
        return at;
    }
    [[nodiscard]] Bytes encode() const {
        Bytes made;
        put_varint(made, total);
        for (const auto& [offset, length] : lengths) {
            put_varint(made, offset);
            put_varint(made, length);
        }
        return made;
    }
    static Parts decode(ByteView bytes) {
        Parts parts;
        ByteReader reader(bytes);
        parts.total = reader.varint().value_or(0);
        while (!reader.at_end()) {
            const auto offset = reader.varint();
            const auto length = reader.varint();
            if (!offset || !length) return {};
            parts.lengths[*offset] = *length;
        }
        return parts;
    }
};

// By sender: nobody spoils with false bytes what another one brings.
std::string parts_key(const KeyId& sender, const Digest& hash) {
    return to_text(sender) + ":" + to_base64url(hash.view());
}
std::string part_key(const std::string& blob, std::uint64_t offset) {
    return blob + ":" + std::to_string(offset);
}

Status drop_parts(Writer& writer, const std::string& blob, const Parts& parts) {
    for (const auto& [offset, length] : parts.lengths) {
        if (auto status = writer.erase(kPartKind, part_key(blob, offset)); !status) return status;
    }
    return writer.erase(kPartsKind, blob);
}

Status keep_whole(Writer& writer, const BlobPiece& piece, ByteView whole, const KeyId& sender,
                  Taken& taken) {
    if (sha256(whole) != piece.hash) {
        taken.log.emplace_back("blob: bytes are not of their hash; asked for again");
        return {};
    }
    if (auto put = writer.put_blob(whole); !put) return pass(std::move(put));
    return forget_wanted(writer, sender, piece.hash);
}

// The last part is here: put them together.
Status join_parts(Writer& writer, const BlobPiece& piece, const Parts& parts, const KeyId& sender,
                  Taken& taken) {
    const std::string blob = parts_key(sender, piece.hash);
    Bytes whole;
    for (const auto& [offset, length] : parts.lengths) {
        auto part = writer.get(kPartKind, part_key(blob, offset));
        if (!part) return pass(std::move(part));
        if (*part) append(whole, **part);
    }
    if (auto status = drop_parts(writer, blob, parts); !status) return status;
    return keep_whole(writer, piece, whole, sender, taken);
}

Status take_piece(Writer& writer, const BlobPiece& piece, const KeyId& sender, Taken& taken) {
    auto wanted = writer.get(wanted_kind(sender), to_base64url(piece.hash.view()));
    if (!wanted) return pass(std::move(wanted));
    if (!*wanted) return {};  // here already, or nobody asked: no disk for it
    if (piece.bytes.size() == piece.total)
        return keep_whole(writer, piece, piece.bytes, sender, taken);

    const std::string blob = parts_key(sender, piece.hash);
    auto record = writer.get(kPartsKind, blob);
    if (!record) return pass(std::move(record));
    Parts parts = *record ? Parts::decode(**record) : Parts{};
    if (parts.total != piece.total) {
        if (auto status = drop_parts(writer, blob, parts); !status) return status;
        parts = {piece.total, {}};
    }
    // Only what is missing: a stick cuts a blob elsewhere than HTTP did.
    for (const auto& [offset, length] : parts.gaps(piece.offset, piece.bytes.size())) {
        if (parts.lengths.size() >= kMostParts) return drop_parts(writer, blob, parts);
        const auto part = ByteView(piece.bytes).subspan(offset - piece.offset, length);
        if (auto status = writer.put(kPartKind, part_key(blob, offset), part); !status)
            return status;
        parts.lengths[offset] = length;
    }
    std::uint64_t held = 0;
    for (const auto& [offset, length] : parts.lengths) held += length;
    if (held == parts.total) return join_parts(writer, piece, parts, sender, taken);
    return writer.put(kPartsKind, blob, parts.encode());
}

Status want_papers(Writer& writer, const FeedName& feed, const std::vector<Digest>& papers) {
    const std::string kind = wanted_kind(key_id_of(feed.node));
    for (const Digest& hash : papers) {
        if (auto status = writer.put(kind, to_base64url(hash.view()), as_bytes(feed.region.code()));
            !status)
            return status;
    }
    return {};
}

void tell(Taken& taken, Note note, std::string log) {
    if (taken.notes.size() >= kMostNotes) return;
    taken.notes.push_back(std::move(note));
    taken.log.push_back(std::move(log));
}

bool may_bring(const Gate& gate, const Region& feed_region) {
    if (gate.region.empty()) return feed_region == gate.office;
    return feed_region.contains(gate.region);
}

std::string place_of(const FeedName& feed, std::uint64_t size) {
    return to_text(key_id_of(feed.node)) + " " + feed.region.code() + " " + std::to_string(size);
}

// Segment number `at` of the chunk, examined before or now.
Result<Stored> ingest(Writer& writer, const Incoming& incoming, std::size_t at) {
    return incoming.examined.empty() ? writer.ingest(incoming.segments[at])
                                     : writer.ingest(incoming.examined[at]);
}

Status take_segment(Writer& writer, const Incoming& incoming, std::size_t at, Gate& gate,
                    Taken& taken) {
    const Segment& segment =
        incoming.examined.empty() ? incoming.segments[at] : incoming.examined[at].segment;
    if (segment.name) gate.known_feeds.try_emplace(segment.feed, *segment.name);
    const auto known = gate.known_feeds.find(segment.feed);
    if (known == gate.known_feeds.end()) {
        taken.log.emplace_back(
            "segment: feed not known; its beginning comes when HAVE is answered");
        taken.early = true;
        return {};
    }
    const FeedName& feed = known->second;
    if (!may_bring(gate, feed.region)) {
        taken.log.push_back("segment: not for this peer: " + feed.region.code());
        return {};
    }
    auto stored = ingest(writer, incoming, at);
    if (!stored) return pass(std::move(stored));
    const std::uint64_t size = segment.from + segment.entries.size();
    if (stored->result == StoreResult::grown || stored->result == StoreResult::known) {
        auto& carried = taken.carried[{key_id_of(feed.node), feed.birth, feed.region}];
        carried = std::max(carried, size);
    }
    switch (stored->result) {
        case StoreResult::grown:
            if (std::find(taken.grown.begin(), taken.grown.end(), segment.feed) ==
                taken.grown.end())
                taken.grown.push_back(segment.feed);
            taken.acts += segment.entries.size();
            return gate.keep_blobs ? want_papers(writer, feed, incoming.papers[at]) : Status{};
        case StoreResult::fork:
            tell(taken, {NoteKind::fork, size, place_of(feed, size)},
                 "segment: fork at " + place_of(feed, size) + ": " + stored->log);
            return {};
        case StoreResult::refused:
            tell(taken, {NoteKind::refused, size, place_of(feed, size)},
                 "segment: refused " + place_of(feed, size) + ": " + stored->log);
            return {};
        case StoreResult::gap:
            taken.early = true;
            return {};
        case StoreResult::known:
            return {};
    }
    return {};
}

}  // namespace

std::vector<Digest> papers_of(const Entry& entry) {
    std::vector<Digest> found;
    if (as_text(entry.payload).find("\"blob\":\"") == std::string_view::npos) return found;
    const auto json = parse_canonical(entry.payload);
    if (!json || !json->is_object()) return found;
    const auto type = json->find("type");
    if (type == json->end() || (*type != "submitted" && *type != "amended")) return found;
    const auto papers = json->find("papers");
    if (papers == json->end() || !papers->is_array()) return found;
    for (const Json& paper : *papers) {
        if (found.size() == limits::kPapersPerCase || !paper.is_object()) break;
        const auto blob = paper.find("blob");
        if (blob == paper.end() || !blob->is_string()) continue;
        const auto hash = fixed_from_base64url<Digest>(blob->get_ref<const std::string&>());
        if (hash) found.push_back(*hash);
    }
    return found;
}

Result<Incoming> read_chunk(ByteView text, NodeContext* held) {
    auto frames = decode_frames(text);
    if (!frames) return pass(std::move(frames));
    Reader reader{held, {}, 0};
    for (Frame& frame : *frames) std::visit(reader, frame);
    return std::move(reader.incoming);
}

void examine_segments(Incoming& incoming, const KnownKeys& keys) {
    for (Segment& segment : incoming.segments)
        incoming.examined.push_back(examine(std::move(segment), keys));
    incoming.segments.clear();
}

void drop_held_papers(Node& node, Incoming& incoming) {
    for (auto& papers : incoming.papers)
        std::erase_if(papers, [&](const Digest& hash) { return node.has_blob(hash); });
}

Gate gate_for(Node& node, const Region& region) {
    Gate gate;
    gate.region = region;
    gate.office = node.setup().office;
    for (const FeedName& feed : node.feeds()) gate.known_feeds[feed.id()] = feed;
    return gate;
}

Status store_chunk(Writer& writer, const Incoming& incoming, Gate& gate, Taken& taken) {
    for (const std::string& why : incoming.unreadable) {
        tell(taken, {NoteKind::refused, 0, "decode"}, "segment: does not decode: " + why);
    }
    for (std::size_t i = 0; i < incoming.papers.size(); ++i) {
        if (auto status = take_segment(writer, incoming, i, gate, taken); !status) return status;
    }
    if (!gate.keep_blobs) return {};
    for (const BlobPiece& piece : incoming.blobs) {
        if (auto status = take_piece(writer, piece, gate.sender, taken); !status) return status;
    }
    return {};
}

Result<std::vector<WantedBlob>> wanted_blobs(Node& node, const KeyId& sender, std::size_t most) {
    auto records = node.list(wanted_kind(sender));
    if (!records) return pass(std::move(records));
    std::vector<WantedBlob> wanted;
    for (const auto& [key, region] : *records) {
        const auto hash = fixed_from_base64url<Digest>(key);
        if (!hash || node.has_blob(*hash)) continue;
        auto parts = node.get(kPartsKind, parts_key(sender, *hash));
        if (!parts) return pass(std::move(parts));
        wanted.push_back({*hash, *parts ? Parts::decode(**parts).held_from_start() : 0});
        if (wanted.size() == most) break;
    }
    return wanted;
}

Status forget_wanted(Writer& writer, const KeyId& sender, const Digest& hash) {
    const std::string blob = parts_key(sender, hash);
    auto record = writer.get(kPartsKind, blob);
    if (!record) return pass(std::move(record));
    if (*record) {
        if (auto status = drop_parts(writer, blob, Parts::decode(**record)); !status) return status;
    }
    return writer.erase(wanted_kind(sender), to_base64url(hash.view()));
}

}  // namespace disapa
