// Every widget on pages as a person would see them, at three sizes of screen. With DISAPA_GALLERY
// set to a folder, each page is saved there as a picture, to be looked at.
#include "kiosk/ui/widgets.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/ui/harness.h"

namespace disapa::ui {
namespace {

Words real_words() {
    return *Words::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets/words/id.json");
}

// What the gallery's widgets write into.
struct Draft {
    std::string search, name = "Rusmini", purpose, nik = "640212", pin = "123456",
                        money = "1250000";
    std::string religion = "KATHOLIK", status = "K";
    std::optional<bool> owns = true;
    bool agreed = true;
    int children = 2, tab = 0;
    DateParts born = {17, 0, 0};
};

Rect start(Ui& ui, bool officer = false) {
    Rect page = ui.area();
    (void)header(ui, page,
                 {.office = "Desa Umaq Dian",
                  .place = "Kecamatan Tabang, Kabupaten Kutai Kartanegara",
                  .has_sound = !officer,
                  .sound_on = true,
                  .has_home = officer,
                  .officer = officer ? "Mastora Lestari" : ""});
    return page;
}

void home(Ui& ui, Draft& draft) {
    Rect page = start(ui);
    (void)footer(ui, page,
                 {.icon = icon("receipt_long"),
                  .title = "Sudah mengajukan?",
                  .note = "Ketik atau pindai kode di struk.",
                  .action = "Cek status",
                  .action_icon = icon("schedule"),
                  .link = Tone::good,
                  .link_words = "Tersambung 09.15 \u2022 2 menunggu dikirim"});
    page = page.inset(ui.margin(), ui.px(20));
    if (!ui.keyboard_open()) {
        heading(ui, page.cut_top(ui.px(60)), "Pilih layanan");
        paragraph(ui, page.cut_top(ui.px(32), ui.px(14)),
                  "Sentuh kartu di bawah, atau ketik nama surat yang dicari.", {.colour = kMuted});
    }
    Rect row = page.cut_top(ui.px(kFieldHeight), ui.px(18));
    (void)button(ui, row.cut_right(ui.px(230), ui.px(16)), "scan", "Pindai kode",
                 {.look = Look::primary, .icon = icon("qr_code_scanner")});
    (void)text_field(ui, row, "search", draft.search,
                     {.hint = "Cari layanan, misalnya \u201cusaha\u201d",
                      .icon = icon("search"),
                      .enter = "Cari"});
    const std::vector<CardView> cards = {
        {"Surat Domisili", "Keterangan tempat tinggal", icon("house"), accent(0)},
        {"Surat Usaha", "Keterangan usaha (SKU)", icon("storefront"), accent(1)},
        {"SKTM", "Keterangan tidak mampu", icon("volunteer_activism"), accent(2)},
        {"Pengantar Nikah", "Formulir N1\u2013N4", icon("favorite"), accent(6)},
        {"Surat Kelahiran", "Untuk akta kelahiran", icon("child_care"), accent(3)},
        {"Ahli Waris", "Surat keterangan ahli waris", icon("family_restroom"), accent(4)},
        {"KTP-el", "Rekam, hilang, atau rusak", icon("badge"), accent(5)},
        {"Izin Keramaian", "Pesta, hiburan, pertandingan di kampung", icon("celebration"),
         accent(7), "Camat", Tone::info},
        {"Surat Pindah", "Pindah datang atau keluar", icon("local_shipping"), accent(8)},
        {"Tanah", "Riwayat dan ukuran tanah", icon("landscape"), accent(1)}};
    ui.scroll("cards", page, [&](Column& column) {
        const int columns = ui.portrait() ? 2 : 4;
        std::vector<Rect> places;
        for (std::size_t i = 0; i < cards.size(); ++i) {
            if (i % static_cast<std::size_t>(columns) == 0) {
                places = column.row(ui.px(kCardHeight), columns);
            }
            (void)card(ui, places[i % static_cast<std::size_t>(columns)],
                       "svc:" + std::to_string(i), cards[i]);
        }
    });
}

void form(Ui& ui, Draft& draft) {
    Rect page = start(ui).inset(ui.margin(), ui.px(18));
    (void)back_next(ui, page, {.back = "Kembali", .next = "Lanjut", .next_enabled = false});
    if (!ui.keyboard_open()) {
        steps(ui, page.cut_top(ui.px(100), ui.px(10)),
              {"Data diri", "Keperluan", "Berkas", "Periksa"}, 1);
    }
    ui.scroll("form", page.centred(std::min(page.w, ui.px(900)), page.h), [&](Column& column) {
        panel(ui, column, "form:panel", [&](Column& inner) {
            title(ui, inner, "Untuk keperluan apa?");
            (void)text_field(ui, inner, "name", draft.name,
                             {.label = "Nama lengkap",
                              .note = "Seperti tertulis di KTP.",
                              .icon = icon("person"),
                              .capitals = true});
            (void)text_field(ui, inner, "nik", draft.nik,
                             {.label = "NIK",
                              .error = "Baru 6 dari 16 angka. Lengkapi seperti di KTP.",
                              .icon = icon("credit_card"),
                              .keyboard = Keyboard::digits,
                              .letters_max = 16});
            (void)text_field(ui, inner, "purpose", draft.purpose,
                             {.label = "Keperluan",
                              .hint = "Misalnya: melamar kerja",
                              .doubt = "Boleh kosong, tetapi surat lebih jelas bila diisi.",
                              .lines = 2});
            (void)text_field(
                ui, inner, "money", draft.money,
                {.label = "Penghasilan sebulan", .unit = "Rp", .keyboard = Keyboard::money});
            (void)picker_field(ui, inner, "born", "Tanggal lahir", "17 Agustus 1990",
                               "Pilih tanggal", {}, icon("calendar_month"));
            (void)counter(ui, inner, "children", "Jumlah anak", draft.children, 0, 20);
            paragraph(ui, inner, "Rumah milik sendiri?", {.type = Type::strong});
            (void)yes_no(ui, inner, "owns", draft.owns);
            (void)checkbox(ui, inner, "agreed",
                           "Saya menyatakan bahwa data ini benar dan bersedia diperiksa petugas.",
                           draft.agreed);
        });
    });
}

void choices(Ui& ui, Draft& draft) {
    Rect page = start(ui).inset(ui.margin(), ui.px(18));
    (void)back_next(ui, page, {.back = "Kembali", .next = "Lanjut"});
    title(ui, page.cut_top(ui.px(46), ui.px(8)), "Agama");
    static const std::vector<Option> kReligions = {
        {"ISLAM", "Islam"},
        {"KRISTEN", "Kristen"},
        {"KATHOLIK", "Katholik"},
        {"HINDU", "Hindu"},
        {"BUDHA", "Budha"},
        {"KONGHUCU", "Khonghucu"},
        {"KEPERCAYAAN", "Kepercayaan terhadap Tuhan Yang Maha Esa"},
        {"A", "Pilihan kedelapan"},
        {"B", "Pilihan kesembilan"}};
    static const std::vector<Option> kStatus = {
        {"BK", "Belum kawin"}, {"K", "Kawin"}, {"CH", "Cerai hidup"}, {"CM", "Cerai mati"}};
    (void)choice_tiles(ui, page.cut_bottom(choice_tiles_height(ui, page.w, 4), ui.px(16)), "status",
                       kStatus, draft.status);
    (void)tabs(ui, page.cut_bottom(ui.px(64), ui.px(16)), "tab", {"Semua", "Menunggu", "Selesai"},
               draft.tab);
    (void)choice_list(ui, page, "religion", kReligions, draft.religion);
}

void dates(Ui& ui, Draft& draft) {
    Rect page = start(ui).inset(ui.margin(), ui.px(18));
    (void)back_next(ui, page, {.back = "Kembali", .next = "Lanjut", .next_enabled = false});
    title(ui, page.cut_top(ui.px(46), ui.px(10)), "Kapan Anda lahir?");
    (void)date_picker(ui, page.centred(std::min(page.w, ui.px(900)), page.h), "date", draft.born);
}

void pin(Ui& ui, Draft& draft) {
    Rect page = start(ui).inset(ui.margin(), ui.px(18));
    (void)pin_pad(ui, page, "pin", "PIN Mastora Lestari, petugas", draft.pin,
                  {.error = "PIN salah. Sisa 2 kali coba sebelum terkunci 1 menit."});
}

void queue(Ui& ui, Draft&) {
    Rect page = start(ui, true);
    (void)footer(ui, page,
                 {.link = Tone::warn,
                  .link_words = "Belum tersambung sejak Senin 08.40. Surat tetap bisa dibuat."});
    page = page.inset(ui.margin(), ui.px(18));
    heading(ui, page.cut_top(ui.px(58), ui.px(8)), "Antrean");
    notice(ui, page.cut_top(ui.px(76), ui.px(14)), Tone::warn, "2 permohonan lewat waktu", {});
    ui.scroll("queue", page, [&](Column& column) {
        for (int i = 0; i < 9; ++i) {
            const bool late = i < 2;
            const std::string code = "K7M-2QX-94B-H" + std::to_string(i);
            const std::vector<Cell> row = {
                {.text = i % 2 == 0 ? "Rusmini Lejau" : "Yohanes Ding Ngau",
                 .note = code,
                 .share = 2.2F,
                 .strong = true,
                 .icon = i % 3 == 0 ? icon("storefront") : icon("family_restroom")},
                {.text = i % 3 == 0 ? "Surat Usaha" : "Ahli Waris", .share = 1.7F},
                {.text = late ? "Belum diperiksa" : "Menunggu camat",
                 .share = 1.5F,
                 .as_badge = true,
                 .tone = late ? Tone::warn : Tone::info},
                {.text = late ? "4 hari" : "hari ini",
                 .share = 0.8F,
                 .tone = late ? Tone::bad : Tone::neutral}};
            (void)list_row(ui, column, "case:" + std::to_string(i), row, i == 1);
        }
    });
}

void done(Ui& ui, Draft&) {
    Rect page = start(ui);
    page = page.inset(ui.margin(), ui.px(18));
    (void)back_next(ui, page, {.next = "Selesai", .next_icon = icon("check")});
    Rect left = ui.portrait() ? page.cut_top(page.h * 0.5F, ui.px(20))
                              : page.cut_left(page.w * 0.52F, ui.px(24));
    Column column = ui.column(left);
    emblem(ui, column, icon("check_circle"), Tone::good, "Permohonan diterima",
           "Catat atau potret kode ini. Dengan kode ini Anda bisa melihat keadaan surat.");
    big_code(ui, column, "K7M-2QX-94B-HD");
    Column other = ui.column(page);
    qr_code(ui, other, "qr", "Kode permohonan", 25,
            [](int x, int y) { return (x * 7 + y * 13 + x * y) % 3 == 0; });
    fact(ui, other, "Layanan", "Surat Keterangan Usaha");
    fact(ui, other, "Kembali lagi", "Kamis, 26 November 2026");
    line_item(ui, other, icon("print"), Tone::neutral, "Struk sedang dicetak",
              "Ambil di bawah layar.");
}

void states(Ui& ui, Draft& draft) {
    static const Picture kPhoto = [] {
        Picture photo{160, 100, {}, 1};
        for (int i = 0; i < 160 * 100; ++i) {
            const auto shade = static_cast<std::uint8_t>(60 + i % 160);
            const auto other = static_cast<std::uint8_t>(40 + i / 160 * 2);
            photo.rgba.insert(photo.rgba.end(), {shade, other, 140, 255});
        }
        return photo;
    }();
    Rect page = start(ui).inset(ui.margin(), ui.px(18));
    ui.scroll("states", page, [&](Column& column) {
        notice(ui, column, Tone::info, "Data diri terisi dari KTP",
               "Periksa sekali lagi sebelum melanjutkan.");
        notice(ui, column, Tone::bad, "Berkas tidak bisa dibaca",
               "Foto kembali di tempat yang lebih terang.");
        notice(ui, column, Tone::good, "Sudah tiba di kecamatan");
        (void)table_row(ui, column, "heir:0", 1, "Yohanes Ding", "Anak, lahir 3 Mei 1988", {});
        (void)table_row(ui, column, "heir:1", 2, "Rusmini Lejau", "Istri",
                        "NIK belum 16 angka. Sentuh Ubah untuk melengkapi.");
        progress(ui, column, 0.4F, "Mengirim ke kecamatan");
        spinner(ui, column, "Memeriksa tanda tangan");
        const auto places = column.row(ui.px(190), 2);
        image(ui, places[0], "photo", "Foto KTP", &kPhoto);
        image(ui, places[1], "slot", "Belum ada foto", nullptr, icon("photo_camera"));
        const auto buttons = column.row(ui.px(kButtonHeight), 4);
        (void)button(ui, buttons[0], "b:danger", "Tolak", {.look = Look::danger});
        (void)button(ui, buttons[1], "b:quiet", "Lewati", {.look = Look::quiet});
        (void)button(ui, buttons[2], "b:off", "Tidak bisa", {.enabled = false});
        (void)button(ui, buttons[3], "b:long", "Kembalikan kepada pemohon untuk diperbaiki");
        (void)draft;
    });
}

void asking(Ui& ui, Draft& draft) {
    states(ui, draft);
    (void)ask(ui, "cancel",
              {.title = "Batalkan permohonan?",
               .sentence =
                   "Permohonan Rusmini Lejau tidak akan diproses lagi. Ini tidak bisa diurungkan.",
               .yes = "Batalkan",
               .no = "Tidak jadi",
               .dangerous = true});
}

using Page = void (*)(Ui&, Draft&);
struct NamedPage {
    std::string name;
    Page draw;
    std::string tap;  // touched before the picture is taken
};
std::vector<NamedPage> pages() {
    return {{"home", home, ""},
            {"keyboard", home, "search"},
            {"form", form, ""},
            {"form-keys", form, "nik"},
            {"form-text", form, "purpose"},
            {"choices", choices, ""},
            {"dates", dates, ""},
            {"months", dates, "date:part1"},
            {"years", dates, "date:part2"},
            {"pin", pin, ""},
            {"queue", queue, ""},
            {"done", done, ""},
            {"states", states, ""},
            {"ask", asking, ""}};
}

TEST_CASE("every page keeps the rules at every size of screen") {
    const Words words = real_words();
    const char* folder = std::getenv("DISAPA_GALLERY");
    using Size = std::pair<int, int>;
    for (const auto& [width, height] : {Size{1280, 800}, Size{800, 1280}, Size{1920, 1080}}) {
        Draft draft;
        Page now = home;
        Harness harness(
            words, [&](Ui& ui) { now(ui, draft); }, width, height);
        for (const NamedPage& page : pages()) {
            CAPTURE(page.name);
            CAPTURE(width);
            draft = {};
            now = page.draw;
            harness.ui().forget();
            harness.step(4);
            if (!page.tap.empty()) {
                CHECK(harness.bring_into_view(page.tap));
                REQUIRE(harness.tap(page.tap));
            }
            harness.step(5);
            CHECK(harness.small_targets() == std::vector<std::string>{});
            CHECK(harness.outside_screen() == std::vector<std::string>{});
            CHECK(harness.tree().duplicates() == std::vector<std::string>{});
            if (folder != nullptr) {
                const std::string file =
                    page.name + "_" + std::to_string(width) + "x" + std::to_string(height) + ".png";
                CHECK(harness.save_picture(std::filesystem::path(folder) / file));
            }
        }
    }
    CHECK(words.missing().empty());
}

TEST_CASE("the same page gives the same picture, byte for byte") {
    const Words words = real_words();
    const auto picture = [&](const std::string& typed) {
        Draft draft;
        draft.search = typed;
        Harness harness(words, [&](Ui& ui) { home(ui, draft); });
        return harness.picture();
    };
    const Bitmap first = picture("");
    CHECK(first == picture(""));
    CHECK(first != picture("usaha"));
    CHECK(first.width == 1280);
    // The header is teal on the left, the page has its ground colour, the help button is amber.
    const auto at = [&](int x, int y) {
        return first.pixels[static_cast<std::size_t>(y * first.width + x)];
    };
    CHECK(at(2, 2) == kTeal);
    CHECK(at(6, 300) == kGround);
    CHECK(at(1110, 30) == kAmber);
}

}  // namespace
}  // namespace disapa::ui
