#include "tests/fuzz/targets.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace disapa::fuzz {

std::span<const Target> targets() {
    static constexpr std::array kTargets{
        Target{"json", json},       Target{"act", act},       Target{"frames", frames},
        Target{"segment", segment}, Target{"enrol", enrol},   Target{"record", record},
        Target{"words", words},     Target{"form", form},     Target{"bundle", bundle},
        Target{"hub", hub},         Target{"kiosk", kiosk},   Target{"courier", courier},
        Target{"http", http},       Target{"qr", qr},         Target{"table", table},
        Target{"picture", picture}, Target{"camera", camera}, Target{"receipt", receipt},
    };
    return kTargets;
}

void must(bool holds, std::string_view what) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

}  // namespace disapa::fuzz
