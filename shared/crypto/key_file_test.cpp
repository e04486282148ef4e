#include "shared/crypto/key_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>

#include "shared/base/file.h"
#include "shared/base/text.h"
#include "shared/crypto/jwe.h"
#include "shared/crypto/passphrase_words.h"

using namespace disapa;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPin = "270519";
constexpr std::string_view kWrong = "270518";
constexpr std::string_view kPhrase = "kapal biru lima rumah ayam";

// Made by npm `jose` 5: the key of RFC 8037 appendix A.1 under kPhrase, 2,048 rounds.
constexpr std::string_view kByJose =
    "eyJhbGciOiJQQkVTMi1IUzUxMitBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIiwiY3R5IjoiandrK2pzb24iLCJwMmMi"
    "OjIwNDgsInAycyI6InlfSUFYZm04LU12YzAwYTh1cDdvNHcifQ.PC0aFGtXaTN1JAaprV_sdV5JPRKGLYtwQEkjB"
    "WeNetoLPQkHQyNaxw.q_nohX9kgPU7rx2h.rpUUQue7baMW_g11h6Pef-l6eE2XIiXR1ZeFO6NxoJ2vlsDhj03kD"
    "XPiX4AgQI7rmRt8zpKMe0-Az17UHGxe2emD5BBzROLpj75mYSvJUkZl22s1W-ymH30p2ukw_qFi4_7Gx0QlfwO3i"
    "1xetk70nQQCSj6DCw2mFnKuGBtI-nyj.b3KPq_arndnUU8soxA1j-g";
// The same with an `x` that is not the key's; and a text that is no key.
constexpr std::string_view kByJoseOtherHalf =
    "eyJhbGciOiJQQkVTMi1IUzUxMitBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIiwiY3R5IjoiandrK2pzb24iLCJwMmMi"
    "OjIwNDgsInAycyI6Ikt4eWJtT1ltTmdPSkhoaFhTX1BFNWcifQ.1TwuroCiqDcIUKpSDo-91-FiG9MNQRk3-06Ua"
    "cRK4KpLfEa90gB03Q.daGmemSFiEjVb-hI.Lg4S_B31VAoTJ0uOyM6bmUm0nSSO8381dyUoHR3zoBXlSWP8cN-ji"
    "T6N8fZz-hnluvBCnKT5oxg4I5WPlvseRIRerWW7tTwIdRg47T517FxzHTAb2RbMa9jg43xBtuR7sJCUlUz1y_lee"
    "omSBRxKbixwgL5Z-RSIb0j45WbWenlp.O6A6kq1R8qy67KQgoiJVpg";
constexpr std::string_view kByJoseNoKey =
    "eyJhbGciOiJQQkVTMi1IUzUxMitBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIiwiY3R5IjoiandrK2pzb24iLCJwMmMi"
    "OjIwNDgsInAycyI6Il95cUFEN2VGM1JiT0VsalZKYjVER2cifQ.nrDul_TPQ9rZghabkspc3iceUdW1rDu7y9pjD"
    "lbMWO42rtyrLxMvHA.EPWpm79Lp2XKgBKQ.I-lWA-Vzu2Le8LQ.ITpYxZLaGvsRI_dUm5rBtQ";

class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "disapa-key-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path operator/(const char* name) const { return path_ / name; }

  private:
    fs::path path_;
};

SigningKey some_key(std::uint64_t seed = 1) {
    SeededRandom random(seed);
    return SigningKey::generate(random);
}

