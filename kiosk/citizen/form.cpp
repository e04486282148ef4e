#include "kiosk/citizen/form.h"

#include <algorithm>

#include "kiosk/parts/layout.h"
#include "kiosk/parts/progress.h"
#include "kiosk/parts/question.h"

namespace disapa::screens {
namespace {

// A pause this long and what stands in the field is kept and checked.
constexpr double kPauseSeconds = 0.7;

std::string id_of(const Field& field) {
    return "ask:" + field.id;
}

// The first thing to say about a question, when it is time to say it.
Finding fault_of(const ui::Ui& ui, const FormPage& form, const Question& question) {
    const Field& field = *question.field;
    const auto& typed = form.typed.find(field.id)->second;
    const bool focused = ui.has_focus(id_of(field));
    const auto wanted = digits_wanted(field);
    const bool ripe = form.tried || !focused || (wanted > 0 && typed.size() >= wanted);
    if (!ripe || form.unsent.contains(field.id)) return {};
    for (const bool doubt : {false, true}) {
        for (const auto& finding : question.findings) {
            if (finding.doubt == doubt) return finding;
        }
    }
    const bool empty = typed.empty() && question.rows.empty();
    if (form.tried && field.required && empty) {
        return {field.id, false, ui.words()("form.empty")};
    }
    return {};
}

// The field that the enter key leads to, or null.
const Field* next_typed(const QuestionGroup& group, const Field& after) {
    bool passed = false;
    for (const auto& question : group.questions) {
        if (passed && is_typed(*question.field)) return question.field;
        passed = passed || question.field == &after;
    }
    return nullptr;
}

class Drawing {
  public:
    Drawing(ui::Ui& ui, FormPage& form, const QuestionGroup& group, FormWish& wish)
        : ui_(ui), form_(form), group_(group), wish_(wish) {}

    void questions(ui::Column& column) {
        for (std::size_t at = 0; at < group_.questions.size(); ++at) {
            const auto& question = group_.questions[at];
            const bool pair = at + 1 < group_.questions.size() &&
                              is_half(*question.field, *form_.lists) &&
                              is_half(*group_.questions[at + 1].field, *form_.lists);
            if (!pair) {
                one(column, question);
                continue;
            }
            const auto& beside = group_.questions[++at];
            side_by_side(
                ui_, column, "pair:" + question.field->id,
                [&](ui::Column& left) { one(left, question); },
                [&](ui::Column& right) { one(right, beside); });
        }
    }

  private:
    void one(ui::Column& column, const Question& question) {
        const Field& field = *question.field;
        const auto fault = fault_of(ui_, form_, question);
        if (field.type == FieldType::table) return table(column, question, fault);
        auto& typed = form_.typed.find(field.id)->second;
        const Field* next = next_typed(group_, field);
        QuestionPlace place{id_of(field),
                            &field,
                            question.shown,
                            "",
                            "",
                            question.proposed && !form_.unsent.contains(field.id),
                            next == nullptr};
        (fault.doubt ? place.doubt : place.error) = ui_.words().said(fault.sentence);
        place.may_lack_nik = may_lack_nik(field, form_.clerk);
        // What the register says of a person is masked until he touches it: others may look on.
        const bool veiled = place.proposed && !question.veil.empty() && !ui_.has_focus(place.id);
        std::string mask = question.veil;
        const auto wish = draw_question(ui_, column, place, veiled ? mask : typed, *form_.lists);
        if (wish.changed) form_.unsent[field.id] = ui_.time();
        if (wish.settled) send(field);
        if (wish.open) form_.picker.open(field, place.id, typed);
        if (wish.entered && next) ui_.focus_on(id_of(*next));
        if (wish.entered) send(field);
        settle(field);
    }

    // Keeps what was typed after a pause, or when the field is left.
    void settle(const Field& field) {
        const bool focused = ui_.has_focus(id_of(field));
        const auto unsent = form_.unsent.find(field.id);
        if (unsent == form_.unsent.end()) return;
        const double left = unsent->second + kPauseSeconds - ui_.time();
        if (focused && left > 0) return ui_.wake_after(left);
        send(field);
    }

    void send(const Field& field) {
        if (form_.unsent.erase(field.id) == 0) return;
        wish_.answers.push_back({&field, form_.typed.find(field.id)->second, {}});
    }

    void table(ui::Column& column, const Question& question, const Finding& fault) {
        const Field& field = *question.field;
        const auto& words = ui_.words();
        ui::paragraph(ui_, column, words.said(field.label), {.type = ui::Type::strong});
        if (!field.hint.empty()) {
            column.space(-ui_.px(8));
            ui::note(ui_, column, words.said(field.hint));
        }
        for (std::size_t at = 0; at < question.rows.size(); ++at) {
            table_line(column, question, at);
        }
        if (!fault.sentence.empty()) {
            ui::paragraph(ui_, column, words.said(fault.sentence),
                          {.type = ui::Type::note, .colour = fault.doubt ? ui::kOrange : ui::kRed});
        }
        const auto rows_max = static_cast<std::size_t>(std::max<std::int64_t>(field.max, 1));
        const auto label = words(question.rows.empty() ? "form.first_row" : "form.more_rows");
        if (question.rows.size() < rows_max &&
            ui::button(ui_, column, "add:" + field.id, label, {.icon = ui::icon("add")})) {
            form_.row.open(field, question.rows.size(), {});
        }
    }

