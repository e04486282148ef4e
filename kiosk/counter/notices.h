// Notices of the desa for the screen that nobody uses: DIR/pengumuman/*.txt, one notice a file.
//
// The first line is the heading, the rest its words. Files that are too large, empty or no clean
// text are left out: whoever writes one sees at once that it is not shown. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace disapa {

struct DesaNotice {
    std::string heading, words;
    bool operator==(const DesaNotice&) const = default;
};
inline constexpr std::size_t kNoticesMost = 20;
inline constexpr std::size_t kNoticeBytes = 1200;  // what fits on a screen in large letters

// In the order of the files' names.
[[nodiscard]] std::vector<DesaNotice> read_notices(const std::filesystem::path& folder);

}  // namespace disapa
