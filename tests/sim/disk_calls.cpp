// libc's file calls, answered by the program itself: see disk.h. The names and promises are libc's.
#include "tests/sim/disk_calls.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>

namespace disapa::virtual_disk {

namespace {

// The one global of the house: libc's calls have no parameter to hand a disk over by.
std::atomic<DiskSystem*> answering{nullptr};

template <class Ask>
std::optional<long> ask(const Ask& question) {
    DiskSystem* system = answering.load();
    if (system == nullptr) return std::nullopt;
    return question(*system);
}

long open_file(int folder_fd, const char* path, int flags, mode_t mode) {
    if (auto done = ask([&](DiskSystem& disk) { return disk.open(folder_fd, path, flags, mode); }))
        return *done;
    return ::syscall(SYS_openat, folder_fd, path, flags, mode);
}

long write_file(int fd, const void* bytes, std::size_t size, std::optional<off_t> at) {
    if (auto done = ask([&](DiskSystem& disk) { return disk.write(fd, bytes, size, at); }))
        return *done;
    return at ? ::syscall(SYS_pwrite64, fd, bytes, size, *at)
              : ::syscall(SYS_write, fd, bytes, size);
}

long sync_file(int fd, long really) {
    if (auto done = ask([&](DiskSystem& disk) { return disk.sync(fd); })) return *done;
    return ::syscall(really, fd);
}

long remove_name(int folder_fd, const char* path, bool folder) {
    if (auto done = ask([&](DiskSystem& disk) { return disk.remove(folder_fd, path, folder); }))
        return *done;
    return ::syscall(SYS_unlinkat, folder_fd, path, folder ? AT_REMOVEDIR : 0);
}

long rename_name(int from_fd, const char* from, int to_fd, const char* to) {
    if (auto done = ask([&](DiskSystem& disk) { return disk.rename(from_fd, from, to_fd, to); }))
        return *done;
    return ::syscall(SYS_renameat2, from_fd, from, to_fd, to, 0);
}

int make_temporary(char* pattern, int flags) {
    if (auto done = ask([&](DiskSystem& disk) { return disk.make_temporary(pattern, flags); }))
        return static_cast<int>(*done);
    using Real = int (*)(char*, int);
    static const auto real = reinterpret_cast<Real>(::dlsym(RTLD_NEXT, "mkostemp"));
    return real(pattern, flags);
}

bool reading_fails(int fd) {
    return ask([&](DiskSystem& disk) { return disk.read(fd); }).has_value();
}

}  // namespace

void answer_with(DiskSystem* system) {
    answering = system;
}

}  // namespace disapa::virtual_disk

using namespace disapa::virtual_disk;  // NOLINT: the symbols below cannot stand in a namespace

#define DISAPA_MODE_OF(last)                           \
    mode_t mode = 0;                                   \
    if (((flags) & (O_CREAT | O_TMPFILE)) != 0) {      \
        va_list more;                                  \
        va_start(more, last);                          \
        mode = static_cast<mode_t>(va_arg(more, int)); \
        va_end(more);                                  \
    }

extern "C" {

int open(const char* path, int flags, ...) {
    DISAPA_MODE_OF(flags)
    return static_cast<int>(open_file(AT_FDCWD, path, flags, mode));
}
int open64(const char* path, int flags, ...) {
    DISAPA_MODE_OF(flags)
    return static_cast<int>(open_file(AT_FDCWD, path, flags, mode));
}
int openat(int folder_fd, const char* path, int flags, ...) {
    DISAPA_MODE_OF(flags)
    return static_cast<int>(open_file(folder_fd, path, flags, mode));
}
int openat64(int folder_fd, const char* path, int flags, ...) {
    DISAPA_MODE_OF(flags)
    return static_cast<int>(open_file(folder_fd, path, flags, mode));
}
int mkostemp(char* pattern, int flags) {
    return make_temporary(pattern, flags);
}
int mkstemp(char* pattern) {
    return make_temporary(pattern, 0);
}
int close(int fd) {
    (void)ask([&](DiskSystem& disk) { return disk.close(fd); });
    return static_cast<int>(::syscall(SYS_close, fd));
}

ssize_t read(int fd, void* to, size_t size) {
    return reading_fails(fd) ? -1 : ::syscall(SYS_read, fd, to, size);
}
ssize_t pread(int fd, void* to, size_t size, off_t at) {
    return reading_fails(fd) ? -1 : ::syscall(SYS_pread64, fd, to, size, at);
}
ssize_t pread64(int fd, void* to, size_t size, off64_t at) {
    return reading_fails(fd) ? -1 : ::syscall(SYS_pread64, fd, to, size, at);
}
ssize_t write(int fd, const void* bytes, size_t size) {
    return write_file(fd, bytes, size, std::nullopt);
}
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
    return write_file(fd, bytes, size, at);
}
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) {
    return write_file(fd, bytes, size, at);
}

int fsync(int fd) {
    return static_cast<int>(sync_file(fd, SYS_fsync));
}
int fdatasync(int fd) {
    return static_cast<int>(sync_file(fd, SYS_fdatasync));
}
int ftruncate(int fd, off_t size) noexcept {
    const auto done = ask([&](DiskSystem& disk) { return disk.truncate(fd, size); });
    return static_cast<int>(done ? *done : ::syscall(SYS_ftruncate, fd, size));
}
int ftruncate64(int fd, off64_t size) noexcept {
    return ftruncate(fd, size);
}
int truncate(const char* path, off_t size) noexcept {
    const auto done = ask([&](DiskSystem& disk) { return disk.truncate(path, size); });
    return static_cast<int>(done ? *done : ::syscall(SYS_truncate, path, size));
}

int rename(const char* from, const char* to) noexcept {
    return static_cast<int>(rename_name(AT_FDCWD, from, AT_FDCWD, to));
}
int renameat(int from_fd, const char* from, int to_fd, const char* to) noexcept {
    return static_cast<int>(rename_name(from_fd, from, to_fd, to));
}
int unlink(const char* path) noexcept {
    return static_cast<int>(remove_name(AT_FDCWD, path, false));
}
int unlinkat(int folder_fd, const char* path, int flags) noexcept {
    return static_cast<int>(remove_name(folder_fd, path, (flags & AT_REMOVEDIR) != 0));
}
int rmdir(const char* path) noexcept {
    return static_cast<int>(remove_name(AT_FDCWD, path, true));
}
int remove(const char* path) noexcept {
    const long done = remove_name(AT_FDCWD, path, false);
    return done == 0 || errno != EISDIR ? static_cast<int>(done) : rmdir(path);
}
int mkdir(const char* path, mode_t mode) noexcept {
    const auto done = ask([&](DiskSystem& disk) { return disk.make_folder(path, mode); });
    return static_cast<int>(done ? *done : ::syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}
int link(const char* from, const char* to) noexcept {
    const auto done = ask([&](DiskSystem& disk) { return disk.link(from, to); });
    return static_cast<int>(done ? *done : ::syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}

}  // extern "C"