// An officer's key file with kPin, and a clock.
struct Desk {
    Folder folder;
    fs::path file = folder / "petugas.key";
    SigningKey key = some_key();
    ManualClock clock{1'795'000'000};

    Desk() {
        SeededRandom random(2);
        REQUIRE(write_pin_key(file, key, kPin, kArgon2ForTests, random));
    }
    [[nodiscard]] ErrorCode outcome(std::string_view pin) const {
        const auto opened = open_pin_key(file, pin, clock);
        REQUIRE_FALSE(opened);
        return opened.error().code;
    }
    [[nodiscard]] bool opens() const {
        const auto opened = open_pin_key(file, kPin, clock);
        return opened && opened->id() == key.id();
    }
    void fail_times(int times) const {
        for (int i = 0; i < times; ++i) REQUIRE(outcome(kWrong) == ErrorCode::unauthentic);
    }
    [[nodiscard]] fs::path tries() const { return file.string() + ".tries"; }
    [[nodiscard]] std::string text() const {
        return std::string(as_text(read_file(file, 4096).value()));
    }
};

void replace(std::string& text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("weak PINs are refused, others are not") {
    for (const char* pin : {"", "12345", "1234567890123", "12345a", "27 519", "-12345", "111111",
                            "000000", "123456", "234567", "890123", "654321", "210987", "121212",
                            "1212121", "123123", "12312312", "4545454545", "012345678901"}) {
        const auto checked = check_pin(pin);
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == ErrorCode::invalid);
        CHECK_FALSE(checked.error().sentence.empty());
    }
    for (const char* pin :
         {"270519", "112358", "100000", "123457", "121213", "999998", "130579246801"}) {
        CHECK_MESSAGE(check_pin(pin), std::string(pin));
    }
}

TEST_CASE("a PIN key opens with its PIN alone") {
    const Desk desk;
    CHECK(desk.opens());
    CHECK(desk.outcome(kWrong) == ErrorCode::unauthentic);
    CHECK(desk.opens());
    const std::string text = desk.text();
    CHECK(text.starts_with(R"({"argon2id":{"memory_kib":8,"passes":1,"salt":")"));
    CHECK(text.find(to_text(desk.key.id())) != std::string::npos);
    CHECK(text.find(to_hex(desk.key.seed())) == std::string::npos);
    CHECK(text.find(to_base64url(desk.key.seed())) == std::string::npos);
    struct stat found {};
    REQUIRE(::stat(desk.file.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777U) == 0600);
}

TEST_CASE("two files of one key and PIN share nothing") {
    const Desk desk;
    SeededRandom random(3);
    const fs::path second = desk.folder / "kedua.key";
    REQUIRE(write_pin_key(second, desk.key, kPin, kArgon2ForTests, random));
    CHECK(desk.text() != as_text(read_file(second, 4096).value()));
}

TEST_CASE("writing refuses a weak PIN and a cost out of bounds") {
    const Folder folder;
    SeededRandom random(4);
    const SigningKey key = some_key();
    const fs::path file = folder / "a.key";
    CHECK_FALSE(write_pin_key(file, key, "123456", kArgon2ForTests, random));
    CHECK_FALSE(write_pin_key(file, key, kPin, {7, 1}, random));
    CHECK_FALSE(write_pin_key(file, key, kPin, {8, 0}, random));
    CHECK_FALSE(write_pin_key(file, key, kPin, {1024 * 1024, 1}, random));
    CHECK_FALSE(write_pin_key(file, key, kPin, {8, 17}, random));
    CHECK_FALSE(fs::exists(file));
}

TEST_CASE("five free tries, then 1, 2, 4 ... 60 minutes") {
    Desk desk;
    desk.fail_times(5);
    for (const int minutes : {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
        CHECK(desk.outcome(kPin) == ErrorCode::throttled);
        desk.clock.advance(minutes * 60 - 1);
        CHECK(desk.outcome(kPin) == ErrorCode::throttled);  // the right PIN waits too
        desk.clock.advance(1);
        CHECK(desk.outcome(kWrong) == ErrorCode::unauthentic);
    }
    desk.clock.advance(3600);
    CHECK(desk.opens());
    CHECK_FALSE(fs::exists(desk.tries()));
    desk.fail_times(5);  // the right PIN cleared the count
    CHECK(desk.outcome(kPin) == ErrorCode::throttled);
}

TEST_CASE("the sentence says how many tries are left and how long to wait") {
    Desk desk;
    CHECK(open_pin_key(desk.file, kWrong, desk.clock).error().sentence ==
          "PIN salah. Sisa 4 percobaan sebelum Anda harus menunggu.");
    desk.fail_times(3);
    CHECK(open_pin_key(desk.file, kWrong, desk.clock).error().sentence ==
          "PIN salah. Tunggu 1 menit sebelum mencoba lagi.");
    desk.clock.advance(60);
    desk.fail_times(1);
    desk.clock.advance(30);
    CHECK(open_pin_key(desk.file, kPin, desk.clock).error().sentence ==
          "Terlalu banyak PIN yang salah. Tunggu 2 menit, lalu coba lagi.");
}

TEST_CASE("a try is on disk before its PIN is checked") {
    Desk desk;
    desk.fail_times(2);
    CHECK(as_text(read_file(desk.tries(), 100).value()) == "{\"failed\":2,\"last\":1795000000}\n");
    // A disk that takes no note of a try gives none: a folder stands where the file belongs.
    fs::remove(desk.tries());
    REQUIRE(make_private_folder(desk.tries() / "x"));
    CHECK(desk.outcome(kPin) == ErrorCode::io);
}

TEST_CASE("a restart forgets nothing, and a PIN of impossible form costs no try") {
    Desk desk;
    for (int i = 0; i < 9; ++i) CHECK(desk.outcome("12") == ErrorCode::invalid);
    CHECK_FALSE(fs::exists(desk.tries()));
    desk.fail_times(5);
    // Nothing is kept in memory: another clock object is another process.
    ManualClock later(desk.clock.now() + 59);
    CHECK(open_pin_key(desk.file, kPin, later).error().code == ErrorCode::throttled);
    later.advance(1);
    CHECK(open_pin_key(desk.file, kPin, later));
}

TEST_CASE("a clock that went back neither shortens the wait nor locks for years") {
    Desk desk;
    desk.fail_times(5);
    desk.clock.advance(60);
    desk.fail_times(1);  // two minutes now
    const Instant before = desk.clock.now();
    desk.clock.set(0);  // the battery of the clock died
    CHECK(desk.outcome(kPin) == ErrorCode::throttled);
    desk.clock.advance(119);
    CHECK(desk.outcome(kPin) == ErrorCode::throttled);
    desk.clock.advance(1);
    CHECK(desk.outcome(kWrong) == ErrorCode::unauthentic);

    desk.clock.set(before);  // and was set again: past that wait
    CHECK(desk.outcome(kWrong) == ErrorCode::unauthentic);
    desk.clock.advance(-1);  // one second back starts the wait anew, once
    for (int i = 0; i < 3; ++i) CHECK(desk.outcome(kPin) == ErrorCode::throttled);
    desk.clock.advance(8 * 60);
    CHECK(desk.opens());
}

TEST_CASE(
    "tries are counted in 1970 too, and going back within the free ones is no reason to wait") {
    Desk desk;
    desk.clock.set(0);
    desk.fail_times(2);
    desk.clock.set(-100);
    desk.fail_times(2);
    CHECK(desk.opens());
}

TEST_CASE("a damaged file of tries is the longest wait, not a free try") {
    for (const char* text :
         {"", "x", "[]", "{}", R"({"failed":-1,"last":0})", R"({"failed":1,"last":"0"})",
          R"({"failed":1e9,"last":0})", R"({"failed":99999,"last":0})"}) {
        Desk desk;
        REQUIRE(write_file_durably(desk.tries(), as_bytes(text)));
        CHECK_MESSAGE(desk.outcome(kPin) == ErrorCode::throttled, text);
        REQUIRE(write_file_durably(desk.tries(), Bytes(5000, 'x')));
        CHECK(desk.outcome(kPin) == ErrorCode::throttled);
    }
    Desk desk;
    REQUIRE(write_file_durably(desk.tries(), as_bytes(R"({"failed":1000,"last":1795000000})")));
    desk.clock.advance(3600);
    CHECK(desk.outcome(kWrong) == ErrorCode::unauthentic);
    desk.clock.advance(3600);
    CHECK(desk.opens());
}

TEST_CASE("a new PIN starts with a clean count") {
    Desk desk;
    desk.fail_times(5);
    SeededRandom random(5);
    REQUIRE(write_pin_key(desk.file, desk.key, "804152", kArgon2ForTests, random));
    CHECK(open_pin_key(desk.file, "804152", desk.clock));
}

TEST_CASE("changed PIN files are refused") {
    const Desk desk;
    const std::string text = desk.text();
    const auto opened_as = [&](const std::string& changed) {
        REQUIRE(write_file_durably(desk.file, as_bytes(changed)));
        return desk.outcome(kPin);
    };
    for (const auto& [from, to] :
         {std::pair{R"("v":1)", R"("v":2)"}, std::pair{R"("passes":1)", R"("passes":0)"},
          std::pair{R"("passes":1)", R"("passes":17)"},
          std::pair{R"("passes":1)", R"("passes":-1)"},
          std::pair{R"("memory_kib":8)", R"("memory_kib":4294967304)"},
          std::pair{R"("memory_kib":8)", R"("memory_kib":1048576)"},
          std::pair{R"("memory_kib":8)", R"("memory_kib":"8")"},
          std::pair{R"("box":")", R"("box":"AA)"}, std::pair{R"("kid":")", R"("kid":"=)"},
          std::pair{R"("salt":")", R"("salz":")"}, std::pair{"{", "["}}) {
        std::string changed = text;
        replace(changed, from, to);
        CHECK_MESSAGE(opened_as(changed) == ErrorCode::corrupt, changed);
    }
    CHECK(opened_as("") == ErrorCode::corrupt);
    CHECK_FALSE(fs::exists(desk.tries()));  // none of these was a try
    std::string other_kid = text;
    replace(other_kid, to_text(desk.key.id()), to_text(some_key(9).id()));
    CHECK(opened_as(other_kid) == ErrorCode::corrupt);
    REQUIRE(write_file_durably(desk.file, as_bytes(text)));
    CHECK(desk.opens());
}

TEST_CASE("a missing PIN file is not found") {
    const Folder folder;
    const auto opened = open_pin_key(folder / "tiada.key", kPin, ManualClock(0));
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::not_found);
}

TEST_CASE("the words of a passphrase are 2,048 plain ones") {
    std::set<std::string_view> seen;
    for (const std::string_view word : kPassphraseWords) {
        CHECK(word.size() >= 3);
        CHECK(word.size() <= 9);
        CHECK(std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; }));
        seen.insert(word);
    }
    CHECK(seen.size() == 2048);
    CHECK(std::is_sorted(kPassphraseWords.begin(), kPassphraseWords.end()));
    SeededRandom random(6);
    std::set<std::string> phrases;
    for (int i = 0; i < 100; ++i) {
        const std::string phrase = suggest_passphrase(random);
        const auto words = split(phrase, ' ');
        REQUIRE(words.size() == 5);
        for (const auto& word : words) CHECK(seen.contains(word));
        phrases.insert(phrase);
    }
    CHECK(phrases.size() == 100);
}

