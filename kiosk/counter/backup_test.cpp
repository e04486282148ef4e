#include "kiosk/counter/backup.h"

#include "kiosk/counter/counter_world.h"
#include "kiosk/counter/questions.h"
#include "shared/base/file.h"
#include "shared/store/residents.h"

using namespace disapa;
using namespace disapa::testing;
namespace fs = std::filesystem;

namespace {

Resident person(std::string nik, std::string name) {
    Resident one;
    one.nik = std::move(nik);
    one.name = std::move(name);
    return one;
}

// A desa with requests and a register of two.
struct Desk : CounterWorld {
    fs::path folder = base.folder / "kiosk", stick = base.folder / "stick";

    Desk() {
        fs::create_directories(stick);
        auto residents = Residents::create(folder).value();
        REQUIRE(residents.write([](ResidentWriter& writer) -> Status {
            for (const auto& one : {person("6402125203850002", "PEBULAAN NGAU"),
                                    person("6402120101500001", "LEJAU ANYE")}) {
                if (auto put = writer.put(one); !put) return pass(std::move(put));
            }
            return {};
        }));
    }
    fs::path backed_up() {
        const auto made = back_up(kiosk, stick);
        REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().log));
        return *made;
    }
    void restored(const fs::path& copy) {
        const auto done = restore(folder, copy);
        REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().log));
    }
    std::size_t cases() { return open().node().book().value()->cases().size(); }
    std::size_t people() { return Residents::open(folder).value().count().value(); }
};

fs::perms mode_of(const fs::path& file) {
    return fs::status(file).permissions() & fs::perms::all;
}

}  // namespace

TEST_CASE("a copy of the store: whole, noted, the newest three stay, others' are left alone") {
    disapa::testing::Office office;
    Node kiosk = office.kiosk("kiosk", office.desa);
    CHECK(store_care(kiosk).backup_at == 0);
    const auto stick = office.folder / "stick";
    const auto none = back_up(kiosk, stick);
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().code == ErrorCode::not_found);
    const auto others = stick / "disapa-cadangan" / "64.02.12.2006-20200101-0000";
    fs::create_directories(others);
    // What a power cut left of an earlier try.
    const auto left = stick / "disapa-cadangan" / ("belum-selesai-" + office.desa.code());
    fs::create_directories(left);
    REQUIRE(write_file_durably(left / "disapa.db", {}).has_value());
    fs::path newest;
    for (int i = 0; i < 5; ++i) {
        office.clock.advance(60);
        const auto made = back_up(kiosk, stick);
        REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().log));
        newest = *made;
    }
    CHECK(fs::file_size(newest / "disapa.db") > 4096);
    CHECK_FALSE(fs::exists(newest / "residents.db"));  // this desa has none
    CHECK(store_care(kiosk).backup_at == office.clock.now());
    std::size_t mine = 0, all = 0;
    for (const auto& entry : fs::directory_iterator(stick / "disapa-cadangan")) {
        ++all;
        mine += entry.path().filename().string().starts_with(office.desa.code() + "-2");
    }
    CHECK(mine == kBackupsKept);
    CHECK(all == kBackupsKept + 1);
    CHECK(fs::exists(others));
    // The same minute again: nothing is lost by it.
    CHECK(back_up(kiosk, stick).has_value());
    CHECK(fs::file_size(newest / "disapa.db") > 4096);
}

TEST_CASE("what only its owner may read, and no key") {
    Desk desk;
    const auto copy = desk.backed_up();
    constexpr auto kMine = fs::perms::owner_read | fs::perms::owner_write;
    CHECK(mode_of(copy) == fs::perms::owner_all);
    CHECK(mode_of(copy.parent_path()) == fs::perms::owner_all);
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(copy)) {
        names.push_back(entry.path().filename().string());
        CHECK(mode_of(entry.path()) == kMine);
    }
    std::ranges::sort(names);
    CHECK(names == std::vector<std::string>{"disapa.db", "residents.db"});
}

TEST_CASE("a copy that fails is not noted and leaves nothing") {
    Desk desk;
    // A register that cannot be read: a copy without it would look whole.
    REQUIRE(write_file_durably(desk.folder / "residents.db", as_bytes("bukan basis data")));
    CHECK_FALSE(back_up(desk.kiosk, desk.stick).has_value());
    CHECK(store_care(desk.kiosk).backup_at == 0);
    CHECK(fs::is_empty(desk.stick / "disapa-cadangan"));
}

