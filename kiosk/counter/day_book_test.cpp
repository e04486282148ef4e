#include "kiosk/counter/day_book.h"

#include "kiosk/counter/counter_world.h"
#include "shared/base/file.h"
#include "shared/base/text.h"

using namespace disapa;
using disapa::testing::CounterWorld;
using disapa::testing::kClerkPin;
using disapa::testing::sktm_form;

namespace {

struct Desk : CounterWorld {
    Counter counter = open();
    Session clerk = counter.sign_in(clerk_key, kClerkPin).value();

    std::vector<DayBookRow> rows(const DayBookFilter& filter = {}) {
        return DayBook(counter.node(), counter.catalogue(), counter.lists()).rows(filter).value();
    }
    void days_later(int days) { base.clock.advance(days * 86400); }
};

}  // namespace

TEST_CASE("the day book lists every request in the order it was asked, paper forms on their day") {
    Desk desk;
    CHECK(desk.rows().empty());
    (void)desk.submit(desk.counter, sktm_form("LUNG BILUNG"));
    desk.days_later(3);
    (void)desk.submit(desk.counter, sktm_form("ADA NGAU"));
    REQUIRE(desk.counter.submit("SKTM", sktm_form("TIPUNG LAWE"), {}, &desk.clerk,
                                {{}, Date{2026, 11, 20}}));
    const auto rows = desk.rows();
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].applicant == "TIPUNG LAWE");
    CHECK(rows[0].late_entry);
    CHECK(rows[0].date == Date{2026, 11, 20});
    CHECK(rows[1].applicant == "LUNG BILUNG");
    CHECK(rows[2].no == 3);
    CHECK(rows[2].date == Date{2026, 11, 26});
}

TEST_CASE("it is filtered by days, service and state") {
    Desk desk;
    const auto code = desk.submit(desk.counter, sktm_form("LUNG BILUNG"));
    desk.days_later(1);
    (void)desk.submit(desk.counter, sktm_form("ADA NGAU"));
    REQUIRE(desk.counter.cancel(code, "Diminta pemohon", desk.clerk));
    const Date first{2026, 11, 23}, second{2026, 11, 24};
    CHECK(desk.rows({.from = second}).size() == 1);
    CHECK(desk.rows({.to = first}).size() == 1);
    CHECK(desk.rows({.from = first, .to = second}).size() == 2);
    CHECK(desk.rows({.from = second, .to = first}).empty());
    CHECK(desk.rows({.service = "SKU"}).empty());
    CHECK(desk.rows({.service = "SKTM"}).size() == 2);
    const auto cancelled = desk.rows({.state = CaseState::cancelled});
    REQUIRE(cancelled.size() == 1);
    CHECK(cancelled[0].applicant == "LUNG BILUNG");
    CHECK(cancelled[0].no == 1);
    CHECK(day_book_file({.from = first, .to = second}) ==
          "buku-register_2026-11-23_2026-11-24.csv");
    CHECK(day_book_file({}) == "buku-register.csv");
}

TEST_CASE("its CSV is read back whole, and no name in it is a formula") {
    std::vector<DayBookRow> rows(4);
    rows[0].applicant = "NGAU, \"ADA\"\nLAWE";
    rows[1].applicant = "=HYPERLINK(\"http://x\")";
    rows[2].applicant = "+1+cmd|' /C calc'!A0";
    rows[2].receiver = "@SUM(A1)";
    rows[3].applicant = "-2";
    rows[3].number = "400.9.14/001/UMD/XI/2026";
    const auto csv = day_book_csv(rows);
    CHECK(csv.starts_with("\xEF\xBB\xBFNo,Tanggal,"));
    const auto back = parse_csv(std::string_view(csv).substr(3));
    REQUIRE(back.size() == 5);
    CHECK(back[1][5] == rows[0].applicant);
    CHECK(back[2][5] == "'" + rows[1].applicant);
    CHECK(back[3][5] == "'" + rows[2].applicant);
    CHECK(back[3][10] == "'@SUM(A1)");
    CHECK(back[4][5] == "'-2");
    CHECK(back[4][6] == rows[3].number);
    std::size_t lines = 0;
    for (std::size_t at = csv.find("\r\n"); at != std::string::npos; at = csv.find("\r\n", at + 1))
        ++lines;
    CHECK(lines == 5);
}

TEST_CASE("a file is written whole, or the trouble is told") {
    Desk desk;
    (void)desk.submit(desk.counter, sktm_form());
    DayBook book(desk.counter.node(), desk.counter.catalogue(), desk.counter.lists());
    const auto file = desk.base.folder / "register" / "buku.csv";
    REQUIRE(book.write_csv(desk.rows(), file));
    CHECK(as_text(read_file(file, 1 << 16).value()).find("PEBULAAN NGAU") != std::string::npos);
    CHECK_FALSE(book.write_csv(desk.rows(), file / "no-folder" / "buku.csv"));
}
