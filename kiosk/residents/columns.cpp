#include "kiosk/residents/columns.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "shared/base/text.h"
#include "shared/service/nik.h"

namespace disapa::residents {
namespace {

struct Alias {
    std::string_view name;
    Part part;
};
// Squeezed: lower case, letters and digits alone. The first column that fits wins.
constexpr Alias kAliases[] = {
    {"nik", Part::nik},
    {"noktp", Part::nik},
    {"nonik", Part::nik},
    {"nomornik", Part::nik},
    {"nomorindukkependudukan", Part::nik},
    {"nokk", Part::kk},
    {"nomorkk", Part::kk},
    {"nokartukeluarga", Part::kk},
    {"nomorkartukeluarga", Part::kk},
    {"kk", Part::kk},
    {"nama", Part::name},
    {"namalengkap", Part::name},
    {"namapenduduk", Part::name},
    {"tempatlahir", Part::birth_place},
    {"tanggallahir", Part::born},
    {"tgllahir", Part::born},
    {"sex", Part::sex},
    {"jeniskelamin", Part::sex},
    {"kelamin", Part::sex},
    {"jk", Part::sex},
    {"lp", Part::sex},
    {"agamaid", Part::religion},
    {"agama", Part::religion},
    {"statuskawin", Part::marital},
    {"statusperkawinan", Part::marital},
    {"pekerjaanid", Part::occupation},
    {"pekerjaan", Part::occupation},
    {"jenispekerjaan", Part::occupation},
    {"warganegaraid", Part::nationality},
    {"warganegara", Part::nationality},
    {"kewarganegaraan", Part::nationality},
    {"alamat", Part::address},
    {"alamatlengkap", Part::address},
    {"dusun", Part::hamlet},
    {"namadusun", Part::hamlet},
    {"rt", Part::rt},
    {"nort", Part::rt},
    {"rw", Part::rw},
    {"norw", Part::rw},
    {"nohp", Part::phone},
    {"nomorhp", Part::phone},
    {"hp", Part::phone},
    {"telepon", Part::phone},
    {"notelepon", Part::phone},
    {"statusdasar", Part::status},
};

std::string squeezed(std::string_view name) {
    auto text = lower(name);
    std::erase_if(text, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); });
    return text;
}

bool is_blank(std::string_view text) {
    return text.empty() || text == "-" || text == "--";
}

// "3" of "3" and "3.0"; as it is when it is no whole number.
std::string whole_number(const Cell& cell) {
    if (!cell.number || all_digits(cell.text)) return cell.text;
    char* end = nullptr;
    const double value = std::strtod(cell.text.c_str(), &end);
    constexpr double kSafe = 1e15;
    if (*end != '\0' || !(std::abs(value) < kSafe) || std::floor(value) != value) return cell.text;
    return std::to_string(static_cast<long long>(value));
}

// Excel keeps 15 digits of a number and writes zeros for the rest, or 6.402E+15. Whole 16 digits
// can only come from another program, and only up to 2^53.
bool lost_digits(const Cell& cell) {
    const auto exponent = cell.text.find_first_of("eE");
    const bool digits_before = exponent != cell.text.npos && exponent > 0 &&
                               cell.text.find_first_not_of("0123456789.,+eE") == cell.text.npos;
    if (digits_before) return true;
    if (!cell.number || cell.text.size() < 16 || !all_digits(cell.text)) return false;
    return cell.text.back() == '0' || cell.text > "9007199254740992";
}

std::optional<Date> date_of_serial(const Cell& cell, const SheetFacts& facts) {
    char* end = nullptr;
    const double days = std::strtod(cell.text.c_str(), &end);
    // Day 60 is the 29 February 1900 that never was; who was born before is counted one day off.
    if (*end != '\0' || !(days >= 1) || !(days < 80000)) return std::nullopt;
    const auto whole = static_cast<int>(days);
    if (facts.from_1904) return add_days({1904, 1, 1}, whole);
    return add_days({1899, 12, 30}, whole < 60 ? whole + 1 : whole);
}

// "1980-02-28", "28-02-1980", "28/2/1980", "28.02.1980", each with a time of day after it or not.
std::optional<Date> date_of_text(std::string_view typed) {
    auto text = std::string(typed.substr(0, typed.find_first_of(" T")));
    for (char& c : text) {
        if (c == '/' || c == '.') c = '-';
    }
    auto parts = split(text, '-');
    if (parts.size() != 3) return std::nullopt;
    if (parts[2].size() == 4) std::swap(parts[0], parts[2]);
    for (std::size_t at = 1; at < 3; ++at) {
        if (parts[at].size() == 1) parts[at].insert(0, "0");
    }
    return parse_date(parts[0] + "-" + parts[1] + "-" + parts[2]);
}

