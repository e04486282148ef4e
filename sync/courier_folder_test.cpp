#include "sync/courier_folder.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <fstream>

#include "shared/base/limits.h"
#include "shared/crypto/keys.h"
#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

const std::string kName = "64.02.12.2005-ke-kecamatan-1f2e3d4c-000012-01.dsb";

struct Place {
    TempFolder folder;
    std::filesystem::path stick = folder / "stick";
    std::filesystem::path inside = stick / "disapa";
    Place() { std::filesystem::create_directories(inside); }
    void put(const std::string& name, const std::string& text) const {
        std::ofstream(inside / name, std::ios::binary) << text;
    }
    std::string text_of(const std::string& name) const {
        std::ifstream file(inside / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
};

std::string sentence_for(const StickFolder::Listing& listing, const std::string& name) {
    for (const auto& skipped : listing.skipped) {
        if (skipped.name == name) return skipped.sentence;
    }
    return {};
}

}  // namespace

TEST_CASE("links, pipes, sockets, devices, folders and giants are told by kind and never opened") {
    Place place;
    std::ofstream(place.folder / "secret") << "DSB1 rahasia";
    std::filesystem::create_symlink(place.folder / "secret", place.inside / "link.dsb");
    std::filesystem::create_directory_symlink("/etc", place.inside / "etc.dsb");
    std::filesystem::create_directory(place.inside / "..folder\n.dsb");
    REQUIRE(::mkfifo((place.inside / "pipe.dsb").c_str(), 0600) == 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string at = (place.inside / "s.dsb").string();
    REQUIRE(at.size() < sizeof address.sun_path);
    at.copy(address.sun_path, at.size());
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    ::close(socket);
    const bool has_device =
        ::mknod((place.inside / "device.dsb").c_str(), S_IFCHR | 0600, (1 << 8) | 5) == 0;
    place.put("giant.dsb", "");
    std::filesystem::resize_file(place.inside / "giant.dsb", limits::kBundleBytes + 1);
    place.put("good.dsb", "DSB1");
    place.put("BACA-SAYA.txt", "x");
    place.put(kName + ".part", "x");

    const auto folder = StickFolder::open(place.stick);
    REQUIRE(folder);
    const auto listing = folder->list();
    REQUIRE(listing);
    CHECK(listing->names == std::vector<std::string>{"good.dsb"});
    CHECK(listing->skipped.size() == (has_device ? 7 : 6));
    CHECK(sentence_for(*listing, "link.dsb") == "Tautan ke tempat lain; tidak diikuti.");
    CHECK(sentence_for(*listing, "etc.dsb") == "Tautan ke tempat lain; tidak diikuti.");
    CHECK(sentence_for(*listing, "..folder\n.dsb") == "Folder di dalam folder; dilewati.");
    CHECK(sentence_for(*listing, "pipe.dsb") == "Pipa atau soket, bukan berkas; dilewati.");
    CHECK(sentence_for(*listing, "s.dsb") == "Pipa atau soket, bukan berkas; dilewati.");
    CHECK(sentence_for(*listing, "giant.dsb").starts_with("Terlalu besar"));
    // Also when one took a file's place after the listing: nothing waits, nothing is followed.
    for (const char* name : {"link.dsb", "etc.dsb", "pipe.dsb", "s.dsb", "..folder\n.dsb", "gone"})
        CHECK(folder->read(name).error().code == ErrorCode::not_found);
    CHECK(folder->read("giant.dsb").error().code == ErrorCode::limit);
    CHECK(as_text(folder->read("good.dsb").value()) == "DSB1");
}

TEST_CASE(
    "of thousands of files the newest are read, in the order of their names, and it is told") {
    Place place;
    const auto now = std::filesystem::file_time_type::clock::now();
    for (std::size_t i = 0; i < kStickFiles + 100; ++i) {
        const std::string name = "f" + std::to_string(10'000 - i);
        place.put(name, "x");
        std::filesystem::last_write_time(place.inside / name,
                                         now - std::chrono::seconds(i < 100 ? 5000 : 10));
    }
    const auto listing = StickFolder::open(place.stick)->list();
    REQUIRE(listing);
    CHECK(listing->names.size() == kStickFiles);
    CHECK(listing->left_out == 100);
    CHECK(std::is_sorted(listing->names.begin(), listing->names.end()));
    CHECK(std::find(listing->names.begin(), listing->names.end(), "f10000") ==
          listing->names.end());
}

TEST_CASE("names are shown without what could move a terminal") {
    CHECK(printable("a.dsb") == "a.dsb");
    CHECK(printable("a\x1b[2J\n.dsb") == "a\\x1b[2J\\x0a.dsb");
    CHECK(printable("\xff") == "\\xff");
    CHECK(printable("\xe2\x80\xae"
                    "bsd") == "\\xe2\\x80\\xaebsd");
}

TEST_CASE("a folder that is not there is not made, and disapa that is a link is not followed") {
    Place place;
    CHECK(StickFolder::make(place.folder / "gone").error().code == ErrorCode::not_found);
    CHECK(StickFolder::open(place.folder / "gone").error().code == ErrorCode::not_found);
    CHECK_FALSE(std::filesystem::exists(place.folder / "gone"));
    std::filesystem::remove(place.inside);
    // Reading takes the folder itself where there is no other.
    std::ofstream(place.stick / "a.dsb") << "x";
    CHECK(StickFolder::open(place.stick)->list()->names.size() == 1);
    std::filesystem::create_directory_symlink("/etc", place.inside);
    CHECK(StickFolder::make(place.stick).error().code == ErrorCode::refused);
    CHECK(StickFolder::open(place.stick).error().code == ErrorCode::refused);
}

TEST_CASE("a file is written whole under its name, verified, and nothing foreign is touched") {
    Place place;
    place.put("foto.jpg", "foto");
    place.put("foto.jpg.part", "foto");
    place.put(kName + ".part", "half of one that was killed");
    const auto folder = StickFolder::make(place.stick);
    REQUIRE(folder);
    folder->tidy();
    CHECK_FALSE(std::filesystem::exists(place.inside / (kName + ".part")));
    CHECK(place.text_of("BACA-SAYA.txt").find("Disapa") != std::string::npos);
    const Bytes bytes(10'001, 7);
    REQUIRE(folder->write({kName, bytes}));
    CHECK(place.text_of(kName).size() == bytes.size());
    CHECK(folder->verify(kName, sha256(bytes)));
    place.put(kName, "what a bad stick gives back");
    CHECK(folder->verify(kName, sha256(bytes)).error().code == ErrorCode::corrupt);
    CHECK(folder->verify("gone", sha256(bytes)).error().code == ErrorCode::io);
    CHECK(folder->remove(kName));
    CHECK(folder->remove(kName));
    CHECK(place.text_of("foto.jpg") == "foto");
    CHECK(place.text_of("foto.jpg.part") == "foto");
    place.put("BACA-SAYA.txt", "catatan orang lain");
    folder->tidy();
    CHECK(place.text_of("BACA-SAYA.txt") == "catatan orang lain");
}

TEST_CASE("a stick that vanishes while it is written to leaves a sentence") {
    Place place;
    const auto folder = StickFolder::make(place.stick);
    REQUIRE(folder);
    std::filesystem::remove_all(place.stick);
    const auto written = folder->write({kName, Bytes(10, 1)});
    REQUIRE_FALSE(written);
    CHECK(written.error().code == ErrorCode::io);
    CHECK(written.error().sentence.find("tercabut") != std::string::npos);
}
