#include "kiosk/screens/officer.h"

#include <fstream>

#include "kiosk/devices/image.h"
#include "kiosk/screens/screens_world.h"
#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/service/forms_world.h"

using namespace disapa;
using disapa::testing::kClerkPin;
using disapa::testing::kKadesPin;
using disapa::testing::kName;
using disapa::testing::kNik;
using disapa::testing::sktm_form;
using disapa::testing::World;

namespace {

constexpr std::string_view kClerk = "MASTORA", kKades = "IGUNG";

std::string bare(const std::string& shown) {
    return read_code(shown).value();
}

void open_case(World& world, const std::string& code) {
    REQUIRE(world.tap("case:" + bare(code)));
    world.harness->step(4);
}

void read(World& world) {
    REQUIRE(world.tap("problem:read"));
    world.harness->step(3);
}

void tick_all(World& world) {
    for (const char* paper : {"PENGANTAR", "KTP", "KK", "PERNYATAAN"}) {
        REQUIRE(world.tap(std::string("tick:") + paper));
    }
}

// A few loops with the finger on the pad.
void sign(World& world) {
    const auto pad = world.harness->find("signature:pad")->visible;
    const auto x = [&](float part) { return pad.x + pad.w * part; };
    const auto y = [&](float part) { return pad.y + pad.h * part; };
    world.harness->press(x(0.2F), y(0.6F));
    for (const auto& [to_x, to_y] : {std::pair{0.3F, 0.2F},
                                     {0.35F, 0.7F},
                                     {0.45F, 0.3F},
                                     {0.5F, 0.65F},
                                     {0.65F, 0.4F},
                                     {0.8F, 0.5F}}) {
        world.harness->drag_to(x(to_x), y(to_y));
    }
    world.harness->lift();
    world.harness->step(2);
}

// Signed in as the clerk, the case open, every paper ticked.
void verify(World& world, const std::string& code) {
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, code);
    tick_all(world);
    REQUIRE(world.tap("next"));
    world.harness->step(3);
    REQUIRE(world.says("Sudah diverifikasi"));
    read(world);
}

}  // namespace

TEST_CASE("a clerk signs in, ticks the papers he has seen and verifies") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.tap("officer"));
    world.harness->step(3);
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
    REQUIRE(world.tap("next"));
    world.harness->step(3);
    CHECK(world.says("Surat pengantar RT/RW belum dilihat"));  // by name
    world.check_page();
    world.shot("problem");
    read(world);
    CHECK(world.harness->find("tick:KTP")->on);
    REQUIRE(world.tap("absent:PENGANTAR"));
    world.harness->step(3);
    world.check_page();
    world.shot("absence");
    REQUIRE(world.tap("offer:1"));
    REQUIRE(world.tap("reason:done"));
    world.harness->step(3);
    REQUIRE(world.tap("tick:KK"));
    REQUIRE(world.tap("tick:PERNYATAAN"));
    world.shot("case-ticked");
    REQUIRE(world.tap("next"));
    world.harness->step(3);
    CHECK(world.says("Sudah diverifikasi"));
    world.shot("verified");
    read(world);
    CHECK(world.harness->find("next") == nullptr);  // the rest is the kades'
    REQUIRE(world.tap("case:tabs:1"));
    world.harness->step(3);
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
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, code);
    world.harness->step(118, 1.0);
    CHECK(world.app->signed_in());
    world.harness->step(4, 1.0);
    CHECK_FALSE(world.app->signed_in());
    CHECK_FALSE(world.says(kName));
    CHECK(world.says("Terkunci karena layar lama tidak disentuh"));
    world.shot("locked");
    world.harness->step(60, 1.0);
    CHECK(world.says("Apa yang Anda perlukan?"));
}