class Reader {
  public:
    Reader(std::size_t line, const Row& row, const RowRules& rules)
        : line_(line), row_(row), rules_(rules) {}

    ReadRow read() {
        if (std::ranges::all_of(row_, [](const Cell& cell) { return trim(cell.text).empty(); })) {
            return std::move(out_);
        }
        nik();
        if (is_gone()) {
            if (out_.kind == ReadRow::Kind::resident) out_.kind = ReadRow::Kind::gone;
            return std::move(out_);
        }
        // A row that stays out is read to its end: its clerk mends all of it at once.
        const auto kind = out_.kind;
        card();
        name();
        born();
        sex();
        auto& person = out_.resident;
        person.birth_place = upper(text(Part::birth_place, 60));
        person.religion = code(Part::religion, "agama");
        person.marital = code(Part::marital, "status_kawin");
        person.occupation = code(Part::occupation, "pekerjaan");
        person.nationality = code(Part::nationality, "warganegara");
        address();
        person.rt = ward(Part::rt);
        person.rw = ward(Part::rw);
        phone();
        if (kind == ReadRow::Kind::without_nik) out_.kind = kind;
        return std::move(out_);
    }

  private:
    const Cell& cell(Part part) const {
        static const Cell kNone;
        const auto place = rules_.heading.places.find(part);
        if (place == rules_.heading.places.end() || place->second.column >= row_.size()) {
            return kNone;
        }
        return row_[place->second.column];
    }

    void fault(Part part, std::string sentence, bool row_left_out) {
        if (row_left_out) out_.kind = ReadRow::Kind::bad;
        const auto place = rules_.heading.places.find(part);
        out_.faults.push_back(
            {line_, place == rules_.heading.places.end() ? "" : place->second.name,
             first_letters(clean_text(cell(part).text), 40), std::move(sentence), row_left_out});
    }

    // 16 digits, freed of spaces and of the apostrophe that keeps Excel from counting.
    static std::string digits(const Cell& from) {
        auto text = clean_text(from.text);
        std::erase_if(
            text, [](char c) { return c == ' ' || c == '.' || c == '-' || c == '\'' || c == '`'; });
        return text;
    }

    void nik() {
        const auto& from = cell(Part::nik);
        const auto number = digits(from);
        out_.kind = ReadRow::Kind::resident;
        if (lost_digits(from)) {
            fault(Part::nik,
                  "NIK rusak oleh Excel: angka terakhirnya hilang. Ubah kolom menjadi Teks dan "
                  "ketik ulang.",
                  true);
        } else if (number.find_first_not_of('0') == number.npos) {
            fault(Part::nik, "belum ada NIK.", true);
            out_.kind = ReadRow::Kind::without_nik;
        } else if (number.size() == 16 && number[0] == '0') {
            fault(Part::nik, "NIK sementara. Isi setelah NIK dari Dukcapil ada.", true);
            out_.kind = ReadRow::Kind::without_nik;
        } else if (const auto wrong = read_nik(number, rules_.today).problem; !wrong.empty()) {
            fault(Part::nik, "bukan NIK. " + wrong, true);
        } else {
            out_.resident.nik = number;
        }
    }

    bool is_gone() {
        const auto word = lower(trim(whole_number(cell(Part::status))));
        return !is_blank(word) && word != "1" && word != "hidup";
    }

    void card() {
        const auto& from = cell(Part::kk);
        const auto number = digits(from);
        if (number.find_first_not_of('0') == number.npos) return;  // not known
        if (lost_digits(from)) {
            return fault(Part::kk,
                         "nomor KK rusak oleh Excel: angka terakhirnya hilang. Ubah kolom menjadi "
                         "Teks dan ketik ulang.",
                         true);
        }
        if (!kk_problem(number).empty()) return fault(Part::kk, "bukan nomor KK.", true);
        out_.resident.kk = number;
    }

    void name() {
        const auto typed = text(Part::name, 100);
        if (letters(typed) < 2) return fault(Part::name, "nama belum diisi.", true);
        out_.resident.name = upper(typed);
    }

