#include "shared/log/json_scan.h"

#include <doctest/doctest.h>

using namespace disapa;

namespace {
std::optional<JsonValue> scan(std::string_view text) {
    return scan_json(as_bytes(text));
}
}  // namespace

TEST_CASE("json scan: views of every kind of value, escapes as they stand") {
    const std::string text = R"({"a":[true,false,{"b_1":-7}],"c":"x\"\\ü\n","d":0})";
    const auto made = scan(text);
    REQUIRE(made.has_value());
    CHECK(made->keys == std::vector<std::string_view>{"a", "c", "d"});
    const JsonValue& list = made->items[0];
    CHECK(list.kind == JsonValue::Kind::array);
    CHECK(list.items[0].kind == JsonValue::Kind::yes);
    CHECK(list.items[1].kind == JsonValue::Kind::no);
    CHECK(list.items[2].items[0].kind == JsonValue::Kind::negative);
    CHECK(list.items[2].items[0].text == "7");
    CHECK(made->items[1].text == R"(x\"\\ü\n)");
    CHECK(made->items[2].kind == JsonValue::Kind::integer);
    CHECK(made->items[1].text.data() > text.data());
    CHECK(scan("{}").has_value());
    CHECK(scan(R"({"a":[],"b":{}})").has_value());
}

TEST_CASE("json scan: what cannot be written again alike is left to another codec") {
    for (const char* text : {"",
                             "[]",
                             "1",
                             "\"a\"",
                             "{",
                             "}",
                             "{\"a\":}",
                             "{\"a\":1,}",
                             "{\"a\":1}x",
                             "{ }",
                             "{\"a\": 1}",
                             "{\"a\":01}",
                             "{\"a\":-01}",
                             "{\"a\":-}",
                             "{\"a\":1.5}",
                             "{\"a\":1e3}",
                             "{\"a\":null}",
                             "{\"a\":tru}",
                             "{\"A\":1}",
                             "{\"\":1}",
                             "{\"a,b\":1}",
                             "{\"a\":\"x}",
                             "{\"a\":\"x\\\"}",
                             "{\"a\":\"x\\",
                             "{\"a\":\"\n\"}",
                             "{\"a\":[1 ,2]}",
                             "{\"a\":[1,]}",
                             "{\"a\":12345678901234567}",
                             "{a:1}",
                             "{\"a\"1}",
                             "{,}",
                             "{\"a\":[}"}) {
        CAPTURE(text);
        CHECK_FALSE(scan(text).has_value());
    }
    CHECK(scan(R"({"a":[[[[[]]]]]})").has_value());
    CHECK_FALSE(scan(R"({"a":[[[[[[]]]]]]})").has_value());
}
