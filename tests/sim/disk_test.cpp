// The virtual disk itself: what it may lose, what never, and that nothing goes past it.
#include "tests/sim/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <set>

#include "shared/base/file.h"
#include "shared/store/store_world.h"

using namespace disapa;
using disapa::sim::Disk;
using disapa::testing::TempFolder;

namespace {

namespace fs = std::filesystem;

// A folder on a virtual disk.
struct Bench {
    TempFolder above;
    Disk disk;
    SeededRandom random{1};
    fs::path folder = above / "m";

    Bench() {
        fs::create_directory(folder);
        disk.watch(folder);
    }
    void put(const std::string& name, std::string_view text) {
        REQUIRE(write_file_durably(folder / name, as_bytes(text)));
    }
    std::string text(const std::string& name) {
        auto bytes = read_file(folder / name, 1 << 20);
        return bytes ? std::string(as_text(*bytes)) : "(none)";
    }
    std::set<std::string> names() {
        std::set<std::string> found;
        for (const auto& one : fs::recursive_directory_iterator(folder)) {
            found.insert(one.path().lexically_relative(folder).string());
        }
        return found;
    }
    void sync_folder() {
        const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY);
        REQUIRE(::fsync(fd) == 0);
        ::close(fd);
    }
};

class OpenFile {
  public:
    OpenFile(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags, 0600)) {
        REQUIRE(fd_ >= 0);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() { ::close(fd_); }
    [[nodiscard]] int get() const { return fd_; }

  private:
    int fd_;
};

}  // namespace

TEST_CASE("what was synced is there after every cut, what was not may be either") {
    Bench bench;
    bench.put("a", "lama");
    std::set<std::string> seen;
    for (int round = 0; round < 100; ++round) {
        {
            const OpenFile file(bench.folder / "a", O_WRONLY);
            REQUIRE(::pwrite(file.get(), "baru", 4, 0) == 4);
        }
        CHECK(bench.text("a") == "baru");  // who reads it before the cut sees it
        bench.disk.cut(bench.folder, bench.random);
        seen.insert(bench.text("a"));
        bench.put("a", "lama");
        bench.disk.cut(bench.folder, bench.random);
        REQUIRE(bench.text("a") == "lama");
    }
    CHECK(seen == std::set<std::string>{"baru", "lama"});
}

TEST_CASE("a new name is safe only after its folder is synced") {
    Bench bench;
    int lost = 0;
    int kept = 0;
    for (int round = 0; round < 100; ++round) {
        {
            const OpenFile file(bench.folder / "b", O_WRONLY | O_CREAT | O_TRUNC);
            REQUIRE(::write(file.get(), "isi", 3) == 3);
            REQUIRE(::fsync(file.get()) == 0);
        }
        if (round % 2 == 0) bench.sync_folder();
        bench.disk.cut(bench.folder, bench.random);
        if (round % 2 == 0) {
            REQUIRE(bench.text("b") == "isi");
        } else {
            CHECK((bench.text("b") == "isi" || bench.text("b") == "(none)"));
            (bench.text("b") == "isi" ? kept : lost)++;
        }
        fs::remove(bench.folder / "b");
        bench.sync_folder();
    }
    CHECK(lost > 5);
    CHECK(kept > 5);
}

TEST_CASE("a rename before its folder is synced shows the old file or the new one, whole") {
    Bench bench;
    std::set<std::string> seen;
    for (int round = 0; round < 100; ++round) {
        bench.put("a", "lama");
        {
            const OpenFile file(bench.folder / "a.new", O_WRONLY | O_CREAT | O_TRUNC);
            REQUIRE(::write(file.get(), "baru", 4) == 4);
            REQUIRE(::fdatasync(file.get()) == 0);
        }
        fs::rename(bench.folder / "a.new", bench.folder / "a");
        CHECK(bench.names() == std::set<std::string>{"a"});
        bench.disk.cut(bench.folder, bench.random);
        seen.insert(bench.text("a"));
        fs::remove(bench.folder / "a.new");
    }
    CHECK(seen == std::set<std::string>{"baru", "lama"});
}

