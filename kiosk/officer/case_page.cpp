#include "kiosk/officer/case_page.h"

#include <algorithm>
#include <span>

#include "kiosk/officer/queue.h"
#include "kiosk/parts/answers.h"
#include "kiosk/parts/layout.h"

namespace disapa::screens {
namespace {

struct Offer {
    CaseAction action;
    bool may;
    std::string_view id, word;
    ui::Icon icon;
    bool dangerous;
};

// In the order of the work; the first that may be done is the large button.
std::vector<Offer> offers_of(const ui::Words& words, const CaseView::May& may) {
    using A = CaseAction;
    std::vector<Offer> offers = {
        {A::verify, may.verify, "do:verify", words("case.verify"), ui::icon("how_to_reg"), false},
        {A::endorse, may.endorse, "do:endorse", words("case.endorse"), ui::icon("approval"), false},
        {A::amend, may.amend, "do:amend", words("case.amend"), ui::icon("edit_note"), false},
        {A::hand_over, may.hand_over, "do:hand_over", words("case.hand_over"),
         ui::icon("handshake"), false},
        {A::print, may.print, "do:print", words("case.print"), ui::icon("print"), false},
        {A::give_back, may.give_back, "do:return", words("case.give_back"), ui::icon("undo"), true},
        {A::cancel, may.cancel, "do:cancel", words("case.cancel"), ui::icon("cancel"), true}};
    std::erase_if(offers, [](const Offer& offer) { return !offer.may; });
    return offers;
}

void draw_look(ui::Ui& ui, const ui::Rect& place, const PaperView& paper, CaseWish& wish) {
    if (ui::icon_button(ui, place, "photo:" + paper.id, ui.words()("case.photo"),
                        ui::icon("visibility"))) {
        wish.look = &paper;
    }
}

void draw_tick(ui::Ui& ui, ui::Column& column, const PaperView& paper, PaperCheck& check,
               CaseWish& wish) {
    const auto& words = ui.words();
    const auto tick = [&](ui::Column& place) {
        if (ui::checkbox(ui, place, "tick:" + paper.id, words.said(paper.label), check.seen) &&
            check.seen) {
            check.absent_reason.clear();
        }
        std::string note;
        if (!check.seen && !check.absent_reason.empty()) {
            note = words("case.absent", {{"reason", check.absent_reason}});
        } else if (!check.seen && paper.how == PaperHow::missing) {
            note = words("case.said_missing");
        } else if (!paper.required) {
            note = words("about.if_any");
        }
        if (note.empty()) return;
        place.space(-ui.px(10));
        ui::note(ui, place, note);
    };
    const float beside = paper.blob ? 2 * ui::kButtonHeight + 8 : ui::kButtonHeight;
    with_side(ui, column, "line:" + paper.id, beside, tick, [&](ui::Rect place) {
        if (paper.blob) {
            draw_look(ui, place.cut_left(ui.px(ui::kButtonHeight), ui.px(8)), paper, wish);
        }
        if (ui::icon_button(ui, place, "absent:" + paper.id, words("case.explain"),
                            ui::icon("edit_note"))) {
            wish.explain = paper.id;
        }
    });
}

void draw_read(ui::Ui& ui, ui::Column& column, const PaperView& paper) {
    const auto& words = ui.words();
    if (paper.seen) {
        ui::line_item(ui, column, ui::icon("check_circle"), ui::Tone::good, words.said(paper.label),
                      words("case.seen"));
    } else if (!paper.absent_reason.empty()) {
        ui::line_item(ui, column, ui::icon("report"), ui::Tone::warn, words.said(paper.label),
                      words("case.absent", {{"reason", paper.absent_reason}}));
    } else {
        ui::line_item(ui, column, ui::icon("description"), ui::Tone::neutral,
                      words.said(paper.label),
                      words(paper.how == PaperHow::missing   ? "case.said_missing"
                            : paper.how == PaperHow::brought ? "case.said_brought"
                                                             : "papers.file"));
    }
}

void draw_seen(ui::Ui& ui, ui::Column& column, const PaperView& paper, CaseWish& wish) {
    if (!paper.blob) return draw_read(ui, column, paper);
    with_side(
        ui, column, "line:" + paper.id, ui::kButtonHeight,
        [&](ui::Column& place) { draw_read(ui, place, paper); },
        [&](const ui::Rect& place) { draw_look(ui, place, paper, wish); });
}

void draw_papers(ui::Ui& ui, ui::Column& column, CasePage& of, CaseWish& wish) {
    const auto& words = ui.words();
    ui::panel(ui, column, "case:papers", [&](ui::Column& inside) {
        ui::title(ui, inside, words("case.papers"));
        if (of.view.may.verify) ui::note(ui, inside, words("case.tick_note"));
        for (std::size_t at = 0; at < of.view.papers.size(); ++at) {
            if (of.view.may.verify) {
                draw_tick(ui, inside, of.view.papers[at], of.checks[at], wish);
            } else {
                draw_seen(ui, inside, of.view.papers[at], wish);
            }
        }
    });
}

void draw_life(ui::Ui& ui, ui::Column& column, const CaseView& view) {
    const auto& words = ui.words();
    for (const auto& line : view.life) {
        std::string note = words.said(line.when);
        if (!line.counted) note += " \u2022 " + words("case.uncounted");
        if (!line.effect && !line.why.empty()) note += "\n" + words(line.why);
        if (!line.note.empty() && (line.effect || line.why.empty()))
            note += "\n" + words.said(line.note);
        ui::line_item(ui, column, line.effect ? ui::icon("task_alt") : ui::icon("hourglass_empty"),
                      line.effect ? ui::Tone::good : ui::Tone::warn, words.said(line.sentence),
                      note);
    }
}

void draw_numbers(ui::Ui& ui, ui::Column& column, const CaseView& view) {
    // A number must stand on one line: it is copied by hand.
    const auto draw = [&](const std::string& label, const std::string& number) {
        if (number.empty()) return;
        ui::note(ui, column, label);
        column.space(-ui.px(12));
        ui::paragraph(ui, column, number, {.type = ui::Type::strong});
    };
    draw(ui.words()("case.number"), view.number);
    draw(ui.words()("case.register"), view.register_number);
}

// What an amended request says otherwise: before and now beside each other.
void draw_changes(ui::Ui& ui, ui::Column& column, const CaseView& view) {
    if (view.changes.empty()) return;
    const auto& words = ui.words();
    ui::panel(ui, column, "case:changes", [&](ui::Column& inside) {
        ui::title(ui, inside, words("case.changes"));
        for (std::size_t at = 0; at < view.changes.size(); ++at) {
            const auto& change = view.changes[at];
            const auto show = [&](ui::Column& place, const char* head, const std::string& text,
                                  ui::Tone tone) {
                ui::notice(ui, place, tone, words(head),
                           text.empty() ? words("case.nothing") : words.said(text));
            };
            ui::note(ui, inside, words.said(change.label));
            inside.space(-ui.px(10));
            side_by_side(
                ui, inside, "change:" + std::to_string(at),
                [&](ui::Column& left) {
                    show(left, "case.before", change.before, ui::Tone::neutral);
                },
                [&](ui::Column& right) { show(right, "case.now", change.now, ui::Tone::info); });
        }
    });
}

// What is said about the request, not in it: paper entered later, a helper, who took the letter.
void draw_aside(ui::Ui& ui, ui::Column& column, const CasePage& of) {
    const auto& words = ui.words();
    const auto& view = of.view;
    if (view.entered)
        ui::fact(ui, column, words("case.entered"), words.said(to_words(*view.entered)));
    if (!view.helper.name.empty()) {
        ui::fact(ui, column, words("case.helper"),
                 view.helper.name + (view.helper.relation.empty()
                                         ? ""
                                         : " (" + words.said(view.helper.relation) + ")"));
    }
    if (!view.receiver.empty()) ui::fact(ui, column, words("case.receiver"), view.receiver);
    if (!view.signature) return;
    const auto place = column.take(ui.px(120));
    ui::image(ui, place, "case:signature", words("case.signature"), of.signature, ui::icon("draw"));
}

void draw_content(ui::Ui& ui, ui::Column& column, CasePage& of) {
    const auto& words = ui.words();
    ui::panel(ui, column, "case:content", [&](ui::Column& inside) {
        draw_numbers(ui, inside, of.view);
        draw_aside(ui, inside, of);
        (void)ui::tabs(ui, inside, "case:tabs", {words("case.answers"), words("case.life")},
                       of.tab);
        if (of.tab == 1) return draw_life(ui, inside, of.view);
        ui::paragraph(ui, inside, words.said(of.view.review));
        for (const auto& group : of.view.answers) {
            draw_answers(ui, inside, group);
        }
    });
}

void draw_state(ui::Ui& ui, ui::Column& column, const CasePage& of) {
    const auto& words = ui.words();
    const auto& view = of.view;
    ui::Rect line = column.take(ui.px(40));
    const float used = ui::badge(ui, line, tone_of(view.state), words.said(view.state_words));
    (void)line.cut_left(used + ui.px(16));
    const float more = ui::badge(ui, line, view.arrived ? ui::Tone::good : ui::Tone::neutral,
                                 words(view.arrived ? "case.arrived" : "case.not_arrived"));
    (void)line.cut_left(more + ui.px(16));
    // Whose it is: what the clerk compares with the person before him.
    const auto whose =
        view.applicant + (view.applicant.empty() ? "" : " \u2022 ") + view.shown_code;
    if (ui.paint().width(ui::Type::strong, whose) > line.w) line = column.take(ui.px(40));
    ui::paragraph(ui, line.centred(line.w, ui.paint().line_height(ui::Type::strong)), whose,
                  {.type = ui::Type::strong});
    if (view.stale_paper)
        ui::notice(ui, column, ui::Tone::bad, words("case.stale"), words("case.stale_do"));
    if (view.reason.empty()) return;
    // An amended request keeps why it once went back, but nobody has to heed it any more.
    const bool now = view.state == CaseState::returned || view.state == CaseState::rejected ||
                     view.state == CaseState::cancelled || view.state == CaseState::revoked;
    ui::notice(ui, column, now ? ui::Tone::warn : ui::Tone::neutral,
               words(now ? "look_up.reason" : "case.reason_before"), words.said(view.reason));
}

void draw_actions(ui::Ui& ui, ui::Column& column, std::span<const Offer> offers, bool working,
                  CaseWish& wish) {
    for (const auto& offer : offers) {
        if (ui::button(ui, column, offer.id, offer.word,
                       {.look = offer.dangerous ? ui::Look::quiet : ui::Look::secondary,
                        .icon = offer.icon,
                        .enabled = !working})) {
            wish.action = offer.action;
        }
    }
}

}  // namespace

void CasePage::take(CaseView newer) {
    std::vector<PaperCheck> kept;
    for (const auto& paper : newer.papers) {
        PaperCheck check{paper.id, false, ""};
        for (const auto& before : checks) {
            if (before.id == paper.id && newer.code == view.code) check = before;
        }
        kept.push_back(std::move(check));
    }
    checks = std::move(kept);
    view = std::move(newer);
}

CaseWish draw_case(ui::Ui& ui, ui::Rect page, CasePage& of) {
    CaseWish wish;
    const auto& words = ui.words();
    const auto offers = offers_of(words, of.view.may);
    ui::BackNextView bar{.back = words("case.back")};
    // What takes a case back is never the large button, nor is another copy when all is done.
    const bool done = of.view.state == CaseState::handed_over;
    const bool leads = !offers.empty() && !offers.front().dangerous && !done;
    if (leads) {
        bar.next = offers.front().word;
        bar.next_icon = offers.front().icon;
        bar.next_enabled = !of.working;
    }
    const auto foot = step_bar(ui, page, bar);
    wish.back = foot.back;
    ui.scroll("case:" + of.view.code, body_of(ui, page), [&](ui::Column& column) {
        page_head(ui, column, words.said(of.view.service_name), "");
        draw_state(ui, column, of);
        draw_changes(ui, column, of.view);
        side_by_side(
            ui, column, "case:halves", [&](ui::Column& left) { draw_content(ui, left, of); },
            [&](ui::Column& right) {
                draw_papers(ui, right, of, wish);
                draw_actions(ui, right, std::span(offers).subspan(leads ? 1 : 0), of.working, wish);
            });
        column.space(ui.px(8));
    });
    if (foot.next && leads) wish.action = offers.front().action;
    return wish;
}

}  // namespace disapa::screens
