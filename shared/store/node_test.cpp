#include "shared/store/node.h"

#include "shared/log/merkle.h"
#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

Bytes bytes_of(std::string_view text) {
    const auto view = as_bytes(text);
    return {view.begin(), view.end()};
}

std::filesystem::perms mode(const std::filesystem::path& path) {
    return std::filesystem::status(path).permissions();
}

}  // namespace

TEST_CASE("a node is made once, privately, and is the same when opened again") {
    Office office;
    const Node kiosk = office.kiosk("kiosk", office.desa);
    CHECK(kiosk.setup().region == office.desa);
    CHECK(kiosk.setup().hub_key == office.hub_setup.hub_key);
    CHECK(kiosk.rebirth_sentence().empty());
    const auto folder = office.folder / "kiosk";
    CHECK(mode(folder) == std::filesystem::perms::owner_all);
    const auto owner_only =
        std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
    for (const char* name : {"disapa.db", "keys/node.key", "keys/box.key", "keys/birth"}) {
        CAPTURE(name);
        CHECK(mode(folder / name) == owner_only);
    }
    const Node again = office.open("kiosk");
    CHECK(again.id() == kiosk.id());
    CHECK(again.birth() == kiosk.birth());
    CHECK(again.rebirth_sentence().empty());
    const auto twice = Node::create(folder, office.kiosk_setup(office.desa), office.random);
    REQUIRE_FALSE(twice.has_value());
    CHECK(twice.error().code == ErrorCode::refused);
    CHECK(office.open("kiosk").id() == kiosk.id());
}

TEST_CASE("a folder without a node, and regions that do not fit, are refused with a sentence") {
    Office office;
    const auto none = Node::open(office.folder / "none", office.clock, office.random);
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().code == ErrorCode::not_found);
    auto setup = office.kiosk_setup(region("64.02.13.2001"));
    CHECK(Node::create(office.folder / "k", setup, office.random).error().code ==
          ErrorCode::invalid);
    setup = office.kiosk_setup(office.kecamatan);
    CHECK_FALSE(Node::create(office.folder / "k", setup, office.random));
    CHECK_FALSE(std::filesystem::exists(office.folder / "k"));
}

TEST_CASE("what is appended stands in the feed, under signed heads") {
    Office office;
    Node kiosk = office.kiosk("kiosk", office.desa);
    const FeedName name = kiosk.open_feed(office.desa);
    CHECK(kiosk.size_of(name.id()) == 0);
    const Entry first = office.submitted("A");
    append(kiosk, office.desa, {first});
    append(kiosk, office.desa, {office.submitted("B"), office.submitted("C")});
    CHECK(kiosk.size_of(name.id()) == 3);
    CHECK(kiosk.feeds() == std::vector{name});

    const auto entries = kiosk.entries(name.id(), 0, UINT64_MAX).value();
    REQUIRE(entries.size() == 3);
    CHECK(entries.front().digest == first.digest);
    CHECK(entries.front().payload == first.payload);
    CHECK(kiosk.entries(name.id(), 2, 1).value().empty());

    const auto heads = kiosk.heads(name.id(), 0, UINT64_MAX).value();
    REQUIRE(heads.size() == 2);
    CHECK(heads[0].size == 1);
    CHECK(heads[1].size == 3);
    for (const auto& head : heads) {
        CHECK(verify_head(name.node, head));
        CHECK(head.root == kiosk.root_at(name.id(), head.size));
    }
    CHECK(kiosk.heads(name.id(), 1, 3).value().size() == 1);
    CHECK(kiosk.root_at(name.id(), 0) == empty_root());
    CHECK(kiosk.root_at(name.id(), 4).is_zero());
    CHECK(kiosk.find_entry(first.digest).value()->index == 0);
    CHECK(kiosk.payload(first.digest).value() == first.payload);
    CHECK_FALSE(kiosk.payload(Digest{}).value().has_value());
    CHECK_FALSE(kiosk.find_entry(Digest{}).value().has_value());
    CHECK(kiosk.desa_regions() == std::vector{office.desa});
    CHECK(faults(kiosk) == "");

    Node again = office.open("kiosk");
    CHECK(again.size_of(name.id()) == 3);
}

TEST_CASE("a long append is cut by heads, so that it can travel in chunks") {
    Office office;
    Node kiosk = office.kiosk("kiosk", office.desa);
    std::vector<Entry> many;
    for (int i = 0; i < 100; ++i) many.push_back(office.submitted(std::string(200, 'x')));
    append(kiosk, office.desa, std::move(many));
    const auto id = kiosk.open_feed(office.desa).id();
    const auto heads = kiosk.heads(id, 0, UINT64_MAX).value();
    CHECK(heads.size() > 2);
    CHECK(heads.back().size == 100);
    CHECK(faults(kiosk) == "");
}

