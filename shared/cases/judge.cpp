#include "shared/cases/judge.h"

#include <algorithm>

#include "shared/base/mutant.h"

namespace disapa {

namespace {

Judgement inert(std::string_view reason) {
    return {Fate::inert, reason};
}

bool is_final_lateness(const Judgement& judgement) {
    return judgement.fate == Fate::inert &&
           (judgement.reason == fate::kLate || judgement.reason == fate::kOldRevision);
}

// Of several places of one act, what is told is the best that came of it.
int rank(Fate fate) {
    switch (fate) {
        case Fate::effect:
            return 3;
        case Fate::held:
            return 2;
        case Fate::held_until_admitted:
            return 1;
        case Fate::inert:
            return 0;
    }
    return 0;
}

bool same(const LifeAct& a, const LifeAct& b) {
    return a.node == b.node && a.at == b.at && a.counted == b.counted &&
           a.outcome.fate == b.outcome.fate && a.outcome.reason == b.outcome.reason;
}

}  // namespace

Judge::Judge(Region region, Region office)
    : region_(std::move(region)),
      office_(std::move(office)),
      roster_(std::make_shared<const Roster>()) {}

// --- taking acts in -----------------------------------------------------------------------------

void Judge::roster_is(const RosterPtr& roster, Instant at) {
    journal_.keep_value(roster_);
    journal_.keep_value(roster_at_);
    const bool is_new = roster != roster_;
    roster_ = roster;
    roster_at_ = at;
    if (!is_new) return;
    std::set<Seq> ready;
    wake(WaitFor::roster, {}, ready);
    try_again(ready);
}

void Judge::act_is(const Deed& deed, const Place& place) {
    Attempt attempt;
    attempt.deed = std::make_shared<const Deed>(deed);
    attempt.place = place;
    attempt.told_at = place.counted ? place.at : deed.act.at;
    const Act& act = deed.act;
    if (act.type == ActType::issued) {
        const Number number{act.series, act.year, act.count};
        journal_.keep(taken_, number);
        taken_[number] = true;
    }
    if (act.of.empty()) return enter(std::move(attempt));
    const bool may_name_several = act.type == ActType::verified || act.type == ActType::unknown;
    const std::size_t count = may_name_several ? act.of.size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
        attempt.of = act.of[i];
        if (std::find(act.of.begin(), act.of.begin() + static_cast<std::ptrdiff_t>(i),
                      attempt.of) == act.of.begin() + static_cast<std::ptrdiff_t>(i)) {
            enter(attempt);
        }
    }
}

void Judge::enter(Attempt entering) {
    std::set<Seq> ready;
    attempt(next_seq_++, std::move(entering), ready);
    try_again(ready);
}

void Judge::try_again(std::set<Seq>& ready) {
    while (!ready.empty()) {
        const Seq seq = *ready.begin();
        ready.erase(ready.begin());
        const auto found = held_.find(seq);
        if (found == held_.end()) continue;
        Attempt again = found->second;
        release(seq);
        attempt(seq, std::move(again), ready);
    }
}

void Judge::attempt(Seq seq, Attempt attempt, std::set<Seq>& ready) {
    const Unit unit{attempt.deed->digest, attempt.deed->signer, attempt.of};
    const auto standing = standings_.find(unit);
    const bool has_effect =
        standing != standings_.end() && standing->second.act.outcome.fate == Fate::effect;
    if (has_effect && !is_mutant(Mutant::take_twice)) return;
    const Judgement judgement = judge(attempt);
    belong(attempt, judgement, ready);
    if (judgement.ok()) apply(attempt, ready);
    record(seq, attempt, judgement);
    if (attempt.deed->act.type == ActType::unknown) note_unknown(attempt);
    const bool waits = judgement.fate == Fate::held || judgement.fate == Fate::held_until_admitted;
    if (waits) hold(seq, std::move(attempt));
}

// Nobody here knows what the hub's newer act does, so nobody here may build on the case.
void Judge::note_unknown(const Attempt& attempt) {
    const Belonging* named = belonging(attempt.of);
    if (!attempt.place.in_hub || named == nullptr) return;
    if (!cases_.at(named->case_id).has_unknown) change(named->case_id).has_unknown = true;
}

