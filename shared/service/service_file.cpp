#include "shared/service/service_file.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/service/nik.h"
#include "shared/service/templates.h"

namespace disapa {
namespace {

constexpr std::array<std::pair<std::string_view, FieldType>, 12> kTypes = {{
    {"text", FieldType::text},
    {"date", FieldType::date},
    {"datetime", FieldType::datetime},
    {"money", FieldType::money},
    {"count", FieldType::count},
    {"digits", FieldType::digits},
    {"nik", FieldType::nik},
    {"phone", FieldType::phone},
    {"yes_no", FieldType::yes_no},
    {"choice", FieldType::choice},
    {"reference", FieldType::reference},
    {"table", FieldType::table},
}};

// Words of the office that a letter's templates may use beside the form's fields.
constexpr std::array<std::string_view, 8> kOfficeWords = {
    "@desa",         "@kecamatan",         "@kabupaten",  "@jabatan",
    "@jabatan_desa", "@tanggal_pengantar", "@nomor_desa", "@berlaku"};

// One object of the file. The first thing wrong is kept in `problem`; reading goes on with
// defaults.
class Reader {
  public:
    Reader(const Json& json, std::string where, std::string& problem)
        : json_(json), where_(std::move(where)), problem_(problem) {
        if (!json_.is_object()) wrong("is not an object");
    }

    std::string text(const char* key, bool required = true) {
        const Json* value = find(key, required);
        if (value == nullptr) return {};
        if (!value->is_string()) return wrong(std::string(key) + " is not a text"), std::string();
        auto out = value->get<std::string>();
        if (!is_clean_text(out)) wrong(std::string(key) + " holds characters that are not allowed");
        return out;
    }
    std::int64_t number(const char* key, bool required = true) {
        const Json* value = find(key, required);
        if (value == nullptr) return 0;
        if (!value->is_number_integer()) return wrong(std::string(key) + " is no integer"), 0;
        return value->get<std::int64_t>();
    }
    bool flag(const char* key, bool required = true) {
        const Json* value = find(key, required);
        if (value == nullptr) return false;
        if (!value->is_boolean()) return wrong(std::string(key) + " is not true or false"), false;
        return value->get<bool>();
    }
    std::vector<std::string> texts(const char* key) {
        std::vector<std::string> out;
        for (const Json& item : items(key)) {
            if (item.is_string()) {
                out.push_back(item.get<std::string>());
            } else {
                wrong(std::string(key) + " holds something that is no text");
            }
        }
        return out;
    }
    const Json& items(const char* key, bool required = true) {
        static const Json kNone = Json::array();
        const Json* value = find(key, required);
        if (value == nullptr) return kNone;
        if (!value->is_array()) return wrong(std::string(key) + " is no list"), kNone;
        return *value;
    }
    Reader object(const char* key) {
        const Json* value = find(key, true);
        static const Json kNone = Json::object();
        return {value == nullptr ? kNone : *value, where_ + key + ": ", problem_};
    }
    // Call last: refuses keys that nobody read, so that a misspelt one is not silently lost.
    void finish() {
        if (!json_.is_object()) return;
        for (const auto& [key, value] : json_.items()) {
            if (!read_.contains(key)) wrong("unknown key " + key);
        }
    }
    void wrong(const std::string& what) {
        if (problem_.empty()) problem_ = where_ + what;
    }

  private:
    const Json* find(const char* key, bool required) {
        read_.insert(key);
        if (json_.is_object() && json_.contains(key)) return &json_.at(key);
        if (required) wrong(std::string(key) + " is missing");
        return nullptr;
    }

