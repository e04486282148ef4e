// Children at the glass: thousands of random taps, swipes, keys and scans over the whole kiosk,
// each run repeatable by its seed. Nothing may crash, no act may be lost, and the screen that
// nobody uses may hold nothing of what was typed.
//
// DISAPA_TOUCHES and DISAPA_SEED change how many and which; tests/suites/touch runs 100,000.
#include "kiosk/screens/random_touch.h"

#include <cstdlib>
#include <set>

#include "shared/base/file.h"
#include "shared/base/text.h"

using namespace disapa;
using disapa::testing::Child;
using disapa::testing::kPersonal;
using disapa::testing::sktm_form;
using disapa::testing::World;

namespace {

long number_of(const char* variable, long otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::atol(text);
}

std::set<std::string> codes_of(World& world) {
    std::set<std::string> codes;
    for (const auto& row : world.counter().queue()) codes.insert(row.code);
    return codes;
}

}  // namespace

TEST_CASE("random touches: no crash, no act lost, nothing personal on the screen afterwards") {
    const auto touches = number_of("DISAPA_TOUCHES", 10000);
    const auto seed = static_cast<unsigned>(number_of("DISAPA_SEED", 2005));
    CAPTURE(seed);
    World world;
    world.submit("SKTM", sktm_form());
    Child child(world, seed);
    std::set<std::string> known = codes_of(world);
    const auto feed = world.kiosk.open_feed(world.base.desa).id();
    auto size = world.kiosk.size_of(feed);
    std::set<std::string> pages;
    for (long i = 1; i <= touches; ++i) {
        child.act();
        for (const auto& node : world.harness->tree().nodes) {
            if (node.role == ui::Role::heading) pages.insert(node.label);
        }
        if (i % 500 != 0) continue;
        const auto now = codes_of(world);
        for (const auto& code : known) CHECK_MESSAGE(now.contains(code), code);
        known = now;
        CHECK(world.kiosk.size_of(feed) >= size);
        size = world.kiosk.size_of(feed);
    }
    MESSAGE(pages.size(), " headings were seen, ", known.size(), " requests stand");
    CHECK(pages.size() > 10);  // the walk led somewhere
    for (int i = 0; i < 200; ++i) {
        world.base.clock.advance(1);
        world.harness->step(1, 1.0);
    }
    REQUIRE(world.harness->find("attract") != nullptr);
    CHECK_FALSE(world.app->signed_in());
    for (const auto& node : world.harness->tree().nodes) {
        if (node.id.starts_with("attract:notice")) continue;  // an officer wrote it for everybody
        for (const auto personal : kPersonal) {
            CHECK(node.label.find(personal) == std::string::npos);
            CHECK(node.value.find(personal) == std::string::npos);
        }
    }
    CHECK(world.kiosk.check().value() == std::vector<std::string>{});
}

// The first walk seldom finds the way there: past a PIN, then the menu.
TEST_CASE("random touches at the page of notices harm nothing but notices") {
    std::set<std::string> seen;
    for (unsigned seed = 1; seed <= 8; ++seed) {
        CAPTURE(seed);
        World world;
        const auto folder = world.base.folder / "kiosk";
        std::filesystem::create_directories(folder / "pengumuman");
        REQUIRE(write_file_durably(folder / "pengumuman/a.txt", as_bytes("Rapat desa\n")));
        REQUIRE(write_file_durably(folder / "pengumuman/rusak.txt", as_bytes("\x01")));
        REQUIRE(world.sign_in("MASTORA", disapa::testing::kClerkPin));
        world.touch("queue:menu");
        world.touch("menu:notices");
        if (seed % 2 == 0) REQUIRE(world.tap("notice:0"));
        Child child(world, seed);
        for (int i = 0; i < 150; ++i) {
            child.act();
            for (const auto& node : world.harness->tree().nodes) {
                if (node.id.starts_with("notice:")) seen.insert(node.id);
            }
        }
        const auto board = read_board(folder, world.base.clock.now());
        CHECK(board.notices.size() <= 2 * kNoticesMost);
        for (const auto& one : board.notices) CHECK(is_clean_text(one.heading + one.words));
        CHECK(world.kiosk.check().value() == std::vector<std::string>{});
    }
    for (const char* id : {"notice:preview", "notice:until", "notice:down", "notice:ask:yes"})
        CHECK_MESSAGE(seen.contains(id), std::string(id));
}
