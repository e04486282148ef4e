// DIR/agent.json: what the people of a desa say about their link. All keys may be left out, and the
// file too:
//
//   {"calm_seconds": 300,      how often to look for decisions where nothing is to be said
//    "daily_bytes": 5000000,   of HTTP, both ways, in a day (WITA); blobs wait when it is used up
//    "hubs": ["http://10.0.0.1:8420"],   tried before the addresses of the invite
//    "windows": ["18:00-18:10"]}         only then (WITA)
#pragma once

#include <filesystem>
#include <optional>

#include "sync/windows.h"

namespace disapa {

struct AgentSettings {
    Instant calm_seconds = 300;
    std::optional<std::uint64_t> daily_bytes;
    std::vector<std::string> hubs;
    Windows windows;
};
// Errors name the key and what is wrong with it: nonsense is never guessed at.
[[nodiscard]] Result<AgentSettings> parse_settings(std::string_view text);
[[nodiscard]] Result<AgentSettings> read_settings(const std::filesystem::path& folder);

}  // namespace disapa
