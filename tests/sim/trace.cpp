#include "tests/sim/trace.h"

#include <cstdio>

#include "shared/base/date.h"

namespace disapa::sim {
namespace {

constexpr std::size_t kTailLines = 60;

}  // namespace

void Trace::note(Instant at, std::string_view who, std::string_view what) {
    std::string line =
        to_iso(wita_date(at)) + " " + wita_time(at) + " (" + std::to_string(at) + ") ";
    line += who;
    line += ": ";
    line += what;
    for (auto found = line.find(root_); found != std::string::npos; found = line.find(root_))
        line.replace(found, root_.size(), "~");
    for (const char letter : line) {
        hash_ ^= static_cast<std::uint8_t>(letter);
        hash_ *= 0x100000001B3U;
    }
    ++events_;
    if (aloud_) std::printf("%s\n", line.c_str());
    tail_.push_back(std::move(line));
    if (tail_.size() > kTailLines) tail_.pop_front();
}

}  // namespace disapa::sim
