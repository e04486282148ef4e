#include "shared/log/varint.h"

#include <doctest/doctest.h>

using namespace disapa;

TEST_CASE("varint: every width of value comes back, in the least bytes") {
    for (unsigned bit = 0; bit < 64; ++bit) {
        for (const std::uint64_t value : {(std::uint64_t{1} << bit) - 1, std::uint64_t{1} << bit}) {
            Bytes bytes;
            put_varint(bytes, value);
            std::size_t least = 1;
            for (std::uint64_t rest = value >> 7; rest != 0; rest >>= 7) ++least;
            CHECK(bytes.size() == least);
            ByteReader reader(bytes);
            CHECK(reader.varint().value() == value);
            CHECK(reader.at_end());
        }
    }
}

TEST_CASE("varint: the largest value, and what is above it") {
    Bytes bytes;
    put_varint(bytes, ~std::uint64_t{0});
    CHECK(to_hex(bytes) == "ffffffffffffffffff01");
    CHECK(ByteReader(bytes).varint().value() == ~std::uint64_t{0});
    for (const char* above :
         {"ffffffffffffffffff02", "ffffffffffffffffffff01", "80808080808080808080"}) {
        CAPTURE(above);
        CHECK(ByteReader(*from_hex(above)).varint().error().code == ErrorCode::corrupt);
    }
}

TEST_CASE("varint: a longer form of the same value, or half a value, is refused") {
    for (const char* wrong : {"8000", "ff00", "808000", "80", "ffff", ""}) {
        CAPTURE(wrong);
        CHECK_FALSE(ByteReader(*from_hex(wrong)).varint().has_value());
    }
}

TEST_CASE("pieces: bounds hold, and the reader stays where it was told") {
    Bytes bytes;
    put_piece(bytes, as_bytes("kiosk"));
    put_piece(bytes, {});
    bytes.push_back(7);
    ByteReader reader(bytes);
    CHECK(as_text(reader.piece(5).value()) == "kiosk");
    CHECK(reader.piece(0).value().empty());
    CHECK(reader.rest().size() == 1);
    CHECK_FALSE(reader.take(2).has_value());
    CHECK(reader.byte().value() == 7);
    CHECK(reader.at_end());
    CHECK_FALSE(reader.byte().has_value());

    CHECK_FALSE(ByteReader(bytes).piece(4).has_value());                       // above its limit
    CHECK_FALSE(ByteReader(ByteView(bytes).first(5)).piece(100).has_value());  // cut short
    CHECK_FALSE(ByteReader(*from_hex("ffffffffffffffffff01")).piece(~std::size_t{0}).has_value());
}

TEST_CASE("fixed: exactly its bytes") {
    const Bytes bytes = *from_hex("01020304050607080910");
    ByteReader reader(bytes);
    CHECK(to_hex(reader.fixed<KeyId>().value().view()) == "0102030405060708");
    CHECK_FALSE(reader.fixed<KeyId>().has_value());
}
