#include "shared/service/answer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/clock.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/service/nik.h"

namespace disapa {
namespace {

using Answer = Result<std::optional<Json>>;

tl::unexpected<Error> wrong(const Field& field, const std::string& what_to_do, const char* log) {
    return fail(ErrorCode::invalid, "Isian \"" + field.label + "\": " + what_to_do,
                "field " + field.id + ": " + log);
}

// Text of a JSON string, or of an integer where a form file left the quotes out.
std::optional<std::string> typed_text(const Json& typed) {
    if (typed.is_string()) return clean_text(typed.get_ref<const std::string&>());
    if (typed.is_number_integer()) return typed.dump();
    return std::nullopt;
}

std::string without(std::string text, std::string_view letters) {
    std::erase_if(text, [&](char c) { return letters.find(c) != letters.npos; });
    return text;
}

// "2026-11-22" as it is; "22-11-2026" and "22/11/2026" turned round.
std::optional<std::string> read_typed_date(std::string text) {
    std::replace(text.begin(), text.end(), '/', '-');
    auto parts = split(text, '-');
    if (parts.size() != 3) return std::nullopt;
    if (parts[2].size() == 4) std::swap(parts[0], parts[2]);
    for (std::size_t i = 1; i < 3; ++i) {
        if (parts[i].size() == 1) parts[i].insert(0, "0");
    }
    const auto date = parse_date(parts[0] + "-" + parts[1] + "-" + parts[2]);
    return date ? std::optional(to_iso(*date)) : std::nullopt;
}

Answer normalise_number(const Field& field, const Json& typed) {
    if (typed.is_number_unsigned() && typed.get<std::uint64_t>() > limits::kIntegerMax) {
        return wrong(field, "angkanya terlalu besar. Periksa lagi.", "beyond 2^53-1");
    }
    if (typed.is_number_integer()) return Json(typed.get<std::int64_t>());
    const auto amount =
        typed.is_string() ? read_amount(typed.get_ref<const std::string&>()) : std::nullopt;
    if (!amount) return wrong(field, "tulis dengan angka saja, misalnya 1250000.", "not a number");
    return Json(*amount);
}

Answer normalise_date(const Field& field, const std::string& text) {
    if (field.type == FieldType::datetime) {
        const auto instant = parse_minute(text);
        if (instant) return Json(wita_minute(*instant));
        return wrong(field, "tulis tanggal dan jam, misalnya 2026-11-22T09:30.", "not a minute");
    }
    const auto date = read_typed_date(text);
    if (date) return Json(*date);
    return wrong(field, "tanggal ini tidak ada. Tulis misalnya 2026-11-22.", "not a date");
}

Answer normalise_yes_no(const Field& field, const Json& typed) {
    if (typed.is_boolean()) return Json(typed.get<bool>());
    const auto text = lower(typed_text(typed).value_or("?"));
    if (text.empty()) return std::nullopt;
    if (text == "ya" || text == "true" || text == "1") return Json(true);
    if (text == "tidak" || text == "false" || text == "0") return Json(false);
    return wrong(field, "jawab ya atau tidak.", "neither yes nor no");
}

Answer normalise_choice(const Field& field, const std::string& text, const Lists& lists) {
    if (field.type == FieldType::reference) {
        if (const auto code = lists.code_of(field.reference, text)) return Json(*code);
    } else {
        for (const Choice& choice : field.choices) {
            if (lower(choice.code) == lower(text) || lower(choice.label) == lower(text))
                return Json(choice.code);
        }
    }
    return wrong(field, "pilih salah satu dari daftar yang ada.", "not in its list");
}

// 16 digits without the signs between them, or one of the reasons why there are none.
Answer normalise_nik(const Field& field, std::string text) {
    if (!is_without_nik(text)) return Json(without(std::move(text), " .-()"));
    for (const Choice& choice : field.choices) {
        if (lower(choice.code) == lower(text)) return Json(choice.code);
    }
    return wrong(field, "NIK harus diisi.", "a reason for no NIK that is not allowed here");
}

// A key is shown only as far as it looks like one: it may be anything.
std::string shown_key(std::string_view key) {
    return first_letters(clean_text(key), 40);
}

Answer normalise_table(const Field& field, const Json& typed, const Lists& lists) {
    if (!typed.is_array())
        return wrong(field, "isi satu baris untuk satu orang atau barang.", "not a list");
    if (typed.size() > limits::kTableRows) {
        return wrong(field, "paling banyak " + std::to_string(limits::kTableRows) + " baris.",
                     "too many rows");
    }
    Json rows = Json::array();
    for (const Json& typed_row : typed) {
        if (!typed_row.is_object())
            return wrong(field, "barisnya tidak terbaca. Isi ulang baris itu.", "row is no object");
        Json row = Json::object();
        for (const auto& [key, value] : typed_row.items()) {
            const auto column =
                std::find_if(field.columns.begin(), field.columns.end(),
                             [&key = key](const Field& each) { return each.id == key; });
            if (column == field.columns.end()) {
                return wrong(field,
                             "kolom \"" + shown_key(key) + "\" tidak dikenal. Hapus kolom itu.",
                             "unknown column");
            }
            auto kept = normalise_answer(*column, value, lists);
            if (!kept) {
                kept.error().sentence = "Baris " + std::to_string(rows.size() + 1) + " \"" +
                                        field.label + "\". " + kept.error().sentence;
                return pass(std::move(kept));
            }
            if (*kept) row[key] = std::move(**kept);
        }
        if (!row.empty()) rows.push_back(std::move(row));  // a row left empty is no row
    }
    if (rows.empty()) return std::nullopt;
    return rows;
}

}  // namespace

std::optional<std::int64_t> read_amount(std::string_view typed) {
    auto text = lower(without(clean_text(typed), " "));
    if (text.starts_with("rp")) text.erase(0, 2);
    if (text.starts_with('.')) text.erase(0, 1);  // "Rp."
    if (text.ends_with(",-")) text.erase(text.size() - 2);
    if (text.ends_with(",00")) text.erase(text.size() - 3);
    const auto groups = split(text, '.');
    for (std::size_t i = 1; i < groups.size(); ++i) {
        if (groups[i].size() != 3) return std::nullopt;  // "1.5" is no whole number
    }
    text = without(text, ".");
    if (text.empty() || text.size() > 15 || !all_digits(text)) return std::nullopt;
    return std::stoll(text);
}

Answer normalise_answer(const Field& field, const Json& typed, const Lists& lists) {
    if (typed.is_null()) return std::nullopt;
    if (field.type == FieldType::table) return normalise_table(field, typed, lists);
    if (field.type == FieldType::yes_no) return normalise_yes_no(field, typed);
    auto text = typed_text(typed);
    if (!text) return wrong(field, "isinya tidak terbaca. Isi ulang.", "wrong kind of JSON value");
    if (text->empty()) return std::nullopt;
    switch (field.type) {
        case FieldType::money:
        case FieldType::count:
            return normalise_number(field, typed);
        case FieldType::date:
        case FieldType::datetime:
            return normalise_date(field, *text);
        case FieldType::choice:
        case FieldType::reference:
            return normalise_choice(field, *text, lists);
        case FieldType::nik:
            return normalise_nik(field, std::move(*text));
        case FieldType::digits:
        case FieldType::phone:
            return Json(without(std::move(*text), " .-()"));
        default:
            return Json(field.uppercase ? upper(*text) : std::move(*text));
    }
}

const Field* clerks_answer(const Service& service, const Json& form) {
    for (const Field& field : service.fields) {
        const auto answer = form.find(field.id);
        if (field.without == WithoutNik::clerk && answer != form.end() && answer->is_string() &&
            is_without_nik(answer->get_ref<const std::string&>())) {
            return &field;
        }
    }
    return nullptr;
}

Result<Json> normalise_form(const Service& service, const Json& typed, const Lists& lists) {
    if (!typed.is_object()) {
        return fail(ErrorCode::invalid, "Isian formulir tidak terbaca. Isi ulang formulirnya.",
                    "form is no object");
    }
    Json form = Json::object();
    for (const auto& [key, value] : typed.items()) {
        const Field* field = service.field(key);
        if (field == nullptr) {
            return fail(ErrorCode::invalid,
                        "Isian \"" + shown_key(key) + "\" tidak ada pada layanan " + service.code +
                            ". Hapus isian itu atau periksa namanya.",
                        "unknown field in a form of " + service.code);
        }
        auto kept = normalise_answer(*field, value, lists);
        if (!kept) return pass(std::move(kept));
        if (*kept) form[key] = std::move(**kept);
    }
    // The act also holds the papers and their names.
    constexpr std::size_t kForPapers = 3 * 1024;
    if (form.dump().size() > limits::kPayloadBytes - kForPapers) {
        return fail(ErrorCode::limit,
                    "Isian formulir terlalu panjang. Persingkat alamat dan uraian di dalam tabel.",
                    "form leaves no room for papers");
    }
    return form;
}

}  // namespace disapa
