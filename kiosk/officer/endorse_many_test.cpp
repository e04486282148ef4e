#include "kiosk/officer/endorse_many.h"

#include "kiosk/screens/officer_world.h"

using namespace disapa;
using disapa::testing::bare;
using disapa::testing::kClerkPin;
using disapa::testing::kKades;
using disapa::testing::kKadesPin;
using disapa::testing::open_case;
using disapa::testing::sktm_form;
using disapa::testing::World;

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
        const auto view = counter.view(code, nullptr).value();
        for (const auto& paper : view.papers) checks.push_back({paper.id, true, ""});
        REQUIRE(counter.verify(code, checks, clerk));
    }
    REQUIRE(world.sign_in(kKades, kKadesPin));
    open_case(world, codes[0]);
    CHECK(world.says("Jalan Poros Tabang"));
    CHECK(world.says("Jalan Sungai Belayan"));
    world.check_page();
    world.shot("case-changes");
    world.touch("back");
    world.touch("pick:" + bare(codes[1]));
    CHECK(world.says("Sahkan (1)"));
    world.touch("queue:all");
    CHECK(world.says("Sahkan (3)"));
    world.check_page();
    world.shot("queue-many");
    world.touch("footer:action");
    world.check_page();
    world.shot("endorse-many");
    CHECK(world.says("TIPUNG LAWE"));
    // Meanwhile one goes back: it must not stop the others.
    REQUIRE(counter.give_back(codes[2], "Alamat keliru", clerk));
    world.touch("endorse_many:yes");
    CHECK(world.says("2 disahkan, 1 tidak"));
    world.check_page();
    world.shot("endorse-many-done");
    CHECK(counter.view(codes[0], nullptr)->state == CaseState::endorsed);
    CHECK(counter.view(codes[1], nullptr)->state == CaseState::endorsed);
    CHECK(counter.view(codes[2], nullptr)->state == CaseState::returned);
}

TEST_CASE("where all were endorsed, nobody is told that none was not") {
    World world;
    screens::EndorseManySheet sheet;
    sheet.results = {
        {"X", "X", "ADA NGAU", "SKTM", "400.9.14/001/UMD/XI/2026", ""},
        {"Y", "Y", "LUNG BILUNG", "SKTM", "400.9.14/002/UMD/XI/2026", ""},
    };
    world.harness = std::make_unique<ui::Harness>(
        world.words, [&](ui::Ui& ui) { (void)screens::draw_endorse_many(ui, sheet); });
    world.harness->step(4);
    CHECK(world.harness->tree().labelled("2 disahkan") != nullptr);
    world.shot("endorse-many-all");
    sheet.results[1].problem = "Belum diverifikasi petugas.";
    world.harness->step(4);
    CHECK(world.harness->tree().labelled("1 disahkan, 1 tidak") != nullptr);
}
