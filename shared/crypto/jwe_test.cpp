#include "shared/crypto/jwe.h"

#include <doctest/doctest.h>

#include <vector>

#include "shared/base/text.h"

using namespace disapa;

namespace {

constexpr std::string_view kPhrase = "kapal biru lima rumah ayam";

std::string sealed(std::string_view text = "isi rahasia") {
    SeededRandom random(1);
    return seal_jwe(as_bytes(text), kPhrase, random, kJweRoundsMin).value();
}

// `jwe` with its first part made of `header`.
std::string with_header(const std::string& jwe, std::string_view header) {
    return to_base64url(as_bytes(header)) + jwe.substr(jwe.find('.'));
}

}  // namespace

TEST_CASE("a JWE opens to its text and with its passphrase alone") {
    const std::string jwe = sealed();
    const auto text = open_jwe(jwe, kPhrase);
    REQUIRE(text);
    CHECK(as_text(text->view()) == "isi rahasia");
    CHECK(open_jwe(jwe, "kapal biru lima rumah").error().code == ErrorCode::unauthentic);
    CHECK(open_jwe(jwe, "kapal biru lima rumah ayam ").error().code == ErrorCode::unauthentic);
}

TEST_CASE("any changed letter is noticed") {
    const std::string jwe = sealed();
    const std::size_t header = jwe.find('.');
    for (std::size_t i = header + 1; i < jwe.size(); ++i) {
        std::string changed = jwe;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK_MESSAGE(!open_jwe(changed, kPhrase), i);
    }
    // The header is authenticated too, in every place that does not make it unreadable before.
    for (std::size_t i = 0; i < header; i += 3) {
        std::string changed = jwe;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK_MESSAGE(!open_jwe(changed, kPhrase), i);
    }
}

TEST_CASE("other headers are refused before any work") {
    const std::string jwe = sealed();
    const std::string salt = R"("p2s":"AAAAAAAAAAAAAAAAAAAAAA")";
    const std::string algorithms = R"("alg":"PBES2-HS512+A256KW","enc":"A256GCM",)";
    for (const std::string& header : std::vector<std::string>{
             "", "{}", "[]", "{", R"({"alg":"dir","enc":"A256GCM","p2c":1000,)" + salt + "}",
             R"({"alg":"PBES2-HS256+A128KW","enc":"A256GCM","p2c":1000,)" + salt + "}",
             R"({"alg":"PBES2-HS512+A256KW","enc":"A128GCM","p2c":1000,)" + salt + "}",
             "{" + algorithms + R"("p2c":1000,"crit":["x"],)" + salt + "}",
             "{" + algorithms + R"("p2c":1000,"zip":"DEF",)" + salt + "}",
             "{" + algorithms + R"("p2c":1000})", "{" + algorithms + R"("p2c":1000,"p2s":"AAAA"})",
             "{" + algorithms + R"("p2c":1000,"p2s":7})", "{" + algorithms + salt + "}",
             "{" + algorithms + R"("p2c":"1000",)" + salt + "}",
             "{" + algorithms + R"("p2c":1000.5,)" + salt + "}",
             "{" + algorithms + R"("p2c":-1000,)" + salt + "}"}) {
        const auto read = open_jwe(with_header(jwe, header), kPhrase);
        REQUIRE_FALSE(read);
        CHECK_MESSAGE(read.error().code == ErrorCode::invalid, header);
    }
}

TEST_CASE("a count of rounds that would block the machine is refused") {
    const std::string jwe = sealed();
    for (const char* rounds : {"0", "999", "2000001", "4294967296", "18446744073709551615"}) {
        const auto read = open_jwe(
            with_header(jwe, R"({"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2c":)" +
                                 std::string(rounds) + R"(,"p2s":"AAAAAAAAAAAAAAAAAAAAAA"})"),
            kPhrase);
        REQUIRE_FALSE(read);
        CHECK_MESSAGE(read.error().code == ErrorCode::limit, rounds);
    }
}

TEST_CASE("other shapes are no JWE") {
    const std::string jwe = sealed();
    const auto parts = split(jwe, '.');
    REQUIRE(parts.size() == 5);
    const auto joined = [&](std::size_t place, const std::string& with) {
        std::string text;
        for (std::size_t i = 0; i < 5; ++i) text += (i ? "." : "") + (i == place ? with : parts[i]);
        return text;
    };
    CHECK(joined(9, "") == jwe);
    for (const std::string& text :
         {std::string(), std::string("...."), jwe + ".", jwe + ".AAAA",
          jwe.substr(0, jwe.rfind('.')), jwe + "=", " " + jwe, joined(1, ""), joined(1, parts[2]),
          joined(2, "AAAA"), joined(3, ""), joined(4, parts[2]), joined(4, ""),
          std::string(kJweTextBytes + 1, 'A')}) {
        const auto read = open_jwe(text, kPhrase);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == ErrorCode::invalid);
    }
}
