#include "tests/sim/world.h"

#include <algorithm>

#include "kiosk/counter/officers.h"
#include "sync/hub/admin.h"
#include "sync/outbox.h"
#include "tests/support/village.h"

namespace disapa::sim {
namespace {

constexpr Instant kHour = 3600;
constexpr Instant kDay = 24 * kHour;

template <class T>
T must(Result<T> result, std::string_view what) {
    if (!result) {
        throw Violation("Progress", std::string(what) + ": " + result.error().log + " (" +
                                        result.error().sentence + ")");
    }
    return std::move(*result);
}
void must(const Status& status, std::string_view what) {
    if (!status) {
        throw Violation("Progress", std::string(what) + ": " + status.error().log + " (" +
                                        status.error().sentence + ")");
    }
}

}  // namespace

World::World(const RunOptions& options, Disk& disk, Trace& trace)
    : options_(options),
      disk_(disk),
      trace_(trace),
      catalogue_(must(Catalogue::load(options.source / "assets"), "catalogue")),
      lists_(must(Lists::load(options.source / "assets"), "lists")),
      bench_{options.root, options.source / "assets", &catalogue_, &lists_, &disk},
      world_dice_(options.seed, "world"),
      fault_dice_(options.seed, "faults"),
      road_dice_(options.seed, "road"),
      people_(options.source, options.seed) {
    // Some runs cross a new year, with its new numbers.
    const auto first = world_dice_.chance(30)
                           ? instant_of({2026, 12, 12})
                           : instant_of({2026, 7, 1}) + world_dice_.between(0, 120) * kDay;
    now_ = first + 7 * kHour;
}

void World::learn_key(const KeyId& key, Role role, const Region& region, const KeyId& device) {
    truth_.keys[key] = {role, region, device, {}};
}

void World::found() {
    hub_ = std::make_unique<Hub>(bench_, options_.seed * 1000);
    tick_clocks();
    must(hub_->boot(), "hub");
    desk_ =
        std::make_unique<DeskPeople>(truth_, trace_, checkers_, bench_, *hub_, now_, options_.seed);
    desa_ = std::make_unique<DesaPeople>(truth_, trace_, checkers_, bench_, people_, now_,
                                         options_.seed);
    const auto root = must(resident_admin(*hub_->server), "root");
    learn_key(root.id(), Role::admin, hub_->server->setup().office, {});
    must(admin::publish_office(*hub_->server, test::tabang(), root), "office");
    for (const auto* code : {"64.02.12.2005", "64.02.12.2003"}) {
        auto office = test::umaq_dian();
        office.region = *Region::parse(code);
        office.name = lists_.region_name(office.region);
        desa_regions_.push_back(office.region);
        must(admin::publish_office(*hub_->server, office, root), "office");
    }
    for (const auto role : {Role::verifikator, Role::sekcam, Role::camat, Role::camat}) {
        auto key = must(hub_->officer(role, "Pejabat " + std::to_string(++persons_)), "officer");
        learn_key(key.id(), role, hub_->server->setup().office, {});
        desk_->officers.push_back({role, std::move(key), false});
    }
    around_.hub = hub_.get();
    around_.trace = &trace_;
    around_.disk = &disk_;
    around_.now = &now_;
    around_.hub_changed = [this] { checkers_.after(*hub_, desa_regions_); };
    around_.overheard = [this](Kiosk& kiosk, ByteView request, ByteView answer) {
        overhear(kiosk, request, answer);
    };
    around_.meanwhile = [this](Kiosk& kiosk) {
        if (is_meanwhile_) return;
        is_meanwhile_ = true;
        if (world_dice_.chance(70)) {
            if (kiosk.is_up()) desa_->visit(kiosk);
        } else if (hub_->is_up()) {
            desk_->work(desa_regions_);
        }
        is_meanwhile_ = false;
    };
    const bool is_hostile = world_dice_.chance(40);
    for (const auto& desa : desa_regions_) {
        // The thief is the second kiosk of the last desa.
        const bool is_his = is_hostile && desa == desa_regions_.back();
        const auto kiosks = is_his ? 2 : world_dice_.between(1, 2);
        for (std::int64_t i = 0; i < kiosks; ++i) add_kiosk(desa);
    }
    motorcycle_ = std::make_unique<Motorcycle>(truth_, trace_, checkers_, now_, options_.seed);
    if (is_hostile) hostile_ = std::make_unique<Hostile>(truth_, trace_, now_, options_.seed);
}

void World::add_kiosk(const Region& desa) {
    Post post;
    const auto name = "kiosk" + std::to_string(posts_.size() + 1);
    post.kiosk = std::make_unique<Kiosk>(bench_, name, desa,
                                         options_.seed * 1000 + 10 * (posts_.size() + 1));
    auto& kiosk = *post.kiosk;
    kiosk.tick(now_);
    auto invite = must(make_invite(*hub_->server, {desa, Role::kiosk, name, "", "", ""}), "invite");
    const auto id = must(kiosk.enrol(invite, ""), "kiosk");
    learn_key(id, Role::kiosk, desa, id);
    must(kiosk.boot(), "kiosk");
    enrol_person(kiosk, Role::petugas);
    enrol_person(kiosk, Role::kades);
    post.weather = draw_place(world_dice_);
    post.visits = static_cast<int>(world_dice_.between(1, 4));
    note(name, desa.code() + " " + std::string(to_text(post.weather.place)) + ", trouble " +
                   std::to_string(post.weather.trouble) + ", visits " +
                   std::to_string(post.visits));
    posts_.push_back(std::move(post));
}

// A person with an invite comes to the counter and chooses a PIN.
void World::enrol_person(Kiosk& kiosk, Role role) {
    const auto person = "Petugas " + std::to_string(++persons_);
    auto invite = make_invite(*hub_->server, {kiosk.region, role, person, "Petugas desa", "", ""});
    if (hub_->is_dead()) return;
    if (!invite) return DesaPeople::check_told(invite.error(), *hub_);
    auto key = kiosk.enrol(*invite, "274951");
    if (kiosk.is_dead()) return;
    if (!key) {
        note(kiosk.name(), "enrol refused: " + key.error().log);
        return DesaPeople::check_told(key.error(), kiosk);
    }
    learn_key(*key, role, kiosk.region, kiosk.node().id());
    note(kiosk.name(), "enrolled " + std::string(to_text(role)) + " " + to_text(*key));
    boot(kiosk);  // the screen starts again with its new officer
}

std::vector<Region> World::regions_of(const Machine& machine) const {
    if (&machine == hub_.get()) return desa_regions_;
    for (const auto& post : posts_) {
        if (post.kiosk.get() == &machine) return {post.kiosk->region};
    }
    return {};
}

void World::tick_clocks() {
    hub_->tick(now_);
    for (auto& post : posts_) post.kiosk->tick(now_);
}

void World::run() {
    found();
    for (int number = 0; number < options_.days; ++number) {
        day(number);
        midnight(number);
    }
    heal();
    check_end();
}

void World::day(int number) {
    const Instant begin = instant_of(wita_date(now_));
    plan_.clear();
    for (std::size_t i = 0; i < posts_.size(); ++i) {
        auto& post = posts_[i];
        post.weather.draw_day(begin, world_dice_);
        const int visits = number == 0 ? 2 : post.visits;
        for (int v = 0; v < visits; ++v)
            plan_.push_back({begin + world_dice_.between(8 * kHour, 16 * kHour), Kind::visit, i});
        for (const auto& [from, to] : post.weather.open) {
            const auto step = std::max<Instant>((to - from) / 3, 30);
            for (Instant at = from; at < to; at += step)
                plan_.push_back({at + world_dice_.between(0, step / 2), Kind::tick, i});
        }
        plan_.push_back({begin + world_dice_.between(0, kDay - 1), Kind::tick, i});
    }
    const auto desks = world_dice_.between(3, 9);
    for (std::int64_t d = 0; d < desks; ++d)
        plan_.push_back({begin + world_dice_.between(8 * kHour, 16 * kHour), Kind::desk, 0});
    if (world_dice_.chance(20))
        plan_.push_back({begin + world_dice_.between(8 * kHour, 16 * kHour), Kind::admin, 0});
    for (int i = 0; i < (hostile_ ? 2 : 0); ++i)
        plan_.push_back({begin + world_dice_.between(8 * kHour, 16 * kHour), Kind::forge, 0});
    plan_rides(begin);
    plan_accidents(begin);
    std::stable_sort(plan_.begin(), plan_.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    for (const auto& event : plan_) {
        now_ = std::max(now_, event.at);
        tick_clocks();
        live(event);
        for (auto& post : posts_) settle(*post.kiosk);
        settle(*hub_);
    }
    now_ = std::max(now_, begin + kDay);
    tick_clocks();
}

// Where there is no link, somebody rides every second day; elsewhere now and then.
void World::plan_rides(Instant begin) {
    bool is_riding = false;
    for (std::size_t i = 0; i < posts_.size(); ++i) {
        const bool has_link = posts_[i].weather.place != Weather::Place::none;
        if (!world_dice_.chance(has_link ? 10 : 50)) continue;
        is_riding = true;
        plan_.push_back({begin + world_dice_.between(7 * kHour, 17 * kHour), Kind::ride, i});
    }
    if (is_riding || world_dice_.chance(10))
        plan_.push_back({begin + world_dice_.between(7 * kHour, 17 * kHour), Kind::ride_to_hub, 0});
}

void World::live(const Event& event) {
    auto& post = posts_[event.kiosk];
    switch (event.kind) {
        case Kind::visit:
            return visit(post);
        case Kind::tick:
            return agent_tick(post);
        case Kind::desk:
            return desk();
        case Kind::admin:
            return administer();
        case Kind::mishap:
            return event.at % 3 == 0 ? hub_accident() : accident(post);
        case Kind::late:
            return serve_late();
        case Kind::ride:
            return ride(post);
        case Kind::ride_to_hub:
            return ride_to_hub();
        case Kind::forge:
            return forge();
    }
}

void World::visit(Post& post) {
    auto& kiosk = *post.kiosk;
    if (!kiosk.is_up()) return;
    const auto things = world_dice_.between(1, 2);
    for (std::int64_t i = 0; i < things && kiosk.is_up(); ++i) desa_->visit(kiosk);
}

void World::desk() {
    if (hub_->is_up()) desk_->work(desa_regions_);
}

void World::agent_tick(Post& post) {
    auto& kiosk = *post.kiosk;
    if (!kiosk.is_up()) return;
    const auto next = kiosk.agent->next();
    if (kiosk.is_dead()) return;
    if (!next) {
        note(kiosk.name(), "agent: " + next.error().log);
        return DesaPeople::check_told(next.error(), kiosk);
    }
    if (next->exchange) exchange(post);
}

void World::exchange(Post& post) {
    auto& kiosk = *post.kiosk;
    ++exchanges_;
    Road road(around_, kiosk, post.weather, post.old_answers, road_dice_);
    const auto result = kiosk.agent->meet(road);
    if (kiosk.is_dead()) return;
    if (!result) {
        note(kiosk.name(), "exchange: " + result.error().log);
        return DesaPeople::check_told(result.error(), kiosk);
    }
    const auto& report = result->report;
    note(kiosk.name(), "exchange: " + result->state + ", " + std::to_string(report.bytes_up) +
                           " up, " + std::to_string(report.bytes_down) + " down, " +
                           std::to_string(report.posts) + " posts, waiting " +
                           std::to_string(report.waiting) +
                           (report.error ? ", " + report.error->log : ""));
    checkers_.after(kiosk, {kiosk.region});
    judge_told(post, road, *result);
}

void World::judge_told(Post& post, const Road& road, const AgentResult& result) {
    const auto& kiosk = *post.kiosk;
    const auto bad = [&](const std::string& what) {
        throw Violation("Told", kiosk.name() + ": " + what + "; told: " + result.state + ", " +
                                    result.sentence);
    };
    if (result.sentence.empty() || result.sentence.back() != '.') bad("no sentence");
    if (road.met(Mishap::portal) && result.report.error && result.state != "login")
        bad("a login page answered");
    const auto key = truth_.keys.find(post.kiosk->node().id());
    const bool is_revoked = key != truth_.keys.end() && key->second.revoked.has_value();
    if (is_revoked && result.report.answered && !result.report.error && result.state != "dicabut")
        bad("this device was revoked");
    if (!is_revoked && result.state == "dicabut") bad("this device was never revoked");
    const auto seen = post.kiosk->counter->link();
    if (seen.sentence != result.sentence) bad("the screen shows another sentence");
}

}  // namespace disapa::sim
