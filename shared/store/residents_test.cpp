#include "shared/store/residents.h"

#include <doctest/doctest.h>

#include <fstream>

#include "shared/store/near_word.h"
#include "shared/store/store_world.h"

using namespace disapa;

namespace {

struct World {
    testing::TempFolder above;
    std::filesystem::path folder = above / "kiosk";
    World() { std::filesystem::create_directories(folder); }

    Residents made() { return Residents::create(folder).value(); }
    void put(Residents& residents, const std::vector<Resident>& people) {
        auto done = residents.write([&](ResidentWriter& writer) -> Status {
            for (const auto& one : people) {
                if (auto kept = writer.put(one); !kept) return pass(std::move(kept));
            }
            return {};
        });
        REQUIRE(done.has_value());
    }
};

Resident person(std::string nik, std::string name, std::string kk = "6402121203110004") {
    Resident one;
    one.nik = std::move(nik);
    one.kk = std::move(kk);
    one.name = std::move(name);
    one.born = "1985-03-12";
    one.sex = "2";
    one.address = "Dusun Lepo";
    one.rt = "003";
    return one;
}

std::vector<std::string> names(Residents& residents, std::string_view typed) {
    const auto people = residents.search(typed, 50).value();
    std::vector<std::string> found;
    for (const auto& one : people) found.push_back(one.name);
    return found;
}
using Names = std::vector<std::string>;

const auto kPeople = {
    person("6402125203850002", "PEBULAAN NGAU"), person("6402120101500001", "LEJAU ANYE"),
    person("6402124503870003", "LUNG BILUNG"), person("6402124503870004", "NUR'AINI BILUNG"),
    person("6402125203850009", "MUHAMMAD LEJAU", "6402121203990001")};

}  // namespace

TEST_CASE("a kiosk without a register says so and makes no file") {
    World world;
    const auto none = Residents::open(world.folder);
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().code == ErrorCode::not_found);
    CHECK_FALSE(std::filesystem::exists(world.folder / "residents.db"));
}

