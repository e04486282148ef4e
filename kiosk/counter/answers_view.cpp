#include "kiosk/counter/answers_view.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/text.h"
#include "shared/service/answer.h"

namespace disapa {

std::string typed_text(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean()) return value.get<bool>() ? "ya" : "tidak";
    if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
    return "";
}

bool is_empty(const Json& value) {
    return value.is_null() || (value.is_string() && trim(value.get<std::string>()).empty());
}

std::vector<QuestionGroup> questions_of(const Service& service, const Json& answers,
                                        const Lists& lists, const Date* check_on) {
    std::vector<QuestionGroup> groups;
    for (const auto& id : service.groups) {
        const auto label = service.group_labels.find(id);
        QuestionGroup group{id, label == service.group_labels.end() ? id : label->second, {}, true};
        for (const auto& field : service.fields) {
            if (field.group != id) continue;
            Question question;
            question.field = &field;
            const auto value = answers.find(field.id);
            const bool answered = value != answers.end() && !is_empty(*value);
            if (answered) {
                question.typed = typed_text(*value);
                const auto kept = normalise_answer(field, *value, lists);
                question.shown = kept && *kept ? show_value(field, **kept, lists) : question.typed;
                if (check_on)
                    question.findings = check_field(field, *value, answers, lists, *check_on);
                if (field.type == FieldType::table && value->is_array()) {
                    for (const auto& item : *value) {
                        auto& row = question.rows.emplace_back();
                        for (const auto& column : field.columns) {
                            const auto cell = item.find(column.id);
                            row.push_back(cell == item.end() ? "" : typed_text(*cell));
                        }
                    }
                }
            }
            const bool wrong = std::any_of(question.findings.begin(), question.findings.end(),
                                           [](const Finding& finding) { return !finding.doubt; });
            if (wrong || (field.required && !answered)) group.complete = false;
            group.questions.push_back(std::move(question));
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

}  // namespace disapa
