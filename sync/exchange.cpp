#include "sync/exchange.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "sync/enrolment.h"
#include "sync/hearing.h"
#include "sync/request.h"

namespace disapa {
namespace {

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
    Receipts receipts;
    for (const FeedName& feed : kiosk.feeds()) {
        if (key_id_of(feed.node) != kiosk.id()) continue;
        auto received = kiosk.received(feed.id());
        if (!received) return pass(std::move(received));
        receipts.made += kiosk.size_of(feed.id());
        receipts.counted += *received;
    }
    return receipts;
}

// A POST of a run whose answer has not come.
struct Flight {
    Request request;
    Hearing hearing;
    Flight(Node& kiosk, Request made)
        : request(std::move(made)), hearing(kiosk, hub_boxes(kiosk), request.bundle.header) {}
};

class Exchange {
  public:
    Exchange(Node& kiosk, Link& link, const ExchangeBounds& bounds)
        : kiosk_(kiosk), link_(link), bounds_(bounds), hub_(key_id_of(kiosk.setup().hub_key)) {}

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
    Status post_acts();
    Status finish();

    Result<bool> blobs_are_due();
    Status post_blobs();
    Result<std::optional<Turn>> next_blobs();
    Result<std::optional<Turn>> begin_flight(std::vector<WantedBlob> wanted);
    [[nodiscard]] std::uint64_t blob_bytes_left() const {
        const auto used = report_.bytes_up + report_.bytes_down + bytes_under_way_;
        return bounds_.bytes - std::min(bounds_.bytes, used);
    }
    [[nodiscard]] bool may_go_on() {
        const bool may = !bounds_.may_go_on || bounds_.may_go_on();
        report_.held_back = report_.held_back || !may;
        return may;
    }

    Status save_if_changed(const PeerState& before);
    Status conclude(const Request& request, LinkReply reply, const Heard& heard);
    Status settle(const Request& request, const LinkReply& reply, const Heard& heard);
    void hear_wanted(const Request& request, const Heard& heard);
    Status believe(const Request& request, const Heard& heard);
    void learn_pace(const Request& request, const LinkReply& reply, const Heard& heard);
    void learn_rate(const LinkReply& reply);
    Result<bool> is_done();

    Node& kiosk_;
    Link& link_;
    const ExchangeBounds& bounds_;
    KeyId hub_;
    PeerState state_;
    Frontier mine_;
    std::size_t pending_ = 0;  // enrolments
    std::uint64_t counted_before_ = 0;
    bool again_ = true;
    ExchangeReport report_;
    struct Measured {
        std::uint64_t bytes = 0, milliseconds = 0;
    } measured_;  // up, of this exchange's POSTs and of the rate that was known before