    const Json& json_;
    std::string where_;
    std::string& problem_;
    std::set<std::string> read_;
};

bool is_id(std::string_view text) {
    const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
    return !text.empty() && text.size() <= 40 && small(text[0]) &&
           std::all_of(text.begin(), text.end(),
                       [&](char c) { return small(c) || (c >= '0' && c <= '9') || c == '_'; });
}

std::string date_rule_problem(std::string_view rule) {
    constexpr std::string_view kWithin = "within_working_days:";
    if (rule.empty() || rule == "past" || rule == "future") return {};
    if (rule.starts_with(kWithin)) {
        const auto days = rule.substr(kWithin.size());
        if (!days.empty() && days.size() <= 3 && all_digits(days)) return {};
    }
    return "unknown date_rule " + std::string(rule);
}

// What a type needs beside id and label.
std::string type_problem(const Field& field) {
    switch (field.type) {
        case FieldType::text:
        case FieldType::digits:
            if (field.max_letters == 0 || field.min_letters > field.max_letters) {
                return "needs max_letters, not below min_letters";
            }
            return {};
        case FieldType::money:
        case FieldType::count:
            return field.max < field.min ? "max is below min" : "";
        case FieldType::reference:
            return field.reference.empty() ? "needs the name of a list" : "";
        case FieldType::choice:
            return field.choices.size() < 2 ? "needs choices" : "";
        case FieldType::table:
            if (field.columns.empty()) return "needs columns";
            if (field.min < 0 || field.max < std::max<std::int64_t>(field.min, 1) ||
                field.max > static_cast<std::int64_t>(limits::kTableRows)) {
                return "has rows beyond the limit";
            }
            return {};
        default:
            return {};
    }
}

// Where there may be no NIK, its reasons are choices of the field.
void read_without(Reader& in, Field& field) {
    const auto word = in.text("without", false);
    if (word.empty()) return;
    if (field.type != FieldType::nik) in.wrong(field.id + ": without is of a NIK alone");
    if (word != "clerk" && word != "anyone") in.wrong(field.id + ": without is clerk or anyone");
    field.without = word == "clerk" ? WithoutNik::clerk : WithoutNik::anyone;
    for (const auto& reason : without_nik_reasons()) {
        field.choices.push_back(
            {std::string(kWithoutNik) + std::string(reason.code), std::string(reason.label)});
    }
}

Field read_field(const Json& json, const std::string& where, std::string& problem, bool column) {
    Reader in(json, where, problem);
    Field field;
    field.id = in.text("id");
    if (!is_id(field.id)) in.wrong("id is not of a-z, 0-9 and _");
    const auto type = in.text("type");
    const auto* known = std::find_if(kTypes.begin(), kTypes.end(),
                                     [&](const auto& pair) { return pair.first == type; });
    if (known == kTypes.end()) return in.wrong(field.id + ": unknown type " + type), field;
    field.type = known->second;
    field.label = in.text("label");
    field.hint = in.text("hint", false);
    field.group = in.text("group", !column);
    field.required = in.flag("required");
    field.min_letters =
        static_cast<std::size_t>(std::max<std::int64_t>(in.number("min_letters", false), 0));
    field.max_letters =
        static_cast<std::size_t>(std::max<std::int64_t>(in.number("max_letters", false), 0));
    field.min = in.number("min", false);
    field.max = in.number("max", false);
    field.date_rule = in.text("date_rule", false);
    field.digits_rule = in.text("digits_rule", false);
    field.reference = in.text("reference", false);
    field.uppercase = in.flag("uppercase", false);
    read_without(in, field);
    field.preset = in.text("preset", false);
    for (const Json& item : in.items("choices", false)) {
        Reader choice(item, where + field.id + ": ", problem);
        field.choices.push_back({choice.text("code"), choice.text("label")});
        choice.finish();
    }
    for (const Json& item : in.items("columns", false)) {
        field.columns.push_back(read_field(item, where + field.id + ": ", problem, true));
        if (field.columns.back().type == FieldType::table) in.wrong("a table inside a table");
    }
    if (const auto wrong = type_problem(field); !wrong.empty()) in.wrong(field.id + ": " + wrong);
    if (const auto wrong = date_rule_problem(field.date_rule); !wrong.empty())
        in.wrong(field.id + ": " + wrong);
    if (!field.digits_rule.empty() && field.digits_rule != "kk")
        in.wrong(field.id + ": unknown digits_rule");
    in.finish();
    return field;
}

void read_letter(Reader letter, Service& service) {
    service.letter_title = letter.text("title");
    service.letter_opening = letter.text("opening");
    service.letter_closing = letter.text("closing");
    for (const Json& fact : letter.items("facts")) {
        if (fact.is_array() && fact.size() == 2 && fact[0].is_string() && fact[1].is_string()) {
            service.letter_facts.emplace_back(fact[0].get<std::string>(),
                                              fact[1].get<std::string>());
        } else {
            letter.wrong("a fact is not [label, template]");
        }
    }
    for (const Json& item : letter.items("tables")) {
        std::string problem;
        Reader in(item, "table: ", problem);
        service.letter_tables.push_back(
            {in.text("field"), in.text("caption"), in.texts("columns")});
        in.finish();
        if (!problem.empty()) letter.wrong(problem);
    }
    service.letter_body = letter.texts("body");
    letter.finish();
}

Service read_service(const Json& json, std::string& problem) {
    Reader in(json, "", problem);
    Service service;
    service.code = in.text("code");
    if (service.code.size() < 2 || service.code.size() > limits::kServiceCodeBytes) {
        in.wrong("code has not 2 to 8 letters");
    }
    service.order = static_cast<int>(in.number("order"));
    service.name = in.text("name");
    service.short_name = in.text("short_name");
    service.hint = in.text("hint");
    service.group = in.text("group");
    service.icon = in.text("icon");
    service.role_of_camat = in.text("role_of_camat");
    const auto flow = flow_of_role(service.role_of_camat);
    if (!flow) in.wrong("unknown role_of_camat");
    service.steps.service = service.code;
    service.steps.flow = flow.value_or(Flow::mengetahui);
    service.archive_code = in.text("archive_code");
    service.note_for_admin = in.text("note_for_admin", false);
    service.desa_days = static_cast<int>(in.number("desa_days"));
    service.kecamatan_days = static_cast<int>(in.number("kecamatan_days"));
    service.valid_days = static_cast<int>(in.number("valid_days"));
    service.holder = in.text("holder");
    service.holder_nik = in.text("holder_nik");
    service.search = in.texts("search");
    for (const Json& item : in.items("papers")) {
        Reader paper(item, "papers: ", problem);
        service.papers.push_back({paper.text("id"), paper.text("label"), paper.flag("required")});
        paper.finish();
    }
    for (const Json& item : in.items("groups")) {
        Reader group(item, "groups: ", problem);
        service.groups.push_back(group.text("id"));
        service.group_labels[service.groups.back()] = group.text("label");
        group.finish();
    }
    for (const Json& item : in.items("fields")) {
        service.fields.push_back(read_field(item, "fields: ", problem, false));
    }
    service.review = in.text("review");
    read_letter(in.object("letter"), service);
    in.finish();
    return service;
}

template <class Items, class Id>
std::string twice(const Items& items, const Id& id) {
    std::set<std::string> seen;
    for (const auto& item : items) {
        if (!seen.insert(id(item)).second) return id(item) + " stands twice";
    }
    return {};
}

std::string template_problem(const Service& service, std::string_view text, bool letter) {
    for (const auto& name : names_in(text)) {
        const bool office =
            std::find(kOfficeWords.begin(), kOfficeWords.end(), name) != kOfficeWords.end();
        if (service.field(name) == nullptr && !(letter && office)) {
            return "a template names {" + name + "}, which is no field";
        }
    }
    return {};
}

std::string letter_problem(const Service& service) {
    std::vector<std::string> texts = service.letter_body;
    texts.push_back(service.letter_opening);
    texts.push_back(service.letter_closing);
    for (const auto& fact : service.letter_facts) texts.push_back(fact.second);
    for (const auto& text : texts) {
        if (auto wrong = template_problem(service, text, true); !wrong.empty()) return wrong;
    }
    for (const auto& table : service.letter_tables) {
        const Field* field = service.field(table.field);
        if (field == nullptr || field->type != FieldType::table)
            return table.field + " is no table";
        for (const auto& column : table.columns) {
            if (std::none_of(field->columns.begin(), field->columns.end(),
                             [&](const Field& known) { return known.id == column; })) {
                return table.field + " has no column " + column;
            }
        }
    }
    return {};
}

// What the parts say of each other.
std::string service_problem(const Service& service) {
    const auto field_id = [](const Field& field) { return field.id; };
    if (service.fields.size() > limits::kServiceFields) return "too many fields";
    if (service.papers.size() > limits::kPapersPerCase) return "too many papers";
    if (auto wrong = twice(service.fields, field_id); !wrong.empty()) return wrong;
    if (auto wrong = twice(service.groups, [](const std::string& id) { return id; });
        !wrong.empty())
        return wrong;
    if (auto wrong = twice(service.papers, [](const Paper& paper) { return paper.id; });
        !wrong.empty())
        return wrong;
    for (const Field& field : service.fields) {
        if (!service.group_labels.contains(field.group)) return field.id + " is in no known group";
        if (auto wrong = twice(field.columns, field_id); !wrong.empty())
            return field.id + ": " + wrong;
    }
    for (const auto& id : {service.holder, service.holder_nik}) {
        if (service.field(id) == nullptr) return "holder " + id + " is no field";
    }
    if (service.desa_days < 0 || service.kecamatan_days < 0 || service.valid_days < 0)
        return "a negative time";
    if (auto wrong = template_problem(service, service.review, false); !wrong.empty()) return wrong;
    return letter_problem(service);
}

}  // namespace

std::optional<Flow> flow_of_role(std::string_view role_of_camat) {
    if (role_of_camat == "TIDAK") return Flow::desa;
    if (role_of_camat == "MENGETAHUI" || role_of_camat == "REGISTER") return Flow::mengetahui;
    if (role_of_camat == "REKOMENDASI" || role_of_camat == "MENANDATANGANI") return Flow::camat;
    return std::nullopt;
}

Result<Service> parse_service(std::string_view json, std::string_view file) {
    const auto refuse = [&](const std::string& why) {
        return fail(
            ErrorCode::invalid,
            "Berkas layanan " + std::string(file) + " tidak dapat dipakai. Hubungi administrator.",
            "service file " + std::string(file) + ": " + why);
    };
    const Json parsed = Json::parse(json, nullptr, false);
    if (parsed.is_discarded()) return refuse("no JSON");
    std::string problem;
    Service service = read_service(parsed, problem);
    if (problem.empty()) problem = service_problem(service);
    if (problem.empty() && file != service.code + ".json") problem = "is not named after its code";
    if (!problem.empty()) return refuse(problem);
    return service;
}

}  // namespace disapa
