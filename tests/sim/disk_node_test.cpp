// Real nodes on the virtual disk: the power goes between any two of their disk operations, and what
// was told as written is there again afterwards.
#include <map>

#include "shared/base/thorough.h"
#include "shared/store/database.h"
#include "shared/store/store_world.h"
#include "tests/sim/dice.h"
#include "tests/sim/disk.h"

using namespace disapa;
using disapa::sim::Dice;
using disapa::sim::Disk;
using disapa::testing::Office;

namespace {

namespace fs = std::filesystem;

constexpr int kCuts = 250 / static_cast<int>(disapa::testing::kOneOf);

// One machine that does what a node does all day, and remembers what it was told.
struct Worker {
    Office& office;
    Disk& disk;
    fs::path folder;
    Dice dice;
    SeededRandom cuts;
    std::map<Digest, Bytes> told;  // entries of writes that returned well
    std::map<Digest, Bytes> blobs;
    std::map<std::string, Bytes> records;
    std::size_t kept_ever = 0;  // of `told`
    std::uint64_t marked = 0;   // my feed's size when something last left
    int numbers = 0;

    Worker(Office& world, Disk& used, const std::string& name, std::uint64_t seed)
        : office(world), disk(used), folder(world.folder / name), dice(seed, name), cuts(seed) {}

    Region where(const Node& node) const {
        return node.setup().kind == NodeKind::hub ? office.desa : node.setup().region;
    }

    void append_one(Node& node) {
        const Entry entry = office.submitted("Budi " + std::string(dice.below(900), 'x'));
        const Bytes blob(dice.chance(10) ? dice.below(30000) : dice.below(40),
                         static_cast<std::uint8_t>(dice.below(256)));
        const std::string key = "k" + std::to_string(dice.below(5));
        const Bytes value(dice.below(3000), static_cast<std::uint8_t>(dice.below(256)));
        Digest hash;
        const auto done = node.write([&](Writer& writer) -> Status {
            auto put = writer.append(where(node), {entry});
            if (!put) return put;
            auto kept = writer.put_blob(blob);
            if (!kept) return pass(std::move(kept));
            hash = *kept;
            return writer.put("test", key, value);
        });
        if (!done) {
            records.erase(key);  // either value may be there
            return;
        }
        told[entry.digest] = entry.payload;
        ++kept_ever;
        blobs[hash] = blob;
        records[key] = value;
    }

    // Until the power goes.
    void work(Node& node) {
        for (int step = 0; step < 60 && !disk.is_off(folder); ++step) {
            const std::uint64_t size = node.size_of(node.open_feed(where(node)).id());
            if (dice.chance(20) && node.before_leaving()) marked = std::max(marked, size);
            if (dice.chance(10) && node.mark_number("desa", numbers + 1)) ++numbers;
            append_one(node);
        }
    }

    void check(Node& node) {
        for (const auto& [digest, payload] : told) {
            const auto held = node.payload(digest);
            REQUIRE(held.has_value());
            REQUIRE(held->has_value());
            REQUIRE(**held == payload);
        }
        for (const auto& [hash, bytes] : blobs) REQUIRE(node.blob(hash).value() == bytes);
        for (const auto& [key, value] : records) REQUIRE(node.get("test", key).value() == value);
        REQUIRE(node.marked_number("desa") >= numbers);
        // No restore was made, so none is seen: the database never falls behind its mark.
        REQUIRE(node.rebirth_sentence().empty());
        REQUIRE(node.size_of(node.open_feed(where(node)).id()) >= marked);
    }

    Result<Node> open() {
        Node::Options options;
        options.checkpointer = office.hub_setup.hub_key == hub_key_at();
        return Node::open(folder, office.clock, office.random, options);
    }
    [[nodiscard]] PublicKey hub_key_at() const {
        return is_hub ? office.hub_setup.hub_key : PublicKey{};
    }
    bool is_hub = false;

    // Works, loses power somewhere, and comes back.
    void live(int rounds) {
        for (int round = 0; round < rounds; ++round) {
            CAPTURE(round);
            disk.fail_after(folder, dice.below(dice.chance(30) ? 60 : 600));
            {
                auto node = open();
                REQUIRE((node.has_value() || disk.is_off(folder)));
                if (node) {
                    REQUIRE(node->rebirth_sentence().empty());
                    work(*node);
                }
            }
            disk.cut(folder, cuts);
            auto node = open();  // with quick_check
            REQUIRE_MESSAGE(node.has_value(), (node ? "" : node.error().log));
            check(*node);
            if (round % 50 != 49 && round + 1 != rounds) continue;
            REQUIRE(testing::faults(*node).empty());
            forget_some();
        }
        REQUIRE(kept_ever > static_cast<std::size_t>(rounds) * 2);
    }
    // So that the test stays quick.
    void forget_some() {
        blobs.clear();
        while (told.size() > 50) told.erase(told.begin());
    }
};

}  // namespace

