// What travels inside a bundle: frames, each  type u8 | length varint | body.  Layouts:
// PROTOCOL.md.
//
// A frame never crosses a chunk. Encoding cannot fail for values within the limits; decoding checks
// every bound before it takes memory and fails (corrupt, limit) as a whole. Frames of a newer
// version are skipped, so an old program still reads what it knows.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/region.h"
#include "shared/base/result.h"

namespace disapa {

inline constexpr std::uint64_t kProtocolVersion = 1;
inline constexpr std::size_t kHaveFeeds =
    200;  // in one HAVE frame: fits a chunk; more take more frames
inline constexpr std::size_t kWantBlobs = 8;      // asked for at once: days of a slow link
inline constexpr std::size_t kNoteBytes = 400;    // one sentence
inline constexpr std::size_t kEnrolBytes = 4096;  // a JWS and a MAC
inline constexpr std::size_t kFrameOverhead = 4;  // type and length of a frame of one chunk

// A feed as the link names it: shorter than its 32-byte id, and it says whose and for whom.
struct FeedRef {
    KeyId node;
    Birth birth;
    Region region;
    auto operator<=>(const FeedRef&) const = default;
};
struct Extent {
    std::uint64_t size = 0;
    Digest root;
    auto operator<=>(const Extent&) const = default;
};
// How far a node holds each feed that concerns the peer. Empty feeds are left out.
using Frontier = std::map<FeedRef, Extent>;
using FrontierHash = Fixed<struct FrontierHashTag, 16>;
// First 16 bytes of SHA-256("disapa-frontier-v1\0" | the entries as HAVE lists them, sorted).
[[nodiscard]] FrontierHash hash_of(const Frontier& frontier);

// The list itself: varint count, then node 8 | birth 8 | region piece | size varint | root 32 each,
// sorted. Refuses more than `max` entries and any other form.
void put_frontier(Bytes& to, const Frontier& frontier);
class ByteReader;
[[nodiscard]] Result<Frontier> read_frontier(ByteReader& reader, std::size_t max);

struct Hello {
    std::uint64_t version = kProtocolVersion;
    Birth birth;  // the sender's open birth
    std::uint64_t counter =
        0;  // grows with every bundle on a stick; 0 over HTTP, where it guards nothing
    std::uint64_t room =
        0;  // plaintext bytes that the sender would like in the answer at most; 0: any
};
struct Have {
    std::optional<FrontierHash> hash;  // instead of the list
    Frontier list;                     // several HAVE lists of one bundle add up
};
struct SegmentFrame {
    Bytes body;  // shared/log/segment.h
};
struct BlobPiece {
    Digest hash;
    std::uint64_t total = 0;
    std::uint64_t offset = 0;
    Bytes bytes;
};
struct WantedBlob {
    Digest hash;
    std::uint64_t offset = 0;  // held up to here
    bool operator==(const WantedBlob&) const = default;
};
struct Want {
    bool frontier = false;  // "send your HAVE as a list": the hash was not of what I remember
    std::vector<WantedBlob> blobs;
    // "Send segments that lean on nothing": one of yours leaned on an entry that is not here.
    bool plain = false;
};
enum class NoteKind : std::uint8_t {
    unknown_sender = 1,   // the roster does not know you: only ENROL and the roster were read
    revoked = 2,          // your entries are kept, you get nothing more
    enrolled = 3,         // text: key id
    enrol_refused = 4,    // text: the sentence for the clerk
    fork = 5,             // a feed has another root here; number: size
    refused = 6,          // STORE refused a segment
    slow_down = 7,        // number: seconds
    minimum_version = 8,  // number: the oldest version that is served
    no_blob = 9,          // text: base64url hash of a blob that is not here (any more)
};
struct Note {
    NoteKind kind = NoteKind::refused;
    std::uint64_t number = 0;
    std::string text;
};
struct EnrolFrame {
    Bytes body;  // shared/store/enrolment.h
};
using Frame = std::variant<Hello, Have, SegmentFrame, BlobPiece, Want, Note, EnrolFrame>;

[[nodiscard]] Bytes encode_frame(const Frame& frame);
// HAVE lists of at most kHaveFeeds each.
[[nodiscard]] std::vector<Bytes> encode_have(const Frontier& frontier);
// All frames of one chunk's text.
[[nodiscard]] Result<std::vector<Frame>> decode_frames(ByteView text);

// Lays frames into chunk texts, in their order.
class Packer {
  public:
    explicit Packer(std::size_t chunk_bytes);
    // Starts a new chunk when the frame does not fit in this one.
    void add(ByteView frame);
    // Body bytes that still fit in this chunk (in a new one, when little is left).
    [[nodiscard]] std::size_t room() const;
    [[nodiscard]] std::size_t whole_room() const { return chunk_bytes_ - kFrameOverhead; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] std::vector<Bytes> take();

  private:
    std::size_t chunk_bytes_;
    std::size_t bytes_ = 0;
    std::vector<Bytes> chunks_;
};

}  // namespace disapa
