// disapa-ingest: how fast a hub stores requests, over how fast the same cores verify Ed25519.
//
// A request is a node's `submitted` (entered by a clerk) and the clerk's `verified`: two entries,
// one signature. Segments of 280 entries come from twenty desa; two threads examine, one writer
// commits several segments and the ledger's `received` in one durable transaction. Both rates are
// taken in one run, and also per second of CPU, because other work on the machine disturbs the
// wall's.
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "shared/base/program.h"
#include "shared/crypto/jws.h"
#include "shared/log/merkle.h"
#include "shared/store/node.h"
#include "sync/hub/ledger.h"
#include "tests/support/people.h"

namespace disapa::test {
namespace {

constexpr Instant kMonday = 1795395600;  // 23 November 2026, 09.00 WITA
constexpr int kDesa = 20;
constexpr int kThreads = 2;
constexpr std::size_t kSegmentActs = 280;
constexpr std::size_t kWaiting = 64;    // segments between the threads
constexpr std::size_t kPerCommit = 32;  // segments of one durable transaction
constexpr double kVerifySeconds = 1.0;

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double cpu_of(int whom) {
    rusage used{};
    getrusage(whom, &used);
    return seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
}

struct Meter {
    std::chrono::steady_clock::time_point wall = std::chrono::steady_clock::now();
    double cpu = cpu_of(RUSAGE_SELF);
};

struct Rate {
    double count = 0, wall = 0, cpu = 0;
    void add(double done, const Meter& since) {
        const Meter now;
        count += done;
        wall += std::chrono::duration<double>(now.wall - since.wall).count();
        cpu += now.cpu - since.cpu;
    }
    [[nodiscard]] double per_wall() const { return count / wall; }
    [[nodiscard]] double per_cpu() const { return count / cpu; }
};

struct Kiosk {
    Region region;
    SigningKey node;
    SigningKey clerk;
    FeedName feed;
    MerkleEdge edge;
};

class Bench {
  public:
    Bench(const std::filesystem::path& folder, const std::filesystem::path& source)
        : folder_(folder), people_(source, 7) {}

    Status open();
    // `requests` with a clerk's signature each, or as many persons' acts alone.
    Status measure(const char* what, std::size_t requests, bool persons_alone);

  private:
    Status enrol(Writer& writer);
    void say(Json act);
    Bytes payload(Json act);
    Segment segment(Kiosk& kiosk, bool persons_alone);
    void verify_for(double seconds, const Segment& from);
    Result<double> store(std::vector<Segment> segments);
    Status commit(std::vector<Examined> batch);

