#include "sync/bundle.h"

#include <algorithm>
#include <cassert>

#include "shared/base/limits.h"
#include "shared/base/mutant.h"

namespace disapa {
namespace {

constexpr std::string_view kMagic = "DSB1";
constexpr std::size_t kFlagsAt = 4;
constexpr std::size_t kRefusalBytes = 4 + 1 + KeyId::kSize + KeyId::kSize;
constexpr std::size_t kLargestSealed =
    limits::kChunkBytes + limits::kChunkSlackBytes + kStreamOverhead;

constexpr std::string_view kPortalSentence =
    "Jaringan minta login. Buka peramban di jaringan ini, selesaikan login, lalu coba lagi.";
constexpr std::string_view kBrokenSentence =
    "Kiriman rusak atau bukan untuk perangkat ini. Coba lagi nanti.";

tl::unexpected<Error> portal(std::string log) {
    const bool is_silent = is_mutant(Mutant::silent_portal);
    return fail(is_silent ? ErrorCode::network : ErrorCode::portal, std::string(kPortalSentence),
                std::move(log));
}
tl::unexpected<Error> broken(ErrorCode code, std::string log) {
    return fail(code, std::string(kBrokenSentence), std::move(log));
}

std::size_t address_bytes(std::uint8_t flags) {
    const std::size_t sender = (flags & kFlagUnknown) != 0 ? BoxPublicKey::kSize : KeyId::kSize;
    return 4 + 1 + KeyId::kSize + sender + StreamHeader::kSize;
}

// As far as the bytes go, do they begin like a bundle?
bool may_be_bundle(ByteView bytes) {
    const std::size_t seen = std::min(bytes.size(), kMagic.size());
    return std::equal(kMagic.begin(), kMagic.begin() + static_cast<std::ptrdiff_t>(seen),
                      as_text(bytes).begin());
}

void put_front(Bytes& to, std::uint8_t flags, const KeyId& recipient) {
    append(to, as_bytes(kMagic));
    to.push_back(flags);
    append(to, recipient.view());
}

}  // namespace

Result<BundleAddress> read_address(ByteView bundle) {
    if (bundle.size() < kMagic.size() || !may_be_bundle(bundle)) return portal("not a bundle");
    if (bundle.size() <= kFlagsAt) return broken(ErrorCode::corrupt, "bundle: cut in the address");
    BundleAddress address;
    address.flags = bundle[kFlagsAt];
    if (address.flags > kFlagUnknown) return broken(ErrorCode::corrupt, "bundle: unknown flags");
    address.bytes = address_bytes(address.flags);
    if (bundle.size() < address.bytes)
        return broken(ErrorCode::corrupt, "bundle: cut in the address");
    std::size_t at = kFlagsAt + 1;
    const auto next = [&]<class F>(F& field) {
        field = *F::from(bundle.subspan(at, F::kSize));
        at += F::kSize;
    };
    next(address.recipient);
    if (address.flags == kFlagUnknown) {
        next(address.sender_box);
    } else {
        next(address.sender);
    }
    next(address.header);
    assert(at == address.bytes);
    return address;
}

Bytes refuse_unknown(const BundleAddress& request) {
    Bytes made;
    put_front(made, kFlagRefused, request.sender);
    append(made, request.recipient.view());
    assert(made.size() == kRefusalBytes);
    return made;
}

Result<SealedBundle> seal_bundle(const BundleRoute& route, const std::vector<Bytes>& chunks) {
    assert(route.from != nullptr && !chunks.empty());
    const auto secret = route.from->pair_secret(route.to);
    if (!secret) return tl::unexpected<Error>(secret.error());
    StreamSealer sealer(bundle_key(*secret, route.from->public_key(), route.to, route.answers));

    SealedBundle made;
    made.header = sealer.header();
    put_front(made.bytes, route.unknown ? kFlagUnknown : std::uint8_t{0}, route.recipient);
    if (route.unknown) {
        append(made.bytes, route.from->public_key().view());
    } else {
        append(made.bytes, route.sender.view());
    }
    append(made.bytes, made.header.view());
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        assert(chunks[i].size() <= limits::kChunkBytes + limits::kChunkSlackBytes);
        const Bytes sealed = sealer.seal(chunks[i], i + 1 == chunks.size());
        made.bytes.push_back(static_cast<std::uint8_t>(sealed.size() & 0xff));
        made.bytes.push_back(static_cast<std::uint8_t>(sealed.size() >> 8));
        append(made.bytes, sealed);
    }
    return made;
}

