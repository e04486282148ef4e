#include "kiosk/screens/first_picture.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

using disapa::screens::FirstPicture;

namespace {

struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "disapa-first-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() {
        std::error_code trouble;
        std::filesystem::remove_all(path, trouble);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

// A start of the program that a driver ends.
void start_and_die(const std::filesystem::path& folder, bool shown) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        FirstPicture picture(folder);
        if (shown) picture.came();
        ::_exit(1);  // no destructor runs, as after a signal
    }
    int state = 0;
    REQUIRE(::waitpid(child, &state, 0) == child);
}

}  // namespace

TEST_CASE("a start that died before its first picture is known by the next one, once") {
    const Folder folder;
    CHECK_FALSE(FirstPicture(folder.path).failed_before());
    CHECK_FALSE(FirstPicture(folder.path).failed_before());  // after an orderly end
    start_and_die(folder.path, false);
    CHECK(FirstPicture(folder.path).failed_before());
    CHECK_FALSE(FirstPicture(folder.path).failed_before());
}

TEST_CASE("who dies later was not killed by the first picture; no folder, no memory") {
    const Folder folder;
    start_and_die(folder.path, true);
    CHECK_FALSE(FirstPicture(folder.path).failed_before());
    start_and_die(folder.path / "tiada", false);
    CHECK_FALSE(FirstPicture(folder.path / "tiada").failed_before());
}
