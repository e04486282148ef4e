// Copies of the store for a bad day, and what was last found out about it.
//
// FOLDER/disapa-cadangan/<region>-<YYYYMMDD-HHMM>.db, without the node's keys; the newest three
// stay. A copy holds people's data: the folder belongs under lock and key. Records of kind
// "health": "backup" and "check", canonical JSON {"at":n,...}. Takes seconds: a process or a thread
// of its own, with a Node of its own.
#pragma once

#include <filesystem>

#include "shared/store/node.h"

namespace disapa {

inline constexpr std::size_t kBackupsKept = 3;

// Gives the file. Errors say what is wrong with the folder.
[[nodiscard]] Result<std::filesystem::path> back_up(Node& node,
                                                    const std::filesystem::path& folder);

struct StoreCare {
    Instant backup_at = 0;           // 0: never
    Instant checked_at = 0;          // every signature and the database again; 0: never
    std::uint64_t check_faults = 0;  // what the last check found
};
[[nodiscard]] StoreCare store_care(Node& node);
[[nodiscard]] Status note_check(Node& node, std::uint64_t faults);

}  // namespace disapa