TEST_CASE("nothing unsound is appended") {
    Office office;
    Node kiosk = office.kiosk("kiosk", office.desa);
    const auto code_of = [&](const Region& where, const Entry& entry) {
        const auto done = kiosk.write([&](Writer& writer) {
            return writer.append(where, {office.submitted(), entry});
        });
        return done ? std::optional<ErrorCode>() : std::optional(done.error().code);
    };
    CHECK(code_of(office.other_desa, office.submitted()) == ErrorCode::internal);
    CHECK(code_of(office.kecamatan, office.submitted()) == ErrorCode::internal);
    Entry wrong = office.submitted();
    wrong.digest.bytes[0] ^= 1;
    CHECK(code_of(office.desa, wrong) == ErrorCode::internal);
    CHECK(code_of(office.desa, node_entry(bytes_of("{\"at\": 1}"))));
    CHECK(code_of(office.desa, node_entry(bytes_of("{\"at\":1,\"type\":\"submitted\"}"))));
    Entry unsigned_one = office.verified(Digest{});
    unsigned_one.signature.reset();
    CHECK(code_of(office.desa, unsigned_one) == ErrorCode::internal);
    CHECK(kiosk.size_of(kiosk.open_feed(office.desa).id()) == 0);
}

TEST_CASE("a signature by a known key that does not hold is not appended") {
    Office office;
    Node hub = office.open("hub");
    Node kiosk = office.kiosk("kiosk", office.desa);
    office.enrol_kiosk(hub, kiosk);
    office.enrol_clerk(hub, kiosk);
    REQUIRE(carry(hub, kiosk, hub.open_feed(office.kecamatan)) == StoreResult::grown);
    Entry forged = office.verified(Digest{});
    forged.signature->bytes[5] ^= 1;
    const auto done =
        kiosk.write([&](Writer& writer) { return writer.append(office.desa, {forged}); });
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == ErrorCode::unauthentic);
    append(kiosk, office.desa, {office.verified(Digest{})});
}

TEST_CASE("an error, or an exception, rolls all of a write back") {
    Office office;
    Node kiosk = office.enrolled_kiosk("kiosk", office.desa);
    append(kiosk, office.desa, {office.submitted("first")});
    const FeedId id = kiosk.open_feed(office.desa).id();
    const Digest root = kiosk.root_at(id, 1);
    Digest blob;
    const auto failed = kiosk.write([&](Writer& writer) -> Status {
        REQUIRE(writer.append(office.desa, {office.submitted("second")}));
        REQUIRE(writer.put("draft", "1", bytes_of("x")));
        blob = writer.put_blob(bytes_of("paper")).value();
        const auto book = writer.book(office.desa);
        REQUIRE(book.has_value());
        CHECK((*book)->cases().size() == 2);
        return fail(ErrorCode::refused, "tidak", "no");
    });
    CHECK(failed.error().code == ErrorCode::refused);
    CHECK(kiosk.size_of(id) == 1);
    CHECK_FALSE(kiosk.has_blob(blob));
    CHECK_FALSE(kiosk.get("draft", "1").value().has_value());
    CHECK(kiosk.book().value()->cases().size() == 1);

    const auto throwing = [](Writer&) -> Status { throw std::bad_alloc(); };
    CHECK_THROWS((void)kiosk.write(throwing));
    // The place that was read in the failed transaction now holds another act.
    const Entry third = office.submitted("third");
    append(kiosk, office.desa, {third});
    CHECK(kiosk.root_at(id, 1) == root);
    CHECK(kiosk.book().value()->cases().size() == 2);
    CHECK(kiosk.book().value()->find(third.digest) != nullptr);
    CHECK(faults(kiosk) == "");
}

TEST_CASE("a roster act that was rolled back enrols nobody") {
    Office office;
    Node hub = office.open("hub");
    const Json act = office.key_act(office.clerk, Role::petugas, office.desa);
    const auto failed = hub.write([&](Writer& writer) -> Status {
        const auto done =
            writer.append(office.kecamatan, {person_entry(payload(act), office.root)});
        REQUIRE(done.has_value());
        CHECK(hub.roster().value().find(office.clerk.id()) != nullptr);
        return fail(ErrorCode::refused, "tidak", "no");
    });
    REQUIRE_FALSE(failed.has_value());
    // Another act takes its place before anybody reads the roster again.
    const auto other = SigningKey::generate(office.random);
    office.enrol(hub, other, Role::petugas, office.desa);
    CHECK(hub.roster().value().find(office.clerk.id()) == nullptr);
    CHECK(hub.roster().value().find(other.id()) != nullptr);
}

