// The only thing that travels between nodes, over HTTP or on a stick: an encrypted run of frames.
//
//   "DSB1" | flags u8 | recipient id 8 | sender id 8, or box key 32 with kFlagUnknown
//          | stream header 24 | chunks: length u16 little-endian | sealed chunk, the last tagged
//          FINAL
//
// The construction authenticates both ends and binds an answer to its request. A bundle is never
// trusted as a whole: every chunk is authentic by itself and in its place, so what came through
// before a cut is kept.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "shared/crypto/stream.h"
#include "sync/frame.h"

namespace disapa {

inline constexpr std::uint8_t kFlagUnknown = 1;  // the sender's box key stands in place of its id
// An answer of 21 bytes that is no bundle: "I do not know this sender id". Nobody can vouch for it,
// so all it does is make the next request carry kFlagUnknown.
inline constexpr std::uint8_t kFlagRefused = 2;

struct BundleAddress {
    std::uint8_t flags = 0;
    KeyId recipient;          // zeros in an answer to a sender that is not known yet
    KeyId sender;             // zeros with kFlagUnknown
    BoxPublicKey sender_box;  // zeros without kFlagUnknown
    StreamHeader header;
    std::size_t bytes = 0;  // how long all that is
};
// Reads the address in front. An error: portal when it does not begin with DSB1, corrupt when cut
// or with unknown flags. Nothing in it is authentic yet.
[[nodiscard]] Result<BundleAddress> read_address(ByteView bundle);
[[nodiscard]] Bytes refuse_unknown(const BundleAddress& request);

// Who seals for whom. `answers` is the header of the request, or zeros.
struct BundleRoute {
    const BoxKey* from = nullptr;
    BoxPublicKey to;
    KeyId sender, recipient;
    bool unknown = false;  // send the box key in place of the id
    StreamHeader answers;
};
struct SealedBundle {
    Bytes bytes;
    StreamHeader header;  // what the answer must be bound to
};
// `chunks` as Packer made them; at least one (an empty text is one).
[[nodiscard]] Result<SealedBundle> seal_bundle(const BundleRoute& route,
                                               const std::vector<Bytes>& chunks);

// Opens a bundle as its bytes arrive.
class BundleOpener {
  public:
    // Box keys that the sender of this address may have used, the likeliest first; none: unknown.
    using Peers = std::function<std::vector<BoxPublicKey>(const BundleAddress&)>;
    BundleOpener(const BoxKey& mine, const KeyId& my_id, const StreamHeader& answers, Peers peers);

    // Takes more bytes; puts the text of every chunk that they complete at the end of `chunks`,
    // also those before an error. Errors stay: portal (no bundle), not_found (sender unknown; also
    // an answer with kFlagRefused), unauthentic, corrupt, limit (kBundleBytes).
    [[nodiscard]] Status take(ByteView more, std::vector<Bytes>& chunks);
    [[nodiscard]] bool complete() const { return complete_; }  // the FINAL chunk came
    // Once a chunk was opened:
    [[nodiscard]] const BundleAddress& address() const { return address_; }
    [[nodiscard]] const BoxPublicKey& peer_box() const { return peer_box_; }

  private:
    Status take_address();
    Status take_chunk(ByteView sealed, std::vector<Bytes>& chunks);
    Status open_first(ByteView sealed, std::vector<Bytes>& chunks);

    const BoxKey& mine_;
    KeyId my_id_;
    StreamHeader answers_;
    Peers peers_;
    Bytes pending_;
    std::size_t taken_ = 0;
    bool addressed_ = false;
    bool complete_ = false;
    BundleAddress address_;
    BoxPublicKey peer_box_;
    std::optional<StreamOpener> stream_;
    std::optional<Error> failed_;
};

}  // namespace disapa
