// The rules for answers: check_field and check_form of service.h.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/service/answer.h"
#include "shared/service/nik.h"

namespace disapa {
namespace {

constexpr int kOldestYear = 1900;  // no person or business of today began before
constexpr std::string_view kWithin = "within_working_days:";

// Findings about one field, under the name that a screen knows it by.
class Findings {
  public:
    Findings(const Field& field, std::string id) : field_(field), id_(std::move(id)) {}
    void error(const std::string& what) { add(false, what); }
    void doubt(const std::string& what) { add(true, what); }
    std::vector<Finding> take() { return std::move(found_); }

  private:
    void add(bool doubt, const std::string& what) {
        found_.push_back({id_, doubt, field_.label + ": " + what});
    }
    const Field& field_;
    std::string id_;
    std::vector<Finding> found_;
};

// Everything a rule may look at.
struct Context {
    const Json& beside;  // the form, or the row of a table
    const Lists& lists;
    const Date& today;
};

std::string text_at(const Json& beside, const char* key) {
    if (!beside.is_object() || !beside.contains(key) || !beside.at(key).is_string()) return {};
    return beside.at(key).get<std::string>();
}

// The NIK beside this answer, when it can be read. Typed forms may still hold spaces in it.
std::optional<NikReading> nik_beside(const Context& context) {
    auto digits = text_at(context.beside, "nik");
    std::erase_if(digits, [](char c) { return c == ' ' || c == '.' || c == '-'; });
    if (digits.empty()) return std::nullopt;
    auto reading = read_nik(digits, context.today);
    return reading.problem.empty() ? std::optional(reading) : std::nullopt;
}

void check_text(const Field& field, const std::string& text, Findings& findings) {
    const auto length = letters(text);
    if (length < field.min_letters) {
        findings.error("terlalu pendek, paling sedikit " + std::to_string(field.min_letters) +
                       " huruf. Tulis lebih lengkap.");
    }
    if (field.max_letters > 0 && length > field.max_letters) {
        findings.error("terlalu panjang, paling banyak " + std::to_string(field.max_letters) +
                       " huruf. Tulis lebih singkat.");
    }
    // A name may hold anything; digits and signs are only worth a second look.
    constexpr std::string_view kOdd = "0123456789<>{}[]()#%$@!?*=+;:\"\\/|_^~";
    if (field.uppercase && text.find_first_of(kOdd) != text.npos) {
        findings.doubt("ada angka atau tanda yang tidak biasa. Cocokkan lagi dengan KTP.");
    }
}

void check_digits(const Field& field, const std::string& digits, Findings& findings) {
    if (field.digits_rule == "kk") {
        if (const auto wrong = kk_problem(digits); !wrong.empty()) findings.error(wrong);
        return;
    }
    const auto fewest = field.min_letters > 0 ? field.min_letters : field.max_letters;
    if (all_digits(digits) && digits.size() >= fewest && digits.size() <= field.max_letters) return;
    const auto count = fewest == field.max_letters ? std::to_string(fewest)
                                                   : std::to_string(fewest) + " sampai " +
                                                         std::to_string(field.max_letters);
    findings.error("harus " + count + " angka. Periksa lagi angkanya.");
}

void check_nik(const std::string& nik, const Context& context, Findings& findings) {
    if (is_without_nik(nik)) return;  // normalise_answer has seen whether that is allowed
    const auto reading = read_nik(nik, context.today);
    if (!reading.problem.empty()) return findings.error(reading.problem);
    // The list knows one province. A NIK is kept for life, so an unknown district is no mistake by
    // itself.
    const bool listed = context.lists.knows_region(reading.registered.parent().parent());
    if (listed && !context.lists.knows_region(reading.registered)) {
        findings.doubt("kode wilayah di awal NIK tidak ada di daftar. Cocokkan lagi dengan KTP.");
    }
}

void check_date(const Field& field, const std::string& text, const Context& context,
                Findings& findings) {
    const auto parsed = parse_date(std::string_view(text).substr(0, 10));
    if (!parsed) return findings.error("tanggal ini tidak ada. Pilih tanggal lain.");
    const Date& date = *parsed;
    const Date& today = context.today;
    if (date.year < kOldestYear) findings.error("tahunnya terlalu lama. Periksa lagi tahunnya.");
    if (field.date_rule == "past" && date > today) {
        findings.error("tanggal ini belum terjadi. Pilih hari ini atau sebelumnya.");
    }
    if (field.date_rule == "future" && date <= today) {
        findings.error("tanggal ini sudah lewat. Pilih tanggal sesudah hari ini.");
    }
    if (field.date_rule.starts_with(kWithin)) {
        const int days = std::stoi(field.date_rule.substr(kWithin.size()));
        if (date <= today) {
            findings.error("tanggal ini sudah lewat. Pilih tanggal sesudah hari ini.");
        } else if (context.lists.holidays().working_days_between(today, date) >= days) {
            findings.error("tanggal ini masih " + std::to_string(days) +
                           " hari kerja lagi atau lebih. Surat ini tidak diperlukan.");
        }
    }
    if (field.id != "tanggal_lahir") return;
    const auto nik = nik_beside(context);
    const bool same = !nik || (nik->born->day == date.day && nik->born->month == date.month &&
                               nik->born->year % 100 == date.year % 100);
    if (!same) findings.doubt("tidak sama dengan tanggal di dalam NIK. Cocokkan lagi dengan KTP.");
}

void check_number(const Field& field, std::int64_t number, const Context& context,
                  Findings& findings) {
    const auto shown = [&](std::int64_t limit) {
        return field.type == FieldType::money ? rupiah(limit) : std::to_string(limit);
    };
    if (number < field.min) findings.error("paling kecil " + shown(field.min) + ". Periksa lagi.");
    if (number > field.max) findings.error("paling besar " + shown(field.max) + ". Periksa lagi.");
    if (field.id != "umur") return;
    const auto nik = nik_beside(context);
    if (nik && std::abs(age_in_years(*nik->born, context.today) - number) > 1) {
        findings.doubt("tidak sama dengan tanggal lahir di dalam NIK. Cocokkan lagi dengan KTP.");
    }
}

void check_sex(const std::string& code, const Context& context, Findings& findings) {
    constexpr std::string_view kFemale = "2";  // of assets/lists/jenis_kelamin.csv
    const auto nik = nik_beside(context);
    if (nik && nik->female != (code == kFemale)) {
        findings.doubt("tidak sama dengan angka di dalam NIK. Cocokkan lagi dengan KTP.");
    }
}

// One answer that is kept (normalised) and no table.
std::vector<Finding> check_kept(const Field& field, std::string id, const Json& kept,
                                const Context& context) {
    Findings findings(field, std::move(id));
    const auto text = kept.is_string() ? kept.get<std::string>() : std::string();
    switch (field.type) {
        case FieldType::text:
            check_text(field, text, findings);
            break;
        case FieldType::digits:
            check_digits(field, text, findings);
            break;
        case FieldType::nik:
            check_nik(text, context, findings);
            break;
        case FieldType::phone:
            if (const auto wrong = phone_problem(text); !wrong.empty()) findings.error(wrong);
            break;
        case FieldType::date:
        case FieldType::datetime:
            check_date(field, text, context, findings);
            break;
        case FieldType::money:
        case FieldType::count:
            check_number(field, kept.get<std::int64_t>(), context, findings);
            break;
        case FieldType::reference:
            if (field.id == "jenis_kelamin") check_sex(text, context, findings);
            break;
        default:
            break;
    }
    return findings.take();
}

Finding missing(const Field& field, std::string id) {
    return {std::move(id), false, field.label + ": belum diisi. Isi dahulu bagian ini."};
}

std::vector<Finding> check_table(const Field& field, const Json& rows, const Lists& lists,
                                 const Date& today) {
    Findings whole(field, field.id);
    const auto count = static_cast<std::int64_t>(rows.size());
    if (count < field.min)
        whole.error("paling sedikit " + std::to_string(field.min) + " baris. Tambah barisnya.");
    if (count > field.max)
        whole.error("paling banyak " + std::to_string(field.max) + " baris. Kurangi barisnya.");
    auto findings = whole.take();
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string place = field.id + "[" + std::to_string(i) + "].";
        for (const Field& column : field.columns) {
            const auto id = place + column.id;
            std::vector<Finding> found;
            if (rows[i].contains(column.id)) {
                found = check_kept(column, id, rows[i].at(column.id), {rows[i], lists, today});
            } else if (column.required) {
                found.push_back(missing(column, id));
            }
            for (auto& each : found) {
                each.sentence = "Baris " + std::to_string(i + 1) + ", " + each.sentence;
                findings.push_back(std::move(each));
            }
        }
        const auto nik = text_at(rows[i], "nik");
        if (!nik.empty() && !is_without_nik(nik) && !seen.emplace(nik, i).second) {
            findings.push_back({place + "nik", true,
                                "Baris " + std::to_string(i + 1) + ", NIK: sama dengan baris " +
                                    std::to_string(seen[nik] + 1) + ". Periksa lagi."});
        }
    }
    return findings;
}

}  // namespace

std::vector<Finding> check_field(const Field& field, const Json& value, const Json& form,
                                 const Lists& lists, const Date& today) {
    const auto kept = normalise_answer(field, value, lists);
    if (!kept) return {{field.id, false, kept.error().sentence}};
    if (!*kept) {
        if (field.required) return {missing(field, field.id)};
        return {};
    }
    if (field.type == FieldType::table) return check_table(field, **kept, lists, today);
    return check_kept(field, field.id, **kept, {form, lists, today});
}

std::vector<Finding> check_form(const Service& service, const Json& form, const Lists& lists,
                                const Date& today) {
    static const Json kAbsent;
    std::vector<Finding> all;
    for (const Field& field : service.fields) {
        const Json& value =
            form.is_object() && form.contains(field.id) ? form.at(field.id) : kAbsent;
        auto found = check_field(field, value, form, lists, today);
        std::move(found.begin(), found.end(), std::back_inserter(all));
    }
    return all;
}

}  // namespace disapa