TEST_CASE("backed up, wiped, put back: every request, question and resident is there") {
    Desk desk;
    std::string code, asked;
    {
        auto counter = desk.open();
        code = desk.submit(counter, sktm_form());
        desk.submit(counter, sktm_form("LEJAU ANYE"));
        QuestionDraft draft;
        draft.text = "Kapan jembatan diperbaiki?";
        asked = Questions(counter.node()).ask(draft).value().code;
    }
    const auto copy = desk.backed_up();
    {
        auto counter = desk.open();
        desk.submit(counter, sktm_form("SESUDAH SALINAN"));
        REQUIRE(counter.node().before_leaving());
    }
    SUBCASE("the databases are gone") {
        fs::remove(desk.folder / "disapa.db");
        fs::remove(desk.folder / "residents.db");
        CHECK(desk.cases() == 0);  // a kiosk without its database begins a new one
    }
    SUBCASE("the database is damaged, and its journal waits") {
        REQUIRE(write_file_durably(desk.folder / "disapa.db", as_bytes("rusak")));
        REQUIRE(write_file_durably(desk.folder / "disapa.db-journal", as_bytes("sisa")));
        REQUIRE(write_file_durably(desk.folder / "residents.db", as_bytes("rusak")));
    }
    SUBCASE("nothing is wrong: the newer request waits in the file that is set aside") {
        CHECK(desk.cases() == 3);
    }
    desk.restored(copy);
    CHECK_FALSE(fs::exists(desk.folder / "disapa.db-journal"));
    CHECK(desk.people() == 2);
    auto counter = desk.open();
    CHECK(counter.node().book().value()->cases().size() == 2);
    CHECK(counter.status(code).has_value());
    CHECK(Questions(counter.node()).status(asked).has_value());
    // It shows itself: new feeds, and the clerk is told once.
    CHECK(counter.node().birth() != desk.kiosk.birth());
    CHECK_FALSE(counter.node().rebirth_sentence().empty());
    // Officers and their PINs are as they were, and work goes on.
    auto clerk = counter.sign_in(desk.clerk_key, kClerkPin);
    REQUIRE_MESSAGE(clerk.has_value(), (clerk ? "" : clerk.error().log));
    CHECK(counter.verify(code, desk.all_seen(counter, code), *clerk).has_value());
    CHECK(counter.node().check().value().empty());
    CHECK(fs::exists(desk.folder / "disapa.db.lama"));
}

TEST_CASE("a new machine of the same desa takes over what the old one had") {
    Desk desk;
    {
        auto counter = desk.open();
        desk.submit(counter, sktm_form());
    }
    const auto copy = desk.backed_up();
    desk.folder = desk.base.folder / "baru";
    auto fresh = desk.base.kiosk("baru", desk.base.desa);
    REQUIRE(fresh.write(
        [](Writer& writer) { return writer.put("enrol", "kunci-baru", as_bytes("undangan")); }));
    desk.restored(copy);
    CHECK(desk.people() == 2);
    auto counter =
        Counter::open(desk.folder, CounterWorld::kAssets, desk.base.clock, desk.base.random);
    REQUIRE_MESSAGE(counter.has_value(), (counter ? "" : counter.error().log));
    CHECK(counter->node().book().value()->cases().size() == 1);
    CHECK(counter->node().id() == fresh.id());
    CHECK(counter->officers().empty());  // their key files did not come along
    CHECK(counter->node().get("enrol", "kunci-baru").value().has_value());
    CHECK(counter->submit("SKTM", sktm_form("ORANG BARU"), {}, nullptr).has_value());
}

TEST_CASE("what is no copy of this desa changes nothing") {
    Desk desk;
    {
        auto counter = desk.open();
        desk.submit(counter, sktm_form());
    }
    auto copy = desk.backed_up();
    const auto birth = desk.kiosk.birth();
    ErrorCode expected{};
    SUBCASE("no copy") {
        copy = desk.stick;
        expected = ErrorCode::not_found;
    }
    SUBCASE("a damaged one") {
        fs::resize_file(copy / "disapa.db", fs::file_size(copy / "disapa.db") - 8192);
        expected = ErrorCode::corrupt;
    }
    SUBCASE("a damaged register in it") {
        REQUIRE(write_file_durably(copy / "residents.db", as_bytes("rusak")));
        expected = ErrorCode::corrupt;
    }
    SUBCASE("another desa's") {
        Node other = desk.base.kiosk("lain", desk.base.other_desa);
        copy = back_up(other, desk.stick).value();
        expected = ErrorCode::refused;
    }
    SUBCASE("while the screen runs") {
        const auto lock = LockFile::take(desk.folder / "screen.lock", "");
        CHECK_FALSE(restore(desk.folder, copy).has_value());
        CHECK(desk.open().node().birth() == birth);
        return;
    }
    SUBCASE("on a machine that is not enrolled") {
        fs::create_directories(desk.base.folder / "kosong");
        const auto done = restore(desk.base.folder / "kosong", copy);
        REQUIRE_FALSE(done.has_value());
        CHECK(done.error().code == ErrorCode::not_found);
        return;
    }
    const auto done = restore(desk.folder, copy);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == expected);
    CHECK(desk.open().node().birth() == birth);
    CHECK(desk.cases() == 1);
    CHECK(desk.people() == 2);
}

TEST_CASE("what a check found is remembered") {
    disapa::testing::Office office;
    Node kiosk = office.kiosk("kiosk", office.desa);
    REQUIRE(note_check(kiosk, 2).has_value());
    CHECK(store_care(kiosk).checked_at == office.clock.now());
    CHECK(store_care(kiosk).check_faults == 2);
}
