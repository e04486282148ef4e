// One trip of the stick: what it brought is read, what waits is written, all of it is on the
// medium.
//
// Runs `disapa-sync courier` as a child: the kiosk itself knows no bundles. Blocks for as long as
// the stick takes: a chore.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>

#include "kiosk/devices/stick.h"

namespace disapa::screens {

enum class CarryPhase { reading, writing, ending };

struct Carried {
    bool read = false, written = false, safe = false;
    bool left = false;          // not everything fitted: another trip is needed
    bool unmounted = false;     // it is no longer in the system at all
    std::uint64_t news = 0;     // records that came
    std::uint64_t arrived = 0;  // receipts among them
    std::uint64_t foreign = 0;  // files for somebody else; left alone
    std::uint64_t damaged = 0;  // files that could not be read
    std::uint64_t taken = 0;    // records that leave on the stick
    std::string trouble;        // Indonesian: why it ended, and what to do; empty: all is well
};

// `sync`: the program disapa-sync; `data`: the kiosk's folder. `phase` is set as it goes on.
[[nodiscard]] Carried carry(const std::filesystem::path& sync, const std::filesystem::path& data,
                            const devices::Stick& stick, std::atomic<CarryPhase>& phase);

}  // namespace disapa::screens
