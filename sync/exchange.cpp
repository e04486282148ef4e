#include "sync/exchange.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "sync/bundle.h"
#include "sync/enrolment.h"
#include "sync/inbox.h"
#include "sync/outbox.h"
#include "sync/peer.h"

namespace disapa {
namespace {

constexpr std::size_t kSmallestPost = 2 * 1024;
constexpr std::size_t kBlobSeconds = 10;  // of the learnt rate, in one POST
constexpr std::size_t kSmallestBlobs = 8 * 1024;
constexpr std::size_t kLargestBlobs = 512 * 1024;  // below kBundleBytes with all around it
constexpr std::uint64_t kMostSetbacks = 8;
constexpr std::size_t kMeasurableBytes = 4 * 1024;  // less says nothing about a link's rate

// True when `other` lacks something that `one` holds.
bool lacks(const Frontier& other, const Frontier& one) {
    return std::any_of(one.begin(), one.end(), [&](const auto& entry) {
        const auto held = other.find(entry.first);
        return held == other.end() || held->second.size < entry.second.size;
    });
}

// True when an exchange has got further between the two: pace and rate are no progress.
bool has_moved(PeerState from, const PeerState& to) {
    from.bytes_per_second = to.bytes_per_second;
    from.setbacks = to.setbacks;
    return from != to;
}

// How far my own acts have their receipt, and how many there are.
struct Receipts {
    std::uint64_t made = 0, counted = 0;
};
Result<Receipts> receipts_of(Node& kiosk) {
    auto book = kiosk.book();
    if (!book) return pass(std::move(book));
    Receipts receipts;
    for (const FeedName& feed : kiosk.feeds()) {
        if (key_id_of(feed.node) != kiosk.id()) continue;
        const std::uint64_t size = kiosk.size_of(feed.id());
        receipts.made += size;
        receipts.counted += std::min(size, (*book)->counted(feed.id()));
    }
    return receipts;
}

// What one POST carries.
struct Request {
    SealedBundle bundle;
    std::uint64_t acts = 0;
    std::size_t act_bytes = 0, blob_bytes = 0;
    bool flagged = false;
    bool was_in_flight = false;
    std::size_t act_budget = 0, room = 0;
};

// What came back of one POST.
struct Heard {
    bool any = false, complete = false;
    bool list = false;
    Frontier frontier;
    std::optional<FrontierHash> hash;
    bool asked_for_list = false, asked_for_plain = false;
    bool leans = false;
    bool stranger = false, revoked = false;
    std::vector<WantedBlob> wanted;
    std::uint64_t acts = 0;
};

class Exchange {
  public:
    Exchange(Node& kiosk, Link& link)
        : kiosk_(kiosk), link_(link), hub_(key_id_of(kiosk.setup().hub_key)) {}

    ExchangeReport run() {
        auto status = converse();
        if (!status) stop(status.error());
        if (auto counted = finish(); !counted) stop(counted.error());
        return std::move(report_);
    }

  private:
    void stop(const Error& error) {
        if (!report_.error) report_.error = error;
        report_.log.push_back(error.log);
    }

    Status converse();
    Status post_once();
    Status finish();
    Result<Request> make_request();
    Status pack_load(Request& request, Packer& packer);
    std::vector<BoxPublicKey> hub_boxes();
    Status hear_chunk(ByteView text, Heard& heard);
    void hear_words(const Incoming& incoming, Heard& heard);
    Status settle(const Request& request, const LinkReply& reply, const Heard& heard);
    Status believe(const Heard& heard);
    void learn_pace(const Request& request, const LinkReply& reply, const Heard& heard);
    Result<bool> is_done();

