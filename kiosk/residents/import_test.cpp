#include "kiosk/residents/import.h"

#include <array>

#include "kiosk/residents/residents_world.h"
#include "shared/base/limits.h"

using namespace disapa;
using namespace disapa::residents;
using namespace disapa::testing;

namespace {

struct World {
    Folder folder;
    Lists lists = Lists::load(kAssets).value();

    Result<ImportReport> import(const std::filesystem::path& file) {
        return import_residents(folder.path(), file, lists, kToday, {});
    }
    ImportReport good(const std::filesystem::path& file) {
        auto report = import(file);
        REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().log));
        return *report;
    }
    Resident find(const std::string& nik) {
        auto residents = Residents::open(folder.path()).value();
        const auto found = residents.find(nik).value();
        REQUIRE(found.has_value());
        return *found;
    }
    std::string refusal(const std::filesystem::path& file) {
        const auto report = import(file);
        REQUIRE_FALSE(report.has_value());
        CHECK_FALSE(report.error().sentence.empty());
        // A file that is refused makes no register.
        CHECK_FALSE(std::filesystem::exists(folder.path() / "residents.db"));
        return report.error().log;
    }
};

bool told(const ImportReport& report, const std::string& sentence) {
    for (const auto& fault : report.faults) {
        if (to_sentence(fault) == sentence) return true;
    }
    std::string all;
    for (const auto& fault : report.faults) all += to_sentence(fault) + "\n";
    INFO(all);
    CHECK_MESSAGE(false, sentence);
    return false;
}

// As OpenSID writes a table: every cell in quotes; a number is text here.
std::string csv_of(const std::vector<std::vector<std::string>>& rows) {
    std::string csv;
    for (const auto& row : rows) {
        for (const auto& cell : row) {
            csv += (&cell == &row[0] ? "\"" : ",\"") + cell.substr(cell.starts_with('#')) + "\"";
        }
        csv += "\n";
    }
    return csv;
}

}  // namespace

TEST_CASE("OpenSID's 43 columns arrive as residents") {
    World world;
    const auto file =
        write_xlsx(world.folder.path() / "penduduk.xlsx",
                   {kOpenSid, open_sid_row("6402125203850002", "pebulaan ngau", "1985-03-12"),
                    open_sid_row("~6402120101500001", "Lejau Anye", "#18264")});
    const auto report = world.good(file);
    CHECK(report.rows == 2);
    CHECK(report.added == 2);
    CHECK(report.total == 2);
    CHECK(report.faults.empty());
    const auto first = world.find("6402125203850002");
    CHECK(first.name == "PEBULAAN NGAU");
    CHECK(first.kk == "6402121203110004");
    CHECK(first.born == "1985-03-12");
    CHECK(first.sex == "2");
    CHECK(first.religion == "3");
    CHECK(first.marital == "2");
    CHECK(first.occupation == "9");
    CHECK(first.nationality == "1");
    CHECK(first.birth_place == "UMAQ DIAN");
    CHECK(first.address == "Jalan Poros, Dusun Lepo");
    CHECK(first.rt == "003");
    CHECK(first.rw.empty());
    CHECK(world.find("6402120101500001").born == "1950-01-01");  // Excel's day 18264
}

TEST_CASE("days of a workbook that counts from 1904") {
    World world;
    std::string workbook = kWorkbook;
    workbook.insert(workbook.find("<sheets>"), "<workbookPr date1904=\"1\"/>");
    const auto file =
        write_xlsx(world.folder.path() / "mac.xlsx",
                   {kOpenSid, open_sid_row("6402120101500001", "LEJAU", "#16802")}, workbook);
    CHECK(world.good(file).added == 1);
    CHECK(world.find("6402120101500001").born == "1950-01-01");
}

