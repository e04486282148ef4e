#include "shared/log/canonical_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/base/text.h"

namespace disapa {

namespace {

tl::unexpected<Error> broken(std::string_view rule) {
    return fail(ErrorCode::invalid,
                "Catatan ini tidak mengikuti bentuk baku Disapa, sehingga tidak dipakai. Perbarui "
                "aplikasi, atau hubungi petugas kecamatan.",
                "canonical JSON: " + std::string(rule));
}

// Whether brackets nest deeper than allowed, found without parsing: nothing is built from a
// document that is too deep. Brackets inside strings do not count.
bool too_deep(std::string_view text) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char letter = text[i];
        if (in_string) {
            if (letter == '\\') ++i;
            if (letter == '"') in_string = false;
        } else if (letter == '"') {
            in_string = true;
        } else if (letter == '{' || letter == '[') {
            if (++depth > limits::kPayloadDepth) return true;
        } else if (letter == '}' || letter == ']') {
            --depth;
        }
    }
    return false;
}

bool is_key(std::string_view key) {
    const auto is_lower = [](char letter) { return letter >= 'a' && letter <= 'z'; };
    const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    return !key.empty() && is_lower(key.front()) &&
           std::all_of(key.begin(), key.end(), [&](char letter) {
               return is_lower(letter) || is_digit(letter) || letter == '_';
           });
}

// The rule that `value` breaks, or "".
std::string_view broken_rule(const Json& value, int depth) {
    switch (value.type()) {
        case Json::value_t::boolean:
            return "";
        case Json::value_t::string:
            return is_utf8(value.get_ref<const std::string&>()) ? "" : "text is not UTF-8";
        case Json::value_t::number_unsigned:
            return value.get<std::uint64_t>() <= std::uint64_t{limits::kIntegerMax}
                       ? ""
                       : "integer above 2^53-1";
        case Json::value_t::number_integer: {
            const auto number = value.get<std::int64_t>();
            return number >= -limits::kIntegerMax && number <= limits::kIntegerMax
                       ? ""
                       : "integer beyond 2^53-1";
        }
        case Json::value_t::object:
        case Json::value_t::array:
            break;
        default:
            return "null or a number with a fraction";
    }
    if (depth >= limits::kPayloadDepth) return "deeper than allowed";
    for (auto it = value.begin(); it != value.end(); ++it) {
        if (value.is_object() && !is_key(it.key())) return "key is not [a-z][a-z0-9_]*";
        const std::string_view rule = broken_rule(*it, depth + 1);
        if (!rule.empty()) return rule;
    }
    return "";
}

}  // namespace

Result<Json> parse_canonical(ByteView payload) {
    if (payload.size() > limits::kPayloadBytes) return broken("above the size limit");
    const std::string_view text = as_text(payload);
    if (!is_utf8(text)) return broken("not UTF-8");
    if (too_deep(text)) return broken("deeper than allowed");
    Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) return broken("not JSON");
    auto again = to_canonical(value);
    if (!again) return pass(std::move(again));
    // Spaces, order, escapes, 1.0, -0, duplicate keys: everything that has a second form.
    if (!std::equal(payload.begin(), payload.end(), again->begin(), again->end())) {
        return broken("not in the one canonical form");
    }
    return value;
}

Result<Bytes> to_canonical(const Json& value) {
    if (const std::string_view rule = broken_rule(value, 0); !rule.empty()) return broken(rule);
    // Keys are ASCII and std::map orders them by byte, which then is RFC 8785's order by UTF-16
    // unit. dump() writes \b \t \n \f \r \" \\ short, other control characters as \u00xx in lower
    // case, and everything else as UTF-8, as RFC 8785 wants. It throws only for text that is not
    // UTF-8.
    const std::string text = value.dump();
    if (text.size() > limits::kPayloadBytes) {
        return fail(ErrorCode::limit,
                    "Isian ini terlalu panjang untuk satu catatan. Persingkat isiannya.",
                    "canonical JSON: above the size limit");
    }
    const ByteView bytes = as_bytes(text);
    return Bytes(bytes.begin(), bytes.end());
}

}  // namespace disapa