TEST_CASE("a case goes back with a reason, is mended by the clerk and comes again") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, code);
    REQUIRE(world.tap("do:return"));
    world.harness->step(3);
    world.check_page();
    world.shot("reason");
    REQUIRE(world.fill("reason:text", "Alamat belum lengkap"));
    REQUIRE(world.tap("reason:done"));
    world.harness->step(3);
    read(world);
    CHECK(world.says("Alamat belum lengkap"));
    world.check_page();
    world.shot("case-returned");
    REQUIRE(world.tap("next"));  // mend
    world.harness->step(4);
    CHECK(world.says("Siapa pemohonnya?"));
    CHECK(world.harness->find("ask:nama")->value == kName);
    for (int page = 0; page < 6; ++page) {
        REQUIRE(world.tap("next"));
        world.harness->step(4);
    }
    CHECK(world.says("Bagaimana kertasnya?"));
    REQUIRE(world.tap("next"));
    world.harness->step(4);
    REQUIRE(world.tap("next"));
    world.harness->step(4);
    CHECK(world.says("Permohonan Anda diterima"));
    CHECK(world.counter().view(code, nullptr)->state == CaseState::amended);
}

TEST_CASE("a locked session takes the opened answers of a returned case with it") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, code);
    REQUIRE(world.tap("do:return"));
    world.harness->step(3);
    REQUIRE(world.tap("chip:isian_salah"));
    REQUIRE(world.tap("reason:done"));
    world.harness->step(3);
    read(world);
    REQUIRE(world.tap("next"));
    world.harness->step(3);
    CHECK(world.says("Siapa pemohonnya?"));
    world.harness->step(121, 1.0);
    CHECK_FALSE(world.says(kName));
    CHECK_FALSE(world.counter().left_draft().has_value());
}

TEST_CASE("the kades endorses, the camat decides far away, and the screen changes by itself") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    verify(world, code);
    REQUIRE(world.tap("header:leave"));
    world.harness->step(3);
    CHECK_FALSE(world.app->signed_in());
    REQUIRE(world.sign_in(kKades, kKadesPin));
    open_case(world, code);
    world.shot("case-kades");
    REQUIRE(world.tap("next"));
    world.harness->step(3);
    world.check_page();
    world.shot("endorse");
    REQUIRE(world.tap("endorse:yes"));
    world.harness->step(3);
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
    REQUIRE(world.tap("next"));  // print
    world.harness->step(3);
    CHECK(world.says("Surat ditulis sebagai PDF"));
    world.shot("printed");
    read(world);
    const auto file = world.base.folder / "cetak" / ("surat-" + bare(code) + "-1.pdf");
    CHECK(as_text(read_file(file, 1 << 20).value()).starts_with("%PDF-"));
    CHECK(world.counter().view(code, nullptr)->state == CaseState::printed);
    REQUIRE(world.tap("next"));  // hand over
    world.harness->step(3);
    REQUIRE(world.fill("reason:text", "Pebulaan Ngau"));
    world.shot("hand-over");
    REQUIRE(world.tap("hand_over:sign"));
    world.harness->step(3);
    sign(world);
    REQUIRE(world.tap("hand_over:done"));
    world.harness->step(3);
    CHECK(world.counter().view(code, nullptr)->state == CaseState::handed_over);
}

