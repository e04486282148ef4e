#include "shared/log/entry.h"

#include "shared/crypto/jws.h"

namespace disapa {

namespace {

constexpr std::string_view kLeafPrefix{"disapa-leaf-v1\0", 15};

// Crockford's base32: no I, L, O, U.
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kDataSymbols = 10;  // 50 bits
constexpr std::size_t kCodeSymbols = kDataSymbols + 1;

// Multiplies by x in GF(32) = GF(2)[x] / (x^5 + x^2 + 1), where x has order 31.
constexpr unsigned times_x(unsigned value) {
    value <<= 1;
    return (value & 32U) != 0 ? value ^ 0b100101U : value;
}

// The symbols as a polynomial, first symbol highest, taken at x. The check symbol makes it 0: the
// weights are 11 different powers of x, so one wrong symbol, or two exchanged ones, never give 0.
template <class Values>
unsigned at_x(const Values& symbols) {
    unsigned sum = 0;
    for (const unsigned symbol : symbols) sum = times_x(sum) ^ symbol;
    return sum;
}

// The symbol that a person meant; nothing for what is no symbol.
std::optional<unsigned> symbol_of(char letter) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    if (letter == 'O') letter = '0';
    if (letter == 'I' || letter == 'L') letter = '1';
    const auto at = kAlphabet.find(letter);
    if (at == std::string_view::npos) return std::nullopt;
    return static_cast<unsigned>(at);
}

}  // namespace

Digest Entry::leaf_hash() const {
    static constexpr std::uint8_t kLeaf = 0x00;
    return sha256({ByteView(&kLeaf, 1), as_bytes(kLeafPrefix), digest.view(), signer.view(),
                   signature ? signature->view() : ByteView{}});
}

Entry node_entry(Bytes payload) {
    Entry entry;
    entry.digest = sha256(payload);
    entry.payload = std::move(payload);
    return entry;
}

Entry person_entry(Bytes payload, const SigningKey& key) {
    Entry entry = node_entry(std::move(payload));
    entry.signer = key.id();
    entry.signature = sign_jws(key, kTypAct, entry.payload);
    return entry;
}

std::string receipt_code(const Digest& submitted) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 7; ++i) bits = bits << 8 | submitted.bytes[i];
    bits >>= 6;  // the first 50 of 56
    std::array<unsigned, kDataSymbols> symbols{};
    for (std::size_t i = 0; i < kDataSymbols; ++i) {
        symbols[i] = static_cast<unsigned>(bits >> (5 * (kDataSymbols - 1 - i)) & 31U);
    }
    std::string code;
    for (const unsigned symbol : symbols) code += kAlphabet[symbol];
    return code + kAlphabet[times_x(at_x(symbols))];
}

std::string show_code(std::string_view code) {
    std::string shown;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i > 0 && i % 3 == 0) shown += '-';
        shown += code[i];
    }
    return shown;
}

std::optional<std::string> read_code(std::string_view typed) {
    std::vector<unsigned> symbols;
    std::string code;
    for (const char letter : typed) {
        if (letter == ' ' || letter == '-') continue;
        const auto symbol = symbol_of(letter);
        if (!symbol || symbols.size() == kCodeSymbols) return std::nullopt;
        symbols.push_back(*symbol);
        code += kAlphabet[*symbol];
    }
    if (symbols.size() != kCodeSymbols || at_x(symbols) != 0) return std::nullopt;
    return code;
}

}  // namespace disapa
