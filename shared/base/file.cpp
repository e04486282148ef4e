#include "shared/base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

#include "shared/base/mutant.h"

namespace disapa {
namespace {

namespace fs = std::filesystem;

// Closes what it holds. Only for files that are read or whose fsync was checked before.
class Descriptor {
  public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    ~Descriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return descriptor_; }
    [[nodiscard]] bool open() const { return descriptor_ >= 0; }

  private:
    int descriptor_;
};

std::string reason(int error) {
    return std::generic_category().message(error);
}

auto cannot_read(const fs::path& path, int error) {
    if (error == ENOENT) {
        return fail(ErrorCode::not_found,
                    "Berkas " + path.string() + " tidak ada. Periksa nama dan foldernya.",
                    "no such file: " + path.string());
    }
    return fail(ErrorCode::io,
                "Berkas " + path.string() +
                    " tidak dapat dibaca. Periksa izin berkas dan media penyimpanannya.",
                "cannot read " + path.string() + ": " + reason(error));
}

auto cannot_write(const fs::path& path, int error) {
    const bool full = error == ENOSPC || error == EDQUOT;
    return fail(ErrorCode::io,
                "Berkas " + path.string() + " tidak dapat ditulis. " +
                    (full ? "Penyimpanan penuh: kosongkan sebagian lalu ulangi."
                          : "Periksa izin folder dan media penyimpanannya, lalu ulangi."),
                "cannot write " + path.string() + ": " + reason(error));
}

// 0 or the errno of what failed.
int sync_opened(const fs::path& path, int flags) {
    const Descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags));
    if (!opened.open()) return errno;
    return ::fsync(opened.get()) == 0 ? 0 : errno;
}

int sync_folder(const fs::path& folder) {
    return sync_opened(folder.empty() ? fs::path(".") : folder, O_DIRECTORY);
}

int write_whole(int descriptor, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return 0;
}

int fill_and_sync(int descriptor, ByteView bytes, unsigned mode) {
    if (::fchmod(descriptor, static_cast<mode_t>(mode)) != 0) return errno;
    if (const int error = write_whole(descriptor, bytes); error != 0) return error;
    if (is_mutant(Mutant::no_file_sync)) return 0;
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

int open_lock(const fs::path& path) {
    return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

int lock_file(int descriptor, int how) {
    while (::flock(descriptor, how) != 0) {
        if (errno != EINTR) return errno;
    }
    return 0;
}

}  // namespace

Result<Bytes> read_file(const fs::path& path, std::size_t max) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.open()) return cannot_read(path, errno);
    Bytes bytes;
    std::array<std::uint8_t, 65536> part{};
    for (;;) {
        const ssize_t count = ::read(file.get(), part.data(), part.size());
        if (count < 0) {
            if (errno == EINTR) continue;
            return cannot_read(path, errno);
        }
        if (count == 0) return bytes;
        append(bytes, ByteView(part).first(static_cast<std::size_t>(count)));
        if (bytes.size() > max) {
            return fail(ErrorCode::limit,
                        "Berkas " + path.string() + " terlalu besar: paling banyak " +
                            std::to_string(max) + " bita. Perkecil lalu ulangi.",
                        path.string() + " is larger than " + std::to_string(max) + " bytes");
        }
    }
}

Status write_file_durably(const fs::path& path, ByteView bytes, unsigned mode) {
    std::string temporary = path.string() + ".XXXXXX";
    int error = 0;
    {
        // If power dies up to the rename, the old file stands and a file of the other name is left.
        const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
        if (!file.open()) return cannot_write(path, errno);
        error = fill_and_sync(file.get(), bytes, mode);
    }
    if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
    if (error != 0) {
        ::unlink(temporary.c_str());
        return cannot_write(path, error);
    }
    // If power dies before this fsync, either name may be found; after it, the new file is.
    if (error = sync_folder(path.parent_path()); error != 0) return cannot_write(path, error);
    return {};
}

Status sync_path(const fs::path& path) {
    if (const int error = sync_opened(path, 0); error != 0) return cannot_write(path, error);
    return {};
}

Status rename_durably(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return cannot_write(to, errno);
    if (const int error = sync_folder(to.parent_path()); error != 0) return cannot_write(to, error);
    return {};
}

Status make_private_folder(const fs::path& path) {
    if (path.empty()) return {};
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) return {};  // its permissions are its owner's choice
    const fs::path above = path.parent_path();
    if (auto made = make_private_folder(above); !made) return made;
    // A trailing slash leaves an empty last part: the folder was just made as `above`.
    if (fs::is_directory(path, ignored)) return {};
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return cannot_write(path, errno);
    if (!fs::is_directory(path, ignored)) return cannot_write(path, ENOTDIR);
    if (const int error = sync_folder(above); error != 0) return cannot_write(above, error);
    return {};
}

Result<LockFile> LockFile::take(const fs::path& path, std::string_view who_sentence) {
    const int descriptor = open_lock(path);
    if (descriptor < 0) return cannot_write(path, errno);
    LockFile lock(descriptor);
    const int error = lock_file(descriptor, LOCK_EX | LOCK_NB);
    if (error == 0) return lock;
    if (error != EWOULDBLOCK) return cannot_write(path, error);
    return fail(ErrorCode::refused, std::string(who_sentence),
                "another process holds " + path.string());
}

Result<LockFile> LockFile::wait_for(const fs::path& path) {
    const int descriptor = open_lock(path);
    if (descriptor < 0) return cannot_write(path, errno);
    LockFile lock(descriptor);
    if (const int error = lock_file(descriptor, LOCK_EX); error != 0) {
        return cannot_write(path, error);
    }
    return lock;
}

LockFile::LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);  // `other` releases what this one held
    return *this;
}

LockFile::~LockFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace disapa
