#include "shared/log/json_scan.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace disapa {

namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

    [[nodiscard]] bool value(JsonValue& to, int depth) {
        if (at_end()) return false;
        switch (text_[at_]) {
            case '{':
                return depth > 0 && object(to, depth);
            case '[':
                return depth > 0 && array(to, depth);
            case '"':
                to.kind = JsonValue::Kind::text;
                return string(to.text);
            case 't':
                to.kind = JsonValue::Kind::yes;
                return skip("true");
            case 'f':
                to.kind = JsonValue::Kind::no;
                return skip("false");
            default:
                return integer(to);
        }
    }

  private:
    [[nodiscard]] bool skip(std::string_view word) {
        if (text_.substr(at_, word.size()) != word) return false;
        at_ += word.size();
        return true;
    }

    [[nodiscard]] bool object(JsonValue& to, int depth) {
        to.kind = JsonValue::Kind::object;
        ++at_;
        if (skip("}")) return true;
        do {
            to.keys.emplace_back();
            to.items.emplace_back();
            if (!skip_to_key(to.keys.back()) || !value(to.items.back(), depth - 1)) return false;
        } while (skip(","));
        return skip("}");
    }

    [[nodiscard]] bool skip_to_key(std::string_view& key) {
        if (at_end() || text_[at_] != '"' || !string(key)) return false;
        return is_codec_key(key) && skip(":");
    }

    [[nodiscard]] bool array(JsonValue& to, int depth) {
        to.kind = JsonValue::Kind::array;
        ++at_;
        if (skip("]")) return true;
        do {
            to.items.emplace_back();
            if (!value(to.items.back(), depth - 1)) return false;
        } while (skip(","));
        return skip("]");
    }

    [[nodiscard]] bool string(std::string_view& to) {
        const std::size_t begin = ++at_;
        while (!at_end() && text_[at_] != '"') {
            if (static_cast<unsigned char>(text_[at_]) < 0x20) return false;
            at_ += text_[at_] == '\\' ? 2 : 1;
        }
        if (at_ >= text_.size()) return false;
        to = text_.substr(begin, at_++ - begin);
        return true;
    }

    [[nodiscard]] bool integer(JsonValue& to) {
        constexpr std::size_t kDigitsMax = 16;  // of 2^53-1
        to.kind = skip("-") ? JsonValue::Kind::negative : JsonValue::Kind::integer;
        const std::size_t begin = at_;
        while (!at_end() && is_digit(text_[at_])) ++at_;
        to.text = text_.substr(begin, at_ - begin);
        const bool is_padded = to.text.size() > 1 && to.text.front() == '0';
        return !to.text.empty() && to.text.size() <= kDigitsMax && !is_padded;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<JsonValue> scan_json(ByteView payload) {
    Scanner scanner(as_text(payload));
    JsonValue made;
    if (payload.empty() || payload.front() != '{') return std::nullopt;
    if (!scanner.value(made, limits::kPayloadDepth) || !scanner.at_end()) return std::nullopt;
    return made;
}

bool is_codec_key(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || is_digit(letter) || letter == '_';
    });
}

}  // namespace disapa