TEST_CASE("a JWE made by jose opens") {
    const auto key = open_jwe_key(kByJose, kPhrase);
    REQUIRE(key);
    CHECK(to_base64url(key->public_key().view()) == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    CHECK(open_jwe_key(std::string(kByJose) + "\n", kPhrase));  // a text editor was here
    CHECK(open_jwe_key(kByJose, "kapal biru lima rumah itik").error().code ==
          ErrorCode::unauthentic);
    CHECK(open_jwe_key(kByJose, "").error().code == ErrorCode::unauthentic);
    CHECK(open_jwe_key(kByJoseOtherHalf, kPhrase).error().code == ErrorCode::invalid);
    CHECK(open_jwe_key(kByJoseNoKey, kPhrase).error().code == ErrorCode::invalid);
}

TEST_CASE("a JWE key comes back, with the header WebCrypto and jose expect") {
    const SigningKey key = some_key();
    SeededRandom random(7);
    const auto jwe = seal_jwe_key(key, kPhrase, random);
    REQUIRE(jwe);
    const auto header = from_base64url(std::string_view(*jwe).substr(0, jwe->find('.')));
    REQUIRE(header);
    CHECK(std::string(as_text(*header))
              .starts_with(R"({"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2c":600000,"p2s":")"));
    CHECK(as_text(*header).ends_with(R"(","cty":"jwk+json"})"));
    const auto opened = open_jwe_key(*jwe, kPhrase);
    REQUIRE(opened);
    CHECK(opened->id() == key.id());
    const auto plain = open_jwe(*jwe, kPhrase);
    REQUIRE(plain);
    CHECK(as_text(plain->view()) == R"({"crv":"Ed25519","d":")" + to_base64url(key.seed()) +
                                        R"(","kid":")" + to_text(key.id()) +
                                        R"(","kty":"OKP","x":")" +
                                        to_base64url(key.public_key().view()) + R"("})");
    CHECK_FALSE(seal_jwe_key(key, "", random));
    CHECK_FALSE(seal_jwe_key(key, kPhrase, random, 999));
    CHECK(*seal_jwe_key(key, kPhrase, random, 1000) != *seal_jwe_key(key, kPhrase, random, 1000));
}

