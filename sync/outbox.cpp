#include "sync/outbox.h"

#include <algorithm>
#include <tuple>

#include "shared/base/limits.h"
#include "shared/base/mutant.h"
#include "shared/crypto/keys.h"
#include "sync/context.h"

namespace disapa {
namespace {

constexpr std::size_t kLargestBody =
    limits::kChunkBytes + limits::kChunkSlackBytes - kFrameOverhead;
constexpr std::size_t kGuessedEntryBytes = 90;  // a compressed request; only the first guess
constexpr int kFillTries = 4;                   // each compresses once, and that is dear
constexpr std::uint64_t kTellingEntries = 8;    // of fewer, head and columns are most of the bytes
constexpr std::size_t kSmallestPiece = 256;
constexpr std::size_t kBlobFrameBytes = kFrameOverhead + Digest::kSize + 2 * 3;

struct Known {
    FeedRef ref;
    FeedId id;
    FeedName name;
    std::uint64_t size = 0;
};

// Feeds that a peer at `region` may have, in the order in which they travel.
std::vector<Known> feeds_for(Node& node, const Region& region) {
    std::vector<Known> found;
    for (const FeedName& name : node.feeds()) {
        if (!name.region.contains(region) && !is_mutant(Mutant::send_other_desa)) continue;
        const FeedId id = name.id();
        const std::uint64_t size = node.size_of(id);
        if (size == 0) continue;
        found.push_back({{key_id_of(name.node), name.birth, name.region}, id, name, size});
    }
    const KeyId hub = key_id_of(node.setup().hub_key);
    const auto turn = [&](const Known& feed) {
        const bool is_ledger = feed.ref.region == region && feed.ref.node == hub;
        return std::tuple(is_ledger, feed.ref.region.level(), feed.ref);
    };
    std::sort(found.begin(), found.end(),
              [&](const Known& a, const Known& b) { return turn(a) < turn(b); });
    return found;
}

// The longest segment from `from` on that fits, found by guessing from what the last guess gave.
class Filler {
  public:
    // `entry_bytes`: what an entry took in the segment before; the next guess begins there.
    Filler(Node& node, const Known& feed, std::uint64_t from, std::size_t& entry_bytes,
           NodeContext* held)
        : node_(node), feed_(feed), from_(from), entry_bytes_(entry_bytes), held_(held) {
        segment_.feed = feed.id;
        segment_.from = from;
        if (from == 0) segment_.name = feed.name;
    }

    [[nodiscard]] Status load_heads() {
        auto heads =
            node_.heads(feed_.id, from_, std::min(feed_.size, from_ + limits::kSegmentEntries));
        if (!heads) return pass(std::move(heads));
        heads_ = std::move(*heads);
        if (heads_.empty())
            return fail(ErrorCode::corrupt, "Buku data tidak lengkap. Hubungi petugas kecamatan.",
                        "outbox: no kept head after the peer's size");
        return {};
    }

    struct Filled {
        Bytes body;  // empty: not even the shortest step fits
        std::uint64_t to = 0;
    };
    [[nodiscard]] Result<Filled> fill(std::size_t room) {
        Filled best;
        std::size_t low = 0;               // heads below this one fit
        std::size_t high = heads_.size();  // this one and those above do not
        std::size_t guess = head_near(room / entry_bytes_);
        for (int tries = 0; tries < kFillTries && low < high; ++tries) {
            guess = std::clamp(guess, low, high - 1);
            auto body = encode(guess);
            if (!body && body.error().code != ErrorCode::limit) return pass(std::move(body));
            const std::uint64_t count = heads_[guess].size - from_;
            if (!body || body->size() > room) {
                high = guess;
                // Large acts: the next segment does not begin with hundreds of them again.
                if (count >= kTellingEntries)
                    entry_bytes_ = (body ? body->size() : limits::kSegmentBytes) / count + 1;
                guess = body ? head_near(count * room * 19 / (body->size() * 20)) : guess / 2;
                continue;
            }
            const std::size_t size = body->size();
            best = {std::move(*body), heads_[guess].size};
            low = guess + 1;
            if (count >= kTellingEntries) entry_bytes_ = size / count + 1;
            if (size * 12 > room * 11) break;
            guess = head_near(count * room * 31 / (size * 32));
        }
        if (!best.body.empty() || high == 0) return best;
        auto first = shortest();  // the tries ended above it
        if (!first) return pass(std::move(first));
        return first->body.size() <= room ? std::move(*first) : Filled{};
    }
    [[nodiscard]] Result<Filled> shortest() {
        auto body = encode(0);
        if (!body) return pass(std::move(body));
        return Filled{std::move(*body), heads_[0].size};
    }

