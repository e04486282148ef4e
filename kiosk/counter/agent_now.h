// What the agent does now (written by sync/doing.h), and the wish that it sends now.
//
// Two small files in the kiosk's folder, no record of the store. Any thread; cheap.
#pragma once

#include <filesystem>

#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace disapa {

struct AgentNow {
    enum class Doing { unknown, idle, window, connecting, sending };
    bool running = false;  // some process holds the agent's lock
    Doing doing = Doing::unknown;
    Instant until = 0;               // idle, window: when it goes on
    std::uint64_t done = 0, of = 0;  // sending: acts; `of` 0 where only photos travel
    bool asked = false;              // the wish to send now is not taken yet
    bool operator==(const AgentNow&) const = default;
};
[[nodiscard]] AgentNow read_agent_now(const std::filesystem::path& folder);

// Wakes the agent. An error where no agent runs: it sends by itself as soon as it is started.
[[nodiscard]] Status ask_to_send(const std::filesystem::path& folder);

}  // namespace disapa
