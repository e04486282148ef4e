#include "kiosk/counter/notices.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "shared/base/limits.h"
#include "shared/base/text.h"

using namespace disapa;
namespace fs = std::filesystem;

namespace {

const NoticeText& text_of(const DesaNotice& notice) {
    return notice;
}

std::string words_of(std::size_t count) {
    return std::string(count, 'a');
}

struct Board {
    Board() {
        fs::remove_all(folder);
        fs::create_directories(folder / "pengumuman");
    }
    ~Board() { fs::remove_all(folder); }
    Board(const Board&) = delete;
    Board& operator=(const Board&) = delete;

    void put(const std::string& name, const std::string& text) const {
        std::ofstream(folder / "pengumuman" / name, std::ios::binary) << text;
    }
    std::string kept(const std::string& name) const {
        std::ifstream file(folder / "pengumuman" / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::string write(const NoticeText& text) {
        auto file = notices.write(text, clerk);
        REQUIRE_MESSAGE(file.has_value(), (file ? "" : file.error().log));
        return *file;
    }
    std::string sentence(const NoticeText& text) {
        const auto file = notices.write(text, clerk);
        return file ? "" : file.error().sentence;
    }
    NoticeFault fault_of(const std::string& name) const {
        for (const auto& skipped : notices.board().skipped) {
            if (skipped.file == name) return skipped.fault;
        }
        FAIL("not skipped: " << name);
        return {};
    }
    std::vector<std::string> shown() const {
        std::vector<std::string> headings;
        for (const auto& one : notices_now(folder, clock.now())) headings.push_back(one.heading);
        return headings;
    }

    fs::path folder = fs::temp_directory_path() / ("notices-" + std::to_string(::getpid()));
    ManualClock clock{instant_of({2026, 11, 23}, 9, 5)};
    SeededRandom random{7};
    Notices notices{folder, clock, random};
    OfficerView clerk{KeyId{1, 2, 3}, "Mastora Lestari", "Petugas", Role::petugas, false};
    OfficerView kades{KeyId{4, 5, 6}, "Igung Ding", "Kepala Desa", Role::kades, false};
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("notices: one a file, by name; a file without more lines is read as ever") {
    Board board;
    board.put("2-posyandu.txt",
              "\xef\xbb\xbfPosyandu\r\nSelasa pukul 08.00\r\n\r\ndi balai desa.\r\n");
    board.put("1-bbm.txt", "Perahu sayur datang Jumat\n");
    board.put("3 rapat.txt", "Rapat\n---\nSemua warga\tboleh datang.\n");
    const auto all = board.notices.board();
    CHECK(all.skipped.empty());
    REQUIRE(all.notices.size() == 3);
    CHECK(text_of(all.notices[0]) == NoticeText{"Perahu sayur datang Jumat", "", {}});
    CHECK(text_of(all.notices[1]) ==
          NoticeText{"Posyandu", "Selasa pukul 08.00 di balai desa.", {}});
    CHECK(text_of(all.notices[2]) == NoticeText{"Rapat", "--- Semua warga boleh datang.", {}});
    CHECK_FALSE(all.notices[1].written.has_value());
    CHECK(read_board(board.folder / "nowhere", 0).notices.empty());
}

TEST_CASE("notices: what cannot be shown is left out and told, and nothing stops the others") {
    Board board;
    board.put("a.txt", "Rapat desa\n");
    board.put("kosong.txt", "\n \n");
    board.put("besar.txt", words_of(kNoticeFileBytes + 1));
    board.put("judul.txt", words_of(kNoticeHeadingLetters + 1));
    board.put("isi.txt", "Judul\n" + words_of(kNoticeLetters + 1));
    board.put("biner.txt", std::string("Rapat\n\x01\x02\0x", 9));
    board.put("latin.txt", "Pos\xe9\n");
    board.put("arah.txt",
              "Rapat \xe2\x80\xae"
              "aseD\n");
    board.put("tanggal.txt", "Rapat\n---\nsampai: besok\n");
    board.put("dua.txt", "Rapat\n---\nsampai: 2026-12-31\nsampai: 2027-12-31\n");
    board.put("lain.txt", "Rapat\n---\nditulis: 2026-11-23T09:05 pendek Igung\n");
    board.put("lagi.txt", "Rapat\n---\nsampai:\n");
    board.put(
        "n\xe2\x80\xae"
        "ama.txt",
        "Rapat\n");
    board.put("baris\nbaru.txt", "Rapat\n");
    board.put("surat.docx", "PK");
    board.put(".tersembunyi.txt", "Rapat\n");
    board.put("putus.txt.Ab12Cd", "Rap");
    fs::create_directories(board.folder / "pengumuman" / "folder.txt");
    fs::create_symlink("/etc/passwd", board.folder / "pengumuman" / "tautan.txt");
    REQUIRE(::mkfifo((board.folder / "pengumuman" / "pipa.txt").c_str(), 0600) == 0);
    CHECK(board.shown() == Names{"Rapat desa"});
    CHECK(board.fault_of("kosong.txt") == NoticeFault::empty);
    CHECK(board.fault_of("besar.txt") == NoticeFault::too_large);
    CHECK(board.fault_of("judul.txt") == NoticeFault::too_long);
    CHECK(board.fault_of("isi.txt") == NoticeFault::too_long);
    for (const char* name : {"biner.txt", "latin.txt", "arah.txt"})
        CHECK_MESSAGE(board.fault_of(name) == NoticeFault::not_text, name);
    for (const char* name : {"tanggal.txt", "dua.txt", "lain.txt", "lagi.txt"})
        CHECK_MESSAGE(board.fault_of(name) == NoticeFault::bad_lines, name);
    CHECK(board.fault_of("n\xe2\x80\xae"
                         "ama.txt") == NoticeFault::odd_name);
    CHECK(board.fault_of("baris\nbaru.txt") == NoticeFault::odd_name);
    CHECK(board.fault_of("surat.docx") == NoticeFault::other_kind);
    for (const char* name : {"folder.txt", "tautan.txt", "pipa.txt"})
        CHECK_MESSAGE(board.fault_of(name) == NoticeFault::no_file, name);
    const auto all = board.notices.board();
    CHECK(all.skipped.size() == 17);
    for (const auto& skipped : all.skipped) {
        CHECK_FALSE(to_sentence(skipped.fault).empty());
        CHECK(clean_text(skipped.shown) == skipped.shown);
        CHECK_FALSE(skipped.shown.empty());
    }
}

TEST_CASE("notices: random bytes are never shown as they are, and never stop the kiosk") {
    Board board;
    std::mt19937 dice(20261123);
    const std::string_view pieces[] = {"Rapat", "\n",        "---\n", "sampai: ", "2026-12-31",
                                       "\xe2",  "ditulis: ", " ",     "\r",       "diubah:"};
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t i = dice() % 30; i > 0; --i) {
            if (dice() % 4 == 0) text += static_cast<char>(dice());
            text += pieces[dice() % std::size(pieces)];
        }
        board.put("acak.txt", text);
        for (const auto& one : board.notices.board().notices) {
            CHECK(is_clean_text(one.heading + one.words));
            CHECK_FALSE(one.heading.empty());
            CHECK(letters(one.heading) <= kNoticeHeadingLetters);
        }
    }
}

TEST_CASE("notices: written, changed and taken down; who did it and when is kept") {
    Board board;
    const auto file = board.write({" Gotong \n royong ", "Sabtu pukul 07.00.", Date{2026, 11, 28}});
    CHECK(board.kept(file) ==
          "Gotong royong\nSabtu pukul 07.00.\n---\nsampai: 2026-11-28\n"
          "ditulis: 2026-11-23T09:05 " +
              to_text(board.clerk.key) + " Mastora Lestari\n");
    auto all = board.notices.board();
    REQUIRE(all.notices.size() == 1);
    CHECK(all.notices[0].written ==
          NoticeStamp{board.clock.now(), to_text(board.clerk.key), "Mastora Lestari"});
    CHECK_FALSE(all.notices[0].changed.has_value());

    board.clock.advance(86400);
    REQUIRE(board.notices.change(file, {"Gotong royong batal", "", {}}, board.kades));
    all = board.notices.board();
    REQUIRE(all.notices.size() == 1);
    CHECK(all.notices[0].file == file);
    CHECK(text_of(all.notices[0]) == NoticeText{"Gotong royong batal", "", {}});
    CHECK(all.notices[0].written->name == "Mastora Lestari");
    CHECK(all.notices[0].changed->name == "Igung Ding");
    CHECK(all.notices[0].changed->at == board.clock.now());

    REQUIRE(board.notices.take_down(file, board.clerk));
    CHECK(board.notices.board().notices.empty());
    CHECK_FALSE(fs::exists(board.folder / "pengumuman" / file));
    const auto again = board.notices.take_down(file, board.clerk);
    REQUIRE_FALSE(again);
    CHECK(again.error().code == ErrorCode::not_found);
    CHECK_FALSE(board.notices.change(file, {"Lagi", "", {}}, board.clerk));
}

TEST_CASE("notices: a text of lines like those of the file is still only a text") {
    Board board;
    (void)board.write({"---", "sampai: 2020-01-01", {}});
    (void)board.write({"Rapat", "--- ditulis: semua", {}});
    const auto all = board.notices.board();
    CHECK(all.skipped.empty());
    REQUIRE(all.notices.size() == 2);
    for (const auto& one : all.notices) CHECK_FALSE(one.over);
}

TEST_CASE("notices: what is too long, empty or over is refused by sentence") {
    Board board;
    CHECK(board.sentence({" \n", "Isi", {}}) == "Tulis judul pengumuman.");
    CHECK(board.sentence({words_of(kNoticeHeadingLetters), words_of(kNoticeLetters), {}}).empty());
    CHECK(board.sentence({words_of(kNoticeHeadingLetters + 1), "", {}}) ==
          "Judul paling banyak 60 huruf.");
    CHECK(board.sentence({"Judul", words_of(kNoticeLetters + 1), {}}) ==
          "Isi pengumuman paling banyak 280 huruf.");
    for (const char* nik : {"NIK 6402125203850002", "6402 1252 0385 0002", "640212.520385.0002"})
        CHECK_MESSAGE(board.sentence({"Bantuan", nik, {}}) ==
                          "Pengumuman dibaca semua orang: jangan tulis NIK atau nomor KK.",
                      nik);
    CHECK(board.sentence({"Jadwal", "23-11-2026 pukul 08.00; hubungi 0852-1111-2222", {}}).empty());
    CHECK(board.sentence({"Judul", "", Date{2026, 11, 22}}) ==
          "Tanggal terakhir paling cepat hari ini.");
    CHECK_FALSE(board.sentence({"Judul", "", Date{2027, 2, 30}}).empty());
    CHECK(board.sentence({"Judul", "", Date{2026, 11, 23}}).empty());
    // The longest, in letters of four bytes, still fits into its file.
    std::string wide, wider;
    for (std::size_t i = 0; i < kNoticeHeadingLetters; ++i) wide += "\xf0\x9f\x9b\xb6";
    for (std::size_t i = 0; i < kNoticeLetters; ++i) wider += "\xf0\x9f\x9b\xb6";
    board.kades.name = words_of(limits::kNameBytes);
    REQUIRE(board.notices.write({wide, wider, Date{2026, 12, 31}}, board.kades));
    CHECK(board.notices.board().skipped.empty());
}

TEST_CASE("notices: only a petugas or the kades") {
    Board board;
    const auto file = board.write({"Rapat", "", {}});
    for (const auto role : {Role::none, Role::kiosk, Role::camat, Role::admin}) {
        OfficerView other = board.clerk;
        other.role = role;
        const auto done = board.notices.write({"Rapat", "", {}}, other);
        REQUIRE_FALSE(done);
        CHECK(done.error().code == ErrorCode::refused);
        CHECK_FALSE(board.notices.change(file, {"Lain", "", {}}, other));
        CHECK_FALSE(board.notices.take_down(file, other));
    }
    CHECK(board.shown() == Names{"Rapat"});
}

TEST_CASE("notices: shown through their last day by the clock, and then no more") {
    Board board;
    const auto file = board.write({"Besok", "", Date{2026, 11, 24}});
    board.put("z.txt", "Selalu\n");
    board.clock.set(instant_of({2026, 11, 24}, 23, 59));
    CHECK(board.shown() == Names{"Besok", "Selalu"});
    board.clock.set(instant_of({2026, 11, 25}, 0, 0));
    CHECK(board.shown() == Names{"Selalu"});
    REQUIRE(board.notices.board().notices.size() == 2);
    CHECK(board.notices.board().notices[0].over);
    REQUIRE(board.notices.change(file, {"Besok lagi", "", Date{2026, 11, 26}}, board.clerk));
    CHECK(board.shown() == Names{"Besok lagi", "Selalu"});
}

TEST_CASE("notices: twelve at most; those that are over take no place") {
    Board board;
    (void)board.write({"Lewat", "", Date{2026, 11, 23}});
    board.clock.set(instant_of({2026, 11, 24}));
    for (std::size_t i = 0; i < kNoticesMost; ++i)
        (void)board.write({"Ke-" + std::to_string(i), "", {}});
    CHECK(board.sentence({"Satu lagi", "", {}}) ==
          "Sudah ada 12 pengumuman. Turunkan salah satu dulu.");
    const auto all = board.notices.board();
    CHECK_FALSE(board.notices.change(all.notices.front().file, {"Lagi", "", {}}, board.clerk));
    CHECK(board.notices.change(all.notices.back().file, {"Diubah", "", {}}, board.clerk));
    board.put("zzz.txt", "Satu lagi dengan tangan\n");
    CHECK(board.fault_of("zzz.txt") == NoticeFault::too_many);
    CHECK(board.shown().size() == kNoticesMost);
}

TEST_CASE("notices: those that are over do not pile up") {
    Board board;
    for (int day = 1; day <= 20; ++day) {
        board.clock.set(instant_of({2026, 12, day}));
        (void)board.write({"Hari " + std::to_string(day), "", Date{2026, 12, day}});
        (void)board.write({"Juga " + std::to_string(day), "", Date{2026, 12, day}});
    }
    const auto all = board.notices.board();
    CHECK(all.notices.size() <= 2 * kNoticesMost);
    CHECK(all.notices.front().heading.ends_with("14"));  // the oldest went first
    CHECK(board.shown() == Names{"Hari 20", "Juga 20"});
}

TEST_CASE("notices: a file that cannot be shown can be taken away; a folder cannot") {
    Board board;
    board.put("rusak.txt", "\x01");
    fs::create_directories(board.folder / "pengumuman" / "folder.txt");
    CHECK(board.notices.take_down("rusak.txt", board.clerk));
    CHECK_FALSE(fs::exists(board.folder / "pengumuman" / "rusak.txt"));
    CHECK_FALSE(board.notices.take_down("folder.txt", board.clerk));
    CHECK(fs::exists(board.folder / "pengumuman" / "folder.txt"));
    std::ofstream(board.folder / "kiosk.json") << "{}";
    for (const char* name : {"../kiosk.json", "", ".", "..", "/etc/passwd", ".turun"})
        CHECK_FALSE(board.notices.take_down(name, board.clerk));
    CHECK(fs::exists(board.folder / "kiosk.json"));
}

TEST_CASE("notices: a folder of thousands is told, not read") {
    Board board;
    for (std::size_t i = 0; i < kNoticeFilesMost + 50; ++i) board.put(std::to_string(i), "x");
    const auto all = board.notices.board();
    CHECK(all.skipped.size() == kNoticeFilesMost + 1);
    CHECK(board.fault_of("") == NoticeFault::too_many_files);
    CHECK_FALSE(board.notices.take_down("", board.clerk));
}

TEST_CASE("notices: as JSON") {
    Board board;
    const auto file = board.write({"Rapat", "Balai desa", Date{2026, 11, 30}});
    board.put("x.doc", "x");
    const auto json = nlohmann::json::parse(board.notices.to_json());
    const auto& one = json.at("notices").at(0);
    CHECK(one.at("file") == file);
    CHECK(one.at("heading") == "Rapat");
    CHECK(one.at("until") == "2026-11-30");
    CHECK(one.at("over") == false);
    CHECK(one.at("written").at("name") == "Mastora Lestari");
    CHECK(one.at("changed").is_null());
    CHECK(json.at("skipped").at(0).at("file") == "x.doc");
}
