// How answers are read by people: show_value and fill_template of service.h.
#include "shared/service/show.h"

#include <nlohmann/json.hpp>

#include "shared/base/clock.h"
#include "shared/base/text.h"
#include "shared/service/nik.h"
#include "shared/service/templates.h"

namespace disapa {
namespace {

std::string show_choice(const Field& field, const std::string& code) {
    for (const Choice& choice : field.choices) {
        if (choice.code == code) return choice.label;
    }
    return code;
}

std::string show_date(const std::string& iso, bool weekday) {
    const auto date = parse_date(iso);
    if (!date) return iso;
    return weekday ? weekday_word(*date) + ", " + to_words(*date) : to_words(*date);
}

// A table in one line: what its first column says, row by row.
std::string show_rows(const Field& field, const Json& rows, const Lists& lists) {
    if (!rows.is_array() || field.columns.empty()) return {};
    const Field& first = field.columns.front();
    std::string out;
    for (const Json& row : rows) {
        if (!row.is_object() || !row.contains(first.id)) continue;
        if (!out.empty()) out += ", ";
        out += show_value(first, row.at(first.id), lists);
    }
    return out;
}

std::string show_text(const Field& field, const std::string& text, const Lists& lists) {
    switch (field.type) {
        case FieldType::date:
            return show_date(text, false);
        case FieldType::datetime: {
            const auto instant = parse_minute(text);
            return instant ? to_words(wita_date(*instant)) + " pukul " + wita_time(*instant) : text;
        }
        case FieldType::choice:
            return show_choice(field, text);
        case FieldType::nik:
            return show_nik(text);
        case FieldType::reference:
            return lists.label_of(field.reference, text);
        default:
            return text;
    }
}

}  // namespace

std::string show_value(const Field& field, const Json& value, const Lists& lists) {
    if (field.type == FieldType::table) return show_rows(field, value, lists);
    if (value.is_boolean()) return value.get<bool>() ? "Ya" : "Tidak";
    if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        return field.type == FieldType::money ? rupiah(number) : std::to_string(number);
    }
    return value.is_string() ? show_text(field, value.get<std::string>(), lists) : std::string();
}

std::string show_value_as(const Field& field, const Json& value, std::string_view modifier,
                          const Lists& lists) {
    if (modifier == "hari" && field.type == FieldType::date && value.is_string()) {
        return show_date(value.get<std::string>(), true);
    }
    if (modifier == "terbilang" && value.is_number_integer()) {
        const auto words = terbilang(value.get<std::int64_t>());
        return field.type == FieldType::money ? words + " rupiah" : words;
    }
    return show_value(field, value, lists);
}

std::string fill_template(std::string_view text, const Service& service, const Json& form,
                          const Lists& lists) {
    return fill(
        text, [&](std::string_view name, std::string_view modifier) -> std::optional<std::string> {
            const Field* field = service.field(name);
            if (field == nullptr) return std::nullopt;
            if (!form.is_object() || !form.contains(field->id)) return "";
            return show_value_as(*field, form.at(field->id), modifier, lists);
        });
}

}  // namespace disapa
