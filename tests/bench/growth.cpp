// disapa-growth: what an exchange of one request costs a kiosk and its hub when much has been
// stored before, over what it costs when there is little.
//
// One hub, twenty desa; one of them has a real kiosk with a tenth of all entries. Requests are
// submitted and verified fifty at a time, received, and the ledger goes back to the kiosk. Then
// both exchange one request after the other, warm, in this process, without a network; and once
// more after both were opened anew.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "shared/base/program.h"
#include "shared/log/merkle.h"
#include "shared/store/node.h"
#include "sync/answer.h"
#include "sync/exchange.h"
#include "sync/hub/invites.h"
#include "sync/hub/ledger.h"
#include "tests/support/people.h"

namespace disapa::test {
namespace {

constexpr Instant kMonday = 1795395600;  // 23 November 2026, 09.00 WITA
constexpr int kDesa = 20;
constexpr std::size_t kPerVerified = 50;  // requests under one signature of a clerk
constexpr std::size_t kRounds = 5;        // of requests in one segment
constexpr int kExchanges = 41;

double since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

long resident_mb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::atol(line.c_str() + 6) / 1024;
    }
    return 0;
}

// The road in memory; keeps apart what the hub took.
class ShortLink final : public Link {
  public:
    ShortLink(Node& hub, Keeper& keeper) : hub_(hub), keeper_(keeper) {}
    double hub_ms = 0;

    LinkReply post(ByteView request, std::size_t,
                   const std::function<Status(ByteView)>& on_bytes) override {
        LinkReply reply;
        reply.bytes_up = request.size();
        const auto begin = std::chrono::steady_clock::now();
        auto made = answer(hub_, keeper_, request);
        hub_ms += since(begin);
        if (!made) {
            reply.outcome = tl::unexpected(made.error());
            return reply;
        }
        reply.bytes_down = made->size();
        reply.outcome = on_bytes(*made);
        return reply;
    }

  private:
    Node& hub_;
    Keeper& keeper_;
};

struct Cost {
    double kiosk = 0, hub = 0;  // milliseconds
    [[nodiscard]] double both() const { return kiosk + hub; }
};

class World {
  public:
    World(std::filesystem::path folder, const std::filesystem::path& source)
        : folder_(std::move(folder)), people_(source, 7) {}

    Status make();
    Status fill(std::size_t entries);
    Result<Cost> warm();
    // Opening, then the first exchange.
    Result<std::pair<Cost, Cost>> cold();

    // Everything again, as `disapa-sync check` does; an error when it finds anything.
    Result<double> check();
    // Every case of every desa, from the start, at the hub: what its desk costs after a start.
    Result<double> books();

  private:
    Status open();
    Json key(const SigningKey& whose, Role role, const Region& region);
    Bytes payload(Json act);
    std::vector<Entry> requests(std::size_t rounds);
    Status fill_foreign(std::size_t desa, std::size_t entries);
    Status fill_kiosk(std::size_t entries);
    Status carry(Node& from, Node& to, const FeedName& feed, bool received);
    Result<Cost> exchange_one();

    std::filesystem::path folder_;
    ManualClock clock_{kMonday};
    SeededRandom random_{7};
    People people_;
    SigningKey root_ = SigningKey::generate(random_);
    SigningKey clerk_ = SigningKey::generate(random_);
    std::vector<Region> desa_;
    std::vector<SigningKey> nodes_;  // of the desa without a real kiosk
    std::optional<Node> hub_, kiosk_;
    std::vector<Json> forms_;
    double open_hub_ms_ = 0, open_kiosk_ms_ = 0;
};

Json World::key(const SigningKey& whose, Role role, const Region& region) {
    return {{"type", "key_enrolled"},
            {"key", to_base64url(whose.public_key().view())},
            {"role", std::string(to_text(role))},
            {"region", region.code()},
            {"name", "Nama"},
            {"title", "Jabatan"}};
}

