#include "sync/sandbox.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>

#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

constexpr int kNoSandbox = 99;
constexpr int kNoLandlock = 98;

struct Rooms {
    TempFolder folder;
    std::filesystem::path store = folder / "store";
    std::filesystem::path stick = folder / "stick";
    std::filesystem::path outside = folder / "outside";
    Rooms() {
        for (const auto& room : {store, stick, outside}) {
            std::filesystem::create_directory(room);
            std::ofstream(room / "file") << "text";
        }
    }
};

// What became of a process that did this inside: its exit code, or minus the signal that killed it.
int inside(const Rooms& rooms, const std::function<int(int stick)>& work, bool needs_landlock) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const int stick = ::open(rooms.stick.c_str(), O_RDONLY | O_DIRECTORY);
        const auto sandbox = enter_sandbox({{rooms.store}, {stick}});
        if (!sandbox) ::_exit(kNoSandbox);
        if (needs_landlock && !sandbox->has_landlock) ::_exit(kNoLandlock);
        ::_exit(work(stick));
    }
    int ended = 0;
    REQUIRE(::waitpid(child, &ended, 0) == child);
    return WIFSIGNALED(ended) ? -WTERMSIG(ended) : WEXITSTATUS(ended);
}

int result_of(long result) {
    return result >= 0 ? 0 : errno;
}

}  // namespace

TEST_CASE("inside, the store is written, the stick is read and memory is had") {
    const Rooms rooms;
    CHECK(inside(
              rooms,
              [&](int stick) {
                  const int file = ::openat(stick, "file", O_RDONLY | O_NOFOLLOW);
                  if (file < 0) return 1;
                  const int made =
                      ::open((rooms.store / "new").c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
                  if (made < 0 || ::write(made, "x", 1) != 1 || ::fsync(made) != 0) return 2;
                  if (::ftruncate(made, 0) != 0) return 3;
                  if (::unlink((rooms.store / "new").c_str()) != 0) return 4;
                  const std::vector<char> much(8 << 20, 'x');
                  return much.back() == 'x' ? 0 : 5;
              },
              false) == 0);
}

TEST_CASE("inside, a socket, a program, a process and a trace are death") {
    const Rooms rooms;
    CHECK(inside(
              rooms, [](int) { return result_of(::socket(AF_INET, SOCK_STREAM, 0)); }, false) ==
          -SIGSYS);
    CHECK(inside(
              rooms, [](int) { return result_of(::socket(AF_UNIX, SOCK_STREAM, 0)); }, false) ==
          -SIGSYS);
    CHECK(inside(
              rooms,
              [](int) {
                  char name[] = "/bin/true";
                  char* const words[] = {name, nullptr};
                  return result_of(::execv(name, words));
              },
              false) == -SIGSYS);
    CHECK(inside(
              rooms, [](int) { return result_of(::fork()); }, false) == -SIGSYS);
    CHECK(inside(
              rooms, [](int) { return result_of(::ptrace(PTRACE_TRACEME, 0, 0, 0)); }, false) ==
          -SIGSYS);
}

TEST_CASE("inside, no memory becomes code, no signal reaches another, no right is changed") {
    const Rooms rooms;
    const pid_t parent = ::getpid();
    CHECK(inside(
              rooms, [&](int) { return result_of(::kill(parent, 0)); }, false) == EPERM);
    CHECK(inside(
              rooms, [&](int) { return result_of(::chmod(rooms.store.c_str(), 0777)); }, false) ==
          EPERM);
    CHECK(inside(
              rooms, [&](int) { return result_of(::chdir("/")); }, false) == EPERM);
    CHECK(inside(
              rooms,
              [](int) {
                  void* page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                  return page == MAP_FAILED ? errno : 0;
              },
              false) == EPERM);
}

TEST_CASE("inside, with Landlock, nothing but the store and the stick is there") {
    const Rooms rooms;
    const auto open_as = [&](const std::filesystem::path& path, int flags) {
        return inside(
            rooms, [&](int) { return result_of(::open(path.c_str(), flags, 0600)); }, true);
    };
    if (open_as(rooms.store / "file", O_RDWR) == kNoLandlock) {
        MESSAGE("this kernel has no Landlock: left out");
        return;
    }
    CHECK(open_as(rooms.store / "file", O_RDWR) == 0);
    CHECK(open_as(rooms.outside / "file", O_RDONLY) == EACCES);
    CHECK(open_as("/etc/passwd", O_RDONLY) == EACCES);
    CHECK(open_as(rooms.outside / "new", O_WRONLY | O_CREAT) == EACCES);
    CHECK(open_as(rooms.stick / "file", O_RDONLY) == 0);
    CHECK(open_as(rooms.stick / "file", O_WRONLY) == EACCES);
    CHECK(open_as(rooms.stick / "new", O_WRONLY | O_CREAT) == EACCES);
    CHECK(inside(
              rooms,
              [&](int stick) { return result_of(::openat(stick, "../outside/file", O_RDONLY)); },
              true) == EACCES);
    CHECK(inside(
              rooms, [&](int stick) { return result_of(::unlinkat(stick, "file", 0)); }, true) ==
          EACCES);
}
