// What the reader of a segment holds (shared/log/segment.h), taken from a node's store.
//
// Writing: what the peer is confirmed to hold, and what this bundle carries before. Reading: what
// is here of the feeds that the sender may see, and what was opened before and is about to be
// stored. Nothing else is ever leaned on: a peer learns nothing of another desa from what decodes.
//
// Belongs to the node's thread, as the node does; lives as long as one bundle.
#pragma once

#include <map>

#include "shared/store/node.h"
#include "sync/frame.h"

namespace disapa {

class NodeContext final : public SegmentContext {
  public:
    // Reading, from a peer at `region`: feeds addressed there or to a region above it.
    NodeContext(Node& node, const Region& region);
    // Writing: `peer` is what it is known to hold. A feed is leaned on only where the peer's root
    // is one of mine: on another branch a place would name another entry.
    NodeContext(Node& node, const Frontier& peer);

    // Reading: this segment is about to be stored; what follows may lean on it. Keeps its payloads.
    void hold(const Segment& segment);
    // Writing: the bundle now carries this feed up to `size`.
    void extend(const FeedId& feed, std::uint64_t size);

    [[nodiscard]] std::optional<EntryPlace> place_of(const Digest& digest) override;
    [[nodiscard]] std::optional<Digest> digest_at(const EntryPlace& place) override;
    [[nodiscard]] std::optional<Bytes> payload_at(const EntryPlace& place) override;
    // Only of what was confirmed or stored: a root inside what is under way is not computed.
    [[nodiscard]] std::optional<Digest> root_at(const FeedId& feed, std::uint64_t size) override;
    [[nodiscard]] std::vector<FeedId> feeds() override;

  private:
    struct Reach {
        std::uint64_t confirmed = 0;  // roots may be leaned on up to here
        std::uint64_t entries = 0;    // and entries up to here
    };
    [[nodiscard]] bool reaches(const EntryPlace& place) const;
    [[nodiscard]] std::optional<Entry> entry_at(const EntryPlace& place);

    Node& node_;
    std::map<FeedId, Reach> reach_;
    std::map<EntryPlace, Entry> pending_;  // held, not stored yet
    std::map<Digest, EntryPlace> pending_places_;
};

}  // namespace disapa