    void table_line(ui::Column& column, const Question& question, std::size_t at) {
        const Field& field = *question.field;
        const auto& cells = question.rows[at];
        std::string note;
        for (std::size_t i = 1; i < cells.size(); ++i) {
            if (cells[i].empty()) continue;
            note += (note.empty() ? "" : " \u2022 ") + cell_words(field.columns[i], cells[i]);
        }
        std::string error;
        const auto place = field.id + "[" + std::to_string(at) + "].";
        for (const auto& finding : question.findings) {
            if (finding.field.starts_with(place) && error.empty())
                error = ui_.words().said(finding.sentence);
        }
        const auto id = "line:" + field.id + ":" + std::to_string(at);
        const auto wish = ui::table_row(ui_, column, id, static_cast<int>(at) + 1,
                                        cells.empty() ? "" : cells[0], note, error);
        if (wish == ui::RowWish::edit) form_.row.open(field, at, cells);
        if (wish == ui::RowWish::remove) {
            auto rows = question.rows;
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
            wish_.answers.push_back({&field, "", std::move(rows)});
        }
    }

    std::string cell_words(const Field& column, const std::string& typed) const {
        for (const auto& choice : choices_of(column, *form_.lists)) {
            if (choice.code == typed) return ui_.words().said(choice.label);
        }
        return typed;
    }

    ui::Ui& ui_;
    FormPage& form_;
    const QuestionGroup& group_;
    FormWish& wish_;
};

// The row that was edited goes back into its table.
void keep_row(FormPage& form, FormWish& wish) {
    for (const auto& question : form.current()->questions) {
        if (question.field != form.row.table) continue;
        auto rows = question.rows;
        if (form.row.index < rows.size()) {
            rows[form.row.index] = form.row.cells;
        } else {
            rows.push_back(form.row.cells);
        }
        wish.answers.push_back({question.field, "", std::move(rows)});
    }
    form.row.close();
}

void draw_group_head(ui::Ui& ui, ui::Column& column, std::string_view label,
                     std::string_view step) {
    if (ui.keyboard_open()) return ui::title(ui, column, label);
    if (ui.portrait()) {
        ui::note(ui, column, step);
        column.space(-ui.px(14));
        return ui::heading(ui, column, label);
    }
    const float beside = ui.px(480 + ui::kGap);
    ui::Rect row = column.take(
        ui::paragraph_height(ui, label, column.width() - beside, {.type = ui::Type::heading}));
    const ui::Rect right = row.cut_right(ui.px(480), ui.px(ui::kGap));
    ui::heading(ui, row, label);
    ui::paragraph(
        ui, right.centred(right.w, ui.paint().line_height(ui::Type::note)), step,
        {.type = ui::Type::note, .colour = ui::kMuted, .align = ui::Align::right, .lines_max = 1});
}

void draw_group(ui::Ui& ui, const ui::Rect& page, FormPage& form, FormWish& wish) {
    const auto& group = *form.current();
    const auto step =
        ui.words()("form.part", {{"part", std::to_string(form.group + 1)},
                                 {"all", std::to_string(form.draft.groups.size())},
                                 {"service", ui.words().said(form.draft.service_name)}});
    ui::Column above = ui.column(body_of(ui, page));
    draw_stage(ui, above, form.group == 0 ? Stage::who : Stage::data);
    ui::Rect rest = above.rest();
    ui.scroll("form:" + group.id, rest, [&](ui::Column& column) {
        ui::panel(ui, column, "form:panel:" + group.id, [&](ui::Column& inside) {
            draw_group_head(ui, inside, ui.words().said(group.label), step);
            Drawing(ui, form, group, wish).questions(inside);
        });
        column.space(ui.px(8));
    });
}

void take_picked(FormPage& form, const PickerWish& picked, FormWish& wish) {
    if (picked.done) {
        form.typed[form.picker.field->id] = picked.typed;
        wish.answers.push_back({form.picker.field, picked.typed, {}});
    }
    if (picked.done || picked.close) form.picker.close();
}

}  // namespace

const QuestionGroup* FormPage::current() const {
    return group < draft.groups.size() ? &draft.groups[group] : nullptr;
}

void FormPage::take(DraftView view, const ui::Ui& ui) {
    draft = std::move(view);
    for (const auto& part : draft.groups) {
        for (const auto& question : part.questions) {
            const auto& id = question.field->id;
            const bool held = unsent.contains(id) || ui.has_focus(id_of(*question.field));
            if (!held || !typed.contains(id)) typed[id] = question.typed;
        }
    }
}

FormWish draw_form(ui::Ui& ui, ui::Rect page, FormPage& form) {
    FormWish wish;
    if (!form.current()) return wish;
    if (form.row.table) {
        const auto row = draw_row(ui, page, form.row, *form.lists, form.today);
        if (row.cancel) form.row.close();
        if (row.keep) keep_row(form, wish);
        return wish;
    }
    if (!ui.keyboard_open()) {
        const auto& words = ui.words();
        const auto foot =
            step_bar(ui, page,
                     {.back = words("page.back"),
                      .next = words(form.from_review ? "form.to_review" : "page.next")});
        wish.back = foot.back;
        wish.next = foot.next;
    }
    draw_group(ui, page, form, wish);
    take_picked(form, draw_picker(ui, form.picker, *form.lists, form.today), wish);
    return wish;
}

std::vector<TypedAnswer> unsent_answers(FormPage& form) {
    std::vector<TypedAnswer> answers;
    for (const auto& part : form.draft.groups) {
        for (const auto& question : part.questions) {
            if (form.unsent.erase(question.field->id) == 0) continue;
            answers.push_back({question.field, form.typed[question.field->id], {}});
        }
    }
    return answers;
}

}  // namespace disapa::screens
