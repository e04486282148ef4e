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

namespace {

// Where the sentence of a template that begins at `from` ends: behind its stop, or at the end.
std::size_t end_of_sentence(std::string_view text, std::size_t from) {
    int depth = 0;
    for (std::size_t at = from; at < text.size(); ++at) {
        if (text[at] == '[' || text[at] == '{') ++depth;
        if (text[at] == ']' || text[at] == '}') --depth;
        if (text[at] == '.' && depth == 0 && (at + 1 == text.size() || text[at + 1] == ' ')) {
            return at + 1;
        }
    }
    return text.size();
}

// The group that asks for the last field named in a sentence of a template.
std::size_t group_of(const Service& service, std::string_view sentence) {
    const auto open = sentence.rfind('{');
    if (open == std::string_view::npos) return 0;
    const auto end = sentence.find_first_of(":}", open);
    const auto* field = service.field(sentence.substr(open + 1, end - open - 1));
    if (field == nullptr) return 0;
    const auto found = std::ranges::find(service.groups, field->group);
    return static_cast<std::size_t>(found - service.groups.begin()) % service.groups.size();
}

}  // namespace

std::vector<ReviewSentence> sentences_of(const Service& service, const Json& form,
                                         const Lists& lists) {
    std::vector<ReviewSentence> sentences;
    const std::string_view text = service.review;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = end_of_sentence(text, from);
        const auto sentence = text.substr(from, end - from);
        auto filled = fill_template(sentence, service, form, lists);
        if (!filled.empty()) {
            sentences.push_back({std::move(filled), group_of(service, sentence)});
        }
        from = end + 1;
    }
    return sentences;
}

}  // namespace disapa
