// What an act with effect does, and what may be asked afterwards: the rest of judge.h.
#include <algorithm>
#include <charconv>

#include "shared/base/mutant.h"
#include "shared/base/text.h"
#include "shared/cases/judge.h"
#include "shared/log/entry.h"

namespace disapa {

std::optional<std::int64_t> number_of_text(std::string_view number) {
    const auto parts = split(number, '/');
    if (parts.size() < 2) return std::nullopt;
    const std::string& text = parts[1];
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 1) return std::nullopt;
    return value;
}

void Judge::apply(const Attempt& attempt, std::set<Seq>& ready) {
    const Act& act = attempt.deed->act;
    if (act.type == ActType::submitted) return apply_submitted(attempt);
    if (act.type == ActType::numbers_granted) {
        journal_.keep_value(grants_);
        grants_.emplace_back(act.feed, act.range);
        return wake(WaitFor::grant, {}, ready);
    }
    if (question_effect_of(act.type) != nullptr) {
        apply_question(attempt);
        return wake(WaitFor::act, attempt.deed->digest, ready);
    }
    if (effect_of(act.type) == nullptr) return;
    const Digest case_id = belonging(attempt.of)->case_id;
    apply_to_case(attempt, change(case_id));
    wake(WaitFor::a_case, case_id, ready);
}

void Judge::apply_question(const Attempt& attempt) {
    const Deed& deed = *attempt.deed;
    if (deed.act.type == ActType::answered) {
        journal_.keep(inquiries_, attempt.of);
        inquiries_.at(attempt.of)
            .answers.push_back({deed.digest, deed.signer, attempt.told_at,
                                attempt.place.counted && !journal_.is_on()});
        return;
    }
    Inquiry made;
    made.id = deed.digest;
    made.code = receipt_code(deed.digest);
    made.home = attempt.place.node;
    made.asked_at = deed.bare ? 0 : deed.act.at;
    made.arrived = attempt.place.counted;
    made.received_at = made.arrived ? attempt.told_at : 0;
    journal_.keep(inquiry_codes_, made.code);
    inquiry_codes_.emplace(made.code, made.id);
    journal_.keep(inquiries_, made.id);
    inquiries_.insert_or_assign(made.id, std::move(made));
}

void Judge::apply_submitted(const Attempt& attempt) {
    const Digest& digest = attempt.deed->digest;
    Case made;
    made.id = digest;
    made.code = receipt_code(digest);
    made.service = attempt.deed->act.service;
    made.steps = steps_of(attempt).value_or(ServiceSteps{});
    made.home = attempt.place.node;
    made.submitted_at = attempt.deed->act.at;
    made.revision = digest;
    made.arrived = attempt.place.counted || is_mutant(Mutant::arrived_by_sending);
    made.received_at = made.arrived ? attempt.told_at : 0;
    if (!attempt.deed->act.by.is_zero()) made.signers.push_back(attempt.deed->act.by);
    journal_.keep(codes_, made.code);
    codes_.emplace(made.code, digest);
    journal_.keep(cases_, digest);
    cases_.insert_or_assign(digest, std::move(made));
}

void Judge::apply_amended(const Attempt& attempt, Case& of) {
    of.revision = attempt.deed->digest;
    ++of.revision_count;
    of.arrived = attempt.place.counted || is_mutant(Mutant::arrived_by_sending);
    of.received_at = of.arrived ? attempt.told_at : 0;
    of.number.clear();
    of.verified = {};
    of.endorsed = {};
    of.signers.clear();
    if (!attempt.deed->act.by.is_zero()) of.signers.push_back(attempt.deed->act.by);
}

void Judge::apply_issued(const Attempt& attempt, Case& of) {
    const Act& act = attempt.deed->act;
    of.number = promised_.at(of.endorsed);
    const Number number{act.series, act.year, act.count};
    journal_.keep(used_, number);
    used_[number] = of.id;
    if (of.steps.flow != Flow::desa) return;
    of.state = CaseState::issued;
    of.letter = of.endorsed;
    of.decision = of.endorsed;
}

void Judge::apply_to_case(const Attempt& attempt, Case& of) {
    const Deed& deed = *attempt.deed;
    if (deed.act.type == ActType::issued) return apply_issued(attempt, of);
    of.state = effect_of(deed.act.type)->to;
    switch (deed.act.type) {
        case ActType::amended:
            return apply_amended(attempt, of);
        case ActType::verified:
            of.verified = deed.digest;
            break;
        case ActType::endorsed:
            of.endorsed = deed.digest;
            journal_.keep(promised_, deed.digest);
            promised_[deed.digest] = deed.act.number;
            break;
        case ActType::approved:
        case ActType::reissued:
            of.decision = of.letter = deed.digest;
            of.register_number = deed.act.register_number;
            return;
        case ActType::rejected:
            of.decision = of.last_judgement = deed.digest;
            return;
        case ActType::returned:
        case ActType::cancelled:
        case ActType::revoked:
            of.last_judgement = deed.digest;
            return;
        case ActType::printed:
            ++of.copies;
            return;
        case ActType::handed_over:
            return;
        default:
            break;  // checked, initialled
    }
    of.signers.push_back(deed.signer);
}

// --- asking -------------------------------------------------------------------------------------

const Case* Judge::find_code(std::string_view code) const {
    const auto found = codes_.find(code);
    return found == codes_.end() ? nullptr : &cases_.at(found->second);
}

const Inquiry* Judge::find_inquiry(std::string_view code) const {
    const auto found = inquiry_codes_.find(code);
    return found == inquiry_codes_.end() ? nullptr : &inquiries_.at(found->second);
}

const Case* Judge::case_of(const Digest& act) const {
    const Belonging* of = belonging(act);
    return of == nullptr ? nullptr : &cases_.at(of->case_id);
}

Outcome Judge::outcome(const Digest& act, const KeyId& signer) const {
    const Standing* best = nullptr;
    for (auto at = standings_.lower_bound({act, signer, Digest{}});
         at != standings_.end() && std::get<0>(at->first) == act &&
         std::get<1>(at->first) == signer;
         ++at) {
        const bool better = best == nullptr || static_cast<int>(at->second.act.outcome.fate) <
                                                   static_cast<int>(best->act.outcome.fate);
        if (better) best = &at->second;
    }
    return best == nullptr ? Outcome{Fate::held, std::string(fate::kUnknownAct)}
                           : best->act.outcome;
}

std::vector<LifeAct> Judge::without_effect() const {
    std::map<Seq, const LifeAct*> found;
    const LifeAct* last = nullptr;
    for (const auto& [unit, standing] : standings_) {
        if (standing.act.outcome.fate == Fate::effect) continue;
        // Of a verified about several requests, once.
        if (last != nullptr && last->digest == standing.act.digest &&
            last->signer == standing.act.signer) {
            continue;
        }
        last = &standing.act;
        found.emplace(standing.seq, last);
    }
    std::vector<LifeAct> acts;
    acts.reserve(found.size());
    for (const auto& [seq, act] : found) acts.push_back(*act);
    return acts;
}

bool Judge::is_taken(std::string_view series, int year, std::int64_t number) const {
    return taken_.contains({std::string(series), year, number});
}

}  // namespace disapa
