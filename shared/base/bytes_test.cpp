#include "shared/base/bytes.h"

#include <doctest/doctest.h>

using namespace disapa;

TEST_CASE("hex, base64url and base32 give the vectors of RFC 4648") {
    struct Vector {
        std::string_view text, hex, base64url, base32;
    };
    for (const Vector& v : {Vector{"", "", "", ""},
                            {"f", "66", "Zg", "MY"},
                            {"fo", "666f", "Zm8", "MZXQ"},
                            {"foo", "666f6f", "Zm9v", "MZXW6"},
                            {"foob", "666f6f62", "Zm9vYg", "MZXW6YQ"},
                            {"fooba", "666f6f6261", "Zm9vYmE", "MZXW6YTB"},
                            {"foobar", "666f6f626172", "Zm9vYmFy", "MZXW6YTBOI"}}) {
        const ByteView bytes = as_bytes(v.text);
        CHECK(to_hex(bytes) == v.hex);
        CHECK(to_base64url(bytes) == v.base64url);
        CHECK(to_base32(bytes) == v.base32);
        for (const auto& back :
             {from_hex(v.hex), from_base64url(v.base64url), from_base32(v.base32)}) {
            REQUIRE(back);
            CHECK(as_text(*back) == v.text);
        }
    }
    const Bytes high{0xfb, 0xff, 0xfe};
    CHECK(to_base64url(high) == "-__-");  // the two letters that differ from plain base64
}

TEST_CASE("every length and every byte comes back") {
    Bytes bytes;
    for (unsigned i = 0; i < 300; ++i) {
        CHECK(from_hex(to_hex(bytes)) == bytes);
        CHECK(from_base64url(to_base64url(bytes)) == bytes);
        CHECK(from_base32(to_base32(bytes)) == bytes);
        bytes.push_back(static_cast<std::uint8_t>(255 - i));
    }
}

TEST_CASE("a value has exactly one text") {
    CHECK_FALSE(from_base64url("Zg=="));   // padding
    CHECK_FALSE(from_base64url("Zh"));     // unused bits set
    CHECK_FALSE(from_base64url("Zm9"));    // the same, one letter later
    CHECK_FALSE(from_base64url("Z"));      // six bits are no byte
    CHECK_FALSE(from_base64url("A"));      // six zero bits neither
    CHECK_FALSE(from_base64url("Zm9vA"));  // a letter too many
    CHECK_FALSE(from_base64url("+/+/"));   // plain base64
    CHECK_FALSE(from_base64url("Zm 9v"));
    CHECK_FALSE(from_base64url(std::string_view("Zg\0", 3)));
    CHECK_FALSE(from_base32("my"));   // lower case
    CHECK_FALSE(from_base32("MZ"));   // unused bits set
    CHECK_FALSE(from_base32("MYA"));  // a letter too many
    CHECK_FALSE(from_base32("A"));
    CHECK_FALSE(from_base32("M1"));
    CHECK_FALSE(from_hex("6"));
    CHECK_FALSE(from_hex("6F"));  // upper case
    CHECK_FALSE(from_hex("6g"));
}

TEST_CASE("a fixed value takes exactly its bytes") {
    const Bytes eight{1, 2, 3, 4, 5, 6, 7, 8};
    const auto id = KeyId::from(eight);
    REQUIRE(id);
    CHECK_FALSE(id->is_zero());
    CHECK(KeyId{}.is_zero());
    CHECK(fixed_from_base64url<KeyId>(to_base64url(eight)) == *id);
    CHECK_FALSE(KeyId::from(ByteView(eight).first(7)));
    CHECK_FALSE(Digest::from(eight));
    CHECK_FALSE(fixed_from_base64url<KeyId>("AAAA"));
    CHECK(KeyId{} < *id);
    CHECK(std::hash<KeyId>{}(*id) != std::hash<KeyId>{}(KeyId{}));
}
