#include "kiosk/devices/child.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "shared/base/text.h"

namespace disapa::devices {
namespace {

using SteadyClock = std::chrono::steady_clock;

class Pipe {
  public:
    Pipe() {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        close(0);
        close(1);
    }
    [[nodiscard]] bool open() const { return ends_[0] >= 0; }
    [[nodiscard]] int end(std::size_t which) const { return ends_[which]; }
    void close(std::size_t which) {
        if (ends_[which] >= 0) ::close(ends_[which]);
        ends_[which] = -1;
    }

  private:
    std::array<int, 2> ends_{};
};

tl::unexpected<Error> not_started(ErrorCode code, const std::filesystem::path& program, int why) {
    return fail(code, "Bagian program tidak dapat dijalankan. Panggil pengelola kios.",
                "cannot run " + program.string() + ": " + std::strerror(why));
}

// 0 or the errno; the child begins with no signal blocked, whatever this thread blocks.
int spawn(const std::filesystem::path& program, const std::vector<std::string>& arguments,
          const Pipe& out, const Pipe& err, pid_t& pid) {
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, out.end(1), 1);
    posix_spawn_file_actions_adddup2(&files, err.end(1), 2);
    posix_spawnattr_t how;
    posix_spawnattr_init(&how);
    sigset_t nothing;
    sigemptyset(&nothing);
    posix_spawnattr_setsigmask(&how, &nothing);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
    const int trouble =
        ::posix_spawn(&pid, program.c_str(), &files, &how, pointers.data(), environ);
    posix_spawnattr_destroy(&how);
    posix_spawn_file_actions_destroy(&files);
    return trouble;
}

// False when the pipe is at its end.
bool take(int descriptor, std::string& into) {
    std::array<char, 4096> part{};
    const auto count = ::read(descriptor, part.data(), part.size());
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    const auto room = kChildBytes - std::min(kChildBytes, into.size());
    into.append(part.data(), std::min(room, static_cast<std::size_t>(count)));
    return count > 0;
}

// False when the time is over before both pipes are at their ends.
bool listen(Pipe& out, Pipe& err, ChildEnd& end, SteadyClock::time_point until) {
    while (out.end(0) >= 0 || err.end(0) >= 0) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - SteadyClock::now());
        if (left.count() <= 0) return false;
        std::array<pollfd, 2> both{pollfd{out.end(0), POLLIN, 0}, pollfd{err.end(0), POLLIN, 0}};
        if (::poll(both.data(), both.size(), static_cast<int>(left.count())) < 0) continue;
        if (both[0].revents != 0 && !take(out.end(0), end.out)) out.close(0);
        if (both[1].revents != 0 && !take(err.end(0), end.err)) err.close(0);
    }
    return true;
}

}  // namespace

std::string ChildEnd::last_words() const {
    std::string last;
    for (const auto& line : split(err, '\n')) {
        if (!line.empty()) last = line;
    }
    return last;
}

Result<ChildEnd> run_child(const std::filesystem::path& program,
                           const std::vector<std::string>& arguments, std::chrono::seconds most) {
    Pipe out, err;
    if (!out.open() || !err.open()) return not_started(ErrorCode::io, program, errno);
    pid_t pid = 0;
    if (const int trouble = spawn(program, arguments, out, err, pid); trouble != 0) {
        return not_started(trouble == ENOENT ? ErrorCode::not_found : ErrorCode::io, program,
                           trouble);
    }
    out.close(1);
    err.close(1);
    ChildEnd end;
    const bool in_time = listen(out, err, end, SteadyClock::now() + most);
    if (!in_time) ::kill(pid, SIGKILL);
    int state = 0;
    while (::waitpid(pid, &state, 0) < 0 && errno == EINTR) {
    }
    if (!in_time) {
        return fail(ErrorCode::io, "Pekerjaan itu terlalu lama dan dihentikan. Coba lagi.",
                    program.filename().string() + " took too long");
    }
    end.code = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    return end;
}

std::filesystem::path program_beside(const std::string& name) {
    std::error_code trouble;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", trouble);
    return own.parent_path() / name;
}

}  // namespace disapa::devices
