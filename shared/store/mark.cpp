#include "shared/store/mark.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <charconv>

#include "shared/base/file.h"
#include "shared/base/text.h"
#include "shared/crypto/keys.h"

namespace disapa {

namespace {

constexpr std::size_t kMarkBytes = 1024 * 1024;  // 10,000 feeds
constexpr std::string_view kFirstLine = "disapa-mark 1";

// Waits until no other process changes the mark: that takes one synced write of a small file.
class FolderLock {
  public:
    explicit FolderLock(const std::filesystem::path& file)
        : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
        if (descriptor_ < 0) return;
        int code = 0;
        do {
            code = ::flock(descriptor_, LOCK_EX);
        } while (code != 0 && errno == EINTR);
        held_ = code == 0;
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    ~FolderLock() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    [[nodiscard]] bool held() const { return held_; }

  private:
    int descriptor_;
    bool held_ = false;
};

Error no_mark(const std::string& log) {
    return {ErrorCode::corrupt,
            "Berkas penanda di folder keys rusak. Jangan dihapus; hubungi admin kecamatan.", log};
}

std::string fingerprint(const char* file) {
    const auto content = read_file(file, 4096);
    if (!content) return {};
    const auto text = trim(as_text(*content));
    if (text.empty()) return {};
    const std::string named = "disapa-hardware-v1:" + std::string(text);
    return to_base64url(ByteView(sha256(as_bytes(named)).bytes).first(16));
}

template <class Number>
std::optional<Number> number_from(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// "size <feed> <n>", "number <n> <series>", "machine <hash>", "board <hash>".
bool read_line(std::string_view line, Mark& mark) {
    const auto space = line.find(' ');
    if (space == std::string_view::npos) return false;
    const auto word = line.substr(0, space);
    const auto rest = line.substr(space + 1);
    if (word == "machine") {
        mark.hardware.machine = rest;
        return true;
    }
    if (word == "board") {
        mark.hardware.board = rest;
        return true;
    }
    const auto second = rest.find(' ');
    if (second == std::string_view::npos) return false;
    const auto left = rest.substr(0, second);
    const auto right = rest.substr(second + 1);
    if (word == "size") {
        const auto feed = fixed_from_base64url<FeedId>(left);
        const auto size = number_from<std::uint64_t>(right);
        if (!feed || !size) return false;
        mark.sizes[*feed] = *size;
        return true;
    }
    const auto number = number_from<std::int64_t>(left);
    if (word != "number" || !number) return false;
    mark.numbers[std::string(right)] = *number;
    return true;
}

std::string written(const Mark& mark) {
    std::string text(kFirstLine);
    text += '\n';
    if (!mark.hardware.machine.empty()) text += "machine " + mark.hardware.machine + "\n";
    if (!mark.hardware.board.empty()) text += "board " + mark.hardware.board + "\n";
    for (const auto& [feed, size] : mark.sizes) {
        text += "size " + to_base64url(feed.view()) + " " + std::to_string(size) + "\n";
    }
    for (const auto& [series, number] : mark.numbers) {
        text += "number " + std::to_string(number) + " " + series + "\n";
    }
    return text;
}

}  // namespace

bool Hardware::differs_from(const Hardware& other) const {
    const auto differ = [](const std::string& a, const std::string& b) {
        return !a.empty() && !b.empty() && a != b;
    };
    return differ(machine, other.machine) || differ(board, other.board);
}

Hardware this_hardware() {
    Hardware found;
    found.machine = fingerprint("/etc/machine-id");
    constexpr std::array kSerials{"/sys/class/dmi/id/board_serial",
                                  "/sys/firmware/devicetree/base/serial-number"};
    for (const char* serial : kSerials) {
        if (found.board.empty()) found.board = fingerprint(serial);
    }
    return found;
}

Result<Mark> read_mark(const std::filesystem::path& keys) {
    auto content = read_file(keys / "mark", kMarkBytes);
    if (!content) {
        if (content.error().code == ErrorCode::not_found) return Mark{};
        return pass(std::move(content));
    }
    const auto text = as_text(*content);
    if (!text.ends_with('\n')) return tl::unexpected(no_mark("mark does not end in a line"));
    Mark mark;
    bool first = true;
    for (const auto& line : split(text.substr(0, text.size() - 1), '\n')) {
        const bool good = first ? line == kFirstLine : read_line(line, mark);
        if (!good) return tl::unexpected(no_mark("a line of mark is none of ours"));
        first = false;
    }
    return mark;
}

Status change_mark(const std::filesystem::path& keys,
                   const std::function<Result<bool>(Mark&)>& change) {
    const FolderLock lock(keys / "mark.lock");
    if (!lock.held()) {
        return fail(ErrorCode::io, "Folder keys tidak dapat ditulisi. Hubungi admin kecamatan.",
                    "cannot lock keys/mark.lock");
    }
    auto mark = read_mark(keys);
    if (!mark) return pass(std::move(mark));
    auto changed = change(*mark);
    if (!changed) return pass(std::move(changed));
    if (!*changed) return {};
    return write_file_durably(keys / "mark", as_bytes(written(*mark)));
}

Result<Birth> read_birth(const std::filesystem::path& keys) {
    auto content = read_file(keys / "birth", 64);
    if (!content) return pass(std::move(content));
    const auto birth = fixed_from_base64url<Birth>(trim(as_text(*content)));
    if (!birth) return tl::unexpected(no_mark("keys/birth is no birth"));
    return *birth;
}

Status write_birth(const std::filesystem::path& keys, const Birth& birth) {
    return write_file_durably(keys / "birth", as_bytes(to_base64url(birth.view()) + "\n"));
}

}  // namespace disapa