    // Of a run of POSTs with blobs.
    std::size_t under_way_ = 0;                             // without an answer
    std::map<Digest, std::uint64_t> handed_;                // how far they bring each blob
    std::map<Digest, std::uint64_t> taken_;                 // how far the hub said that it holds it
    std::optional<std::vector<WantedBlob>> wanted_before_;  // when last nothing was under way
    std::uint64_t bytes_under_way_ = 0;
    std::optional<Error> failed_;
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
    while (again_ && report_.posts < limits::kPostsPerExchange) {
        if (report_.posts > 0 && !may_go_on()) return {};
        auto blobs = blobs_are_due();
        if (!blobs) return pass(std::move(blobs));
        if (auto posted = *blobs ? post_blobs() : post_acts(); !posted) return posted;
        if (report_.wait_seconds > 0 || report_.revoked) return {};
        auto done = is_done();
        if (!done) return pass(std::move(done));
        report_.completed = *done;
        if (*done || report_.held_back) return {};
    }
    return {};
}

Status Exchange::save_if_changed(const PeerState& before) {
    return state_ == before ? Status{} : save_peer(kiosk_, hub_, state_);
}

// One POST and its answer. Sets again_ when another one can get further.
Status Exchange::post_acts() {
    const PeerState before = state_;
    auto request = make_request(kiosk_, state_, {report_.posts += 1, {}, 0});
    if (!request) return pass(std::move(request));
    // If power dies after this, the next exchange asks what arrived before it sends anything again.
    if (request->acts > 0) state_.in_flight = true;
    if (auto saved = save_if_changed(before); !saved) return saved;
    if (auto marked = kiosk_.before_leaving(); !marked) return marked;
    Hearing hearing(kiosk_, hub_boxes(kiosk_), request->bundle.header);
    LinkReply reply = link_.post(request->bundle.bytes, request->room,
                                 [&](ByteView bytes) { return hearing.take(bytes); });
    mine_ = request->mine;
    pending_ = request->enrolments;
    if (auto done = conclude(*request, std::move(reply), hearing.heard()); !done) return done;
    // Nothing moved on either side: another POST would say the same again.
    auto blobs = blobs_are_due();
    if (!blobs) return pass(std::move(blobs));
    again_ = *blobs || has_moved(before, state_) || mine_ != request->mine ||
             pending_ != request->enrolments;
    return {};
}

// Where the hub wants blobs and no act waits. Never in the first POST: it brings decisions first.
Result<bool> Exchange::blobs_are_due() {
    if (report_.posts == 0 || state_.wanted.empty() || !state_.belief_known) return false;
    if (state_.in_flight && under_way_ == 0) return false;
    if (blob_bytes_left() == 0) {
        report_.held_back = true;
        return false;
    }
    auto now = frontier_for(kiosk_, kiosk_.setup().region);
    if (!now) return pass(std::move(now));
    return !lacks(state_.belief, *now);
}

// A run of POSTs, each with some of the blobs; acts that were made meanwhile end it.
Status Exchange::post_blobs() {
    const PeerState before = state_;
    const Frontier held_before = mine_;
    state_.in_flight = true;
    if (auto saved = save_if_changed(before); !saved) return saved;
    state_.in_flight = false;
    if (auto marked = kiosk_.before_leaving(); !marked) return marked;
    link_.post_run([this]() -> std::optional<Turn> {
        auto turn = next_blobs();
        if (turn) return std::move(*turn);
        failed_ = turn.error();
        return std::nullopt;
    });
    if (failed_) return tl::unexpected<Error>(*failed_);
    if (auto saved = save_peer(kiosk_, hub_, state_); !saved) return saved;
    again_ = has_moved(before, state_) || mine_ != held_before;
    return {};
}

Result<std::optional<Turn>> Exchange::next_blobs() {
    const auto none = std::optional<Turn>();
    if (failed_ || report_.wait_seconds > 0 || report_.revoked) return none;
    if (report_.posts >= limits::kPostsPerExchange || !may_go_on()) return none;
    auto due = blobs_are_due();
    if (!due) return pass(std::move(due));
    if (!*due) return none;
    if (under_way_ == 0) {
        handed_.clear();
        taken_.clear();
        if (wanted_before_ == state_.wanted) return none;  // it takes nothing: do not say it again
        wanted_before_ = state_.wanted;
    }
    // Beyond what is under way already; rather of other blobs: of one that is cut in two, the later
    // part could arrive without the one before it, and would go again.
    std::vector<WantedBlob> wanted, begun;
    for (WantedBlob blob : state_.wanted) {
        const auto handed = handed_.find(blob.hash);
        if (handed != handed_.end()) blob.offset = std::max(blob.offset, handed->second);
        (handed == handed_.end() ? wanted : begun).push_back(blob);
    }
    return begin_flight(wanted.empty() ? std::move(begun) : std::move(wanted));
}

Result<std::optional<Turn>> Exchange::begin_flight(std::vector<WantedBlob> wanted) {
    auto request =
        make_request(kiosk_, state_, {report_.posts + 1, std::move(wanted), blob_bytes_left()});
    if (!request) return pass(std::move(request));
    if (request->carried.empty()) return std::optional<Turn>();
    report_.posts += 1;
    under_way_ += 1;
    bytes_under_way_ += request->bundle.bytes.size();
    for (const WantedBlob& blob : request->carried) handed_[blob.hash] = blob.offset;
    const auto flight = std::make_shared<Flight>(kiosk_, std::move(*request));
    Turn turn;
    turn.request = flight->request.bundle.bytes;
    turn.answer_room = flight->request.room;
    turn.on_bytes = [flight](ByteView bytes) { return flight->hearing.take(bytes); };
    turn.on_done = [this, flight](const LinkReply& reply) {
        under_way_ -= 1;
        bytes_under_way_ -= flight->request.bundle.bytes.size();
        auto done = conclude(flight->request, reply, flight->hearing.heard());
        if (!done && !failed_) failed_ = done.error();
        return done.has_value();
    };
    return std::optional<Turn>(std::move(turn));
}

// Counts one POST and draws its conclusions, durably.
Status Exchange::conclude(const Request& request, LinkReply reply, const Heard& heard) {
    report_.bytes_up += reply.bytes_up;
    report_.bytes_down += reply.bytes_down;
    report_.milliseconds += reply.milliseconds;
    report_.wait_seconds = std::max(
        {report_.wait_seconds, reply.wait_seconds, static_cast<std::int64_t>(heard.wait_seconds)});
    report_.log.insert(report_.log.end(), heard.log.begin(), heard.log.end());
    report_.notices.insert(report_.notices.end(), heard.notices.begin(), heard.notices.end());
    report_.answered = report_.answered || heard.any;
    report_.revoked = report_.revoked || heard.revoked;
    if (reply.outcome && !heard.complete) {
        reply.outcome = fail(ErrorCode::network, "Jaringan terputus. Pengiriman diulang otomatis.",
                             "answer was cut");
        reply.trouble = Trouble::cut;
    }
    const PeerState sent = state_;
    auto settled = settle(request, reply, heard);
    if (!settled) report_.trouble = reply.trouble;
    if (bounds_.on_answer) bounds_.on_answer(report_.acts_sent);
    if (auto saved = save_if_changed(sent); !saved) return saved;
    return settled;
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
        state_.in_flight = under_way_ > 0;
    }
    if (!reply.outcome) {
        const bool has_left = reply.bytes_up > 0 || under_way_ > 0;
        if (!has_left) state_.in_flight = request.was_in_flight;
        if (has_left && request.blob_bytes > 0) state_.in_flight = true;
        if (reply.outcome.error().code != ErrorCode::not_found || request.flagged)
            return reply.outcome;
        state_.refused =
            true;  // the same again, with my box key in it, to one who remembers nothing
        state_.acknowledged = {};
        state_.in_flight = false;
        return {};
    }
    state_.in_flight = under_way_ > 0;
    state_.refused = heard.stranger;
    state_.leans = heard.leans;
    state_.hub_wants_plain = heard.asked_for_plain;
    hear_wanted(request, heard);
    if (auto believed = believe(request, heard); !believed) return believed;
    if (auto dropped = drop_enrolled(kiosk_); !dropped) return dropped;
    auto enrols = pending_enrolments(kiosk_);
    if (!enrols) return pass(std::move(enrols));
    pending_ = enrols->size();
    return {};
}

