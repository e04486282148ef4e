#include "shared/crypto/keys.h"

#include <doctest/doctest.h>

#include <array>

using namespace disapa;

namespace {
Bytes hex(std::string_view text) {
    const auto bytes = from_hex(text);
    REQUIRE(bytes);
    return *bytes;
}
}  // namespace

TEST_CASE("SHA-256 and HMAC give the published vectors") {
    CHECK(to_hex(sha256(as_bytes("abc")).view()) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sha256(ByteView{}).view()) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256({as_bytes("a"), ByteView{}, as_bytes("bc")}) == sha256(as_bytes("abc")));
    // RFC 4231, test cases 1 and 6 (a key longer than a block).
    CHECK(to_hex(hmac_sha256(Bytes(20, 0x0b), as_bytes("Hi There")).view()) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(to_hex(hmac_sha256(Bytes(131, 0xaa),
                             as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))
                     .view()) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("Ed25519 gives the vectors of RFC 8032 section 7.1") {
    struct Vector {
        std::string_view seed, key, message, signature;
    };
    for (const Vector& v :
         {Vector{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                 "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                 "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                 "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
          {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
           "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
           "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f36"
           "13d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
          {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
           "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
           "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7"
           "60984dc6594a7c15e9716ed28dc027beceea1ec40a"}}) {
        const auto key = SigningKey::from_seed(hex(v.seed));
        REQUIRE(key);
        CHECK(to_hex(key->public_key().view()) == v.key);
        CHECK(to_hex(key->seed()) == v.seed);
        const Bytes message = hex(v.message);
        Signature signature = key->sign(message);
        CHECK(to_hex(signature.view()) == v.signature);
        CHECK(verify(key->public_key(), message, signature));
        signature.bytes[40] ^= 1;
        CHECK_FALSE(verify(key->public_key(), message, signature));
    }
    CHECK_FALSE(SigningKey::from_seed(Bytes(31)));
    CHECK_FALSE(SigningKey::from_seed(Bytes(64)));
    CHECK_FALSE(verify(PublicKey{}, as_bytes("x"), Signature{}));  // a key of low order
}

TEST_CASE("a key id is the start of the thumbprint of RFC 8037 appendix A.3") {
    const auto key = fixed_from_base64url<PublicKey>("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    REQUIRE(key);
    const Digest thumbprint = thumbprint_of(*key);
    CHECK(to_base64url(thumbprint.view()) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    const KeyId id = key_id_of(*key);
    CHECK(to_hex(id.view()) == to_hex(thumbprint.view()).substr(0, 16));
    CHECK(to_text(id).size() == 11);
    CHECK(key_id_from_text(to_text(id)) == id);
    CHECK_FALSE(key_id_from_text("kPrK_qmxVW"));
    CHECK_FALSE(key_id_from_text(""));
}

TEST_CASE("X25519 gives the keys of RFC 7748 section 6.1 and agrees on both sides") {
    const auto alice = BoxKey::from_secret(
        hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
    const auto bob = BoxKey::from_secret(
        hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
    REQUIRE(alice);
    REQUIRE(bob);
    CHECK(to_hex(alice->public_key().view()) ==
          "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    const auto here = alice->pair_secret(bob->public_key());
    const auto there = bob->pair_secret(alice->public_key());
    REQUIRE(here);
    REQUIRE(there);
    CHECK(to_hex(here->view()) ==
          "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
    CHECK(equal_constant_time(here->view(), there->view()));
}

TEST_CASE("a weak or short X25519 key is refused") {
    SeededRandom random(1);
    const BoxKey key = BoxKey::generate(random);
    const auto zero = key.pair_secret(BoxPublicKey{});
    REQUIRE_FALSE(zero);
    CHECK(zero.error().code == ErrorCode::unauthentic);
    BoxPublicKey one;
    one.bytes[0] = 1;
    CHECK_FALSE(key.pair_secret(one));
    CHECK_FALSE(BoxKey::from_secret(Bytes(31)));
    CHECK_FALSE(BoxKey::from_secret(ByteView{}));
}

TEST_CASE("seeded randomness repeats for ever, system randomness does not") {
    std::array<std::uint8_t, 16> first{}, second{};
    SeededRandom(42).fill(first);
    SeededRandom(42).fill(second);
    CHECK(first == second);
    // Fixed, because simulator seeds are kept in files.
    CHECK(to_hex(first) == "1f76e526510ae36a625c8b5c597febb4");
    SeededRandom run(42);
    run.fill(first);
    run.fill(second);
    CHECK(first != second);
    SeededRandom(43).fill(second);
    CHECK(first != second);

    SystemRandom system;
    system.fill(first);
    system.fill(second);
    CHECK(first != second);
    CHECK(SigningKey::generate(system).id() != SigningKey::generate(system).id());
}

TEST_CASE("secret bytes move and leave nothing behind") {
    SecretBytes secret(as_bytes("rahasia"));
    CHECK(as_text(secret.view()) == "rahasia");
    SecretBytes taken = std::move(secret);
    CHECK(as_text(taken.view()) == "rahasia");
    CHECK(secret.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
    CHECK(secret.view().empty());
    secret = std::move(taken);
    CHECK(as_text(secret.view()) == "rahasia");
    CHECK(taken.empty());  // NOLINT(bugprone-use-after-move)
    const SecretBytes zeros(std::size_t{4});
    CHECK(to_hex(zeros.view()) == "00000000");
    CHECK(SecretBytes{}.empty());
    CHECK(SecretBytes(ByteView{}).empty());
}

TEST_CASE("comparison in constant time compares") {
    CHECK(equal_constant_time(as_bytes("sama"), as_bytes("sama")));
    CHECK_FALSE(equal_constant_time(as_bytes("sama"), as_bytes("samb")));
    CHECK_FALSE(equal_constant_time(as_bytes("sama"), as_bytes("sam")));
    CHECK(equal_constant_time(ByteView{}, ByteView{}));
}
