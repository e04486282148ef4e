#include "kiosk/citizen/identity.h"

#include "kiosk/residents/import.h"
#include "kiosk/screens/looks.h"
#include "shared/base/file.h"

using namespace disapa;
using disapa::testing::kClerkPin;
using disapa::testing::kKk;
using disapa::testing::kName;
using disapa::testing::kNik;
using disapa::testing::Looks;
using disapa::testing::World;

namespace {

void import_register(World& world) {
    const std::string csv =
        "nik,no_kk,nama,tempatlahir,tanggallahir,sex,agama_id,status_kawin,pekerjaan_id,"
        "warganegara_id,alamat,rt\n" +
        std::string(kNik) + "," + std::string(kKk) +
        ",Pebulaan Ngau,Umaq Dian,1985-03-12,2,3,2,9,1,Jalan Poros Tabang,3\n"
        "6402120101500001,6402121203990001,Lejau Anye,Tabang,01-01-1950,1,2,2,9,1,Dusun Lepo,1\n";
    const auto file = world.base.folder / "penduduk.csv";
    REQUIRE(write_file_durably(file, as_bytes(csv)).has_value());
    const auto report = residents::import_residents(world.base.folder / "kiosk", file,
                                                    world.worker->lists(), {2026, 11, 23}, {});
    REQUIRE(report.has_value());
    REQUIRE(report->added == 2);
}

void open_identity(World& world) {
    REQUIRE(world.tap("svc:SKTM"));
    world.touch("next");
    REQUIRE(world.says("Siapa yang meminta?"));
}

void prove(World& world, std::string_view tail) {
    REQUIRE(world.fill("identity:nik", kNik));
    REQUIRE(world.fill("identity:born", "12031985"));
    REQUIRE(world.fill("identity:tail", tail));
    world.touch("next");
}

}  // namespace

TEST_CASE("three answers fill the form; what came from the register is masked until touched") {
    World world;
    import_register(world);
    open_identity(world);
    world.check_page();
    Looks(world).check("identity-register");
    prove(world, "0004");
    REQUIRE(world.says("Siapa pemohonnya?"));
    CHECK(world.harness->find("ask:nik")->value == kNik);  // typed by himself
    CHECK(world.harness->find("ask:nama")->value == "PE*** NG**");
    CHECK(world.harness->find("ask:no_kk")->value == "6402********0004");
    world.check_page();
    Looks(world).check("identity-filled");
    REQUIRE(world.tap("ask:nama"));
    world.harness->step(2);
    CHECK(world.harness->find("ask:nama")->value == kName);
    world.harness->key(ui::Key::escape);
    world.harness->step(2);
    CHECK(world.harness->find("ask:nama")->value == "PE*** NG**");
    // Four pages need no typing; what is sent is not masked.
    for (int page = 0; page < 4; ++page) {
        world.touch("next");
    }
    REQUIRE(world.says("Keadaan keluarga"));
    auto counter = world.counter();
    REQUIRE(counter.resume().has_value());
    CHECK(counter.draft().identified);
    CHECK(counter.draft().groups[0].questions[2].typed == kName);
}

TEST_CASE("what does not agree is said without saying what, and nothing is shown") {
    World world;
    import_register(world);
    open_identity(world);
    world.touch("next");
    CHECK(world.says(world.words("identity.all_three")));
    Looks(world).check("identity-lacking");
    prove(world, "9999");
    CHECK(world.says("Data tidak cocok"));
    CHECK_FALSE(world.says("PEBULAAN"));
    CHECK(world.harness->find("identity:nik") != nullptr);
    world.check_page();
    Looks(world).check("identity-wrong");
    for (int i = 0; i < 3; ++i) {
        world.touch("next");
    }
    CHECK(world.says("Terlalu banyak percobaan"));
    Looks(world).check("identity-throttled");
    // The form is open to him all the same, and holds only what he typed.
    world.touch("identity:alone");
    CHECK(world.says("Siapa pemohonnya?"));
    CHECK(world.harness->find("ask:nik")->value == kNik);
    CHECK(world.harness->find("ask:nama")->value.empty());
}