TEST_CASE("a NIK seen before fills the rest for a clerk alone, and he may attach a file") {
    World world;
    (void)world.submit("SKTM", sktm_form());
    const auto begin = [&] {
        REQUIRE(world.tap("svc:SKU"));
        REQUIRE(world.tap("next"));
        world.harness->step(3);
        REQUIRE(world.fill("ask:nik", kNik));
        world.harness->step(2, 1.0);
    };
    begin();
    CHECK(world.harness->find("ask:nama")->value.empty());
    REQUIRE(world.tap("header:home"));
    world.harness->step(3);
    REQUIRE(world.tap("leave:yes"));
    world.harness->step(3);
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    REQUIRE(world.tap("footer:action"));
    world.harness->step(3);
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
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, code);
    REQUIRE(world.tap("do:return"));
    world.harness->step(3);
    REQUIRE(world.tap("chip:isian_salah"));
    REQUIRE(world.tap("reason:done"));
    world.harness->step(3);
    read(world);
    REQUIRE(world.tap("next"));
    world.harness->step(3);
    for (int page = 0; page < 6; ++page) {
        REQUIRE(world.tap("next"));
        world.harness->step(4);
    }
    REQUIRE(world.tap("paper:KTP:file"));
    world.harness->step(3);
    world.check_page();
    world.shot("files");
    CHECK_FALSE(world.says("catatan.txt"));
    REQUIRE(world.harness->tap_label("ktp.png"));
    world.harness->step(4);
    world.shot("papers-file");
    REQUIRE(world.tap("camera:use"));
    world.harness->step(4);
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
        const auto code = world.submit(service, typed);
        REQUIRE(world.sign_in(kClerk, kClerkPin));
        open_case(world, code);
        world.check_page();
        REQUIRE(world.tap("do:return"));
        world.harness->step(3);
        REQUIRE(world.tap("chip:isian_salah"));
        REQUIRE(world.tap("reason:done"));
        world.harness->step(3);
        read(world);
        REQUIRE(world.tap("next"));
        world.harness->step(4);
        const auto groups = world.worker->catalogue().find(service)->groups.size();
        for (std::size_t page = 0; page < groups; ++page) {
            INFO(std::string(service), page);
            world.check_page();
            world.shot(std::string("all-") + service + "-" + std::to_string(page));
            if (world.harness->find("line:ahli_waris:0:edit") != nullptr) {
                REQUIRE(world.tap("line:ahli_waris:0:edit"));
                world.harness->step(3);
                world.check_page();
                world.shot("row-heir");
                REQUIRE(world.tap("back"));
                world.harness->step(3);
            }
            REQUIRE(world.tap("next"));
            world.harness->step(4);
        }
        CHECK(world.says("Bagaimana kertasnya?"));
        world.check_page();
        REQUIRE(world.tap("next"));
        world.harness->step(4);
        world.check_page();
        REQUIRE(world.harness->find("next")->enabled);
        world.shot(std::string("all-") + service + "-review");
    }
}

TEST_CASE("a long queue shows every kind of case") {
    World world;
    std::vector<std::string> codes;
    const char* names[] = {"LUNG BILUNG", "ADA NGAU", "TIPUNG LAWE", "IBAU LENJAU", "DJIU DING"};
    for (const char* name : names) {
        auto form = sktm_form();
        form["nama"] = name;
        world.base.clock.advance(61);
        codes.push_back(world.submit("SKTM", form));
    }
    world.base.clock.advance(3 * 86400);
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, codes[0]);
    tick_all(world);
    REQUIRE(world.tap("next"));
    world.harness->step(3);
    read(world);
    REQUIRE(world.tap("back"));
    world.harness->step(3);
    CHECK_FALSE(world.says("LUNG BILUNG"));  // waits for the kades now
    REQUIRE(world.tap("queue:tabs:3"));
    world.harness->step(3);
    CHECK(world.says("LUNG BILUNG"));
    CHECK(world.says("Terlambat"));
    world.check_page();
    world.shot("queue-all");
}

TEST_CASE(
    "a slip of the finger is no signature, and a drawing stays small") {
    screens::Signature dot{{{{0.5F, 0.5F}}}};
    CHECK_FALSE(dot.is_enough());
    screens::Signature cross{{{{0.4F, 0.3F}, {0.5F, 0.7F}}, {{0.5F, 0.3F}, {0.4F, 0.7F}}}};
    CHECK(cross.is_enough());
    const auto png = cross.to_png().value();
    CHECK(as_text(png).starts_with("\x89PNG"));
    CHECK(png.size() < limits::kSignatureBytes);
    screens::Signature scribble;
    SeededRandom random(3);
    for (int stroke = 0; stroke < 40; ++stroke) {
        std::array<std::uint8_t, 200> places{};
        random.fill(places);
        auto& points = scribble.strokes.emplace_back();
        for (std::size_t at = 0; at < places.size(); at += 2) {
            points.push_back({static_cast<float>(places[at]) / 255.0F,
                              static_cast<float>(places[at + 1]) / 255.0F});
        }
    }
    if (const auto full = scribble.to_png()) CHECK(full->size() <= limits::kSignatureBytes);
}

