#include "shared/store/opening.h"

#include "shared/store/mark.h"
#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

namespace fs = std::filesystem;

// A copy of the database alone, as somebody without `backup` would make it.
void copy_database(const fs::path& from, const fs::path& to) {
    fs::copy_file(from, to, fs::copy_options::overwrite_existing);
}

}  // namespace

TEST_CASE("a kiosk with an older database starts new feeds under the same key") {
    Office office;
    const auto folder = office.folder / "kiosk";
    Birth old_birth;
    FeedName old_feed;
    {
        Node kiosk = office.enrolled_kiosk("kiosk", office.desa);
        old_birth = kiosk.birth();
        old_feed = kiosk.open_feed(office.desa);
        append(kiosk, office.desa, {office.submitted("A")});
        copy_database(folder / "disapa.db", folder / "old.db");
        append(kiosk, office.desa, {office.submitted("B")});
        REQUIRE(kiosk.before_leaving());
    }
    copy_database(folder / "old.db", folder / "disapa.db");
    Node kiosk = office.open("kiosk");
    CHECK(kiosk.birth() != old_birth);
    CHECK_FALSE(kiosk.rebirth_sentence().empty());
    CHECK(kiosk.size_of(old_feed.id()) == 1);
    CHECK(kiosk.feeds().size() == 2);  // the new feed begins with its first act
    append(kiosk, office.desa, {office.submitted("C")});
    CHECK(kiosk.size_of(kiosk.open_feed(office.desa).id()) == 1);
    CHECK(kiosk.size_of(old_feed.id()) == 1);
    CHECK(kiosk.book().value()->cases().size() == 2);
    REQUIRE(kiosk.before_leaving());
    CHECK(faults(kiosk) == "");

    // Told once, by whichever process the clerk sees; no further birth.
    Node again = office.open("kiosk");
    CHECK(again.birth() == kiosk.birth());
    CHECK_FALSE(again.rebirth_sentence().empty());
    REQUIRE(again.rebirth_told());
    CHECK(again.rebirth_sentence().empty());
    CHECK(office.open("kiosk").rebirth_sentence().empty());
}

TEST_CASE("what never left may be put back without a new birth") {
    Office office;
    const auto folder = office.folder / "kiosk";
    Birth birth;
    {
        Node kiosk = office.kiosk("kiosk", office.desa);
        birth = kiosk.birth();
        append(kiosk, office.desa, {office.submitted("A")});
        REQUIRE(kiosk.before_leaving());
        copy_database(folder / "disapa.db", folder / "old.db");
        append(kiosk, office.desa, {office.submitted("B")});
    }
    copy_database(folder / "old.db", folder / "disapa.db");
    CHECK(office.open("kiosk").birth() == birth);
}

TEST_CASE("before_leaving writes only when something grew") {
    Office office;
    const auto mark = office.folder / "kiosk/keys/mark";
    Node kiosk = office.kiosk("kiosk", office.desa);
    append(kiosk, office.desa, {office.submitted()});
    REQUIRE(kiosk.before_leaving());
    const FeedId id = kiosk.open_feed(office.desa).id();
    CHECK(read_mark(office.folder / "kiosk/keys").value().sizes.at(id) == 1);
    fs::remove(mark);
    REQUIRE(kiosk.before_leaving());
    REQUIRE(kiosk.write([](Writer& writer) { return writer.put("draft", "a", {}); }));
    REQUIRE(kiosk.before_leaving());
    CHECK_FALSE(fs::exists(mark));
    append(kiosk, office.desa, {office.submitted()});
    REQUIRE(kiosk.before_leaving());
    CHECK(read_mark(office.folder / "kiosk/keys").value().sizes.at(id) == 2);
    CHECK_FALSE(kiosk.write([&](Writer&) { return kiosk.before_leaving(); }));
}

TEST_CASE("a mark never goes back when another process is ahead") {
    Office office;
    Node one = office.kiosk("kiosk", office.desa);
    Node two = office.open("kiosk");
    append(one, office.desa, {office.submitted()});
    REQUIRE(one.before_leaving());
    const auto keys = office.folder / "kiosk/keys";
    const FeedId id = one.open_feed(office.desa).id();
    REQUIRE(change_mark(keys, [&](Mark& mark) -> Result<bool> {
        mark.sizes[id] = 9;
        return true;
    }));
    REQUIRE(two.before_leaving());
    CHECK(read_mark(keys).value().sizes.at(id) == 9);
}

TEST_CASE("a kiosk on other hardware draws a new birth; a hub may move") {
    Office office;
    Birth birth;
    {
        const Node kiosk = office.kiosk("kiosk", office.desa);
        birth = kiosk.birth();
    }
    const auto other = [](Mark& mark) -> Result<bool> {
        mark.hardware = {"mesin-lain", "papan-lain"};
        return true;
    };
    REQUIRE(change_mark(office.folder / "kiosk/keys", other));
    if (!this_hardware().differs_from({"mesin-lain", "papan-lain"})) {
        MESSAGE("this machine has no readable name");
        return;
    }
    const Node kiosk = office.open("kiosk");
    CHECK(kiosk.birth() != birth);
    CHECK_FALSE(kiosk.rebirth_sentence().empty());
    CHECK(office.open("kiosk").birth() == kiosk.birth());

    const Birth hub_birth = office.open("hub").birth();
    REQUIRE(change_mark(office.folder / "hub/keys", other));
    CHECK(office.open("hub").birth() == hub_birth);
}

