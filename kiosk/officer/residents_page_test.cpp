#include "kiosk/officer/residents_page.h"

#include <doctest/doctest.h>

#include "kiosk/screens/looks.h"

namespace disapa::testing {
namespace {

TEST_CASE("an English officer reads in English what is wrong in the desa's table") {
    World world;
    REQUIRE(make_private_folder(world.base.folder / "berkas").has_value());
    const std::string good = "6402121203850001", columns = ",1985-03-12,L,";
    const std::string csv =
        "nik,nama_lengkap,tanggallahir,sex,alamat_lengkap,rt,no_hp,agama_id,no_kk\n" +  //
        good + ",Pebulaan Ngau" + columns + "Jalan Poros,3,08125550101,Islam,6402121203110004\n" +
        good + ",Pebulaan Ngau" + columns + ",,,,\n" +
        "6402120101500001,Lejau Anye,31-02-1950,X,,III,12,XYZ,12\n"
        "6402120101500002,,,,,,,,\n"
        "12,Bukan Nik,1950-01-01,L,,,,,\n"
        ",Tanpa Nik,1950-01-01,L,,,,,\n"
        "0402120101500001,Nik Sementara,1950-01-01,L,,,,,\n"
        "6.40212E+15,Rusak Excel,1950-01-01,L,,,,,\n" +
        "6402120101500003,Alamat Panjang" + columns + std::string(200, 'a') + ",,,,\n";
    REQUIRE(write_file_durably(world.base.folder / "berkas" / "penduduk.csv", as_bytes(csv))
                .has_value());
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    world.touch("queue:menu");
    world.touch("menu:residents");
    world.touch("residents:file:0");
    REQUIRE(world.says("Impor selesai"));
    Looks(world).check("residents-report");
    const auto english = ui::Words::load(kAssets / "words" / "en.json").value();
    world.harness->ui().use_words(english);
    world.harness->step(3);
    CHECK(world.says("Row 4, column tanggallahir: \"31-02-1950\" is not a date."));
    CHECK(world.says("Row 4, column sex: \"X\" is not a sex. Write L (male) or P (female)."));
    world.harness->ui().use_words(world.words);
}

}  // namespace
}  // namespace disapa::testing
