#include "kiosk/parts/ask_status.h"

#include "kiosk/parts/layout.h"

namespace disapa::screens {
namespace {

void draw_answer(ui::Ui& ui, ui::Column& column, const QuestionStatus::Answer& answer) {
    const auto& words = ui.words();
    ui::paragraph(ui, column, answer.text.empty() ? words("ask.erased") : answer.text);
    column.space(-ui.px(8));
    ui::note(ui, column,
             words("ask.answered_by", {{"who", answer.by}, {"date", words.said(answer.on)}}));
}

}  // namespace

void draw_question_status(ui::Ui& ui, ui::Column& column, const QuestionStatus& status) {
    const auto& words = ui.words();
    ui::panel(ui, column, "question", [&](ui::Column& inside) {
        ui::paragraph(
            ui, inside,
            words(status.kind == InquiryKind::complaint ? "asked.complaint" : "asked.question"),
            {.colour = ui::kMuted});
        inside.space(-ui.px(8));
        switch (status.state) {
            case QuestionState::waiting:
                ui::heading(ui, inside, words("ask.state_waiting"));
                ui::line_item(ui, inside, ui::icon("cloud_upload"), ui::Tone::info,
                              words("ask.goes"), words("ask.goes_note"));
                break;
            case QuestionState::at_office:
                ui::heading(ui, inside, words("ask.state_office"));
                ui::line_item(ui, inside, ui::icon("schedule"), ui::Tone::info,
                              words("ask.office_reads"), words("ask.office_reads_note"));
                break;
            case QuestionState::answered:
                ui::heading(ui, inside, words("ask.state_answered"));
                for (const auto& answer : status.answers) draw_answer(ui, inside, answer);
                break;
        }
        if (!status.asked_on.empty()) {
            ui::fact(ui, inside, words("ask.asked_on"), words.said(status.asked_on));
        }
        ui::fact(ui, inside, words("look_up.code"), status.shown_code);
    });
}

}  // namespace disapa::screens
