#include "shared/crypto/jws.h"

#include <doctest/doctest.h>

#include "shared/base/limits.h"

using namespace disapa;

namespace {

// The key of RFC 8037 appendix A.1.
SigningKey rfc8037_key() {
    const auto seed = from_base64url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    REQUIRE(seed);
    return std::move(SigningKey::from_seed(*seed)).value();
}

const std::string kPayload = R"({"at":1763800000,"type":"checked"})";

}  // namespace

TEST_CASE("the primitive gives the JWS of RFC 8037 appendix A.4") {
    const SigningKey key = rfc8037_key();
    // {"alg":"EdDSA"} over "Example of Ed25519 signing": the RFC's header, not ours.
    const std::string input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    const Signature signature = key.sign(as_bytes(input));
    CHECK(to_base64url(signature.view()) ==
          "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_"
          "MuM0KAg");
    CHECK(verify(key.public_key(), as_bytes(input), signature));
    // A JWS with another header than the constant one is not read, however well it is signed.
    CHECK_FALSE(parse_compact(input + "." + to_base64url(signature.view()), kTypAct));
}

TEST_CASE("the signed bytes are the constant header and the payload") {
    const SigningKey key = rfc8037_key();
    const Signature signature = sign_jws(key, kTypAct, as_bytes(kPayload));
    const std::string header =
        R"({"alg":"EdDSA","kid":")" + to_text(key.id()) + R"(","typ":"disapa-act"})";
    const std::string input =
        to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(kPayload));
    CHECK(verify(key.public_key(), as_bytes(input), signature));
    const Jws jws{key.id(), Bytes(kPayload.begin(), kPayload.end()), signature};
    CHECK(to_compact(jws, kTypAct) == input + "." + to_base64url(signature.view()));
}

TEST_CASE("a JWS comes back from its text and nothing may change") {
    const SigningKey key = rfc8037_key();
    const Jws jws{key.id(), Bytes(kPayload.begin(), kPayload.end()),
                  sign_jws(key, kTypAct, as_bytes(kPayload))};
    const std::string text = to_compact(jws, kTypAct);
    const auto back = parse_compact(text, kTypAct);
    REQUIRE(back);
    CHECK(back->signer == key.id());
    CHECK(back->payload == jws.payload);
    CHECK(verify_jws(key.public_key(), kTypAct, back->payload, back->signature));

    // Any letter replaced: not readable, another signer, or a signature that does not hold.
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string changed = text;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        const auto read = parse_compact(changed, kTypAct);
        const bool accepted = read && read->signer == key.id() &&
                              verify_jws(key.public_key(), kTypAct, read->payload, read->signature);
        CHECK_MESSAGE(!accepted, i);
    }
}

TEST_CASE("a signature holds for one kind and one key only") {
    const SigningKey key = rfc8037_key();
    SeededRandom random(7);
    const SigningKey other = SigningKey::generate(random);
    const Signature signature = sign_jws(key, kTypAct, as_bytes(kPayload));
    CHECK(verify_jws(key.public_key(), kTypAct, as_bytes(kPayload), signature));
    CHECK_FALSE(verify_jws(key.public_key(), kTypHead, as_bytes(kPayload), signature));
    CHECK_FALSE(verify_jws(other.public_key(), kTypAct, as_bytes(kPayload), signature));
    CHECK_FALSE(verify_jws(key.public_key(), kTypAct, as_bytes("{}"), signature));
    CHECK_FALSE(verify_jws(key.public_key(), kTypAct, as_bytes(kPayload), Signature{}));
}

TEST_CASE("parsing refuses other shapes") {
    const SigningKey key = rfc8037_key();
    const Jws jws{key.id(), Bytes(kPayload.begin(), kPayload.end()),
                  sign_jws(key, kTypHead, as_bytes(kPayload))};
    const std::string text = to_compact(jws, kTypHead);
    CHECK(parse_compact(text, kTypHead));
    CHECK_FALSE(parse_compact(text, kTypAct));
    CHECK_FALSE(parse_compact(text + ".", kTypHead));
    CHECK_FALSE(parse_compact(text + "=", kTypHead));
    CHECK_FALSE(parse_compact(" " + text, kTypHead));
    CHECK_FALSE(parse_compact(text.substr(0, text.size() - 1), kTypHead));
    CHECK_FALSE(parse_compact(text.substr(0, text.rfind('.')), kTypHead));
    CHECK_FALSE(parse_compact("", kTypHead));
    CHECK_FALSE(parse_compact("..", kTypHead));

    const std::string kid = to_text(key.id());
    const std::string rest = text.substr(text.find('.'));
    for (const std::string& header :
         {R"({"alg":"none","kid":")" + kid + R"(","typ":"disapa-head"})",
          R"({"kid":")" + kid + R"(","alg":"EdDSA","typ":"disapa-head"})",
          R"({"alg":"EdDSA", "kid":")" + kid + R"(","typ":"disapa-head"})",
          R"({"alg":"EdDSA","kid":")" + kid + R"(","typ":"disapa-head","crit":["b64"]})",
          std::string(R"({"alg":"EdDSA","kid":"AAAA","typ":"disapa-head"})"),
          std::string(R"({"alg":"EdDSA","kid":")")}) {
        CHECK_MESSAGE(!parse_compact(to_base64url(as_bytes(header)) + rest, kTypHead), header);
    }
}

TEST_CASE("a payload above the limit is not read") {
    const SigningKey key = rfc8037_key();
    Jws jws{key.id(), Bytes(limits::kPayloadBytes, 'a'), Signature{}};
    CHECK(parse_compact(to_compact(jws, kTypAct), kTypAct));
    jws.payload.push_back('a');
    const auto read = parse_compact(to_compact(jws, kTypAct), kTypAct);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::limit);
    CHECK_FALSE(parse_compact(std::string(1 << 20, 'A'), kTypAct));
}
