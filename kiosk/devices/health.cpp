#include "kiosk/devices/health.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>

#include "shared/base/file.h"

namespace disapa::devices {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kProbeBytes = 4096;
constexpr const char* kProbe = "disk.probe";

// "Name:  123 kB" of a file of /proc, in bytes; 0 when it is not there.
std::uint64_t proc_bytes(const char* file, const std::string& name) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(name + ":")) return std::stoull(line.substr(name.size() + 1)) * 1024;
    }
    return 0;
}

// The middle of three, so that one hiccup tells nothing.
std::int64_t write_milliseconds(const fs::path& folder) {
    const Bytes bytes(kProbeBytes, 0x5a);
    std::array<std::int64_t, 3> took{};
    for (auto& each : took) {
        const auto begun = std::chrono::steady_clock::now();
        if (!write_file_durably(folder / kProbe, bytes)) return -1;
        each = std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::steady_clock::now() - begun)
                   .count();
    }
    std::error_code trouble;
    fs::remove(folder / kProbe, trouble);
    std::ranges::sort(took);
    return took[1];
}

}  // namespace

MachineFacts measure_machine(const fs::path& folder) {
    MachineFacts facts;
    std::error_code trouble;
    const auto space = fs::space(folder, trouble);
    if (!trouble) {
        facts.disk_free = space.available;
        facts.disk_total = space.capacity;
    }
    facts.write_ms = write_milliseconds(folder);
    facts.memory_free = proc_bytes("/proc/meminfo", "MemAvailable");
    facts.memory_total = proc_bytes("/proc/meminfo", "MemTotal");
    facts.memory_own = proc_bytes("/proc/self/status", "VmRSS");
    return facts;
}

}  // namespace disapa::devices
