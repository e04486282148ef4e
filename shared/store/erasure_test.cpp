#include "shared/store/erasure.h"

#include "shared/crypto/jws.h"
#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

Bytes bytes_of(std::string_view text) {
    const auto view = as_bytes(text);
    return {view.begin(), view.end()};
}

// A request with one paper of its own and one that another request names too.
struct Erasure : Office {
    Node hub = open("hub");
    Node kiosk = Office::kiosk("kiosk", desa);
    FeedName feed = kiosk.open_feed(desa);
    FeedName roster = hub.open_feed(kecamatan);
    Bytes own_paper = bytes_of("own");
    Bytes shared_paper = bytes_of("shared");
    Entry erased, other;

    Erasure() {
        enrol_kiosk(hub, kiosk);
        Json json = request("Yang dihapus");
        json["papers"] = Json::array({paper("KTP", own_paper), paper("KK", shared_paper)});
        erased = node_entry(payload(json));
        json = request("Yang tinggal");
        json["papers"] = Json::array({paper("KK", shared_paper)});
        other = node_entry(payload(json));
        append(kiosk, desa, {erased, other});
        for (Node* node : {&hub, &kiosk}) {
            REQUIRE(node->write([&](Writer& writer) -> Status {
                REQUIRE(writer.put_blob(own_paper));
                REQUIRE(writer.put_blob(shared_paper));
                return {};
            }));
        }
    }
    Json paper(const std::string& id, const Bytes& bytes) const {
        return {{"id", id}, {"how", "file"}, {"blob", text_of(sha256(bytes))}};
    }
    void erase_at_hub() { roster_act(hub, erasing(erased.digest)); }
};

void check_is_erased(Erasure& at, Node& node) {
    const auto row = node.find_entry(at.erased.digest).value();
    REQUIRE(row.has_value());
    CHECK(row->entry.is_bare());
    CHECK_FALSE(row->entry.erased_by.empty());
    CHECK(row->entry.leaf_hash() == at.erased.leaf_hash());
    CHECK_FALSE(node.payload(at.erased.digest).value().has_value());
    CHECK(node.payload(at.other.digest).value() == at.other.payload);
    CHECK_FALSE(node.has_blob(sha256(at.own_paper)));
    CHECK(node.has_blob(sha256(at.shared_paper)));
    CHECK(node.root_at(at.feed.id(), 2) == at.kiosk.root_at(at.feed.id(), 2));
    CHECK(faults(node) == "");
    const Book* book = node.book(at.desa).value();
    REQUIRE(book->find(at.erased.digest) != nullptr);
    CHECK(book->find(at.erased.digest)->service == "SKTM");
    CHECK(book->cases().size() == 2);
}

}  // namespace

TEST_CASE("an erased payload goes at the hub and at the kiosk, the tree holds") {
    Erasure at;
    REQUIRE(carry(at.kiosk, at.hub, at.feed) == StoreResult::grown);
    CHECK(at.hub.book(at.desa).value()->cases().size() == 2);
    at.erase_at_hub();
    check_is_erased(at, at.hub);
    REQUIRE(carry(at.hub, at.kiosk, at.roster) == StoreResult::grown);
    check_is_erased(at, at.kiosk);
    // The bytes are gone from the file, not only from its tables.
    const auto file = at.folder / "kiosk/disapa.db";
    std::string content(std::filesystem::file_size(file), '\0');
    std::FILE* raw = std::fopen(file.c_str(), "rb");
    REQUIRE(raw != nullptr);
    REQUIRE(std::fread(content.data(), 1, content.size(), raw) == content.size());
    std::fclose(raw);
    CHECK(content.find("Yang tinggal") != std::string::npos);
    CHECK(content.find("Yang dihapus") == std::string::npos);
}

