#include "shared/cases/effect.h"

#include <algorithm>

#include "shared/base/mutant.h"

namespace disapa {

namespace {

bool contains(const std::vector<KeyId>& keys, const KeyId& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

Judgement held(std::string_view reason) {
    return {Fate::held, reason};
}
Judgement until_admitted(std::string_view reason) {
    return {Fate::held_until_admitted, reason};
}
Judgement inert(std::string_view reason) {
    return {Fate::inert, reason};
}

Judgement judge_device(const RightsQuestion& ask) {
    if (ask.maker.in_hub) return {};
    const RosterKey* device = ask.roster.find(ask.maker.node);
    if (device == nullptr) return held(fate::kUnknownDevice);
    if (!device->has_role(Role::kiosk, ask.region)) return inert(fate::kOtherRegion);
    if (device->revoked_at && !ask.admitted) return until_admitted(fate::kDeviceRevoked);
    return {};
}

// Whether a key holds one of the roles in a region, now or at another time.
enum class Holding { none, out_of_date, in_force };
Holding holding(const RosterKey& key, const Roles& roles, const Region& region, Instant at,
                DateWatch& dates) {
    Holding best = Holding::none;
    bool in_region = false;
    const auto weigh = [&](const std::optional<Instant>& from,
                           const std::optional<Instant>& until) {
        dates.saw(from, at);
        dates.saw(until, at);
        const bool in_force = (!from || *from <= at) && (!until || at <= *until);
        best = std::max(best, in_force ? Holding::in_force : Holding::out_of_date);
    };
    for (const auto& grant : key.grants) {
        if (grant.region != region) continue;
        in_region = true;
        if (roles.has(grant.role)) weigh(grant.from, grant.until);
    }
    for (const auto& delegation : key.delegations) {
        if (in_region && roles.has(delegation.role)) weigh(delegation.from, delegation.until);
    }
    return best;
}

Judgement judge_person(const RightsQuestion& ask, DateWatch& dates) {
    const RosterKey* key = ask.roster.find(ask.maker.signer);
    if (key == nullptr) return held(fate::kUnknownKey);
    const Roles roles = ask.rule.roles & (ask.maker.in_hub ? kHubRoles : kDesaRoles);
    const Region& region = ask.maker.in_hub ? ask.office : ask.region;
    const Holding holds = holding(*key, roles, region, ask.at, dates);
    if (holds == Holding::none && !is_mutant(Mutant::ignore_role)) return inert(fate::kNoRight);
    if (!ask.maker.in_hub && !contains(key->devices, ask.maker.node) &&
        !is_mutant(Mutant::ignore_device)) {
        return inert(fate::kOtherDevice);
    }
    if (ask.admitted) return {};
    if (key->revoked_at && !is_mutant(Mutant::ignore_revocation))
        return until_admitted(fate::kRevoked);
    if (holds == Holding::out_of_date) return until_admitted(fate::kExpired);
    return {};
}

// How far a case has come: an act that comes too early waits, one that comes too late never counts.
int progress(CaseState state) {
    switch (state) {
        case CaseState::submitted:
        case CaseState::amended:
            return 0;
        case CaseState::verified:
            return 1;
        case CaseState::endorsed:
            return 2;
        case CaseState::checked:
            return 3;
        case CaseState::initialled:
            return 4;
        case CaseState::returned:
            return 5;
        case CaseState::issued:
        case CaseState::approved:
            return 6;
        case CaseState::printed:
            return 7;
        case CaseState::handed_over:
            return 8;
        case CaseState::rejected:
        case CaseState::cancelled:
            return 9;
        case CaseState::revoked:
            return 10;
    }
    return 10;
}

int earliest(const States& from) {
    int least = 11;
    for (int i = 0; i <= static_cast<int>(CaseState::revoked); ++i) {
        const auto state = static_cast<CaseState>(i);
        if (from.has(state)) least = std::min(least, progress(state));
    }
    return least;
}

// The next step that a case in this state lacks for such an act.
std::string_view missing_step(const EffectRule& rule, CaseState state) {
    if (rule.type == ActType::amended) return fate::kNeedsReturned;
    if (rule.names == Names::letter) {
        return progress(state) < progress(CaseState::approved) ? fate::kNeedsLetter
                                                               : fate::kNeedsPrinted;
    }
    return progress(state) == 0 ? fate::kNeedsVerified : fate::kNeedsEndorsed;
}

// The steps between the kades and the camat that the office's flow asks for.
Judgement judge_office_steps(const EffectRule& rule, const Case& of) {
    const bool is_approval = rule.type == ActType::approved;
    if (!is_approval && rule.type != ActType::initialled) return {};
    if (of.steps.needs_checked && of.state == CaseState::endorsed) {
        return held(fate::kNeedsChecked);
    }
    if (!is_approval) return {};
    if (of.steps.needs_initialled && of.state != CaseState::initialled) {
        return held(fate::kNeedsInitialled);
    }
    if (of.steps.flow == Flow::mengetahui && of.number.empty()) return held(fate::kNeedsNumber);
    return {};
}

Judgement judge_flow(const EffectRule& rule, const Case& of, const Maker& maker) {
    if (of.steps.flow == Flow::desa) {
        // All in the desa, on the device that took the request, or two kiosks would print one
        // case, or the kecamatan would take back what is on paper.
        const bool makes_letter = rule.type == ActType::endorsed || rule.type == ActType::issued;
        if (makes_letter && maker.node != of.home) return inert(fate::kOtherKiosk);
        if (maker.in_hub && rule.type != ActType::revoked) return inert(fate::kOtherFlow);
        return {};
    }
    if (rule.type == ActType::revoked && !maker.in_hub) return inert(fate::kOtherFlow);
    if (rule.type == ActType::issued && of.steps.flow == Flow::camat) {
        return inert(fate::kOtherFlow);
    }
    return {};
}

}  // namespace

const EffectRule* effect_of(ActType type) {
    const auto found = std::find_if(kEffects.begin(), kEffects.end(),
                                    [type](const EffectRule& rule) { return rule.type == type; });
    return found == kEffects.end() ? nullptr : &*found;
}

const EffectRule* question_effect_of(ActType type) {
    const auto found = std::find_if(kQuestionEffects.begin(), kQuestionEffects.end(),
                                    [type](const EffectRule& rule) { return rule.type == type; });
    return found == kQuestionEffects.end() ? nullptr : &*found;
}

void DateWatch::saw(const std::optional<Instant>& date, Instant asked_at) {
    if (!date || *date < asked_at) return;
    next = next ? std::min(*next, *date) : *date;
}

Judgement judge_rights(const RightsQuestion& ask, DateWatch& dates) {
    const Where other = ask.maker.in_hub ? Where::kiosk : Where::hub;
    if (ask.rule.where == other) return inert(fate::kWrongFeed);
    const bool by_person = !ask.maker.signer.is_zero();
    if (by_person != (ask.rule.by == By::person)) return inert(fate::kNotSigned);
    const Judgement device = judge_device(ask);
    if (device.fate == Fate::held) return device;
    const Judgement person = by_person ? judge_person(ask, dates) : Judgement{};
    if (person.fate == Fate::inert || device.ok()) return person;
    return device;
}

Judgement judge_step(const EffectRule& rule, const Case& of, const Maker& maker) {
    if (const Judgement flow = judge_flow(rule, of, maker); !flow.ok()) return flow;
    const bool again = is_mutant(Mutant::second_decision) && maker.in_hub && of.is_decided();
    if (!rule.from.has(of.state) && !again) {
        if (rule.type == ActType::reissued) return inert(fate::kLate);
        return progress(of.state) < earliest(rule.from) ? held(missing_step(rule, of.state))
                                                        : inert(fate::kLate);
    }
    const bool decides = rule.type == ActType::approved || rule.type == ActType::reissued;
    if (decides && contains(of.signers, maker.signer)) return inert(fate::kOwnCase);
    if (rule.type == ActType::issued && !of.number.empty()) return inert(fate::kLate);
    return judge_office_steps(rule, of);
}

}  // namespace disapa
