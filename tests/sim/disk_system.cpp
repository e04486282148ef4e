#include "tests/sim/disk_system.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <stdexcept>

#include "shared/base/file.h"

namespace disapa::virtual_disk {

namespace fs = std::filesystem;

namespace {

// This thread is inside the virtual disk: what it does with files is the disk's own work.
thread_local bool inside = false;

class Inside {
  public:
    Inside() { inside = true; }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    ~Inside() { inside = false; }
};

long failed(int error) {
    errno = error;
    return -1;
}

std::uint64_t blocks(std::uint64_t size) {
    return (size + 4095) / 4096 * 4096;
}

long real_open(const std::string& path, int flags, mode_t mode) {
    return ::syscall(SYS_openat, AT_FDCWD, path.c_str(), flags, mode);
}

Tree tree_of(const fs::path& folder) {
    Tree tree;
    for (const auto& one : fs::recursive_directory_iterator(folder)) {
        const std::string path = one.path().lexically_relative(folder).string();
        if (one.is_directory()) tree[path] = nullptr;
        if (!one.is_regular_file()) continue;
        auto file = std::make_shared<File>();
        struct stat status {};
        if (::stat(one.path().c_str(), &status) == 0) file->mode = status.st_mode & 07777;
        auto content = read_file(one.path(), SIZE_MAX);
        if (!content) throw std::runtime_error(content.error().log);
        file->durable = std::move(*content);
        file->size = file->durable.size();
        tree[path] = std::move(file);
    }
    return tree;
}

}  // namespace

DiskSystem::Pause::Pause(DiskSystem& system) : lock_(system.mutex_) {
    inside = true;
}

DiskSystem::Pause::~Pause() {
    inside = false;
}

Volume& DiskSystem::add(const fs::path& folder) {
    const fs::path whole = fs::canonical(folder);
    auto& made = volumes_[whole.string()];
    made = std::make_unique<Volume>(whole, tree_of(whole));
    return *made;
}

void DiskSystem::drop(const fs::path& folder) {
    Volume& gone = volume(folder);
    std::erase_if(open_, [&](const auto& one) { return one.second.volume == &gone; });
    volumes_.erase(gone.folder.string());
}

Volume& DiskSystem::volume(const fs::path& folder) {
    // Asked after every step, nearly always by the name it has: that one costs no look at the disk.
    const auto at = volumes_.find(folder.native());
    return at != volumes_.end() ? *at->second : *volumes_.at(fs::weakly_canonical(folder).string());
}

std::optional<DiskSystem::Place> DiskSystem::place(int folder_fd, const char* path) const {
    if (path == nullptr || volumes_.empty()) return std::nullopt;
    fs::path whole = path;
    if (whole.is_relative()) {
        fs::path base;
        if (folder_fd == AT_FDCWD) {
            base = fs::current_path();
        } else {
            std::error_code error;
            base = fs::read_symlink("/proc/self/fd/" + std::to_string(folder_fd), error);
            if (error) return std::nullopt;
        }
        whole = base / whole;
    }
    const std::string text = whole.lexically_normal().string();
    for (const auto& [folder, volume] : volumes_) {
        if (!text.starts_with(folder)) continue;
        std::string rest = text.substr(folder.size());
        if (!rest.empty() && rest.front() != '/') continue;
        while (!rest.empty() && rest.back() == '/') rest.pop_back();
        if (!rest.empty()) rest.erase(0, 1);
        return Place{volume.get(), rest, text};
    }
    return std::nullopt;
}

DiskSystem::Descriptor* DiskSystem::find(int fd) {
    const auto at = open_.find(fd);
    if (at == open_.end()) return nullptr;
    // closedir and fclose close past us, and the number may mean another file by now.
    struct stat status {};
    const bool same = ::fstat(fd, &status) == 0 && status.st_ino == at->second.inode &&
                      status.st_dev == at->second.device;
    if (same) return &at->second;
    open_.erase(at);
    return nullptr;
}

DiskSystem::Step DiskSystem::step(Volume& volume) {
    if (volume.off) return Step::off;
    ++volume.operations;
    if (!volume.left) return Step::go;
    if (*volume.left > 0) {
        --*volume.left;
        return Step::go;
    }
    volume.off = true;
    return Step::half;
}

void DiskSystem::halfway(Volume& volume, std::shared_ptr<File> file) {
    volume.half_done = true;
    volume.half_file = std::move(file);
}

bool DiskSystem::grow(Volume& volume, std::uint64_t from, std::uint64_t to) {
    if (!volume.space || blocks(to) <= blocks(from)) return true;
    const std::uint64_t need = blocks(to) - blocks(from);
    if (need > *volume.space) {
        errno = ENOSPC;
        return false;
    }
    *volume.space -= need;
    return true;
}

void DiskSystem::give_back(Volume& volume, std::uint64_t used_before) {
    if (!volume.space) return;
    const std::uint64_t now = volume.model.used();
    if (now < used_before) *volume.space += used_before - now;
}

long DiskSystem::open_at(const Place& at, int flags, mode_t mode) {
    Volume& volume = *at.volume;
    DiskModel& model = volume.model;
    auto file = model.file(at.path);
    const bool makes = (flags & O_CREAT) != 0 && file == nullptr && !model.is_folder(at.path);
    const bool empties = (flags & O_TRUNC) != 0 && file != nullptr && file->size > 0;
    const Step next = makes || empties ? step(volume) : volume.off ? Step::off : Step::go;
    if (next == Step::half) {
        if (makes) model.create(at.path, mode, false);
        if (empties) DiskModel::truncate(*file, 0, false);
        halfway(volume, makes ? nullptr : file);
    }
    if (next != Step::go) return failed(EIO);
    const std::uint64_t used = empties ? model.used() : 0;
    const long fd = real_open(at.whole, flags, mode);
    struct stat status {};
    if (fd < 0 || ::fstat(static_cast<int>(fd), &status) != 0) return fd;
    if (makes) file = model.create(at.path, status.st_mode & 07777, true);
    if (empties) {
        DiskModel::truncate(*file, 0, true);
        give_back(volume, used);
    }
    open_[static_cast<int>(fd)] = {
        &volume, volume.life, file, at.path, status.st_dev, status.st_ino, (flags & O_APPEND) != 0};
    return fd;
}

DiskSystem::Answer DiskSystem::open(int folder_fd, const char* path, int flags, mode_t mode) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Inside here;
    const auto at = place(folder_fd, path);
    if (!at) return std::nullopt;
    return open_at(*at, flags, mode);
}

