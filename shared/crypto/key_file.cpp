#include "shared/crypto/key_file.h"

#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/crypto/jwe.h"
#include "shared/crypto/passphrase_words.h"

namespace disapa {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kFileBytes = 4096;
constexpr std::size_t kSeedBytes = crypto_sign_SEEDBYTES;
constexpr std::size_t kNonceBytes = crypto_secretbox_NONCEBYTES;
constexpr std::size_t kBoxBytes = kNonceBytes + crypto_secretbox_MACBYTES + kSeedBytes;

// What a key file may ask of this machine: a foreign file must not take all memory or minutes.
constexpr std::uint32_t kMemoryKibMin = 8;
constexpr std::uint32_t kMemoryKibMax = 256 * 1024;
constexpr std::uint32_t kPassesMax = 16;

template <class Text>
void wipe(Text& text) {
    sodium_memzero(text.data(), text.size());
    text.clear();
}

auto broken_file(const fs::path& file, const char* why) {
    return fail(ErrorCode::corrupt,
                "Berkas kunci " + file.filename().string() +
                    " rusak. Pakai salinannya atau daftarkan kunci baru.",
                std::string("key file ") + file.string() + ": " + why);
}

// ---- PIN -------------------------------------------------------------------------------------

bool is_pin(std::string_view pin) {
    return all_digits(pin) && pin.size() >= limits::kPinDigitsMin &&
           pin.size() <= limits::kPinDigitsMax;
}

// Each digit is the one before plus `step`; 9 and 0 are neighbours, so 890123 is a run too.
bool is_run(std::string_view pin, int step) {
    for (std::size_t i = 1; i < pin.size(); ++i) {
        if ((pin[i - 1] - '0' + step + 10) % 10 != pin[i] - '0') return false;
    }
    return true;
}

bool repeats_every(std::string_view pin, std::size_t period) {
    return pin.substr(period) == pin.substr(0, pin.size() - period);
}

bool is_cost(Argon2Cost cost) {
    return cost.memory_kib >= kMemoryKibMin && cost.memory_kib <= kMemoryKibMax &&
           cost.passes >= crypto_pwhash_OPSLIMIT_MIN && cost.passes <= kPassesMax;
}

Result<SecretBytes> key_of_pin(std::string_view pin, Argon2Cost cost, ByteView salt) {
    SecretBytes key(std::size_t{crypto_secretbox_KEYBYTES});
    if (crypto_pwhash(key.span().data(), key.view().size(), pin.data(), pin.size(), salt.data(),
                      cost.passes, std::size_t{cost.memory_kib} * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return fail(ErrorCode::internal,
                    "Memori tidak cukup untuk memeriksa PIN. Tutup program lain lalu ulangi.",
                    "Argon2id could not get its memory");
    }
    return key;
}

struct PinFile {
    Argon2Cost cost;
    Bytes salt;
    Bytes box;
    KeyId kid;
};

std::optional<PinFile> parse_pin_file(ByteView bytes) {
    const json file = json::parse(as_text(bytes), nullptr, false);
    if (!file.is_object() || file.value("v", json()) != json(1)) return std::nullopt;
    const json cost = file.value("argon2id", json());
    if (!cost.is_object()) return std::nullopt;
    const auto text = [](const json& from, const char* name) {
        const json value = from.value(name, json());
        return value.is_string() ? value.get<std::string>() : std::string();
    };
    const auto number = [&](const char* name) {
        const json value = cost.value(name, json());
        const bool fits = value.is_number_unsigned() && value.get<std::uint64_t>() <= kMemoryKibMax;
        return fits ? value.get<std::uint32_t>() : 0;
    };
    PinFile read;
    read.cost = {number("memory_kib"), number("passes")};
    const auto salt = from_base64url(text(cost, "salt"));
    const auto box = from_base64url(text(file, "box"));
    const auto kid = key_id_from_text(text(file, "kid"));
    if (!is_cost(read.cost) || !salt || salt->size() != crypto_pwhash_SALTBYTES || !box ||
        box->size() != kBoxBytes || !kid) {
        return std::nullopt;
    }
    read.salt = *salt;
    read.box = *box;
    read.kid = *kid;
    return read;
}

// ---- The throttle ----------------------------------------------------------------------------

struct Tries {
    int failed = 0;
    Instant last = 0;
};

constexpr int kTriesMax = 1000;  // the wait stopped growing long before

fs::path tries_path(const fs::path& file) {
    return file.string() + ".tries";
}

Instant wait_seconds(int failed) {
    const int beyond = failed - limits::kPinFreeTries;
    if (beyond < 0) return 0;
    const int minutes = beyond < 6 ? 1 << beyond : limits::kPinWaitMinutesMax;
    return Instant{60} * std::min(minutes, limits::kPinWaitMinutesMax);
}

// No file means no failed try. A file that cannot be understood counts as the longest wait from
// now: who damages it gains nothing.
Result<Tries> read_tries(const fs::path& file, Instant now) {
    auto bytes = read_file(tries_path(file), kFileBytes);
    if (!bytes) {
        if (bytes.error().code == ErrorCode::not_found) return Tries{};
        if (bytes.error().code != ErrorCode::limit) return pass(std::move(bytes));
        bytes = Bytes{};
    }
    const json read = json::parse(as_text(*bytes), nullptr, false);
    const json failed = read.is_object() ? read.value("failed", json()) : json();
    const json last = read.is_object() ? read.value("last", json()) : json();
    if (!failed.is_number_unsigned() || !last.is_number_integer() ||
        failed.get<std::uint64_t>() > kTriesMax) {
        return Tries{kTriesMax, now};
    }
    return Tries{failed.get<int>(), last.get<Instant>()};
}

Status write_tries(const fs::path& file, Tries tries) {
    const std::string text = json{{"failed", tries.failed}, {"last", tries.last}}.dump() + "\n";
    return write_file_durably(tries_path(file), as_bytes(text));
}

auto throttled(Instant seconds) {
    return fail(ErrorCode::throttled,
                "Terlalu banyak PIN yang salah. Tunggu " + std::to_string((seconds + 59) / 60) +
                    " menit, lalu coba lagi.",
                "too many wrong PINs");
}

// Counts this try as failed, on disk, before it is made. If power dies here, the try is counted.
Result<Tries> count_try(const fs::path& file, const Clock& clock) {
    auto lock = LockFile::wait_for(tries_path(file).string() + ".lock");
    if (!lock) return pass(std::move(lock));
    const Instant now = clock.now();
    auto tries = read_tries(file, now);
    if (!tries) return tries;
    const Instant wait = wait_seconds(tries->failed);
    if (wait > 0 && now < tries->last) {
        // The clock went back: how long ago the last try was is unknown. Wait whole, from now.
        tries->last = now;
        if (auto written = write_tries(file, *tries); !written) return pass(std::move(written));
        return throttled(wait);
    }
    // Subtracted only when last <= now, and as unsigned: a strange `last` must not overflow.
    const auto since = static_cast<std::uint64_t>(now) - static_cast<std::uint64_t>(tries->last);
    if (wait > 0 && since < static_cast<std::uint64_t>(wait)) {
        return throttled(wait - static_cast<Instant>(since));
    }
    tries->failed = std::min(tries->failed + 1, kTriesMax);
    tries->last = now;
    if (auto written = write_tries(file, *tries); !written) return pass(std::move(written));
    return tries;
}

Status clear_tries(const fs::path& file) {
    std::error_code error;
    fs::remove(tries_path(file), error);
    if (!error) return {};
    return fail(ErrorCode::io,
                "Catatan percobaan PIN tidak dapat dihapus. Periksa media penyimpanan.",
                "cannot remove the file of tries: " + error.message());
}

auto wrong_pin(int failed) {
    const int left = limits::kPinFreeTries - failed;
    return fail(ErrorCode::unauthentic,
                left > 0 ? "PIN salah. Sisa " + std::to_string(left) +
                               " percobaan sebelum Anda harus menunggu."
                         : "PIN salah. Tunggu " + std::to_string(wait_seconds(failed) / 60) +
                               " menit sebelum mencoba lagi.",
                "wrong PIN");
}

// ---- JWK -------------------------------------------------------------------------------------

SecretBytes jwk_of(const SigningKey& key) {
    std::string secret = to_base64url(key.seed());
    std::string jwk = R"({"crv":"Ed25519","d":")" + secret + R"(","kid":")" + to_text(key.id()) +
                      R"(","kty":"OKP","x":")" + to_base64url(key.public_key().view()) + R"("})";
    SecretBytes kept(as_bytes(jwk));
    wipe(secret);
    wipe(jwk);
    return kept;
}

