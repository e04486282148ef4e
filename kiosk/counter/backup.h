// Copies for a bad day, putting them back, and what was last found out about the store.
//
// FOLDER/disapa-cadangan/<region>-<YYYYMMDD-HHMM>/ holds disapa.db (requests, photos, questions,
// what was typed) and residents.db where there is a register; neither keys nor kiosk.json. The
// newest three stay. It is people's data, readable by whoever has the stick: files of 0600 where
// its file system knows that, and the stick under lock and key. Records of kind "health": "backup"
// and "check", canonical JSON {"at":n,...}. Takes seconds: a process or a thread of its own, with a
// Node of its own.
#pragma once

#include <filesystem>

#include "shared/store/node.h"

namespace disapa {

inline constexpr std::size_t kBackupsKept = 3;

// Gives the copy's folder, which appears whole or not at all. Errors say what is wrong with FOLDER.
[[nodiscard]] Result<std::filesystem::path> back_up(Node& node,
                                                    const std::filesystem::path& folder);

// A copy back into DIR, where this machine is enrolled: see put_back (shared/store/copy.h).
// Refused while screen or agent run.
[[nodiscard]] Status restore(const std::filesystem::path& folder,
                             const std::filesystem::path& copy);

struct StoreCare {
    Instant backup_at = 0;           // 0: never
    Instant checked_at = 0;          // every signature and the database again; 0: never
    std::uint64_t check_faults = 0;  // what the last check found
};
[[nodiscard]] StoreCare store_care(Node& node);
[[nodiscard]] Status note_check(Node& node, std::uint64_t faults);

}  // namespace disapa
