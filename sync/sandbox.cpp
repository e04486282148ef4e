#include "sync/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>

namespace disapa {
namespace {

tl::unexpected<Error> no_sandbox(const char* doing, int code) {
    return fail(ErrorCode::internal,
                "Ruang baca yang aman tidak dapat dibuat di perangkat ini, jadi flashdisk tidak "
                "dibaca. Hubungi petugas kecamatan.",
                std::string("sandbox: ") + doing + " (errno " + std::to_string(code) + ")");
}

// What SQLite, the C library and reading a folder need.
constexpr std::array kAllowed = {
    // files that Landlock bounds
    SCMP_SYS(openat),
    SCMP_SYS(open),
    SCMP_SYS(close),
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(_llseek),
    SCMP_SYS(fstat),
    SCMP_SYS(fstat64),
    SCMP_SYS(stat),
    SCMP_SYS(stat64),
    SCMP_SYS(lstat),
    SCMP_SYS(lstat64),
    SCMP_SYS(newfstatat),
    SCMP_SYS(fstatat64),
    SCMP_SYS(statx),
    SCMP_SYS(fstatfs),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(fcntl),
    SCMP_SYS(fcntl64),
    SCMP_SYS(flock),
    SCMP_SYS(fsync),
    SCMP_SYS(fdatasync),
    SCMP_SYS(ftruncate),
    SCMP_SYS(ftruncate64),
    SCMP_SYS(fallocate),
    SCMP_SYS(fadvise64),
    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),
    SCMP_SYS(rename),
    SCMP_SYS(renameat),
    SCMP_SYS(renameat2),
    SCMP_SYS(fchmod),
    SCMP_SYS(getcwd),
    SCMP_SYS(umask),
    SCMP_SYS(dup),
    // memory
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(brk),
    SCMP_SYS(madvise),
    // time, luck, locks between threads, the way out
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_gettime64),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(clock_nanosleep_time64),
    SCMP_SYS(nanosleep),
    SCMP_SYS(getrandom),
    SCMP_SYS(futex),
    SCMP_SYS(futex_time64),
    SCMP_SYS(sched_yield),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

// Whoever tries this is no reader any more.
constexpr std::array kDeadly = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(clone),
    SCMP_SYS(clone3),
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(mount),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(bpf),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(pidfd_open),
};

Status shut_calls() {
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(
        seccomp_init(SCMP_ACT_ERRNO(EPERM)), seccomp_release);
    if (!filter) return no_sandbox("init", ENOMEM);
    int failed = 0;
    const auto rule = [&](int result) { failed = failed != 0 ? failed : result; };
    for (const int call : kAllowed) rule(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0));
    for (const int call : kDeadly)
        rule(seccomp_rule_add(filter.get(), SCMP_ACT_KILL_PROCESS, call, 0));
    // Memory is never code, and a signal goes to nobody else (abort needs it).
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(mprotect)})
        rule(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 1,
                              SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)));
    rule(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                          SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid()))));
    if (failed != 0) return no_sandbox("rules", -failed);
    if (const int loaded = seccomp_load(filter.get()); loaded != 0)
        return no_sandbox("load", -loaded);
    return {};
}

constexpr std::uint64_t kReading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kFirstAccess =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | kReading |
    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
// Of later kernels; the headers of the build may not know them.
constexpr std::uint64_t kRefer = std::uint64_t{1} << 13;
constexpr std::uint64_t kTruncate = std::uint64_t{1} << 14;

class Descriptor {
  public:
    explicit Descriptor(long descriptor) : descriptor_(static_cast<int>(descriptor)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    [[nodiscard]] int get() const { return descriptor_; }

  private:
    int descriptor_;
};

int allow(int rules, int folder, std::uint64_t access) {
    landlock_path_beneath_attr beneath = {};
    beneath.allowed_access = access;
    beneath.parent_fd = folder;
    const long added =
        ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    return added == 0 ? 0 : errno;
}

// False where the kernel has none of it.
Result<bool> shut_folders(const SandboxFolders& folders) {
    const long version =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return false;
    landlock_ruleset_attr wanted = {};
    wanted.handled_access_fs =
        kFirstAccess | (version >= 2 ? kRefer : 0) | (version >= 3 ? kTruncate : 0);
    const Descriptor rules(
        ::syscall(SYS_landlock_create_ruleset, &wanted, sizeof wanted.handled_access_fs, 0));
    if (rules.get() < 0) return no_sandbox("ruleset", errno);
    const std::uint64_t writing = kReading | LANDLOCK_ACCESS_FS_WRITE_FILE |
                                  LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
                                  (version >= 3 ? kTruncate : 0);
    for (const auto& path : folders.writable) {
        const Descriptor folder(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (folder.get() < 0) return no_sandbox("a folder", errno);
        if (const int code = allow(rules.get(), folder.get(), writing); code != 0)
            return no_sandbox("a folder to write", code);
    }
    for (const int folder : folders.readable) {
        if (const int code = allow(rules.get(), folder, kReading); code != 0)
            return no_sandbox("a folder to read", code);
    }
    // SQLite's luck.
    const Descriptor luck(::open("/dev/urandom", O_PATH | O_CLOEXEC));
    if (luck.get() >= 0) {
        if (const int code = allow(rules.get(), luck.get(), LANDLOCK_ACCESS_FS_READ_FILE);
            code != 0)
            return no_sandbox("luck", code);
    }
    if (::syscall(SYS_landlock_restrict_self, rules.get(), 0) != 0)
        return no_sandbox("restrict", errno);
    return true;
}

}  // namespace

Result<Sandbox> enter_sandbox(const SandboxFolders& folders) {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return no_sandbox("no new privs", errno);
    const rlimit none = {0, 0};
    ::setrlimit(RLIMIT_CORE, &none);  // keys are in memory
    auto landlock = shut_folders(folders);
    if (!landlock) return pass(std::move(landlock));
    if (auto shut = shut_calls(); !shut) return pass(std::move(shut));
    return Sandbox{*landlock};
}

}  // namespace disapa
