#include "sync/bundle.h"

#include <doctest/doctest.h>

#include <map>
#include <sstream>

#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/log/segment.h"

using namespace disapa;

namespace {

struct Ends {
    SeededRandom random{11};
    BoxKey kiosk = BoxKey::generate(random);
    BoxKey hub = BoxKey::generate(random);
    KeyId kiosk_id, hub_id;

    Ends() {
        kiosk_id.bytes.fill(1);
        hub_id.bytes.fill(2);
    }
    BundleRoute up() const {
        BundleRoute route;
        route.from = &kiosk;
        route.to = hub.public_key();
        route.sender = kiosk_id;
        route.recipient = hub_id;
        return route;
    }
    BundleOpener::Peers knows_kiosk() const {
        return [this](const BundleAddress&) { return std::vector{kiosk.public_key()}; };
    }
    BundleOpener at_hub() const { return {hub, hub_id, StreamHeader{}, knows_kiosk()}; }
};

std::vector<Bytes> texts() {
    return {Bytes(100, 'a'), Bytes(3000, 'b'), Bytes(1, 'c')};
}

// What an opener makes of bytes: the chunks before an error, and the error.
struct Outcome {
    std::vector<Bytes> chunks;
    Status status;
    bool complete = false;
};
Outcome open_all(BundleOpener opener, ByteView bytes, std::size_t piece = SIZE_MAX) {
    Outcome outcome;
    for (std::size_t at = 0; at < bytes.size() && outcome.status;) {
        const std::size_t size = std::min(piece, bytes.size() - at);
        outcome.status = opener.take(bytes.subspan(at, size), outcome.chunks);
        at += size;
    }
    outcome.complete = opener.complete();
    return outcome;
}

}  // namespace

TEST_CASE("chunks come out as they went in, however the bytes arrive") {
    const Ends ends;
    const auto sealed = seal_bundle(ends.up(), texts());
    REQUIRE(sealed);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1000}, SIZE_MAX}) {
        const auto outcome = open_all(ends.at_hub(), sealed->bytes, piece);
        CHECK(outcome.status);
        CHECK(outcome.complete);
        CHECK(outcome.chunks == texts());
    }
    const auto address = read_address(sealed->bytes);
    REQUIRE(address);
    CHECK(address->sender == ends.kiosk_id);
    CHECK(address->recipient == ends.hub_id);
    CHECK(address->header == sealed->header);
}

TEST_CASE("cut at every byte: whole chunks before the cut are kept, nothing else") {
    const Ends ends;
    const auto sealed = seal_bundle(ends.up(), texts());
    REQUIRE(sealed);
    std::size_t most = 0;
    for (std::size_t size = 0; size < sealed->bytes.size(); ++size) {
        const auto outcome = open_all(ends.at_hub(), ByteView(sealed->bytes).first(size));
        CHECK(outcome.status);
        CHECK_FALSE(outcome.complete);
        REQUIRE(outcome.chunks.size() < 3);
        for (std::size_t i = 0; i < outcome.chunks.size(); ++i)
            CHECK(outcome.chunks[i] == texts()[i]);
        most = std::max(most, outcome.chunks.size());
    }
    CHECK(most == 2);
}

TEST_CASE("a flipped bit at every byte: refused, and no changed chunk comes out") {
    const Ends ends;
    const auto sealed = seal_bundle(ends.up(), texts());
    REQUIRE(sealed);
    for (std::size_t at = 0; at < sealed->bytes.size(); ++at) {
        Bytes bytes = sealed->bytes;
        bytes[at] ^= static_cast<std::uint8_t>(1U << (at % 8));
        const auto outcome = open_all(ends.at_hub(), bytes);
        // The visible sender id is only a hint of which key to try; here there is but one.
        const bool is_sender_id = at >= 13 && at < 21;
        if (is_sender_id) continue;
        CHECK_FALSE((outcome.status && outcome.complete));
        for (std::size_t i = 0; i < outcome.chunks.size(); ++i)
            CHECK(outcome.chunks[i] == texts()[i]);
    }
}