TEST_CASE("a NIK is scanned anywhere on the page, also while another field has the focus") {
    World world;
    import_register(world);
    open_identity(world);
    world.harness->scan(kNik);
    world.harness->step(3);
    CHECK(world.harness->find("identity:nik")->value == kNik);
    REQUIRE(world.fill("identity:born", "1203"));
    REQUIRE(world.tap("identity:born"));
    world.harness->step(3, 0.3);
    world.harness->scan("6402120101500001");
    world.harness->step(3);
    CHECK(world.harness->find("identity:nik")->value == "6402120101500001");
    CHECK(world.harness->find("identity:born")->value == "1203");
}

TEST_CASE("who helps is asked for his name, and it goes into the act") {
    World world;
    open_identity(world);
    world.touch("identity:who:helper");
    world.touch("next");
    CHECK(world.says("Siapa yang meminta?"));  // a helper has a name
    Looks(world).check("identity-helper-empty");
    REQUIRE(world.fill("identity:helper", "ada ngau"));
    REQUIRE(world.tap("identity:relation:anak"));
    world.check_page();
    world.touch("next");
    CHECK(world.says("Siapa pemohonnya?"));
    auto counter = world.counter();
    REQUIRE(counter.resume().has_value());
    CHECK(counter.draft().helper == Helper{"ADA NGAU", "anak"});
}

TEST_CASE("a clerk finds a resident by name, sees little of him, and his form is not masked") {
    World world;
    import_register(world);
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    world.touch("header:home");
    open_identity(world);
    REQUIRE(world.fill("identity:search", "pebulan"));
    world.harness->step(3);
    CHECK(world.says("PEBULAAN NGAU"));
    CHECK(world.says("lahir 1985"));
    CHECK_FALSE(world.says(kNik));
    world.check_page();
    Looks(world).check("identity-clerk");
    world.touch("identity:row:0");
    CHECK(world.harness->find("ask:nama")->value == kName);
    CHECK(world.harness->find("ask:nik")->value == kNik);
}

TEST_CASE("an applicant without a NIK is a clerk's; a child in a table is anyone's") {
    World world;
    open_identity(world);
    world.touch("next");
    CHECK(world.harness->find("ask:nik:none") == nullptr);
    world.touch("header:home");
    world.touch("leave:yes");
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    world.touch("header:home");
    open_identity(world);
    world.touch("next");
    world.touch("ask:nik:none");
    Looks(world).check("no-nik-why");
    world.touch("pick:list:TANPA-NIK:belum_rekam");
    CHECK(world.says("Belum ada NIK: belum perekaman"));
    world.check_page();
    Looks(world).check("no-nik");
    world.touch("ask:nik:give");
    CHECK(world.harness->find("ask:nik")->value.empty());
}

TEST_CASE("an officer reads a register in, and is told every bad row") {
    World world;
    REQUIRE(make_private_folder(world.base.folder / "berkas").has_value());
    const std::string csv = "nik,nama,tanggallahir\n" + std::string(kNik) +
                            ",Pebulaan Ngau,1985-03-12\n"
                            "6402120101500001,Lejau Anye,31-02-1950\n";
    REQUIRE(write_file_durably(world.base.folder / "berkas" / "penduduk.csv", as_bytes(csv))
                .has_value());
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    world.touch("queue:menu");
    world.touch("menu:residents");
    CHECK(world.says("Belum ada data penduduk di kios ini."));
    world.check_page();
    world.shot("residents-files");
    world.touch("residents:file:0");
    CHECK(world.says("Impor selesai"));
    CHECK(world.says("Penduduk di kios ini: 1"));
    CHECK(world.says("Baris 3, kolom tanggallahir: \"31-02-1950\" bukan tanggal."));
    world.check_page();
    world.shot("residents-report");
    CHECK(read_file(world.base.folder / "berkas" / "laporan-impor-penduduk.csv", 1 << 20)
              .has_value());
}
