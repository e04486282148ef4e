#include "shared/log/canonical_check.h"

#include "shared/base/limits.h"

namespace disapa {

namespace {

bool is_lower(std::uint8_t byte) {
    return byte >= 'a' && byte <= 'z';
}
bool is_digit(std::uint8_t byte) {
    return byte >= '0' && byte <= '9';
}

// Reads one value after the other; every function leaves `at_` behind what it has taken.
class Checker {
  public:
    explicit Checker(ByteView text) : at_(text.data()), end_(text.data() + text.size()) {}

    [[nodiscard]] bool whole() { return value(0) && at_ == end_; }

  private:
    [[nodiscard]] bool take(std::uint8_t byte) {
        if (at_ == end_ || *at_ != byte) return false;
        ++at_;
        return true;
    }
    [[nodiscard]] bool take(std::string_view word) {
        if (static_cast<std::size_t>(end_ - at_) < word.size()) return false;
        if (std::memcmp(at_, word.data(), word.size()) != 0) return false;
        at_ += word.size();
        return true;
    }

    [[nodiscard]] bool value(int depth) {
        if (at_ == end_) return false;
        switch (*at_) {
            case '{':
                return depth < limits::kPayloadDepth && object(depth + 1);
            case '[':
                return depth < limits::kPayloadDepth && array(depth + 1);
            case '"':
                return text();
            case 't':
                return take("true");
            case 'f':
                return take("false");
            default:
                return integer();
        }
    }

    [[nodiscard]] bool array(int depth) {
        ++at_;
        if (take(']')) return true;
        while (value(depth)) {
            if (take(']')) return true;
            if (!take(',')) return false;
        }
        return false;
    }

    [[nodiscard]] bool object(int depth) {
        ++at_;
        if (take('}')) return true;
        std::string_view before;
        while (take('"')) {
            const std::string_view name = key();
            // In the order of bytes, and none twice.
            if (name.empty() || name <= before) return false;
            before = name;
            if (!take("\":") || !value(depth)) return false;
            if (take('}')) return true;
            if (!take(',')) return false;
        }
        return false;
    }

    // [a-z][a-z0-9_]*; empty when there is none.
    [[nodiscard]] std::string_view key() {
        const std::uint8_t* begin = at_;
        if (at_ == end_ || !is_lower(*at_)) return {};
        while (at_ != end_ && (is_lower(*at_) || is_digit(*at_) || *at_ == '_')) ++at_;
        return as_text({begin, at_});
    }

    // 0, or without a leading zero, of at most 2^53-1 in size.
    [[nodiscard]] bool integer() {
        if (take('0')) return true;
        static_cast<void>(take('-'));
        if (at_ == end_ || *at_ == '0') return false;
        const std::uint8_t* begin = at_;
        std::int64_t size = 0;
        for (; at_ != end_ && is_digit(*at_); ++at_) {
            size = size * 10 + (*at_ - '0');
            if (size > limits::kIntegerMax) return false;
        }
        return at_ != begin;
    }

    [[nodiscard]] bool text() {
        ++at_;
        while (at_ != end_) {
            const std::uint8_t byte = *at_;
            if (byte == '"') {
                ++at_;
                return true;
            }
            if (byte < 0x20) return false;
            if (byte >= 0x80) {
                if (!letter()) return false;
            } else if (byte == '\\') {
                if (!escape()) return false;
            } else {
                ++at_;
            }
        }
        return false;
    }

    // What must be escaped has one way: the short one, or \u00 and lower case.
    [[nodiscard]] bool escape() {
        ++at_;
        if (at_ == end_) return false;
        const std::uint8_t kind = *at_++;
        if (kind != 'u') return kShort.find(static_cast<char>(kind)) != std::string_view::npos;
        if (!take("00") || end_ - at_ < 2) return false;
        const std::uint8_t high = *at_++;
        const std::uint8_t low = *at_++;
        const bool is_hex = is_digit(low) || (low >= 'a' && low <= 'f');
        if ((high != '0' && high != '1') || !is_hex) return false;
        // \b \t \n \f \r are written short.
        return high == '1' || kShortControls.find(static_cast<char>(low)) == std::string_view::npos;
    }

    // One character of two to four bytes: shortest form, no surrogates, at most U+10FFFF.
    [[nodiscard]] bool letter() {
        const std::uint8_t first = *at_++;
        std::uint8_t least = 0x80;
        std::uint8_t most = 0xbf;
        int more = 0;
        if (first >= 0xc2 && first <= 0xdf) {
            more = 1;
        } else if (first >= 0xe0 && first <= 0xef) {
            more = 2;
            if (first == 0xe0) least = 0xa0;
            if (first == 0xed) most = 0x9f;
        } else if (first >= 0xf0 && first <= 0xf4) {
            more = 3;
            if (first == 0xf0) least = 0x90;
            if (first == 0xf4) most = 0x8f;
        } else {
            return false;
        }
        for (; more > 0; --more) {
            if (at_ == end_ || *at_ < least || *at_ > most) return false;
            ++at_;
            least = 0x80;
            most = 0xbf;
        }
        return true;
    }

    static constexpr std::string_view kShort = "\"\\bfnrt";
    static constexpr std::string_view kShortControls = "89acd";

    const std::uint8_t* at_;
    const std::uint8_t* end_;
};

}  // namespace

bool is_canonical(ByteView payload) {
    return payload.size() <= limits::kPayloadBytes && Checker(payload).whole();
}

}  // namespace disapa