std::optional<SigningKey> key_of_jwk(ByteView bytes) {
    json jwk = json::parse(as_text(bytes), nullptr, false);
    if (!jwk.is_object()) return std::nullopt;
    for (const char* name : {"kty", "crv", "x", "d"}) {
        if (!jwk.contains(name) || !jwk[name].is_string()) return std::nullopt;
    }
    auto& secret = jwk["d"].get_ref<std::string&>();
    auto seed = from_base64url(secret);
    wipe(secret);
    if (!seed) return std::nullopt;
    auto key = SigningKey::from_seed(*seed);
    wipe(*seed);
    const auto x = fixed_from_base64url<PublicKey>(jwk["x"].get<std::string>());
    if (!key || jwk["kty"] != "OKP" || jwk["crv"] != "Ed25519" || x != key->public_key()) {
        return std::nullopt;
    }
    return std::move(*key);
}

// ---- Plain secrets ---------------------------------------------------------------------------

Status write_secret(const fs::path& file, ByteView secret) {
    std::string text = to_hex(secret) + "\n";
    auto written = write_file_durably(file, as_bytes(text), 0600);
    wipe(text);
    return written;
}

Result<SecretBytes> read_secret(const fs::path& file) {
    auto bytes = read_file(file, kFileBytes);
    if (!bytes) return pass(std::move(bytes));
    auto raw = from_hex(trim(as_text(*bytes)));
    wipe(*bytes);
    if (!raw || raw->size() != kSeedBytes) return broken_file(file, "not 64 letters of hex");
    SecretBytes secret(*raw);
    wipe(*raw);
    return secret;
}

}  // namespace

