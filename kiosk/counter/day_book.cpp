#include "kiosk/counter/day_book.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/counter/case_view.h"
#include "shared/base/file.h"

namespace disapa {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kLineEnd = "\r\n";

// A spreadsheet runs what begins so; the apostrophe makes it text again.
bool is_formula(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != text.npos;
}

std::string csv_field(std::string_view text) {
    std::string field = is_formula(text) ? "'" : "";
    field += text;
    if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
    std::string quoted = "\"";
    for (const char c : field) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string csv_line(const std::vector<std::string>& fields) {
    std::string line;
    for (const auto& field : fields) {
        line += csv_field(field);
        line += ',';
    }
    line.pop_back();
    return line + std::string(kLineEnd);
}

bool is_in(const DayBookRow& row, const DayBookFilter& filter) {
    return !(filter.from && row.date < *filter.from) && !(filter.to && *filter.to < row.date) &&
           (filter.service.empty() || filter.service == row.service) &&
           (!filter.state || *filter.state == row.state);
}

}  // namespace

Result<std::vector<DayBookRow>> DayBook::rows(const DayBookFilter& filter) {
    auto book = node_.book();
    if (!book) return pass(std::move(book));
    CaseViews views(node_, catalogue_, lists_);
    std::vector<std::pair<Instant, DayBookRow>> found;
    for (const auto& [id, of] : (*book)->cases()) {
        auto seen = views.row(of);
        DayBookRow row;
        row.date = seen.asked_on;
        row.late_entry = seen.late_entry;
        row.code = std::move(seen.code);
        row.shown_code = std::move(seen.shown_code);
        row.service = std::move(seen.service);
        row.service_name = std::move(seen.service_name);
        row.applicant = std::move(seen.applicant);
        row.number = of.number;
        row.register_number = of.register_number;
        row.state = of.state;
        row.state_words = std::move(seen.state_words);
        row.copies = of.copies;
        if (!is_in(row, filter)) continue;
        row.receiver = views.receiver(of);
        found.emplace_back(of.submitted_at, std::move(row));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::tie(a.second.date, a.first, a.second.code) <
               std::tie(b.second.date, b.first, b.second.code);
    });
    std::vector<DayBookRow> rows;
    for (auto& [at, row] : found) {
        row.no = static_cast<int>(rows.size()) + 1;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string day_book_csv(const std::vector<DayBookRow>& rows) {
    std::string csv(kByteOrderMark);
    csv += csv_line({"No", "Tanggal", "Susulan", "Kode", "Layanan", "Pemohon", "Nomor desa",
                     "Register kecamatan", "Keadaan", "Dicetak", "Diserahkan kepada"});
    for (const auto& row : rows) {
        csv += csv_line({std::to_string(row.no), to_iso(row.date), row.late_entry ? "ya" : "",
                         row.shown_code, row.service_name, row.applicant, row.number,
                         row.register_number, row.state_words, std::to_string(row.copies),
                         row.receiver});
    }
    return csv;
}

std::string day_book_file(const DayBookFilter& filter) {
    std::string name = "buku-register";
    if (filter.from) name += "_" + to_iso(*filter.from);
    if (filter.to) name += "_" + to_iso(*filter.to);
    return name + ".csv";
}

Status DayBook::write_csv(const std::vector<DayBookRow>& rows, const std::filesystem::path& file) {
    if (auto noted = node_.before_leaving(); !noted) return noted;
    std::error_code trouble;
    const auto folder = file.parent_path();
    if (!folder.empty() && !std::filesystem::exists(folder, trouble)) {
        if (auto made = make_private_folder(folder); !made) return made;
    }
    return write_file_durably(file, as_bytes(day_book_csv(rows)), 0644);
}

}  // namespace disapa