TEST_CASE("each bad row is told with its column, and the good ones are taken in") {
    World world;
    auto rows =
        std::vector{kOpenSid, open_sid_row("6402125203850002", "PEBULAAN NGAU", "1985-03-12")};
    rows.push_back(open_sid_row("6402120101500001", "LEJAU ANYE", "31-02-1980"));
    rows.push_back(open_sid_row("#6.40212520385E+15", "BIT", "1985-03-12"));
    rows.push_back(open_sid_row("#6402125203850000", "BIT", "1985-03-12"));
    rows.push_back(open_sid_row("#9102125203850002", "BIT", "1985-03-12"));  // beyond 2^53
    rows.push_back(open_sid_row("#6402121107850002", "BIT LEJAU", "11/07/1985"));
    rows.push_back(open_sid_row("0", "ANAK LUNG", "2026-10-01"));
    rows.push_back(open_sid_row("0640212000000012", "ANAK BIT", "2026-10-01"));
    rows.push_back(open_sid_row("6402125203850002", "PEBULAAN LAGI", "1985-03-12"));
    rows.push_back(open_sid_row("64021252", "PENDEK", "1985-03-12"));
    rows.push_back(open_sid_row("6402124503870003", "", "1987-03-05"));
    rows.push_back(open_sid_row("6402124503870004", "LUNG", "2087-03-05"));
    rows.push_back({});
    rows.push_back(open_sid_row("6402124503870005", "HANGIN", "1987-03-05"));
    rows.back()[13] = "PENYIHIR";  // no occupation of the list
    rows.back()[7] = "L";
    const auto report = world.good(write_xlsx(world.folder.path() / "a.xlsx", rows));
    CHECK(report.rows == 13);
    CHECK(report.added == 3);
    CHECK(report.without_nik == 2);
    CHECK(report.bad == 8);
    told(report, "Baris 3, kolom tanggallahir: \"31-02-1980\" bukan tanggal.");
    told(
        report,
        "Baris 4, kolom nik: \"6.40212520385E+15\" NIK rusak oleh Excel: angka terakhirnya hilang. "
        "Ubah kolom menjadi Teks dan ketik ulang.");
    told(report,
         "Baris 5, kolom nik: \"6402125203850000\" NIK rusak oleh Excel: angka terakhirnya hilang. "
         "Ubah kolom menjadi Teks dan ketik ulang.");
    told(report, "Baris 8, kolom nik: \"0\" belum ada NIK.");
    told(report,
         "Baris 9, kolom nik: \"0640212000000012\" NIK sementara. Isi setelah NIK dari Dukcapil "
         "ada.");
    told(report, "Baris 10, kolom nik: \"6402125203850002\" NIK sama dengan baris 2.");
    told(report, "Baris 12, kolom nama: nama belum diisi.");
    told(report, "Baris 13, kolom tanggallahir: \"2087-03-05\" tanggal lahir tidak mungkin.");
    told(report, "Baris 15, kolom pekerjaan_id: \"PENYIHIR\" tidak ada di daftar. Dikosongkan.");
    CHECK(world.find("6402124503870005").occupation.empty());
    CHECK(world.find("6402124503870005").sex == "1");
    CHECK(world.find("6402121107850002").born == "1985-07-11");
}

