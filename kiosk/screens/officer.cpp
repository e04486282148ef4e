#include "kiosk/screens/officer.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace disapa::screens {
namespace {

void wipe(std::string& secret) {
    std::ranges::fill(secret, '0');
    secret.clear();
}

}  // namespace

OfficerFlow::OfficerFlow(Context& context) : context_(context), prints_(context) {}

void OfficerFlow::close() {
    ++generation_;
    wipe(sign_in_.pin);
    sign_in_ = {};
    queue_ = {};
    rows_.clear();
    case_ = {};
    reason_ = {};
    asking_ = Asking::nothing;
    prints_.close();
    endorsing_ = false;
    step_ = Step::sign_in;
}

void OfficerFlow::open() {
    close();
    if (context_.session) {
        step_ = Step::queue;
        load_queue();
        prints_.open_unsettled();
    } else {
        load_officers();
    }
}

void OfficerFlow::lock() {
    close();
    sign_in_.locked = true;
    load_officers();
}

void OfficerFlow::refresh() {
    if (!context_.session) return load_officers();
    load_queue();
    if (step_ == Step::one_case) load_case(case_.view.code);
}

void OfficerFlow::load_officers() {
    context_.worker.post([this, at = generation_](Counter& counter) -> Worker::Apply {
        return [this, officers = counter.officers(), at] {
            if (at != generation_) return;
            sign_in_.officers = officers;
            if (officers.size() == 1) sign_in_.chosen = officers.front().key;
        };
    });
}

void OfficerFlow::load_queue() {
    context_.worker.post([this, at = generation_](Counter& counter) -> Worker::Apply {
        return [this, rows = counter.queue(), link = counter.link(), at] {
            if (at != generation_) return;
            rows_ = rows;
            link_ = link;
        };
    });
}

void OfficerFlow::load_case(const std::string& code) {
    context_.worker.post([this, code, officer = context_.session,
                          at = generation_](Counter& counter) -> Worker::Apply {
        return [this, view = counter.view(code, officer.get()), at] {
            if (at != generation_) return;
            if (!view) return context_.tell("problem.case", view.error());
            case_.take(*view);
            case_.working = false;
            step_ = Step::one_case;
        };
    });
}

void OfficerFlow::try_pin() {
    sign_in_.checking = true;
    sign_in_.error.clear();
    context_.worker.post([this, who = *sign_in_.chosen, pin = sign_in_.pin,
                          at = generation_](Counter& counter) mutable -> Worker::Apply {
        auto opened = counter.sign_in(who, pin);
        wipe(pin);
        std::shared_ptr<const Session> session;
        std::string error;
        if (opened) {
            session = std::make_shared<const Session>(std::move(*opened));
        } else {
            error = opened.error().sentence;
        }
        return [this, session, error, at] {
            if (at != generation_) return;
            sign_in_.checking = false;
            sign_in_.error = error;
            if (!session) return;
            context_.session = session;
            open();
        };
    });
    wipe(sign_in_.pin);
}

OfficerWish OfficerFlow::draw(ui::Ui& ui, const ui::Rect& page) {
    OfficerWish wish;
    if (step_ == Step::sign_in) draw_sign_in(ui, page, wish);
    if (step_ == Step::queue) draw_queue(ui, page, wish);
    if (step_ == Step::one_case) draw_case(ui, page, wish);
    if (prints_.draw(ui)) refresh();
    return wish;
}

void OfficerFlow::draw_sign_in(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish) {
    const auto asked = screens::draw_sign_in(ui, page, sign_in_);
    if (asked.back) wish.home = true;
    if (asked.entered && sign_in_.chosen && !sign_in_.checking) try_pin();
}

void OfficerFlow::draw_queue(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish) {
    queue_.rows = &rows_;
    queue_.link = &link_;
    queue_.role = context_.session ? context_.session->officer().role : Role::none;
    const auto asked = screens::draw_queue(ui, page, queue_);
    if (asked.home) wish.home = true;
    if (!asked.code.empty()) {
        case_ = {};
        load_case(asked.code);
    }
}

void OfficerFlow::draw_case(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish) {
    const auto asked = screens::draw_case(ui, page, case_);
    if (asked.back) {
        step_ = Step::queue;
        load_queue();
        return;
    }
    if (!asked.explain.empty()) {
        absent_paper_ = asked.explain;
        ask(Asking::absence);
    }
    begin(asked.action, wish);
    draw_asked(ui);
    if (endorsing_) draw_endorsing(ui);
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
            endorsing_ = true;
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
            return ask(Asking::hand_over);
    }
}

void OfficerFlow::draw_endorsing(ui::Ui& ui) {
    const auto& words = ui.words();
    const auto answer = ui::ask(ui, "endorse",
                                {words("endorse.title"), words("endorse.sentence"),
                                 words("endorse.yes"), words("endorse.no")});
    if (answer == ui::Answer::none) return;
    endorsing_ = false;
    if (answer == ui::Answer::no) return;
    act([code = case_.view.code](Counter& counter,
                                 const Session& kades) { return counter.endorse(code, kades); },
        "case.endorsed");
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
            reason_.offers = {words("give_back.offer_data"), words("give_back.offer_paper")};
            break;
        case Asking::cancel:
            reason_.title = words("cancel.title");
            reason_.label = words("cancel.label");
            reason_.hint = words("cancel.hint");
            reason_.action = words("cancel.done");
            reason_.offers = {words("cancel.offer_asked"), words("cancel.offer_twice")};
            reason_.dangerous = true;
            break;
        case Asking::hand_over:
            reason_.title = words("hand_over.title");
            reason_.label = words("hand_over.label");
            reason_.hint = words("hand_over.hint");
            reason_.action = words("hand_over.done");
            reason_.capitals = true;
            reason_.letters_max = 60;
            break;
        case Asking::absence:
            reason_.title = words("absence.title");
            reason_.label = words("absence.label");
            reason_.hint = words("absence.hint");
            reason_.action = words("absence.done");
            reason_.offers = {words("absence.offer_lost"), words("absence.offer_later")};
            break;
    }
}

void OfficerFlow::draw_asked(ui::Ui& ui) {
    const auto asked = draw_reason(ui, reason_);
    if (asked.done) {
        const auto code = case_.view.code;
        const auto text = reason_.typed;
        if (asking_ == Asking::absence) {
            for (auto& check : case_.checks) {
                if (check.id == absent_paper_) check = {check.id, false, text};
            }
        } else if (asking_ == Asking::give_back) {
            act(
                [code, text](Counter& counter, const Session& officer) {
                    return counter.give_back(code, text, officer);
                },
                "case.given_back");
        } else if (asking_ == Asking::cancel) {
            act(
                [code, text](Counter& counter, const Session& officer) {
                    return counter.cancel(code, text, officer);
                },
                "case.cancelled");
        } else if (asking_ == Asking::hand_over) {
            act(
                [code, text](Counter& counter, const Session& officer) {
                    return counter.hand_over(code, text, officer);
                },
                "case.handed_over");
        }
    }
    if (asked.done || asked.close) {
        reason_ = {};
        asking_ = Asking::nothing;
    }
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
