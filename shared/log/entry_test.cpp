#include "shared/log/entry.h"

#include <doctest/doctest.h>

#include "shared/crypto/jws.h"

using namespace disapa;

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

Bytes bytes_of(std::string_view text) {
    const ByteView view = as_bytes(text);
    return {view.begin(), view.end()};
}

std::vector<std::string> many_codes(std::size_t count) {
    SeededRandom random(50);
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < count; ++i) {
        Digest digest;
        random.fill(digest.bytes);
        codes.push_back(receipt_code(digest));
    }
    return codes;
}

}  // namespace

TEST_CASE("entry: a node's act has a digest and no signature") {
    const Entry entry = node_entry(bytes_of(R"({"at":1,"type":"printed"})"));
    CHECK(entry.digest == sha256(as_bytes(R"({"at":1,"type":"printed"})")));
    CHECK(entry.signer.is_zero());
    CHECK_FALSE(entry.signature.has_value());
    CHECK_FALSE(entry.is_bare());
    Bytes leaf = bytes_of(std::string_view("\0disapa-leaf-v1\0", 16));
    append(leaf, entry.digest.view());
    append(leaf, KeyId{}.view());
    CHECK(entry.leaf_hash() == sha256(leaf));
}

TEST_CASE("entry: a person's act is a JWS, and its signature is in the leaf") {
    SeededRandom random(1);
    const SigningKey key = SigningKey::generate(random);
    Entry entry = person_entry(bytes_of(R"({"at":1,"type":"checked"})"), key);
    REQUIRE(entry.signature.has_value());
    CHECK(entry.signer == key.id());
    CHECK(verify_jws(key.public_key(), kTypAct, entry.payload, *entry.signature));
    CHECK_FALSE(verify_jws(key.public_key(), kTypHead, entry.payload, *entry.signature));
    Bytes leaf = bytes_of(std::string_view("\0disapa-leaf-v1\0", 16));
    append(leaf, entry.digest.view());
    append(leaf, entry.signer.view());
    append(leaf, entry.signature->view());
    CHECK(entry.leaf_hash() == sha256(leaf));

    // What the leaf holds decides it: the payload itself may go.
    const Digest whole = entry.leaf_hash();
    entry.payload.clear();
    CHECK(entry.is_bare());
    CHECK(entry.leaf_hash() == whole);
    entry.signature->bytes[63] ^= 1;
    CHECK(entry.leaf_hash() != whole);
}

TEST_CASE("receipt code: known codes") {
    CHECK(receipt_code(Digest{}) == "00000000000");
    Digest ones;
    ones.bytes.fill(0xFF);
    CHECK(receipt_code(ones).substr(0, 10) == "ZZZZZZZZZZ");
    Digest digest;
    const Bytes first = *from_hex("99e82bf5245c40");  // K7M2QX94BH, and six bits more
    std::copy(first.begin(), first.end(), digest.bytes.begin());
    CHECK(receipt_code(digest) == "K7M2QX94BHY");
    CHECK(show_code("K7M2QX94BHY") == "K7M-2QX-94B-HY");
    CHECK(read_code("K7M-2QX-94B-HY") == "K7M2QX94BHY");
    // The 50 bits are the first ones: what follows does not matter.
    Digest longer = digest;
    longer.bytes[6] ^= 0x3F;
    longer.bytes[31] ^= 0xFF;
    CHECK(receipt_code(longer) == receipt_code(digest));
    longer.bytes[6] ^= 0x40;
    CHECK(receipt_code(longer) != receipt_code(digest));
}

TEST_CASE("receipt code: read as people type") {
    for (const std::string& code : many_codes(200)) {
        CAPTURE(code);
        REQUIRE(code.size() == 11);
        REQUIRE(code.find_first_not_of(kAlphabet) == std::string::npos);
        REQUIRE(read_code(code) == code);
        REQUIRE(read_code(show_code(code)) == code);
        std::string typed = " ";
        for (const char letter : code) {
            typed += letter == '0'   ? 'o'
                     : letter == '1' ? 'l'
                                     : static_cast<char>(std::tolower(letter));
            typed += ' ';
        }
        REQUIRE(read_code(typed) == code);
    }
}

TEST_CASE("receipt code: one wrong character is always noticed") {
    for (const std::string& code : many_codes(200)) {
        for (std::size_t at = 0; at < code.size(); ++at) {
            for (const char other : kAlphabet) {
                std::string wrong = code;
                wrong[at] = other;
                REQUIRE(read_code(wrong).has_value() == (other == code[at]));
            }
        }
    }
}

TEST_CASE("receipt code: two exchanged characters are always noticed, neighbours or not") {
    for (const std::string& code : many_codes(200)) {
        for (std::size_t a = 0; a < code.size(); ++a) {
            for (std::size_t b = a + 1; b < code.size(); ++b) {
                std::string wrong = code;
                std::swap(wrong[a], wrong[b]);
                REQUIRE(read_code(wrong).has_value() == (wrong == code));
            }
        }
    }
}

TEST_CASE("receipt code: what is no code") {
    const std::string code = many_codes(1).front();
    CHECK_FALSE(read_code("").has_value());
    CHECK_FALSE(read_code(code.substr(1)).has_value());
    CHECK_FALSE(read_code(code + "0").has_value());
    CHECK_FALSE(read_code("U" + code.substr(1)).has_value());
    CHECK_FALSE(read_code(code + "\n").has_value());
    CHECK_FALSE(read_code(code.substr(0, 10) + "\xC3\xA9").has_value());
    CHECK_FALSE(read_code(std::string(100000, '0')).has_value());
}
