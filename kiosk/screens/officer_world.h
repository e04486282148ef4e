// What the tests of the officers' pages share: opening a case, reading news, signing on the pad.
#pragma once

#include "kiosk/screens/screens_world.h"

namespace disapa::testing {

inline constexpr std::string_view kClerk = "MASTORA", kKades = "IGUNG";

inline std::string bare(const std::string& shown) {
    return read_code(shown).value();
}

inline void open_case(World& world, const std::string& code) {
    world.touch("case:" + bare(code));
}

// A new case on the clerk's screen; gives its code as shown.
inline std::string open_new_case(World& world, const char* service = "SKTM",
                                 const Json& form = sktm_form()) {
    auto code = world.submit(service, form);
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, code);
    return code;
}

inline void read(World& world) {
    world.touch("problem:read");
}

// The open case goes back to the citizen: some answer is wrong.
inline void give_back(World& world) {
    world.touch("do:return");
    REQUIRE(world.tap("chip:isian_salah"));
    world.touch("reason:done");
    read(world);
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
    world.touch("next");
    REQUIRE(world.says("Sudah diverifikasi"));
    read(world);
}

}  // namespace disapa::testing