void Judge::hold(Seq seq, Attempt attempt) {
    const Wait wait{attempt.wait, attempt.wait_on, seq};
    journal_.keep(held_, seq);
    held_.insert_or_assign(seq, std::move(attempt));
    if (waits_.insert(wait).second) journal_.on_undo([this, wait] { waits_.erase(wait); });
}

void Judge::release(Seq seq) {
    const auto found = held_.find(seq);
    const Wait wait{found->second.wait, found->second.wait_on, seq};
    journal_.keep(held_, seq);
    held_.erase(found);
    if (waits_.erase(wait) != 0) journal_.on_undo([this, wait] { waits_.insert(wait); });
}

void Judge::wake(WaitFor wait, const Digest& on, std::set<Seq>& ready) const {
    for (auto at = waits_.lower_bound({wait, on, 0});
         at != waits_.end() && std::get<0>(*at) == wait && std::get<1>(*at) == on; ++at) {
        ready.insert(std::get<2>(*at));
    }
}

// --- judging ------------------------------------------------------------------------------------

Judgement Judge::judge(Attempt& attempt) {
    attempt.wait = WaitFor::roster;
    attempt.wait_on = {};
    const EffectRule* rule = effect_of(attempt.deed->act.type);
    if (const auto* asks = question_effect_of(attempt.deed->act.type)) {
        return judge_question(attempt, *asks);
    }
    if (rule == nullptr) return judge_other(attempt);
    if (const Judgement maker = judge_maker(attempt, *rule); !maker.ok()) return maker;
    return rule->names == Names::nothing ? judge_submitted(attempt) : judge_of_case(attempt, *rule);
}

// Acts that the table does not have: they change no case.
Judgement Judge::judge_other(Attempt& attempt) const {
    const bool in_hub = attempt.place.in_hub;
    switch (attempt.deed->act.type) {
        case ActType::numbers_granted: {
            if (!in_hub) return inert(fate::kWrongFeed);
            if (!attempt.deed->signer.is_zero()) return inert(fate::kNotSigned);
            const NumberRange& range = attempt.deed->act.range;
            const bool overlaps =
                std::any_of(grants_.begin(), grants_.end(), [&range](const auto& grant) {
                    const NumberRange& other = grant.second;
                    return other.series == range.series && other.year == range.year &&
                           range.from <= other.to && other.from <= range.to;
                });
            return overlaps || range.from > range.to ? inert(fate::kGrantOverlaps) : Judgement{};
        }
        case ActType::notice:
            return in_hub ? Judgement{} : inert(fate::kWrongFeed);
        case ActType::unknown:
            if (in_hub && !attempt.of.is_zero() && belonging(attempt.of) == nullptr) {
                attempt.wait = WaitFor::act;
                attempt.wait_on = attempt.of;
                return {Fate::held, fate::kUnknownType};
            }
            return inert(fate::kUnknownType);
        default:
            return inert(fate::kWrongFeed);  // the roster's and the office's
    }
}

Judgement Judge::judge_question(Attempt& attempt, const EffectRule& rule) {
    if (const Judgement maker = judge_maker(attempt, rule); !maker.ok()) return maker;
    if (rule.type == ActType::question_asked || inquiries_.contains(attempt.of)) return {};
    if (attempt.of.is_zero() || belonging(attempt.of) != nullptr) return inert(fate::kWrongOf);
    attempt.wait = WaitFor::act;
    attempt.wait_on = attempt.of;
    return {Fate::held, fate::kUnknownAct};
}

Judgement Judge::judge_maker(Attempt& attempt, const EffectRule& rule) {
    const Maker maker{attempt.deed->signer, attempt.place.node, attempt.place.in_hub};
    const auto knows = [&maker](const Roster& roster) {
        return (maker.in_hub || roster.find(maker.node) != nullptr) &&
               (maker.signer.is_zero() || roster.find(maker.signer) != nullptr);
    };
    if (!knows(*attempt.place.roster) && knows(*roster_)) {
        attempt.place.roster = roster_;
        attempt.place.at = roster_at_;
    }
    const Digest& digest = attempt.deed->digest;
    const bool admitted =
        roster_->admitted().contains(digest) || attempt.place.roster->admitted().contains(digest);
    return judge_rights(
        {rule, maker, *attempt.place.roster, attempt.place.at, admitted, region_, office_}, dates_);
}

