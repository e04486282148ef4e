#include "kiosk/citizen/citizen.h"

#include "kiosk/screens/screens_world.h"
#include "shared/base/file.h"
#include "shared/base/limits.h"

using namespace disapa;
using disapa::testing::kKk;
using disapa::testing::kName;
using disapa::testing::kNik;
using disapa::testing::World;

namespace {

void begin_sktm(World& world) {
    REQUIRE(world.tap("svc:SKTM"));
    REQUIRE(world.says("Surat Keterangan Tidak Mampu"));
    world.touch("next");
    REQUIRE(world.says("Siapa yang meminta?"));
    world.touch("next");  // without a register the form asks for all
    REQUIRE(world.says("Siapa pemohonnya?"));
}

void fill_who(World& world) {
    REQUIRE(world.fill("ask:nik", kNik));
    REQUIRE(world.fill("ask:no_kk", kKk));
    REQUIRE(world.fill("ask:nama", "pebulaan ngau"));
}

// From the home screen to the last question.
void fill_sktm(World& world) {
    begin_sktm(world);
    fill_who(world);
    world.check_page();
    world.shot("form-1-who");
    world.next("Kelahiran pemohon");
    CHECK(world.says("12 Maret 1985"));
    REQUIRE(world.fill("ask:tempat_lahir", "umaq dian"));
    world.check_page();
    world.shot("form-2-birth");
    world.next("Keterangan diri pemohon");
    world.choose("agama", "3");
    world.choose("status_kawin", "2");
    world.touch("ask:pekerjaan");
    world.shot("list-job");
    REQUIRE(world.tap("pick:list:search"));
    world.harness->type("pekebun");
    world.shot("list-job-search");
    REQUIRE(world.harness->tap_label("PETANI/PEKEBUN"));
    world.harness->step(3);
    CHECK(world.says("PETANI/PEKEBUN"));
    CHECK(world.says("WNI"));  // proposed
    world.shot("form-3-self");
    world.next("Di mana pemohon tinggal?");
    REQUIRE(world.fill("ask:alamat", "Jalan Poros Tabang"));
    REQUIRE(world.fill("ask:rt", "003"));
    world.next("Keadaan keluarga");
    REQUIRE(world.fill("ask:keperluan", "keringanan biaya sekolah"));
    REQUIRE(world.fill("ask:penghasilan_bulan", "750000"));
    REQUIRE(world.fill("ask:jumlah_tanggungan", "3"));
    REQUIRE(world.tap("ask:terdaftar_dtsen:ya"));
    world.check_page();
    world.shot("form-5-family");
    world.next("Siapa saja yang ditanggung?");
}

std::string shown_code(const World& world) {
    for (const auto& node : world.harness->tree().nodes) {
        if (node.label.size() == 14 && node.label[3] == '-' && node.label[7] == '-') {
            return node.label;
        }
    }
    return {};
}

}  // namespace

TEST_CASE("a citizen comes from the home screen to a receipt by taps alone") {
    World world;
    world.check_page();
    world.shot("home");
    REQUIRE(world.tap("svc:SKTM"));
    world.check_page();
    world.shot("about");
    CHECK(world.says("GRATIS"));
    CHECK(world.says("Rabu, 25 November 2026"));
    CHECK(world.says("Kepala desa, lalu camat"));
    REQUIRE(world.tap("back"));
    fill_sktm(world);
    world.touch("add:anggota");
    REQUIRE(world.fill("row:anggota.nama", "ADA NGAU"));
    world.check_page();
    world.shot("row");
    REQUIRE(world.tap("next"));
    CHECK(world.says("NIK: belum diisi"));
    REQUIRE(world.fill("row:anggota.nik", "6402121205150003"));
    REQUIRE(world.fill("row:anggota.hubungan", "anak"));
    world.touch("next");
    CHECK(world.says("ADA NGAU"));
    world.check_page();
    world.shot("form-6-table");
    world.next("Bagaimana kertasnya?");
    CHECK(world.harness->find("paper:KTP:brought")->label == "Saya bawa kertasnya");
    CHECK(world.harness->find("paper:KTP:brought")->on);
    CHECK(world.harness->find("paper:KTP:file") == nullptr);  // files are a clerk's matter
    world.touch("paper:PENGANTAR:missing");
    CHECK(world.harness->find("paper:PENGANTAR:missing")->on);
    world.check_page();
    world.shot("papers");
    world.next("Sudah benar?");
    CHECK(world.says("PEBULAAN NGAU meminta Surat Keterangan Tidak Mampu"));
    world.check_page();
    world.shot("review");
    world.next("Permohonan Anda diterima");
    const auto code = shown_code(world);
    CHECK(code.size() == 14);
    CHECK(world.says("Rabu, 25 November 2026"));
    CHECK(world.says("GRATIS"));
    CHECK(world.says("0812-5400-1234"));
    CHECK(world.harness->find("receipt:qr") != nullptr);
    world.check_page();
    world.shot("receipt");
    const auto pdf = read_file(
        world.base.folder / "cetak" / ("tanda-terima-" + read_code(code).value() + ".pdf"),
        1 << 20);
    REQUIRE(pdf.has_value());
    CHECK(as_text(*pdf).starts_with("%PDF-"));
    REQUIRE(world.tap("next"));
    CHECK(world.says("Apa yang Anda perlukan?"));
    CHECK_FALSE(world.counter().left_draft().has_value());
    auto counter = world.counter();
    CHECK(counter.queue().size() == 1);
    CHECK(counter.view(code, nullptr)->papers[0].how == PaperHow::missing);
}

