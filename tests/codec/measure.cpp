// disapa-segments: what an entry costs inside a SEGMENT, and how fast segments are written and
// read.
//
//   disapa-segments SOURCE [RECORDS.jsonl]
//
// RECORDS.jsonl: the requests of tests/bench/weaklink, one a line; else only the project's own
// forms.
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/base/program.h"
#include "shared/log/segment.h"
#include "tests/support/people.h"

namespace disapa::test {
namespace {

constexpr Instant kMonday = 1795395600;
// Of this process alone: the machine may be busy.
double cpu_ms() {
    return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// Whole feeds, both ends hold them up to what is being sent.
class Held : public SegmentContext {
  public:
    void hold(const FeedId& feed, const std::vector<Entry>& entries) {
        for (const Entry& entry : entries) {
            places_.emplace(entry.digest, EntryPlace{feed, feeds_[feed].size()});
            feeds_[feed].push_back(entry);
        }
    }
    std::optional<EntryPlace> place_of(const Digest& digest) override {
        const auto found = places_.find(digest);
        if (found == places_.end()) return std::nullopt;
        return found->second;
    }
    std::optional<Digest> digest_at(const EntryPlace& place) override {
        const Entry* entry = at(place);
        return entry == nullptr ? std::nullopt : std::optional(entry->digest);
    }
    std::optional<Bytes> payload_at(const EntryPlace& place) override {
        const Entry* entry = at(place);
        return entry == nullptr ? std::nullopt : std::optional(entry->payload);
    }
    std::optional<Digest> root_at(const FeedId& feed, std::uint64_t size) override {
        Bytes text(feed.bytes.begin(), feed.bytes.end());
        text.push_back(static_cast<std::uint8_t>(size));
        text.push_back(static_cast<std::uint8_t>(size >> 8));
        return sha256(text);
    }
    std::vector<FeedId> feeds() override {
        std::vector<FeedId> all;
        for (const auto& [feed, entries] : feeds_) all.push_back(feed);
        return all;
    }

  private:
    const Entry* at(const EntryPlace& place) {
        const auto feed = feeds_.find(place.feed);
        if (feed == feeds_.end() || place.index >= feed->second.size()) return nullptr;
        return &feed->second[place.index];
    }
    std::map<FeedId, std::vector<Entry>> feeds_;
    std::map<Digest, EntryPlace> places_;
};

struct Maker {
    SeededRandom random{11};
    SigningKey key = SigningKey::generate(random);

    Json salt() {
        std::array<std::uint8_t, 8> bytes{};
        random.fill(bytes);
        return to_base64url(bytes);
    }
    Entry node(const Json& act) { return node_entry(*to_canonical(act)); }
    Entry person(const Json& act) { return person_entry(*to_canonical(act), key); }
    FeedId feed() {
        FeedId made;
        random.fill(made.bytes);
        return made;
    }
};

struct Cost {
    std::size_t bytes = 0, acts = 0, segments = 0;
    double encode_ms = 0, decode_ms = 0;
};

// Fills chunks as the outbox does, from the front.
Cost measure(const FeedId& feed, const std::vector<Entry>& entries, Held* held) {
    Cost cost;
    std::size_t at = 0;
    while (at < entries.size()) {
        std::size_t low = 1, high = entries.size() - at + 1;
        std::size_t guess = std::min<std::size_t>(high - 1, 320);
        Bytes best;
        while (low < high) {
            Segment segment;
            segment.feed = feed;
            segment.from = at;
            segment.entries.assign(entries.begin() + static_cast<std::ptrdiff_t>(at),
                                   entries.begin() + static_cast<std::ptrdiff_t>(at + guess));
            segment.head_signature.bytes.fill(7);
            const double began = cpu_ms();
            auto bytes = encode_segment(segment, held);
            cost.encode_ms += cpu_ms() - began;
            if (bytes && bytes->size() <= limits::kChunkBytes) {
                best = *bytes;
                low = guess + 1;
            } else {
                high = guess;
            }
            guess = (low + high) / 2;
            if (high - low < 8) break;
        }
        const double began = cpu_ms();
        const auto read = decode_segment(best, held);
        cost.decode_ms += cpu_ms() - began;
        if (!read) {
            std::cerr << "does not open: " << read.error().log << "\n";
            std::exit(kExitRefused);
        }
        cost.bytes += best.size();
        cost.acts += read->entries.size();
        at += read->entries.size();
        ++cost.segments;
    }
    return cost;
}

void print(const char* what, const Cost& cost) {
    std::printf("%-34s %5zu acts %7zu bytes %6.1f each, %zu segments, read %7.0f entries/s\n", what,
                cost.acts, cost.bytes,
                static_cast<double>(cost.bytes) / static_cast<double>(cost.acts), cost.segments,
                static_cast<double>(cost.acts) / cost.decode_ms * 1000);
}

std::vector<Entry> own_requests(Maker& maker, People& people, std::string_view service, int count) {
    std::vector<Entry> made;
    for (int i = 0; i < count; ++i) {
        made.push_back(maker.node({{"at", kMonday + 40 * i + static_cast<int>(made.size() % 7)},
                                   {"form", people.form(service, *parse_date("2026-11-23"))},
                                   {"papers", Json::array({{{"how", "brought"}, {"id", "KTP"}},
                                                           {{"how", "brought"}, {"id", "KK"}}})},
                                   {"salt", maker.salt()},
                                   {"service", service},
                                   {"type", "submitted"}}));
    }
    return made;
}

std::vector<Entry> read_requests(Maker& maker, const char* path, std::size_t most) {
    std::vector<Entry> made;
    std::ifstream file(path);
    std::string line;
    Instant at = kMonday;
    while (std::getline(file, line) && made.size() < most) {
        const Json record = Json::parse(line);
        Json form = record["pemohon"];
        form.update(record["form"]);
        form["petugas"] = record["petugas"];
        form["pernyataan"] = record["pernyataan"];
        const std::string when = record["dibuat"];
        const auto day = parse_date(when.substr(0, 10));
        at = day->day * 86400 + std::stoi(when.substr(11, 2)) * 3600 +
             std::stoi(when.substr(14, 2)) * 60 + std::stoi(when.substr(17, 2)) + kMonday;
        made.push_back(maker.node({{"at", at},
                                   {"form", form},
                                   {"papers", Json::array()},
                                   {"salt", maker.salt()},
                                   {"service", record["layanan"]},
                                   {"type", "submitted"}}));
    }
    return made;
}

void decisions(Maker& maker, const std::vector<Entry>& requests) {
    const FeedId kiosk = maker.feed();
    const FeedId ledger = maker.feed();
    Held held;
    held.hold(kiosk, requests);
    std::vector<Entry> endorsed;
    std::vector<Entry> approved;
    std::vector<Entry> received;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const Json asked = Json::parse(as_text(requests[i].payload));
        const Instant at = kMonday + 90000 + 35 * static_cast<Instant>(i);
        const std::string number = std::to_string(1000 + i).substr(1);
        Json claims{{"at", at},
                    {"e", "2027-05-22"},
                    {"h", asked["form"]["nama"]},
                    {"k", asked["form"]["nik"].get<std::string>().substr(12)},
                    {"n", "400.9.14/" + number + "/UMD/XI/2026"},
                    {"of", to_base64url(requests[i].digest.view())},
                    {"s", asked["service"]},
                    {"type", "endorsed"}};
        endorsed.push_back(maker.person(claims));
        claims["of"] = to_base64url(endorsed.back().digest.view());
        claims["type"] = "approved";
        claims["at"] = at + 90000 + static_cast<Instant>(i * i % 37);
        claims["g"] = "400.9.14/" + std::to_string(7 + i) + "/TBG/XI/2026";
        approved.push_back(maker.person(claims));
        const std::uint64_t size = 3 + 2 * i;
        received.push_back(maker.node({{"at", at},
                                       {"feed", to_base64url(kiosk.view())},
                                       {"root", to_base64url(held.root_at(kiosk, size)->view())},
                                       {"size", size},
                                       {"type", "received"}}));
        received.push_back(maker.node({{"at", at},
                                       {"feed", to_base64url(ledger.view())},
                                       {"size", 1 + i / 3},
                                       {"type", "roster_at"}}));
    }
    print("endorsed, context", measure(maker.feed(), endorsed, &held));
    held.hold(kiosk, endorsed);
    held.hold(ledger, {});
    held.hold(maker.feed(), {});
    print("approved, context", measure(maker.feed(), approved, &held));
    print("approved, none", measure(maker.feed(), approved, nullptr));
    held.hold(ledger, {maker.node({{"at", 1}})});
    print("received and roster_at, context", measure(maker.feed(), received, &held));
}

int run(int count, char** words) {
    if (count < 2) {
        std::cerr << "usage: disapa-segments SOURCE [RECORDS.jsonl]\n";
        return kExitUsage;
    }
    Maker maker;
    People people(words[1], 7);
    if (count > 2) {
        for (const std::size_t n : {1, 10, 100, 1000}) {
            const auto cost = measure(maker.feed(), read_requests(maker, words[2], n), nullptr);
            print("weaklink requests", cost);
        }
        auto requests = read_requests(maker, words[2], 300);
        Segment segment;
        segment.feed = maker.feed();
        segment.entries = requests;
        const double began = cpu_ms();
        const auto bytes = encode_segment(segment);
        const double encoded = cpu_ms();
        for (int i = 0; i < 20; ++i) (void)decode_segment(*bytes);
        const double decoded = cpu_ms();
        std::printf("300 of them: written in %.1f ms, read in %.2f ms\n", (encoded - began),
                    (decoded - encoded) / 20);
    }
    for (const char* service : {"SKTM", "SKU", "SKAW", "DISNIK"}) {
        for (const int n : {1, 10, 100, 1000}) {
            if (n == 1000 && std::string_view(service) != "SKTM") continue;
            print(service, measure(maker.feed(), own_requests(maker, people, service, n), nullptr));
        }
    }
    decisions(maker, own_requests(maker, people, "SKTM", 100));
    return kExitDone;
}

}  // namespace
}  // namespace disapa::test

int main(int count, char** words) {
    return disapa::test::run(count, words);
}
