#include "sync/peer.h"

#include <algorithm>

#include "shared/log/varint.h"

namespace disapa {
namespace {

constexpr std::string_view kHubKind = "peer";
constexpr std::string_view kKioskKind = "peer_of_hub";
constexpr std::uint8_t kForm = 1;
constexpr std::uint8_t kMemoryForm = 2;
constexpr std::size_t kMostFeeds = 1
                                   << 20;  // what stands in my own store was counted on its way in
constexpr std::uint64_t kMostSetbacks = 8;

enum PeerFlag : std::uint8_t {
    kMet = 1,
    kInFlight = 2,
    kRefused = 4,
    kBeliefKnown = 8,
    kLeans = 16,
    kPlain = 32
};

tl::unexpected<Error> broken() {
    return fail(ErrorCode::corrupt,
                "Catatan hubungan dengan kecamatan rusak. Jalankan disapa-sync check.",
                "peer record does not decode");
}

}  // namespace

Bytes encode_peer(const PeerState& state) {
    Bytes made{kForm};
    made.push_back(static_cast<std::uint8_t>(
        (state.met ? kMet : 0) | (state.in_flight ? kInFlight : 0) |
        (state.refused ? kRefused : 0) | (state.belief_known ? kBeliefKnown : 0) |
        (state.leans ? kLeans : 0) | (state.hub_wants_plain ? kPlain : 0)));
    put_frontier(made, state.belief);
    append(made, state.acknowledged.view());
    const std::size_t wanted = std::min(state.wanted.size(), kWantBlobs);
    put_varint(made, wanted);
    for (const WantedBlob& blob : std::span(state.wanted).first(wanted)) {
        append(made, blob.hash.view());
        put_varint(made, blob.offset);
    }
    put_varint(made, state.bytes_per_second);
    put_varint(made, std::min(state.setbacks, kMostSetbacks));
    return made;
}

Result<PeerState> decode_peer(ByteView bytes) {
    ByteReader reader(bytes);
    const auto form = reader.byte();
    const auto flags = reader.byte();
    if (!form || *form != kForm || !flags) return broken();
    PeerState state;
    state.met = (*flags & kMet) != 0;
    state.in_flight = (*flags & kInFlight) != 0;
    state.refused = (*flags & kRefused) != 0;
    state.belief_known = (*flags & kBeliefKnown) != 0;
    state.leans = (*flags & kLeans) != 0;
    state.hub_wants_plain = (*flags & kPlain) != 0;
    auto belief = read_frontier(reader, kMostFeeds);
    const auto acknowledged = reader.fixed<FrontierHash>();
    const auto count = reader.varint();
    if (!belief || !acknowledged || !count || *count > kWantBlobs) return broken();
    state.belief = std::move(*belief);
    state.acknowledged = *acknowledged;
    for (std::uint64_t i = 0; i < *count; ++i) {
        const auto hash = reader.fixed<Digest>();
        const auto offset = reader.varint();
        if (!hash || !offset) return broken();
        state.wanted.push_back({*hash, *offset});
    }
    const auto rate = reader.varint();
    const auto setbacks = reader.varint();
    if (!rate || !setbacks || *setbacks > kMostSetbacks || !reader.at_end()) return broken();
    state.bytes_per_second = *rate;
    state.setbacks = *setbacks;
    return state;
}

// A record that does not decode is forgotten: nothing in it is needed to be right.
static Result<PeerState> peer_of(Result<std::optional<Bytes>> record) {
    if (!record) return pass(std::move(record));
    if (!*record) return PeerState{};
    auto state = decode_peer(**record);
    return state ? std::move(*state) : PeerState{};
}

Result<PeerState> load_peer(Node& node, const KeyId& peer) {
    return peer_of(node.get(kHubKind, to_text(peer)));
}

Result<PeerState> load_peer(Writer& writer, const KeyId& peer) {
    return peer_of(writer.get(kHubKind, to_text(peer)));
}

Status save_peer(Writer& writer, const KeyId& peer, const PeerState& state) {
    return writer.put(kHubKind, to_text(peer), encode_peer(state));
}

Status save_peer(Node& node, const KeyId& peer, const PeerState& state) {
    return node.write([&](Writer& writer) { return save_peer(writer, peer, state); });
}

Bytes encode_memory(const PeerMemory& memory) {
    Bytes made{kMemoryForm};
    append(made, memory.birth.view());
    put_frontier(made, memory.frontier);
    put_frontier(made, memory.told);
    return made;
}

Result<PeerMemory> decode_memory(ByteView bytes) {
    ByteReader reader(bytes);
    const auto form = reader.byte();
    const auto birth = reader.fixed<Birth>();
    auto frontier = read_frontier(reader, kMostFeeds);
    if (!form || *form != kMemoryForm || !birth || !frontier) return broken();
    auto told = read_frontier(reader, kMostFeeds);
    if (!told || !reader.at_end()) return broken();
    return PeerMemory{*birth, std::move(*frontier), std::move(*told)};
}

static Result<std::optional<PeerMemory>> memory_of(Result<std::optional<Bytes>> record) {
    if (!record) return pass(std::move(record));
    if (!*record) return std::optional<PeerMemory>();
    auto memory = decode_memory(**record);
    return memory ? std::optional(std::move(*memory)) : std::nullopt;
}

Result<std::optional<PeerMemory>> load_memory(Node& hub, const KeyId& kiosk) {
    return memory_of(hub.get(kKioskKind, to_text(kiosk)));
}

Result<std::optional<PeerMemory>> load_memory(Writer& writer, const KeyId& kiosk) {
    return memory_of(writer.get(kKioskKind, to_text(kiosk)));
}

Status save_memory(Writer& writer, const KeyId& kiosk, const PeerMemory& memory) {
    return writer.put(kKioskKind, to_text(kiosk), encode_memory(memory));
}

}  // namespace disapa