TEST_CASE("node and box keys are 64 letters of hex, private, and come back") {
    const Folder folder;
    const fs::path file = folder / "node.key";
    const SigningKey key = some_key();
    REQUIRE(write_node_key(file, key));
    CHECK(as_text(read_file(file, 100).value()) == to_hex(key.seed()) + "\n");
    struct stat found {};
    REQUIRE(::stat(file.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777U) == 0600);
    const auto back = read_node_key(file);
    REQUIRE(back);
    CHECK(back->id() == key.id());

    SeededRandom random(8);
    const BoxKey box = BoxKey::generate(random);
    REQUIRE(write_box_key(folder / "box.key", box));
    const auto box_back = read_box_key(folder / "box.key");
    REQUIRE(box_back);
    CHECK(box_back->public_key() == box.public_key());

    for (const char* broken : {"", "abcd", "zz"}) {
        REQUIRE(write_file_durably(file, as_bytes(broken)));
        CHECK(read_node_key(file).error().code == ErrorCode::corrupt);
        CHECK(read_box_key(file).error().code == ErrorCode::corrupt);
    }
    REQUIRE(write_file_durably(file, as_bytes(to_hex(key.seed()) + "00")));
    CHECK(read_node_key(file).error().code == ErrorCode::corrupt);
    CHECK(read_node_key(folder / "tiada").error().code == ErrorCode::not_found);
}
