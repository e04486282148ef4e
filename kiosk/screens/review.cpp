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
        short_facts(ui, inside, "facts:" + group.id, facts_of(words, group));
        if (!group.complete) {
            ui::notice(ui, inside, ui::Tone::warn, words("review.incomplete"));
        }
    });
}

void draw_papers(ui::Ui& ui, ui::Column& column, const DraftView& draft) {
    const auto& words = ui.words();
    ui::panel(ui, column, "review:papers", [&](ui::Column& inside) {
        ui::title(ui, inside, words("review.papers"));
        std::vector<ShortFact> facts;
        for (const auto& paper : draft.papers) {
            facts.push_back({paper.label, words(paper.how == PaperHow::missing   ? "papers.missing"
                                                : paper.how == PaperHow::brought ? "review.brought"
                                                                                 : "papers.file")});
        }
        short_facts(ui, inside, "facts:papers", facts);
    });
}

// A choice of the service's own file by its name.
std::string cell_words(const Field& column, const std::string& typed) {
    for (const auto& choice : column.choices) {
        if (choice.code == typed) return choice.label;
    }
    return typed;
}

}  // namespace

std::vector<ShortFact> facts_of(const ui::Words& words, const QuestionGroup& group) {
    std::vector<ShortFact> facts;
    for (const auto& question : group.questions) {
        const Field& field = *question.field;
        if (field.type != FieldType::table) {
            if (!question.shown.empty()) facts.push_back({field.label, question.shown});
            continue;
        }
        for (std::size_t at = 0; at < question.rows.size(); ++at) {
            std::string row;
            for (std::size_t i = 0; i < question.rows[at].size(); ++i) {
                const auto& cell = question.rows[at][i];
                if (!cell.empty())
                    row += (row.empty() ? "" : ", ") + cell_words(field.columns[i], cell);
            }
            facts.push_back(
                {words("review.row", {{"label", field.label}, {"number", std::to_string(at + 1)}}),
                 row});
        }
    }
    return facts;
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
