// A clerk's way through the page of notices, and what stays on the disk of it.
#include "kiosk/officer/notices_page.h"

#include "kiosk/screens/looks.h"
#include "kiosk/screens/officer_world.h"
#include "shared/base/file.h"

using namespace disapa;
using disapa::testing::kClerk;
using disapa::testing::kClerkPin;
using disapa::testing::Looks;
using disapa::testing::read;
using disapa::testing::World;

namespace {

struct AtNotices : World {
    AtNotices() {
        REQUIRE(sign_in(kClerk, kClerkPin));
        go("queue:menu");
        go("menu:notices");
    }
    void go(const std::string& id) {
        REQUIRE_MESSAGE(tap(id), id);
        harness->step(4);
    }
    NoticeBoard board() const { return read_board(base.folder / "kiosk", base.clock.now()); }
    void put(const std::string& name, std::string_view text) const {
        const auto folder = base.folder / "kiosk" / "pengumuman";
        std::filesystem::create_directories(folder);
        REQUIRE(write_file_durably(folder / name, as_bytes(text)));
    }
    void wait(int seconds) {
        for (int i = 0; i < seconds; ++i) {
            base.clock.advance(1);
            harness->step(1, 1.0);
        }
    }
    void write(std::string_view heading) {
        go("next");
        REQUIRE(fill("notice:heading", heading));
        go("next");
    }
};

}  // namespace

TEST_CASE("notices: written, seen as on the still screen, changed, taken down after a question") {
    AtNotices world;
    CHECK(world.says("Belum ada pengumuman"));
    world.go("next");
    CHECK_FALSE(world.harness->tap("next"));  // nothing to be kept
    REQUIRE(world.fill("notice:heading", "Posyandu balita"));
    REQUIRE(world.fill("notice:words", "Selasa pukul 08.00 di balai desa."));
    world.go("notice:until");
    world.go("notice:day:week");
    CHECK(world.harness->find("notice:until")->value == "30 November 2026");
    world.go("notice:preview");
    CHECK(world.says("Sentuh layar untuk mulai"));
    CHECK(world.says("Pengumuman desa"));
    CHECK(world.says("Posyandu balita"));
    world.go("attract");
    world.go("next");
    auto board = world.board();
    REQUIRE(board.notices.size() == 1);
    CHECK(board.notices[0].heading == "Posyandu balita");
    CHECK(board.notices[0].until == Date{2026, 11, 30});
    CHECK(board.notices[0].written->name == "MASTORA LESTARI");

    world.go("notice:0");
    CHECK(world.says("Ditulis oleh MASTORA LESTARI, 23 November 2026"));
    REQUIRE(world.fill("notice:heading", " dan lansia"));
    world.go("notice:until");
    world.go("notice:day:always");
    world.go("next");
    board = world.board();
    REQUIRE(board.notices.size() == 1);
    CHECK(board.notices[0].heading == "Posyandu balita dan lansia");
    CHECK_FALSE(board.notices[0].until.has_value());

    world.go("notice:0");
    world.go("notice:down");
    REQUIRE(world.board().notices.size() == 1);  // one touch takes nothing away
    world.go("notice:ask:no");
    REQUIRE(world.board().notices.size() == 1);
    world.go("notice:down");
    world.go("notice:ask:yes");
    CHECK(world.board().notices.empty());
    CHECK(world.says("Belum ada pengumuman"));
    world.go("back");
    CHECK(world.harness->find("queue:menu") != nullptr);
}

TEST_CASE("notices: a date by hand; what was written is not lost by a slip") {
    AtNotices world;
    world.go("next");
    REQUIRE(world.fill("notice:heading", "Rapat"));
    world.go("notice:until");
    world.go("notice:date:d24");
    world.go("notice:date:m11");
    world.go("notice:date:y2026");
    world.go("notice:day:done");
    CHECK(world.harness->find("notice:until")->value == "24 November 2026");
    world.go("back");
    CHECK(world.says("Tinggalkan tanpa menyimpan?"));
    world.go("notice:ask:no");
    // Nor does a scanner lead away.
    world.harness->scan("K7M2QX94BHD");
    world.harness->step(3);
    REQUIRE(world.harness->find("notice:heading") != nullptr);
    CHECK(world.harness->find("notice:heading")->value == "Rapat");
    world.go("back");
    world.go("notice:ask:yes");
    CHECK(world.board().notices.empty());
    CHECK(world.says("Belum ada pengumuman"));
}