    std::filesystem::path folder_;
    ManualClock clock_{kMonday};
    SeededRandom random_{7};
    People people_;
    SigningKey root_ = SigningKey::generate(random_);
    std::optional<Node> hub_;
    std::vector<Kiosk> kiosks_;
    std::vector<Entry> roster_;
    std::vector<Json> forms_;
    Rate verified_, stored_;
    double writer_cpu_ = 0;  // of what was stored
};

Bytes Bench::payload(Json act) {
    act["at"] = clock_.now();
    if (act["type"] != "key_enrolled" && act["type"] != "catalogue_published") {
        Bytes salt(8);
        random_.fill(salt);
        act["salt"] = to_base64url(salt);
    }
    return to_canonical(act).value();
}

void Bench::say(Json act) {
    roster_.push_back(person_entry(payload(std::move(act)), root_));
}

Status Bench::open() {
    NodeSetup setup;
    setup.kind = NodeKind::hub;
    setup.region = setup.office = *Region::parse("64.02.12");
    setup.root_thumbprint = thumbprint_of(root_.public_key());
    if (auto made = Node::create(folder_, setup, random_); !made) return made;
    auto hub = Node::open(folder_, clock_, random_, {true});
    if (!hub) return pass(std::move(hub));
    hub_.emplace(std::move(*hub));
    const auto key = [&](const SigningKey& whose, Role role, const Region& region) {
        return Json{{"type", "key_enrolled"},
                    {"key", to_base64url(whose.public_key().view())},
                    {"role", std::string(to_text(role))},
                    {"region", region.code()},
                    {"name", "Nama"},
                    {"title", "Jabatan"}};
    };
    say(key(root_, Role::admin, setup.office));
    for (int i = 0; i < kDesa; ++i) {
        Kiosk kiosk{*Region::parse("64.02.12.20" + std::to_string(10 + i)),
                    SigningKey::generate(random_),
                    SigningKey::generate(random_),
                    {},
                    {}};
        kiosk.feed = {kiosk.node.public_key(), {}, kiosk.region};
        Json device = key(kiosk.node, Role::kiosk, kiosk.region);
        device["box"] = to_base64url(BoxKey::generate(random_).public_key().view());
        say(device);
        Json clerk = key(kiosk.clerk, Role::petugas, kiosk.region);
        clerk["devices"] = {to_text(kiosk.node.id())};
        say(clerk);
        kiosks_.push_back(std::move(kiosk));
    }
    say({{"type", "catalogue_published"},
         {"services", Json::array({{{"service", "SKTM"}, {"flow", "mengetahui"}}})}});
    for (int i = 0; i < 200; ++i) forms_.push_back(people_.form("SKTM", wita_date(kMonday)));
    return hub_->write(
        [&](Writer& writer) { return writer.append(setup.office, std::move(roster_)); });
}

Segment Bench::segment(Kiosk& kiosk, bool persons_alone) {
    Segment made;
    made.feed = kiosk.feed.id();
    made.from = kiosk.edge.size();
    if (made.from == 0) made.name = kiosk.feed;
    Digest of;
    while (made.entries.size() < kSegmentActs) {
        if (!persons_alone) {
            made.entries.push_back(
                node_entry(payload({{"type", "submitted"},
                                    {"by", to_text(kiosk.clerk.id())},
                                    {"form", forms_[made.entries.size() % forms_.size()]},
                                    {"papers",
                                     {{{"id", "KTP"}, {"how", "brought"}},
                                      {{"id", "KK"}, {"how", "brought"}},
                                      {{"id", "PENGANTAR"}, {"how", "brought"}}}},
                                    {"service", "SKTM"}})));
            of = made.entries.back().digest;
        } else {
            random_.fill(of.bytes);
        }
        const Json papers = {{{"id", "KTP"}, {"seen", true}},
                             {{"id", "KK"}, {"seen", true}},
                             {{"id", "PENGANTAR"}, {"seen", true}}};
        const Json item = {{"of", to_base64url(of.view())}, {"papers", papers}};
        made.entries.push_back(person_entry(
            payload({{"type", "verified"}, {"items", Json::array({item})}}), kiosk.clerk));
    }
    for (const auto& entry : made.entries) kiosk.edge.append(entry.leaf_hash());
    made.head_signature =
        sign_head(kiosk.node, made.feed, kiosk.edge.size(), kiosk.edge.root()).signature;
    return made;
}

// Ed25519 alone, over messages as long as a clerk's.
void Bench::verify_for(double seconds, const Segment& from) {
    const Entry& entry = from.entries.back();
    const Bytes message(200 + entry.payload.size() * 4 / 3);
    const SigningKey& key = kiosks_.front().clerk;
    const Signature signature = key.sign(message);
    std::atomic<std::uint64_t> count{0};
    const Meter began;
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
            const auto until = began.wall + std::chrono::duration<double>(seconds);
            while (std::chrono::steady_clock::now() < until) {
                if (!verify(key.public_key(), message, signature)) std::abort();
                ++count;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    verified_.add(static_cast<double>(count), began);
}

Status Bench::commit(std::vector<Examined> batch) {
    return hub_->write([&](Writer& writer) -> Status {
        std::vector<FeedName> grown;
        for (const auto& examined : batch) {
            auto stored = writer.ingest(examined);
            if (!stored) return pass(std::move(stored));
            if (stored->result != StoreResult::grown) {
                return fail(ErrorCode::internal, "Segmen ditolak.", "refused: " + stored->log);
            }
            for (const auto& kiosk : kiosks_) {
                if (kiosk.feed.id() != examined.segment.feed) continue;
                if (std::find(grown.begin(), grown.end(), kiosk.feed) == grown.end())
                    grown.push_back(kiosk.feed);
            }
        }
        return ledger::receive(*hub_, writer, grown);
    });
}

// Two threads examine, this one writes what is ready, in the order of each feed.
Result<double> Bench::store(std::vector<Segment> segments) {
    auto keys = hub_->known_keys();
    if (!keys) return pass(std::move(keys));
    std::mutex mutex;
    std::condition_variable ready, room;
    std::vector<std::optional<Examined>> done(segments.size());
    std::size_t next = 0, written = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
            for (;;) {
                std::unique_lock lock(mutex);
                room.wait(lock, [&] { return next < written + kWaiting || next == done.size(); });
                if (next == done.size()) return;
                const std::size_t mine = next++;
                lock.unlock();
                auto examined = examine(std::move(segments[mine]), **keys);
                lock.lock();
                done[mine] = std::move(examined);
                ready.notify_one();
            }
        });
    }
    Status status;
    double acts = 0;
    const double before = cpu_of(RUSAGE_THREAD);
    while (written < done.size()) {
        std::vector<Examined> batch;
        {
            std::unique_lock lock(mutex);
            ready.wait(lock, [&] { return done[written].has_value(); });
            for (std::size_t i = written; i < done.size() && batch.size() < kPerCommit; ++i) {
                if (!done[i]) break;
                batch.push_back(std::move(*done[i]));
            }
        }
        const std::size_t count = batch.size();
        for (const auto& one : batch) acts += static_cast<double>(one.segment.entries.size());
        if (status) status = commit(std::move(batch));
        const std::scoped_lock lock(mutex);
        written += count;
        room.notify_all();
    }
    writer_cpu_ = cpu_of(RUSAGE_THREAD) - before;
    for (auto& thread : threads) thread.join();
    if (!status) return pass(std::move(status));
    return acts;
}

