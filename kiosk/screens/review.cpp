#include "kiosk/screens/review.h"

#include "kiosk/screens/layout.h"
#include "kiosk/screens/progress.h"

namespace disapa::screens {
namespace {

void draw_group(ui::Ui& ui, ui::Column& column, const QuestionGroup& group, std::size_t at,
                ReviewWish& wish) {
    const auto& words = ui.words();
    ui::panel(ui, column, "review:" + group.id, [&](ui::Column& inside) {
        ui::Rect head = inside.take(ui.px(56));
        const auto change = words("review.change");
        const auto width = ui::button_width(ui, change, true);
        const auto place = head.cut_right(width, ui.px(ui::kGap));
        if (ui::button(ui, place, "change:" + group.id, change, {.icon = ui::icon("edit")})) {
            wish.group = at;
        }
        ui::title(ui, head, group.label);
        draw_answers(ui, inside, group);
        if (!group.complete) {
            ui::notice(ui, inside, ui::Tone::warn, words("review.incomplete"));
        }
    });
}

void draw_papers(ui::Ui& ui, ui::Column& column, const DraftView& draft) {
    const auto& words = ui.words();
    ui::panel(ui, column, "review:papers", [&](ui::Column& inside) {
        ui::title(ui, inside, words("review.papers"));
        for (const auto& paper : draft.papers) {
            const bool missing = paper.how == PaperHow::missing;
            ui::fact(ui, inside, paper.label,
                     words(missing                          ? "papers.missing"
                           : paper.how == PaperHow::brought ? "review.brought"
                                                            : "papers.file"));
        }
    });
}

}  // namespace

void draw_answers(ui::Ui& ui, ui::Column& column, const QuestionGroup& group) {
    for (const auto& question : group.questions) {
        if (!question.rows.empty()) {
            for (std::size_t at = 0; at < question.rows.size(); ++at) {
                std::string row;
                for (const auto& cell : question.rows[at]) {
                    if (!cell.empty()) row += (row.empty() ? "" : ", ") + cell;
                }
                ui::fact(ui, column,
                         ui.words()("review.row", {{"label", question.field->label},
                                                   {"number", std::to_string(at + 1)}}),
                         row);
            }
        } else if (!question.shown.empty() && question.field->type != FieldType::table) {
            ui::fact(ui, column, question.field->label, question.shown);
        }
    }
}

ReviewWish draw_review(ui::Ui& ui, ui::Rect page, const ReviewPage& review) {
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
    ui::Column above = ui.column(body_of(ui, page));
    draw_stage(ui, above, Stage::review);
    ui.scroll("review", above.rest(), [&](ui::Column& column) {
        ui::panel(ui, column, "review:sentences", [&](ui::Column& inside) {
            ui::heading(ui, inside, words("review.title"));
            if (!draft.review.empty()) ui::paragraph(ui, inside, draft.review);
            ui::note(ui, inside, words("review.note"));
        });
        for (std::size_t at = 0; at < draft.groups.size(); ++at) {
            draw_group(ui, column, draft.groups[at], at, wish);
        }
        draw_papers(ui, column, draft);
        column.space(ui.px(8));
    });
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
