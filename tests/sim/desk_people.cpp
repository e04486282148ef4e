#include "tests/sim/desk_people.h"

#include "tests/sim/desa_people.h"

namespace disapa::sim {
namespace {

constexpr std::size_t kScreens = 12;

Role role_for(DecisionKind kind) {
    switch (kind) {
        case DecisionKind::check:
            return Role::verifikator;
        case DecisionKind::initial:
            return Role::sekcam;
        default:
            return Role::camat;
    }
}

}  // namespace

void DeskPeople::work(const std::vector<Region>& regions) {
    if (!on_screen_.empty() && dice_.chance(30)) {
        const auto at = dice_.below(on_screen_.size());
        const auto prepared = on_screen_[at];
        if (dice_.chance(70))
            on_screen_.erase(on_screen_.begin() + static_cast<std::ptrdiff_t>(at));
        return decide(prepared, regions);
    }
    auto book = hub_.node().book(dice_.any(regions));
    if (!book) throw Violation("Kept", "hub: no book: " + book.error().log);
    std::vector<const Case*> waiting;
    for (const auto& [id, of] : (*book)->cases()) {
        const bool is_here = of.state == CaseState::endorsed || of.state == CaseState::checked ||
                             of.state == CaseState::initialled;
        if ((is_here && of.steps.flow != Flow::desa) || dice_.per_mille(5)) waiting.push_back(&of);
    }
    if (!waiting.empty()) prepare(*dice_.any(waiting), regions);
}

void DeskPeople::prepare(const Case& of, const std::vector<Region>& regions) {
    const auto throws = dice_.below(100);
    auto kind = DecisionKind::approve;
    if (throws < 12) kind = DecisionKind::give_back;
    if (throws >= 12 && throws < 20) kind = DecisionKind::reject;
    if (throws >= 20 && throws < 28) kind = DecisionKind::check;
    if (throws >= 28 && throws < 31) kind = DecisionKind::initial;
    std::vector<std::size_t> hands;
    for (std::size_t i = 0; i < officers.size(); ++i) {
        if (officers[i].role == role_for(kind) || dice_.chance(4)) hands.push_back(i);
    }
    if (hands.empty()) return;
    const auto hand = dice_.any(hands);
    const bool has_reason = kind == DecisionKind::give_back || kind == DecisionKind::reject;
    Decisions desk(hub_.node(), *bench_.catalogue, *bench_.lists);
    const auto code = of.code;
    auto payload = desk.prepare({code,
                                 kind,
                                 officers[hand].key.id(),
                                 has_reason ? "Berkas tidak sesuai dengan permohonan." : "",
                                 {}});
    if (hub_.is_dead()) return;
    if (!payload) {
        trace_.note(now_, "desk", "prepare " + code + " refused: " + payload.error().log);
        return DesaPeople::check_told(payload.error(), hub_);
    }
    Prepared prepared{code, kind, hand, std::move(*payload)};
    note_number(prepared);
    trace_.note(now_, "desk", "prepared " + std::string(to_text(act_type_of(kind))) + " " + code);
    if (dice_.chance(60)) return decide(prepared, regions);
    if (on_screen_.size() < kScreens) on_screen_.push_back(std::move(prepared));
}

// A register number that was on a screen belongs to that case for ever.
void DeskPeople::note_number(const Prepared& prepared) {
    if (prepared.kind != DecisionKind::approve) return;
    const auto act = decode_act(prepared.payload);
    if (!act) throw Violation("Kept", "hub: prepared bytes are no act: " + act.error().log);
    const auto key = number_key("register", act->register_number);
    if (!key) throw Violation("Once", "hub: no register number in " + prepared.code);
    const auto [at, is_new] = truth_.numbers.emplace(*key, prepared.code);
    if (!is_new && at->second != prepared.code) {
        throw Violation("Once", "hub: register number " + act->register_number + " prepared for " +
                                    at->second + " and for " + prepared.code);
    }
}

void DeskPeople::decide(const Prepared& prepared, const std::vector<Region>& regions) {
    const auto& officer = officers[prepared.officer];
    const auto digest = sha256(prepared.payload);
    const bool is_final =
        prepared.kind == DecisionKind::approve || prepared.kind == DecisionKind::reject;
    // Signed is signed, whatever the hub does with it.
    if (is_final) truth_.signed_decisions.insert(digest);
    Decisions desk(hub_.node(), *bench_.catalogue, *bench_.lists);
    auto done = desk.decide(
        {officer.key.id(), prepared.payload, sign_jws(officer.key, kTypAct, prepared.payload)});
    if (hub_.is_dead()) return;
    const std::string what = std::string(to_text(act_type_of(prepared.kind))) + " " + prepared.code;
    if (!done) {
        trace_.note(now_, "desk", what + " refused: " + done.error().log);
        return DesaPeople::check_told(done.error(), hub_);
    }
    trace_.note(now_, "desk", what);
    ++decided_;
    checkers_.after(hub_, regions);
    truth_.said[hub_.name()].insert(digest);
    if (!checkers_.holds(hub_, digest))
        throw Violation("Kept", "hub: " + what + " was said to be done and is not on the disk");
    if (!is_final) return;
    const auto [at, is_new] = truth_.told_decisions.emplace(prepared.code, digest);
    if (!is_new && at->second != digest)
        throw Violation("Once", "hub: two officers were told that they decided " + prepared.code);
}

}  // namespace disapa::sim
