#include "shared/store/writer.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include "shared/store/opening.h"
#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

// Runs in a child process, which ends without the test's own cleaning up.
template <class Work>
pid_t in_child(Work work) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        int code = 1;
        try {
            code = work();
        } catch (...) {
            code = 2;
        }
        ::_exit(code);
    }
    return child;
}

int ended(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

Entry numbered(int writer, int i) {
    const Json request = {{"type", "submitted"},
                          {"at", 1},
                          {"form", {{"nomor", writer * 100000 + i}}},
                          {"papers", Json::array()},
                          {"salt", "AAAAAAAAAAE"},
                          {"service", "SKTM"}};
    return node_entry(to_canonical(request).value());
}

bool append_one(Node& node, const Region& where, const Entry& entry) {
    return node.write([&](Writer& writer) { return writer.append(where, {entry}); }).has_value();
}

}  // namespace

TEST_CASE("two processes append to one store at once and nothing is lost") {
    Office office;
    constexpr int kEach = 200;
    for (const bool at_hub : {false, true}) {
        CAPTURE(at_hub);
        const std::string name = at_hub ? "hub" : "kiosk";
        if (!at_hub) (void)office.enrolled_kiosk("kiosk", office.desa);
        const auto appending = [&](int writer) {
            auto node = Node::open(office.folder / name, office.clock, office.random);
            if (!node) return 3;
            for (int i = 0; i < kEach; ++i) {
                if (!append_one(*node, office.desa, numbered(writer, i))) return 4;
                // Each sees what the other did in between.
                if (i % 50 == 0 && !node->book(office.desa).has_value()) return 5;
            }
            return 0;
        };
        const pid_t one = in_child([&] { return appending(1); });
        const pid_t two = in_child([&] { return appending(2); });
        CHECK(ended(one) == 0);
        CHECK(ended(two) == 0);
        Node node = office.open(name);
        const FeedId id = node.open_feed(office.desa).id();
        REQUIRE(node.size_of(id) == 2 * kEach);
        CHECK(node.heads(id, 0, UINT64_MAX).value().size() == 2 * kEach);
        std::set<Digest> found;
        const auto entries = node.entries(id, 0, UINT64_MAX).value();
        for (const auto& entry : entries) {
            found.insert(entry.digest);
        }
        CHECK(found.size() == 2 * kEach);
        // The hub's own feed holds no requests that count.
        const std::size_t cases = at_hub ? 0 : 2 * kEach;
        CHECK(node.book(office.desa).value()->cases().size() == cases);
        CHECK(faults(node) == "");
    }
}

namespace {

// Appends, tells each digest when its commit came back, and is killed in the midst of it.
void kill_in_the_midst(Office& office, const std::string& name, int round,
                       std::vector<Digest>& acknowledged) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = in_child([&] {
        ::close(ends[0]);
        auto node = Node::open(office.folder / name, office.clock, office.random);
        if (!node) return 3;
        for (int i = 0;; ++i) {
            const Entry entry = numbered(round, i);
            if (!append_one(*node, office.desa, entry)) return 4;
            if (::write(ends[1], entry.digest.bytes.data(), Digest::kSize) != Digest::kSize) {
                return 5;
            }
        }
    });
    ::close(ends[1]);
    const auto read_one = [&] {
        Digest digest;
        const auto got = ::read(ends[0], digest.bytes.data(), Digest::kSize);
        if (got != static_cast<ssize_t>(Digest::kSize)) return false;
        acknowledged.push_back(digest);
        return true;
    };
    // Somewhere inside its work: not before it has begun, not at the same place each time.
    for (int i = 0; i <= round % 4; ++i) REQUIRE(read_one());
    const Bytes work(16 * 1024, 1);
    for (int i = 0; i < round * 17 % 60; ++i) (void)sha256(work);
    ::kill(child, SIGKILL);
    CHECK(WIFSIGNALED(ended(child)));
    while (read_one()) {
    }
    ::close(ends[0]);
}

}  // namespace

TEST_CASE("what was acknowledged before a kill is there after it") {
    Office office;
    (void)office.kiosk("kiosk", office.desa);
    for (const std::string name : {"kiosk", "hub"}) {
        std::vector<Digest> acknowledged;
        for (int round = 0; round < 20; ++round) {
            kill_in_the_midst(office, name, round, acknowledged);
            Node node = office.open(name);
            CHECK(node.rebirth_sentence().empty());
            for (const auto& one : acknowledged) REQUIRE(node.find_entry(one).value().has_value());
            REQUIRE(node.size_of(node.open_feed(office.desa).id()) >= acknowledged.size());
            REQUIRE(faults(node) == "");
        }
    }
}

TEST_CASE("a full disk refuses the act, keeps the rest, and lets nothing half in") {
    Office office;
    (void)office.kiosk("kiosk", office.desa);
    auto opened = open_node(office.folder / "kiosk", office.clock, office.random, {});
    REQUIRE(opened.has_value());
    NodeCore& core = **opened;
    const auto append_to = [&](const Entry& entry) {
        return write_to(core, [&](Writer& writer) { return writer.append(office.desa, {entry}); });
    };
    REQUIRE(append_to(office.submitted()));
    REQUIRE(core.db.execute("PRAGMA max_page_count=40"));
    Status done;
    std::uint64_t kept = 1;
    while (done && kept < 1000) {
        done = append_to(office.submitted(std::string(500, 'x')));
        if (done) ++kept;
    }
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == ErrorCode::io);
    CHECK(done.error().sentence.starts_with("Penyimpanan penuh"));

    // Work that goes on after the failure leaves nothing behind either.
    const Bytes large(64 * 1024, 5);
    (void)write_to(core, [&](Writer& writer) -> Status {
        CHECK_FALSE(writer.put_blob(large).has_value());
        CHECK_FALSE(writer.put("draft", "after", {}).has_value());
        CHECK_FALSE(writer.append(office.desa, {office.submitted()}).has_value());
        return {};
    });
    Node node = office.open("kiosk");
    CHECK_FALSE(node.get("draft", "after").value().has_value());
    CHECK(node.size_of(node.open_feed(office.desa).id()) == kept);
    CHECK(faults(node) == "");
    append(node, office.desa, {office.submitted()});  // room again
}

TEST_CASE("a writer reads what it wrote, and its book with it") {
    Office office;
    Node kiosk = office.enrolled_kiosk("kiosk", office.desa);
    REQUIRE(kiosk.write([&](Writer& writer) -> Status {
        CHECK(writer.book(office.desa).value()->cases().empty());
        auto done = writer.append(office.desa, {office.submitted("A")});
        if (!done) return done;
        CHECK(writer.book(office.desa).value()->cases().size() == 1);
        done = writer.append(office.desa, {office.submitted("B")});
        CHECK(writer.book(office.desa).value()->cases().size() == 2);
        return done;
    }));
    CHECK(kiosk.book().value()->cases().size() == 2);
    CHECK(kiosk.heads(kiosk.open_feed(office.desa).id(), 0, 2).value().size() == 2);
}
