// What every program of Disapa does alike: where its assets are, how it tells trouble, its exit
// codes.
#pragma once

#include <filesystem>
#include <string>

#include "shared/base/result.h"

namespace disapa {

// Exit codes of every program.
inline constexpr int kExitDone = 0;
inline constexpr int kExitRefused = 1;  // refused or failed: one sentence on stderr
inline constexpr int kExitUsage = 2;

// `asked` when given; else $DISAPA_ASSETS, assets beside the build folder, /usr/share/disapa.
[[nodiscard]] Result<std::filesystem::path> find_assets(const std::string& asked);

// One sentence on stderr: Indonesian, or with DISAPA_LANG=en the English of the log. Gives
// kExitRefused.
int tell(const Error& error);

// The first line of a file without its end: a PIN or a passphrase. Never more than 1 KiB.
[[nodiscard]] Result<std::string> read_secret_line(const std::filesystem::path& file);

}  // namespace disapa