TEST_CASE("a return names the papers that are lacking, and the citizen reads why in plain words") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, code);
    REQUIRE(world.tap("do:return"));
    world.harness->step(3);
    CHECK_FALSE(world.harness->tap("reason:done"));  // nothing was said yet
    REQUIRE(world.tap("chip:foto_kurang_jelas"));
    REQUIRE(world.tap("chip:kertas_kurang"));
    world.harness->step(3);
    CHECK_FALSE(world.harness->tap("reason:done"));  // which paper?
    REQUIRE(world.tap("lacking:KK"));
    world.harness->step(3);
    world.check_page();
    world.shot("reason-papers");
    REQUIRE(world.tap("reason:done"));
    world.harness->step(3);
    read(world);
    const auto status = world.counter().status(code).value();
    REQUIRE(status.reasons.size() == 3);
    CHECK(status.reasons[0] == "Foto kertas kurang jelas.");
    CHECK(status.reasons[1] == "Ada kertas yang kurang.");
    CHECK(status.reasons[2].starts_with("Kertas yang kurang: "));
    CHECK(status.reason.find(status.reasons[2]) != std::string::npos);
}

TEST_CASE("what ends a case is asked twice") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    open_case(world, code);
    REQUIRE(world.tap("do:cancel"));
    world.harness->step(3);
    REQUIRE(world.tap("offer:0"));
    REQUIRE(world.tap("reason:done"));
    world.harness->step(3);
    world.check_page();
    world.shot("cancel-sure");
    CHECK(world.counter().view(code, nullptr)->state == CaseState::submitted);
    REQUIRE(world.tap("cancel:no"));
    world.harness->step(3);
    CHECK(world.counter().view(code, nullptr)->state == CaseState::submitted);
    REQUIRE(world.tap("do:cancel"));
    world.harness->step(3);
    REQUIRE(world.tap("offer:0"));
    REQUIRE(world.tap("reason:done"));
    world.harness->step(3);
    REQUIRE(world.tap("cancel:yes"));
    world.harness->step(3);
    CHECK(world.counter().view(code, nullptr)->state == CaseState::cancelled);
}

TEST_CASE("an amended case shows before and now, and the kades endorses many at once") {
    World world;
    std::vector<std::string> codes;
    for (const char* name : {"LUNG BILUNG", "ADA NGAU", "TIPUNG LAWE"}) {
        auto form = sktm_form();
        form["nama"] = name;
        world.base.clock.advance(61);
        codes.push_back(world.submit("SKTM", form));
    }
    auto counter = world.counter();
    const auto officers = counter.officers();
    const auto who = [&](Role role) {
        for (const auto& officer : officers) {
            if (officer.role == role) return officer.key;
        }
        return KeyId{};
    };
    const auto clerk = counter.sign_in(who(Role::petugas), kClerkPin).value();
    REQUIRE(counter.give_back(codes[0], Reason{{"isian_salah"}, ""}, clerk));
    auto mended = sktm_form();
    mended["nama"] = "LUNG BILUNG";
    mended["alamat"] = "Jalan Sungai Belayan";
    REQUIRE(counter.amend(codes[0], mended, {}, clerk));
    for (const auto& code : codes) {
        std::vector<PaperCheck> checks;
        for (const auto& paper : counter.view(code, nullptr)->papers)
            checks.push_back({paper.id, true, ""});
        REQUIRE(counter.verify(code, checks, clerk));
    }
    REQUIRE(world.sign_in(kKades, kKadesPin));
    open_case(world, codes[0]);
    CHECK(world.says("Jalan Poros Tabang"));
    CHECK(world.says("Jalan Sungai Belayan"));
    world.check_page();
    world.shot("case-changes");
    REQUIRE(world.tap("back"));
    world.harness->step(3);
    REQUIRE(world.tap("pick:" + bare(codes[1])));
    world.harness->step(3);
    CHECK(world.says("Sahkan (1)"));
    REQUIRE(world.tap("queue:all"));
    world.harness->step(3);
    CHECK(world.says("Sahkan (3)"));
    world.check_page();
    world.shot("queue-many");
    REQUIRE(world.tap("footer:action"));
    world.harness->step(3);
    world.check_page();
    world.shot("endorse-many");
    CHECK(world.says("TIPUNG LAWE"));
    // Meanwhile one goes back: it must not stop the others.
    REQUIRE(counter.give_back(codes[2], "Alamat keliru", clerk));
    REQUIRE(world.tap("endorse_many:yes"));
    world.harness->step(4);
    CHECK(world.says("2 disahkan, 1 tidak"));
    world.check_page();
    world.shot("endorse-many-done");
    CHECK(counter.view(codes[0], nullptr)->state == CaseState::endorsed);
    CHECK(counter.view(codes[1], nullptr)->state == CaseState::endorsed);
    CHECK(counter.view(codes[2], nullptr)->state == CaseState::returned);
}