DiskSystem::Answer DiskSystem::make_temporary(char* pattern, int flags) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Inside here;
    if (!place(AT_FDCWD, pattern)) return std::nullopt;
    const std::size_t length = std::char_traits<char>::length(pattern);
    if (length < 6) return failed(EINVAL);
    for (;;) {
        // Counted, not drawn: the same run makes the same names.
        std::uint64_t number = temporary_++;
        for (std::size_t i = 0; i < 6; ++i, number /= 26) {
            pattern[length - 6 + i] = static_cast<char>('a' + number % 26);
        }
        const auto at = place(AT_FDCWD, pattern);
        const long fd = open_at(*at, O_RDWR | O_CREAT | O_EXCL | flags, 0600);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
}

DiskSystem::Answer DiskSystem::close(int fd) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    open_.erase(fd);
    return std::nullopt;
}

DiskSystem::Answer DiskSystem::read(int fd) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Inside here;
    const Descriptor* at = open_.contains(fd) ? find(fd) : nullptr;
    if (at == nullptr) return std::nullopt;
    if (at->volume->off || at->life != at->volume->life) return failed(EIO);
    return std::nullopt;
}

DiskSystem::Answer DiskSystem::write(int fd, const void* bytes, std::size_t size,
                                     std::optional<off_t> at) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Inside here;
    const Descriptor* open = open_.contains(fd) ? find(fd) : nullptr;
    if (open == nullptr || open->file == nullptr) return std::nullopt;
    if (open->life != open->volume->life) return failed(EIO);
    File& file = *open->file;
    const off_t place = at              ? *at
                        : open->appends ? static_cast<off_t>(file.size)
                                        : ::lseek(fd, 0, SEEK_CUR);
    if (place < 0) return -1;
    const auto from = static_cast<std::uint64_t>(place);
    const ByteView all(static_cast<const std::uint8_t*>(bytes), size);
    const Step next = step(*open->volume);
    if (next == Step::half) {
        DiskModel::write(file, from, all, false);
        halfway(*open->volume, open->file);
    }
    if (next != Step::go) return failed(EIO);
    if (!grow(*open->volume, file.size, from + size)) return -1;
    const long done = at ? ::syscall(SYS_pwrite64, fd, bytes, size, place)
                         : ::syscall(SYS_write, fd, bytes, size);
    if (done > 0) DiskModel::write(file, from, all.first(static_cast<std::size_t>(done)), true);
    return done;
}

DiskSystem::Answer DiskSystem::sync(int fd) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Inside here;
    const Descriptor* open = open_.contains(fd) ? find(fd) : nullptr;
    if (open == nullptr) return std::nullopt;
    // Cut halfway it has synced any part: all is pending still.
    if (open->life != open->volume->life || step(*open->volume) != Step::go) return failed(EIO);
    if (open->file != nullptr) {
        DiskModel::sync(*open->file);
    } else {
        open->volume->model.sync_folder(open->path);
    }
    return 0;
}

