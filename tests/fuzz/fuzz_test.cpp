// The corpus of the fuzzers again, in every build: what once was a crash stays found.
#include <doctest/doctest.h>

#include <set>

#include "shared/base/file.h"
#include "tests/fuzz/targets.h"

using namespace disapa;
namespace fs = std::filesystem;

TEST_CASE("no input of the corpus breaks its target, and some are good") {
    const fs::path corpus = fs::path(DISAPA_SOURCE_DIR) / "tests" / "fuzz" / "corpus";
    std::set<std::string> names;
    std::uintmax_t bytes = 0;
    for (const auto& target : fuzz::targets()) {
        const std::string name(target.name);
        names.insert(name);
        CAPTURE(name);
        static_cast<void>(target.run(ByteView{}));
        int good = 0;
        std::set<fs::path> files;  // in the same order everywhere
        for (const auto& one : fs::directory_iterator(corpus / name)) files.insert(one.path());
        for (const auto& file : files) {
            CAPTURE(file.filename());
            const auto input = read_file(file, 1 << 20);
            REQUIRE(input.has_value());
            bytes += input->size();
            good += target.run(*input) ? 1 : 0;
        }
        // Where none is good the formats have moved on: make the corpus again (disapa-fuzz-seed).
        CHECK(good > 0);
    }
    for (const auto& one : fs::directory_iterator(corpus)) {
        CHECK_MESSAGE(names.contains(one.path().filename().string()), one.path());
    }
    CHECK(bytes < 300 * 1024);
}
