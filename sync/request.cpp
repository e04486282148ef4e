#include "sync/request.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "sync/enrolment.h"

namespace disapa {
namespace {

constexpr std::size_t kSmallestPost = 2 * 1024;
// Blobs in one POST: worth this long of the learnt rate, so that what the hub decided meanwhile
// comes with an answer soon. A link that keeps the road full between POSTs loses nothing by it.
constexpr std::uint64_t kBlobSeconds = 10;
// A chunk is what a cut can cost: on a link too slow to carry one of full size in this time, less.
constexpr std::uint64_t kChunkSeconds = 16;
constexpr std::uint64_t kUnmeasuredBlobs = 32 * 1024;
constexpr std::uint64_t kSmallestBlobs = 8 * 1024;
constexpr std::uint64_t kLargestBlobs = 512 * 1024;  // below kBundleBytes with all around it

// On a link that carries more than a chunk a second, pieces of blobs are smaller: much is on its
// way there, and what came through behind a lost packet is lost with the part of a chunk. On a
// slower one the bytes around each piece cost more than that.
constexpr std::uint64_t kSmallPieces = 4 * 1024;

std::size_t chunk_bytes(const PeerState& state, bool has_blobs = false) {
    const bool is_fast = state.bytes_per_second > limits::kChunkBytes;
    std::uint64_t most = has_blobs && is_fast ? kSmallPieces : limits::kChunkBytes;
    if (state.bytes_per_second > 0) most = std::min(most, state.bytes_per_second * kChunkSeconds);
    return std::max(static_cast<std::size_t>(most) >> state.setbacks, kSmallestPost);
}

class Maker {
  public:
    Maker(Node& kiosk, const PeerState& state, const RequestPlan& plan)
        : kiosk_(kiosk),
          state_(state),
          plan_(plan),
          packer_(chunk_bytes(state, !plan.blobs.empty())) {}

    Result<Request> make() {
        for (const auto step : {&Maker::greet, &Maker::pack_acts, &Maker::put_have,
                                &Maker::pack_papers, &Maker::seal}) {
            if (auto done = (this->*step)(); !done) return pass(std::move(done));
        }
        return std::move(request_);
    }

  private:
    Status greet();
    Status pack_acts();
    Status put_have();
    Status pack_papers();
    Status seal();

    Node& kiosk_;
    const PeerState& state_;
    const RequestPlan& plan_;
    Packer packer_;
    Request request_;
    bool carries_all_ = false;  // with the acts in it the hub holds all that I do
};

Status Maker::greet() {
    auto roster = kiosk_.roster();
    if (!roster) return pass(std::move(roster));
    auto enrols = pending_enrolments(kiosk_);
    if (!enrols) return pass(std::move(enrols));
    auto mine = frontier_for(kiosk_, kiosk_.setup().region);
    if (!mine) return pass(std::move(mine));
    request_.number = plan_.number;
    request_.mine = std::move(*mine);
    request_.enrolments = enrols->size();
    request_.was_in_flight = state_.in_flight;
    request_.flagged = state_.refused || roster->find(kiosk_.id()) == nullptr;
    // The hub makes its chunks a quarter of it, down to 2 KiB.
    request_.room = limits::kFirstPostBytes >> state_.setbacks;
    if (chunk_bytes(state_) < limits::kChunkBytes)
        request_.room = std::min(request_.room, 4 * chunk_bytes(state_));
    request_.room = std::max(request_.room, 2 * kSmallestPost);
    const std::size_t most = plan_.number == 1 ? limits::kFirstPostBytes : limits::kPostActBytes;
    request_.act_budget = std::max(most >> state_.setbacks, kSmallestPost);

    // The hub answers with all it has where it is not told otherwise: no need to say so.
    const std::uint64_t room = request_.room == limits::kFirstPostBytes ? 0 : request_.room;
    packer_.add(encode_frame(Hello{kProtocolVersion, kiosk_.birth(), 0, room}));
    for (Bytes& body : *enrols) packer_.add(encode_frame(EnrolFrame{std::move(body)}));
    if (!state_.belief_known || state_.leans)
        packer_.add(encode_frame(Want{!state_.belief_known, {}, state_.leans}));
    return {};
}

Status Maker::pack_acts() {
    if (!plan_.blobs.empty() || state_.in_flight || !state_.belief_known) return {};
    const std::size_t begin = packer_.bytes();
    auto packed = pack_segments(kiosk_, kiosk_.setup().region, state_.belief, request_.act_budget,
                                packer_, state_.hub_wants_plain);
    if (!packed) return pass(std::move(packed));
    request_.acts = packed->acts;
    request_.act_bytes = packer_.bytes() - begin;
    carries_all_ = packed->after == request_.mine;
    return {};
}

// A hash where the hub can tell the rest: it is of what the hub remembers of me, and what I hold
// beyond that travels in this bundle.
Status Maker::put_have() {
    const bool is_known = hash_of(request_.mine) == state_.acknowledged ||
                          (carries_all_ && hash_of(state_.belief) == state_.acknowledged);
    if (is_known) {
        packer_.add(encode_frame(Have{state_.acknowledged, {}}));
        return {};
    }
    for (const Bytes& frame : encode_have(request_.mine)) packer_.add(frame);
    return {};
}

Status Maker::pack_papers() {
    if (plan_.blobs.empty()) return {};
    const std::uint64_t rate = state_.bytes_per_second;
    const std::uint64_t worth =
        rate == 0 ? kUnmeasuredBlobs
                  : std::clamp(rate * kBlobSeconds, kSmallestBlobs, kLargestBlobs);
    request_.blob_budget = static_cast<std::size_t>(worth >> state_.setbacks);
    const auto most = std::min<std::uint64_t>(request_.blob_budget, plan_.blob_bytes);
    auto packed = pack_blobs(kiosk_, plan_.blobs, static_cast<std::size_t>(most), packer_);
    if (!packed) return pass(std::move(packed));
    request_.blob_bytes = packed->bytes;
    request_.carried = std::move(packed->carried);
    for (const Digest& blob : packed->missing) {
        packer_.add(encode_frame(Note{NoteKind::no_blob, 0, to_base64url(blob.view())}));
        request_.carried.push_back({blob, limits::kBlobBytes});
    }
    return {};
}

Status Maker::seal() {
    BundleRoute route;
    route.from = &kiosk_.box();
    const auto boxes = hub_boxes(kiosk_);
    route.to = boxes.front();
    route.sender = kiosk_.id();
    route.recipient = key_id_of(kiosk_.setup().hub_key);
    route.unknown = request_.flagged;
    auto sealed = seal_bundle(route, packer_.take());
    if (!sealed) return pass(std::move(sealed));
    request_.bundle = std::move(*sealed);
    return {};
}

}  // namespace

Result<Request> make_request(Node& kiosk, const PeerState& state, const RequestPlan& plan) {
    return Maker(kiosk, state, plan).make();
}

std::vector<BoxPublicKey> hub_boxes(Node& kiosk) {
    std::vector<BoxPublicKey> boxes;
    const auto add = [&](const BoxPublicKey& box) {
        if (!box.is_zero() && std::find(boxes.begin(), boxes.end(), box) == boxes.end())
            boxes.push_back(box);
    };
    if (const auto roster = kiosk.roster(); roster) {
        if (const RosterKey* key = roster->find(key_id_of(kiosk.setup().hub_key)); key != nullptr) {
            add(key->box);
            add(key->previous_box);
        }
    }
    add(kiosk.setup().hub_box);
    return boxes;
}

}  // namespace disapa
