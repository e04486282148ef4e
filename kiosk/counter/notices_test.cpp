#include "kiosk/counter/notices.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

using namespace disapa;
namespace fs = std::filesystem;

TEST_CASE("notices: one a file, by name; what cannot be shown is left out") {
    const auto folder = fs::temp_directory_path() / ("notices-" + std::to_string(::getpid()));
    CHECK(read_notices(folder).empty());
    fs::create_directories(folder / "pengumuman" / "folder.txt");
    const auto write = [&](const char* name, const std::string& text) {
        std::ofstream(folder / "pengumuman" / name, std::ios::binary) << text;
    };
    write("2-posyandu.txt", "\xef\xbb\xbfPosyandu\r\nSelasa pukul 08.00\r\ndi balai desa.\r\n");
    write("1-bbm.txt", "Perahu sayur datang Jumat\n");
    write("3-kosong.txt", "\n\n");
    write("4-besar.txt", std::string(kNoticeBytes + 1, 'a'));
    write("5-rusak.txt", "Rapat\n\x01\x02");
    write("bukan.md", "bukan pengumuman");
    const auto notices = read_notices(folder);
    REQUIRE(notices.size() == 2);
    CHECK(notices[0] == DesaNotice{"Perahu sayur datang Jumat", ""});
    CHECK(notices[1] == DesaNotice{"Posyandu", "Selasa pukul 08.00 di balai desa."});
    fs::remove_all(folder);
}
