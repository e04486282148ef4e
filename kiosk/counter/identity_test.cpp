#include "kiosk/counter/identity.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "kiosk/counter/counter.h"
#include "shared/base/limits.h"
#include "shared/store/store_world.h"

using namespace disapa;

namespace {

constexpr const char* kNik = "6402125203850002";
constexpr const char* kBorn = "1985-03-12";
constexpr const char* kTail = "0004";

struct World {
    testing::Office office;
    Node node = office.kiosk("kiosk", office.desa);
    Session clerk{{}, SigningKey::generate(office.random)};

    World() {
        Resident one;
        one.nik = kNik;
        one.kk = "6402121203110004";
        one.name = "PEBULAAN NGAU";
        one.born = kBorn;
        one.sex = "2";
        one.rt = "003";
        Resident cardless = one;
        cardless.nik = "6402125203850003";
        cardless.kk.clear();
        cardless.born.clear();
        auto residents = Residents::create(node.folder()).value();
        const auto done = residents.write([&](ResidentWriter& writer) -> Status {
            (void)writer.put(one).value();
            (void)writer.put(cardless).value();
            return {};
        });
        REQUIRE(done.has_value());
    }
    Result<Json> ask(const char* nik = kNik, const char* born = kBorn, const char* tail = kTail) {
        return Identity(node).identify(nik, born, tail);
    }
    void wait(int minutes) { office.clock.advance(minutes * 60); }
};

}  // namespace

TEST_CASE("who knows NIK, birth date and the end of the KK gets what the register knows") {
    World world;
    CHECK(Identity(world.node).has_register());
    const auto known = world.ask().value();
    CHECK(known.at("nama") == "PEBULAAN NGAU");
    CHECK(known.at("no_kk") == "6402121203110004");
    CHECK(known.at("rt") == "003");
    CHECK_FALSE(known.contains("rw"));  // not known
}

TEST_CASE("a wrong answer never says what was wrong") {
    World world;
    const auto unknown = world.ask("6402125203850009");
    REQUIRE_FALSE(unknown.has_value());
    CHECK(unknown.error().code == ErrorCode::refused);
    CHECK(unknown.error().sentence.starts_with("Data tidak cocok."));
    for (const auto& [nik, born, tail] :
         {std::tuple{kNik, "1985-03-13", kTail}, std::tuple{kNik, kBorn, "0005"},
          std::tuple{kNik, "", ""}, std::tuple{"6402125203850003", "", ""},
          std::tuple{"", "", ""}}) {
        const auto wrong = world.ask(nik, born, tail);
        REQUIRE_FALSE(wrong.has_value());
        CHECK(wrong.error().sentence == unknown.error().sentence);
        CHECK(wrong.error().log == unknown.error().log);
        CHECK(wrong.error().code == unknown.error().code);
    }
}

TEST_CASE("three wrong answers for a NIK, then 1, 5 and 30 minutes, also after a restart") {
    World world;
    for (int i = 0; i < limits::kIdentityFreeTries; ++i) {
        CHECK(world.ask(kNik, kBorn, "9999").error().code == ErrorCode::refused);
    }
    // Even the right answer must wait.
    CHECK(world.ask().error().code == ErrorCode::throttled);
    CHECK(world.ask().error().sentence.find("Tunggu 1 menit") != std::string::npos);
    world.node = world.office.open("kiosk");
    CHECK(world.ask().error().code == ErrorCode::throttled);
    world.wait(1);
    CHECK(world.ask(kNik, kBorn, "9999").error().code == ErrorCode::refused);
    CHECK(world.ask().error().sentence.find("Tunggu 5 menit") != std::string::npos);
    world.wait(5);
    CHECK(world.ask(kNik, kBorn, "9999").error().code == ErrorCode::refused);
    CHECK(world.ask().error().sentence.find("Tunggu 30 menit") != std::string::npos);
    world.wait(29);
    CHECK(world.ask().error().code == ErrorCode::throttled);
    world.wait(1);
    CHECK(world.ask().has_value());
    // The right answer clears the NIK.
    CHECK(world.ask(kNik, kBorn, "9999").error().code == ErrorCode::refused);
    CHECK(world.ask().has_value());
}

TEST_CASE("many NIK tried at one kiosk are throttled too") {
    World world;
    for (int i = 0; i < limits::kIdentityFreeTriesHere; ++i) {
        const auto nik = "64021252038510" + std::to_string(10 + i);
        CHECK(world.ask(nik.c_str()).error().code == ErrorCode::refused);
    }
    CHECK(world.ask("6402125203859999").error().code == ErrorCode::throttled);
    CHECK(world.ask().error().code == ErrorCode::throttled);
    world.wait(1);
    CHECK(world.ask().has_value());
    // Who shows himself does not free the others: one step back, not all of them.
    CHECK(world.ask("6402125203859998").error().code == ErrorCode::throttled);
    world.wait(limits::kIdentityForgetMinutes + 60);
    CHECK(world.ask("6402125203859998").error().code == ErrorCode::refused);
}

TEST_CASE("a clock put back neither frees nor locks for ever") {
    World world;
    for (int i = 0; i < limits::kIdentityFreeTries; ++i) (void)world.ask(kNik, kBorn, "9999");
    world.office.clock.advance(-400 * 86400);
    CHECK(world.ask().error().code == ErrorCode::throttled);
    world.wait(1);
    CHECK(world.ask().has_value());
}

TEST_CASE("the count of tries holds no NIK") {
    World world;
    (void)world.ask(kNik, kBorn, "9999");
    const auto records = world.node.list("identity").value();
    CHECK(records.size() == 2);
    for (const auto& [key, value] : records) {
        CHECK(key.find("6402") == key.npos);
        CHECK(as_text(value).find(kNik) == std::string_view::npos);
    }
    // A damaged count is the longest wait.
    REQUIRE(world.node
                .write([&](Writer& writer) -> Status {
                    return writer.put("identity", "here", as_bytes("{}"));
                })
                .has_value());
    CHECK(world.ask().error().code == ErrorCode::throttled);
}

TEST_CASE("a clerk finds by name and sees name, year and RT until he chooses") {
    World world;
    Identity identity(world.node);
    const auto rows = identity.search("pebulan", 10, world.clerk).value();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].name == "PEBULAAN NGAU");
    CHECK(rows[0].birth_year == 1985);
    CHECK(rows[1].birth_year == 0);
    CHECK(rows[0].rt == "003");
    CHECK(identity.choose(rows[0].nik, world.clerk).value().at("nik") == kNik);
    CHECK(identity.choose("6402120000000000", world.clerk).error().code == ErrorCode::not_found);
}

TEST_CASE("without a register nothing is asked of anybody") {
    testing::Office office;
    auto node = office.kiosk("kiosk", office.desa);
    CHECK_FALSE(Identity(node).has_register());
    CHECK(Identity(node).identify(kNik, kBorn, kTail).error().code == ErrorCode::not_found);
    CHECK(node.list("identity").value().empty());
}
