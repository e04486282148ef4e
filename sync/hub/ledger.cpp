#include "sync/hub/ledger.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/date.h"
#include "shared/base/limits.h"
#include "shared/base/mutant.h"
#include "shared/log/canonical_json.h"

namespace disapa::ledger {
namespace {

constexpr std::string_view kTailRecords = "ledger";
constexpr std::string_view kNumbersRecords = "numbers";  // by feed: when to look again

// What the next entry of a ledger must know of the entries before it.
struct Tail {
    std::uint64_t roster_size = 0;  // of the newest roster_at
    Instant at = 0;                 // of the newest entry
};

Result<Tail> read_tail(Writer& writer, const Region& region) {
    auto record = writer.get(kTailRecords, region.code());
    if (!record) return pass(std::move(record));
    if (!*record) return Tail{};
    const auto json = Json::parse(**record, nullptr, false);
    if (json.is_discarded()) {
        return fail(ErrorCode::corrupt,
                    "Catatan buku besar di hub rusak. Hubungi Diskominfo sebelum melanjutkan.",
                    "ledger tail of " + region.code() + " is not JSON");
    }
    return Tail{json.value("roster", std::uint64_t{0}), json.value("at", Instant{0})};
}

Status write_tail(Writer& writer, const Region& region, const Tail& tail) {
    const auto text = Json{{"roster", tail.roster_size}, {"at", tail.at}}.dump();
    return writer.put(kTailRecords, region.code(), as_bytes(text));
}

Result<Entry> entry_of(const Json& act) {
    auto payload = to_canonical(act);
    if (!payload) return pass(std::move(payload));
    return node_entry(std::move(*payload));
}

// A ledger that is about to grow: entries are collected, then appended under one head.
class Growth {
  public:
    static Result<Growth> begin(Node& hub, Writer& writer, const Region& region) {
        auto tail = read_tail(writer, region);
        if (!tail) return pass(std::move(tail));
        Growth growth(hub, writer, region, *tail);
        growth.tail_.at = is_mutant(Mutant::time_goes_back)
                              ? hub.clock().now()
                              : std::max(hub.clock().now(), tail->at);
        return growth;
    }

    // `roster_at`, when the roster grew or `always` (before a decision).
    Status judge_by_newest_roster(bool always) {
        const auto roster_feed = hub_.open_feed(hub_.setup().office).id();
        const auto size = hub_.size_of(roster_feed);
        if (size == tail_.roster_size && !always) return {};
        tail_.roster_size = size;
        return add({{"type", "roster_at"},
                    {"at", tail_.at},
                    {"feed", to_base64url(roster_feed.view())},
                    {"size", size}});
    }

    Status add(const Json& act) {
        auto entry = entry_of(act);
        if (!entry) return pass(std::move(entry));
        entries_.push_back(std::move(*entry));
        return {};
    }
    void add(Entry entry) { entries_.push_back(std::move(entry)); }

    Status finish() {
        if (entries_.empty()) return {};
        if (auto done = writer_.append(region_, std::move(entries_)); !done) return done;
        return write_tail(writer_, region_, tail_);
    }

    [[nodiscard]] Instant at() const { return tail_.at; }

  private:
    Growth(Node& hub, Writer& writer, Region region, Tail tail)
        : hub_(hub), writer_(writer), region_(std::move(region)), tail_(tail) {}