TEST_CASE("only the true ends can open or make a bundle") {
    Ends ends;
    const BoxKey stranger = BoxKey::generate(ends.random);
    const auto sealed = seal_bundle(ends.up(), texts());
    REQUIRE(sealed);

    BundleOpener eavesdropper(stranger, ends.hub_id, {}, ends.knows_kiosk());
    CHECK(open_all(std::move(eavesdropper), sealed->bytes).status.error().code ==
          ErrorCode::unauthentic);

    BundleRoute forged = ends.up();
    forged.from = &stranger;
    const auto faked = seal_bundle(forged, texts());
    REQUIRE(faked);
    CHECK(open_all(ends.at_hub(), faked->bytes).status.error().code == ErrorCode::unauthentic);

    KeyId other;
    other.bytes.fill(3);
    BundleOpener other_hub(ends.hub, other, {}, ends.knows_kiosk());
    CHECK(open_all(std::move(other_hub), sealed->bytes).status.error().code == ErrorCode::refused);

    BundleOpener nobody(ends.hub, ends.hub_id, {},
                        [](const BundleAddress&) { return std::vector<BoxPublicKey>(); });
    CHECK(open_all(std::move(nobody), sealed->bytes).status.error().code == ErrorCode::not_found);
}

TEST_CASE("the key before a rotation still opens") {
    Ends ends;
    const BoxKey newer = BoxKey::generate(ends.random);
    const auto sealed = seal_bundle(ends.up(), texts());
    REQUIRE(sealed);
    const auto both = [&](const BundleAddress&) {
        return std::vector{newer.public_key(), ends.kiosk.public_key()};
    };
    const auto outcome = open_all({ends.hub, ends.hub_id, {}, both}, sealed->bytes);
    CHECK(outcome.complete);
}

TEST_CASE("an answer opens only for the request that it answers") {
    const Ends ends;
    const auto request = seal_bundle(ends.up(), texts());
    const auto later = seal_bundle(ends.up(), texts());
    REQUIRE(request);
    REQUIRE(later);
    BundleRoute down;
    down.from = &ends.hub;
    down.to = ends.kiosk.public_key();
    down.sender = ends.hub_id;
    down.recipient = ends.kiosk_id;
    down.answers = request->header;
    const auto answer = seal_bundle(down, texts());
    REQUIRE(answer);
    const auto knows_hub = [&](const BundleAddress&) { return std::vector{ends.hub.public_key()}; };
    CHECK(
        open_all({ends.kiosk, ends.kiosk_id, request->header, knows_hub}, answer->bytes).complete);
    const auto replayed =
        open_all({ends.kiosk, ends.kiosk_id, later->header, knows_hub}, answer->bytes);
    CHECK(replayed.status.error().code == ErrorCode::unauthentic);
    CHECK(replayed.chunks.empty());
    // Nor does the request pass for its own answer.
    const auto echoed =
        open_all({ends.kiosk, ends.kiosk_id, request->header, knows_hub}, request->bytes);
    CHECK_FALSE(echoed.status);
    // To a sender that is not known yet the answer bears no id.
    down.recipient = KeyId{};
    const auto to_nobody = seal_bundle(down, texts());
    REQUIRE(to_nobody);
    CHECK(open_all({ends.kiosk, ends.kiosk_id, request->header, knows_hub}, to_nobody->bytes)
              .complete);
}

TEST_CASE("an unknown sender shows its box key") {
    const Ends ends;
    BundleRoute route = ends.up();
    route.unknown = true;
    const auto sealed = seal_bundle(route, texts());
    REQUIRE(sealed);
    const auto address = read_address(sealed->bytes);
    REQUIRE(address);
    CHECK(address->flags == kFlagUnknown);
    CHECK(address->sender.is_zero());
    CHECK(address->sender_box == ends.kiosk.public_key());
    const auto from_address = [](const BundleAddress& given) {
        return std::vector{given.sender_box};
    };
    CHECK(open_all({ends.hub, ends.hub_id, {}, from_address}, sealed->bytes).complete);
}

