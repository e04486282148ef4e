#include "sync/hub/hammer.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <latch>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "shared/log/canonical_json.h"
#include "shared/store/enrolment.h"
#include "shared/store/node.h"
#include "sync/http_link.h"
#include "sync/hub/invites.h"
#include "sync/hub/slow_sockets.h"
#include "sync/hub/synthetic_kiosk.h"

namespace disapa {
namespace {

constexpr std::size_t kMostKiosks = 5000;
constexpr std::size_t kMostRequests = 2000;  // fits one POST
constexpr std::size_t kFirstDesa = 2001;
constexpr std::size_t kEnrolledAtOnce = 50;             // in one transaction
constexpr std::chrono::milliseconds kHonestComes{300};  // after the others woke
constexpr std::chrono::seconds kSlowPatience{30};       // until the slow sockets stand

using Steady = std::chrono::steady_clock;
using Kiosks = std::vector<std::unique_ptr<SyntheticKiosk>>;

double seconds_since(Steady::time_point begun) {
    return std::chrono::duration<double>(Steady::now() - begun).count();
}

Status check(const HammerOptions& options, const Node& hub) {
    if (hub.setup().kind != NodeKind::hub || !hub.setup().sample) {
        return fail(
            ErrorCode::refused,
            "Uji beban membuat kios dan permohonan tiruan. Karena itu hanya untuk hub contoh: "
            "buat dengan disapa-hub init --sample di folder lain.",
            "hammer: not a sample hub");
    }
    if (options.kiosks == 0 || options.kiosks > kMostKiosks || options.requests == 0 ||
        options.requests > kMostRequests) {
        return fail(ErrorCode::invalid,
                    "Tulis --kiosks antara 1 dan 5000, dan --requests antara 1 dan 2000.",
                    "hammer: counts out of bounds");
    }
    return {};
}

Status enrol(Keeper& keeper, Writer& writer, const Invite& invite, const SigningKey& key,
             const BoxPublicKey& box, const std::vector<KeyId>& devices) {
    auto body = make_enrol(invite, key, box, devices);
    if (!body) return pass(std::move(body));
    auto received = parse_enrol(*body);
    if (!received) return pass(std::move(received));
    auto enrolled = keeper.enrol(writer, *received);
    if (!enrolled) return pass(std::move(enrolled));
    if (!enrolled->accepted)
        return fail(ErrorCode::refused, enrolled->sentence, "hammer: enrolment refused");
    return {};
}

// By the hub's own invites, some in each transaction.
Status enrol_all(Node& hub, const Kiosks& kiosks, const std::string& url) {
    HubKeeper keeper(hub);
    for (std::size_t from = 0; from < kiosks.size(); from += kEnrolledAtOnce) {
        const auto to = std::min(kiosks.size(), from + kEnrolledAtOnce);
        std::vector<std::pair<Invite, Invite>> invites;
        for (std::size_t i = from; i < to; ++i) {
            auto device = make_invite(hub, {kiosks[i]->desa(), Role::kiosk, "", "", "", url});
            if (!device) return pass(std::move(device));
            auto clerk = make_invite(
                hub, {kiosks[i]->desa(), Role::petugas, "Petugas Tiruan", "Petugas", "", url});
            if (!clerk) return pass(std::move(clerk));
            invites.emplace_back(std::move(*device), std::move(*clerk));
        }
        auto done = hub.write([&](Writer& writer) -> Status {
            for (std::size_t i = from; i < to; ++i) {
                const SyntheticKiosk& kiosk = *kiosks[i];
                const auto& [device, clerk] = invites[i - from];
                if (auto one = enrol(keeper, writer, device, kiosk.key(), kiosk.box(), {}); !one)
                    return one;
                auto two =
                    enrol(keeper, writer, clerk, kiosk.clerk(), BoxPublicKey{}, {kiosk.key().id()});
                if (!two) return two;
                // As a kiosk that has met its hub before: it has its numbers.
                if (auto met = keeper.greet(writer, kiosk.key().id(), kiosk.birth()); !met)
                    return met;
            }
            return {};
        });
        if (!done) return done;
    }
    return {};
}

// What one kiosk found.
struct Outcome {
    Status status;
    double seconds = 0;
};

Outcome visit(SyntheticKiosk& kiosk, const std::string& url) {
    HttpLink link({url});
    const auto begun = Steady::now();
    auto status = kiosk.exchange(link);
    return {std::move(status), seconds_since(begun)};
}

void sum_up(const std::vector<Outcome>& outcomes, std::size_t requests, HammerFigures& figures) {
    std::vector<double> times;
    for (const Outcome& outcome : outcomes) {
        if (outcome.status) {
            times.push_back(outcome.seconds);
            figures.requests += requests;
        } else {
            ++figures.without_receipt;
            if (figures.first_error.empty()) figures.first_error = outcome.status.error().log;
        }
    }
    std::sort(times.begin(), times.end());
    if (times.empty()) return;
    figures.p50 = times[times.size() / 2];
    figures.p99 = times[times.size() * 99 / 100];
    figures.longest = times.back();
}

// All but the last wake at once; the last one is the honest kiosk.
HammerFigures wake_all(const HammerOptions& options, const Kiosks& kiosks) {
    HammerFigures figures;
    figures.kiosks = options.kiosks;
    std::vector<Outcome> outcomes(options.kiosks);
    std::latch start(static_cast<std::ptrdiff_t>(options.kiosks) + 1);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < options.kiosks; ++i) {
        threads.emplace_back([&, i] {
            start.arrive_and_wait();
            outcomes[i] = visit(*kiosks[i], options.url);
        });
    }
    start.arrive_and_wait();
    const auto begun = Steady::now();
    std::this_thread::sleep_for(kHonestComes);
    const auto honest = visit(*kiosks.back(), options.url);
    for (auto& thread : threads) thread.join();
    figures.seconds = seconds_since(begun);
    figures.honest = honest.seconds;
    figures.honest_done = honest.status.has_value();
    if (!honest.status) figures.first_error = "honest kiosk: " + honest.status.error().log;
    sum_up(outcomes, options.requests, figures);
    return figures;
}

Result<std::unique_ptr<SlowSockets>> hold_slow(const HammerOptions& options) {
    auto slow = SlowSockets::start(options.url, options.slow);
    if (!slow) return slow;
    const auto begun = Steady::now();
    while ((*slow)->held() < options.slow && Steady::now() - begun < kSlowPatience)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    return slow;
}

}  // namespace

