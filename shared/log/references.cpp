#include "shared/log/references.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace disapa {

void References::begin(const FeedId& feed, std::uint64_t from) {
    own_ = feed;
    from_ = from;
}

void References::add_entry(const Digest& digest, Bytes payload) {
    if (parts_.is_writing()) index_.emplace(digest, digests_.size());
    digests_.push_back(digest);
    payloads_.push_back(std::move(payload));
}

bool References::is_own(const EntryPlace& place) const {
    return place.feed == own_ && place.index >= from_;
}

std::optional<FeedId> References::by_prefix(ByteView prefix) {
    if (!held_feeds_) held_feeds_ = held_ != nullptr ? held_->feeds() : std::vector<FeedId>{};
    if (!parts_.is_writing()) has_leaned_ = true;
    std::optional<FeedId> found;
    for (const FeedId& feed : *held_feeds_) {
        if (!std::equal(prefix.begin(), prefix.end(), feed.bytes.begin())) continue;
        if (found && *found != feed) return std::nullopt;
        found = feed;
    }
    return found;
}

bool References::is_feed(const FeedId& feed) {
    return feed == own_ || by_prefix(feed.view().first(kPrefixBytes)) == feed;
}

std::optional<EntryPlace> References::place_of(const Digest& digest) {
    if (const auto own = index_.find(digest); own != index_.end()) {
        return EntryPlace{own_, from_ + own->second};
    }
    if (held_ == nullptr) return std::nullopt;
    const auto place = held_->place_of(digest);
    if (!place || is_own(*place) || !is_feed(place->feed)) return std::nullopt;
    if (held_->digest_at(*place) != digest) return std::nullopt;
    return place;
}

bool References::is_root(const FeedId& feed, std::uint64_t size, const Digest& root) {
    return held_ != nullptr && held_->root_at(feed, size) == root;
}

std::size_t References::code_known(const FeedId& feed) {
    const auto same = std::find_if(known_.begin(), known_.end(),
                                   [&](const Known& one) { return one.id == feed; });
    const std::size_t symbol =
        feeds_.code(parts_.coder, static_cast<std::size_t>(same - known_.begin()));
    if (symbol < known_.size()) return symbol;
    Known made;
    const bool is_own_known =
        std::any_of(known_.begin(), known_.end(), [&](const Known& one) { return one.id == own_; });
    if (!is_own_known && parts_.coder.uniform(feed == own_ ? 1 : 0, 2) != 0) {
        made.id = own_;
        made.last = static_cast<std::int64_t>(from_);
    } else if (parts_.is_writing()) {
        (void)parts_.raw(feed.view().first(kPrefixBytes), kPrefixBytes);
        made.id = feed;
    } else {
        const ByteView prefix = parts_.raw({}, kPrefixBytes);
        const auto found = parts_.failed() ? std::nullopt : by_prefix(prefix);
        if (!found) parts_.coder.fail();
        made.id = found.value_or(FeedId{});
    }
    known_.push_back(std::move(made));
    return symbol;
}

FeedId References::code_feed(const FeedId& feed) {
    return known_[code_known(feed)].id;
}

EntryPlace References::code_place(const EntryPlace& place) {
    Known& known = known_[code_known(place.feed)];
    const auto index = static_cast<std::int64_t>(place.index);
    const std::uint64_t coded = known.difference.code(parts_.coder, zigzag(index - known.last));
    if (coded >> 60 != 0) {
        parts_.coder.fail();
        return {known.id, 0};
    }
    const std::int64_t made = known.last + unzigzag(coded);
    if (made < 0 || made > limits::kIntegerMax) {
        parts_.coder.fail();
        return {known.id, 0};
    }
    known.last = made;
    return {known.id, static_cast<std::uint64_t>(made)};
}

Digest References::digest_at(const EntryPlace& place) {
    if (is_own(place)) {
        if (place.index - from_ < digests_.size()) return digests_[place.index - from_];
        parts_.coder.fail();
        return {};
    }
    has_leaned_ = true;
    const auto found =
        held_ != nullptr && !parts_.failed() ? held_->digest_at(place) : std::nullopt;
    if (!found) parts_.coder.fail();
    return found.value_or(Digest{});
}

std::optional<Bytes> References::payload_at(const EntryPlace& place) {
    std::optional<Bytes> found;
    if (is_own(place)) {
        if (place.index - from_ < payloads_.size()) found = payloads_[place.index - from_];
    } else {
        has_leaned_ = true;
        if (held_ != nullptr && !parts_.failed()) found = held_->payload_at(place);
    }
    if (found && found->empty()) found.reset();
    return found;
}

Digest References::root_at(const FeedId& feed, std::uint64_t size) {
    has_leaned_ = true;
    const auto found =
        held_ != nullptr && !parts_.failed() ? held_->root_at(feed, size) : std::nullopt;
    if (!found) parts_.coder.fail();
    return found.value_or(Digest{});
}

}  // namespace disapa