TEST_CASE(
    "what was written is there for another connection, and only its owner may read the file") {
    World world;
    auto residents = world.made();
    world.put(residents, kPeople);
    auto again = Residents::open(world.folder).value();
    CHECK(again.count().value() == 5);
    CHECK(again.find("6402125203850002").value() == *kPeople.begin());
    CHECK_FALSE(again.find("6402125203850003").value().has_value());
    const auto mode = std::filesystem::status(world.folder / "residents.db").permissions();
    CHECK((mode & std::filesystem::perms::all) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("names are found by the beginnings of their words, in any order and case") {
    World world;
    auto residents = world.made();
    world.put(residents, kPeople);
    CHECK(names(residents, "lej") == Names{"LEJAU ANYE", "MUHAMMAD LEJAU"});
    CHECK(names(residents, "  ngau  PEB ") == Names{"PEBULAAN NGAU"});
    CHECK(names(residents, "nuraini") == Names{"NUR'AINI BILUNG"});
    CHECK(names(residents, "bilung lung") == Names{"LUNG BILUNG"});
    CHECK(names(residents, "lejau bilung").empty());
    CHECK(names(residents, "l").empty());  // one letter finds nobody
    CHECK(names(residents, "").empty());
    CHECK(names(residents, "%").empty());
    CHECK(names(residents, "' OR 1=1 --").empty());
}

TEST_CASE("a typing error is forgiven, but never before what was typed right") {
    World world;
    auto residents = world.made();
    world.put(residents, kPeople);
    CHECK(names(residents, "pebulan ngau") == Names{"PEBULAAN NGAU"});
    CHECK(names(residents, "bliung") == Names{"LUNG BILUNG", "NUR'AINI BILUNG"});
    CHECK(names(residents, "muhamad lejau") == Names{"MUHAMMAD LEJAU"});
    CHECK(names(residents, "lejua").size() == 2);
    CHECK(names(residents, "lxj").empty());
}

TEST_CASE("digits find the beginning of a NIK or of a KK") {
    World world;
    auto residents = world.made();
    world.put(residents, kPeople);
    CHECK(names(residents, "6402 1252 0385") == Names{"MUHAMMAD LEJAU", "PEBULAAN NGAU"});
    CHECK(names(residents, "640212120399") == Names{"MUHAMMAD LEJAU"});
    CHECK(names(residents, "640").empty());
}

TEST_CASE("a second import changes by NIK, and the old name is found no more") {
    World world;
    auto residents = world.made();
    world.put(residents, kPeople);
    auto changed = *kPeople.begin();
    changed.name = "PEBULAAN USAT";
    std::vector<ResidentChange> seen;
    auto done = residents.write([&](ResidentWriter& writer) -> Status {
        seen.push_back(writer.put(changed).value());
        seen.push_back(writer.put(*(kPeople.begin() + 1)).value());
        seen.push_back(writer.put(person("6402120101990007", "ADA NGAU")).value());
        CHECK(writer.remove("6402124503870003").value());
        CHECK_FALSE(writer.remove("6402124503870003").value());
        return {};
    });
    REQUIRE(done.has_value());
    CHECK(seen ==
          std::vector{ResidentChange::changed, ResidentChange::same, ResidentChange::added});
    CHECK(names(residents, "pebulaan") == Names{"PEBULAAN USAT"});
    CHECK(names(residents, "ngau") == Names{"ADA NGAU"});
    CHECK(names(residents, "lung").empty());
    // Not even in the file's free pages.
    std::ifstream file(world.folder / "residents.db", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    CHECK(bytes.find("LUNG BILUNG") == bytes.npos);
    CHECK(bytes.find("PEBULAAN NGAU") == bytes.npos);
    CHECK(bytes.find("PEBULAAN USAT") != bytes.npos);
}

TEST_CASE("an import that fails on the way leaves the register as it was") {
    World world;
    auto residents = world.made();
    world.put(residents, kPeople);
    auto done = residents.write([&](ResidentWriter& writer) -> Status {
        (void)writer.put(person("6402120101990007", "ADA NGAU"));
        return fail(ErrorCode::io, "Berkas terputus.", "cut");
    });
    CHECK_FALSE(done.has_value());
    CHECK(residents.count().value() == 5);
    CHECK(names(residents, "ada").empty());
    // A NIK that is none is refused by the table itself.
    done = residents.write([&](ResidentWriter& writer) -> Status {
        auto kept = writer.put(person("12", "SIAPA"));
        if (!kept) return pass(std::move(kept));
        return {};
    });
    CHECK_FALSE(done.has_value());
}

TEST_CASE("a file of another program, or of a later version, is refused and left alone") {
    World world;
    { auto residents = world.made(); }
    SUBCASE("another version") {
        auto db = Database::open(world.folder / "residents.db", Database::Mode::existing).value();
        REQUIRE(db.execute("PRAGMA user_version=99;").has_value());
    }
    SUBCASE("another program") {
        std::filesystem::remove(world.folder / "residents.db");
        std::ofstream(world.folder / "residents.db") << std::string(5000, 'x');
    }
    CHECK(Residents::open(world.folder).error().code == ErrorCode::corrupt);
    CHECK(Residents::create(world.folder).error().code == ErrorCode::corrupt);
}

TEST_CASE("how near a beginning is") {
    CHECK(beginning_distance("lej", "lejau", 1) == 0);
    CHECK(beginning_distance("leju", "lejau", 1) == 1);
    CHECK(beginning_distance("eljau", "lejau", 1) == 1);
    CHECK(beginning_distance("xejau", "lejau", 1) == 2);
    CHECK(beginning_distance("lejau", "l", 2) == 3);
    CHECK(beginning_distance("", "lejau", 1) == 0);
    CHECK(beginning_distance("lejau", "", 1) == 2);
    CHECK(beginning_distance(std::string(500, 'a'), std::string(500, 'a'), 2) == 0);
    CHECK(beginning_distance("muhamad", "muhammad", 1) == 1);
    CHECK(errors_forgiven("lej") == 0);
    CHECK(errors_forgiven("muhammad") == 2);
}
