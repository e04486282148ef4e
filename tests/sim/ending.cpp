// World's midnights and its end: the links are good, everything must arrive, and all is looked at.
#include <nlohmann/json.hpp>

#include "kiosk/counter/officers.h"
#include "sync/outbox.h"
#include "tests/sim/world.h"

namespace disapa::sim {
namespace {

constexpr int kRounds = 12;

}  // namespace

void World::midnight(int number) {
    for (auto& post : posts_) {
        if (post.kiosk->is_up()) checkers_.everything(*post.kiosk, {post.kiosk->region});
    }
    if (hub_->is_up()) checkers_.everything(*hub_, desa_regions_);
    // Each night another machine's store is read by a process that remembers nothing.
    const auto turn = static_cast<std::size_t>(number) % (posts_.size() + 1);
    if (turn < posts_.size()) {
        if (posts_[turn].kiosk->is_up()) check_whole(*posts_[turn].kiosk);
    } else if (hub_->is_up()) {
        check_whole(*hub_);
    }
}

void World::check_whole(Machine& machine) {
    SeededRandom random(options_.seed);
    auto fresh = Node::open(machine.folder() / "data", machine.clock, random);
    if (machine.is_dead() || (!fresh && machine.is_full)) return;
    if (!fresh) {
        throw Violation("Kept", machine.name() + ": a second process cannot read the store: " +
                                    fresh.error().log);
    }
    if (fresh->setup().kind == NodeKind::kiosk) {
        auto provisional = provisional_officers(*fresh);
        if (provisional) fresh->set_provisional(std::move(*provisional));
    }
    checkers_.afresh(machine, *fresh, regions_of(machine));
}

// What still differs between the hub and a kiosk that is in service; empty when nothing does.
std::string World::unequal() {
    for (auto& post : posts_) {
        auto& kiosk = *post.kiosk;
        if (kiosk.is_taken_out) continue;
        const auto mine = frontier_for(kiosk.node(), kiosk.region);
        const auto theirs = frontier_for(hub_->node(), kiosk.region);
        if (!mine || !theirs) return kiosk.name() + ": no frontier";
        if (*mine != *theirs) return kiosk.name() + " and the hub hold other feeds";
        const auto waiting = waiting_acts(kiosk.node());
        if (!waiting) return kiosk.name() + ": " + waiting.error().log;
        if (*waiting > 0) return kiosk.name() + " waits for receipts";
        const auto something = has_something_to_say(kiosk.node());
        if (!something || *something) return kiosk.name() + " has something left to say";
    }
    return {};
}

void World::heal() {
    note("world", "calm");
    around_.is_calm = true;
    around_.late.clear();
    std::vector<Machine*> machines{hub_.get()};
    for (auto& post : posts_) machines.push_back(post.kiosk.get());
    for (auto* machine : machines) {
        disk_.set_space(machine->folder(), {});
        machine->is_full = false;
        machine->skew = 0;
        machine->down_until = 0;
    }
    for (auto& post : posts_) {
        post.weather.bytes_per_second = 16000;
        post.weather.round_trip = 1;
    }
    now_ += 3600;
    tick_clocks();
    for (auto* machine : machines) {
        if (machine->is_taken_out) continue;
        // What was armed for some later operation goes off now.
        machine->power_cut();
        boot(*machine);
    }
    std::string why = "never tried";
    for (int round = 0; round < kRounds && !why.empty(); ++round) {
        now_ += 60;
        tick_clocks();
        for (auto& post : posts_) {
            if (!post.kiosk->is_taken_out) exchange(post);
        }
        why = unequal();
    }
    if (!why.empty())
        throw Violation("Progress", "after " + std::to_string(kRounds) + " good exchanges: " + why);
}

void World::check_end() {
    checkers_.everything(*hub_, desa_regions_);
    check_whole(*hub_);
    std::uint64_t entries = 0;
    for (const auto& feed : hub_->node().feeds()) entries += hub_->node().size_of(feed.id());
    for (auto& post : posts_) {
        auto& kiosk = *post.kiosk;
        if (kiosk.is_taken_out) continue;
        exchange(post);
        checkers_.everything(kiosk, {kiosk.region});
        check_whole(kiosk);
        for (const auto& act : truth_.said[kiosk.name()]) {
            if (!checkers_.holds(*hub_, act))
                throw Violation("Kept", "an act of " + kiosk.name() + " never reached the hub");
        }
    }
    std::uint64_t after = 0;
    for (const auto& feed : hub_->node().feeds()) after += hub_->node().size_of(feed.id());
    if (after != entries) throw Violation("Progress", "the ledger grows with nothing new");
    for (const auto& photo : desa_->photos()) {
        bool is_in_service = false;
        for (const auto& post : posts_) {
            if (post.kiosk->name() == photo.kiosk) is_in_service = !post.kiosk->is_taken_out;
        }
        if (is_in_service && !hub_->node().has_blob(photo.hash))
            throw Violation("Kept", "a photo of " + photo.kiosk + " never reached the hub");
    }
    for (const auto& act : truth_.arrived) {
        if (!checkers_.holds(*hub_, act)) throw Violation("Kept", "what had arrived is gone");
    }
    std::vector<Machine*> machines{hub_.get()};
    for (auto& post : posts_) {
        if (!post.kiosk->is_taken_out) machines.push_back(post.kiosk.get());
    }
    for (auto* machine : machines) {
        const auto wrong = machine->node().check();
        if (!wrong) throw Violation("Kept", machine->name() + ": " + wrong.error().log);
        if (!wrong->empty()) throw Violation("Kept", machine->name() + ": " + wrong->front());
    }
}

void World::count(Outcome& outcome) const {
    outcome.acts = desa_ ? desa_->done() : 0;
    outcome.decisions = desk_ ? desk_->decided() : 0;
    outcome.exchanges = exchanges_;
    outcome.cuts = cuts_;
}

Outcome run_seed(const RunOptions& options) {
    Outcome outcome;
    outcome.seed = options.seed;
    std::filesystem::remove_all(options.root);
    std::filesystem::create_directories(options.root);
    Trace trace(options.aloud, options.root.string());
    {
        Disk disk;
        std::unique_ptr<World> world;
        try {
            world = std::make_unique<World>(options, disk, trace);
            world->run();
        } catch (const Violation& violation) {
            outcome.checker = violation.checker;
            outcome.what = violation.what();
        }
        if (world) world->count(outcome);
    }
    outcome.hash = trace.hash();
    outcome.events = trace.events();
    outcome.tail = trace.tail();
    std::error_code ignored;
    std::filesystem::remove_all(options.root, ignored);
    return outcome;
}

}  // namespace disapa::sim
