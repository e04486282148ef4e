#include "shared/log/canonical_json.h"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"

using namespace disapa;

namespace {

Json vectors() {
    std::ifstream file(DISAPA_SOURCE_DIR "/tests/vectors/canonical_json.json");
    return Json::parse(file).at("cases");
}

}  // namespace

TEST_CASE("canonical JSON: the vector file, shared with Node and browser") {
    std::size_t accepted = 0;
    std::size_t refused = 0;
    for (const Json& one : vectors()) {
        const auto name = one.at("name").get<std::string>();
        CAPTURE(name);
        const std::string text = one.contains("text") ? one["text"].get<std::string>() : "";
        const ByteView given = as_bytes(text);
        const Bytes bytes = one.contains("text")
                                ? Bytes(given.begin(), given.end())
                                : *from_hex(one.at("bytes_hex").get<std::string>());
        const auto value = parse_canonical(bytes);
        CHECK(value.has_value() == one.at("ok").get<bool>());
        if (value) {
            ++accepted;
            CHECK(to_canonical(*value).value() == bytes);
        } else {
            ++refused;
            CHECK(value.error().code != ErrorCode::internal);
            CHECK_FALSE(value.error().sentence.empty());
        }
    }
    CHECK(accepted >= 30);
    CHECK(refused >= 60);
}

TEST_CASE("canonical JSON: a value that breaks a rule is not written") {
    Json deep = Json::object();
    for (int i = 0; i < 5; ++i) deep = Json{{"a", deep}};
    CHECK(to_canonical(deep).has_value());
    CHECK_FALSE(to_canonical(Json{{"a", deep}}).has_value());

    CHECK_FALSE(to_canonical(Json(nullptr)).has_value());
    CHECK_FALSE(to_canonical(Json(1.0)).has_value());
    CHECK_FALSE(to_canonical(Json{{"A", 1}}).has_value());
    CHECK_FALSE(to_canonical(Json("\xFF")).has_value());
    CHECK_FALSE(to_canonical(Json("\xED\xA0\x80")).has_value());
    CHECK_FALSE(to_canonical(Json(std::uint64_t{1} << 53)).has_value());
    CHECK_FALSE(to_canonical(Json(-(std::int64_t{1} << 53))).has_value());
    CHECK_FALSE(to_canonical(Json::binary({1, 2})).has_value());
    CHECK(to_canonical(Json(limits::kIntegerMax)).has_value());
    CHECK(to_canonical(Json(-limits::kIntegerMax)).has_value());

    CHECK(to_canonical(Json(std::string(limits::kPayloadBytes - 2, 'a'))).has_value());
    const auto large = to_canonical(Json(std::string(limits::kPayloadBytes - 1, 'a')));
    REQUIRE_FALSE(large.has_value());
    CHECK(large.error().code == ErrorCode::limit);
}

TEST_CASE("canonical JSON: keys are written in order, however they were set") {
    Json value;
    value["type"] = "printed";
    value["at"] = 5;
    value["b_1"] = true;
    value["b1"] = Json::array({1, "x"});
    CHECK(as_text(to_canonical(value).value()) ==
          R"({"at":5,"b1":[1,"x"],"b_1":true,"type":"printed"})");
}

TEST_CASE("canonical JSON: no bytes crash it, and whatever it takes it gives back") {
    // Every change of one byte of an act: taken only when writing gives the same bytes.
    const std::string act =
        R"({"at":17,"form":{"nama":"Budi \"B\" \u0001é","rt":4},"papers":[{"how":"brought","id":"KTP"}]})";
    std::size_t taken = 0;
    for (std::size_t at = 0; at < act.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string changed = act;
            changed[at] = static_cast<char>(byte);
            const auto value = parse_canonical(as_bytes(changed));
            if (!value) continue;
            ++taken;
            REQUIRE(as_text(to_canonical(*value).value()) == changed);
        }
        CHECK_FALSE(parse_canonical(as_bytes(act).first(at)).has_value());
    }
    CHECK(taken > act.size());
}