Bytes World::payload(Json act) {
    act["at"] = clock_.now();
    if (act["type"] == "submitted" || act["type"] == "verified") {
        Bytes salt(8);
        random_.fill(salt);
        act["salt"] = to_base64url(salt);
    }
    return to_canonical(act).value();
}

Status World::open() {
    hub_.reset();
    kiosk_.reset();
    auto begin = std::chrono::steady_clock::now();
    auto hub = Node::open(folder_ / "hub", clock_, random_, {true});
    if (!hub) return pass(std::move(hub));
    open_hub_ms_ = since(begin);
    hub_.emplace(std::move(*hub));
    begin = std::chrono::steady_clock::now();
    auto kiosk = Node::open(folder_ / "kiosk", clock_, random_);
    if (!kiosk) return pass(std::move(kiosk));
    open_kiosk_ms_ = since(begin);
    kiosk_.emplace(std::move(*kiosk));
    return {};
}

Status World::make() {
    NodeSetup setup;
    setup.kind = NodeKind::hub;
    setup.region = setup.office = *Region::parse("64.02.12");
    setup.root_thumbprint = thumbprint_of(root_.public_key());
    if (auto made = Node::create(folder_ / "hub", setup, random_); !made) return made;
    {
        auto hub = Node::open(folder_ / "hub", clock_, random_);
        if (!hub) return pass(std::move(hub));
        setup = hub->setup();
    }
    for (int i = 0; i < kDesa; ++i) {
        desa_.push_back(*Region::parse("64.02.12.20" + std::to_string(10 + i)));
        nodes_.push_back(SigningKey::generate(random_));
    }
    setup.kind = NodeKind::kiosk;
    setup.region = desa_.front();
    if (auto made = Node::create(folder_ / "kiosk", setup, random_); !made) return made;
    if (auto opened = open(); !opened) return opened;

    std::vector<Entry> acts;
    const auto say = [&](Json act) {
        acts.push_back(person_entry(payload(std::move(act)), root_));
    };
    say(key(root_, Role::admin, setup.office));
    for (std::size_t i = 0; i < desa_.size(); ++i) {
        Json device = key(i == 0 ? kiosk_->signing() : nodes_[i], Role::kiosk, desa_[i]);
        device["box"] = to_base64url(i == 0 ? kiosk_->box().public_key().view()
                                            : BoxKey::generate(random_).public_key().view());
        say(device);
    }
    Json clerk = key(clerk_, Role::petugas, desa_.front());
    clerk["devices"] = {to_text(kiosk_->id())};
    say(clerk);
    for (std::size_t i = 1; i < desa_.size(); ++i) {
        say({{"type", "role_granted"},
             {"key", to_text(clerk_.id())},
             {"role", "petugas"},
             {"region", desa_[i].code()}});
    }
    say({{"type", "catalogue_published"},
         {"services", Json::array({{{"service", "SKTM"}, {"flow", "mengetahui"}}})}});
    for (int i = 0; i < 200; ++i) forms_.push_back(people_.form("SKTM", wita_date(kMonday)));
    return hub_->write(
        [&](Writer& writer) { return writer.append(setup.office, std::move(acts)); });
}

std::vector<Entry> World::requests(std::size_t rounds) {
    std::vector<Entry> made;
    for (std::size_t round = 0; round < rounds; ++round) {
        Json items = Json::array();
        for (std::size_t i = 0; i < kPerVerified; ++i) {
            made.push_back(node_entry(payload({{"type", "submitted"},
                                               {"form", forms_[made.size() % forms_.size()]},
                                               {"papers", {{{"id", "KTP"}, {"how", "brought"}}}},
                                               {"service", "SKTM"}})));
            items.push_back(
                {{"of", to_base64url(made.back().digest.view())}, {"papers", Json::array()}});
        }
        made.push_back(person_entry(payload({{"type", "verified"}, {"items", items}}), clerk_));
    }
    return made;
}