TEST_CASE("the menu leads to the day book, to a paper form with its date, and to another officer") {
    World world;
    const auto code = world.submit("SKTM", sktm_form());
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    REQUIRE(world.tap("queue:menu"));
    world.harness->step(3);
    world.check_page();
    world.shot("menu");
    REQUIRE(world.tap("menu:day_book"));
    world.harness->step(3);
    CHECK(world.says(kName));
    world.check_page();
    world.shot("day-book");
    REQUIRE(world.tap("day_book:state"));
    world.harness->step(3);
    world.check_page();
    world.shot("day-book-state");
    REQUIRE(world.harness->tap_label("Surat dicetak"));
    world.harness->step(3);
    CHECK_FALSE(world.says(kName));
    REQUIRE(world.tap("day_book:state"));
    world.harness->step(3);
    REQUIRE(world.harness->tap_label("Semua"));
    world.harness->step(3);
    REQUIRE(world.tap("next"));  // save
    world.harness->step(3);
    read(world);
    const auto csv =
        read_file(world.base.folder / "cetak" / "buku-register_2026-11-01_2026-11-23.csv", 1 << 16);
    REQUIRE(csv.has_value());
    CHECK(as_text(*csv).find(kName) != std::string::npos);
    REQUIRE(world.tap("book:" + bare(code)));
    world.harness->step(3);
    CHECK(world.says("Surat pengantar RT/RW"));
    REQUIRE(world.tap("back"));
    world.harness->step(3);
    REQUIRE(world.tap("back"));
    world.harness->step(3);
    REQUIRE(world.tap("menu:walk_in"));
    world.harness->step(3);
    world.check_page();
    world.shot("walk-in");
    REQUIRE(world.tap("walk_in:service:SKTM"));
    world.harness->step(3);
    REQUIRE(world.tap("walk_in:week_back"));
    world.harness->step(3);
    CHECK(world.says("15 November 2026"));
    world.check_page();
    world.shot("walk-in-date");
    REQUIRE(world.tap("walk_in:begin"));
    world.harness->step(3);
    CHECK(world.says("Siapa pemohonnya?"));
    REQUIRE(world.tap("header:home"));
    world.harness->step(3);
    REQUIRE(world.tap("leave:yes"));
    world.harness->step(3);
    REQUIRE(world.tap("header:officer"));
    world.harness->step(3);
    CHECK_FALSE(world.app->signed_in());
    CHECK(world.says("IGUNG DING"));
}

TEST_CASE("the queue finds a case by name, by code and by the end of a NIK") {
    World world;
    auto other = sktm_form();
    other["nama"] = "ADA NGAU";
    other["nik"] = "6402125203850003";
    const auto code = world.submit("SKTM", sktm_form());
    world.base.clock.advance(61);
    (void)world.submit("SKTM", other);
    REQUIRE(world.sign_in(kClerk, kClerkPin));
    for (const auto& [typed, first, second] : {std::tuple{std::string("pebul"), true, false},
                                               {code, true, false},
                                               {std::string("0003"), false, true},
                                               {std::string("zzz"), false, false}}) {
        INFO(typed);
        REQUIRE(world.fill("queue:search", typed));
        world.harness->step(3);
        CHECK(world.says(kName) == first);
        CHECK(world.says("ADA NGAU") == second);
        REQUIRE(world.tap("queue:search"));
        for (std::size_t at = 0; at < typed.size(); ++at) world.harness->key(ui::Key::backspace);
        world.harness->key(ui::Key::escape);
        world.harness->step(2);
    }
}