TEST_CASE("notices: what cannot be shown is told, and thrown away only after a question") {
    AtNotices world;
    world.put("rusak.txt", "\x01\x02");
    world.put("baik.txt", "Rapat desa\n");
    world.go("back");
    world.go("queue:menu");
    world.go("menu:notices");
    CHECK(world.says("Rapat desa"));
    CHECK(world.says("rusak.txt"));
    CHECK(world.says("Bukan teks biasa. Tulis lagi di kios ini."));
    world.go("notice:away:0");
    CHECK(world.board().skipped.size() == 1);
    world.go("notice:ask:yes");
    CHECK(world.board().skipped.empty());
    CHECK(world.says("Rapat desa"));
    CHECK_FALSE(world.says("rusak.txt"));
}

TEST_CASE("notices: what is refused is said, and what was typed stays") {
    AtNotices world;
    world.go("next");
    REQUIRE(world.fill("notice:heading", "NIK 6402125203850002"));
    world.go("next");
    CHECK(world.says("Pengumuman tidak tersimpan"));
    read(world);
    CHECK(world.harness->find("notice:heading")->value == "NIK 6402125203850002");
    CHECK(world.board().notices.empty());
}

TEST_CASE("notices: twelve are enough") {
    AtNotices world;
    for (std::size_t i = 0; i < kNoticesMost; ++i) world.write("Rapat " + std::to_string(i));
    CHECK(world.board().notices.size() == kNoticesMost);
    CHECK(world.says("Sudah ada 12 pengumuman. Turunkan salah satu dulu."));
    CHECK_FALSE(world.harness->tap("next"));
}

TEST_CASE("notices: those of the kecamatan stand there to be read, and on the still screen") {
    World world;
    const auto act = notice_act({world.base.kecamatan, "Musrenbang kecamatan", "Di pendopo.",
                                 world.base.clock.now() + 86400},
                                world.base.kecamatan, world.base.clock.now(), world.base.random);
    REQUIRE(act.has_value());
    testing::append(world.hub, world.base.kecamatan, {person_entry(*act, world.camat)});
    world.settle();
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    world.touch("queue:menu");
    world.touch("menu:notices");
    CHECK(world.says("Musrenbang kecamatan"));
    CHECK(world.says("Pengumuman kecamatan"));
    for (int i = 0; i < 320; ++i) {
        world.base.clock.advance(1);
        world.harness->step(1, 1.0);
    }
    CHECK(world.says("Sentuh layar untuk mulai"));
    CHECK(world.says("Musrenbang kecamatan"));
    world.shot("attract-kecamatan");
}

TEST_CASE("notices: the session ends while a notice is written; nothing of it stays") {
    AtNotices world;
    world.go("next");
    REQUIRE(world.fill("notice:heading", "Rahasia"));
    world.go("notice:preview");
    world.wait(92);
    CHECK(world.says("Masih di sini?"));
    world.wait(230);
    CHECK_FALSE(world.app->signed_in());
    CHECK(world.says("Sentuh layar untuk mulai"));
    CHECK_FALSE(world.says("Rahasia"));
    world.touch("attract");
    CHECK_FALSE(world.says("Rahasia"));
    CHECK(world.board().notices.empty());
}

TEST_CASE("notices: every page in every language, size and screen") {
    AtNotices world;
    Looks looks(world);
    looks.check("notices-none");
    world.go("next");
    REQUIRE(world.tap("notice:heading"));
    world.harness->type("Posyandu Umaq Dian");
    looks.check("notice-typing");
    world.harness->key(ui::Key::escape);
    world.go("notice:until");
    looks.check("notice-until");
    world.go("notice:day:week");
    looks.check("notice-written");
    world.go("notice:preview");
    looks.check("notice-preview");
    world.go("attract");
    world.go("back");
    looks.check("notice-leave");
    world.go("notice:ask:no");
    world.go("next");
    world.put("rusak.txt", "\x01");
    world.go("notice:0");
    looks.check("notice-change");
    world.go("notice:down");
    looks.check("notice-take-down");
    world.go("notice:ask:no");
    REQUIRE(world.fill("notice:words", "Balai Umaq Dian"));
    world.go("next");
    looks.check("notices");
}
