// What strangers can hand to Disapa, one target for each door.
//
// A target takes any bytes and comes back: crashes, leaks and hangs are found by the sanitizers and
// libFuzzer, broken promises by `must`. One thread.
#pragma once

#include <span>
#include <string_view>

#include "shared/base/bytes.h"

namespace disapa::fuzz {

struct Target {
    std::string_view name;  // of its folder in corpus/ too
    // True when the input was taken as good: a corpus of which nothing is, is dead.
    bool (*run)(ByteView input) = nullptr;
};
[[nodiscard]] std::span<const Target> targets();

// Ends the program: `what` was promised and does not hold.
void must(bool holds, std::string_view what);

// Bytes that stand in a file of their own; the doors.
bool json(ByteView input);
bool act(ByteView input);
bool frames(ByteView input);
bool segment(ByteView input);
bool enrol(ByteView input);
bool record(ByteView input);
bool words(ByteView input);
bool form(ByteView input);
bool table(ByteView input);
// Machines at the counter.
bool picture(ByteView input);
bool camera(ByteView input);
bool receipt(ByteView input);
// Doors of a whole machine.
bool bundle(ByteView input);
bool hub(ByteView input);
bool kiosk(ByteView input);
bool courier(ByteView input);
bool http(ByteView input);
bool qr(ByteView input);

}  // namespace disapa::fuzz