TEST_CASE("an unlink may come undone until its folder is synced") {
    Bench bench;
    std::set<std::string> seen;
    for (int round = 0; round < 60; ++round) {
        bench.put("a", "isi");
        REQUIRE(fs::remove(bench.folder / "a"));
        bench.disk.cut(bench.folder, bench.random);
        seen.insert(bench.text("a"));
    }
    CHECK(seen == std::set<std::string>{"isi", "(none)"});
    bench.put("a", "isi");
    REQUIRE(fs::remove(bench.folder / "a"));
    bench.sync_folder();
    bench.disk.cut(bench.folder, bench.random);
    CHECK(bench.text("a") == "(none)");
}

TEST_CASE("a long write is torn at sectors, and holes read as zeros") {
    Bench bench;
    const Bytes before(4096, 'a');
    const Bytes after(4096, 'b');
    bool torn = false;
    bool has_hole = false;
    for (int round = 0; round < 200; ++round) {
        REQUIRE(write_file_durably(bench.folder / "t", before));
        {
            const OpenFile file(bench.folder / "t", O_WRONLY);
            REQUIRE(::pwrite(file.get(), after.data(), after.size(), 2048) == 4096);
        }
        bench.disk.cut(bench.folder, bench.random);
        const std::string now = bench.text("t");
        REQUIRE(now.size() % 512 == 0);
        REQUIRE(now.substr(0, 2048) == std::string(2048, 'a'));
        for (std::size_t at = 0; at < now.size(); at += 512) {
            const std::string sector = now.substr(at, 512);
            REQUIRE(sector == std::string(512, sector[0]));  // whole, whatever it is
            has_hole = has_hole || sector[0] == '\0';
        }
        const auto news = std::count(now.begin(), now.end(), 'b');
        torn = torn || (news > 0 && news < 4096);
    }
    CHECK(torn);
    CHECK(has_hole);
}

TEST_CASE("a folder that was not synced goes with what is in it") {
    Bench bench;
    std::set<std::size_t> seen;
    for (int round = 0; round < 60; ++round) {
        REQUIRE(::mkdir((bench.folder / "d").c_str(), 0700) == 0);
        REQUIRE(write_file_durably(bench.folder / "d" / "x", as_bytes("isi")));
        bench.disk.cut(bench.folder, bench.random);
        seen.insert(bench.names().size());
        fs::remove_all(bench.folder / "d");
        bench.sync_folder();
    }
    CHECK(seen == std::set<std::size_t>{0, 2});
    REQUIRE(make_private_folder(bench.folder / "e" / "f"));
    bench.disk.cut(bench.folder, bench.random);
    CHECK(bench.names() == std::set<std::string>{"e", "e/f"});
}

TEST_CASE("a machine that is off does nothing more, and wakes with what its disk holds") {
    Bench bench;
    bench.put("a", "satu");
    const auto before = bench.disk.operations(bench.folder);
    bench.put("a", "dua");
    const auto each = bench.disk.operations(bench.folder) - before;
    CHECK(each == 5);  // create, write, fsync, rename, fsync of the folder
    for (std::uint64_t n = 0; n < each; ++n) {
        bench.disk.fail_after(bench.folder, n);
        CHECK(!write_file_durably(bench.folder / "a", as_bytes("tiga")));
        CHECK(bench.disk.is_off(bench.folder));
        CHECK(!read_file(bench.folder / "a", 100));
        bench.disk.cut(bench.folder, bench.random);
        CHECK(!bench.disk.is_off(bench.folder));
        const std::string now = bench.text("a");
        CHECK((now == "dua" || (now == "tiga" && n >= 3)));
        bench.put("a", "dua");
    }
    bench.disk.fail_after(bench.folder, each);
    CHECK(write_file_durably(bench.folder / "a", as_bytes("tiga")));
    CHECK(!bench.disk.is_off(bench.folder));
}