Status check_pin(std::string_view pin) {
    if (!is_pin(pin)) {
        return fail(ErrorCode::invalid, "PIN harus 6 sampai 12 angka.",
                    "a PIN is not 6 to 12 digits");
    }
    const bool repeats = repeats_every(pin, 1) || repeats_every(pin, 2) || repeats_every(pin, 3);
    if (repeats || is_run(pin, 1) || is_run(pin, -1)) {
        return fail(ErrorCode::invalid,
                    "PIN ini terlalu mudah ditebak. Hindari angka kembar, berurutan, atau "
                    "berulang seperti 111111, 123456, dan 121212.",
                    "a PIN is too easy to guess");
    }
    return {};
}

Status write_pin_key(const fs::path& file, const SigningKey& key, std::string_view pin,
                     Argon2Cost cost, Random& random) {
    if (auto good = check_pin(pin); !good) return good;
    if (!is_cost(cost)) {
        return fail(ErrorCode::invalid, "Ukuran pengaman PIN tidak wajar. Hubungi administrator.",
                    "an Argon2id cost is out of bounds");
    }
    Bytes salt(crypto_pwhash_SALTBYTES);
    Bytes box(kBoxBytes);
    random.fill(salt);
    random.fill(std::span(box).first(kNonceBytes));
    auto under = key_of_pin(pin, cost, salt);
    if (!under) return pass(std::move(under));
    crypto_secretbox_easy(box.data() + kNonceBytes, key.seed().data(), kSeedBytes, box.data(),
                          under->view().data());
    const json text = {
        {"argon2id",
         {{"memory_kib", cost.memory_kib}, {"passes", cost.passes}, {"salt", to_base64url(salt)}}},
        {"box", to_base64url(box)},
        {"kid", to_text(key.id())},
        {"v", 1}};
    if (auto written = write_file_durably(file, as_bytes(text.dump() + "\n")); !written) {
        return written;
    }
    return clear_tries(file);  // they were tries at the PIN that stood here before
}

