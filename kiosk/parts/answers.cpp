#include "kiosk/parts/answers.h"

#include "kiosk/parts/layout.h"

namespace disapa::screens {
namespace {

// A choice of the service's own file by its name.
std::string cell_words(const Field& column, const std::string& typed) {
    for (const auto& choice : column.choices) {
        if (choice.code == typed) return choice.label;
    }
    return typed;
}

std::vector<ShortFact> facts_of(const ui::Words& words, const QuestionGroup& group) {
    std::vector<ShortFact> facts;
    for (const auto& question : group.questions) {
        const Field& field = *question.field;
        if (field.type != FieldType::table) {
            if (!question.shown.empty())
                facts.push_back({words.said(field.label), words.said(question.shown)});
            continue;
        }
        for (std::size_t at = 0; at < question.rows.size(); ++at) {
            std::string row;
            for (std::size_t i = 0; i < question.rows[at].size(); ++i) {
                const auto& cell = question.rows[at][i];
                if (!cell.empty())
                    row += (row.empty() ? "" : ", ") + cell_words(field.columns[i], cell);
            }
            facts.push_back({words("review.row", {{"label", words.said(field.label)},
                                                  {"number", std::to_string(at + 1)}}),
                             row});
        }
    }
    return facts;
}

}  // namespace

void draw_answers(ui::Ui& ui, ui::Column& column, const QuestionGroup& group) {
    short_facts(ui, column, "facts:" + group.id, facts_of(ui.words(), group));
}

}  // namespace disapa::screens
