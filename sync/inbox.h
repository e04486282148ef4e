// Takes in the frames of one peer, one chunk a transaction.
//
// `read_chunk` decodes (decompresses, counts) with no transaction open; `store_chunk` writes. All
// of it is idempotent: a chunk that comes twice changes nothing.
#pragma once

#include "shared/store/node.h"
#include "sync/context.h"
#include "sync/frame.h"

namespace disapa {

// One opened chunk, decoded.
struct Incoming {
    std::optional<Hello> hello;
    std::vector<Have> haves;
    std::vector<Segment> segments;
    std::vector<std::vector<Digest>> papers;  // of each segment: blobs that its acts name
    std::vector<BlobPiece> blobs;
    std::vector<Want> wants;
    std::vector<Note> notes;
    std::vector<EnrolFrame> enrols;
    std::vector<std::string> unreadable;  // why a segment could not be decoded (English)
    // A segment leans on an entry that is not held here: the peer must send it again, leaning on
    // nothing (WANT bit 1).
    bool leans = false;
    std::vector<Examined> examined;  // in place of `segments` after examine_segments
};
// `held`: what segments may lean on; each one decoded is held for those after it. Null: nothing.
[[nodiscard]] Result<Incoming> read_chunk(ByteView text, NodeContext* held);
// The part of STORE that needs no store, on any thread; without it `store_chunk` does it all inside
// the transaction.
void examine_segments(Incoming& incoming, const KnownKeys& keys);
// Takes the blobs that this node has out of `papers`.
void drop_held_papers(Node& node, Incoming& incoming);

// Blobs that the act names as its papers.
[[nodiscard]] std::vector<Digest> papers_of(const Entry& entry);

// What of a chunk may be stored. The sender may bring feeds of its own desa and of regions above
// it; a sender that is not known, only the roster feed.
struct Gate {
    Region region;                           // the peer's desa (my own, at a kiosk); empty: unknown
    Region office;                           // whose feed the roster is
    std::map<FeedId, FeedName> known_feeds;  // Node::feeds() before the transaction
    bool keep_blobs = false;                 // a hub takes wanted blobs and asks for what acts name
    KeyId sender;                            // whose wanted blobs
};
[[nodiscard]] Gate gate_for(Node& node, const Region& region);

struct Taken {
    std::vector<FeedId> grown;     // each once
    // How far the sender showed that it holds a feed: these entries stand here just so.
    std::map<FeedRef, std::uint64_t> carried;
    std::uint64_t acts = 0;        // entries that were new
    bool early = false;            // a segment came before what it continues: worth another reading
    std::vector<Note> notes;       // what the peer should hear
    std::vector<std::string> log;  // English
};
// An error is trouble of the disk and rolls the transaction back; what STORE refuses becomes a
// note.
[[nodiscard]] Status store_chunk(Writer& writer, const Incoming& incoming, Gate& gate,
                                 Taken& taken);

// Blobs that acts of `sender` name and this hub lacks.
[[nodiscard]] Result<std::vector<WantedBlob>> wanted_blobs(Node& node, const KeyId& sender,
                                                           std::size_t most = kWantBlobs);
// The sender says that it has this blob no more: not asked for again.
[[nodiscard]] Status forget_wanted(Writer& writer, const KeyId& sender, const Digest& hash);

}  // namespace disapa
