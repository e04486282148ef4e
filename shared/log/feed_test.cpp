#include "shared/log/feed.h"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "shared/crypto/jws.h"
#include "shared/log/act.h"
#include "shared/log/dictionary.h"
#include "shared/log/entry.h"
#include "shared/log/merkle.h"
#include "shared/log/segment.h"
#include "shared/log/segment_plain.h"

using namespace disapa;

namespace {

Bytes bytes_of(std::string_view text) {
    const ByteView view = as_bytes(text);
    return {view.begin(), view.end()};
}

SigningKey key_of(std::uint8_t fill) {
    return SigningKey::from_seed(Bytes(32, fill)).value();
}

std::string format_document() {
    std::ifstream file(DISAPA_SOURCE_DIR "/shared/log/FORMAT.md");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// The text between the fence that follows `marker` and the next fence.
std::string block_after(const std::string& document, std::string_view marker) {
    const auto at = document.find(marker);
    REQUIRE(at != std::string::npos);
    const auto begin = document.find("```", at);
    REQUIRE(begin != std::string::npos);
    const auto first = document.find('\n', begin) + 1;
    return document.substr(first, document.find("```", first) - first);
}

// One value of the worked example, folded at 96 columns as the document has it.
void tell(std::string& block, std::string_view name, std::string_view value) {
    block += name;
    block += '\n';
    for (std::size_t at = 0; at < value.size(); at += 92) {
        block += "    ";
        block += value.substr(at, 92);
        block += '\n';
    }
}
void tell(std::string& block, std::string_view name, ByteView value) {
    tell(block, name, to_hex(value));
}

// The feed of the worked example: a villager asks, a clerk verifies, and later the request is
// erased.
struct Example {
    SigningKey node = key_of(1);
    SigningKey clerk = key_of(2);
    SigningKey admin = key_of(3);
    FeedName name{node.public_key(), *Birth::from(*from_hex("0102030405060708")),
                  *Region::parse("64.02.12.2005")};
    Entry submitted = node_entry(bytes_of(
        R"({"at":1795312800,"form":{"nama":"BUDI","rt":4},"papers":[{"how":"brought","id":"KTP"}],)"
        R"("salt":"AAECAwQFBgc","service":"SKTM","type":"submitted"})"));
    Entry verified = person_entry(
        bytes_of(
            R"({"at":1795312920,"items":[{"of":")" + to_base64url(submitted.digest.view()) +
            R"(","papers":[{"id":"KTP","seen":true}]}],"salt":"CAkKCwwNDg8","type":"verified"})"),
        clerk);
    Bytes erasing = bytes_of(
        R"({"at":1795399200,"law":"UU 27/2022","of":")" + to_base64url(submitted.digest.view()) +
        R"(","reason":"diminta pemilik","skeleton":{"of":[],"service":"SKTM","type":"submitted"},)"
        R"("type":"erased"})");
    Digest root = [this] {
        MerkleEdge edge;
        edge.append(submitted.leaf_hash());
        edge.append(verified.leaf_hash());
        return edge.root();
    }();
    Head head = sign_head(node, name.id(), 2, root);

    [[nodiscard]] Entry bare() const {
        Entry entry = submitted;
        entry.payload.clear();
        entry.erased_by =
            to_compact(Jws{admin.id(), erasing, sign_jws(admin, kTypAct, erasing)}, kTypAct);
        return entry;
    }
    [[nodiscard]] Segment segment(const Entry& first) const {
        return {name, name.id(), 0, {first, verified}, head.signature};
    }
};

// The plain segment of the example, written by hand from the layout in FORMAT.md.
std::string hand_written(const Example& of) {
    const std::string region = to_hex(as_bytes("64.02.12.2005"));
    std::string hex = "00";                                          // codec: plain
    hex += "01" + to_hex(of.name.node.view()) + "0102030405060708";  // named feed
    hex += "0d" + region;                                            // 13 letters
    hex += "000204";                                    // from 0, two entries: a node's, a person's
    hex += "01" + to_hex(of.clerk.id().view()) + "00";  // one signer, used
    hex += "90019b01";                                  // 144 and 155 bytes
    hex += to_hex(of.submitted.payload) + to_hex(of.verified.payload);
    hex += to_hex(of.verified.signature->view()) + to_hex(of.head.signature.view());
    return hex;
}

std::string plain_hex(const Segment& segment) {
    return "00" + to_hex(plain_body(segment).value());
}

