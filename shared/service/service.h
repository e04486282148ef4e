// A service of the counter: one file in assets/services, described by service.schema.json there.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "shared/base/date.h"
#include "shared/base/region.h"
#include "shared/base/result.h"
#include "shared/log/act.h"
#include "shared/log/canonical_json.h"
#include "shared/service/needs.h"

namespace disapa {

enum class FieldType {
    text,
    date,
    datetime,
    money,
    count,
    digits,
    nik,
    phone,
    yes_no,
    choice,
    reference,
    table,
};

struct Choice {
    std::string code, label;
};

// Whether "there is no NIK" is an answer: newborn children, people who died before there were any.
enum class WithoutNik { no, clerk, anyone };  // clerk: only where a clerk enters it

struct Field {
    std::string id;  // key in the form
    FieldType type = FieldType::text;
    std::string label, hint;  // Indonesian
    std::string group;        // questions of one group share a screen
    bool required = false;
    std::size_t min_letters = 0, max_letters = 0;  // text; digits: exact length in max_letters
    std::int64_t min = 0, max = 0;                 // money, count; table: rows
    std::string date_rule;    // "", "past" (<= today), "future" (> today), "within_working_days:10"
    std::string digits_rule;  // "", "kk": a family card's number
    std::string reference;    // list name for `reference`: agama, pekerjaan, ...
    // Of a choice; of a NIK the reasons why there is none ("TANPA-NIK:bayi"), where `without`
    // allows.
    std::vector<Choice> choices;
    WithoutNik without = WithoutNik::no;
    std::vector<Field> columns;  // of a table
    bool uppercase = false;      // names are kept in capitals, as on a KTP
    std::string preset;          // value proposed at start, e.g. "WNI"
};

struct Paper {
    std::string id, label;
    bool required = true;
};

// A table answer as a letter prints it.
struct LetterTable {
    std::string field, caption;
    std::vector<std::string> columns;  // ids, in order
};

struct Service {
    int order = 0;  // place among the cards, smallest first
    std::string code, name, short_name, hint, group, icon;
    std::string role_of_camat;  // TIDAK, MENGETAHUI, REGISTER, REKOMENDASI, MENANDATANGANI
    ServiceSteps steps;
    std::string archive_code;  // first full code of the catalogue
    std::string note_for_admin;
    int desa_days = 1, kecamatan_days = 1;  // working days
    int valid_days = 30;                    // 0: without end
    std::string holder;                     // field whose value is the holder's name, e.g. "nama"
    std::string holder_nik;
    std::vector<std::string> search;  // words that find it
    std::vector<Paper> papers;
    std::vector<Field> fields;        // the applicant's own first, then the service's
    std::vector<std::string> groups;  // in order; labels in `group_labels`
    std::map<std::string, std::string> group_labels;
    std::string review;  // plain sentences with {field}
    // Letter text, see shared/letter.
    std::string letter_title, letter_opening, letter_closing;
    std::vector<std::pair<std::string, std::string>> letter_facts;  // label, template
    std::vector<std::string> letter_body;                           // paragraphs, {field}
    std::vector<LetterTable> letter_tables;
    [[nodiscard]] const Field* field(std::string_view id) const;
};

// Shared lists (assets/lists/*.csv) and regions, read once.
class Lists {
  public:
    [[nodiscard]] static Result<Lists> load(const std::filesystem::path& assets);
    [[nodiscard]] const std::vector<Choice>& list(std::string_view name) const;  // empty: unknown
    // Code of a list by code or name in any case; nothing when neither.
    [[nodiscard]] std::optional<std::string> code_of(std::string_view list,
                                                     std::string_view text) const;
    [[nodiscard]] std::string label_of(std::string_view list, std::string_view code) const;
    [[nodiscard]] std::string region_name(
        const Region& region) const;  // "Umaq Dian"; code if unknown
    [[nodiscard]] bool knows_region(const Region& region) const;
    [[nodiscard]] const Holidays& holidays() const;

  private:
    std::map<std::string, std::vector<Choice>, std::less<>> lists_;
    // list name -> another spelling -> code
    std::map<std::string, std::map<std::string, std::string>, std::less<>> aliases_;
    std::map<std::string, std::string> regions_;
    Holidays holidays_;
};

class Catalogue {
  public:
    [[nodiscard]] static Result<Catalogue> load(const std::filesystem::path& assets);
    [[nodiscard]] const std::vector<Service>& services() const { return services_; }
    [[nodiscard]] const Service* find(std::string_view code) const;
    // What people come for, in the order of the first screen.
    [[nodiscard]] const std::vector<Need>& needs() const { return needs_; }
    // Services whose names or search words match, best first; forgives slips (search.h).
    [[nodiscard]] std::vector<const Service*> search(std::string_view typed) const;

  private:
    std::vector<Service> services_;
    std::vector<Need> needs_;
};

// What is wrong with one answer. A doubt only warns and never blocks.
struct Finding {
    std::string field;  // id; "table[2].column" inside a table
    bool doubt = false;
    std::string sentence;  // Indonesian: what is wrong and what to do
};
// One answer as typed. `form` holds the others, for rules across fields.
[[nodiscard]] std::vector<Finding> check_field(const Field& field, const Json& value,
                                               const Json& form, const Lists& lists,
                                               const Date& today);
// The whole form, after `normalise_form`.
[[nodiscard]] std::vector<Finding> check_form(const Service& service, const Json& form,
                                              const Lists& lists, const Date& today);
// Text cleaned, lists as codes, names in capitals where the field says so, unknown keys refused,
// money and counts from typed text to integers. Missing optional answers are left out.
[[nodiscard]] Result<Json> normalise_form(const Service& service, const Json& typed,
                                          const Lists& lists);
// What a person reads: "Rp1.200.000", "22 November 2026", the list's name.
[[nodiscard]] std::string show_value(const Field& field, const Json& value, const Lists& lists);
// Replaces {field} by show_value; the sentence around an empty optional answer is left out when
// written as [...{field}...].
[[nodiscard]] std::string fill_template(std::string_view text, const Service& service,
                                        const Json& form, const Lists& lists);

}  // namespace disapa
