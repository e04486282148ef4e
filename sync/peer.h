// What a node remembers about a peer: store records of kind "peer" (a kiosk about its hub) and
// "peer_of_hub" (a hub about a kiosk), key = the peer's key id. None of it is ever needed to be
// right: a wrong or lost memory costs one more round trip.
#pragma once

#include "shared/store/node.h"
#include "sync/frame.h"

namespace disapa {

// A kiosk's memory of its hub.
struct PeerState {
    bool met = false;          // an authentic answer came at least once
    bool in_flight = false;    // something was sent and no answer came: ask before sending again
    bool refused = false;      // the hub did not know my id: the next bundle carries my box key
    bool belief_known = true;  // false: the hub's hash could not be resolved; ask for its list
    bool leans = false;        // a segment of the hub leaned on what is not here: ask for plain
    bool hub_wants_plain = false;  // the hub asked for segments that lean on nothing
    Frontier belief;               // what the hub holds, by its newest HAVE
    FrontierHash acknowledged;     // my frontier that the hub remembers; zeros: none
    std::vector<WantedBlob> wanted;
    std::uint64_t bytes_per_second = 0;  // learnt from POSTs; 0 unknown
    std::uint64_t setbacks = 0;  // lost POSTs in a row, at most 8: each halves what is sent at once
    bool operator==(const PeerState&) const = default;
};
[[nodiscard]] Bytes encode_peer(const PeerState& state);
[[nodiscard]] Result<PeerState> decode_peer(ByteView bytes);
[[nodiscard]] Result<PeerState> load_peer(Node& node,
                                          const KeyId& peer);  // fresh when there is none
[[nodiscard]] Status save_peer(Node& node, const KeyId& peer, const PeerState& state);
// Inside a transaction, where another process may be at it too.
[[nodiscard]] Result<PeerState> load_peer(Writer& writer, const KeyId& peer);
[[nodiscard]] Status save_peer(Writer& writer, const KeyId& peer, const PeerState& state);

// A hub's memory of a kiosk.
struct PeerMemory {
    Birth birth;
    Frontier frontier;  // how far it holds everything once it took the last answer
    Frontier told;      // what it said itself that it holds: all that a stick may build on
    bool operator==(const PeerMemory&) const = default;
};
[[nodiscard]] Bytes encode_memory(const PeerMemory& memory);
[[nodiscard]] Result<PeerMemory> decode_memory(ByteView bytes);
[[nodiscard]] Result<std::optional<PeerMemory>> load_memory(Node& hub, const KeyId& kiosk);
[[nodiscard]] Result<std::optional<PeerMemory>> load_memory(Writer& writer, const KeyId& kiosk);
[[nodiscard]] Status save_memory(Writer& writer, const KeyId& kiosk, const PeerMemory& memory);

}  // namespace disapa