Result<HammerFigures> hammer(const HammerOptions& options, const Clock& clock, Random& random) {
    HammeredHub known;
    Kiosks kiosks;
    {
        auto hub = Node::open(options.folder, clock, random);
        if (!hub) return pass(std::move(hub));
        if (auto good = check(options, *hub); !good) return pass(std::move(good));
        known = {hub->signing().public_key(),
                 hub->birth(),
                 hub->box().public_key(),
                 hub->setup().office,
                 {}};
        for (std::size_t i = 0; i <= options.kiosks; ++i) {
            const auto desa =
                Region::parse(known.office.code() + "." + std::to_string(kFirstDesa + i));
            if (!desa)
                return fail(ErrorCode::internal, "Kode desa tiruan keliru.", "hammer: region");
            kiosks.push_back(std::make_unique<SyntheticKiosk>(known, *desa, random));
        }
        if (auto enrolled = enrol_all(*hub, kiosks, options.url); !enrolled)
            return pass(std::move(enrolled));
        const auto roster = hub->open_feed(known.office).id();
        known.roster.size = hub->size_of(roster);
        known.roster.root = hub->root_at(roster, known.roster.size);
    }
    for (const auto& kiosk : kiosks) {
        const bool is_honest = kiosk == kiosks.back();
        const auto count =
            is_honest ? std::min<std::size_t>(options.requests, 20) : options.requests;
        if (auto made = kiosk->make_requests(count, clock.now(), random); !made)
            return pass(std::move(made));
    }
    std::unique_ptr<SlowSockets> slow;
    if (options.slow > 0) {
        auto held = hold_slow(options);
        if (!held) return pass(std::move(held));
        slow = std::move(*held);
    }
    auto figures = wake_all(options, kiosks);
    if (slow) {
        figures.slow_held = slow->held();
        figures.slow_cut = slow->cut();
    }
    return figures;
}

std::string told(const HammerFigures& figures) {
    char text[400];
    std::snprintf(text, sizeof text,
                  "%zu kios, %zu permohonan bertanda terima dalam %.1f detik (%.0f per detik); "
                  "pertukaran p50 %.2f, p99 %.2f, terlama %.2f detik; kios jujur %.2f detik; "
                  "%zu kios tanpa tanda terima; %zu soket lambat tersambung, %zu diputus hub.",
                  figures.kiosks, figures.requests, figures.seconds,
                  static_cast<double>(figures.requests) / std::max(figures.seconds, 0.001),
                  figures.p50, figures.p99, figures.longest, figures.honest,
                  figures.without_receipt, figures.slow_held, figures.slow_cut);
    return text;
}

std::string json_of(const HammerFigures& figures) {
    return Json{{"kiosks", figures.kiosks},
                {"requests", figures.requests},
                {"seconds", figures.seconds},
                {"p50", figures.p50},
                {"p99", figures.p99},
                {"longest", figures.longest},
                {"honest", figures.honest},
                {"honest_done", figures.honest_done},
                {"without_receipt", figures.without_receipt},
                {"slow_held", figures.slow_held},
                {"slow_cut", figures.slow_cut},
                {"error", figures.first_error}}
        .dump();
}

}  // namespace disapa
