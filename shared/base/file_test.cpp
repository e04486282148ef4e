#include "shared/base/file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <utility>

using namespace disapa;
namespace fs = std::filesystem;

namespace {

class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "disapa-file-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path operator/(const char* name) const { return path_ / name; }
    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

unsigned mode_of(const fs::path& path) {
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    return found.st_mode & 07777U;
}

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a file is written whole, private, and leaves nothing beside it") {
    const Folder folder;
    const fs::path file = folder / "mark";
    REQUIRE(write_file_durably(file, as_bytes("lama")));
    CHECK(mode_of(file) == 0600);
    const Bytes big(200'000, 7);
    REQUIRE(write_file_durably(file, big, 0644));
    CHECK(mode_of(file) == 0644);
    CHECK(read_file(file, big.size()) == big);
    CHECK(files_in(folder.path()) == 1);
    REQUIRE(write_file_durably(file, ByteView{}));
    const auto empty = read_file(file, 0);
    REQUIRE(empty);
    CHECK(empty->empty());
}

TEST_CASE("reading is bounded and names the file") {
    const Folder folder;
    const fs::path file = folder / "besar.pdf";
    REQUIRE(write_file_durably(file, Bytes(100, 1)));
    CHECK(read_file(file, 100));
    const auto large = read_file(file, 99);
    REQUIRE_FALSE(large);
    CHECK(large.error().code == ErrorCode::limit);
    CHECK(large.error().sentence.find("besar.pdf") != std::string::npos);
    const auto missing = read_file(folder / "tiada", 10);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::not_found);
    CHECK(missing.error().log.find("tiada") != std::string::npos);
    const auto directory = read_file(folder.path(), 10);
    REQUIRE_FALSE(directory);
    CHECK(directory.error().code == ErrorCode::io);
}

TEST_CASE("what cannot be written leaves the old file and no rest") {
    const Folder folder;
    const auto nowhere = write_file_durably(folder / "tiada/berkas", as_bytes("x"));
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().code == ErrorCode::io);
    // A folder stands in the way: the rename fails after everything was written.
    REQUIRE(make_private_folder(folder / "halang"));
    CHECK_FALSE(write_file_durably(folder / "halang", as_bytes("x")));
    CHECK(files_in(folder.path()) == 1);
    CHECK(fs::is_directory(folder / "halang"));
}

TEST_CASE("a file takes another's name, or says why not") {
    const Folder folder;
    REQUIRE(write_file_durably(folder / "baru", as_bytes("baru")));
    REQUIRE(write_file_durably(folder / "lama", as_bytes("lama")));
    REQUIRE(rename_durably(folder / "baru", folder / "lama"));
    CHECK(read_file(folder / "lama", 100).value() == Bytes{0x62, 0x61, 0x72, 0x75});
    CHECK(files_in(folder.path()) == 1);
    const auto missing = rename_durably(folder / "baru", folder / "lama");
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == ErrorCode::io);
}

TEST_CASE("private folders") {
    const Folder folder;
    const fs::path deep = folder / "a/b/c/";
    REQUIRE(make_private_folder(deep));
    CHECK(mode_of(folder / "a") == 0700);
    CHECK(mode_of(folder / "a/b/c") == 0700);
    CHECK(make_private_folder(deep));
    REQUIRE(::chmod((folder / "a").c_str(), 0755) == 0);
    CHECK(make_private_folder(folder / "a"));
    CHECK(mode_of(folder / "a") == 0755);  // what is there is left as its owner wants it
    REQUIRE(write_file_durably(folder / "berkas", as_bytes("x")));
    const auto blocked = make_private_folder(folder / "berkas/dalam");
    REQUIRE_FALSE(blocked);
    CHECK(blocked.error().code == ErrorCode::io);
}

TEST_CASE("one lock, one holder") {
    const Folder folder;
    const fs::path path = folder / "kiosk.lock";
    auto first = LockFile::take(path, "Layar Disapa sudah berjalan.");
    REQUIRE(first);
    const auto second = LockFile::take(path, "Layar Disapa sudah berjalan.");
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::refused);
    CHECK(second.error().sentence == "Layar Disapa sudah berjalan.");
    CHECK(mode_of(path) == 0600);
    {
        const LockFile held = std::move(*first);
        CHECK_FALSE(LockFile::take(path, "x"));
    }
    auto third = LockFile::wait_for(path);
    REQUIRE(third);
    CHECK_FALSE(LockFile::take(path, "x"));
    auto other = LockFile::take(folder / "lain.lock", "x");
    REQUIRE(other);
    *third = std::move(*other);
    { const LockFile gone = std::move(*other); }  // what `third` held went there
    CHECK(LockFile::take(path, "x"));
    CHECK_FALSE(LockFile::take(folder / "lain.lock", "x"));
    CHECK_FALSE(LockFile::take(folder / "tiada/x.lock", "x"));
}
