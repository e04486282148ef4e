#include "kiosk/station/health_report.h"

#include "kiosk/screens/looks.h"

using namespace disapa;
using namespace disapa::screens;
using disapa::testing::kAssets;
using disapa::testing::kClerkPin;
using disapa::testing::Looks;
using disapa::testing::World;

namespace {

HealthFacts sound() {
    HealthFacts facts;
    facts.now = 1'795'000'000;
    facts.machine = {.disk_free = 20ULL << 30,
                     .disk_total = 30ULL << 30,
                     .write_ms = 12,
                     .memory_free = 1ULL << 30,
                     .memory_total = 2ULL << 30,
                     .memory_own = 90 << 20};
    facts.care = {facts.now - 86400, facts.now - 86400, 0};
    facts.agent.running = true;
    facts.link.state = LinkState::good;
    facts.link.last_contact = facts.now - 600;
    return facts;
}

Light light_of(const HealthFacts& facts, std::string_view id) {
    const auto words = ui::Words::load(kAssets / "words" / "id.json").value();
    for (const auto& line : judge_health(facts, words)) {
        if (line.id != id) continue;
        const bool trouble = line.light == Light::yellow || line.light == Light::red;
        CHECK_MESSAGE(trouble == !line.advice.empty(), line.id);  // each with what to do
        return line.light;
    }
    FAIL("no such line");
    return Light::grey;
}

}  // namespace

TEST_CASE("a sound kiosk has no yellow and no red") {
    const auto words = ui::Words::load(kAssets / "words" / "id.json").value();
    for (const auto& line : judge_health(sound(), words)) {
        CHECK_MESSAGE((line.light == Light::green || line.light == Light::grey), line.id);
    }
    CHECK(words.missing().empty());
}

TEST_CASE("each trouble has its light and says what to do") {
    auto facts = sound();
    facts.machine.disk_free = 500 << 20;
    facts.machine.write_ms = 900;
    facts.machine.memory_free = 100 << 20;
    facts.care = {};
    facts.agent.running = false;
    facts.link.clock_doubt = true;
    facts.link.last_contact = 0;
    facts.receipt = {true, "Kertas struk habis. Isi kertas struk, lalu coba lagi."};
    CHECK(light_of(facts, "disk") == Light::yellow);
    CHECK(light_of(facts, "write") == Light::yellow);
    CHECK(light_of(facts, "memory") == Light::yellow);
    CHECK(light_of(facts, "check") == Light::yellow);
    CHECK(light_of(facts, "backup") == Light::yellow);
    CHECK(light_of(facts, "agent") == Light::red);
    CHECK(light_of(facts, "clock") == Light::red);
    CHECK(light_of(facts, "contact") == Light::yellow);
    CHECK(light_of(facts, "receipt") == Light::yellow);
    CHECK(light_of(facts, "camera") == Light::grey);
    facts.machine.disk_free = 10 << 20;
    facts.machine.write_ms = -1;
    facts.care.check_faults = 3;
    facts.care.backup_at = facts.now - 40 * 86400;
    CHECK(light_of(facts, "disk") == Light::red);
    CHECK(light_of(facts, "write") == Light::red);
    CHECK(light_of(facts, "check") == Light::red);
    CHECK(light_of(facts, "backup") == Light::red);
}

TEST_CASE("the clerk looks at the equipment; a backup without a stick is told") {
    World world;
    REQUIRE(world.sign_in("MASTORA", kClerkPin));
    world.touch("queue:menu");
    world.touch("menu:health");
    CHECK(world.says("Ruang penyimpanan"));
    CHECK(world.says("Tidak berjalan"));
    Looks(world).check("health");
    world.touch("health:save");
    CHECK(world.says("Pasang flashdisk"));
}
