// What this room's tests share: a folder that goes, a hub and kiosks with keys of a seed, and acts.
#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "shared/log/canonical_json.h"
#include "shared/store/node.h"

namespace disapa::testing {

inline Region region(std::string_view code) {
    return Region::parse(code).value();
}

class TempFolder {
  public:
    TempFolder() {
        // In memory where there is such a place: these tests sync thousands of times.
        const std::filesystem::path memory = "/dev/shm";
        const bool has_memory = ::access(memory.c_str(), W_OK) == 0;
        const auto above = has_memory ? memory : std::filesystem::temp_directory_path();
        std::string made = (above / "disapa-").string();
        made.append(6, 'X');
        REQUIRE(::mkdtemp(made.data()) != nullptr);
        path_ = made;
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
        return path_ / name;
    }

  private:
    std::filesystem::path path_;
};

inline Bytes payload(const Json& json) {
    auto bytes = to_canonical(json);
    REQUIRE(bytes.has_value());
    return *bytes;
}

template <class F>
std::string text_of(const F& fixed) {
    return to_base64url(fixed.view());
}

inline const Instant kStart = 1790000000;

// One kecamatan with two desa. Nodes are opened when a test asks for them.
struct Office {
    Region kecamatan = region("64.02.12");
    Region desa = region("64.02.12.2005");
    Region other_desa = region("64.02.12.2006");
    TempFolder folder;
    SeededRandom random{7};
    ManualClock clock{kStart};
    SigningKey root = SigningKey::generate(random);
    SigningKey clerk = SigningKey::generate(random);
    NodeSetup hub_setup;
    int salts = 0;

    Office() {
        hub_setup.kind = NodeKind::hub;
        hub_setup.region = kecamatan;
        hub_setup.office = kecamatan;
        hub_setup.root_thumbprint = thumbprint_of(root.public_key());
        hub_setup.hub_urls = {"http://127.0.0.1:8420"};
        hub_setup.public_url = "https://disapa.example";
        REQUIRE(Node::create(folder / "hub", hub_setup, random));
        Node hub = open("hub");
        hub_setup = hub.setup();
        enrol(hub, root, Role::admin, kecamatan);
        const Json service = {{"service", "SKTM"}, {"flow", "desa"}};
        roster_act(hub, {{"type", "catalogue_published"},
                         {"at", clock.now()},
                         {"services", Json::array({service})}});
    }

    Node open(std::string_view name) {
        auto node = Node::open(folder / name, clock, random);
        REQUIRE_MESSAGE(node.has_value(), (node ? "" : node.error().log));
        return std::move(*node);
    }
    NodeSetup kiosk_setup(const Region& where) const {
        NodeSetup setup = hub_setup;
        setup.kind = NodeKind::kiosk;
        setup.region = where;
        return setup;
    }
    Node kiosk(std::string_view name, const Region& where) {
        REQUIRE(Node::create(folder / name, kiosk_setup(where), random));
        return open(name);
    }
    // One that is enrolled and has heard so.
    Node enrolled_kiosk(std::string_view name, const Region& where);
    Json key_act(const SigningKey& key, Role role, const Region& where) const {
        return {{"type", "key_enrolled"},
                {"at", clock.now()},
                {"key", text_of(key.public_key())},
                {"role", std::string(to_text(role))},
                {"region", where.code()},
                {"name", "Nama"},
                {"title", "Jabatan"}};
    }
    // An admin's act in the hub's feed of the office.
    void roster_act(Node& hub, const Json& act) {
        REQUIRE(hub.write([&](Writer& writer) {
            return writer.append(kecamatan, {person_entry(payload(act), root)});
        }));
    }
    void enrol(Node& hub, const SigningKey& key, Role role, const Region& where) {
        roster_act(hub, key_act(key, role, where));
    }
    void enrol_kiosk(Node& hub, const Node& kiosk) {
        Json act = key_act(kiosk.signing(), Role::kiosk, kiosk.setup().region);
        act["box"] = text_of(kiosk.box().public_key());
        roster_act(hub, act);
    }
    void enrol_clerk(Node& hub, const Node& kiosk) {
        Json act = key_act(clerk, Role::petugas, kiosk.setup().region);
        act["devices"] = {to_text(kiosk.id())};
        roster_act(hub, act);
    }
    std::string salt() {
        Bytes bytes(8, 0);
        bytes[0] = static_cast<std::uint8_t>(++salts);
        bytes[1] = static_cast<std::uint8_t>(salts >> 8);
        return to_base64url(bytes);
    }
    Json request(const std::string& name = "Budi") {
        return {{"type", "submitted"},     {"at", clock.now()}, {"form", {{"nama", name}}},
                {"papers", Json::array()}, {"salt", salt()},    {"service", "SKTM"}};
    }
    Entry submitted(const std::string& name = "Budi") { return node_entry(payload(request(name))); }
    Entry verified(const Digest& of) {
        const Json item = {{"of", text_of(of)}, {"papers", Json::array()}};
        return person_entry(payload({{"type", "verified"},
                                     {"at", clock.now()},
                                     {"items", Json::array({item})},
                                     {"salt", salt()}}),
                            clerk);
    }
    // An admin's `erased` act of a submitted request.
    Json erasing(const Digest& of) const {
        return {{"type", "erased"},
                {"at", clock.now()},
                {"law", "UU 27/2022"},
                {"of", text_of(of)},
                {"reason", "Permintaan pemilik data"},
                {"skeleton", {{"type", "submitted"}, {"of", Json::array()}, {"service", "SKTM"}}}};
    }
};

inline void append(Node& node, const Region& where, std::vector<Entry> entries) {
    const auto done =
        node.write([&](Writer& writer) { return writer.append(where, std::move(entries)); });
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().log));
}

// Entries [from, to) of a feed as they travel; `to` must be a kept head.
inline Segment segment_of(Node& node, const FeedName& name, std::uint64_t from = 0,
                          std::uint64_t to = UINT64_MAX) {
    Segment segment;
    segment.feed = name.id();
    if (from == 0) segment.name = name;
    segment.from = from;
    to = std::min(to, node.size_of(segment.feed));
    segment.entries = node.entries(segment.feed, from, to).value();
    const auto heads = node.heads(segment.feed, to - 1, to).value();
    REQUIRE(heads.size() == 1);
    segment.head_signature = heads.front().signature;
    return segment;
}

inline Stored ingest(Node& node, const Segment& segment) {
    Stored stored;
    const auto done = node.write([&](Writer& writer) -> Status {
        auto result = writer.ingest(segment);
        if (!result) return pass(std::move(result));
        stored = std::move(*result);
        return {};
    });
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().log));
    return stored;
}

// The whole of a feed goes from one node to the other.
inline StoreResult carry(Node& from, Node& to, const FeedName& name) {
    return ingest(to, segment_of(from, name)).result;
}

inline Node Office::enrolled_kiosk(std::string_view name, const Region& where) {
    Node made = kiosk(name, where);
    Node hub = open("hub");
    enrol_kiosk(hub, made);
    REQUIRE(carry(hub, made, hub.open_feed(kecamatan)) == StoreResult::grown);
    return made;
}

inline std::string faults(Node& node) {
    const auto found = node.check();
    REQUIRE(found.has_value());
    std::string all;
    for (const auto& one : *found) all += one + "\n";
    return all;
}

}  // namespace disapa::testing