long DiskSystem::resize(Volume& volume, const std::shared_ptr<File>& file, std::uint64_t size,
                        const std::function<long()>& really) {
    const Step next = step(volume);
    if (next == Step::half) {
        DiskModel::truncate(*file, size, false);
        halfway(volume, file);
    }
    if (next != Step::go) return failed(EIO);
    if (!grow(volume, file->size, size)) return -1;
    const std::uint64_t used = volume.model.used();
    const long done = really();
    if (done != 0) return done;
    DiskModel::truncate(*file, size, true);
    give_back(volume, used);
    return 0;
}

DiskSystem::Answer DiskSystem::truncate(int fd, off_t size) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Inside here;
    const Descriptor* open = open_.contains(fd) ? find(fd) : nullptr;
    if (open == nullptr || open->file == nullptr || size < 0) return std::nullopt;
    if (open->life != open->volume->life) return failed(EIO);
    return resize(*open->volume, open->file, static_cast<std::uint64_t>(size),
                  [&] { return ::syscall(SYS_ftruncate, fd, size); });
}

DiskSystem::Answer DiskSystem::truncate(const char* path, off_t size) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Inside here;
    const auto at = place(AT_FDCWD, path);
    if (!at || size < 0) return std::nullopt;
    const auto file = at->volume->model.file(at->path);
    if (file == nullptr) return std::nullopt;
    return resize(*at->volume, file, static_cast<std::uint64_t>(size),
                  [&] { return ::syscall(SYS_truncate, path, size); });
}

DiskSystem::Answer DiskSystem::rename(int from_fd, const char* from, int to_fd, const char* to) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Inside here;
    const auto source = place(from_fd, from);
    const auto target = place(to_fd, to);
    if (!source && !target) return std::nullopt;
    // From one disk to another there is no rename.
    if (!source || !target || source->volume != target->volume) return failed(EXDEV);
    Volume& volume = *source->volume;
    const bool there = volume.model.live().contains(source->path);
    const Step next = there ? step(volume) : volume.off ? Step::off : Step::go;
    if (next == Step::half && source->path != target->path) {
        volume.model.rename(source->path, target->path, false);
        halfway(volume, nullptr);
    }
    if (next != Step::go) return failed(EIO);
    const std::uint64_t used = volume.model.used();
    const long done = ::syscall(SYS_renameat2, AT_FDCWD, source->whole.c_str(), AT_FDCWD,
                                target->whole.c_str(), 0);
    if (done != 0) return done;
    volume.model.rename(source->path, target->path, true);
    give_back(volume, used);
    return 0;
}

DiskSystem::Answer DiskSystem::remove(int folder_fd, const char* path, bool folder) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Inside here;
    const auto at = place(folder_fd, path);
    if (!at) return std::nullopt;
    Volume& volume = *at->volume;
    const bool there = volume.model.live().contains(at->path);
    const Step next = there ? step(volume) : volume.off ? Step::off : Step::go;
    const bool fits = volume.model.is_folder(at->path) == folder;
    if (next == Step::half && fits) {
        volume.model.remove(at->path, false);
        halfway(volume, nullptr);
    }
    if (next != Step::go) return failed(EIO);
    const std::uint64_t used = volume.model.used();
    const long done =
        ::syscall(SYS_unlinkat, AT_FDCWD, at->whole.c_str(), folder ? AT_REMOVEDIR : 0);
    if (done != 0) return done;
    volume.model.remove(at->path, true);
    give_back(volume, used);
    return 0;
}

DiskSystem::Answer DiskSystem::make_folder(const char* path, mode_t mode) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Inside here;
    const auto at = place(AT_FDCWD, path);
    if (!at) return std::nullopt;
    Volume& volume = *at->volume;
    const bool there = at->path.empty() || volume.model.live().contains(at->path);
    const Step next = there ? (volume.off ? Step::off : Step::go) : step(volume);
    if (next == Step::half) {
        volume.model.make_folder(at->path, false);
        halfway(volume, nullptr);
    }
    if (next != Step::go) return failed(EIO);
    const long done = ::syscall(SYS_mkdirat, AT_FDCWD, at->whole.c_str(), mode);
    if (done == 0) volume.model.make_folder(at->path, true);
    return done;
}

DiskSystem::Answer DiskSystem::link(const char* from, const char* to) {
    if (inside) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Inside here;
    const auto source = place(AT_FDCWD, from);
    const auto target = place(AT_FDCWD, to);
    if (!source && !target) return std::nullopt;
    if (!source || !target || source->volume != target->volume) return failed(EXDEV);
    Volume& volume = *source->volume;
    const Step next = step(volume);
    if (next == Step::half && volume.model.file(source->path) != nullptr) {
        volume.model.link(source->path, target->path, false);
        halfway(volume, nullptr);
    }
    if (next != Step::go) return failed(EIO);
    const long done =
        ::syscall(SYS_linkat, AT_FDCWD, source->whole.c_str(), AT_FDCWD, target->whole.c_str(), 0);
    if (done == 0) volume.model.link(source->path, target->path, true);
    return done;
}

}  // namespace disapa::virtual_disk
