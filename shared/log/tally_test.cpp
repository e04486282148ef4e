#include "shared/log/tally.h"

#include <doctest/doctest.h>

#include "shared/crypto/keys.h"

using namespace disapa;

namespace {

std::vector<std::uint32_t> random_values(std::uint64_t seed, std::size_t count,
                                         std::uint32_t below) {
    SeededRandom random(seed);
    std::vector<std::uint32_t> values;
    for (std::size_t i = 0; i < count; ++i) {
        std::array<std::uint8_t, 4> raw{};
        random.fill(raw);
        std::uint32_t value = 0;
        std::memcpy(&value, raw.data(), raw.size());
        values.push_back(value % below % (1 + value / 7 % below));  // small ones more often
    }
    return values;
}

// Writes with one model, reads with another of the same kind, and gives the bytes it took.
template <class Code>
std::size_t there_and_back(const std::vector<std::uint32_t>& values, const Code& code) {
    RangeCoder writer;
    {
        const auto model = code();
        for (const std::uint32_t value : values) REQUIRE(model(writer, value) == value);
    }
    const Bytes bytes = writer.finish();
    RangeCoder reader(bytes);
    const auto model = code();
    for (const std::uint32_t value : values) REQUIRE(model(reader, 0) == value);
    REQUIRE_FALSE(reader.failed());
    REQUIRE(reader.is_at_end());
    return bytes.size();
}

auto sparse(std::uint32_t count) {
    return [count] {
        return [count, model = std::make_shared<Sparse>()](RangeCoder& coder, std::uint32_t value) {
            return model->code(coder, value, count);
        };
    };
}
auto dense(std::uint32_t count) {
    return [count] {
        return [model = std::make_shared<Dense>(count)](RangeCoder& coder, std::uint32_t value) {
            return model->code(coder, value);
        };
    };
}

}  // namespace

TEST_CASE("tally: sparse and dense values come back, also when counts were halved") {
    for (const std::size_t count : {0U, 1U, 50U, 5000U, 30000U}) {
        CAPTURE(count);
        const auto values = random_values(count, count, 100);
        there_and_back(values, sparse(100));
        there_and_back(values, dense(100));
    }
}

TEST_CASE("tally: a constant costs next to nothing, sparse less than dense") {
    const std::vector<std::uint32_t> same(100, 64);
    CHECK(there_and_back(same, sparse(100)) <= 2);
    CHECK(there_and_back(same, dense(100)) > 15);
}

TEST_CASE("tally: values of which each occurs cost what they hold") {
    std::vector<std::uint32_t> all;
    for (std::uint32_t i = 0; i < 1000; ++i) all.push_back(i * 37 % 100);
    const std::size_t least = 1000 * 6644 / 8000;  // log2(100) bits each
    CHECK(there_and_back(all, dense(100)) <= least + 30);
}

TEST_CASE("tally: a new value is told by what other columns had") {
    RangeCoder writer;
    Sparse others;
    for (int column = 0; column < 50; ++column) {
        Sparse one;
        for (int i = 0; i < 3; ++i) CHECK(one.code(writer, 12345, 65536, &others) == 12345);
    }
    CHECK(writer.finish().size() < 30);
}

TEST_CASE("tally: magnitudes and signed differences of every size") {
    RangeCoder writer;
    Magnitude model;
    std::vector<std::uint64_t> values{0, 1, 2, 3, ~0ULL};
    for (unsigned bit = 2; bit < 64; ++bit) values.push_back((1ULL << bit) - bit);
    for (const std::uint64_t value : values) CHECK(model.code(writer, value) == value);
    const Bytes bytes = writer.finish();
    RangeCoder reader(bytes);
    Magnitude again;
    for (const std::uint64_t value : values) CHECK(again.code(reader, 0) == value);
    CHECK(reader.is_at_end());
    for (const std::int64_t value : {0L, -1L, 1L, -2L, 9007199254740991L, -9007199254740991L}) {
        CHECK(unzigzag(zigzag(value)) == value);
    }
    CHECK(zigzag(-1) == 1);
    CHECK(zigzag(1) == 2);
}

TEST_CASE("tally: more symbols than a column keeps fail") {
    RangeCoder writer;
    Tally tally;
    for (std::size_t i = 0; i < 4096; ++i) CHECK(tally.code(writer, i) == i);
    CHECK_FALSE(writer.failed());
    (void)tally.code(writer, 4096);
    CHECK(writer.failed());
}

TEST_CASE("tally: random bytes give values of the alphabet and no crash") {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        SeededRandom random(seed);
        Bytes bytes(200);
        random.fill(bytes);
        RangeCoder reader(bytes);
        Sparse few;
        Dense many(10);
        Magnitude magnitude;
        for (int i = 0; i < 500; ++i) {
            REQUIRE(few.code(reader, 0, 7) < 7);
            REQUIRE(many.code(reader, 0) < 10);
            (void)magnitude.code(reader, 0);
        }
    }
}
