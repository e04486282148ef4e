// libFuzzer's program: disapa-fuzz --target=NAME [libFuzzer's options] [CORPUS...]
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/fuzz/canary.h"
#include "tests/fuzz/targets.h"

namespace {

// libFuzzer calls two functions with nothing between them to hand this over by.
disapa::fuzz::Target chosen;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** words) {
    constexpr std::string_view kOption = "--target=";
    for (int i = 1; i < *count; ++i) {
        const std::string_view word = (*words)[i];
        if (!word.starts_with(kOption)) continue;
        const auto name = word.substr(kOption.size());
        if (name == "canary") chosen = {"canary", disapa::fuzz::canary};
        for (const auto& target : disapa::fuzz::targets()) {
            if (target.name == name) chosen = target;
        }
    }
    if (chosen.run != nullptr) {
        // What a target stands on is made before libFuzzer's time begins.
        static_cast<void>(chosen.run({}));
        return 0;
    }
    std::fprintf(stderr, "which --target=? canary");
    for (const auto& target : disapa::fuzz::targets()) {
        std::fprintf(stderr, " %s", std::string(target.name).c_str());
    }
    std::fprintf(stderr, "\n");
    std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static_cast<void>(chosen.run({data, size}));
    return 0;
}
