#include "shared/service/templates.h"

#include <algorithm>

namespace disapa {
namespace {

struct Filled {
    std::string text;
    bool any_name = false;
    bool any_empty = false;
};

// Fills a stretch without brackets.
Filled fill_plain(std::string_view text, const Lookup& lookup) {
    Filled out;
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = open == text.npos ? text.npos : text.find('}', open);
        if (close == text.npos) break;
        out.text += text.substr(0, open);
        const auto inside = text.substr(open + 1, close - open - 1);
        const auto colon = inside.find(':');
        const auto name = inside.substr(0, colon);
        const auto modifier = colon == inside.npos ? std::string_view() : inside.substr(colon + 1);
        const auto value = lookup(name, modifier);
        out.any_name = out.any_name || value.has_value();
        out.any_empty = out.any_empty || (value && value->empty());
        if (value) {
            out.text += *value;
        } else {
            out.text += text.substr(open, close - open + 1);
        }
        text.remove_prefix(close + 1);
    }
    out.text += text;
    return out;
}

}  // namespace

std::string fill(std::string_view text, const Lookup& lookup) {
    std::string out;
    while (!text.empty()) {
        const auto open = text.find('[');
        const auto close = open == text.npos ? text.npos : text.find(']', open);
        if (close == text.npos) break;
        out += fill_plain(text.substr(0, open), lookup).text;
        const auto optional = fill_plain(text.substr(open + 1, close - open - 1), lookup);
        if (!optional.any_name) {
            out += text.substr(open, close - open + 1);  // ordinary brackets
        } else if (!optional.any_empty) {
            out += optional.text;
        }
        text.remove_prefix(close + 1);
    }
    out += fill_plain(text, lookup).text;
    return out;
}

std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> names;
    (void)fill(text, [&](std::string_view name, std::string_view) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
        return std::optional<std::string>("-");
    });
    return names;
}

}  // namespace disapa
