// What the tests of the officers' pages share: opening a case, reading news, signing on the pad.
#pragma once

#include "kiosk/screens/screens_world.h"

namespace disapa::testing {

inline constexpr std::string_view kClerk = "MASTORA", kKades = "IGUNG";

inline std::string bare(const std::string& shown) {
    return read_code(shown).value();
}

inline void open_case(World& world, const std::string& code) {
    REQUIRE(world.tap("case:" + bare(code)));
    world.harness->step(4);
}

inline void read(World& world) {
    REQUIRE(world.tap("problem:read"));
    world.harness->step(3);
}

inline void tick_all(World& world) {
    for (const char* paper : {"PENGANTAR", "KTP", "KK", "PERNYATAAN"}) {
        REQUIRE(world.tap(std::string("tick:") + paper));
    }
}

// A few loops with the finger on the pad.
inline void sign(World& world) {
    const auto pad = world.harness->find("signature:pad")->visible;
    const auto x = [&](float part) { return pad.x + pad.w * part; };
    const auto y = [&](float part) { return pad.y + pad.h * part; };
    world.harness->press(x(0.2F), y(0.6F));
    for (const auto& [to_x, to_y] : {std::pair{0.3F, 0.2F},
                                     {0.35F, 0.7F},
                                     {0.45F, 0.3F},
                                     {0.5F, 0.65F},
                                     {0.65F, 0.4F},
                                     {0.8F, 0.5F}}) {
        world.harness->drag_to(x(to_x), y(to_y));
    }
    world.harness->lift();
    world.harness->step(2);
}

// Signed in as the clerk, the case open, every paper ticked.
inline void verify(World& world, const std::string& code) {
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, code);
    tick_all(world);
    REQUIRE(world.tap("next"));
    world.harness->step(3);
    REQUIRE(world.says("Sudah diverifikasi"));
    read(world);
}

}  // namespace disapa::testing