TEST_CASE("a missing answer is told and does not lead on") {
    World world;
    begin_sktm(world);
    world.touch("next");
    CHECK(world.says("Belum diisi."));
    CHECK(world.says("Siapa pemohonnya?"));
    world.check_page();
    world.shot("form-empty");
}

TEST_CASE("a wrong NIK is told as soon as its last digit stands there") {
    World world;
    begin_sktm(world);
    REQUIRE(world.tap("ask:nik"));
    world.shot("form-digits");
    REQUIRE(world.harness->touch_keys("640212990385000"));
    world.harness->step(2, 1.0);
    CHECK_FALSE(world.says("NIK: "));
    CHECK(world.says("15 dari 16 angka"));
    REQUIRE(world.harness->touch_keys("2"));
    world.harness->step(3, 1.0);
    CHECK(world.says("NIK: "));  // no month 99
    world.shot("form-wrong-nik");
    CHECK(world.harness->small_targets() == std::vector<std::string>{});
}

TEST_CASE("what is typed on the glass arrives in capitals where a KTP has them") {
    World world;
    begin_sktm(world);
    REQUIRE(world.tap("ask:nama"));
    world.shot("form-letters");
    REQUIRE(world.harness->touch_keys("lung b"));
    CHECK(world.harness->find("ask:nama")->value == "LUNG B");
}

TEST_CASE("a draft survives the power cut and asks for the last 4 digits") {
    World world;
    begin_sktm(world);
    fill_who(world);
    world.harness->step(3, 1.0);
    world.restart();
    world.harness->step(3);
    CHECK(world.says("Lanjutkan permohonan tadi?"));
    CHECK_FALSE(world.says(kNik.substr(12)));  // asked for, never shown
    CHECK_FALSE(world.says(kName));
    world.check_page();
    world.shot("resume");
    for (const char* digit : {"9", "9", "9", "9"}) {
        REQUIRE(world.tap(std::string("resume:tail:") + digit));
    }
    world.harness->step(2);
    CHECK(world.says("tidak cocok"));
    for (const char* digit : {"0", "0", "0", "2"}) {
        REQUIRE(world.tap(std::string("resume:tail:") + digit));
    }
    world.harness->step(3);
    CHECK(world.says("Siapa pemohonnya?"));
    CHECK(world.harness->find("ask:nama")->value == kName);
}

TEST_CASE("three wrong tries wipe the draft of somebody else") {
    World world;
    begin_sktm(world);
    fill_who(world);
    world.harness->step(3, 1.0);
    world.restart();
    world.harness->step(3);
    for (int i = 0; i < 12; ++i) world.touch("resume:tail:7");
    CHECK_FALSE(world.says("Lanjutkan permohonan tadi?"));
    CHECK_FALSE(world.counter().left_draft().has_value());
}

