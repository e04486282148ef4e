#include "shared/crypto/stream.h"

#include <doctest/doctest.h>
#include <sodium.h>

#include <array>
#include <utility>

#include "shared/base/limits.h"

using namespace disapa;

namespace {

struct Pair {
    SeededRandom random{11};
    BoxKey kiosk = BoxKey::generate(random);
    BoxKey hub = BoxKey::generate(random);

    [[nodiscard]] SecretBytes key_at_kiosk(const StreamHeader& answers = {}) const {
        return bundle_key(kiosk.pair_secret(hub.public_key()).value(), kiosk.public_key(),
                          hub.public_key(), answers);
    }
    [[nodiscard]] SecretBytes key_at_hub(const StreamHeader& answers = {}) const {
        return bundle_key(hub.pair_secret(kiosk.public_key()).value(), kiosk.public_key(),
                          hub.public_key(), answers);
    }
};

std::string text_of(const Result<StreamOpener::Chunk>& chunk) {
    REQUIRE(chunk);
    return std::string(as_text(chunk->text));
}

}  // namespace

TEST_CASE("both ends of a pair derive the same key, bound to direction and request") {
    const Pair pair;
    const SecretBytes key = pair.key_at_kiosk();
    CHECK(equal_constant_time(key.view(), pair.key_at_hub().view()));

    const auto secret = pair.kiosk.pair_secret(pair.hub.public_key());
    REQUIRE(secret);
    const SecretBytes back =
        bundle_key(*secret, pair.hub.public_key(), pair.kiosk.public_key(), {});
    CHECK_FALSE(equal_constant_time(key.view(), back.view()));
    StreamHeader request;
    request.bytes[0] = 1;
    CHECK_FALSE(equal_constant_time(key.view(), pair.key_at_kiosk(request).view()));
}

TEST_CASE("the key of a bundle is keyed BLAKE2b-256, as any other program would compute it") {
    Bytes pair_secret(32);
    for (std::uint8_t i = 0; i < 32; ++i) pair_secret[i] = i;
    BoxPublicKey sender, recipient;
    StreamHeader answers;
    sender.bytes.fill(1);
    recipient.bytes.fill(2);
    answers.bytes.fill(3);
    // Python: blake2b(b"disapa-bundle-v1\0" + sender + recipient + answers, key=...,
    // digest_size=32)
    CHECK(to_hex(bundle_key(SecretBytes(pair_secret), sender, recipient, answers).view()) ==
          "84b0ba80a6cbd4eb008c31c2cd3483f0ce472e75c3181c4d52cec4a696b32658");
}

TEST_CASE("chunks come back in their order, also empty and full ones") {
    const Pair pair;
    StreamSealer sealer(pair.key_at_kiosk());
    StreamOpener opener(pair.key_at_hub(), sealer.header());
    const Bytes full(limits::kChunkBytes, 'x');
    const Bytes first = sealer.seal(as_bytes("satu"), false);
    CHECK(first.size() == 4 + kStreamOverhead);
    const Bytes second = sealer.seal(full, false);
    StreamSealer moved = std::move(sealer);
    const Bytes third = moved.seal(ByteView{}, true);

    const auto one = opener.open(first);
    CHECK(text_of(one) == "satu");
    CHECK_FALSE(one->last);
    const auto two = opener.open(second);
    REQUIRE(two);
    CHECK(two->text == full);
    StreamOpener moved_opener = std::move(opener);
    const auto three = moved_opener.open(third);
    REQUIRE(three);
    CHECK(three->text.empty());
    CHECK(three->last);
    const auto four = moved_opener.open(third);
    REQUIRE_FALSE(four);
    CHECK(four.error().code == ErrorCode::unauthentic);
}

TEST_CASE("one stream is not the other, even for the same text") {
    const Pair pair;
    StreamSealer one(pair.key_at_kiosk());
    StreamSealer two(pair.key_at_kiosk());
    CHECK(one.header() != two.header());
    const Bytes from_one = one.seal(as_bytes("sama"), true);
    CHECK(from_one != two.seal(as_bytes("sama"), true));
    CHECK_FALSE(StreamOpener(pair.key_at_hub(), two.header()).open(from_one));
    CHECK(StreamOpener(pair.key_at_hub(), one.header()).open(from_one));
}

TEST_CASE("a peer that goes on after its last chunk, or sends other tags, is refused") {
    const Pair pair;
    const SecretBytes key = pair.key_at_kiosk();
    constexpr std::array<unsigned char, 3> kTags{crypto_secretstream_xchacha20poly1305_TAG_PUSH,
                                                 crypto_secretstream_xchacha20poly1305_TAG_REKEY,
                                                 crypto_secretstream_xchacha20poly1305_TAG_FINAL};
    for (const unsigned char tag : kTags) {
        crypto_secretstream_xchacha20poly1305_state state;
        StreamHeader header;
        crypto_secretstream_xchacha20poly1305_init_push(&state, header.bytes.data(),
                                                        key.view().data());
        const auto push = [&](unsigned char with) {
            Bytes sealed(1 + kStreamOverhead);
            const std::uint8_t text = 'x';
            crypto_secretstream_xchacha20poly1305_push(&state, sealed.data(), nullptr, &text, 1,
                                                       nullptr, 0, with);
            return sealed;
        };
        const bool last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        StreamOpener opener(pair.key_at_hub(), header);
        CHECK(opener.open(push(tag)).has_value() == last);
        CHECK_FALSE(opener.open(push(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE)));
    }
}

TEST_CASE("swapped, repeated, cut and changed chunks are refused") {
    const Pair pair;
    StreamSealer sealer(pair.key_at_kiosk());
    const Bytes first = sealer.seal(as_bytes("satu"), false);
    const Bytes second = sealer.seal(as_bytes("dua"), true);
    const auto opener = [&] { return StreamOpener(pair.key_at_hub(), sealer.header()); };

    CHECK_FALSE(opener().open(second));
    StreamOpener repeated = opener();
    CHECK(repeated.open(first));
    CHECK_FALSE(repeated.open(first));
    CHECK(text_of(repeated.open(second)) == "dua");  // a refused chunk changes nothing

    for (std::size_t i = 0; i < first.size(); ++i) {
        Bytes changed = first;
        changed[i] ^= 1;
        const auto read = opener().open(changed);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == ErrorCode::unauthentic);
        CHECK_FALSE(opener().open(ByteView(first).first(i)));
    }
    Bytes longer = first;
    longer.push_back(0);
    CHECK_FALSE(opener().open(longer));
    CHECK_FALSE(opener().open(Bytes(limits::kChunkBytes + kStreamOverhead + 1)));
    CHECK_FALSE(opener().open(ByteView{}));

    SeededRandom random(12);
    const BoxKey stranger = BoxKey::generate(random);
    const SecretBytes other = bundle_key(stranger.pair_secret(pair.hub.public_key()).value(),
                                         pair.kiosk.public_key(), pair.hub.public_key(), {});
    CHECK_FALSE(StreamOpener(other, sealer.header()).open(first));
}
