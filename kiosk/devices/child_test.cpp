#include "kiosk/devices/child.h"

#include <doctest/doctest.h>

using namespace disapa;
using namespace disapa::devices;
using std::chrono::seconds;

TEST_CASE("a program's end and words are taken; nothing in an argument is a command") {
    const auto end =
        run_child("/bin/sh",
                  {"-c", "echo \"$0\"; echo '' >&2; echo akhir >&2; exit 3", "; rm -rf $HOME `id`"},
                  seconds(10));
    REQUIRE(end.has_value());
    CHECK(end->code == 3);
    CHECK_FALSE(end->good());
    CHECK(end->out == "; rm -rf $HOME `id`\n");
    CHECK(end->last_words() == "akhir");
}

TEST_CASE("a program that floods, dies by a signal, or is not there") {
    const auto flood =
        run_child("/bin/sh", {"-c", "head -c 1000000 /dev/zero; kill -9 $$"}, seconds(20));
    REQUIRE(flood.has_value());
    CHECK(flood->out.size() == kChildBytes);
    CHECK(flood->code == 128 + 9);
    const auto none = run_child("/nonexistent/program", {}, seconds(1));
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().code == ErrorCode::not_found);
    CHECK_FALSE(none.error().sentence.empty());
}

TEST_CASE("a program that never ends is ended") {
    const auto end = run_child("/bin/sh", {"-c", "exec sleep 60"}, seconds(1));
    REQUIRE_FALSE(end.has_value());
    CHECK(end.error().code == ErrorCode::io);
}