TEST_CASE("a payload that comes after its erasing is not kept") {
    Erasure at;
    at.erase_at_hub();
    REQUIRE(carry(at.kiosk, at.hub, at.feed) == StoreResult::grown);
    CHECK(at.hub.find_entry(at.erased.digest).value()->entry.is_bare());
    CHECK_FALSE(at.hub.payload(at.erased.digest).value().has_value());
    CHECK(faults(at.hub) == "");
}

TEST_CASE("a bare row travels and is accepted alone") {
    Erasure at;
    REQUIRE(carry(at.kiosk, at.hub, at.feed) == StoreResult::grown);
    at.erase_at_hub();
    Node second = at.Office::kiosk("second", at.desa);
    at.enrol_kiosk(at.hub, second);
    REQUIRE(carry(at.hub, second, at.roster) == StoreResult::grown);
    REQUIRE(carry(at.hub, second, at.feed) == StoreResult::grown);
    const Book* book = second.book().value();
    CHECK(book->find(at.erased.digest)->service == "SKTM");
    CHECK(book->cases().size() == 2);
    CHECK(faults(second) == "");
    // Where the payload is still held, the bare row is the same entry.
    CHECK(ingest(at.kiosk, segment_of(at.hub, at.feed)).result == StoreResult::known);
}

TEST_CASE("a bare row before its admin's key has no effect until the key is known") {
    Erasure at;
    REQUIRE(carry(at.kiosk, at.hub, at.feed) == StoreResult::grown);
    // Its own closed feed comes back to a kiosk that holds no roster yet.
    at.erase_at_hub();
    const Segment segment = segment_of(at.hub, at.feed);
    const auto folder = at.folder / "kiosk";
    std::filesystem::remove(folder / "disapa.db");
    Node reborn = at.open("kiosk");
    REQUIRE(ingest(reborn, segment).result == StoreResult::grown);
    const Book* book = reborn.book().value();
    CHECK(book->outcome(at.other.digest, {}).reason == "fate.unknown_service");
    CHECK(book->outcome(at.erased.digest, {}).reason != "fate.unknown_service");
    REQUIRE(carry(at.hub, reborn, at.roster) == StoreResult::grown);
    CHECK(reborn.book().value()->cases().size() == 2);
    CHECK(faults(reborn) == "");
}

TEST_CASE("only an admin erases, and only what he names") {
    Erasure at;
    REQUIRE(carry(at.kiosk, at.hub, at.feed) == StoreResult::grown);
    at.enrol_clerk(at.hub, at.kiosk);
    append(at.hub, at.kecamatan, {person_entry(payload(at.erasing(at.erased.digest)), at.clerk)});
    CHECK(at.hub.payload(at.erased.digest).value().has_value());

    const auto bare_with = [&](const SigningKey& signer, const Digest& named) {
        const Bytes act = payload(at.erasing(named));
        Segment segment = segment_of(at.kiosk, at.feed);
        segment.entries[0].payload.clear();
        segment.entries[0].erased_by =
            to_compact({signer.id(), act, sign_jws(signer, kTypAct, act)}, kTypAct);
        Node fresh = at.open("hub");
        return segment;
    };
    Node second = at.Office::kiosk("second", at.desa);
    REQUIRE(carry(at.hub, second, at.roster) == StoreResult::grown);
    CHECK(ingest(second, bare_with(at.clerk, at.erased.digest)).result == StoreResult::refused);
    CHECK(ingest(second, bare_with(at.root, at.other.digest)).result == StoreResult::refused);
    CHECK(ingest(second, bare_with(at.root, at.erased.digest)).result == StoreResult::grown);
}

TEST_CASE("an erasing takes no act of another type away") {
    Erasure at;
    const auto roster = at.hub.entries(at.roster.id(), 0, UINT64_MAX).value();
    at.roster_act(at.hub, at.erasing(roster.back().digest));
    CHECK(at.hub.payload(roster.back().digest).value().has_value());
    CHECK(at.hub.roster().value().find(at.kiosk.id()) != nullptr);
}
