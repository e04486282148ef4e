#include "tests/fuzz/shelf.h"

#include <nlohmann/json.hpp>

#include "shared/log/canonical_json.h"
#include "shared/log/merkle.h"

namespace disapa::fuzz {

namespace {

constexpr int kRequests = 6;

Json request(int number) {
    const std::string digits = std::to_string(6402120101900000 + number * 37);
    return {{"type", "submitted"},
            {"at", 1790000000 + number * 600},
            {"service", number % 2 == 0 ? "SKTM" : "SKU"},
            {"form",
             {{"nama", number % 2 == 0 ? "BUDI SANTOSO" : "SITI AMINAH"},
              {"nik", digits},
              {"tanggal_lahir", "1990-0" + std::to_string(1 + number) + "-11"},
              {"rt", "00" + std::to_string(number)},
              {"penghasilan", 750000 + number * 1000},
              {"wni", number % 3 == 0}}},
            {"papers", Json::array({Json{{"how", "brought"}, {"id", "KTP"}},
                                    Json{{"how", "missing"}, {"id", "KK"}}})},
            {"salt", "AAAAAAAA" + std::to_string(100 + number)}};
}

Bytes canonical(const Json& json) {
    return to_canonical(json).value();
}

}  // namespace

Shelf::Shelf() {
    SeededRandom random(11);
    const auto node = SigningKey::generate(random);
    const auto clerk = SigningKey::generate(random);
    name_ = {node.public_key(), Birth{}, Region::parse("64.02.12.2005").value()};
    std::vector<Entry> requests;
    for (int i = 0; i < kRequests; ++i) requests.push_back(node_entry(canonical(request(i))));
    all_ = requests;
    held_ = all_.size();
    for (const Entry& one : requests) {
        const Json item = {{"of", to_base64url(one.digest.view())},
                           {"papers", Json::array({Json{{"id", "KTP"}, {"seen", true}}})}};
        all_.push_back(person_entry(canonical({{"type", "verified"},
                                               {"at", 1790100000},
                                               {"items", Json::array({item})},
                                               {"salt", "BBBBBBBBBBB"}}),
                                    clerk));
    }
    for (int i = 0; i < kRequests; ++i) all_.push_back(node_entry(canonical(request(10 + i))));
}

Segment Shelf::next() const {
    Segment segment;
    segment.feed = name_.id();
    segment.from = held_;
    segment.entries.assign(all_.begin() + static_cast<std::ptrdiff_t>(held_), all_.end());
    return segment;
}

Segment Shelf::whole() const {
    Segment segment;
    segment.name = name_;
    segment.feed = name_.id();
    segment.entries = all_;
    return segment;
}

const Entry* Shelf::at(const EntryPlace& place) const {
    return place.feed == name_.id() && place.index < held_ ? &all_[place.index] : nullptr;
}

std::optional<EntryPlace> Shelf::place_of(const Digest& digest) {
    for (std::size_t i = 0; i < held_; ++i) {
        if (all_[i].digest == digest) return EntryPlace{name_.id(), i};
    }
    return std::nullopt;
}

std::optional<Digest> Shelf::digest_at(const EntryPlace& place) {
    const Entry* entry = at(place);
    return entry == nullptr ? std::nullopt : std::optional(entry->digest);
}

std::optional<Bytes> Shelf::payload_at(const EntryPlace& place) {
    const Entry* entry = at(place);
    return entry == nullptr ? std::nullopt : std::optional(entry->payload);
}

std::optional<Digest> Shelf::root_at(const FeedId& feed, std::uint64_t size) {
    if (feed != name_.id() || size == 0 || size > held_) return std::nullopt;
    MerkleEdge edge;
    for (std::uint64_t i = 0; i < size; ++i) edge.append(all_[i].leaf_hash());
    return edge.root();
}

std::vector<FeedId> Shelf::feeds() {
    return {name_.id()};
}

}  // namespace disapa::fuzz