TEST_CASE("a row whose NIK is bad is told for its other cells too, in every kind of file") {
    World world;
    // Of each row: NIK, KK, name, birth date, sex, occupation.
    using Cells = std::array<const char*, 6>;
    const std::vector<Cells> people = {
        {"64021252", "12", "X", "31-02-1980", "Z", "PENYIHIR"},
        {"0", "6402121203110004", "ANAK LUNG", "2087-10-01", "P", ""},
        {"6402125203850002", "6402121203110004", "PEBULAAN NGAU", "1985-03-12", "P", ""},
        {"6402125203850002", "12", "PEBULAAN LAGI", "1985-03-12", "P", ""}};
    std::vector<std::vector<std::string>> table = {kOpenSid};
    std::string plain = "NIK;No. KK;Nama;Tanggal Lahir;Jenis Kelamin;Pekerjaan\n";
    for (const auto& [nik, card, name, born, sex, work] : people) {
        auto row = open_sid_row(nik, name, born);
        row[5] = card;
        row[7] = sex;
        row[13] = work;
        table.push_back(row);
        plain +=
            std::string(nik) + ";" + card + ";" + name + ";" + born + ";" + sex + ";" + work + "\n";
    }
    std::filesystem::path file;
    bool is_plain = false;
    SUBCASE("OpenSID's workbook") {
        file = write_xlsx(world.folder.path() / "a.xlsx", table);
    }
    SUBCASE("OpenSID's table as CSV") {
        file = world.folder.write("a.csv", csv_of(table));
    }
    SUBCASE("a plain CSV") {
        is_plain = true;
        file = world.folder.write("b.csv", plain);
    }
    const auto report = world.good(file);
    CHECK(report.added == 1);
    CHECK(report.bad == 2);
    CHECK(report.without_nik == 1);  // a child without NIK is no mistake of the file
    CHECK(report.faults.size() == 10);
    const auto column = [&](const char* of_plain, const char* of_open_sid) {
        return std::string(", kolom ") + (is_plain ? of_plain : of_open_sid) + ": ";
    };
    told(report, "Baris 2" + column("NIK", "nik") +
                     "\"64021252\" bukan NIK. NIK harus 16 angka. Hitung lagi angkanya di KTP.");
    told(report, "Baris 2" + column("No. KK", "no_kk") + "\"12\" bukan nomor KK.");
    told(report, "Baris 2" + column("Nama", "nama") + "\"X\" nama belum diisi.");
    told(report,
         "Baris 2" + column("Tanggal Lahir", "tanggallahir") + "\"31-02-1980\" bukan tanggal.");
    told(report,
         "Baris 2" + column("Jenis Kelamin", "sex") + "\"Z\" bukan jenis kelamin. Tulis L atau P.");
    told(report, "Baris 2" + column("Pekerjaan", "pekerjaan_id") +
                     "\"PENYIHIR\" tidak ada di daftar. Dikosongkan.");
    told(report, "Baris 3" + column("NIK", "nik") + "\"0\" belum ada NIK.");
    told(report, "Baris 3" + column("Tanggal Lahir", "tanggallahir") +
                     "\"2087-10-01\" tanggal lahir tidak mungkin.");
    told(report, "Baris 5" + column("No. KK", "no_kk") + "\"12\" bukan nomor KK.");
    told(report,
         "Baris 5" + column("NIK", "nik") + "\"6402125203850002\" NIK sama dengan baris 4.");
}

TEST_CASE("a cell that is far too long is told with its column, and alone leaves its row out") {
    World world;
    const std::string endless(limits::kRegisterCellBytes + 1, 'A');
    auto street = open_sid_row("6402125203850002", "PEBULAAN NGAU", "31-02-1980");
    street[0] = endless;
    auto unread = open_sid_row("6402121107850002", "BIT LEJAU", "1985-07-11");
    unread[37] = endless;  // a column that no resident needs
    const auto report =
        world.good(write_xlsx(world.folder.path() / "a.xlsx", {kOpenSid, street, unread}));
    CHECK(report.faults.size() == 2);
    told(report,
         "Baris 2, kolom alamat: \"" + endless.substr(0, 40) + "\" terlalu panjang. Dikosongkan.");
    told(report, "Baris 2, kolom tanggallahir: \"31-02-1980\" bukan tanggal.");
    CHECK(report.added == 1);
}

TEST_CASE(
    "the same file again changes nothing, a newer one updates by NIK and keeps who is missing") {
    World world;
    const auto path = world.folder.path() / "a.xlsx";
    auto rows =
        std::vector{kOpenSid, open_sid_row("6402125203850002", "PEBULAAN NGAU", "1985-03-12"),
                    open_sid_row("6402120101500001", "LEJAU ANYE", "1950-01-01"),
                    open_sid_row("6402121107850002", "BIT LEJAU", "1985-07-11")};
    CHECK(world.good(write_xlsx(path, rows)).added == 3);
    auto report = world.good(path);
    CHECK(report.same == 3);
    CHECK(report.added + report.changed + report.gone == 0);
    rows.pop_back();
    rows[1][4] = "PEBULAAN USAT";
    rows[2][36] = "#2";  // died
    report = world.good(write_xlsx(path, rows));
    CHECK(report.changed == 1);
    CHECK(report.gone == 1);
    CHECK(report.kept == 1);
    CHECK(report.total == 2);
    CHECK(world.find("6402125203850002").name == "PEBULAAN USAT");
    auto residents = Residents::open(world.folder.path()).value();
    CHECK_FALSE(residents.find("6402120101500001").value().has_value());
    const auto said = to_sentences(report);
    CHECK(said[0] == "2 baris dibaca: 0 baru, 1 berubah, 0 tetap sama.");
}

