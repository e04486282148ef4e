// The encrypted stream inside a bundle: crypto_secretstream (XChaCha20-Poly1305) in chunks.
#pragma once

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/crypto/keys.h"

namespace disapa {

using StreamHeader = Fixed<struct StreamHeaderTag, 24>;
inline constexpr std::size_t kStreamOverhead = 17;  // bytes a sealed chunk is longer than its text

// BLAKE2b-256 keyed with the pair secret over "disapa-bundle-v1\0" | sender | recipient | answers,
// where `answers` is the stream header of the request that this bundle answers, or zeros.
[[nodiscard]] SecretBytes bundle_key(const SecretBytes& pair_secret, const BoxPublicKey& sender,
                                     const BoxPublicKey& recipient, const StreamHeader& answers);

class StreamSealer {
  public:
    explicit StreamSealer(const SecretBytes& key);
    StreamSealer(StreamSealer&&) noexcept;
    ~StreamSealer();
    [[nodiscard]] const StreamHeader& header() const { return header_; }
    [[nodiscard]] Bytes seal(ByteView text, bool last);

  private:
    struct State;
    std::unique_ptr<State> state_;
    StreamHeader header_;
};

class StreamOpener {
  public:
    StreamOpener(const SecretBytes& key, const StreamHeader& header);
    StreamOpener(StreamOpener&&) noexcept;
    ~StreamOpener();
    struct Chunk {
        Bytes text;
        bool last = false;
    };
    // Chunks in their order; an error (unauthentic) for any other bytes.
    [[nodiscard]] Result<Chunk> open(ByteView sealed);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace disapa
