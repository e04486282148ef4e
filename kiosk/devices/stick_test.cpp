#include "kiosk/devices/stick.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

using namespace disapa;
using namespace disapa::devices;
namespace fs = std::filesystem;

namespace {

// A machine with an inner disk, a stick with a space in its name, a card reader and a USB disk.
class Machine {
  public:
    Machine() : folder(fs::temp_directory_path() / ("stick-" + std::to_string(::getpid()))) {
        fs::remove_all(folder);
        disk("pci0/ata1/block/sda", "sda1", '0');
        disk("pci0/xhci/usb2/block/sdb", "sdb1", '0');
        disk("pci0/mmc/block/mmcblk1", "mmcblk1p1", '1');
        std::ofstream(folder / "mounts")
            << "/dev/sda1 / ext4 rw,relatime 0 0\n"
               "/dev/sdb1 /media/disapa/STIK\\040DESA vfat rw,nosuid 0 0\n"
               "/dev/mmcblk1p1 /media/disapa/kartu exfat ro,nosuid 0 0\n"
               "tmpfs /run tmpfs rw 0 0\nbroken\n/dev/gone1 /mnt ext4 rw 0 0\n";
    }
    ~Machine() { fs::remove_all(folder); }
    [[nodiscard]] StickPlaces places() const { return {folder / "mounts", folder / "class"}; }

    fs::path folder;

  private:
    void disk(const std::string& device, const std::string& partition, char removable) {
        const auto whole = folder / "devices" / device;
        fs::create_directories(whole / partition);
        std::ofstream(whole / "removable") << removable << '\n';
        fs::create_directories(folder / "class");
        fs::create_directory_symlink(whole / partition, folder / "class" / partition);
    }
};

}  // namespace

TEST_CASE("sticks and cards are found among the disks, the machine's own disk is none") {
    const Machine machine;
    const auto sticks = find_sticks("auto", machine.places());
    REQUIRE(sticks.size() == 2);
    CHECK(sticks[0].folder == "/media/disapa/STIK DESA");
    CHECK(sticks[0].name() == "STIK DESA");
    CHECK(sticks[0].device == "/dev/sdb1");
    CHECK_FALSE(sticks[0].read_only);
    CHECK(sticks[1].name() == "kartu");
    CHECK(sticks[1].read_only);
}

TEST_CASE("a folder may stand for a stick; one that is not there is no stick") {
    const Machine machine;
    const auto one = find_sticks(machine.folder.string());
    REQUIRE(one.size() == 1);
    CHECK(one[0].device.empty());
    CHECK(find_sticks((machine.folder / "none").string()).empty());
    CHECK(find_sticks("none", machine.places()).empty());
    CHECK(sync_stick(one[0]).has_value());
    CHECK_FALSE(let_go(one[0]));
    const auto gone = sync_stick({machine.folder / "gone", "/dev/sdz1", false});
    REQUIRE_FALSE(gone.has_value());
    CHECK(gone.error().sentence.find("tercabut") != std::string::npos);
}