TEST_CASE("a kiosk loses nothing it was told to keep in any power cut") {
    Office office;
    Disk disk;
    { (void)office.enrolled_kiosk("kios", office.desa); }
    disk.watch(office.folder / "kios");
    Worker worker(office, disk, "kios", 1);
    worker.live(kCuts);
    CHECK(disk.strangers(office.folder / "kios").empty());
}

TEST_CASE("a hub loses nothing it was told to keep in any power cut") {
    Office office;
    Disk disk;
    disk.watch(office.folder / "hub");
    Worker worker(office, disk, "hub", 2);
    worker.is_hub = true;
    worker.live(kCuts);
    CHECK(disk.strangers(office.folder / "hub").empty());
}

TEST_CASE("a node that was cut while it was made can be opened or made again") {
    for (const NodeKind kind : {NodeKind::kiosk, NodeKind::hub}) {
        Office office;
        const NodeSetup setup =
            kind == NodeKind::hub ? office.hub_setup : office.kiosk_setup(office.desa);
        Disk disk;
        SeededRandom cuts{3};
        bool whole = false;
        for (std::uint64_t n = 0; !whole; ++n) {
            for (int again = 0; again < 2; ++again) {
                CAPTURE(n);
                const fs::path folder = office.folder / "baru";
                fs::create_directory(folder);
                disk.watch(folder);
                disk.fail_after(folder, n);
                whole = Node::create(folder / "d", setup, office.random).has_value();
                disk.cut(folder, cuts);
                auto node = Node::open(folder / "d", office.clock, office.random);
                if (whole) {
                    // What was told as made is there, as it was made.
                    REQUIRE_MESSAGE(node.has_value(), (node ? "" : node.error().log));
                    REQUIRE(node->rebirth_sentence().empty());
                }
                if (!node) {
                    const auto made = Node::create(folder / "d", setup, office.random);
                    REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().log));
                    node = Node::open(folder / "d", office.clock, office.random);
                    REQUIRE_MESSAGE(node.has_value(), (node ? "" : node.error().log));
                }
                REQUIRE(testing::faults(*node).empty());
                node = fail(ErrorCode::io, "", "closed");
                disk.forget(folder);
                fs::remove_all(folder);
            }
        }
    }
}

TEST_CASE("a full disk takes nothing that is not told, and works again when there is room") {
    Office office;
    Disk disk;
    { (void)office.enrolled_kiosk("kios", office.desa); }
    const fs::path folder = office.folder / "kios";
    disk.watch(folder);
    Worker worker(office, disk, "kios", 4);
    auto node = worker.open();
    REQUIRE(node.has_value());
    for (int round = 0; round < 40; ++round) {
        disk.set_space(folder, worker.dice.below(60000));
        for (int step = 0; step < 5; ++step) worker.append_one(*node);
        disk.set_space(folder, std::nullopt);
        worker.check(*node);
        const auto before = worker.told.size();
        worker.append_one(*node);
        REQUIRE(worker.told.size() == before + 1);
    }
    REQUIRE(testing::faults(*node).empty());
    CHECK(disk.strangers(folder).empty());
}

TEST_CASE("a database that does not wait for the disk is caught by this disk") {
    // The test of the test: with synchronous=OFF a committed row must get lost.
    testing::TempFolder above;
    const fs::path folder = above / "m";
    fs::create_directory(folder);
    Disk disk;
    SeededRandom cuts{5};
    disk.watch(folder);
    bool lost = false;
    for (int round = 0; round < 50 && !lost; ++round) {
        const fs::path file = folder / ("x" + std::to_string(round));
        {
            auto db = Database::open(file, Database::Mode::create);
            REQUIRE(db.has_value());
            REQUIRE(
                db->execute("PRAGMA synchronous=OFF; CREATE TABLE t(a); INSERT INTO t VALUES(1);"));
        }
        disk.cut(folder, cuts);
        auto db = Database::open(file, Database::Mode::existing);
        lost = !db || !db->execute("SELECT a FROM t");
    }
    CHECK(lost);
}