TEST_CASE("what is no bundle is told as a network that asks for a login") {
    const Ends ends;
    for (const std::string_view page :
         {"<html>Silakan login</html>", "H", "DSB", "DSA1............................."}) {
        const auto outcome = open_all(ends.at_hub(), as_bytes(page));
        const bool may_still_be = page == "DSB";
        CHECK(outcome.status.has_value() == may_still_be);
        if (!outcome.status) CHECK(outcome.status.error().code == ErrorCode::portal);
        CHECK(outcome.chunks.empty());
    }
    CHECK(read_address(as_bytes("DSB")).error().code == ErrorCode::portal);
}

TEST_CASE("the refusal of an unknown id says so and nothing else") {
    const Ends ends;
    const auto sealed = seal_bundle(ends.up(), texts());
    REQUIRE(sealed);
    const Bytes refusal = refuse_unknown(read_address(sealed->bytes).value());
    CHECK(refusal.size() == 21);
    const auto knows_hub = [&](const BundleAddress&) { return std::vector{ends.hub.public_key()}; };
    for (const std::size_t piece : {std::size_t{1}, SIZE_MAX}) {
        const auto outcome =
            open_all({ends.kiosk, ends.kiosk_id, sealed->header, knows_hub}, refusal, piece);
        CHECK(outcome.status.error().code == ErrorCode::not_found);
    }
}

TEST_CASE("lengths that lie and bytes after the end are refused") {
    const Ends ends;
    const auto sealed = seal_bundle(ends.up(), {Bytes(10, 'a')});
    REQUIRE(sealed);
    Bytes longer = sealed->bytes;
    longer.push_back(0);
    const auto outcome = open_all(ends.at_hub(), longer);
    CHECK(outcome.status.error().code == ErrorCode::corrupt);
    CHECK(outcome.chunks.size() == 1);  // authentic all the same
    CHECK(open_all(ends.at_hub(), longer, 1).status.error().code == ErrorCode::corrupt);

    Bytes lying = sealed->bytes;
    lying[45] = 0xff;
    lying[46] = 0xff;
    CHECK(open_all(ends.at_hub(), lying).status.error().code == ErrorCode::corrupt);
    lying[45] = lying[46] = 0;
    CHECK(open_all(ends.at_hub(), lying).status.error().code == ErrorCode::corrupt);

    Bytes endless(limits::kBundleBytes + 1, 'D');
    CHECK(open_all(ends.at_hub(), endless).status.error().code == ErrorCode::limit);
}

TEST_CASE("a quiet bundle is short") {
    const Ends ends;
    const auto sealed = seal_bundle(ends.up(), {Bytes(32, 'h')});
    REQUIRE(sealed);
    CHECK(sealed->bytes.size() == 45 + 2 + 17 + 32);
}

// The worked example of PROTOCOL.md, recomputed from the file.
namespace {

// The named values of the document's only fenced block.
std::map<std::string, Bytes> values_of_document() {
    const auto file = read_file(DISAPA_SOURCE_DIR "/sync/PROTOCOL.md", 1 << 20);
    REQUIRE(file);
    const std::string document(as_text(*file));
    const auto begin = document.find("```\n");
    REQUIRE(begin != std::string::npos);
    std::istringstream block(document.substr(begin + 4, document.rfind("```") - begin - 4));
    std::map<std::string, std::string> hex;
    std::string name;
    for (std::string line; std::getline(block, line);) {
        if (line.starts_with("    ")) {
            hex[name] += line.substr(4);
        } else {
            name = line;
        }
    }
    std::map<std::string, Bytes> values;
    for (const auto& [key, text] : hex) {
        const auto bytes = from_hex(text);
        REQUIRE_MESSAGE(bytes.has_value(), key);
        values[key] = *bytes;
    }
    return values;
}

struct Example {
    std::map<std::string, Bytes> of = values_of_document();
    BoxKey kiosk_box = BoxKey::from_secret(of.at("kiosk box secret")).value();
    BoxKey hub_box = BoxKey::from_secret(of.at("hub box secret")).value();
    SigningKey kiosk = SigningKey::from_seed(of.at("kiosk signing seed")).value();
    SigningKey hub = SigningKey::from_seed(of.at("hub signing seed")).value();
};

Bytes bytes_of(ByteView view) {
    return {view.begin(), view.end()};
}

// Opens a bundle of one chunk.
Bytes text_of(const BoxKey& mine, const KeyId& me, const StreamHeader& answers,
              const BoxPublicKey& peer, const Bytes& bundle) {
    BundleOpener opener(mine, me, answers, [&](const BundleAddress&) { return std::vector{peer}; });
    std::vector<Bytes> chunks;
    const auto opened = opener.take(bundle, chunks);
    REQUIRE(opened);
    REQUIRE(opener.complete());
    REQUIRE(chunks.size() == 1);
    return chunks.front();
}

Bytes encode_all(const std::vector<Frame>& frames) {
    Bytes text;
    for (const Frame& frame : frames) append(text, encode_frame(frame));
    return text;
}

}  // namespace