std::optional<ServiceSteps> Judge::steps_of(const Attempt& attempt) const {
    const std::string& service = attempt.deed->act.service;
    auto steps = attempt.place.roster->steps(service);
    return steps ? steps : roster_->steps(service);
}

Judgement Judge::judge_submitted(Attempt& attempt) const {
    if (!steps_of(attempt)) return {Fate::held, fate::kUnknownService};
    return {};
}

Judgement Judge::judge_of_case(Attempt& attempt, const EffectRule& rule) const {
    attempt.wait = WaitFor::act;
    attempt.wait_on = attempt.of;
    if (attempt.of.is_zero()) return inert(fate::kWrongOf);
    const Belonging* named = belonging(attempt.of);
    if (named == nullptr) return {Fate::held, fate::kUnknownAct};
    const Case& of = cases_.at(named->case_id);
    if (const Judgement name = judge_named(attempt, rule, *named, of); !name.ok()) return name;
    attempt.wait = WaitFor::a_case;
    attempt.wait_on = of.id;
    const Maker maker{attempt.deed->signer, attempt.place.node, attempt.place.in_hub};
    if (const Judgement step = judge_step(rule, of, maker); !step.ok()) return step;
    return judge_number(attempt, of);
}

// Is what the act names the thing that such an act must name, and the one that counts?
Judgement Judge::judge_named(Attempt& attempt, const EffectRule& rule, const Belonging& named,
                             const Case& of) const {
    const bool is_past = named.has_effect || named.is_late;
    const bool is_old = named.revision != of.revision && is_past;
    switch (rule.names) {
        case Names::nothing:
            return {};
        case Names::revision:
            if (named.kind != Kind::revision) return inert(fate::kWrongOf);
            if (attempt.of == of.revision) return {};
            if (is_past) return inert(fate::kOldRevision);
            return {Fate::held, fate::kUnknownAct};
        case Names::endorsement:
            if (named.kind != Kind::endorsement) return inert(fate::kWrongOf);
            if (attempt.of == of.endorsed) return {};
            if (is_old) return inert(fate::kOldRevision);
            if (is_past || !of.endorsed.is_zero()) return inert(fate::kLate);
            return {Fate::held, fate::kNeedsEndorsed};
        case Names::letter:
            break;
    }
    const bool is_letter = named.kind == Kind::decision ||
                           (named.kind == Kind::endorsement && of.steps.flow == Flow::desa);
    if (!is_letter) return inert(fate::kWrongOf);
    if (attempt.of == of.letter) return {};
    if (is_old) return inert(fate::kOldRevision);
    if (named.is_late || !of.letter.is_zero()) return inert(fate::kLate);
    attempt.wait = WaitFor::a_case;
    attempt.wait_on = of.id;
    return {Fate::held, fate::kNeedsLetter};
}

Judgement Judge::judge_number(Attempt& attempt, const Case& of) const {
    const Act& act = attempt.deed->act;
    if (act.type == ActType::endorsed) {
        // Without its number such a case could never go on.
        const bool needs = of.steps.flow != Flow::camat;
        return needs && !number_of_text(act.number) ? inert(fate::kNumberDiffers) : Judgement{};
    }
    if (act.type != ActType::issued) return {};
    if (number_of_text(promised_.at(attempt.of)) != act.count) return inert(fate::kNumberDiffers);
    const auto grant = std::find_if(grants_.begin(), grants_.end(), [&act](const auto& one) {
        const NumberRange& range = one.second;
        return range.series == act.series && range.year == act.year && range.from <= act.count &&
               act.count <= range.to;
    });
    if (grant == grants_.end()) {
        attempt.wait = WaitFor::grant;
        attempt.wait_on = {};
        return {Fate::held, fate::kNotGranted};
    }
    if (grant->first != attempt.place.feed) return inert(fate::kNumberOfOther);
    const auto used = used_.find({act.series, act.year, act.count});
    if (used != used_.end() && used->second != of.id) return inert(fate::kNumberUsed);
    return {};
}

