#include "shared/log/canonical_check.h"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "shared/base/limits.h"
#include "shared/log/canonical_json.h"

using namespace disapa;

namespace {

// What both say of these bytes.
bool agreed(std::string_view text) {
    const bool is = is_canonical(as_bytes(text));
    CAPTURE(to_hex(as_bytes(text)));
    REQUIRE(is == parse_canonical(as_bytes(text)).has_value());
    return is;
}

class AnyJson {
  public:
    explicit AnyJson(std::uint32_t seed) : random_(seed) {}

    Json value(int depth) {
        switch (below(depth > 0 ? 6 : 4)) {
            case 0:
                return below(2) == 0;
            case 1:
                return integer();
            case 2:
            case 3:
                return text();
            case 4: {
                Json made = Json::array();
                for (int i = below(4); i > 0; --i) made.push_back(value(depth - 1));
                return made;
            }
            default: {
                Json made = Json::object();
                for (int i = below(5); i > 0; --i) made[key()] = value(depth - 1);
                return made;
            }
        }
    }
    // Some bytes changed, taken out, put in or moved: mostly those that mean something in JSON.
    std::string damaged(std::string text) {
        static constexpr std::string_view kBytes =
            "{}[]\",:\\ "
            "\n\t/bfnrtu0019-+.eEaAzZ_\x7f\x01\x00\xc3\xa9\xe2\x80\xed\xa0\xf0\x9f\xf4\xff";
        for (int i = 1 + below(2); i > 0 && !text.empty(); --i) {
            const auto at = static_cast<std::size_t>(below(static_cast<int>(text.size())));
            const char byte =
                kBytes[static_cast<std::size_t>(below(static_cast<int>(kBytes.size())))];
            switch (below(4)) {
                case 0:
                    text[at] = byte;
                    break;
                case 1:
                    text.erase(at, 1);
                    break;
                case 2:
                    text.insert(at, 1, byte);
                    break;
                default:
                    std::swap(text[at],
                              text[static_cast<std::size_t>(below(static_cast<int>(text.size())))]);
            }
        }
        return text;
    }

  private:
    int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint32_t>(limit)); }
    Json integer() {
        static constexpr std::array<std::int64_t, 8> kEdges{0,
                                                            1,
                                                            -1,
                                                            10,
                                                            limits::kIntegerMax,
                                                            -limits::kIntegerMax,
                                                            limits::kIntegerMax - 1,
                                                            1795395600};
        return kEdges[static_cast<std::size_t>(below(8))];
    }
    std::string text() {
        static constexpr std::array<std::string_view, 12> kParts{
            "Budi", "\"",   "\\", "\n",           std::string_view("\0", 1),
            "\x1f", "\x7f", "é",  "\xe2\x80\xa8", "\xf0\x9f\x98\x80",
            "/",    "u0041"};
        std::string made;
        for (int i = below(5); i > 0; --i) made += kParts[static_cast<std::size_t>(below(12))];
        return made;
    }
    std::string key() {
        static constexpr std::array<const char*, 6> kKeys{"a", "a0", "a_", "ab", "type", "z9_"};
        return kKeys[static_cast<std::size_t>(below(6))];
    }

    std::mt19937 random_;
};

}  // namespace

TEST_CASE("the check and the parser agree on the shared vectors") {
    std::ifstream file(DISAPA_SOURCE_DIR "/tests/vectors/canonical_json.json");
    std::size_t accepted = 0;
    const Json vectors = Json::parse(file);
    for (const Json& one : vectors.at("cases")) {
        std::string text = one.value("text", "");
        if (!one.contains("text"))
            text = as_text(*from_hex(one.at("bytes_hex").get<std::string>()));
        CHECK(agreed(text) == one.at("ok").get<bool>());
        accepted += one.at("ok").get<bool>() ? 1 : 0;
    }
    CHECK(accepted >= 30);
}

TEST_CASE("they agree on whatever is made, and on whatever is made of it") {
    AnyJson any(7);
    int taken = 0;
    int damaged_and_taken = 0;
    for (int i = 0; i < 4000; ++i) {
        const auto bytes = to_canonical(any.value(5));
        if (!bytes) continue;
        const std::string text(as_text(*bytes));
        taken += agreed(text) ? 1 : 0;
        for (int j = 0; j < 8; ++j) damaged_and_taken += agreed(any.damaged(text)) ? 1 : 0;
    }
    CHECK(taken > 3000);
    CHECK(damaged_and_taken > 1000);
}

TEST_CASE("they agree on every byte in every place of an act, and on its beginnings") {
    const std::string act =
        R"({"at":17,"form":{"nama":"Budi \"B\" \u0001é","rt":4},"papers":[{"how":"brought","id":"KTP"}]})";
    for (std::size_t at = 0; at < act.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string changed = act;
            changed[at] = static_cast<char>(byte);
            agreed(changed);
        }
        CHECK_FALSE(agreed(act.substr(0, at)));
    }
    CHECK(agreed(act));
}

TEST_CASE("they agree on every character and every escape") {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            std::string text = "\"__\"";
            text[1] = static_cast<char>(first);
            text[2] = static_cast<char>(second);
            agreed(text);
        }
    }
    for (const std::string_view lead :
         {"\xe0", "\xe1", "\xed", "\xef", "\xf0", "\xf1", "\xf4", "\xf5"}) {
        for (int second = 0; second < 256; ++second) {
            for (const std::string_view rest :
                 {"", "\x80", "\xbf", "\x80\x80", "\xbf\xbf", "\x7f\x80"}) {
                agreed("\"" + std::string(lead) + static_cast<char>(second) + std::string(rest) +
                       "\"");
            }
        }
    }
    for (int code = 0; code < 256; ++code) {
        static constexpr std::string_view kHex = "0123456789abcdef";
        const std::string low{kHex[static_cast<std::size_t>(code / 16)],
                              kHex[static_cast<std::size_t>(code % 16)]};
        for (const char* lead : {"\\u00", "\\u01", "\\u", "\\U00"})
            agreed("\"" + (lead + low) + "\"");
        agreed(std::string("\"\\") + static_cast<char>(code) + "\"");
    }
}

TEST_CASE("they agree on numbers, depth and size") {
    for (const char* text : {"0",
                             "-0",
                             "00",
                             "01",
                             "-",
                             "+1",
                             "1.0",
                             "1e2",
                             "9007199254740991",
                             "-1",
                             "9007199254740992",
                             "-9007199254740991",
                             "-9007199254740992",
                             "99999999999999999999999999",
                             "-00",
                             "0x1",
                             "1_",
                             "null",
                             "tru",
                             "truee",
                             "nan",
                             "",
                             " 1",
                             "1 ",
                             "\xef\xbb\xbf"
                             "1"}) {
        agreed(text);
        agreed("[" + std::string(text) + "]");
        agreed("{\"a\":" + std::string(text) + "}");
    }
    for (std::size_t depth = 1; depth < 9; ++depth) {
        CHECK(agreed(std::string(depth, '[') + std::string(depth, ']')) == (depth <= 6));
        CHECK(agreed(std::string(depth, '[') + "1" + std::string(depth, ']')) == (depth <= 6));
    }
    CHECK(agreed("\"" + std::string(limits::kPayloadBytes - 2, 'a') + "\""));
    CHECK_FALSE(agreed("\"" + std::string(limits::kPayloadBytes - 1, 'a') + "\""));
}
