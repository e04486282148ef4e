#include "kiosk/counter/notices.h"

#include <algorithm>

#include "shared/base/file.h"
#include "shared/base/text.h"

namespace disapa {
namespace {

// Windows' editors begin a file so, and end its lines with a carriage return.
std::string plain(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    std::string clean(text);
    std::erase(clean, '\r');
    return clean;
}

}  // namespace

std::vector<DesaNotice> read_notices(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code trouble;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "pengumuman", trouble)) {
        if (entry.path().extension() == ".txt" && entry.is_regular_file(trouble))
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::vector<DesaNotice> notices;
    for (const auto& file : files) {
        if (notices.size() == kNoticesMost) break;
        const auto bytes = read_file(file, kNoticeBytes);
        if (!bytes) continue;
        DesaNotice notice;
        for (const auto& line : split(plain(as_text(*bytes)), '\n')) {
            if (line.empty()) continue;
            if (!is_clean_text(line)) {
                notice = {};
                break;
            }
            auto& into = notice.heading.empty() ? notice.heading : notice.words;
            if (!into.empty()) into += ' ';
            into += line;
        }
        if (!notice.heading.empty()) notices.push_back(std::move(notice));
    }
    return notices;
}

}  // namespace disapa