    void born() {
        const auto& from = cell(Part::born);
        const auto typed = clean_text(from.text);
        const auto date = from.number ? date_of_serial(from, rules_.facts) : date_of_text(typed);
        if (is_blank(typed)) return fault(Part::born, "tanggal lahir belum diisi.", true);
        if (!date) return fault(Part::born, "bukan tanggal.", true);
        if (*date > rules_.today || date->year < 1890) {
            return fault(Part::born, "tanggal lahir tidak mungkin.", true);
        }
        out_.resident.born = to_iso(*date);
    }

    void sex() {
        const auto typed = clean_text(whole_number(cell(Part::sex)));
        if (is_blank(typed)) {
            out_.resident.sex = read_nik(out_.resident.nik, rules_.today).female ? "2" : "1";
            return;
        }
        const auto known = rules_.lists.code_of("jenis_kelamin", typed);
        if (!known) return fault(Part::sex, "bukan jenis kelamin. Tulis L atau P.", true);
        out_.resident.sex = *known;
    }

    // Text for a person to read; too long is cut to nothing and told.
    std::string text(Part part, std::size_t letters_max) {
        auto typed = clean_text(cell(part).text);
        if (is_blank(typed)) return {};
        if (letters(typed) <= letters_max) return typed;
        fault(part, "terlalu panjang. Dikosongkan.", false);
        return {};
    }

    std::string code(Part part, std::string_view list) {
        const auto typed = clean_text(whole_number(cell(part)));
        if (is_blank(typed) || typed == "0") return {};
        if (const auto known = rules_.lists.code_of(list, typed)) return *known;
        fault(part, "tidak ada di daftar. Dikosongkan.", false);
        return {};
    }

    void address() {
        const auto street = text(Part::address, 150);
        auto hamlet = text(Part::hamlet, 40);
        if (!hamlet.empty() && lower(street).find(lower(hamlet)) != std::string::npos)
            hamlet.clear();
        if (!hamlet.empty() && !lower(hamlet).starts_with("dusun")) hamlet = "Dusun " + hamlet;
        out_.resident.address =
            street.empty() || hamlet.empty() ? street + hamlet : street + ", " + hamlet;
    }

    // RT and RW as a KTP has them: "003".
    std::string ward(Part part) {
        auto typed = clean_text(whole_number(cell(part)));
        if (is_blank(typed) || typed.find_first_not_of('0') == typed.npos) return {};
        if (!all_digits(typed) || typed.size() > 3) {
            fault(part, "bukan angka. Dikosongkan.", false);
            return {};
        }
        return std::string(3 - typed.size(), '0') + typed;
    }

    void phone() {
        auto typed = clean_text(whole_number(cell(Part::phone)));
        std::erase_if(typed, [](char c) { return c == ' ' || c == '.' || c == '-'; });
        if (is_blank(typed)) return;
        if (typed.starts_with("8")) typed.insert(0, "0");  // a number lost its first zero
        if (typed.starts_with("62")) typed.insert(0, "+");
        if (phone_problem(typed).empty()) {
            out_.resident.phone = typed;
        } else {
            fault(Part::phone, "bukan nomor HP. Dikosongkan.", false);
        }
    }

    std::size_t line_;
    const Row& row_;
    const RowRules& rules_;
    ReadRow out_;
};

}  // namespace

std::optional<Heading> read_heading(const Row& row) {
    Heading heading;
    for (std::size_t column = 0; column < row.size(); ++column) {
        const auto name = squeezed(row[column].text);
        for (const auto& alias : kAliases) {
            if (alias.name != name) continue;
            heading.places.emplace(
                alias.part,
                Heading::Place{column, first_letters(clean_text(row[column].text), 40)});
        }
    }
    if (!heading.places.contains(Part::nik) || !heading.places.contains(Part::name)) {
        return std::nullopt;
    }
    return heading;
}

// Whole sentences, not pieces: the screen looks each of the three up in its language.
std::string to_sentence(const Fault& fault) {
    const auto line = std::to_string(fault.line);
    if (fault.column.empty()) return "Baris " + line + ": " + fault.sentence;
    if (fault.typed.empty())
        return "Baris " + line + ", kolom " + fault.column + ": " + fault.sentence;
    return "Baris " + line + ", kolom " + fault.column + ": \"" + fault.typed + "\" " +
           fault.sentence;
}

ReadRow read_row(std::size_t line, const Row& row, const RowRules& rules) {
    return Reader(line, row, rules).read();
}

}  // namespace disapa::residents