TEST_CASE("headings are known in any order, case and spelling, and may stand below a title") {
    World world;
    const auto file = world.folder.write(
        "a.csv",
        "DAFTAR PENDUDUK DESA\n\nNama Lengkap;JENIS_KELAMIN;No. KK;Tgl Lahir;N I K\n"
        "\"NGAU; PEBULAAN\";P;6402121203110004;12/3/1985;'6402125203850002\n");
    const auto report = world.good(file);
    CHECK(report.added == 1);
    const auto one = world.find("6402125203850002");
    CHECK(one.name == "NGAU; PEBULAAN");
    CHECK(one.born == "1985-03-12");
    CHECK(one.religion.empty());
}

TEST_CASE("files that are no register are refused by a sentence") {
    World world;
    const auto path = world.folder.path() / "x";
    SUBCASE("an empty file") {
        world.refusal(world.folder.write("x", ""));
    }
    SUBCASE("a picture") {
        world.refusal(world.folder.write("x", std::string("\x89PNG\0\1", 6)));
    }
    SUBCASE("an old Excel file") {
        CHECK(world.refusal(world.folder.write("x", "\xd0\xcf\x11\xe0 old")) ==
              "register is an OLE file");
    }
    SUBCASE("a file without headings") {
        world.refusal(world.folder.write("x", "a,b\n1,2\n"));
    }
    SUBCASE("no file") {
        world.refusal(path);
    }
    SUBCASE("a folder") {
        world.refusal(world.folder.path());
    }
    SUBCASE("a ZIP that is no table") {
        world.refusal(write_zip(path, {{"a.txt", "hello"}}));
    }
    SUBCASE("a ZIP that is cut") {
        write_xlsx(path, {kOpenSid});
        std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
        world.refusal(path);
    }
    SUBCASE("entities that multiply") {
        std::string bomb =
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>";
        world.refusal(
            write_zip(path, {{"xl/workbook.xml", kWorkbook},
                             {"xl/_rels/workbook.xml.rels", kRelations},
                             {"xl/sharedStrings.xml", bomb + "<sst><si><t>&b;</t></si></sst>"}}));
    }
    SUBCASE("a shared text that is not there") {
        const auto log = world.refusal(
            write_zip(path, {{"xl/workbook.xml", kWorkbook},
                             {"xl/_rels/workbook.xml.rels", kRelations},
                             {"xl/worksheets/sheet1.xml",
                              "<s><row><c t=\"s\"><v>99999999999999999999</v></c></row></s>"}}));
        CHECK(log.find("a shared text") != log.npos);
    }
    SUBCASE("a part that leads outside") {
        world.refusal(write_zip(
            path, {{"xl/workbook.xml", kWorkbook},
                   {"xl/_rels/workbook.xml.rels",
                    "<R><Relationship Id=\"rId1\" Target=\"../../../etc/passwd\"/></R>"}}));
    }
}

TEST_CASE("a zip bomb is left before it fills the memory") {
    World world;
    // 600 MB of spaces take 600 KB in the file: more than one part may hold.
    std::string spaces(limits::kRegisterPartBytes + 1, ' ');
    const auto log =
        world.refusal(write_zip(world.folder.path() / "x", {{"xl/workbook.xml", spaces}}));
    CHECK(log.find("too big") != log.npos);
}

TEST_CASE("the report cannot run as a formula") {
    ImportReport report;
    report.faults.push_back({7, "nama", "=HYPERLINK(\"x\")", "bukan \"nama\"", true});
    CHECK(
        faults_csv(report) ==
        "\xef\xbb\xbf"
        "baris,kolom,isi,masalah,akibat\r\n"
        "7,\"nama\",\"'=HYPERLINK(\"\"x\"\")\",\"bukan \"\"nama\"\"\",baris tidak dimasukkan\r\n");
}