    Node& hub_;
    Writer& writer_;
    Region region_;
    Tail tail_;
    std::vector<Entry> entries_;
};

std::string key_of(const FeedId& feed) {
    return to_base64url(feed.view());
}

Result<Json> read_json(Writer& writer, std::string_view kind, const FeedId& feed) {
    auto record = writer.get(kind, key_of(feed));
    if (!record) return pass(std::move(record));
    return *record ? Json::parse(**record, nullptr, false) : Json();
}

Status write_json(Writer& writer, std::string_view kind, const FeedId& feed, const Json& value) {
    return writer.put(kind, key_of(feed), as_bytes(value.dump()));
}

Status receive_region(Node& hub, Writer& writer, const Region& region,
                      const std::vector<FeedName>& grown) {
    auto growth = Growth::begin(hub, writer, region);
    if (!growth) return pass(std::move(growth));
    for (const auto& feed : grown) {
        if (feed.region != region) continue;
        const auto id = feed.id();
        const auto size = hub.size_of(id);
        // Not the book: it would judge every act of the region before the chunk is answered.
        auto received = hub.received(id);
        if (!received) return pass(std::move(received));
        if (size <= *received) continue;
        if (auto said = growth->judge_by_newest_roster(false); !said) return said;
        auto added = growth->add({{"type", "received"},
                                  {"at", growth->at()},
                                  {"feed", key_of(id)},
                                  {"root", to_base64url(hub.root_at(id, size).view())},
                                  {"size", size}});
        if (!added) return added;
    }
    return growth->finish();
}

// Entries of the region's kiosks: each uses at most one number.
std::uint64_t entries_of_kiosks(Node& hub, const Region& region) {
    std::uint64_t count = 0;
    for (const auto& feed : hub.feeds()) {
        if (feed.region == region && feed.node != hub.setup().hub_key) {
            count += hub.size_of(feed.id());
        }
    }
    return count;
}

}  // namespace

Status receive(Node& hub, Writer& writer, const std::vector<FeedName>& grown) {
    std::vector<Region> regions;
    for (const auto& feed : grown) {
        // Never for a feed of the hub itself, nor of a hub above it.
        if (feed.node == hub.setup().hub_key || feed.region.level() != 4) continue;
        if (std::find(regions.begin(), regions.end(), feed.region) == regions.end()) {
            regions.push_back(feed.region);
        }
    }
    for (const auto& region : regions) {
        if (auto done = receive_region(hub, writer, region, grown); !done) return done;
    }
    return {};
}

Status append(Node& hub, Writer& writer, const Region& region, std::vector<Entry> entries) {
    auto growth = Growth::begin(hub, writer, region);
    if (!growth) return pass(std::move(growth));
    if (auto said = growth->judge_by_newest_roster(true); !said) return said;
    for (auto& entry : entries) growth->add(std::move(entry));
    return growth->finish();
}

bool has_effect(Roster& roster, const Entry& entry, const Digest& root_thumbprint) {
    auto act = decode_act(entry.payload);
    return act &&
           roster.apply({entry.digest, entry.signer, std::move(*act), false}, root_thumbprint);
}

Status append_roster(Node& hub, Writer& writer, std::vector<Entry> acts,
                     const std::vector<Region>& concerned) {
    auto roster = hub.roster();
    if (!roster) return pass(std::move(roster));
    for (const auto& act : acts) {
        if (has_effect(*roster, act, hub.setup().root_thumbprint)) continue;
        return fail(ErrorCode::refused,
                    "Daftar kunci tidak berubah: hanya kunci admin yang dapat mengubahnya, kunci "
                    "akar tidak dapat dicabut, dan kunci yang dicabut tidak dapat dipakai lagi.",
                    "roster act without effect: not by an admin, or against the rules");
    }
    if (auto done = writer.append(hub.setup().office, std::move(acts)); !done) return done;
    for (const auto& region : concerned) {
        if (region.level() != 4) continue;
        auto growth = Growth::begin(hub, writer, region);
        if (!growth) return pass(std::move(growth));
        if (auto said = growth->judge_by_newest_roster(false); !said) return said;
        if (auto done = growth->finish(); !done) return done;
    }
    return {};
}

Status grant_numbers(Node& hub, Writer& writer, const FeedName& kiosk_feed) {
    const auto& region = kiosk_feed.region;
    const auto id = kiosk_feed.id();
    auto growth = Growth::begin(hub, writer, region);
    if (!growth) return pass(std::move(growth));
    const auto today = wita_date(growth->at());
    const int last_year = today.year + (today.month >= 10 ? 1 : 0);
    const auto entries = entries_of_kiosks(hub, region);
    auto looked = read_json(writer, kNumbersRecords, id);
    if (!looked) return pass(std::move(looked));
    // Too few acts have come since the last look to use up what was free then.
    if (looked->is_object() && looked->value("year", 0) == last_year &&
        entries < looked->value("until", std::uint64_t{0})) {
        return {};
    }
    auto book = writer.book(region);
    if (!book) return pass(std::move(book));
    constexpr auto kEnough = static_cast<std::size_t>(limits::kNumberBlock / 4);
    constexpr auto kBlock = static_cast<std::size_t>(limits::kNumberBlock);
    std::size_t spare = kBlock;
    for (int year = today.year; year <= last_year; ++year) {
        const auto free = (*book)->free_numbers(id, kDesaSeries, year, kBlock).size();
        if (free >= kEnough) {
            spare = std::min(spare, free - kEnough);
            continue;
        }
        std::int64_t last = 0;
        for (const auto& [feed, range] : (*book)->grants()) {
            if (range.series == kDesaSeries && range.year == year) last = std::max(last, range.to);
        }
        if (auto said = growth->judge_by_newest_roster(false); !said) return said;
        auto added = growth->add({{"type", "numbers_granted"},
                                  {"at", growth->at()},
                                  {"feed", key_of(id)},
                                  {"from", last + 1},
                                  {"series", kDesaSeries},
                                  {"to", last + limits::kNumberBlock},
                                  {"year", year}});
        if (!added) return added;
        spare = std::min(spare, free + kBlock - kEnough);
    }
    auto noted = write_json(writer, kNumbersRecords, id,
                            {{"year", last_year}, {"until", entries + spare + 1}});
    if (!noted) return noted;
    return growth->finish();
}

}  // namespace disapa::ledger