TEST_CASE("after restore everything that was done is there and what was halfway is not") {
    Bench bench;
    bench.disk.fail_after(bench.folder, 1);
    CHECK(!write_file_durably(bench.folder / "a", as_bytes("tiga")));
    bench.disk.restore(bench.folder);
    CHECK(bench.disk.strangers(bench.folder).empty());
    bench.put("a", "empat");
    CHECK(bench.text("a") == "empat");
    CHECK(bench.disk.strangers(bench.folder).empty());
}

TEST_CASE("descriptors from before a cut write nothing after it") {
    Bench bench;
    bench.put("a", "lama");
    const OpenFile file(bench.folder / "a", O_RDWR);
    bench.disk.cut(bench.folder, bench.random);
    errno = 0;
    CHECK(::pwrite(file.get(), "baru", 4, 0) == -1);
    CHECK(errno == EIO);
    CHECK(::fsync(file.get()) == -1);
    CHECK(bench.text("a") == "lama");
}

TEST_CASE("a full disk refuses what does not fit and takes what was given back") {
    Bench bench;
    bench.put("a", std::string(8192, 'x'));
    bench.disk.set_space(bench.folder, 4096);
    const auto refused = write_file_durably(bench.folder / "b", Bytes(5000, 1));
    REQUIRE(!refused);
    CHECK(refused.error().sentence.find("penuh") != std::string::npos);
    CHECK(write_file_durably(bench.folder / "b", Bytes(4096, 1)));
    CHECK(!write_file_durably(bench.folder / "c", Bytes(1, 1)));
    fs::remove(bench.folder / "a");
    CHECK(write_file_durably(bench.folder / "c", Bytes(8192, 1)));
    CHECK(bench.disk.strangers(bench.folder).empty());
    bench.disk.set_space(bench.folder, std::nullopt);
    CHECK(write_file_durably(bench.folder / "d", Bytes(100000, 1)));
}

TEST_CASE("two machines lose power each for itself, and others not at all") {
    Bench bench;
    const fs::path other = bench.above / "n";
    fs::create_directory(other);
    bench.disk.watch(other);
    bench.disk.fail_after(bench.folder, 0);
    CHECK(!write_file_durably(bench.folder / "a", as_bytes("x")));
    CHECK(write_file_durably(other / "a", as_bytes("x")));
    CHECK(write_file_durably(bench.above / "a", as_bytes("x")));
    CHECK(bench.disk.operations(other) == 5);
    bench.disk.forget(other);
    CHECK(write_file_durably(other / "a", as_bytes("y")));
}

TEST_CASE("the same seed leaves the same disk") {
    const auto run = [] {
        Bench bench;
        std::string all;
        for (int round = 0; round < 30; ++round) {
            for (const char* name : {"a", "b", "c"}) {
                const OpenFile file(bench.folder / name, O_WRONLY | O_CREAT);
                const std::string text(2000, static_cast<char>('a' + round));
                REQUIRE(::write(file.get(), text.data(), text.size()) == 2000);
            }
            bench.disk.cut(bench.folder, bench.random);
            for (const char* name : {"a", "b", "c"}) all += bench.text(name) + "|";
        }
        return all;
    };
    CHECK(run() == run());
}

TEST_CASE("what goes past the disk is told") {
    Bench bench;
    bench.put("a", "isi");
    CHECK(bench.disk.strangers(bench.folder).empty());
    FILE* file = std::fopen((bench.folder / "fremd").c_str(), "w");  // libc's own open
    REQUIRE(file != nullptr);
    std::fclose(file);
    CHECK(bench.disk.strangers(bench.folder) == std::vector<std::string>{"fremd"});
}
