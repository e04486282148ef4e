// The officers' side of the Counter: sign-in, the queue, and the steps of a case.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/counter/changed_decisions.h"
#include "kiosk/counter/counter_state.h"
#include "kiosk/counter/officers.h"
#include "kiosk/counter/originals.h"

namespace disapa {

std::vector<OfficerView> Counter::officers() {
    auto officers = officers_here(state_->node);
    return officers ? std::move(*officers) : std::vector<OfficerView>{};
}

Result<Session> Counter::sign_in(const KeyId& officer, std::string_view pin) {
    auto key = open_officer_key(state_->node, officer, pin);
    if (!key) return pass(std::move(key));
    for (auto& known : officers()) {
        if (known.key == officer) return Session(std::move(known), std::move(*key));
    }
    return fail(ErrorCode::not_found, "Petugas itu tidak terdaftar di kios ini.",
                "no such officer");
}

std::vector<QueueRow> Counter::queue() {
    std::vector<QueueRow> rows;
    auto book = state_->node.book();
    if (!book) return rows;
    for (const auto& [id, of] : (*book)->cases()) rows.push_back(state_->views.row(of));
    std::sort(rows.begin(), rows.end(), [](const QueueRow& a, const QueueRow& b) {
        if (a.waits_for.empty() != b.waits_for.empty()) return b.waits_for.empty();
        return a.waits_for.empty() ? a.submitted_at > b.submitted_at
                                   : a.submitted_at < b.submitted_at;
    });
    return rows;
}

Result<CaseView> Counter::view(std::string_view code, const Session* officer) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->views.page(*found->book, *found->of, officer ? &officer->officer() : nullptr);
}

Status Counter::verify(std::string_view code, const std::vector<PaperCheck>& papers,
                       const Session& clerk) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->steps.verify(found->of->code, papers, clerk.key());
}
Status Counter::endorse(std::string_view code, const Session& kades) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->steps.endorse(found->of->code, kades.key());
}
std::vector<Endorsed> Counter::endorse_all(const std::vector<std::string>& codes,
                                           const Session& kades) {
    std::vector<Endorsed> results;
    for (const auto& code : codes) {
        Endorsed one;
        const auto done = endorse(code, kades);
        if (!done) one.problem = done.error().sentence;
        if (auto found = state_->find(code)) {
            auto row = state_->views.row(*found->of);
            one.code = std::move(row.code);
            one.shown_code = std::move(row.shown_code);
            one.applicant = std::move(row.applicant);
            one.service_name = std::move(row.service_name);
            one.number = found->of->number;
        }
        results.push_back(std::move(one));
    }
    return results;
}
Status Counter::give_back(std::string_view code, const Reason& reason, const Session& officer) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->steps.judge(found->of->code, ActType::returned, reason, officer.key());
}
Status Counter::cancel(std::string_view code, std::string_view reason, const Session& officer) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->steps.judge(found->of->code, ActType::cancelled, {{}, std::string(reason)},
                               officer.key());
}
Status Counter::printed(std::string_view code, const Session& officer) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->steps.printed(found->of->code, officer.officer().key);
}
Status Counter::hand_over(std::string_view code, std::string_view receiver, ByteView signature,
                          const Session& officer) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    const Case of = *found->of;
    auto done = state_->steps.hand_over(of.code, receiver, signature, officer.officer().key);
    // The letter is with its owner: nobody asks for the large photos any more.
    if (done) (void)Originals(state_->node).erase_of(of);
    return done;
}

std::vector<QueueRow> Counter::changed_cases() {
    std::vector<QueueRow> rows;
    auto unread = ChangedDecisions(state_->node).changed();
    auto book = state_->node.book();
    if (!unread || !book) return rows;
    for (const auto& id : *unread) {
        if (const auto* of = (*book)->find(id)) rows.push_back(state_->views.row(*of));
    }
    return rows;
}

Status Counter::changes_read() {
    return ChangedDecisions(state_->node).read();
}

Status Counter::rebirth_read() {
    return state_->node.rebirth_told();
}

Result<Bytes> Counter::letter_pdf(std::string_view code) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    auto data = letter_of(state_->node, *found->of, state_->catalogue, state_->lists);
    if (!data) return pass(std::move(data));
    // A printed letter cannot be taken back: what it proves must not be forgotten by a restore.
    if (auto noted = state_->node.before_leaving(); !noted) return pass(std::move(noted));
    return render_letter(*data);
}

}  // namespace disapa
