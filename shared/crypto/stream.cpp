#include "shared/crypto/stream.h"

#include <sodium.h>

#include <cstdlib>

#include "shared/base/limits.h"

namespace disapa {

static_assert(kStreamOverhead == crypto_secretstream_xchacha20poly1305_ABYTES);
static_assert(StreamHeader::kSize == crypto_secretstream_xchacha20poly1305_HEADERBYTES);

namespace {

constexpr std::string_view kDomain{"disapa-bundle-v1\0", 17};

// The key was made by bundle_key, so libsodium is ready and the length is right; anything else is
// an error of the program.
const std::uint8_t* checked(const SecretBytes& key) {
    if (key.view().size() != crypto_secretstream_xchacha20poly1305_KEYBYTES) std::abort();
    return key.view().data();
}

}  // namespace

SecretBytes bundle_key(const SecretBytes& pair_secret, const BoxPublicKey& sender,
                       const BoxPublicKey& recipient, const StreamHeader& answers) {
    SecretBytes key(std::size_t{crypto_secretstream_xchacha20poly1305_KEYBYTES});
    crypto_generichash_state state;
    crypto_generichash_init(&state, pair_secret.view().data(), pair_secret.view().size(),
                            key.view().size());
    for (const ByteView part :
         {as_bytes(kDomain), sender.view(), recipient.view(), answers.view()}) {
        crypto_generichash_update(&state, part.data(), part.size());
    }
    crypto_generichash_final(&state, key.span().data(), key.view().size());
    sodium_memzero(&state, sizeof state);
    return key;
}

struct StreamSealer::State {
    crypto_secretstream_xchacha20poly1305_state stream;
    bool done = false;
    ~State() { sodium_memzero(&stream, sizeof stream); }
};

StreamSealer::StreamSealer(const SecretBytes& key) : state_(std::make_unique<State>()) {
    crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, header_.bytes.data(),
                                                    checked(key));
}
StreamSealer::StreamSealer(StreamSealer&&) noexcept = default;
StreamSealer::~StreamSealer() = default;

Bytes StreamSealer::seal(ByteView text, bool last) {
    if (state_->done || text.size() > limits::kChunkBytes) std::abort();  // the caller's mistake
    state_->done = last;
    Bytes sealed(text.size() + kStreamOverhead);
    crypto_secretstream_xchacha20poly1305_push(
        &state_->stream, sealed.data(), nullptr, text.data(), text.size(), nullptr, 0,
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
             : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    return sealed;
}

struct StreamOpener::State {
    crypto_secretstream_xchacha20poly1305_state stream;
    bool done = false;
    ~State() { sodium_memzero(&stream, sizeof stream); }
};

StreamOpener::StreamOpener(const SecretBytes& key, const StreamHeader& header)
    : state_(std::make_unique<State>()) {
    crypto_secretstream_xchacha20poly1305_init_pull(&state_->stream, header.bytes.data(),
                                                    checked(key));
}
StreamOpener::StreamOpener(StreamOpener&&) noexcept = default;
StreamOpener::~StreamOpener() = default;

Result<StreamOpener::Chunk> StreamOpener::open(ByteView sealed) {
    const auto refuse = [](const char* why) {
        return fail(ErrorCode::unauthentic,
                    "Kiriman rusak atau bukan untuk perangkat ini. Kirim ulang.", why);
    };
    if (state_->done) return refuse("a chunk follows the last one");
    if (sealed.size() < kStreamOverhead || sealed.size() > limits::kChunkBytes + kStreamOverhead) {
        return refuse("a chunk has an impossible length");
    }
    Chunk chunk;
    chunk.text.resize(sealed.size() - kStreamOverhead);
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&state_->stream, chunk.text.data(), nullptr,
                                                   &tag, sealed.data(), sealed.size(), nullptr,
                                                   0) != 0) {
        return refuse("the tag of a chunk does not hold");
    }
    chunk.last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    state_->done = chunk.last;
    if (!chunk.last && tag != crypto_secretstream_xchacha20poly1305_TAG_MESSAGE) {
        state_->done = true;
        return refuse("a chunk carries a tag that is never sent");
    }
    return chunk;
}

}  // namespace disapa