TEST_CASE("ten minutes after the last touch nothing is left of a draft") {
    World world;
    begin_sktm(world);
    fill_who(world);
    const auto wait = [&](int minutes) {
        world.base.clock.advance(minutes * 60);
        world.harness->step(minutes * 60, 1.0);
    };
    wait(limits::kDraftMinutes - 1);
    CHECK_FALSE(world.says(kName));  // behind the still screen since two minutes
    CHECK(world.counter().left_draft().has_value());
    wait(1);
    world.shot("wiped");
    CHECK_FALSE(world.says(kName));
    world.harness->tap_at(640, 400);
    world.harness->step(3);
    CHECK(world.says("Apa yang Anda perlukan?"));
    CHECK_FALSE(world.says("Lanjutkan permohonan tadi?"));
    CHECK_FALSE(world.counter().left_draft().has_value());
}

TEST_CASE("who only reads and scrolls keeps his draft") {
    World world;
    begin_sktm(world);
    fill_who(world);
    for (int minute = 0; minute < limits::kDraftMinutes + 3; ++minute) {
        world.base.clock.advance(60);
        world.harness->step(60, 1.0);
        world.harness->tap_at(640, 110);
    }
    CHECK(world.says("Siapa pemohonnya?"));
    CHECK(world.counter().left_draft().has_value());
}

TEST_CASE("a clock put back wipes the draft") {
    World world;
    begin_sktm(world);
    fill_who(world);
    world.harness->step(2, 1.0);
    world.base.clock.advance(-40 * 86400);
    world.harness->step(3, 1.0);
    CHECK(world.says("Isian tadi sudah dihapus"));
    CHECK_FALSE(world.says(kName));
}

TEST_CASE("hostile text is shown as typed and no more") {
    World world;
    begin_sktm(world);
    fill_who(world);
    REQUIRE(world.tap("ask:nama"));
    for (int i = 0; i < 40; ++i) world.harness->key(ui::Key::backspace);
    world.harness->type("%s%n##{x}<b>");
    world.harness->key(ui::Key::escape);
    world.harness->step(2, 1.0);
    CHECK(world.harness->find("ask:nama")->value == "%S%N##{X}<B>");
    CHECK(world.says("tanda yang tidak biasa"));  // a doubt, which blocks nothing
    world.next("Kelahiran pemohon");
}

TEST_CASE("the same request of today is asked about, never blocked") {
    World world;
    (void)world.submit("SKTM", disapa::testing::sktm_form());
    fill_sktm(world);
    world.next("Bagaimana kertasnya?");
    world.next("Sudah benar?");
    world.next("Anda sudah mengajukan ini");
    world.check_page();
    world.shot("twin");
    world.touch("twin:yes");
    CHECK(world.says("Permohonan Anda diterima"));
    CHECK(world.counter().queue().size() == 2);
}

TEST_CASE("leaving is asked about, and wipes") {
    World world;
    begin_sktm(world);
    fill_who(world);
    world.touch("header:home");
    CHECK(world.says("Hentikan permohonan ini?"));
    world.shot("leave");
    world.touch("leave:no");
    CHECK(world.harness->find("ask:nama")->value == kName);
    world.touch("header:home");
    world.touch("leave:yes");
    CHECK(world.says("Apa yang Anda perlukan?"));
    CHECK_FALSE(world.counter().left_draft().has_value());
}

TEST_CASE("a date is three taps") {
    World world;
    begin_sktm(world);
    fill_who(world);
    world.next("Kelahiran pemohon");
    world.touch("ask:tanggal_lahir");
    world.check_page();
    world.shot("date");
    world.touch("pick:done");
    CHECK(world.says("12 Maret 1985"));
}

TEST_CASE("the page itself survives the power cut, not only the answers") {
    World world;
    fill_sktm(world);
    const auto cut = [&] {
        world.harness->step(2, 1.0);
        world.restart();
        world.harness->step(3);
        for (const char* digit : {"0", "0", "0", "2"}) {
            REQUIRE(world.tap(std::string("resume:tail:") + digit));
        }
        world.harness->step(4);
    };
    cut();
    CHECK(world.says("Siapa saja yang ditanggung?"));
    world.touch("back");
    CHECK(world.says("Keadaan keluarga"));
    cut();
    CHECK(world.says("Keadaan keluarga"));
    CHECK(world.harness->find("ask:keperluan")->value == "keringanan biaya sekolah");
    world.next("Siapa saja yang ditanggung?");
    world.next("Bagaimana kertasnya?");
    cut();
    CHECK(world.says("Bagaimana kertasnya?"));
    world.next("Sudah benar?");
    cut();
    CHECK(world.says("Sudah benar?"));
    CHECK(world.says("keringanan biaya sekolah"));
}

