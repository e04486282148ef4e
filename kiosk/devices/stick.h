// USB sticks: which are there, and letting go of one.
//
// Found are mounted file systems on removable or USB disks (the system mounts them, see
// image/README.md), or one folder that the settings name. Calls may block for seconds on a slow
// stick: never on the window's thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "shared/base/result.h"

namespace disapa::devices {

struct Stick {
    std::filesystem::path folder;  // where it is mounted
    std::string device;            // "/dev/sdb1"; empty: a folder named by the settings
    bool read_only = false;
    [[nodiscard]] std::string name() const;  // for a person: the last part of the folder
};

// Where the kernel tells of disks; tests put their own files here.
struct StickPlaces {
    std::filesystem::path mounts = "/proc/self/mounts";
    std::filesystem::path blocks = "/sys/class/block";
};
// `spec`: "auto", "none", or the absolute path of a folder that stands for a stick.
[[nodiscard]] std::vector<Stick> find_sticks(const std::string& spec,
                                             const StickPlaces& places = {});

// Everything written is on the medium when this returns. An error: it was pulled out, or is broken.
[[nodiscard]] Status sync_stick(const Stick& stick);
// After sync_stick: takes the file system away where this program may. False: it stays mounted,
// which harms nothing that is synced.
[[nodiscard]] bool let_go(const Stick& stick);

}  // namespace disapa::devices
