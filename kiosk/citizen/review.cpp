#include "kiosk/citizen/review.h"

#include <algorithm>

#include "kiosk/parts/answers.h"
#include "kiosk/parts/layout.h"
#include "kiosk/parts/progress.h"

namespace disapa::screens {
namespace {

constexpr float kChangeHeight = 52;  // design pixels

// A heading with a button beside it.
bool draw_head(ui::Ui& ui, ui::Column& column, const std::string& id, std::string_view label) {
    const auto& change = ui.words()("review.change");
    bool pressed = false;
    with_side(
        ui, column, "head:" + id, ui::button_width(ui, change, true) / ui.px(1),
        [&](ui::Column& flow) {
            flow.space(ui.px(14));
            ui::title(ui, flow, label);
        },
        [&](const ui::Rect& place) {
            pressed = ui::button(ui, place, id, change, {.icon = ui::icon("edit")});
        });
    return pressed;
}

void draw_group(ui::Ui& ui, ui::Column& column, const QuestionGroup& group, std::size_t at,
                ReviewWish& wish) {
    const auto& words = ui.words();
    ui::panel(ui, column, "review:" + group.id, [&](ui::Column& inside) {
        if (draw_head(ui, inside, "change:" + group.id, words.said(group.label))) wish.group = at;
        draw_answers(ui, inside, group);
        if (!group.complete) {
            ui::notice(ui, inside, ui::Tone::warn, words("review.incomplete"));
        }
    });
}

// What is asked for, as one would say it; sentences about one part of the form stand together.
void draw_sentences(ui::Ui& ui, ui::Column& column, const DraftView& draft, ReviewWish& wish) {
    const auto& words = ui.words();
    const auto& change = words("review.change");
    for (std::size_t at = 0; at < draft.sentences.size();) {
        const auto group = draft.sentences[at].group;
        std::string text;
        const auto id = "say:" + std::to_string(at);
        for (; at < draft.sentences.size() && draft.sentences[at].group == group; ++at) {
            text += (text.empty() ? "" : " ") + words.said(draft.sentences[at].text);
        }
        with_side(
            ui, column, id, ui::button_width(ui, change, true) / ui.px(1),
            [&](ui::Column& flow) {
                const float high = ui::paragraph_height(ui, text, flow.width());
                const float room = std::max(0.0F, (ui.px(kChangeHeight) - high) / 2);
                flow.space(room);  // one line stands in the middle of its button
                ui::paragraph(ui, flow, text);
                flow.space(room);
            },
            [&](const ui::Rect& place) {
                if (ui::button(ui, place, id, change, {.icon = ui::icon("edit")})) {
                    wish.group = group;
                }
            });
    }
}

void draw_papers(ui::Ui& ui, ui::Column& column, const DraftView& draft, ReviewWish& wish) {
    const auto& words = ui.words();
    ui::panel(ui, column, "review:papers", [&](ui::Column& inside) {
        wish.papers = draw_head(ui, inside, "change:papers", words("review.papers"));
        std::vector<ShortFact> facts;
        for (const auto& paper : draft.papers) {
            facts.push_back({words.said(paper.label),
                             words(paper.how == PaperHow::missing   ? "papers.missing"
                                   : paper.how == PaperHow::brought ? "review.brought"
                                                                    : "review.attached")});
        }
        short_facts(ui, inside, "facts:papers", facts);
    });
}

// UU 27/2022 article 21: said before the data are taken, in sight of the button that sends them. A
// tick would be no consent: the basis is the public service itself.
void draw_privacy(ui::Ui& ui, ui::Rect& page, bool& open) {
    const auto& words = ui.words();
    const auto& read = words("privacy.read");
    ui::Rect bar = body_of(ui, page);
    const float button = ui::button_width(ui, read, true);
    const ui::TextStyle style{.type = ui::Type::note, .colour = ui::kMuted};
    const float high =
        ui::paragraph_height(ui, words("privacy.before"), bar.w - button - ui.px(12), style);
    const ui::Rect place = page.cut_bottom(std::max(high, ui.px(ui::kTargetMin)), ui.px(8));
    bar = {bar.x, place.y, bar.w, place.h};
    const ui::Rect side = bar.cut_right(button, ui.px(12));
    ui::paragraph(ui, bar.centred(bar.w, high), words("privacy.before"), style);
    if (ui::button(ui, side.centred(side.w, ui.px(ui::kTargetMin)), "privacy:read", read,
                   {.look = ui::Look::quiet, .icon = ui::icon("info")})) {
        open = true;
    }
}

void draw_privacy_sheet(ui::Ui& ui, bool& open) {
    const auto& words = ui.words();
    const ui::SheetStyle style{words("privacy.title"), 900};
    const bool close = ui::sheet(ui, "privacy", style, [&](ui::Column& column) {
        const auto line = [&](ui::Icon icon, std::string_view what, std::string_view note) {
            ui::line_item(ui, column, icon, ui::Tone::info, words(what), words(note));
        };
        line(ui::icon("article"), "privacy.what", "privacy.what_note");
        line(ui::icon("edit_note"), "privacy.why", "privacy.why_note");
        line(ui::icon("gavel"), "privacy.law", "privacy.law_note");
        line(ui::icon("groups"), "privacy.who", "privacy.who_note");
        line(ui::icon("schedule"), "privacy.long", "privacy.long_note");
        line(ui::icon("how_to_reg"), "privacy.rights", "privacy.rights_note");
        column.space(ui.px(4));
        if (ui::button(ui, column, "privacy:read_it", words("page.understood"),
                       {.look = ui::Look::primary})) {
            open = false;
        }
    });
    if (close) open = false;
}

}  // namespace

ReviewWish draw_review(ui::Ui& ui, ui::Rect page, ReviewPage& review) {
    ReviewWish wish;
    const auto& words = ui.words();
    const auto& draft = *review.draft;
    const bool amends = !draft.amends.empty();
    const auto foot = step_bar(ui, page,
                               {.back = words("page.back"),
                                .next = words(amends ? "review.send_amended" : "review.send"),
                                .next_icon = ui::icon("send"),
                                .next_enabled = draft.complete && !review.sending});
    wish.back = foot.back;
    wish.send = foot.next;
    draw_privacy(ui, page, review.privacy);
    ui::Column above = ui.column(body_of(ui, page));
    draw_stage(ui, above, Stage::review);
    ui.scroll("review", above.rest(), [&](ui::Column& column) {
        ui::panel(ui, column, "review:sentences", [&](ui::Column& inside) {
            ui::heading(ui, inside, words("review.title"));
            ui::note(ui, inside, words("review.note"));
            draw_sentences(ui, inside, draft, wish);
            if (draft.entered)
                ui::fact(ui, inside, words("case.entered"), words.said(to_words(*draft.entered)));
            if (!draft.helper.name.empty())
                ui::fact(ui, inside, words("case.helper"), draft.helper.name);
            if (ui::button(
                    ui, inside, "review:all", words(review.all ? "review.less" : "review.all"),
                    {.look = ui::Look::quiet,
                     .icon = review.all ? ui::icon("expand_less") : ui::icon("expand_more")})) {
                review.all = !review.all;
            }
        });
        for (std::size_t at = 0; at < draft.groups.size(); ++at) {
            if (!review.all && draft.groups[at].complete) continue;
            draw_group(ui, column, draft.groups[at], at, wish);
        }
        draw_papers(ui, column, draft, wish);
        column.space(ui.px(8));
    });
    if (review.privacy) draw_privacy_sheet(ui, review.privacy);
    if (!review.twin.empty()) {
        const auto answer =
            ui::ask(ui, "twin",
                    {words("twin.title"), words("twin.sentence", {{"code", review.twin}}),
                     words("twin.send"), words("twin.drop")});
        wish.send_anyway = answer == ui::Answer::yes;
        wish.drop = answer == ui::Answer::no;
    }
    return wish;
}

}  // namespace disapa::screens