TEST_CASE("a sentence of the review leads to its questions and back") {
    World world;
    fill_sktm(world);
    world.next("Bagaimana kertasnya?");
    world.next("Sudah benar?");
    CHECK(world.says("PEBULAAN NGAU meminta Surat Keterangan Tidak Mampu"));
    CHECK(world.says("PEBULAAN NGAU lahir di UMAQ DIAN pada 12 Maret 1985."));
    CHECK_FALSE(world.says(kKk));  // every answer only where one wants to see it
    world.touch("review:all");
    CHECK(world.harness->find("change:pemohon") != nullptr);
    world.check_page();
    world.shot("review-all");
    world.touch("say:1");
    CHECK(world.says("Kelahiran pemohon"));
    REQUIRE(world.fill("ask:tempat_lahir", "tabang "));
    world.touch("next");
    REQUIRE(world.harness->find("say:0") != nullptr);  // straight back, not through all pages
    world.touch("say:2");
    CHECK(world.says("Di mana pemohon tinggal?"));
    world.touch("back");
    world.touch("change:papers");
    CHECK(world.says("Bagaimana kertasnya?"));
    world.touch("next");
    world.touch("say:0");
    CHECK(world.harness->find("ask:keperluan") != nullptr);
}

TEST_CASE("what becomes of the data is said before they are sent, without a tick") {
    World world;
    fill_sktm(world);
    world.next("Bagaimana kertasnya?");
    world.next("Sudah benar?");
    CHECK(world.says("Dengan menekan Kirim"));
    world.touch("privacy:read");
    CHECK(world.says("UU 27/2022 pasal 20 ayat 2 huruf e"));
    CHECK(world.says("Hak Anda"));
    world.check_page();
    world.shot("privacy");
    for (const auto& node : world.harness->tree().nodes) {
        CHECK(node.role != ui::Role::checkbox);
    }
    world.touch("privacy:read_it");
    CHECK_FALSE(world.says("UU 27/2022"));
}

TEST_CASE("a whole request takes at most 25 touches beside typing") {
    World world;
    int taps = 0, keys = 0;
    const auto tap = [&](const std::string& id) {
        CAPTURE(id);
        REQUIRE(world.harness->tap(id));  // never after scrolling: all must be in sight
        world.harness->step(4);
        ++taps;
    };
    // On the glass: the letters and the key that ends them are typing, all else is a touch.
    const auto type = [&](const std::vector<std::string>& texts) {
        for (const auto& text : texts) {
            REQUIRE_FALSE(text.empty());
            REQUIRE(world.harness->touch_keys(text));
            REQUIRE(world.harness->tap("key:enter"));
            world.harness->step(4, 0.3);
            keys += static_cast<int>(text.size()) + 1;
        }
    };
    const auto pick = [&](const std::string& field, const std::string& code) {
        tap("ask:" + field);
        tap("pick:list:" + code);
    };
    tap("svc:SKTM");
    tap("next");
    tap("identity:nik");
    type({std::string(kNik)});
    tap("next");
    tap("ask:no_kk");
    type({std::string(kKk), "pebulaan ngau", "081254001234"});
    tap("next");
    tap("ask:tempat_lahir");
    type({"umaq dian"});
    tap("next");
    pick("agama", "3");
    pick("status_kawin", "2");
    tap("ask:pekerjaan");
    tap("pick:list:search");
    type({"pekebun"});
    REQUIRE(world.harness->tap_label("PETANI/PEKEBUN"));
    world.harness->step(4);
    ++taps;
    tap("next");
    tap("ask:alamat");
    type({"jalan poros tabang", "003"});
    tap("key:hide");  // neither RW nor postcode is asked of everybody
    tap("next");
    tap("ask:keperluan");
    type({"keringanan biaya sekolah", "750000", "3"});
    tap("ask:terdaftar_dtsen:ya");
    tap("next");
    tap("next");  // nobody else
    tap("next");  // every paper is brought along
    CHECK(world.says("Sudah benar?"));
    tap("next");
    CHECK(world.says("Permohonan Anda diterima"));
    CHECK(taps <= 25);
    for (const auto& node : world.harness->tree().nodes) {
        if (node.label.empty() || node.role == ui::Role::group) continue;
        CAPTURE(node.label);
        CHECK(node.visible.h == doctest::Approx(node.full.h));  // nothing below the fold
    }
    world.shot("receipt-taps");
    MESSAGE("touches: " << taps << ", keys: " << keys);
}