std::string worked_example() {
    const Example of;
    std::string block;
    const std::pair<const char*, const SigningKey*> keys[] = {
        {"node", &of.node}, {"clerk", &of.clerk}, {"admin", &of.admin}};
    for (const auto& [who, key] : keys) {
        tell(block, std::string(who) + ": seed", key->seed());
        tell(block, std::string(who) + ": public key", key->public_key().view());
        tell(block, std::string(who) + ": key id, hex and text",
             to_hex(key->id().view()) + " " + to_text(key->id()));
    }
    tell(block, "birth", of.name.birth.view());
    tell(block, "region", of.name.region.code());
    tell(block, "feed id", of.name.id().view());
    tell(block, "entry 0: payload", as_text(of.submitted.payload));
    tell(block, "entry 0: digest", of.submitted.digest.view());
    tell(block, "entry 0: receipt code", show_code(receipt_code(of.submitted.digest)));
    tell(block, "entry 0: leaf hash", of.submitted.leaf_hash().view());
    tell(block, "entry 1: payload", as_text(of.verified.payload));
    tell(block, "entry 1: digest", of.verified.digest.view());
    tell(block, "entry 1: compact JWS",
         to_compact(Jws{of.clerk.id(), of.verified.payload, *of.verified.signature}, kTypAct));
    tell(block, "entry 1: leaf hash", of.verified.leaf_hash().view());
    tell(block, "root of both", of.root.view());
    const std::vector<Digest> leaves{of.submitted.leaf_hash(), of.verified.leaf_hash()};
    tell(block, "inclusion proof of entry 0", inclusion_proof(leaves, 0).at(0).view());
    tell(block, "head: payload", as_text(head_payload(of.name.id(), 2, of.root)));
    tell(block, "head: signature", of.head.signature.view());
    tell(block, "segment of both, plain", plain_hex(of.segment(of.submitted)));
    const Bytes columns = encode_segment(of.segment(of.submitted)).value();
    tell(block, "segment of both, columns", columns);
    const ByteView letters = ByteView(columns).subspan(1 + 4 + 3, columns[6]);
    tell(block, "its letters, opened", shipped_dictionary(1)->open(letters, 1000).value());
    tell(block, "erased: payload", as_text(of.erasing));
    tell(block, "segment with entry 0 bare, plain", plain_hex(of.segment(of.bare())));
    return block;
}

}  // namespace

TEST_CASE("feed: the id depends on key, birth and region") {
    const FeedName name = Example().name;
    Bytes bytes = bytes_of(std::string_view("disapa-feed-v1\0", 15));
    append(bytes, name.node.view());
    append(bytes, name.birth.view());
    append(bytes, as_bytes("64.02.12.2005"));
    CHECK(to_hex(name.id().view()) == to_hex(sha256(bytes).view()));
    FeedName other = name;
    other.birth.bytes[7] ^= 1;
    CHECK(other.id() != name.id());
    other = name;
    other.region = *Region::parse("64.02.12");
    CHECK(other.id() != name.id());
    other = name;
    other.node = key_of(2).public_key();
    CHECK(other.id() != name.id());
}

TEST_CASE("head: holds for exactly its feed, size and root, by its node, as a head") {
    const Example of;
    const PublicKey& node = of.node.public_key();
    CHECK(verify_head(node, of.head));
    CHECK_FALSE(verify_head(of.clerk.public_key(), of.head));
    Head other = of.head;
    other.size = 3;
    CHECK_FALSE(verify_head(node, other));
    other = of.head;
    other.root.bytes[0] ^= 1;
    CHECK_FALSE(verify_head(node, other));
    other = of.head;
    other.feed.bytes[0] ^= 1;
    CHECK_FALSE(verify_head(node, other));
    other = of.head;
    other.signature = sign_jws(of.node, kTypAct, head_payload(other.feed, other.size, other.root));
    CHECK_FALSE(verify_head(node, other));
}

TEST_CASE("FORMAT.md: the worked example is what the code computes") {
    const std::string expected = worked_example();
    const std::string written = block_after(format_document(), "<!-- worked example -->");
    if (written != expected) MESSAGE("recomputed:\n" << expected);
    CHECK(written == expected);

    const Example of;
    CHECK(plain_hex(of.segment(of.submitted)) == hand_written(of));
    CHECK(encode_segment(of.segment(of.submitted)).value().front() == 2);
    for (const Entry& first : {of.submitted, of.bare()}) {
        const Segment segment = decode_segment(*from_hex(plain_hex(of.segment(first)))).value();
        CHECK(segment.entries[0].leaf_hash() == of.submitted.leaf_hash());
        CHECK(segment.entries[0].erased_by == first.erased_by);
        CHECK(verify_head(segment.name->node, {segment.feed, 2, of.root, segment.head_signature}));
    }
}

TEST_CASE("FORMAT.md: it shows an act of every type, and each can be decoded") {
    const std::string document = format_document();
    std::istringstream lines(document.substr(0, document.find("<!-- worked example -->")));
    std::set<ActType> shown;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(R"({"a)")) continue;
        CAPTURE(line);
        const auto act = decode_act(as_bytes(line));
        CHECK_MESSAGE(act.has_value(), (act ? "" : act.error().log));
        if (act) shown.insert(act->type);
    }
    for (int type = 0; type < static_cast<int>(ActType::unknown); ++type) {
        CAPTURE(to_text(static_cast<ActType>(type)));
        CHECK(shown.contains(static_cast<ActType>(type)));
    }
}
