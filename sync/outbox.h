// What the peer lacks, most urgent first, within a bound.
//
// Order among SEGMENTs: feeds of the regions above (the roster first), then the kiosks' entries,
// then the ledger: a receiver that was cut off never holds a ledger that names what it cannot judge
// by.
#pragma once

#include "shared/store/node.h"
#include "sync/frame.h"

namespace disapa {

// How far I hold every feed addressed to `region` or to a region above it: all that a peer there
// may have, and nothing of any other desa.
[[nodiscard]] Result<Frontier> frontier_for(Node& node, const Region& region);

struct Packed {
    Frontier after;               // what the peer holds once it took everything
    std::uint64_t acts = 0;       // entries packed
    bool more = false;            // something did not fit
    std::vector<FeedRef> forked;  // feeds whose root at the peer is another than mine: not packed
};
// Adds SEGMENT frames of at most `max_bytes` in all to `packer`, each filling its chunk as far as
// kept heads and compression allow. `peer` is what it is believed to hold. `plain`: it asked for
// segments that lean on nothing.
[[nodiscard]] Result<Packed> pack_segments(Node& node, const Region& region, const Frontier& peer,
                                           std::size_t max_bytes, Packer& packer,
                                           bool plain = false);

struct PackedBlobs {
    std::size_t bytes = 0;
    std::vector<WantedBlob> carried;  // up to where the peer holds each once it took them
    bool more = false;                // something did not fit
    std::vector<Digest> missing;      // wanted, but not here
};
// Adds BLOB frames of what the peer wants, the least left first, at most `max_bytes` (but always
// one piece).
[[nodiscard]] Result<PackedBlobs> pack_blobs(Node& node, const std::vector<WantedBlob>& wanted,
                                             std::size_t max_bytes, Packer& packer);

}  // namespace disapa