TEST_CASE("a backup is another birth: put back, it shows itself") {
    Office office;
    const auto folder = office.folder / "kiosk";
    Birth birth;
    {
        Node kiosk = office.enrolled_kiosk("kiosk", office.desa);
        birth = kiosk.birth();
        append(kiosk, office.desa, {office.submitted("A")});
        REQUIRE(kiosk.backup(folder / "backup.db"));
        CHECK(kiosk.backup(folder / "backup.db").error().code == ErrorCode::refused);
        append(kiosk, office.desa, {office.submitted("B")});
        CHECK(office.open("kiosk").birth() == birth);
    }
    copy_database(folder / "backup.db", folder / "disapa.db");
    Node kiosk = office.open("kiosk");
    CHECK(kiosk.birth() != birth);
    CHECK(kiosk.book().value()->cases().size() == 1);
    CHECK_FALSE(kiosk.rebirth_sentence().empty());
    CHECK(faults(kiosk) == "");
}

TEST_CASE("a kiosk whose database is lost is rescued from its keys' folder") {
    Office office;
    const auto folder = office.folder / "kiosk";
    KeyId id;
    Birth birth;
    {
        Node kiosk = office.kiosk("kiosk", office.desa);
        id = kiosk.id();
        birth = kiosk.birth();
        append(kiosk, office.desa, {office.submitted("A")});
        REQUIRE(kiosk.before_leaving());
    }
    fs::remove(folder / "disapa.db");
    // Not by a new enrolment, which would take another name for granted.
    CHECK_FALSE(Node::create(folder, office.kiosk_setup(office.desa), office.random));
    Node kiosk = office.open("kiosk");
    CHECK(kiosk.id() == id);
    CHECK(kiosk.birth() != birth);
    CHECK(kiosk.setup().region == office.desa);
    CHECK_FALSE(kiosk.rebirth_sentence().empty());
    append(kiosk, office.desa, {office.submitted("B")});
    CHECK(office.open("kiosk").birth() == kiosk.birth());
}

TEST_CASE("a restored or lost hub is not opened") {
    Office office;
    const auto folder = office.folder / "hub";
    {
        Node hub = office.open("hub");
        REQUIRE(hub.backup(folder / "backup.db"));
    }
    fs::rename(folder / "disapa.db", folder / "kept.db");
    fs::remove(folder / "disapa.db-wal");
    fs::remove(folder / "disapa.db-shm");
    const auto lost = Node::open(folder, office.clock, office.random);
    REQUIRE_FALSE(lost.has_value());
    CHECK(lost.error().code == ErrorCode::corrupt);
    copy_database(folder / "backup.db", folder / "disapa.db");
    const auto restored = Node::open(folder, office.clock, office.random);
    REQUIRE_FALSE(restored.has_value());
    CHECK(restored.error().code == ErrorCode::refused);
    CHECK(restored.error().sentence.find("hubungi") != std::string::npos);
}

TEST_CASE("a hub behind its mark is not opened") {
    Office office;
    {
        Node hub = office.open("hub");
        REQUIRE(hub.before_leaving());
    }
    CHECK(Node::open(office.folder / "hub", office.clock, office.random).has_value());
    REQUIRE(change_mark(office.folder / "hub/keys", [](Mark& mark) -> Result<bool> {
        for (auto& [feed, size] : mark.sizes) size += 1;
        return !mark.sizes.empty();
    }));
    CHECK_FALSE(Node::open(office.folder / "hub", office.clock, office.random).has_value());
}

TEST_CASE("a damaged database is refused and left as it is") {
    Office office;
    const auto file = office.folder / "kiosk/disapa.db";
    {
        Node kiosk = office.kiosk("kiosk", office.desa);
        for (int i = 0; i < 20; ++i) append(kiosk, office.desa, {office.submitted()});
    }
    const auto size = fs::file_size(file);
    {
        std::FILE* raw = std::fopen(file.c_str(), "r+b");
        REQUIRE(raw != nullptr);
        for (long page = 2; page < static_cast<long>(size / 4096); ++page) {
            std::fseek(raw, page * 4096, SEEK_SET);
            for (int i = 0; i < 64; ++i) std::fputc(0xff, raw);
        }
        std::fclose(raw);
    }
    const auto node = Node::open(office.folder / "kiosk", office.clock, office.random);
    REQUIRE_FALSE(node.has_value());
    CHECK(node.error().code == ErrorCode::corrupt);
    CHECK(fs::file_size(file) == size);
}

TEST_CASE("an interrupted creation is finished with the keys that are there") {
    Office office;
    const auto folder = office.folder / "kiosk";
    KeyId id;
    {
        const Node kiosk = office.kiosk("kiosk", office.desa);
        id = kiosk.id();
    }
    fs::remove(folder / "disapa.db");
    fs::remove(folder / "keys/setup");
    REQUIRE(Node::create(folder, office.kiosk_setup(office.desa), office.random));
    CHECK(office.open("kiosk").id() == id);
}
