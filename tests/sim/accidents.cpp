// World's bad days: power, disks, clocks, old requests, lost keys; and the admin who deals with it.
#include <algorithm>

#include "sync/bundle.h"
#include "sync/hub/admin.h"
#include "sync/inbox.h"
#include "tests/sim/world.h"

namespace disapa::sim {
namespace {

constexpr Instant kHour = 3600;
constexpr Instant kDay = 24 * kHour;

}  // namespace

void World::plan_accidents(Instant midnight) {
    const auto some_time = [&] { return midnight + fault_dice_.between(kHour, kDay - kHour); };
    for (std::size_t i = 0; i < posts_.size(); ++i) {
        for (int tries = 0; tries < 2; ++tries) {
            if (fault_dice_.chance(25)) plan_.push_back({some_time(), Kind::mishap, i});
        }
    }
    for (std::size_t i = 0; i < around_.late.size(); ++i) {
        const auto due = around_.late[i].due;
        if (due < midnight + kDay) plan_.push_back({std::max(due, midnight), Kind::late, 0});
    }
}

// Something happens to a kiosk.
void World::accident(Post& post) {
    auto& kiosk = *post.kiosk;
    if (!kiosk.is_up()) return;
    const auto throws = fault_dice_.below(100);
    if (throws < 45) {
        disk_.fail_after(kiosk.folder(), fault_dice_.below(120));
    } else if (throws < 55) {
        note(kiosk.name(), "killed");
        kiosk.kill();
        boot(kiosk);
    } else if (throws < 65) {
        const auto space = fault_dice_.below(30000);
        note(kiosk.name(), "disk full, " + std::to_string(space) + " bytes left");
        kiosk.is_full = true;
        disk_.set_space(kiosk.folder(), space);
    } else if (throws < 75) {
        kiosk.is_full = false;
        disk_.set_space(kiosk.folder(), {});
    } else if (throws < 83) {
        kiosk.skew = 86400 - now_;  // an empty battery: 1970
        note(kiosk.name(), "clock 1970");
    } else if (throws < 90) {
        kiosk.skew = fault_dice_.between(-40 * kDay, 40 * kDay);
        note(kiosk.name(), "clock jumps by " + std::to_string(kiosk.skew));
    } else {
        kiosk.skew = 0;
    }
    tick_clocks();
}

void World::hub_accident() {
    if (!hub_->is_up()) return;
    const auto throws = fault_dice_.below(100);
    if (throws < 40) {
        disk_.fail_after(hub_->folder(), fault_dice_.below(150));
    } else if (throws < 55) {
        note("hub", "killed");
        hub_->kill();
        boot(*hub_);
    } else if (throws < 62) {
        hub_->is_full = true;
        note("hub", "disk full");
        disk_.set_space(hub_->folder(), fault_dice_.below(30000));
    } else if (throws < 72) {
        hub_->is_full = false;
        disk_.set_space(hub_->folder(), {});
    } else {
        hub_->skew = fault_dice_.between(-12 * kHour, 12 * kHour);
        note("hub", "clock off by " + std::to_string(hub_->skew));
    }
    tick_clocks();
}

// A copy of an old request comes out of some buffer.
void World::serve_late() {
    auto& late = around_.late;
    const auto due = std::find_if(late.begin(), late.end(),
                                  [this](const auto& copy) { return copy.due <= now_; });
    if (due == late.end() || !hub_->is_up()) return;
    const Bytes request = std::move(due->request);
    late.erase(due);
    (void)hub_->serve(request, 1 + road_dice_.below(4096));
    note("hub", "served an old request of " + std::to_string(request.size()) + " bytes");
    if (!hub_->is_dead()) around_.hub_changed();
}

void World::ride(Post& post) {
    auto& kiosk = *post.kiosk;
    if (!kiosk.is_up()) return;
    motorcycle_->stop_at({kiosk, *kiosk.agent_node, nullptr, {kiosk.region}});
}

void World::ride_to_hub() {
    if (!hub_->is_up()) return;
    motorcycle_->stop_at({*hub_, *hub_->server, hub_->keeper.get(), desa_regions_});
}

void World::forge() {
    auto& thief = *posts_.back().kiosk;
    // Mostly his neighbour in the same desa.
    const auto neighbour = posts_.size() - 2;
    const auto who = world_dice_.chance(70) ? neighbour : world_dice_.below(posts_.size() - 1);
    auto& victim = *posts_[who].kiosk;
    if (!thief.is_up() || !victim.is_up()) return;
    if (world_dice_.chance(50)) return hostile_->forge(thief, victim);
    const auto request = hostile_->forged_request(thief, victim);
    if (!request || !hub_->is_up()) return;
    (void)hub_->serve(*request, 1 + road_dice_.below(4096));
    if (!hub_->is_dead()) around_.hub_changed();
}

// Opens the answer with the kiosk's own key, as a thief with its disk could: nothing of another
// desa may be in it.
void World::overhear(Kiosk& kiosk, ByteView request, ByteView answer) {
    if (!road_dice_.chance(40) || !hub_->is_up()) return;
    const auto address = read_address(request);
    if (!address) return;
    auto& node = *kiosk.agent_node;
    BundleOpener opener(node.box(), node.id(), address->header, [this](const BundleAddress&) {
        return std::vector<BoxPublicKey>{hub_->node().box().public_key()};
    });
    std::vector<Bytes> chunks;
    if (!opener.take(answer, chunks)) return;
    NodeContext held(node, kiosk.region);
    std::map<FeedId, Region> regions;
    for (const auto& feed : hub_->node().feeds()) regions[feed.id()] = feed.region;
    for (const auto& chunk : chunks) {
        const auto incoming = read_chunk(chunk, &held);
        if (!incoming)
            throw Violation("Private", "an answer cannot be read: " + incoming.error().log);
        for (const auto& segment : incoming->segments) {
            const auto region = regions.find(segment.feed);
            const bool is_its =
                region != regions.end() &&
                (region->second == kiosk.region || region->second == hub_->node().setup().office);
            if (!is_its) {
                throw Violation("Private",
                                "an answer to " + kiosk.name() + " carries a feed of " +
                                    (region == regions.end() ? "nobody" : region->second.code()));
            }
        }
    }
}

// Brings back what lost its power, when its time has come.
void World::settle(Machine& machine) {
    if (machine.is_taken_out) return;
    if (machine.is_dead()) {
        ++cuts_;
        machine.power_cut();
        // Mostly the power is back soon; sometimes the day is over.
        machine.down_until =
            now_ + (fault_dice_.chance(70) ? 0 : fault_dice_.between(60, 8 * kHour));
        note(machine.name(), "power cut");
    }
    if (!machine.is_up() && now_ >= machine.down_until) boot(machine);
}

void World::boot(Machine& machine) {
    for (int tries = 0; tries < 5; ++tries) {
        if (!around_.is_calm && fault_dice_.chance(15))
            disk_.fail_after(machine.folder(), fault_dice_.below(25));
        const auto started = machine.boot();
        if (machine.is_dead()) {
            ++cuts_;
            note(machine.name(), "power cut while starting");
            machine.power_cut();
            continue;
        }
        if (started) {
            note(machine.name(), "started");
            return checkers_.everything(machine, regions_of(machine));
        }
        note(machine.name(), "does not start: " + started.error().log);
        if (!machine.is_full) {
            throw Violation("Kept", machine.name() + ": does not start after a power cut: " +
                                        started.error().log);
        }
        DesaPeople::check_told(started.error(), machine);
        machine.is_full = false;  // somebody comes and makes room
        disk_.set_space(machine.folder(), {});
    }
}

// The admin takes a key away and invites somebody else.
void World::administer() {
    if (!hub_->is_up()) return;
    auto& post = posts_[world_dice_.below(posts_.size())];
    auto& kiosk = *post.kiosk;
    if (!kiosk.is_up() || kiosk.officers.empty()) return;
    const auto at = world_dice_.below(kiosk.officers.size());
    const auto officer = kiosk.officers[at];
    auto& key = truth_.keys[officer.key];
    if (!key.revoked && world_dice_.chance(60)) {
        auto root = resident_admin(*hub_->server);
        if (!root) throw Violation("Kept", "hub: the root key is gone: " + root.error().log);
        const auto done = admin::revoke(*hub_->server, officer.key, "Pindah tugas", *root);
        if (hub_->is_dead()) return;  // it may have been written or not: nobody was told
        if (!done) {
            note("admin", "revoke refused: " + done.error().log);
            DesaPeople::check_told(done.error(), *hub_);
            return;
        }
        checkers_.after(*hub_, desa_regions_);
        key.revoked = truth_.index;
        note("admin", "revoked " + to_text(officer.key) + " of " + kiosk.name());
    }
    enrol_person(kiosk, officer.role);
}

}  // namespace disapa::sim