Status Bench::measure(const char* what, std::size_t requests, bool persons_alone) {
    const double signatures_per_act = persons_alone ? 1 : 0.5;
    const auto segments =
        static_cast<std::size_t>(static_cast<double>(requests) / signatures_per_act / kSegmentActs);
    std::vector<Segment> made;
    for (std::size_t i = 0; i < segments; ++i) {
        made.push_back(segment(kiosks_[i % kiosks_.size()], persons_alone));
    }
    const Segment sample = made.front();
    verified_ = stored_ = {};
    verify_for(kVerifySeconds, sample);
    const Meter began;
    auto acts = store(std::move(made));
    if (!acts) return pass(std::move(acts));
    stored_.add(*acts * signatures_per_act, began);
    verify_for(kVerifySeconds, sample);
    std::printf("%-34s %9.0f/s %9.0f/s %6.2f %6.2f %9.1f us %9.1f us\n", what, verified_.per_wall(),
                stored_.per_wall(), stored_.per_wall() / verified_.per_wall(),
                stored_.per_cpu() / verified_.per_cpu(), 1e6 / stored_.per_cpu(),
                1e6 * writer_cpu_ / stored_.count);
    return {};
}

int run(int count, char** words) {
    if (count < 2) {
        std::cerr << "usage: disapa-ingest SOURCE [REQUESTS [FOLDER]]\n";
        return kExitUsage;
    }
    const auto requests = static_cast<std::size_t>(count > 2 ? std::atoi(words[2]) : 20000);
    const auto folder =
        std::filesystem::path(count > 3 ? words[3]
                                        : std::filesystem::temp_directory_path().string()) /
        ("disapa-ingest-" + std::to_string(getpid()));
    Bench bench(folder, words[1]);
    auto done = bench.open();
    if (done) {
        std::printf("%-34s %11s %11s %6s %6s %12s %12s\n", "two cores", "Ed25519", "stored",
                    "ratio", "by CPU", "CPU each", "the writer's");
        done = bench.measure("requests with a clerk's signature", requests, false);
    }
    if (done) done = bench.measure("persons' acts alone", requests, true);
    std::filesystem::remove_all(folder);
    return done ? kExitDone : tell(done.error());
}

}  // namespace
}  // namespace disapa::test

int main(int count, char** words) {
    return disapa::test::run(count, words);
}