  private:
    // Index of the last head that covers at most `count` entries; 0 when none does.
    [[nodiscard]] std::size_t head_near(std::uint64_t count) const {
        const auto after =
            std::upper_bound(heads_.begin(), heads_.end(), from_ + count,
                             [](std::uint64_t size, const Head& head) { return size < head.size; });
        return after == heads_.begin() ? 0 : static_cast<std::size_t>(after - heads_.begin()) - 1;
    }

    [[nodiscard]] Result<Bytes> encode(std::size_t head) {
        const std::uint64_t to = heads_[head].size;
        if (from_ + loaded_.size() < to) {
            auto more = node_.entries(feed_.id, from_ + loaded_.size(), to);
            if (!more) return pass(std::move(more));
            std::move(more->begin(), more->end(), std::back_inserter(loaded_));
        }
        segment_.entries.assign(loaded_.begin(),
                                loaded_.begin() + static_cast<std::ptrdiff_t>(to - from_));
        segment_.head_signature = heads_[head].signature;
        return encode_segment(segment_, held_);
    }

    Node& node_;
    const Known& feed_;
    std::uint64_t from_;
    std::size_t& entry_bytes_;
    NodeContext* held_;
    std::vector<Head> heads_;
    std::vector<Entry> loaded_;
    Segment segment_;
};

// One step of one feed; false when nothing more fits.
Result<bool> pack_step(Node& node, const Known& feed, std::uint64_t& at, std::size_t left,
                       bool is_first, std::size_t& entry_bytes, NodeContext* held, Packer& packer) {
    Filler filler(node, feed, at, entry_bytes, held);
    if (auto status = filler.load_heads(); !status) return pass(std::move(status));
    Filler::Filled filled;
    for (const std::size_t room : {packer.room(), packer.whole_room()}) {
        auto tried = filler.fill(std::min(room, left));
        if (!tried) return pass(std::move(tried));
        filled = std::move(*tried);
        if (!filled.body.empty()) break;
    }
    // One step longer than a chunk should be (an act of full size) must still travel, but alone.
    if (filled.body.empty() && (is_first || left > kLargestBody)) {
        auto shortest = filler.shortest();
        if (!shortest) return pass(std::move(shortest));
        filled = std::move(*shortest);
        if (filled.body.size() > kLargestBody)
            return fail(ErrorCode::internal, "Data tidak muat dikirim. Hubungi petugas kecamatan.",
                        "outbox: the shortest step passes a chunk");
    }
    if (filled.body.empty()) return false;
    packer.add(encode_frame(SegmentFrame{std::move(filled.body)}));
    at = filled.to;
    if (held != nullptr) held->extend(feed.id, at);
    return true;
}

// Where to go on for this peer; nothing when its feed is another one.
std::optional<std::uint64_t> start_of(Node& node, const Known& feed, const Frontier& peer) {
    const auto held = peer.find(feed.ref);
    if (held == peer.end()) return 0;
    if (held->second.size > feed.size) return feed.size;  // it has more than I: nothing to send
    if (node.root_at(feed.id, held->second.size) != held->second.root) return std::nullopt;
    return held->second.size;
}

}  // namespace

Result<Frontier> frontier_for(Node& node, const Region& region) {
    Frontier frontier;
    for (const Known& feed : feeds_for(node, region))
        frontier[feed.ref] = {feed.size, node.root_at(feed.id, feed.size)};
    return frontier;
}

Result<Packed> pack_segments(Node& node, const Region& region, const Frontier& peer,
                             std::size_t max_bytes, Packer& packer, bool plain) {
    Packed packed;
    packed.after = peer;
    Frontier confirmed;  // of what it says to hold, only what it may have
    const auto known = feeds_for(node, region);
    for (const Known& feed : known) {
        if (const auto at = peer.find(feed.ref); at != peer.end()) confirmed.insert(*at);
    }
    NodeContext held(node, confirmed);
    std::size_t entry_bytes = kGuessedEntryBytes;
    const std::size_t begin = packer.bytes();
    for (const Known& feed : known) {
        const auto start = start_of(node, feed, peer);
        if (!start) {
            packed.forked.push_back(feed.ref);
            continue;
        }
        std::uint64_t at = *start;
        while (at < feed.size && !packed.more) {
            const std::size_t used = packer.bytes() - begin;
            const std::uint64_t before = at;
            auto step = pack_step(node, feed, at, max_bytes - std::min(used, max_bytes),
                                  packed.acts == 0, entry_bytes, plain ? nullptr : &held, packer);
            if (!step) return pass(std::move(step));
            packed.more = !*step;
            packed.acts += at - before;
        }
        if (at > *start) packed.after[feed.ref] = {at, node.root_at(feed.id, at)};
        if (packed.more) break;
    }
    return packed;
}

Result<PackedBlobs> pack_blobs(Node& node, const std::vector<WantedBlob>& wanted,
                               std::size_t max_bytes, Packer& packer) {
    PackedBlobs packed;
    struct Held {
        WantedBlob want;
        Bytes bytes;
        [[nodiscard]] std::size_t left() const { return bytes.size() - want.offset; }
    };
    std::vector<Held> held;
    for (const WantedBlob& want : wanted) {
        auto blob = node.blob(want.hash);
        if (!blob) return pass(std::move(blob));
        if (!*blob) {
            packed.missing.push_back(want.hash);
        } else if (want.offset < (*blob)->size()) {
            held.push_back({want, std::move(**blob)});
        }
    }
    // Least left first: what was begun is ended, and a small paper does not wait for a large one.
    std::stable_sort(held.begin(), held.end(),
                     [](const Held& a, const Held& b) { return a.left() < b.left(); });
    for (const auto& [want, bytes] : held) {
        std::size_t at = static_cast<std::size_t>(want.offset);
        // Rather not cut in two: of what came behind a part that is lost, nobody can tell.
        const bool is_half_full = packed.bytes > 0 && packed.bytes >= max_bytes / 2;
        if (is_half_full && bytes.size() - at + packed.bytes > max_bytes) {
            packed.more = true;
            continue;
        }
        while (at < bytes.size() && (packed.bytes == 0 || packed.bytes < max_bytes)) {
            const std::size_t left = max_bytes > packed.bytes ? max_bytes - packed.bytes : 0;
            const std::size_t size = std::min({bytes.size() - at, packer.room() - kBlobFrameBytes,
                                               std::max<std::size_t>(left, kSmallestPiece)});
            BlobPiece piece{want.hash, bytes.size(), at, {}};
            piece.bytes.assign(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                               bytes.begin() + static_cast<std::ptrdiff_t>(at + size));
            packer.add(encode_frame(piece));
            at += size;
            packed.bytes += size;
        }
        if (at > want.offset) packed.carried.push_back({want.hash, at});
        if (at < bytes.size()) packed.more = true;
    }
    return packed;
}

}  // namespace disapa