BundleOpener::BundleOpener(const BoxKey& mine, const KeyId& my_id, const StreamHeader& answers,
                           Peers peers)
    : mine_(mine), my_id_(my_id), answers_(answers), peers_(std::move(peers)) {}

Status BundleOpener::take(ByteView more, std::vector<Bytes>& chunks) {
    const auto stop = [this](Error error) -> Status {
        failed_ = std::move(error);
        pending_.clear();
        return tl::unexpected<Error>(*failed_);
    };
    if (failed_) return tl::unexpected<Error>(*failed_);
    taken_ += more.size();
    if (taken_ > limits::kBundleBytes)
        return stop({ErrorCode::limit, std::string(kBrokenSentence), "bundle: too long"});
    append(pending_, more);
    if (complete_ && !pending_.empty())
        return stop(
            {ErrorCode::corrupt, std::string(kBrokenSentence), "bundle: goes on after its end"});
    if (!addressed_) {
        if (auto status = take_address(); !status) return stop(status.error());
        if (!addressed_) return {};
    }
    std::size_t at = 0;
    while (pending_.size() - at >= 2) {
        const std::size_t size = pending_[at] + (std::size_t{pending_[at + 1]} << 8);
        if (complete_ || size < kStreamOverhead || size > kLargestSealed)
            return stop({ErrorCode::corrupt, std::string(kBrokenSentence), "bundle: chunk length"});
        if (pending_.size() - at - 2 < size) break;
        if (auto status = take_chunk(ByteView(pending_).subspan(at + 2, size), chunks); !status)
            return stop(status.error());
        at += 2 + size;
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(at));
    if (complete_ && !pending_.empty())
        return stop(
            {ErrorCode::corrupt, std::string(kBrokenSentence), "bundle: goes on after its end"});
    return {};
}

// Sets addressed_ once enough has come.
Status BundleOpener::take_address() {
    if (!may_be_bundle(pending_)) return portal("answer does not begin with DSB1");
    if (pending_.size() <= kFlagsAt) return {};
    const std::uint8_t flags = pending_[kFlagsAt];
    if (flags == kFlagRefused) {
        if (pending_.size() < kRefusalBytes) return {};
        return fail(ErrorCode::not_found,
                    "Kecamatan belum mengenal perangkat ini. Pengenalan diulang otomatis.",
                    "the hub does not know my id");
    }
    if (flags <= kFlagUnknown && pending_.size() < address_bytes(flags)) return {};
    auto address = read_address(pending_);
    if (!address) return pass(std::move(address));
    const bool to_nobody = address->recipient.is_zero() && !answers_.is_zero();
    if (address->recipient != my_id_ && !to_nobody)
        return fail(ErrorCode::refused, std::string(kBrokenSentence), "bundle: for another node");
    address_ = *address;
    pending_.erase(pending_.begin(),
                   pending_.begin() + static_cast<std::ptrdiff_t>(address_.bytes));
    addressed_ = true;
    return {};
}

Status BundleOpener::take_chunk(ByteView sealed, std::vector<Bytes>& chunks) {
    if (!stream_) return open_first(sealed, chunks);
    auto chunk = stream_->open(sealed);
    if (!chunk) return broken(ErrorCode::unauthentic, "bundle: chunk does not open");
    complete_ = chunk->last;
    chunks.push_back(std::move(chunk->text));
    return {};
}

// Which of the sender's box keys sealed this shows only when its first chunk opens.
Status BundleOpener::open_first(ByteView sealed, std::vector<Bytes>& chunks) {
    const auto candidates = peers_(address_);
    if (candidates.empty())
        return fail(ErrorCode::not_found, std::string(kBrokenSentence),
                    "bundle: sender is unknown");
    for (const BoxPublicKey& peer : candidates) {
        const auto secret = mine_.pair_secret(peer);
        if (!secret) continue;
        StreamOpener stream(bundle_key(*secret, peer, mine_.public_key(), answers_),
                            address_.header);
        auto chunk = stream.open(sealed);
        if (!chunk) continue;
        peer_box_ = peer;
        stream_.emplace(std::move(stream));
        complete_ = chunk->last;
        chunks.push_back(std::move(chunk->text));
        return {};
    }
    return broken(ErrorCode::unauthentic, "bundle: first chunk does not open");
}

}  // namespace disapa
