#include "shared/letter/claims.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/letter/letters_world.h"

using namespace disapa;

namespace {
// The longest numbers of a busy office, every optional key, and a holder of two-byte letters.
Claims worst() {
    Claims claims = sample::claims();
    claims.service = "SKTM-DIK";
    claims.at = 9999999999;
    claims.number = "400.12.3.1/1234/ABCDE/VIII/2026";
    claims.register_number = "400.12.3.1/6543/VWXYZ/VIII/2026";
    claims.holder.clear();
    for (int i = 0; i < 60; ++i) claims.holder += "É";
    claims.acting = "plt";
    claims.sample = true;
    return claims;
}
}  // namespace

TEST_CASE("claims are written and read back") {
    const Claims claims = sample::claims();
    const auto bytes = encode_claims(claims);
    REQUIRE(bytes.has_value());
    CHECK(bytes->size() <= limits::kClaimsBytes);
    const auto read = decode_claims(*bytes);
    REQUIRE(read.has_value());
    CHECK(read->type == ActType::approved);
    CHECK(read->of == claims.of);
    CHECK(read->holder == "LUNG BILUNG");
    CHECK(read->nik_tail == "0003");
    CHECK(read->number == claims.number);
    CHECK(read->register_number == claims.register_number);
    CHECK(read->valid_until == claims.valid_until);
    CHECK(read->acting.empty());
    CHECK_FALSE(read->sample);
    CHECK(encode_claims(*read).value() == *bytes);
}

TEST_CASE("the worst claims fit: the holder gives way, the numbers never") {
    const auto bytes = encode_claims(worst());
    REQUIRE_MESSAGE(bytes.has_value(), (bytes ? "" : bytes.error().log));
    CHECK(bytes->size() <= limits::kClaimsBytes);
    const auto read = decode_claims(*bytes);
    REQUIRE(read.has_value());
    CHECK(read->number == worst().number);
    CHECK(read->register_number == worst().register_number);
    CHECK(read->sample);
    CHECK(is_utf8(read->holder));
    CHECK(letters(read->holder) < 40);
}

TEST_CASE("a holder is cut at forty letters, never inside a letter, and the tail is four digits") {
    Claims claims = sample::claims();
    claims.register_number.clear();
    claims.type = ActType::endorsed;
    claims.holder = std::string(39, 'A') + "É" + "BBB";
    claims.nik_tail = "6402124503870003";
    const auto read = decode_claims(encode_claims(claims).value());
    REQUIRE(read.has_value());
    CHECK(letters(read->holder) == 40);
    CHECK(read->holder.ends_with("É"));
    CHECK(read->nik_tail == "0003");
}

TEST_CASE("numbers that leave no room at all are an error") {
    Claims claims = worst();
    claims.number = std::string(120, '9');
    const auto bytes = encode_claims(claims);
    REQUIRE_FALSE(bytes.has_value());
    CHECK(bytes.error().code == ErrorCode::limit);
    claims.type = ActType::verified;
    CHECK_FALSE(encode_claims(claims).has_value());
}

TEST_CASE("what is no claims is refused") {
    CHECK_FALSE(decode_claims({}).has_value());
    CHECK_FALSE(decode_claims(as_bytes("{}")).has_value());
    CHECK_FALSE(decode_claims(as_bytes(R"({"at":1,"type":"approved"})")).has_value());
    const auto checked =
        to_canonical(Json{{"at", 1}, {"of", to_base64url(Digest{}.view())}, {"type", "checked"}});
    CHECK_FALSE(decode_claims(*checked).has_value());
    auto bytes = encode_claims(sample::claims()).value();
    bytes.push_back(' ');
    CHECK_FALSE(decode_claims(bytes).has_value());
}
