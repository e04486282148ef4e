#include "kiosk/devices/stick.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "kiosk/devices/child.h"
#include "shared/base/text.h"

namespace disapa::devices {
namespace {

namespace fs = std::filesystem;

// The kernel writes space, tab, newline and backslash as \ooo.
std::string unescaped(const std::string& text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto digits = text.substr(at + 1, 3);
        const bool octal =
            digits.size() == 3 && digits.find_first_not_of("01234567") == std::string::npos;
        if (text[at] == '\\' && octal) {
            plain.push_back(static_cast<char>(std::stoi(digits, nullptr, 8)));
            at += 3;
        } else {
            plain.push_back(text[at]);
        }
    }
    return plain;
}

// A disk that says it is removable, or hangs on USB: USB disks with a large memory say they stay.
bool can_be_pulled(const std::string& device, const fs::path& blocks) {
    std::error_code trouble;
    const auto block = fs::canonical(blocks / fs::path(device).filename(), trouble);
    if (trouble) return false;
    if (block.string().find("/usb") != std::string::npos) return true;
    for (const auto& folder : {block, block.parent_path()}) {  // a partition asks its disk
        std::ifstream file(folder / "removable");
        char flag = '0';
        if (file >> flag && flag == '1') return true;
    }
    return false;
}

}  // namespace

std::string Stick::name() const {
    return folder.filename().empty() ? folder.parent_path().filename().string()
                                     : folder.filename().string();
}

std::vector<Stick> find_sticks(const std::string& spec, const StickPlaces& places) {
    std::vector<Stick> sticks;
    if (spec == "none") return sticks;
    if (spec.starts_with('/')) {
        std::error_code trouble;
        if (fs::is_directory(spec, trouble))
            sticks.push_back({spec, "", ::access(spec.c_str(), W_OK) != 0});
        return sticks;
    }
    std::ifstream mounts(places.mounts);
    for (std::string line; std::getline(mounts, line);) {
        const auto words = split(line, ' ');
        if (words.size() < 4 || !words[0].starts_with("/dev/")) continue;
        if (!can_be_pulled(words[0], places.blocks)) continue;
        const std::string options = "," + std::string(words[3]) + ",";
        sticks.push_back({unescaped(std::string(words[1])), std::string(words[0]),
                          options.find(",ro,") != std::string::npos});
    }
    return sticks;
}

Status sync_stick(const Stick& stick) {
    const int folder = ::open(stick.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int trouble = folder < 0 ? errno : ::syncfs(folder) != 0 ? errno : 0;
    if (folder >= 0) ::close(folder);
    if (trouble == 0) return {};
    return fail(ErrorCode::io,
                "Flashdisk tercabut atau rusak. Pasang lagi atau pakai yang lain, lalu ulangi.",
                std::string("stick: sync: ") + std::strerror(trouble));
}

bool let_go(const Stick& stick) {
    if (stick.device.empty()) return false;
    if (::umount2(stick.folder.c_str(), UMOUNT_NOFOLLOW) == 0) return true;
    const auto asked =
        run_child("/usr/bin/udisksctl", {"unmount", "--no-user-interaction", "-b", stick.device},
                  std::chrono::seconds(30));
    return asked && asked->good();
}

}  // namespace disapa::devices