    Node& kiosk_;
    Link& link_;
    KeyId hub_;
    PeerState state_;
    Frontier mine_;
    std::size_t pending_ = 0;  // enrolments
    std::uint64_t counted_before_ = 0;
    bool again_ = true;
    ExchangeReport report_;
};

Status Exchange::converse() {
    if (kiosk_.setup().kind != NodeKind::kiosk)
        return fail(ErrorCode::refused,
                    "Folder ini milik data hub kecamatan, bukan kios. Periksa pilihan --data.",
                    "exchange: this node is a hub");
    auto state = load_peer(kiosk_, hub_);
    if (!state) return pass(std::move(state));
    state_ = std::move(*state);
    auto receipts = receipts_of(kiosk_);
    if (!receipts) return pass(std::move(receipts));
    counted_before_ = receipts->counted;
    for (std::size_t i = 0; i < limits::kPostsPerExchange && again_; ++i) {
        if (auto status = post_once(); !status) return status;
        if (report_.wait_seconds > 0 || report_.revoked) return {};
        auto done = is_done();
        if (!done) return pass(std::move(done));
        report_.completed = *done;
        if (*done) return {};
    }
    return {};
}

// One POST and its answer. Sets again_ when another one can get further.
Status Exchange::post_once() {
    const PeerState before = state_;
    auto request = make_request();
    if (!request) return pass(std::move(request));
    const Frontier held_before = mine_;
    const std::size_t pending_before = pending_;
    request->was_in_flight = state_.in_flight;
    // If power dies after this, the next exchange asks what arrived before it sends anything again.
    if (request->acts > 0 || request->blob_bytes > 0) state_.in_flight = true;
    if (state_ != before) {
        if (auto saved = save_peer(kiosk_, hub_, state_); !saved) return saved;
    }
    if (auto marked = kiosk_.before_leaving(); !marked) return marked;

    Heard heard;
    BundleOpener opener(kiosk_.box(), kiosk_.id(), request->bundle.header,
                        [this](const BundleAddress&) { return hub_boxes(); });
    const auto on_bytes = [&](ByteView bytes) -> Status {
        std::vector<Bytes> chunks;
        const auto opened = opener.take(bytes, chunks);
        for (const Bytes& text : chunks) {
            if (auto taken = hear_chunk(text, heard); !taken) return taken;
        }
        return opened;
    };
    LinkReply reply = link_.post(request->bundle.bytes, request->room, on_bytes);
    heard.complete = opener.complete();
    report_.posts += 1;
    report_.bytes_up += reply.bytes_up;
    report_.bytes_down += reply.bytes_down;
    report_.milliseconds += reply.milliseconds;
    report_.wait_seconds = std::max(report_.wait_seconds, reply.wait_seconds);
    if (reply.outcome && !heard.complete)
        reply.outcome = fail(ErrorCode::network, "Jaringan terputus. Pengiriman diulang otomatis.",
                             "answer was cut");
    const PeerState sent = state_;
    const auto settled = settle(*request, reply, heard);
    if (state_ != sent) {
        if (auto saved = save_peer(kiosk_, hub_, state_); !saved) return saved;
    }
    if (!settled) return settled;
    // Nothing moved on either side: another POST would say the same again.
    again_ = has_moved(before, state_) || mine_ != held_before || pending_ != pending_before;
    return {};
}

Result<Request> Exchange::make_request() {
    auto roster = kiosk_.roster();
    if (!roster) return pass(std::move(roster));
    auto enrols = pending_enrolments(kiosk_);
    if (!enrols) return pass(std::move(enrols));
    auto mine = frontier_for(kiosk_, kiosk_.setup().region);
    if (!mine) return pass(std::move(mine));
    mine_ = std::move(*mine);
    pending_ = enrols->size();

    Request request;
    request.flagged = state_.refused || roster->find(kiosk_.id()) == nullptr;
    request.room = std::max(limits::kFirstPostBytes >> state_.setbacks, 2 * kSmallestPost);
    const std::size_t most = report_.posts == 0 ? limits::kFirstPostBytes : limits::kPostActBytes;
    request.act_budget = std::max(most >> state_.setbacks, kSmallestPost);

    Packer packer(std::max(limits::kChunkBytes >> state_.setbacks, kSmallestPost));
    packer.add(encode_frame(Hello{kProtocolVersion, kiosk_.birth(), 0, request.room}));
    for (Bytes& body : *enrols) packer.add(encode_frame(EnrolFrame{std::move(body)}));
    const FrontierHash hash = hash_of(mine_);
    if (hash == state_.acknowledged) {
        packer.add(encode_frame(Have{hash, {}}));
    } else {
        for (const Bytes& frame : encode_have(mine_)) packer.add(frame);
    }
    if (!state_.belief_known || state_.leans)
        packer.add(encode_frame(Want{!state_.belief_known, {}, state_.leans}));
    if (auto packed = pack_load(request, packer); !packed) return pass(std::move(packed));

    BundleRoute route;
    route.from = &kiosk_.box();
    const auto boxes = hub_boxes();
    route.to = boxes.front();
    route.sender = kiosk_.id();
    route.recipient = hub_;
    route.unknown = request.flagged;
    auto sealed = seal_bundle(route, packer.take());
    if (!sealed) return pass(std::move(sealed));
    request.bundle = std::move(*sealed);
    return request;
}

// Acts, or blobs when no act waits; neither before it is known what arrived.
Status Exchange::pack_load(Request& request, Packer& packer) {
    if (state_.in_flight || !state_.belief_known) return {};
    const std::size_t begin = packer.bytes();
    auto packed = pack_segments(kiosk_, kiosk_.setup().region, state_.belief, request.act_budget,
                                packer, state_.hub_wants_plain);
    if (!packed) return pass(std::move(packed));
    request.acts = packed->acts;
    request.act_bytes = packer.bytes() - begin;
    if (request.acts > 0 || report_.posts == 0 || state_.wanted.empty()) return {};
    const std::size_t worth = std::clamp<std::size_t>(state_.bytes_per_second * kBlobSeconds,
                                                      kSmallestBlobs, kLargestBlobs);
    auto blobs = pack_blobs(kiosk_, state_.wanted, worth >> state_.setbacks, packer);
    if (!blobs) return pass(std::move(blobs));
    request.blob_bytes = blobs->bytes;
    for (const Digest& blob : blobs->missing)
        packer.add(encode_frame(Note{NoteKind::no_blob, 0, to_base64url(blob.view())}));
    return {};
}

// The roster's newest first; the invite's as long as the roster has not come.
std::vector<BoxPublicKey> Exchange::hub_boxes() {
    std::vector<BoxPublicKey> boxes;
    const auto add = [&](const BoxPublicKey& box) {
        if (!box.is_zero() && std::find(boxes.begin(), boxes.end(), box) == boxes.end())
            boxes.push_back(box);
    };
    if (const auto roster = kiosk_.roster(); roster) {
        if (const RosterKey* key = roster->find(hub_); key != nullptr) {
            add(key->box);
            add(key->previous_box);
        }
    }
    add(kiosk_.setup().hub_box);
    return boxes;
}

Status Exchange::hear_chunk(ByteView text, Heard& heard) {
    NodeContext held(kiosk_, kiosk_.setup().region);
    auto incoming = read_chunk(text, &held);
    if (!incoming) return pass(std::move(incoming));
    heard.leans = heard.leans || incoming->leans;
    heard.any = true;
    report_.answered = true;
    if (!incoming->segments.empty()) {
        Gate gate = gate_for(kiosk_, kiosk_.setup().region);
        Taken taken;
        auto stored = kiosk_.write(
            [&](Writer& writer) { return store_chunk(writer, *incoming, gate, taken); });
        if (!stored) return stored;
        heard.acts += taken.acts;
        report_.log.insert(report_.log.end(), taken.log.begin(), taken.log.end());
    }
    hear_words(*incoming, heard);
    return {};
}

void Exchange::hear_words(const Incoming& incoming, Heard& heard) {
    for (const Have& have : incoming.haves) {
        if (have.hash) {
            heard.hash = have.hash;
        } else {
            heard.list = true;
            heard.frontier.insert(have.list.begin(), have.list.end());
        }
    }
    for (const Want& want : incoming.wants) {
        heard.asked_for_list = heard.asked_for_list || want.frontier;
        heard.asked_for_plain = heard.asked_for_plain || want.plain;
        heard.wanted = want.blobs;
    }
    for (const Note& note : incoming.notes) {
        report_.log.push_back("note of the hub: " + std::to_string(static_cast<int>(note.kind)) +
                              " " + note.text);
        switch (note.kind) {
            case NoteKind::unknown_sender:
                heard.stranger = true;
                break;
            case NoteKind::revoked:
                heard.revoked = true;
                break;
            case NoteKind::enrol_refused:
                report_.notices.push_back(note.text);
                break;
            case NoteKind::fork:
                report_.notices.emplace_back(
                    "Ada dua salinan data yang berbeda. Hubungi petugas kecamatan.");
                break;
            case NoteKind::slow_down:
                report_.wait_seconds = std::max(
                    report_.wait_seconds,
                    static_cast<std::int64_t>(std::min<std::uint64_t>(note.number, 24 * 3600)));
                break;
            case NoteKind::minimum_version:
                report_.notices.emplace_back(
                    "Program di kios ini terlalu lama. Minta pembaruan ke kecamatan.");
                break;
            case NoteKind::enrolled:
            case NoteKind::refused:
            case NoteKind::no_blob:
                break;
        }
    }
}

// Draws the conclusions of one POST into state_. An error ends the exchange.
Status Exchange::settle(const Request& request, const LinkReply& reply, const Heard& heard) {
    report_.acts_received += heard.acts;
    if (heard.any) {
        state_.met = true;
        report_.acts_sent += request.acts;
        report_.blob_bytes_sent += request.blob_bytes;
    }
    learn_pace(request, reply, heard);
    state_.leans = state_.leans || heard.leans;
    // The whole request was taken before the answer's first byte was made: what its list says
    // holds.
    if (heard.list) {
        state_.belief = heard.frontier;
        state_.belief_known = true;
        state_.in_flight = false;
    }
    if (!reply.outcome) {
        if (reply.bytes_up == 0)
            state_.in_flight = request.was_in_flight;  // nothing left this machine
        if (reply.outcome.error().code != ErrorCode::not_found || request.flagged)
            return reply.outcome;
        state_.refused = true;  // the same again, with my box key in it
        state_.in_flight = false;
        return {};
    }
    state_.in_flight = false;
    state_.refused = heard.stranger;
    state_.wanted = heard.wanted;
    state_.leans = heard.leans;
    state_.hub_wants_plain = heard.asked_for_plain;
    if (auto believed = believe(heard); !believed) return believed;
    if (heard.revoked) {
        report_.revoked = true;
        report_.notices.emplace_back(
            "Perangkat ini sudah dicabut oleh kecamatan. Hubungi petugas kecamatan.");
    }
    if (auto dropped = drop_enrolled(kiosk_); !dropped) return dropped;
    auto enrols = pending_enrolments(kiosk_);
    if (!enrols) return pass(std::move(enrols));
    pending_ = enrols->size();
    return {};
}

Status Exchange::believe(const Heard& heard) {
    auto now = frontier_for(kiosk_, kiosk_.setup().region);
    if (!now) return pass(std::move(now));
    // The hub remembers what I told and what it sent. Where that is not so, it asks.
    const bool is_remembered = !heard.asked_for_list && !heard.stranger && !heard.leans;
    state_.acknowledged = is_remembered ? hash_of(*now) : FrontierHash{};
    mine_ = std::move(*now);
    if (heard.list) return {};
    if (heard.hash && *heard.hash == hash_of(mine_)) {
        state_.belief = mine_;
        state_.belief_known = true;
    } else {
        state_.belief_known = heard.hash && *heard.hash == hash_of(state_.belief);
    }
    return {};
}

void Exchange::learn_pace(const Request& request, const LinkReply& reply, const Heard& heard) {
    const bool is_lost = !reply.outcome && reply.outcome.error().code == ErrorCode::network;
    if (is_lost && reply.bytes_up > 0) {
        state_.setbacks = std::min(state_.setbacks + 1, kMostSetbacks);
        return;
    }
    if (!reply.outcome || !heard.complete) return;
    // Only a POST that used what it was allowed to shows that more may be tried.
    if (request.act_bytes * 2 >= request.act_budget || reply.bytes_down * 2 >= request.room ||
        request.blob_bytes >= kSmallestBlobs)
        state_.setbacks -= state_.setbacks > 0 ? 1 : 0;
    if (reply.bytes_up < kMeasurableBytes || reply.milliseconds <= 0) return;
    const std::uint64_t rate =
        reply.bytes_up * 1000 / static_cast<std::uint64_t>(reply.milliseconds);
    state_.bytes_per_second =
        state_.bytes_per_second == 0 ? rate : (state_.bytes_per_second + rate) / 2;
}

Result<bool> Exchange::is_done() {
    if (state_.in_flight || state_.refused || !state_.belief_known || !state_.wanted.empty())
        return false;
    if (pending_ > 0) return false;
    // The screen may have added something meanwhile: that goes now, too.
    auto now = frontier_for(kiosk_, kiosk_.setup().region);
    if (!now) return pass(std::move(now));
    return !lacks(state_.belief, *now) && !lacks(*now, state_.belief);
}

Status Exchange::finish() {
    auto receipts = receipts_of(kiosk_);
    if (!receipts) return pass(std::move(receipts));
    report_.waiting = receipts->made - receipts->counted;
    report_.arrived = receipts->counted > counted_before_ ? receipts->counted - counted_before_ : 0;
    report_.acknowledged = report_.waiting == 0;
    report_.waiting_blobs = state_.wanted.size();
    return {};
}

}  // namespace

ExchangeReport exchange(Node& kiosk, Link& link) {
    return Exchange(kiosk, link).run();
}

Result<std::uint64_t> waiting_acts(Node& kiosk) {
    auto receipts = receipts_of(kiosk);
    if (!receipts) return pass(std::move(receipts));
    return receipts->made - receipts->counted;
}

Result<bool> has_something_to_say(Node& kiosk) {
    auto state = load_peer(kiosk, key_id_of(kiosk.setup().hub_key));
    if (!state) return pass(std::move(state));
    if (!state->met || state->in_flight || state->refused || !state->belief_known ||
        !state->wanted.empty())
        return true;
    auto enrols = pending_enrolments(kiosk);
    if (!enrols) return pass(std::move(enrols));
    if (!enrols->empty()) return true;
    auto mine = frontier_for(kiosk, kiosk.setup().region);
    if (!mine) return pass(std::move(mine));
    return lacks(state->belief, *mine);
}

}  // namespace disapa