// Of two that were under way at once either answer may be the older one: one that was lost on the
// road comes late. Of what a POST brought, its own answer is believed.
void Exchange::hear_wanted(const Request& request, const Heard& heard) {
    for (const WantedBlob& blob : request.carried) taken_[blob.hash] = limits::kBlobBytes;
    for (const WantedBlob& blob : heard.wanted) {
        const bool is_mine =
            std::any_of(request.carried.begin(), request.carried.end(),
                        [&](const WantedBlob& carried) { return carried.hash == blob.hash; });
        if (is_mine) taken_[blob.hash] = blob.offset;
    }
    state_.wanted = heard.wanted;
    for (WantedBlob& blob : state_.wanted) {
        const auto taken = taken_.find(blob.hash);
        if (taken != taken_.end()) blob.offset = std::max(blob.offset, taken->second);
    }
    std::erase_if(state_.wanted,
                  [](const WantedBlob& blob) { return blob.offset >= limits::kBlobBytes; });
}

Status Exchange::believe(const Request& request, const Heard& heard) {
    auto now = frontier_for(kiosk_, kiosk_.setup().region);
    if (!now) return pass(std::move(now));
    mine_ = *now;
    // What the hub can know of: an act that was made while the answer came is not in it.
    for (auto& [feed, extent] : *now) {
        const auto then = request.mine.find(feed);
        if (feed.birth == kiosk_.birth() && then != request.mine.end()) extent = then->second;
    }
    std::erase_if(*now, [&](const auto& entry) {
        return entry.first.birth == kiosk_.birth() && request.mine.count(entry.first) == 0;
    });
    // The hub remembers what I told and what it sent. Where that is not so, it asks.
    const bool is_remembered = !heard.asked_for_list && !heard.stranger && !heard.leans;
    state_.acknowledged = is_remembered ? hash_of(*now) : FrontierHash{};
    if (heard.list) return {};
    if (heard.hash && *heard.hash == hash_of(*now)) {
        state_.belief = std::move(*now);
        state_.belief_known = true;
    } else {
        state_.belief_known = heard.hash && *heard.hash == hash_of(state_.belief);
    }
    return {};
}

