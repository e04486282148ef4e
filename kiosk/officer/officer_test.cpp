#include "kiosk/officer/officer.h"

#include <fstream>

#include "kiosk/screens/officer_world.h"
#include "shared/base/file.h"
#include "shared/service/forms_world.h"

using namespace disapa;
using disapa::testing::bare;
using disapa::testing::kClerk;
using disapa::testing::kClerkPin;
using disapa::testing::kKades;
using disapa::testing::kKadesPin;
using disapa::testing::kName;
using disapa::testing::kNik;
using disapa::testing::open_case;
using disapa::testing::read;
using disapa::testing::sign;
using disapa::testing::sktm_form;
using disapa::testing::verify;
using disapa::testing::World;

TEST_CASE("a clerk signs in, ticks the papers he has seen and verifies") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    world.touch("officer");
    world.check_page();
    world.shot("sign-in");
    REQUIRE(world.tap("header:home"));
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    CHECK(world.says("Antrean permohonan"));
    CHECK(world.says(kName));
    world.check_page();
    world.shot("queue");
    open_case(world, code);
    world.check_page();
    world.shot("case");
    REQUIRE(world.tap("tick:KTP"));
    world.touch("next");
    CHECK(world.says("Surat pengantar RT/RW belum dilihat"));  // by name
    world.check_page();
    world.shot("problem");
    read(world);
    CHECK(world.harness->find("tick:KTP")->on);
    world.touch("absent:PENGANTAR");
    world.check_page();
    world.shot("absence");
    REQUIRE(world.tap("offer:1"));
    world.touch("reason:done");
    REQUIRE(world.tap("tick:KK"));
    REQUIRE(world.tap("tick:PERNYATAAN"));
    world.shot("case-ticked");
    world.touch("next");
    CHECK(world.says("Sudah diverifikasi"));
    world.shot("verified");
    read(world);
    CHECK(world.harness->find("next") == nullptr);  // the rest is the kades'
    world.touch("case:tabs:1");
    CHECK(world.says("Diverifikasi petugas oleh MASTORA LESTARI"));
    world.check_page();
    world.shot("case-life");
    const auto view = world.counter().view(code, nullptr).value();
    CHECK(view.state == CaseState::verified);
    CHECK(view.papers[0].absent_reason == "Menyusul sebelum surat diambil.");
    CHECK(view.papers[1].seen);
}

TEST_CASE("a wrong PIN is told and opens nothing") {
    World world;
    CHECK_FALSE(world.sign_in(kClerk, "593817"));
    CHECK(world.says("PIN"));
    world.check_page();
    world.shot("wrong-pin");
    CHECK_FALSE(world.app->signed_in());
    for (const auto& node : world.harness->tree().nodes) {
        CHECK(node.value.find("593817") == std::string::npos);
        CHECK(node.label.find("593817") == std::string::npos);
    }
}

TEST_CASE("nobody touches the screen for two minutes: the session ends") {
    World world;
    const auto code = open_new_case(world);
    world.harness->step(118, 1.0);
    CHECK(world.app->signed_in());
    world.harness->step(4, 1.0);
    CHECK_FALSE(world.app->signed_in());
    CHECK_FALSE(world.says(kName));
    CHECK(world.says("Terkunci karena layar sudah lama tidak disentuh"));
    world.shot("locked");
    world.harness->step(60, 1.0);
    CHECK_FALSE(world.says("MASTORA"));  // the sign-in page gives way, too
}

TEST_CASE("a case goes back with a reason, is mended by the clerk and comes again") {
    World world;
    const auto code = open_new_case(world);
    world.touch("do:return");
    world.check_page();
    world.shot("reason");
    REQUIRE(world.fill("reason:text", "Alamat belum lengkap"));
    world.touch("reason:done");
    read(world);
    CHECK(world.says("Alamat belum lengkap"));
    world.check_page();
    world.shot("case-returned");
    world.touch("next");  // mend
    CHECK(world.says("Siapa pemohonnya?"));
    CHECK(world.harness->find("ask:nama")->value == kName);
    for (int page = 0; page < 6; ++page) {
        world.touch("next");
    }
    CHECK(world.says("Bagaimana kertasnya?"));
    world.touch("next");
    world.touch("next");
    CHECK(world.says("Permohonan Anda diterima"));
    CHECK(world.counter().view(code, nullptr)->state == CaseState::amended);
}

TEST_CASE("a locked session takes the opened answers of a returned case with it") {
    World world;
    const auto code = open_new_case(world);
    give_back(world);
    world.touch("next");
    CHECK(world.says("Siapa pemohonnya?"));
    world.harness->step(121, 1.0);
    CHECK_FALSE(world.says(kName));
    CHECK_FALSE(world.counter().left_draft().has_value());
}