// --- writing down -------------------------------------------------------------------------------

const Judge::Belonging* Judge::belonging(const Digest& act) const {
    const auto found = belongings_.find(act);
    return found == belongings_.end() ? nullptr : &found->second;
}

std::optional<Digest> Judge::case_of(const Attempt& attempt) const {
    if (cases_.contains(attempt.deed->digest)) return attempt.deed->digest;
    const Belonging* named = belonging(attempt.of);
    if (named == nullptr) return std::nullopt;
    return named->case_id;
}

// Notes which case an act is about, so that acts that name it find the case.
void Judge::belong(const Attempt& attempt, const Judgement& judgement, std::set<Seq>& ready) {
    const Act& act = attempt.deed->act;
    const Digest& digest = attempt.deed->digest;
    const Belonging* named = belonging(attempt.of);
    const bool is_new_case = act.type == ActType::submitted && judgement.ok();
    if (!is_new_case && named == nullptr) return;
    Belonging made;
    made.case_id = is_new_case ? digest : named->case_id;
    made.revision = is_new_case || act.type == ActType::amended ? digest : named->revision;
    made.kind = Kind::other;
    if (is_new_case || act.type == ActType::amended) made.kind = Kind::revision;
    if (act.type == ActType::endorsed) made.kind = Kind::endorsement;
    if (act.type == ActType::approved || act.type == ActType::reissued) made.kind = Kind::decision;
    const Belonging* before = belonging(digest);
    made.has_effect = judgement.ok() || (before != nullptr && before->has_effect);
    made.is_late = !made.has_effect &&
                   (is_final_lateness(judgement) || (before != nullptr && before->is_late));
    if (before != nullptr && before->case_id == made.case_id &&
        before->has_effect == made.has_effect && before->is_late == made.is_late) {
        return;
    }
    if (before != nullptr && before->case_id != made.case_id) return;  // a verified about several
    journal_.keep(belongings_, digest);
    belongings_.insert_or_assign(digest, made);
    wake(WaitFor::act, digest, ready);
    if (made.is_late) wake(WaitFor::a_case, made.case_id, ready);
}

void Judge::record(Seq seq, const Attempt& attempt, const Judgement& judgement) {
    const Deed& deed = *attempt.deed;
    const bool counted = attempt.place.counted && !(judgement.ok() && journal_.is_on());
    LifeAct act{deed.digest,
                deed.act.type,
                deed.signer,
                attempt.place.node,
                attempt.told_at,
                counted,
                {judgement.fate, std::string(judgement.reason)}};
    const Unit unit{deed.digest, deed.signer, attempt.of};
    const auto before = standings_.find(unit);
    if (before != standings_.end() && before->second.seq != seq &&
        rank(judgement.fate) <= rank(before->second.act.outcome.fate)) {
        return;
    }
    if (const auto of = case_of(attempt)) record_life(*of, act);
    if (before != standings_.end() && before->second.seq == seq && same(before->second.act, act)) {
        return;
    }
    journal_.keep(standings_, unit);
    standings_.insert_or_assign(unit, Standing{std::move(act), seq});
}

void Judge::record_life(const Digest& case_id, const LifeAct& act) {
    const auto& life = cases_.at(case_id).life;
    const auto known = std::find_if(life.begin(), life.end(), [&act](const LifeAct& other) {
        return other.digest == act.digest && other.signer == act.signer;
    });
    if (known != life.end() && same(*known, act)) return;
    const auto index = known - life.begin();
    auto& changed = change(case_id).life;
    // An act that waited stands where it took effect.
    const bool moves = act.outcome.fate == Fate::effect;
    if (index < std::ssize(changed) && !moves) {
        changed[static_cast<std::size_t>(index)] = act;
        return;
    }
    if (index < std::ssize(changed)) changed.erase(changed.begin() + index);
    changed.push_back(act);
}

Case& Judge::change(const Digest& case_id) {
    journal_.keep(cases_, case_id);
    return cases_.at(case_id);
}

}  // namespace disapa
