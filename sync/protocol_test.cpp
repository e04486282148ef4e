// Recomputes the worked example of PROTOCOL.md from the file.
#include <doctest/doctest.h>

#include <map>
#include <sstream>

#include "shared/base/file.h"
#include "shared/log/segment.h"
#include "sync/bundle.h"

using namespace disapa;

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