TEST_CASE("PROTOCOL.md: ids and keys follow from the secrets") {
    const Example example;
    const auto& of = example.of;
    CHECK(bytes_of(example.kiosk.id().view()) == of.at("kiosk key id"));
    CHECK(bytes_of(example.hub.id().view()) == of.at("hub key id"));
    CHECK(bytes_of(example.kiosk_box.public_key().view()) == of.at("kiosk box key"));
    CHECK(bytes_of(example.hub_box.public_key().view()) == of.at("hub box key"));
    const auto secret = example.kiosk_box.pair_secret(example.hub_box.public_key());
    const auto same = example.hub_box.pair_secret(example.kiosk_box.public_key());
    REQUIRE(secret);
    REQUIRE(same);
    const auto request = read_address(of.at("request"));
    REQUIRE(request);
    CHECK(bytes_of(bundle_key(*secret, example.kiosk_box.public_key(), example.hub_box.public_key(),
                              StreamHeader{})
                       .view()) == of.at("request key"));
    CHECK(bytes_of(bundle_key(*same, example.hub_box.public_key(), example.kiosk_box.public_key(),
                              request->header)
                       .view()) == of.at("answer key"));
}

TEST_CASE("PROTOCOL.md: the request opens to its frames") {
    const Example example;
    const auto& of = example.of;
    const Bytes text = text_of(example.hub_box, example.hub.id(), StreamHeader{},
                               example.kiosk_box.public_key(), of.at("request"));
    CHECK(text == of.at("request text"));
    const auto frames = decode_frames(text);
    REQUIRE(frames);
    REQUIRE(frames->size() == 3);
    CHECK(encode_all(*frames) == text);
    const auto& hello = std::get<Hello>((*frames)[0]);
    CHECK(hello.version == 1);
    CHECK(hello.room == 256 * 1024);
    CHECK(hello.birth.bytes == std::array<std::uint8_t, 8>{11, 11, 11, 11, 11, 11, 11, 11});

    const auto segment = decode_segment(std::get<SegmentFrame>((*frames)[2]).body);
    REQUIRE(segment);
    REQUIRE(segment->entries.size() == 1);
    CHECK(segment->entries[0].payload == of.at("payload of the act"));
    const Digest root = segment->entries[0].leaf_hash();  // of a tree of one leaf
    CHECK(
        verify_head(example.kiosk.public_key(), {segment->feed, 1, root, segment->head_signature}));

    const FeedRef feed{example.kiosk.id(), hello.birth, Region::parse("64.02.12.2005").value()};
    const auto& have = std::get<Have>((*frames)[1]);
    CHECK(have.list == Frontier{{feed, {1, root}}});
    CHECK(bytes_of(hash_of(have.list).view()) == of.at("frontier hash"));
}

TEST_CASE("PROTOCOL.md: the answer opens for its request") {
    const Example example;
    const auto& of = example.of;
    const auto request = read_address(of.at("request"));
    REQUIRE(request);
    const Bytes text = text_of(example.kiosk_box, example.kiosk.id(), request->header,
                               example.hub_box.public_key(), of.at("answer"));
    CHECK(text == of.at("answer text"));
    const auto frames = decode_frames(text);
    REQUIRE(frames);
    REQUIRE(frames->size() == 3);
    CHECK(encode_all(*frames) == text);
    CHECK(bytes_of(std::get<Have>((*frames)[1]).hash->view()) == of.at("frontier hash"));
    CHECK(std::get<Want>((*frames)[2]).blobs ==
          std::vector<WantedBlob>{{sha256(as_bytes("foto")), 0}});
}