TEST_CASE("a write inside a write is refused") {
    Office office;
    Node kiosk = office.kiosk("kiosk", office.desa);
    const auto done =
        kiosk.write([&](Writer&) { return kiosk.write([](Writer&) -> Status { return {}; }); });
    CHECK(done.error().code == ErrorCode::internal);
    append(kiosk, office.desa, {office.submitted()});
}

TEST_CASE("records and blobs") {
    Office office;
    Node kiosk = office.kiosk("kiosk", office.desa);
    const Bytes paper = bytes_of("scan");
    REQUIRE(kiosk.write([&](Writer& writer) -> Status {
        REQUIRE(writer.put("draft", "b", bytes_of("2")));
        REQUIRE(writer.put("draft", "a", bytes_of("1")));
        REQUIRE(writer.put("draft", "a", bytes_of("one")));
        REQUIRE(writer.put("peer", "a", {}));
        CHECK(writer.get("draft", "a").value() == bytes_of("one"));
        CHECK(writer.put_blob(paper).value() == sha256(paper));
        CHECK(writer.put_blob(paper).value() == sha256(paper));
        CHECK(writer.put_blob(Bytes(256 * 1024 + 1, 0)).error().code == ErrorCode::limit);
        CHECK(writer.put("store", "birth", {}).error().code == ErrorCode::internal);
        return {};
    }));
    const auto drafts = kiosk.list("draft").value();
    REQUIRE(drafts.size() == 2);
    CHECK(drafts[0] == std::pair(std::string("a"), bytes_of("one")));
    CHECK(drafts[1].first == "b");
    CHECK(kiosk.get("peer", "a").value() == Bytes{});
    CHECK(kiosk.blob(sha256(paper)).value() == paper);
    CHECK_FALSE(kiosk.blob(Digest{}).value().has_value());
    REQUIRE(kiosk.write([](Writer& writer) { return writer.erase("draft", "a"); }));
    CHECK_FALSE(kiosk.get("draft", "a").value().has_value());
}

TEST_CASE("the book follows commits of this and of another connection") {
    Office office;
    Node one = office.enrolled_kiosk("kiosk", office.desa);
    Node two = office.open("kiosk");
    const Book* book = one.book().value();
    CHECK(book->cases().empty());
    auto version = one.version();
    CHECK(one.version() == version);
    append(one, office.desa, {office.submitted("A")});
    CHECK(one.version() != version);
    CHECK(one.book().value()->cases().size() == 1);
    CHECK(one.book().value() == book);
    version = one.version();
    append(two, office.desa, {office.submitted("B")});
    CHECK(one.version() != version);
    CHECK(one.book().value()->cases().size() == 2);
    CHECK(two.book().value()->cases().size() == 2);
}

TEST_CASE("the highest number of a series is kept beside the keys") {
    Office office;
    Node hub = office.open("hub");
    CHECK(hub.marked_number("register") == 0);
    REQUIRE(hub.mark_number("register", 12));
    REQUIRE(hub.mark_number("register", 7));
    CHECK(office.open("hub").marked_number("register") == 12);
    CHECK(hub.marked_number("desa") == 0);
    CHECK_FALSE(hub.mark_number("a\nb", 1).has_value());
}

TEST_CASE("any earlier root of a feed is found, kept head or not") {
    Office office;
    Node kiosk = office.kiosk("kiosk", office.desa);
    std::vector<Entry> entries;
    for (int i = 0; i < 70; ++i) entries.push_back(office.submitted());
    append(kiosk, office.desa, entries);
    append(kiosk, office.desa, {office.submitted()});
    const FeedId feed = kiosk.open_feed(office.desa).id();
    CHECK(kiosk.heads(feed, 0, 70).value().size() < 10);
    MerkleEdge edge;
    for (std::uint64_t size = 0; size <= 70; ++size) {
        CHECK(kiosk.root_at(feed, size) == edge.root());
        if (size < 70) edge.append(entries[size].leaf_hash());
    }
    CHECK(kiosk.root_at(feed, 72).is_zero());
    CHECK(kiosk.root_at(feed, UINT64_MAX).is_zero());
    CHECK(kiosk.entries(feed, 69, UINT64_MAX).value().size() == 2);
    CHECK_FALSE(kiosk.digest_at(feed, UINT64_MAX).value().has_value());
}
