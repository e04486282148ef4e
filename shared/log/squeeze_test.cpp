#include "shared/log/squeeze.h"

#include <doctest/doctest.h>
#include <zstd.h>

#include "shared/base/limits.h"
#include "shared/crypto/keys.h"

using namespace disapa;

namespace {

Bytes repeating(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i % 61);
    return bytes;
}

// A frame as somebody else would make it: any window, size told or not, checksum or not.
Bytes foreign_frame(ByteView content, int window_log, bool with_size, bool with_checksum = false) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, with_size ? 1 : 0);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, with_checksum ? 1 : 0);
    Bytes frame(ZSTD_compressBound(content.size()) + 64);
    ZSTD_outBuffer out{frame.data(), frame.size(), 0};
    ZSTD_inBuffer in{content.data(), content.size(), 0};
    // Given in two calls the library cannot see the whole, and writes a window of its own.
    ZSTD_compressStream2(context, &out, &in, ZSTD_e_flush);
    ZSTD_inBuffer none{nullptr, 0, 0};
    REQUIRE(ZSTD_compressStream2(context, &out, &none, ZSTD_e_end) == 0);
    ZSTD_freeCCtx(context);
    frame.resize(out.pos);
    return frame;
}

ErrorCode refusal(ByteView frame, std::size_t max = limits::kSegmentBytes) {
    const auto opened = unsqueeze(frame, max);
    REQUIRE_FALSE(opened.has_value());
    CHECK_FALSE(opened.error().sentence.empty());
    return opened.error().code;
}

}  // namespace

TEST_CASE("squeeze: what goes in comes out") {
    SeededRandom random(3);
    for (const std::size_t size : {1U, 2U, 255U, 256U, 5000U, 70000U, 1048576U}) {
        CAPTURE(size);
        const Bytes regular = repeating(size);
        const Bytes packed = squeeze(regular);
        REQUIRE_FALSE(packed.empty());
        CHECK(unsqueeze(packed, size).value() == regular);
        if (size > 1) CHECK(refusal(packed, size - 1) == ErrorCode::limit);
    }
    Bytes noise(3000);
    random.fill(noise);
    CHECK(unsqueeze(squeeze(noise), 3000).value() == noise);
}

TEST_CASE("squeeze: a foreign frame within bounds is taken") {
    const Bytes content = repeating(40000);
    CHECK(unsqueeze(ByteView(squeeze(content)), 40000).value() == content);
    Bytes frame(ZSTD_compressBound(content.size()));
    frame.resize(ZSTD_compress(frame.data(), frame.size(), content.data(), content.size(), 1));
    CHECK(unsqueeze(frame, 40000).value() == content);
}

TEST_CASE("squeeze: a bomb is refused by its header") {
    const Bytes zeros(1 << 21, 0);
    const Bytes bomb = squeeze(zeros);
    CHECK(bomb.size() < 1000);
    CHECK(refusal(bomb) == ErrorCode::limit);

    // A header that claims 2^62 bytes: magic, single segment with 8 bytes of size, an empty block.
    const Bytes claims = *from_hex("28b52ffde0000000000000004001000000");
    CHECK(refusal(claims) == ErrorCode::limit);
    // One that claims little and opens to more.
    Bytes liar = squeeze(Bytes(200, 7));
    REQUIRE(liar[5] == 200);
    liar[5] = 100;
    CHECK(refusal(liar) == ErrorCode::corrupt);
    liar[5] = 201;
    CHECK(refusal(liar) == ErrorCode::corrupt);
}

TEST_CASE("squeeze: a window above 2^20 is refused though the content is small") {
    // Magic, descriptor 0x40 (two bytes of size, no single segment), window 2^30, size 256 + 44.
    const Bytes content(300, 1);
    Bytes frame = squeeze(content);
    REQUIRE(frame[4] == 0x60);  // single segment, two bytes of size
    frame[4] = 0x40;
    for (const auto& [window, is_taken] :
         {std::pair{0x00, true}, std::pair{0x50, true}, std::pair{0x51, false},
          std::pair{0x58, false}, std::pair{0xA0, false}}) {
        CAPTURE(window);
        Bytes other = frame;
        other.insert(other.begin() + 5, static_cast<std::uint8_t>(window));
        if (is_taken) {
            CHECK(unsqueeze(other, 300).value() == content);
        } else {
            CHECK(refusal(other) == ErrorCode::limit);
        }
    }
}

TEST_CASE("squeeze: no size, two frames, bytes after or before, half a frame, no frame") {
    const Bytes content = repeating(5000);
    CHECK(refusal(foreign_frame(content, 17, false)) == ErrorCode::corrupt);

    const Bytes frame = squeeze(content);
    Bytes two = frame;
    append(two, frame);
    CHECK(refusal(two) == ErrorCode::corrupt);
    Bytes trailing = frame;
    trailing.push_back(0);
    CHECK(refusal(trailing) == ErrorCode::corrupt);
    Bytes skippable = *from_hex("502a4d180100000000");
    CHECK(refusal(skippable) == ErrorCode::corrupt);
    append(skippable, frame);
    CHECK(refusal(skippable) == ErrorCode::corrupt);
    Bytes after = frame;
    append(after, *from_hex("502a4d180100000000"));
    CHECK(refusal(after) == ErrorCode::corrupt);
    for (std::size_t size = 0; size < frame.size(); ++size) {
        REQUIRE(refusal(ByteView(frame).first(size)) == ErrorCode::corrupt);
    }
    CHECK(refusal(squeeze({})) == ErrorCode::corrupt);
    CHECK(refusal(as_bytes("<html>login</html>")) == ErrorCode::corrupt);
    Bytes with_dictionary = frame;
    with_dictionary[4] |= 1;
    CHECK(refusal(with_dictionary) == ErrorCode::corrupt);
}
