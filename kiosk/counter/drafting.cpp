// The citizen's side of the Counter: a draft, what becomes of it, and what a code tells anyone.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/counter/counter_state.h"
#include "kiosk/counter/prints.h"
#include "shared/base/limits.h"
#include "shared/service/answer.h"

namespace disapa {

Json Counter::State::known_form(const std::string& nik) {
    auto book = node.book();
    const Case* newest = nullptr;
    if (!book) return nullptr;
    for (const auto& [id, of] : (*book)->cases()) {
        if (of.home != node.id() || (newest && of.submitted_at <= newest->submitted_at)) continue;
        const auto form = views.payload(of.revision).value("form", Json::object());
        if (answer_text(form, "nik") == nik) newest = &of;
    }
    return newest ? views.payload(newest->revision).value("form", Json::object()) : Json(nullptr);
}

std::optional<std::string> Counter::State::twin(std::string_view service, const std::string& nik) {
    auto book = node.book();
    if (!book || nik_tail(nik).empty()) return std::nullopt;  // two without a NIK are no twins
    const auto now = node.clock().now();
    const Case* newest = nullptr;
    for (const auto& [id, of] : (*book)->cases()) {
        if (of.service != service || of.state == CaseState::cancelled) continue;
        if (now - of.submitted_at > 86400) continue;
        if (newest && of.submitted_at <= newest->submitted_at) continue;
        const auto form = views.payload(of.revision).value("form", Json::object());
        if (answer_text(form, "nik") == nik) newest = &of;
    }
    if (!newest) return std::nullopt;
    return show_code(newest->code);
}

Result<DraftView> Counter::begin(std::string_view code) {
    const auto* service = state_->catalogue.find(code);
    if (!service) {
        return fail(ErrorCode::not_found, "Layanan itu tidak ada di kios ini.", "no such service");
    }
    if (auto begun = state_->drafts.begin(*service); !begun) return pass(std::move(begun));
    return draft();
}

std::optional<DraftLeft> Counter::left_draft() {
    return state_->drafts.left(link().clock_doubt);
}

Result<DraftView> Counter::resume() {
    if (auto done = state_->drafts.resume(); !done) return pass(std::move(done));
    return draft();
}

Result<DraftView> Counter::answer(std::string_view field, const Json& value, const Session* clerk) {
    Json known;
    if (clerk && field == "nik" && value.is_string())
        known = state_->known_form(value.get<std::string>());
    if (auto done = state_->drafts.answer(field, value, known); !done) return pass(std::move(done));
    return draft();
}

Result<DraftView> Counter::paper(std::string_view id, PaperHow how) {
    if (auto done = state_->drafts.paper(id, how); !done) return pass(std::move(done));
    return draft();
}

Result<DraftView> Counter::attach(std::string_view id, std::string_view name, ByteView bytes) {
    if (auto done = state_->drafts.attach(id, name, bytes); !done) return pass(std::move(done));
    return draft();
}

Result<DraftView> Counter::reuse(std::string_view id, const acts::PaperFact& file) {
    if (auto done = state_->drafts.reuse(id, file); !done) return pass(std::move(done));
    return draft();
}

Result<DraftView> Counter::helped_by(const Helper& helper) {
    if (auto done = state_->drafts.set_helper(helper); !done) return pass(std::move(done));
    return draft();
}

Result<DraftView> Counter::entered_on(const std::optional<Date>& date, const Session&) {
    if (auto done = state_->drafts.set_entered(date); !done) return pass(std::move(done));
    return draft();
}

Result<DraftView> Counter::identify(const Json& known) {
    if (auto done = state_->drafts.identify(known); !done) return pass(std::move(done));
    return draft();
}

Status Counter::draft_at(std::string_view place) {
    return state_->drafts.set_place(place);
}

Status Counter::touch_draft() {
    return state_->drafts.touch();
}

DraftView Counter::draft() const {
    return state_->drafts.view();
}
void Counter::wipe_draft() {
    state_->drafts.wipe();
}
bool Counter::wipe_if_left() {
    if (state_->drafts.is_open() && link().clock_doubt) {
        state_->drafts.wipe();
        return true;
    }
    return state_->drafts.wipe_if_left();
}

std::optional<std::string> Counter::recent_twin() {
    if (!state_->drafts.amends().empty()) return std::nullopt;
    return state_->twin(state_->drafts.service(), state_->drafts.text_of("nik"));
}

std::optional<std::string> Counter::twin_of(std::string_view service, const Json& typed) {
    return state_->twin(service, answer_text(typed, "nik"));
}

namespace {

// What only a clerk may vouch for.
Status may_enter(const Service& service, const Json& form, const Session* clerk) {
    if (clerk || !clerks_answer(service, form)) return {};
    return fail(ErrorCode::refused,
                "Pemohon tanpa NIK dilayani oleh petugas. Datanglah ke meja petugas.",
                "only a clerk may enter an applicant without a NIK");
}

}  // namespace

Result<ReceiptView> Counter::submit_draft(const Session* clerk) {
    std::shared_ptr<Json> form;
    auto papers = state_->drafts.finish(form);
    if (!papers) return pass(std::move(papers));
    const Steps::Sending sending{std::move(*papers), clerk ? clerk->officer().key : KeyId{},
                                 state_->drafts.helper(), state_->drafts.entered()};
    if (auto may = may_enter(*state_->catalogue.find(state_->drafts.service()), *form, clerk);
        !may) {
        return pass(std::move(may));
    }
    const auto amends = state_->drafts.amends();
    const auto also = [&](Writer& writer) { return state_->drafts.erase(writer); };
    auto code = amends.empty()
                    ? state_->steps.submit(state_->drafts.service(), *form, sending, also)
                    : state_->steps.amend(amends, *form, sending, also);
    if (!code) return pass(std::move(code));
    state_->drafts.forget();
    return state_->receipt(*code);
}

namespace {

// Papers of a headless submission: what is attached is a file, the rest is brought.
Result<std::vector<FinishedPaper>> papers_of(const Service& service,
                                             const std::vector<Counter::Attachment>& attachments) {
    std::vector<FinishedPaper> papers;
    for (const auto& paper : service.papers) {
        FinishedPaper made;
        made.fact = {paper.id, PaperHow::brought, {}, {}, {}, 0};
        for (const auto& file : attachments) {
            if (file.paper != paper.id) continue;
            auto read = make_paper(paper.id, file.file_name, file.bytes);
            if (!read) return pass(std::move(read));
            made = std::move(*read);
        }
        papers.push_back(std::move(made));
    }
    for (const auto& file : attachments) {
        const auto known = std::any_of(service.papers.begin(), service.papers.end(),
                                       [&](const Paper& paper) { return paper.id == file.paper; });
        if (!known) {
            return fail(ErrorCode::invalid,
                        "Kertas " + file.paper + " tidak diminta layanan " + service.code + ".",
                        "no such paper " + file.paper);
        }
    }
    return papers;
}

Result<Json> checked_form(const Service& service, const Json& typed, const Lists& lists,
                          const Date& today) {
    auto form = normalise_form(service, typed, lists);
    if (!form) return form;
    for (const auto& finding : check_form(service, *form, lists, today)) {
        if (!finding.doubt)
            return fail(ErrorCode::invalid, finding.sentence, "field " + finding.field);
    }
    return form;
}

}  // namespace

Result<ReceiptView> Counter::submit(std::string_view code, const Json& typed,
                                    const std::vector<Attachment>& attachments,
                                    const Session* clerk, const Aside& aside) {
    const auto* service = state_->catalogue.find(code);
    if (!service) {
        return fail(ErrorCode::not_found, "Layanan itu tidak ada di kios ini.", "no such service");
    }
    const auto today = wita_date(state_->node.clock().now());
    auto form = checked_form(*service, typed, state_->lists, today);
    if (!form) return pass(std::move(form));
    if (auto may = may_enter(*service, *form, clerk); !may) return pass(std::move(may));
    auto papers = papers_of(*service, attachments);
    if (!papers) return pass(std::move(papers));
    auto helper = clean_helper(aside.helper);
    if (!helper) return pass(std::move(helper));
    const Steps::Sending sending{std::move(*papers), clerk ? clerk->officer().key : KeyId{},
                                 std::move(*helper), aside.entered};
    auto done = state_->steps.submit(service->code, *form, sending, nullptr);
    if (!done) return pass(std::move(done));
    return state_->receipt(*done);
}

Result<ReceiptView> Counter::amend(std::string_view code, const Json& typed,
                                   const std::vector<Attachment>& attachments, const Session& clerk,
                                   const Aside& aside) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    const auto* service = state_->catalogue.find(found->of->service);
    if (!service) return no_such_case();
    const auto today = wita_date(state_->node.clock().now());
    auto form = checked_form(*service, typed, state_->lists, today);
    if (!form) return pass(std::move(form));
    auto papers = papers_of(*service, attachments);
    if (!papers) return pass(std::move(papers));
    auto helper = clean_helper(aside.helper);
    if (!helper) return pass(std::move(helper));
    const Steps::Sending sending{std::move(*papers), clerk.officer().key, std::move(*helper),
                                 aside.entered};
    auto done = state_->steps.amend(found->of->code, *form, sending, nullptr);
    if (!done) return pass(std::move(done));
    return state_->receipt(*done);
}

Result<DraftView> Counter::begin_amend(std::string_view code, const Session&) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    const auto* service = state_->catalogue.find(found->of->service);
    if (!service || found->of->state != CaseState::returned) {
        return fail(ErrorCode::refused, "Hanya permohonan yang dikembalikan dapat diperbaiki.",
                    "case is not returned");
    }
    const auto revision = state_->views.payload(found->of->revision);
    auto begun = state_->drafts.begin_amend(*service, found->of->code,
                                            revision.value("form", Json::object()),
                                            revision.value("papers", Json::array()));
    if (!begun) return pass(std::move(begun));
    return draft();
}

Result<ReceiptView> Counter::receipt(std::string_view code) {
    return state_->receipt(code);
}

Result<Bytes> Counter::receipt_pdf(std::string_view code) {
    auto view = state_->receipt(code);
    if (!view) return pass(std::move(view));
    return render_receipt(receipt_data(*view));
}

Result<StatusView> Counter::status(std::string_view typed) {
    auto found = state_->find(typed);
    if (!found) return pass(std::move(found));
    return state_->views.status(*found->of);
}

}  // namespace disapa
