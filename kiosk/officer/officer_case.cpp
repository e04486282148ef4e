// The part of OfficerFlow that handles the case that is open.
#include "kiosk/officer/officer.h"
#include "shared/base/limits.h"

namespace disapa::screens {
namespace {

constexpr std::string_view kReasonList = "alasan_kembali";

}  // namespace

void OfficerFlow::forget_case() {
    case_ = {};
    photos_.close();
    reason_ = {};
    hand_over_ = {};
    asking_ = Asking::nothing;
    confirming_ = Confirming::nothing;
    absent_paper_.clear();
    cancel_reason_.clear();
}

void OfficerFlow::draw_case(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish) {
    case_.signature = case_.view.signature ? photos_.picture(*case_.view.signature) : nullptr;
    const auto asked = screens::draw_case(ui, page, case_);
    if (asked.back) {
        step_ = case_from_ == Step::day_book ? Step::day_book : Step::queue;
        forget_case();
        load_queue();
        return;
    }
    if (!asked.explain.empty()) {
        absent_paper_ = asked.explain;
        ask(Asking::absence);
    }
    if (asked.look) photos_.open(*asked.look->blob, asked.look->label);
    begin(asked.action, wish);
    draw_asked(ui);
    draw_handing_over(ui);
    draw_confirming(ui);
    photos_.draw(ui);
}

void OfficerFlow::begin(CaseAction action, OfficerWish& wish) {
    const auto code = case_.view.code;
    switch (action) {
        case CaseAction::none:
            return;
        case CaseAction::verify:
            return act(
                [code, checks = case_.checks](Counter& counter, const Session& clerk) {
                    return counter.verify(code, checks, clerk);
                },
                "case.verified");
        case CaseAction::endorse:
            confirming_ = Confirming::endorse;
            return;
        case CaseAction::give_back:
            return ask(Asking::give_back);
        case CaseAction::cancel:
            return ask(Asking::cancel);
        case CaseAction::amend:
            wish.amend = code;
            return;
        case CaseAction::print:
            return prints_.open(code);
        case CaseAction::hand_over:
            hand_over_ = {};
            hand_over_.open = true;
            hand_over_.applicant = case_.view.applicant;
            return;
    }
}

void OfficerFlow::draw_confirming(ui::Ui& ui) {
    if (confirming_ == Confirming::nothing) return;
    const auto& words = ui.words();
    const bool endorse = confirming_ == Confirming::endorse;
    const auto answer = endorse ? ui::ask(ui, "endorse",
                                          {words("endorse.title"), words("endorse.sentence"),
                                           words("endorse.yes"), words("endorse.no")})
                                : ui::ask(ui, "cancel",
                                          {words("cancel.sure"), words("cancel.sure_note"),
                                           words("cancel.done"), words("cancel.no"), true});
    if (answer == ui::Answer::none) return;
    confirming_ = Confirming::nothing;
    if (answer == ui::Answer::no) return;
    const auto code = case_.view.code;
    if (endorse) {
        act([code](Counter& counter, const Session& kades) { return counter.endorse(code, kades); },
            "case.endorsed");
    } else {
        act(
            [code, text = cancel_reason_](Counter& counter, const Session& officer) {
                return counter.cancel(code, text, officer);
            },
            "case.cancelled");
    }
}

void OfficerFlow::ask(Asking what) {
    const auto& words = context_.ui->words();
    asking_ = what;
    reason_ = {};
    reason_.open = true;
    reason_.letters_max = limits::kReasonLetters;
    switch (what) {
        case Asking::nothing:
            break;
        case Asking::give_back:
            reason_.title = words("give_back.title");
            reason_.label = words("give_back.label");
            reason_.hint = words("give_back.hint");
            reason_.action = words("give_back.done");
            for (const auto& choice : context_.worker.lists().list(kReasonList))
                reason_.chips.push_back({choice.code, choice.label});
            for (const auto& paper : case_.view.papers)
                reason_.papers.push_back({paper.id, paper.label});
            break;
        case Asking::cancel:
            reason_.title = words("cancel.title");
            reason_.label = words("cancel.label");
            reason_.hint = words("cancel.hint");
            reason_.action = words("cancel.next");
            reason_.offers = {"Pemohon meminta pembatalan.", "Permohonan ini diajukan dua kali."};
            reason_.dangerous = true;
            break;
        case Asking::absence:
            reason_.title = words("absence.title");
            reason_.label = words("absence.label");
            reason_.hint = words("absence.hint");
            reason_.action = words("absence.done");
            reason_.offers = {"Hilang, sudah ada surat kehilangan.",
                              "Menyusul sebelum surat diambil."};
            break;
    }
}

void OfficerFlow::give_back() {
    act([code = case_.view.code, reason = reason_.reason()](
            Counter& counter,
            const Session& officer) { return counter.give_back(code, reason, officer); },
        "case.given_back");
}

void OfficerFlow::draw_asked(ui::Ui& ui) {
    const auto asked = draw_reason(ui, reason_);
    if (asked.done) {
        if (asking_ == Asking::absence) {
            for (auto& check : case_.checks) {
                if (check.id == absent_paper_) check = {check.id, false, reason_.reason().words};
            }
        } else if (asking_ == Asking::give_back) {
            give_back();
        } else if (asking_ == Asking::cancel) {
            // What ends a case is asked twice.
            cancel_reason_ = reason_.reason().words;
            confirming_ = Confirming::cancel;
        }
    }
    if (asked.done || asked.close) {
        reason_ = {};
        asking_ = Asking::nothing;
    }
}

void OfficerFlow::draw_handing_over(ui::Ui& ui) {
    const auto asked = draw_hand_over(ui, hand_over_);
    if (asked.done) {
        Bytes drawn;
        if (hand_over_.signature.is_enough()) {
            auto png = hand_over_.signature.to_png();
            if (!png) return context_.tell("problem.case", png.error());
            drawn = std::move(*png);
        }
        act([code = case_.view.code, name = hand_over_.name, drawn](
                Counter& counter,
                const Session& officer) { return counter.hand_over(code, name, drawn, officer); },
            "case.handed_over");
    }
    if (asked.done || asked.close) hand_over_ = {};
}

void OfficerFlow::act(Act what, std::string good_title) {
    if (!context_.session || case_.working) return;
    case_.working = true;
    context_.worker.post([this, what = std::move(what), title = std::move(good_title),
                          officer = context_.session,
                          at = generation_](Counter& counter) -> Worker::Apply {
        return [this, done = what(counter, *officer), title, at] {
            if (at != generation_) return;
            case_.working = false;
            if (!done) return context_.tell("problem.case", done.error());
            context_.problem = {true, title, {}};
            context_.ui->scroll_to_top("case:" + case_.view.code);
            refresh();
        };
    });
}

}  // namespace disapa::screens