// A kiosk of which the hub has nothing but its feed.
Status World::fill_foreign(std::size_t desa, std::size_t entries) {
    const FeedName feed{nodes_[desa].public_key(), {}, desa_[desa]};
    auto keys = hub_->known_keys();
    if (!keys) return pass(std::move(keys));
    MerkleEdge edge;
    while (edge.size() < entries) {
        Segment segment;
        segment.feed = feed.id();
        segment.from = edge.size();
        if (segment.from == 0) segment.name = feed;
        segment.entries = requests(kRounds);
        for (const auto& entry : segment.entries) edge.append(entry.leaf_hash());
        segment.head_signature =
            sign_head(nodes_[desa], segment.feed, edge.size(), edge.root()).signature;
        const auto examined = examine(std::move(segment), **keys);
        auto done = hub_->write([&](Writer& writer) -> Status {
            auto stored = writer.ingest(examined);
            if (!stored) return pass(std::move(stored));
            if (stored->result != StoreResult::grown) {
                return fail(ErrorCode::internal, "Segmen ditolak.", stored->log);
            }
            return ledger::receive(*hub_, writer, {feed});
        });
        if (!done) return done;
    }
    return {};
}

// All that `to` lacks of a feed, as far as kept heads allow in one step.
Status World::carry(Node& from, Node& to, const FeedName& feed, bool received) {
    const FeedId id = feed.id();
    for (;;) {
        const std::uint64_t at = to.size_of(id);
        if (at == from.size_of(id)) return {};
        auto heads = from.heads(id, at, at + 300);
        if (!heads) return pass(std::move(heads));
        auto entries = from.entries(id, at, heads->back().size);
        if (!entries) return pass(std::move(entries));
        Segment segment;
        segment.feed = id;
        segment.from = at;
        if (at == 0) segment.name = feed;
        segment.entries = std::move(*entries);
        segment.head_signature = heads->back().signature;
        auto done = to.write([&](Writer& writer) -> Status {
            auto stored = writer.ingest(segment);
            if (!stored) return pass(std::move(stored));
            if (stored->result != StoreResult::grown) {
                return fail(ErrorCode::internal, "Segmen ditolak.", stored->log);
            }
            return received ? ledger::receive(to, writer, {feed}) : Status{};
        });
        if (!done) return done;
    }
}

Status World::fill_kiosk(std::size_t entries) {
    const FeedName mine = kiosk_->open_feed(desa_.front());
    if (auto done = carry(*hub_, *kiosk_, hub_->open_feed(kiosk_->setup().office), false); !done) {
        return done;
    }
    while (kiosk_->size_of(mine.id()) < entries) {
        auto done = kiosk_->write(
            [&](Writer& writer) { return writer.append(desa_.front(), requests(kRounds)); });
        if (done) done = carry(*kiosk_, *hub_, mine, true);
        if (!done) return done;
    }
    return carry(*hub_, *kiosk_, hub_->open_feed(desa_.front()), false);
}

Status World::fill(std::size_t entries) {
    if (auto done = fill_kiosk(entries / 10); !done) return done;
    const std::size_t each = entries * 9 / 10 / (desa_.size() - 1);
    for (std::size_t i = 1; i < desa_.size(); ++i) {
        if (auto done = fill_foreign(i, each); !done) return done;
    }
    return {};
}

Result<Cost> World::exchange_one() {
    clock_.advance(40);
    Entry request = requests(1).front();
    auto made = kiosk_->write(
        [&](Writer& writer) { return writer.append(desa_.front(), {std::move(request)}); });
    if (!made) return pass(std::move(made));
    HubKeeper keeper(*hub_);
    ShortLink link(*hub_, keeper);
    const auto begin = std::chrono::steady_clock::now();
    const auto report = exchange(*kiosk_, link);
    const double all = since(begin);
    if (!report.completed || !report.acknowledged) {
        return fail(ErrorCode::internal, "Pertukaran gagal.",
                    report.error ? report.error->log : "no receipt");
    }
    return Cost{all - link.hub_ms, link.hub_ms};
}

