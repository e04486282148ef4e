// What a kiosk's next POST carries, made from what it holds and what it remembers of its hub.
// Writes nothing.
#pragma once

#include "sync/bundle.h"
#include "sync/outbox.h"
#include "sync/peer.h"

namespace disapa {

struct RequestPlan {
    std::uint64_t number = 1;       // among the POSTs of this exchange
    std::vector<WantedBlob> blobs;  // to send of; none: acts are sent
    std::uint64_t blob_bytes = 0;   // at most
};

struct Request {
    SealedBundle bundle;
    std::uint64_t number = 1;
    Frontier mine;  // what I held when it was made
    std::size_t enrolments = 0;
    std::uint64_t acts = 0;
    std::size_t act_bytes = 0, blob_bytes = 0;
    std::vector<WantedBlob> carried;  // how far it brings each blob
    bool flagged = false;             // it carries my box key
    bool was_in_flight = false;
    std::size_t act_budget = 0, blob_budget = 0, room = 0;
};

// `state.in_flight` or a belief that is not known: HAVE alone, to ask what arrived.
[[nodiscard]] Result<Request> make_request(Node& kiosk, const PeerState& state,
                                           const RequestPlan& plan);

// The hub's box keys, the likeliest first: the roster's; the invite's as long as that has not come.
[[nodiscard]] std::vector<BoxPublicKey> hub_boxes(Node& kiosk);

}  // namespace disapa