void Exchange::learn_pace(const Request& request, const LinkReply& reply, const Heard& heard) {
    const bool is_lost = !reply.outcome && reply.outcome.error().code == ErrorCode::network;
    if (is_lost && reply.bytes_up > 0) {
        // Of a run, one setback: what else was under way was lost with it.
        if (!failed_) state_.setbacks = std::min(state_.setbacks + 1, kMostSetbacks);
        learn_rate(reply);
        return;
    }
    if (!reply.outcome || !heard.complete) return;
    // Only a POST that used what it was allowed to shows that more may be tried.
    if (request.act_bytes * 2 >= request.act_budget || reply.bytes_down * 2 >= request.room ||
        (request.blob_bytes > 0 && request.blob_bytes * 2 >= request.blob_budget))
        state_.setbacks -= state_.setbacks > 0 ? 1 : 0;
    learn_rate(reply);
}

// Bytes over time, older ones counting half as much with each POST: of two answers that come
// together the second took no time of its own, and tells of no faster link.
void Exchange::learn_rate(const LinkReply& reply) {
    if (reply.bytes_up < kMeasurableBytes || reply.milliseconds <= 0) return;
    const auto milliseconds = static_cast<std::uint64_t>(reply.milliseconds);
    if (measured_.milliseconds == 0 && state_.bytes_per_second > 0)
        measured_ = {state_.bytes_per_second * milliseconds / 500, 2 * milliseconds};
    measured_.bytes = measured_.bytes / 2 + reply.bytes_up;
    measured_.milliseconds = measured_.milliseconds / 2 + milliseconds;
    state_.bytes_per_second = measured_.bytes * 1000 / measured_.milliseconds;
}

Result<bool> Exchange::is_done() {
    if (state_.in_flight || state_.refused || !state_.belief_known || state_.leans) return false;
    if (!state_.wanted.empty() || pending_ > 0) return false;
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
    report_.bytes_per_second = state_.bytes_per_second;
    return {};
}

}  // namespace

ExchangeReport exchange(Node& kiosk, Link& link, const ExchangeBounds& bounds) {
    return Exchange(kiosk, link, bounds).run();
}

Result<std::uint64_t> waiting_acts(Node& kiosk) {
    auto receipts = receipts_of(kiosk);
    if (!receipts) return pass(std::move(receipts));
    return receipts->made - receipts->counted;
}

Result<bool> has_something_to_say(Node& kiosk, bool blobs_may_go) {
    auto state = load_peer(kiosk, key_id_of(kiosk.setup().hub_key));
    if (!state) return pass(std::move(state));
    if (!state->met || state->in_flight || state->refused || !state->belief_known || state->leans ||
        (blobs_may_go && !state->wanted.empty()))
        return true;
    auto enrols = pending_enrolments(kiosk);
    if (!enrols) return pass(std::move(enrols));
    if (!enrols->empty()) return true;
    auto mine = frontier_for(kiosk, kiosk.setup().region);
    if (!mine) return pass(std::move(mine));
    return lacks(state->belief, *mine);
}

}  // namespace disapa
