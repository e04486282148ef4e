#include "shared/service/templates.h"

#include <doctest/doctest.h>

using namespace disapa;

namespace {
std::optional<std::string> look(std::string_view name, std::string_view modifier) {
    if (name == "nama") return "BUDI {rw} [x]";
    if (name == "rt") return modifier == "besar" ? "TIGA" : "3";
    if (name == "rw") return "";
    return std::nullopt;
}
}  // namespace

TEST_CASE("a template is filled once, and an optional part goes with its empty answer") {
    CHECK(fill("RT {rt}[ RW {rw}], desa", look) == "RT 3, desa");
    CHECK(fill("RT {rt}[ ({rt:besar})]", look) == "RT 3 (TIGA)");
    CHECK(fill("RW {rw}.", look) == "RW .");
    CHECK(fill("[RT {rt}, RW {rw}]", look).empty());
    CHECK(fill("", look).empty());
}

TEST_CASE("what a person typed is never a template") {
    CHECK(fill("{nama}", look) == "BUDI {rw} [x]");
    CHECK(fill("[ {nama}]", look) == " BUDI {rw} [x]");
}

TEST_CASE("unknown names, lone braces and ordinary brackets stay as written") {
    CHECK(fill("{siapa} {rt", look) == "{siapa} {rt");
    CHECK(fill("pasal [3] ayat ]1[", look) == "pasal [3] ayat ]1[");
    CHECK(fill("[{siapa}]", look) == "[{siapa}]");
    CHECK(fill("}{", look) == "}{");
}

TEST_CASE("names are listed once and without modifiers") {
    const auto names = names_in("{a} [ {b:hari} {a}] {@desa}");
    CHECK(names == std::vector<std::string>{"a", "b", "@desa"});
}