TEST_CASE("the kades endorses, the camat decides far away, and the screen changes by itself") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    verify(world, code);
    world.touch("header:leave");
    CHECK_FALSE(world.app->signed_in());
    REQUIRE(world.sign_in(kKades, kKadesPin));
    open_case(world, code);
    world.shot("case-kades");
    world.touch("next");
    world.check_page();
    world.shot("endorse");
    world.touch("endorse:yes");
    CHECK(world.says("Sudah disahkan"));
    read(world);
    CHECK(world.says("400.9.14/001/UMD/XI/2026"));
    CHECK(world.says("Belum diterima kecamatan"));
    world.settle();
    world.harness->step(2, 1.0);
    CHECK(world.says("Tiba di kecamatan"));
    world.approve(code);
    world.settle();
    world.harness->step(2, 1.0);
    CHECK(world.says("Disetujui camat"));
    world.check_page();
    world.shot("case-approved");
    world.touch("next");  // print
    CHECK(world.says("Surat ditulis sebagai PDF"));
    world.shot("printed");
    read(world);
    const auto file = world.base.folder / "cetak" / ("surat-" + bare(code) + "-1.pdf");
    CHECK(as_text(read_file(file, 1 << 20).value()).starts_with("%PDF-"));
    CHECK(world.counter().view(code, nullptr)->state == CaseState::printed);
    world.touch("next");  // hand over
    REQUIRE(world.fill("reason:text", "Pebulaan Ngau"));
    world.shot("hand-over");
    world.touch("hand_over:sign");
    sign(world);
    world.touch("hand_over:done");
    CHECK(world.counter().view(code, nullptr)->state == CaseState::handed_over);
}

TEST_CASE("a NIK seen before fills the rest for a clerk alone, and he may attach a file") {
    World world;
    (void)world.submit("SKTM", sktm_form());
    const auto begin = [&] {
        REQUIRE(world.tap("svc:SKU"));
        world.touch("next");
        if (world.says("Siapa yang meminta?")) {
            world.touch("next");
        }
        REQUIRE(world.fill("ask:nik", kNik));
        world.harness->step(2, 1.0);
    };
    begin();
    CHECK(world.harness->find("ask:nama")->value.empty());
    world.touch("header:home");
    world.touch("leave:yes");
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    world.touch("footer:action");
    world.shot("home-officer");
    begin();
    CHECK(world.harness->find("ask:nama")->value == kName);
}

TEST_CASE("a clerk attaches a file from the folder of files") {
    World world;
    REQUIRE(make_private_folder(world.base.folder / "berkas"));
    const devices::Image card{900, 560, 1, Bytes(900U * 560U, 220)};
    REQUIRE(write_file_durably(world.base.folder / "berkas" / "ktp.png",
                               devices::encode_webp(card, 80).value()));
    std::ofstream(world.base.folder / "berkas" / "catatan.txt") << "no paper";
    const auto code = open_new_case(world);
    give_back(world);
    world.touch("next");
    for (int page = 0; page < 6; ++page) {
        world.touch("next");
    }
    world.touch("paper:KTP:file");
    world.check_page();
    world.shot("files");
    CHECK_FALSE(world.says("catatan.txt"));
    REQUIRE(world.harness->tap_label("ktp.png"));
    world.harness->step(4);
    world.shot("papers-file");
    world.touch("camera:use");
    CHECK(world.says("ktp.webp, 1 KB"));
    CHECK(world.harness->find("paper:KTP:file")->on);
    world.shot("papers-clerk");
}

TEST_CASE("every page of every service can be touched and read") {
    namespace sample = disapa::sample;
    const std::pair<const char*, std::string_view> all[] = {{"SKTM", sample::kSktm},
                                                            {"SKU", sample::kSku},
                                                            {"SKAW", sample::kSkaw},
                                                            {"DISNIK", sample::kDisnik}};
    for (const auto& [service, own] : all) {
        World world;
        const auto typed =
            Json::parse("{" + std::string(sample::kApplicant) + std::string(own) + "}");
        (void)open_new_case(world, service, typed);
        world.check_page();
        give_back(world);
        world.touch("next");
        const auto groups = world.worker->catalogue().find(service)->groups.size();
        for (std::size_t page = 0; page < groups; ++page) {
            INFO(std::string(service), page);
            world.check_page();
            world.shot(std::string("all-") + service + "-" + std::to_string(page));
            if (world.harness->find("line:ahli_waris:0:edit") != nullptr) {
                world.touch("line:ahli_waris:0:edit");
                world.check_page();
                world.shot("row-heir");
                world.touch("back");
            }
            world.touch("next");
        }
        CHECK(world.says("Bagaimana kertasnya?"));
        world.check_page();
        world.touch("next");
        world.check_page();
        REQUIRE(world.harness->find("next")->enabled);
        world.shot(std::string("all-") + service + "-review");
    }
}