Result<Cost> World::warm() {
    std::vector<Cost> costs;
    for (int i = 0; i < kExchanges; ++i) {
        auto cost = exchange_one();
        if (!cost) return cost;
        costs.push_back(*cost);
    }
    std::sort(costs.begin(), costs.end(),
              [](const Cost& a, const Cost& b) { return a.both() < b.both(); });
    return costs[costs.size() / 2];
}

Result<std::pair<Cost, Cost>> World::cold() {
    if (auto opened = open(); !opened) return pass(std::move(opened));
    const Cost opening{open_kiosk_ms_, open_hub_ms_};
    auto first = exchange_one();
    if (!first) return pass(std::move(first));
    return std::pair(opening, *first);
}

Result<double> World::check() {
    const auto begin = std::chrono::steady_clock::now();
    auto faults = hub_->check();
    if (!faults) return pass(std::move(faults));
    if (!faults->empty()) {
        return fail(ErrorCode::corrupt, faults->front(), "check finds what is not there");
    }
    return since(begin) / 1000;
}

Result<double> World::books() {
    const auto begin = std::chrono::steady_clock::now();
    for (const Region& desa : desa_) {
        auto book = hub_->book(desa);
        if (!book) return pass(std::move(book));
    }
    return since(begin) / 1000;
}

struct Figures {
    Cost warm, opening, first;
};

Result<Figures> measure(const std::filesystem::path& folder, const std::filesystem::path& source,
                        std::size_t entries) {
    World world(folder / std::to_string(entries), source);
    auto done = world.make();
    if (done) done = world.fill(entries);
    if (!done) return pass(std::move(done));
    Figures figures;
    auto begun = world.cold();
    if (!begun) return pass(std::move(begun));
    figures.opening = begun->first;
    figures.first = begun->second;
    auto warm = world.warm();
    if (!warm) return pass(std::move(warm));
    figures.warm = *warm;
    const long resident = resident_mb();
    auto check = world.check();
    if (!check) return pass(std::move(check));
    const long checked = resident_mb();
    auto books = world.books();
    if (!books) return pass(std::move(books));
    std::printf("%9zu %8.2f %8.2f %8.2f %10.1f %8.1f %10.1f %8.1f %6ld %8.1f %6ld %8.1f %6ld\n",
                entries, warm->kiosk, warm->hub, warm->both(), figures.opening.kiosk,
                figures.opening.hub, figures.first.kiosk, figures.first.hub, resident, *check,
                checked, *books, resident_mb());
    return figures;
}

int run(int count, char** words) {
    if (count < 2) {
        std::cerr << "usage: disapa-growth SOURCE [FEW MANY [FOLDER]]\n";
        return kExitUsage;
    }
    const auto few = static_cast<std::size_t>(count > 3 ? std::atoll(words[2]) : 1000);
    const auto many = static_cast<std::size_t>(count > 3 ? std::atoll(words[3]) : 1000000);
    const auto above =
        count > 4 ? std::filesystem::path(words[4]) : std::filesystem::temp_directory_path();
    const auto folder = above / ("disapa-growth-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    std::printf("%9s %26s %19s %19s %6s %15s %15s\n", "", "exchange, warm (ms)", "opening (ms)",
                "first exchange (ms)", "RSS", "check", "all books");
    std::printf("%9s %8s %8s %8s %10s %8s %10s %8s %6s %8s %6s %8s %6s\n", "entries", "kiosk",
                "hub", "both", "kiosk", "hub", "kiosk", "hub", "MB", "s", "MB", "s", "MB");
    auto small = measure(folder, words[1], few);
    auto large = small ? measure(folder, words[1], many) : small;
    std::filesystem::remove_all(folder);
    if (!large) return tell(large.error());
    std::printf("cost of an exchange after %zu entries over the cost after %zu: %.2f\n", many, few,
                large->warm.both() / small->warm.both());
    return kExitDone;
}

}  // namespace
}  // namespace disapa::test

int main(int count, char** words) {
    return disapa::test::run(count, words);
}
