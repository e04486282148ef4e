#include "shared/store/mark.h"

#include "shared/base/file.h"
#include "shared/store/store_world.h"

using namespace disapa;
using disapa::testing::TempFolder;

namespace {

FeedId feed(std::uint8_t fill) {
    FeedId id;
    id.bytes.fill(fill);
    return id;
}

}  // namespace

TEST_CASE("a mark comes back as it was written") {
    const TempFolder folder;
    const auto keys = folder / "keys";
    REQUIRE(make_private_folder(keys));
    CHECK(read_mark(keys).value().sizes.empty());
    REQUIRE(change_mark(keys, [](Mark& mark) -> Result<bool> {
        mark.sizes[feed(1)] = 5;
        mark.sizes[feed(2)] = 12345678901ULL;
        mark.numbers["register 2026"] = 17;
        mark.hardware = {"mesin", "papan"};
        return true;
    }));
    const auto mark = read_mark(keys);
    REQUIRE(mark.has_value());
    CHECK(mark->sizes.at(feed(1)) == 5);
    CHECK(mark->sizes.at(feed(2)) == 12345678901ULL);
    CHECK(mark->numbers.at("register 2026") == 17);
    CHECK(mark->hardware.machine == "mesin");
    CHECK(mark->hardware.board == "papan");
    const auto permissions = std::filesystem::status(keys / "mark").permissions();
    CHECK(permissions ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("a change that changes nothing writes nothing") {
    const TempFolder folder;
    REQUIRE(change_mark(folder / ".", [](Mark&) -> Result<bool> { return false; }));
    CHECK_FALSE(std::filesystem::exists(folder / "mark"));
}

TEST_CASE("a damaged mark is told, never read as empty") {
    const TempFolder folder;
    for (const std::string_view text :
         {"", "disapa-mark 1", "disapa-mark 2\n", "disapa-mark 1\nsize abc 5\n",
          "disapa-mark 1\nnumber x desa\n", "disapa-mark 1\nsize\n", "disapa-mark 1\nother 1 2\n",
          "disapa-mark 1\nnumber 5x desa\n"}) {
        CAPTURE(text);
        REQUIRE(write_file_durably(folder / "mark", as_bytes(text)));
        const auto mark = read_mark(folder / ".");
        REQUIRE_FALSE(mark.has_value());
        CHECK(mark.error().code == ErrorCode::corrupt);
    }
}

TEST_CASE("hardware differs only by what both sides could read") {
    CHECK_FALSE(Hardware{"a", "b"}.differs_from({"a", "b"}));
    CHECK_FALSE(Hardware{"a", ""}.differs_from({"a", "b"}));
    CHECK_FALSE(Hardware{"", ""}.differs_from({"a", "b"}));
    CHECK(Hardware{"a", "b"}.differs_from({"a", "c"}));
    CHECK(Hardware{"a", ""}.differs_from({"c", "b"}));
    CHECK_FALSE(this_hardware().differs_from(this_hardware()));
}

TEST_CASE("a birth comes back, a damaged one does not") {
    const TempFolder folder;
    Birth birth;
    birth.bytes = {1, 2, 3, 4, 5, 6, 7, 8};
    REQUIRE(write_birth(folder / ".", birth));
    CHECK(read_birth(folder / ".").value() == birth);
    REQUIRE(write_file_durably(folder / "birth", as_bytes("AAAA\n")));
    CHECK(read_birth(folder / ".").error().code == ErrorCode::corrupt);
}
