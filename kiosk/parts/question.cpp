#include "kiosk/parts/question.h"

#include <optional>

#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/service/nik.h"

namespace disapa::screens {
namespace {

constexpr std::size_t kTilesMax = 3;       // more choices than that open a list
constexpr std::size_t kTileLetters = 18;   // and so do longer ones
constexpr std::size_t kHalfLetters = 100;  // a longer text takes the whole width
constexpr std::size_t kNikDigits = 16;
constexpr std::size_t kPhoneLetters = 16;
constexpr std::size_t kMoneyDigits = 15;

bool has_tiles(const Field& field, const Lists& lists) {
    if (field.type != FieldType::choice && field.type != FieldType::reference) return false;
    const auto& choices = choices_of(field, lists);
    if (choices.empty() || choices.size() > kTilesMax) return false;
    for (const auto& choice : choices) {
        if (letters(choice.label) > kTileLetters) return false;
    }
    return true;
}

std::string label_of(const ui::Ui& ui, const Field& field) {
    const auto label = ui.words().said(field.label);
    return field.required ? label : ui.words()("form.optional_label", {{"label", label}});
}

// What stands under a field while nothing is wrong with it.
std::string note_of(const ui::Ui& ui, const QuestionPlace& question, const std::string& typed) {
    const auto wanted = digits_wanted(*question.field);
    if (wanted > 0 && !typed.empty() && typed.size() != wanted && !question.proposed) {
        return ui.words()("form.digits", {{"count", std::to_string(typed.size())},
                                          {"all", std::to_string(wanted)}});
    }
    if (question.proposed) return ui.words()("form.proposed");
    return ui.words().said(question.field->hint);
}

ui::FieldStyle style_of(const Field& field) {
    ui::FieldStyle style;
    switch (field.type) {
        case FieldType::nik:
            style.keyboard = ui::Keyboard::digits;
            style.letters_max = kNikDigits;
            style.icon = ui::icon("badge");
            break;
        case FieldType::digits:
        case FieldType::count:
            style.keyboard = ui::Keyboard::digits;
            style.letters_max = field.max_letters > 0 ? field.max_letters : 4;
            break;
        case FieldType::phone:
            style.keyboard = ui::Keyboard::digits;
            style.letters_max = kPhoneLetters;
            style.icon = ui::icon("phone");
            break;
        case FieldType::money:
            style.keyboard = ui::Keyboard::money;
            style.letters_max = kMoneyDigits;
            style.unit = "Rp";
            break;
        default:
            style.letters_max = field.max_letters > 0 ? field.max_letters : limits::kNameBytes;
            style.capitals = field.uppercase;
            style.lines = field.max_letters > kHalfLetters ? 2 : 1;
    }
    return style;
}

QuestionWish draw_text(ui::Ui& ui, ui::Column& column, const QuestionPlace& question,
                       std::string& typed) {
    const auto label = label_of(ui, *question.field);
    const auto note = note_of(ui, question, typed);
    auto style = style_of(*question.field);
    style.label = label;
    style.note = note;
    style.error = question.error;
    style.doubt = question.doubt;
    style.enter = ui.words()(question.last ? "form.enter_last" : "form.enter_next");
    const auto done = ui::text_field(ui, column, question.id, typed, style);
    return {.changed = done.changed, .entered = done.entered};
}

// A NIK that is not there: why, and the way back to its digits; or the way to say so.
QuestionWish draw_no_nik(ui::Ui& ui, ui::Column& column, const QuestionPlace& question,
                         std::string& typed) {
    QuestionWish wish;
    std::string reason = show_nik(typed);
    for (const auto& choice : question.field->choices) {
        if (choice.code == typed) reason = choice.label;
    }
    wish.open = ui::picker_field(ui, column, question.id, label_of(ui, *question.field),
                                 ui.words().said(reason), "", question.error, ui::icon("badge"));
    if (ui::button(ui, column, question.id + ":give", ui.words()("form.give_nik"),
                   {.look = ui::Look::quiet})) {
        typed.clear();
        wish.changed = wish.settled = true;
    }
    return wish;
}

QuestionWish draw_nik(ui::Ui& ui, ui::Column& column, const QuestionPlace& question,
                      std::string& typed) {
    if (is_without_nik(typed)) return draw_no_nik(ui, column, question, typed);
    auto wish = draw_text(ui, column, question, typed);
    if (question.may_lack_nik && typed.empty()) {
        wish.open = ui::button(ui, column, question.id + ":none", ui.words()("form.no_nik"),
                               {.look = ui::Look::quiet});
    }
    return wish;
}

void draw_label(ui::Ui& ui, ui::Column& column, const QuestionPlace& question) {
    ui::paragraph(ui, column, label_of(ui, *question.field), {.type = ui::Type::strong});
    column.space(-ui.px(8));
}

void draw_under(ui::Ui& ui, ui::Column& column, const QuestionPlace& question,
                const std::string& typed) {
    column.space(-ui.px(8));
    if (!question.error.empty()) {
        ui::paragraph(ui, column, question.error, {.type = ui::Type::note, .colour = ui::kRed});
    } else if (!question.doubt.empty()) {
        ui::paragraph(ui, column, question.doubt, {.type = ui::Type::note, .colour = ui::kOrange});
    } else if (const auto note = note_of(ui, question, typed); !note.empty()) {
        ui::note(ui, column, note);
    } else {
        column.space(ui.px(8));
    }
}

QuestionWish draw_tiles(ui::Ui& ui, ui::Column& column, const QuestionPlace& question,
                        std::string& typed, const Lists& lists) {
    draw_label(ui, column, question);
    std::vector<ui::Option> options;
    for (const auto& choice : choices_of(*question.field, lists)) {
        options.push_back({choice.code, ui.words().said(choice.label)});
    }
    const bool done = ui::choice_tiles(ui, column, question.id, options, typed);
    draw_under(ui, column, question, typed);
    return {.changed = done, .settled = done};
}

QuestionWish draw_yes_no(ui::Ui& ui, ui::Column& column, const QuestionPlace& question,
                         std::string& typed) {
    draw_label(ui, column, question);
    std::optional<bool> answer;
    if (typed == "ya") answer = true;
    if (typed == "tidak") answer = false;
    const bool done = ui::yes_no(ui, column, question.id, answer);
    if (done) typed = *answer ? "ya" : "tidak";
    draw_under(ui, column, question, typed);
    return {.changed = done, .settled = done};
}

QuestionWish draw_picker_field(ui::Ui& ui, ui::Column& column, const QuestionPlace& question,
                               const std::string& typed) {
    const bool date =
        question.field->type == FieldType::date || question.field->type == FieldType::datetime;
    const auto hint = ui.words()(date ? "form.pick_date" : "form.pick_list");
    const auto& error = question.error;
    const bool open = ui::picker_field(ui, column, question.id, label_of(ui, *question.field),
                                       ui.words().said(question.shown), hint, error,
                                       date ? ui::icon("calendar_month") : ui::icon("list"));
    if (error.empty()) draw_under(ui, column, question, typed);
    return {.open = open};
}

}  // namespace

const std::vector<Choice>& choices_of(const Field& field, const Lists& lists) {
    const bool own = field.type == FieldType::choice || field.type == FieldType::nik;
    return own ? field.choices : lists.list(field.reference);
}

bool may_lack_nik(const Field& field, bool clerk) {
    return field.without == WithoutNik::anyone || (clerk && field.without == WithoutNik::clerk);
}

bool is_typed(const Field& field) {
    switch (field.type) {
        case FieldType::text:
        case FieldType::money:
        case FieldType::count:
        case FieldType::digits:
        case FieldType::nik:
        case FieldType::phone:
            return true;
        default:
            return false;
    }
}

std::size_t digits_wanted(const Field& field) {
    if (field.type == FieldType::nik) return kNikDigits;
    return field.type == FieldType::digits && field.min_letters == 0 ? field.max_letters : 0;
}

bool is_half(const Field& field, const Lists& lists) {
    switch (field.type) {
        case FieldType::text:
            return field.max_letters <= kHalfLetters;
        case FieldType::choice:
        case FieldType::reference:
            return !has_tiles(field, lists);
        case FieldType::yes_no:
        case FieldType::table:
            return false;
        default:
            return true;
    }
}

QuestionWish draw_question(ui::Ui& ui, ui::Column& column, const QuestionPlace& question,
                           std::string& typed, const Lists& lists) {
    const Field& field = *question.field;
    if (field.type == FieldType::nik) return draw_nik(ui, column, question, typed);
    if (is_typed(field)) return draw_text(ui, column, question, typed);
    if (field.type == FieldType::yes_no) return draw_yes_no(ui, column, question, typed);
    if (has_tiles(field, lists)) return draw_tiles(ui, column, question, typed, lists);
    return draw_picker_field(ui, column, question, typed);
}

}  // namespace disapa::screens
