#include "sync/hub/intake.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/crypto/stream.h"
#include "sync/bundle.h"

namespace disapa {
namespace {

constexpr std::size_t kLengthBytes = 2;
constexpr std::size_t kLargestChunk =
    kLengthBytes + limits::kChunkBytes + limits::kChunkSlackBytes + kStreamOverhead;
constexpr std::size_t kLongestAddress =
    4 + 1 + KeyId::kSize + BoxPublicKey::kSize + StreamHeader::kSize;
// Of a sender whose first chunk has not opened yet.
constexpr std::size_t kStrangersBytes = kLongestAddress + kLargestChunk;
constexpr int kBusySeconds = 60;

HttpResponse wait_please(int status, int seconds) {
    return {status, "", {}, {{"Retry-After", std::to_string(seconds)}}};
}

}  // namespace

std::size_t Visit::take(ByteView piece) {
    return intake_.take_piece(*this, piece);
}
void Visit::end() {
    intake_.end(*this, false);
}
void Visit::cut() {
    intake_.end(*this, true);
}

Intake::Intake(std::function<void()> wake, std::function<double()> seconds)
    : Intake(std::move(wake), std::move(seconds),
             {{limits::kDeviceRequestsPerMinute, limits::kDeviceBytesPerMinute},
              {limits::kStrangerRequestsPerMinute, limits::kStrangerBytesPerMinute}}) {}

Intake::Intake(std::function<void()> wake, std::function<double()> seconds, Rates rates)
    : wake_(std::move(wake)),
      seconds_(std::move(seconds)),
      rates_(rates),
      known_(std::make_shared<KnownSenders>()),
      quota_(limits::kQuotaEntries) {}

std::shared_ptr<Visit> Intake::open(std::string remote, HttpServer::Reply reply,
                                    std::function<void()> resume) {
    auto visit =
        std::make_shared<Visit>(*this, std::move(remote), std::move(reply), std::move(resume));
    const std::scoped_lock lock(mutex_);
    visit->place_ = visits_.insert(visits_.end(), visit);
    return visit;
}

void Intake::open_whole(Bytes request, HttpServer::Reply reply) {
    const auto visit = open({}, std::move(reply), [] {});
    const std::scoped_lock lock(mutex_);
    bytes_ += request.size();
    visit->waiting_ = std::move(request);
    visit->whole_ = visit->waiting_.size();
    visit->is_trusted_ = visit->has_ended_ = true;
    queue(*visit);
}

bool Intake::has_work() const {
    const std::scoped_lock lock(mutex_);
    return !queue_.empty();
}
std::size_t Intake::bytes() const {
    const std::scoped_lock lock(mutex_);
    return bytes_;
}
std::size_t Intake::visits() const {
    const std::scoped_lock lock(mutex_);
    return visits_.size();
}

std::size_t Intake::take_piece(Visit& visit, ByteView piece) {
    const std::scoped_lock lock(mutex_);
    if (visit.is_over_ || visit.is_refused_ || visit.is_foreign_)
        return piece.size();  // nobody wants the rest
    const std::size_t most = visit.is_trusted_ ? limits::kVisitBytes : kStrangersBytes;
    const std::size_t room = most - std::min(most, visit.waiting_.size());
    const std::size_t size = std::min(room, piece.size());
    visit.is_held_back_ = size < piece.size();
    append(visit.waiting_, piece.first(size));
    bytes_ += size;
    if (visit.device_.empty() && !read_address(visit)) return piece.size();
    if (!visit.device_.empty()) {
        if (const int wait = quota_.take_bytes(visit.device_, visit.rate_, size, seconds_());
            wait > 0) {
            refuse(visit, 429, wait);
            return piece.size();
        }
        find_chunks(visit);
    }
    if (bytes_ > limits::kVisitsBytes) make_room(visit);
    return visit.is_over_ || visit.is_refused_ ? piece.size() : size;
}

// Who sends, once that much has come, and whether he may. False: he may not.
bool Intake::read_address(Visit& visit) {
    if (visit.waiting_.size() < 5) return true;
    const auto address = disapa::read_address(visit.waiting_);
    if (!address) {
        const bool may_be_cut = address.error().code == ErrorCode::corrupt;
        if (may_be_cut && visit.waiting_.size() < kLongestAddress) return true;
        visit.is_foreign_ = true;
        visit.whole_ = visit.waiting_.size();
        queue(visit);
        return true;
    }
    const bool is_known = address->flags == kFlagUnknown
                              ? known_->boxes.contains(address->sender_box)
                              : known_->ids.contains(address->sender);
    visit.device_ = visit.remote_;
    if (is_known) {
        visit.device_ += ' ';
        visit.device_ += address->flags == kFlagUnknown ? to_base64url(address->sender_box.view())
                                                        : to_base64url(address->sender.view());
    }
    visit.rate_ = is_known ? rates_.device : rates_.stranger;
    visit.whole_ = address->bytes;
    auto& open = open_[visit.device_];
    ++open;
    int wait = quota_.take_request(visit.device_, visit.rate_, seconds_());
    if (is_known && open > limits::kVisitsPerDevice) wait = std::max(wait, kBusySeconds);
    if (wait > 0) refuse(visit, 429, wait);
    return wait == 0;
}

void Intake::find_chunks(Visit& visit) {
    const Bytes& bytes = visit.waiting_;
    bool found = false;
    while (bytes.size() - visit.whole_ >= kLengthBytes) {
        const std::size_t size =
            kLengthBytes + bytes[visit.whole_] + (std::size_t{bytes[visit.whole_ + 1]} << 8);
        if (size > kLargestChunk) {  // no chunk: the writer says so
            visit.is_foreign_ = true;
            visit.whole_ = bytes.size();
            return queue(visit);
        }
        if (bytes.size() - visit.whole_ < size) break;
        visit.whole_ += size;
        found = true;
    }
    if (found) queue(visit);
}

void Intake::queue(Visit& visit) {
    if (visit.is_queued_ || visit.is_with_writer_ || visit.is_over_) return;
    visit.is_queued_ = true;
    queue_.push_back(visit.shared_from_this());
    wake_();
}

void Intake::end(Visit& visit, bool was_cut) {
    const std::scoped_lock lock(mutex_);
    if (visit.is_over_ || visit.is_refused_) return;
    visit.has_ended_ = true;
    visit.was_cut_ = was_cut;
    // Nothing of it was ever whole, and nobody waits for an answer.
    if (was_cut && !visit.is_seen_ && !visit.is_queued_) return forget(visit);
    visit.whole_ = visit.waiting_.size();
    queue(visit);
}

void Intake::refuse(Visit& visit, int status, int wait_seconds) {
    const auto kept = visit.shared_from_this();
    if (visit.is_seen_) {
        visit.is_refused_ = visit.has_ended_ = visit.was_cut_ = true;
        bytes_ -= visit.waiting_.size();
        visit.waiting_ = Bytes();
        visit.whole_ = 0;
        queue(visit);
    } else {
        forget(visit);
    }
    kept->reply_(wait_please(status, wait_seconds));
}

void Intake::forget(Visit& visit) {
    const auto kept = visit.shared_from_this();
    visit.is_over_ = true;
    bytes_ -= visit.waiting_.size();
    visit.waiting_ = Bytes();
    visit.whole_ = 0;
    if (!visit.device_.empty()) {
        const auto open = open_.find(visit.device_);
        if (open != open_.end() && --open->second == 0) open_.erase(open);
    }
    if (visit.is_queued_) queue_.remove(kept);
    visits_.erase(visit.place_);
}

// The oldest that has not shown who it is: a kiosk needs a moment for that, an attacker stays.
void Intake::make_room(const Visit& but) {
    while (bytes_ > limits::kVisitsBytes) {
        const auto oldest = std::find_if(visits_.begin(), visits_.end(), [&](const auto& visit) {
            return visit.get() != &but && !visit->is_trusted_ && !visit->is_with_writer_ &&
                   !visit->waiting_.empty();
        });
        if (oldest == visits_.end()) return;
        const auto visit = *oldest;
        refuse(*visit, 503, kBusySeconds);
    }
}

std::vector<Intake::Turn> Intake::take() {
    const std::scoped_lock lock(mutex_);
    std::vector<Turn> turns;
    std::size_t size = 0;
    while (!queue_.empty() && (turns.empty() || size < limits::kRoundBytes)) {
        const auto visit = std::move(queue_.front());
        queue_.pop_front();
        visit->is_queued_ = false;
        visit->is_with_writer_ = visit->is_seen_ = true;
        auto& bytes = visit->waiting_;
        const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(visit->whole_);
        Turn turn{visit, Bytes(bytes.begin(), end), false, visit->was_cut_};
        bytes.erase(bytes.begin(), end);
        bytes_ -= turn.bytes.size();
        size += turn.bytes.size();
        visit->whole_ = 0;
        turn.ended = visit->is_foreign_ || visit->has_ended_;
        turns.push_back(std::move(turn));
    }
    return turns;
}

void Intake::give_back(const std::shared_ptr<Visit>& visit, bool is_trusted) {
    const std::scoped_lock lock(mutex_);
    visit->is_with_writer_ = false;
    if (visit->is_over_) return;
    visit->is_trusted_ = visit->is_trusted_ || is_trusted;
    if (visit->whole_ > 0 || visit->has_ended_) queue(*visit);
    if (std::exchange(visit->is_held_back_, false)) visit->resume_();
}

void Intake::close(const std::shared_ptr<Visit>& visit) {
    const std::scoped_lock lock(mutex_);
    if (!visit->is_over_) forget(*visit);
}

void Intake::publish(std::shared_ptr<const KnownSenders> known) {
    const std::scoped_lock lock(mutex_);
    known_ = std::move(known);
}

}  // namespace disapa
