#include "kiosk/counter/backup.h"

#include "shared/base/file.h"
#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;
namespace fs = std::filesystem;

TEST_CASE("a copy of the store: whole, noted, the newest three stay, others' are left alone") {
    Office office;
    Node kiosk = office.kiosk("kiosk", office.desa);
    CHECK(store_care(kiosk).backup_at == 0);
    const auto stick = office.folder / "stick";
    const auto none = back_up(kiosk, stick);
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().code == ErrorCode::not_found);
    fs::create_directories(stick / "disapa-cadangan");
    REQUIRE(write_file_durably(stick / "disapa-cadangan" / "64.02.12.2006-20200101-0000.db", {})
                .has_value());
    fs::path newest;
    for (int i = 0; i < 5; ++i) {
        office.clock.advance(60);
        const auto made = back_up(kiosk, stick);
        REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().log));
        newest = *made;
    }
    CHECK(fs::file_size(newest) > 4096);
    CHECK(store_care(kiosk).backup_at == office.clock.now());
    std::size_t mine = 0, all = 0;
    for (const auto& entry : fs::directory_iterator(stick / "disapa-cadangan")) {
        ++all;
        mine += entry.path().filename().string().starts_with(office.desa.code() + "-2");
    }
    CHECK(mine == kBackupsKept);
    CHECK(all == kBackupsKept + 1);
    // The same minute again: nothing is lost by it.
    CHECK(back_up(kiosk, stick).has_value());
}

TEST_CASE("what a check found is remembered") {
    Office office;
    Node kiosk = office.kiosk("kiosk", office.desa);
    REQUIRE(note_check(kiosk, 2).has_value());
    CHECK(store_care(kiosk).checked_at == office.clock.now());
    CHECK(store_care(kiosk).check_faults == 2);
}
