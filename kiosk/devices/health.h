// How this machine is: its disk, its memory. Measured, never guessed.
//
// `measure_machine` writes and syncs a few small files: some milliseconds on a sound disk, seconds
// on a dying one. Never on the window's thread.
#pragma once

#include <cstdint>
#include <filesystem>

#include "shared/base/result.h"

namespace disapa::devices {

struct MachineFacts {
    std::uint64_t disk_free = 0, disk_total = 0;      // bytes, of the file system of `folder`
    std::int64_t write_ms = -1;                       // a small durable write; -1: it failed
    std::uint64_t memory_free = 0, memory_total = 0;  // bytes; free: what programs may still get
    std::uint64_t memory_own = 0;                     // bytes of this program
};
[[nodiscard]] MachineFacts measure_machine(const std::filesystem::path& folder);

}  // namespace disapa::devices