Result<SigningKey> open_pin_key(const fs::path& file, std::string_view pin, const Clock& clock) {
    auto bytes = read_file(file, kFileBytes);
    if (!bytes) return pass(std::move(bytes));
    const auto stored = parse_pin_file(*bytes);
    if (!stored) return broken_file(file, "not the JSON of a PIN key");
    if (!is_pin(pin)) {  // cannot be right, tells nothing, and costs no try
        return fail(ErrorCode::invalid, "PIN harus 6 sampai 12 angka. Ketik ulang PIN Anda.",
                    "a PIN is not 6 to 12 digits");
    }
    auto tries = count_try(file, clock);
    if (!tries) return pass(std::move(tries));
    auto under = key_of_pin(pin, stored->cost, stored->salt);
    if (!under) return pass(std::move(under));
    const ByteView box = stored->box;
    const ByteView sealed = box.subspan(kNonceBytes);
    SecretBytes seed(kSeedBytes);
    if (crypto_secretbox_open_easy(seed.span().data(), sealed.data(), sealed.size(), box.data(),
                                   under->view().data()) != 0) {
        return wrong_pin(tries->failed);
    }
    auto key = SigningKey::from_seed(seed.view());
    if (!key) return key;
    if (key->id() != stored->kid) return broken_file(file, "the key has another id");
    if (auto cleared = clear_tries(file); !cleared) return pass(std::move(cleared));
    return key;
}

std::string suggest_passphrase(Random& random) {
    std::string phrase;
    for (int i = 0; i < 5; ++i) {
        std::array<std::uint8_t, 2> drawn{};
        random.fill(drawn);
        static_assert(kPassphraseWords.size() == 2048);  // 11 bits, so every word is as likely
        const std::size_t place = (drawn[0] | (drawn[1] << 8)) & 2047;
        if (i > 0) phrase.push_back(' ');
        phrase.append(kPassphraseWords[place]);
    }
    return phrase;
}

Result<std::string> seal_jwe_key(const SigningKey& key, std::string_view passphrase, Random& random,
                                 int rounds) {
    if (passphrase.empty()) {
        return fail(ErrorCode::invalid, "Frasa sandi masih kosong. Isi lebih dahulu.",
                    "an empty passphrase");
    }
    return seal_jwe(jwk_of(key).view(), passphrase, random, rounds);
}

Result<SigningKey> open_jwe_key(std::string_view jwe, std::string_view passphrase) {
    auto text = open_jwe(trim(jwe), passphrase);
    if (!text) return pass(std::move(text));
    auto key = key_of_jwk(text->view());
    if (!key) {
        return fail(ErrorCode::invalid,
                    "Berkas ini tidak berisi kunci tanda tangan Disapa. Pilih berkas yang benar.",
                    "the JWE holds no Ed25519 JWK whose halves agree");
    }
    return std::move(*key);
}

Status write_node_key(const fs::path& file, const SigningKey& key) {
    return write_secret(file, key.seed());
}

Result<SigningKey> read_node_key(const fs::path& file) {
    auto seed = read_secret(file);
    if (!seed) return pass(std::move(seed));
    return SigningKey::from_seed(seed->view());
}

Status write_box_key(const fs::path& file, const BoxKey& key) {
    return write_secret(file, key.secret());
}

Result<BoxKey> read_box_key(const fs::path& file) {
    auto secret = read_secret(file);
    if (!secret) return pass(std::move(secret));
    return BoxKey::from_secret(secret->view());
}

}  // namespace disapa
