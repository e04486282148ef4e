#include "shared/log/range_coder.h"

#include <doctest/doctest.h>

#include "shared/crypto/keys.h"

using namespace disapa;

namespace {

struct Step {
    std::uint32_t begin, share, total;
};

std::vector<Step> random_steps(std::uint64_t seed, std::size_t count) {
    SeededRandom random(seed);
    std::vector<Step> steps;
    for (std::size_t i = 0; i < count; ++i) {
        std::array<std::uint8_t, 8> raw{};
        random.fill(raw);
        Step step{};
        // Small and greatest totals, and parts that are nearly all: those make carries.
        step.total = raw[0] < 40 ? RangeCoder::kTotalMax
                                 : 1 + static_cast<std::uint32_t>(raw[1] | (raw[2] << 8)) % 300;
        step.begin = static_cast<std::uint32_t>(raw[3] | (raw[4] << 8)) % step.total;
        step.share = raw[5] < 128
                         ? step.total - step.begin
                         : 1 + static_cast<std::uint32_t>(raw[6]) % (step.total - step.begin);
        steps.push_back(step);
    }
    return steps;
}

}  // namespace

TEST_CASE("range coder: what is written is read, and nothing is left over") {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        CAPTURE(seed);
        const auto steps = random_steps(seed, seed * 3);
        RangeCoder writer;
        for (const Step& step : steps) writer.write(step.begin, step.share, step.total);
        const Bytes bytes = writer.finish();
        RangeCoder reader(bytes);
        for (const Step& step : steps) {
            const std::uint32_t point = reader.point(step.total);
            REQUIRE(point >= step.begin);
            REQUIRE(point < step.begin + step.share);
            reader.take(step.begin, step.share);
        }
        CHECK_FALSE(reader.failed());
        CHECK(reader.is_at_end());
    }
}

TEST_CASE("range coder: a likely symbol costs next to nothing, bits cost bits") {
    RangeCoder writer;
    for (int i = 0; i < 1000; ++i) writer.write(0, 999, 1000);
    CHECK(writer.finish().size() <= 1);
    RangeCoder bits;
    for (int i = 0; i < 100; ++i) (void)bits.bits(0x5A5A5A5A5AULL, 40);
    CHECK(bits.finish().size() <= 501);
}

TEST_CASE("range coder: bits and uniform values of every size") {
    RangeCoder writer;
    for (unsigned count = 0; count <= 64; ++count) {
        CHECK(writer.bits(~0ULL >> (count == 0 ? 1 : 64 - count), count) ==
              (count == 0 ? 0 : ~0ULL >> (64 - count)));
    }
    for (std::uint32_t n = 1; n <= RangeCoder::kTotalMax; n *= 2) {
        CHECK(writer.uniform(n - 1, n) == n - 1);
    }
    const Bytes bytes = writer.finish();
    RangeCoder reader(bytes);
    for (unsigned count = 0; count <= 64; ++count) {
        CHECK(reader.bits(0, count) == (count == 0 ? 0 : ~0ULL >> (64 - count)));
    }
    for (std::uint32_t n = 1; n <= RangeCoder::kTotalMax; n *= 2)
        CHECK(reader.uniform(0, n) == n - 1);
    CHECK(reader.is_at_end());
}

TEST_CASE("range coder: bytes that are too many, or that no writer ends with, are seen") {
    RangeCoder writer;
    for (std::uint32_t i = 0; i < 50; ++i) (void)writer.uniform(i, 100);
    Bytes bytes = writer.finish();
    bytes.push_back(7);
    bytes.push_back(7);
    bytes.push_back(7);
    bytes.push_back(7);
    bytes.push_back(7);
    RangeCoder longer(bytes);
    for (std::uint32_t i = 0; i < 50; ++i) CHECK(longer.uniform(0, 100) == i);
    CHECK_FALSE(longer.is_at_end());
    const Bytes zero{0};
    CHECK_FALSE(RangeCoder(zero).is_at_end());
    CHECK(RangeCoder(ByteView()).is_at_end());
}

TEST_CASE("range coder: a point beyond the total fails, and reading goes on harmlessly") {
    const Bytes bytes(40, 0xFF);
    RangeCoder reader(bytes);
    for (int i = 0; i < 1000; ++i) CHECK(reader.uniform(0, 3) < 3);
    CHECK(reader.failed());
}

TEST_CASE("range coder: symbols that cost nothing are counted") {
    RangeCoder writer;
    for (std::uint32_t i = 0; i < RangeCoder::kSymbolsMax; ++i) writer.write(0, 1, 1);
    CHECK_FALSE(writer.failed());
    writer.write(0, 1, 1);
    CHECK(writer.failed());
}

TEST_CASE("range coder: a value that is none of those to choose from fails in writing") {
    RangeCoder writer;
    (void)writer.uniform(7, 7);
    CHECK(writer.failed());
    RangeCoder none;
    (void)none.uniform(0, 0);
    CHECK(none.failed());
}
