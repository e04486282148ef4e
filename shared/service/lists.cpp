#include <algorithm>
#include <set>
#include <system_error>

#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/service/service.h"

namespace disapa {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Result<Rows> read_rows(const std::filesystem::path& file, std::string_view first_column) {
    auto bytes = read_file(file, limits::kListFileBytes);
    if (!bytes) return pass(std::move(bytes));
    auto rows = parse_csv(as_text(*bytes));
    const bool good = !rows.empty() && !rows[0].empty() && rows[0][0] == first_column &&
                      std::all_of(rows.begin(), rows.end(), [&](const auto& row) {
                          return row.size() == rows[0].size() && row.size() >= 2;
                      });
    if (!good) {
        return fail(ErrorCode::invalid,
                    "Berkas daftar " + file.filename().string() +
                        " tidak dapat dipakai. Hubungi administrator.",
                    "list " + file.string() + " has no header or uneven rows");
    }
    rows.erase(rows.begin());
    return rows;
}

// What makes two spellings the same: case, and spaces around / and -.
std::string plain(std::string_view text) {
    std::string out;
    for (const char c : lower(clean_text(text))) {
        const bool joins = c == '/' || c == '-';
        if (joins && out.ends_with(' ')) out.pop_back();
        if (c == ' ' && (out.ends_with('/') || out.ends_with('-'))) continue;
        out += c;
    }
    return out;
}

// "PEGAWAI NEGERI SIPIL (PNS)" is also "PNS", "PETANI/PEKEBUN" is also "PETANI".
std::set<std::string> parts_of(std::string_view label) {
    std::string text(label);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '(' || c == ')'; }, '/');
    std::set<std::string> parts;
    for (const auto& part : split(text, '/')) parts.insert(plain(part));
    return parts;
}

}  // namespace

Result<Lists> Lists::load(const std::filesystem::path& assets) {
    const auto folder = assets / "lists";
    Lists lists;
    auto regions = read_rows(folder / "wilayah.csv", "kode");
    if (!regions) return pass(std::move(regions));
    for (const auto& row : *regions) lists.regions_[row[0]] = row[1];
    auto days = read_file(folder / "hari_libur.csv", limits::kListFileBytes);
    if (!days) return pass(std::move(days));
    auto holidays = Holidays::parse(as_text(*days));
    if (!holidays) return pass(std::move(holidays));
    lists.holidays_ = std::move(*holidays);

    std::error_code trouble;
    for (std::filesystem::directory_iterator at(folder, trouble), end; !trouble && at != end;
         at.increment(trouble)) {
        const auto name = at->path().stem().string();
        if (at->path().extension() != ".csv" || name == "wilayah" || name == "hari_libur") continue;
        auto rows = read_rows(at->path(), "kode");
        if (!rows) return pass(std::move(rows));
        auto& list = lists.lists_[name];
        for (const auto& row : *rows) {
            list.push_back({row[0], row[1]});
            if (row.size() < 3 || row[2].empty()) continue;
            for (const auto& alias : split(row[2], '|'))
                lists.aliases_[name][plain(alias)] = row[0];
        }
    }
    if (trouble) {
        return fail(ErrorCode::io, "Daftar pilihan tidak dapat dibaca. Hubungi administrator.",
                    "reading " + folder.string() + ": " + trouble.message());
    }
    return lists;
}

const std::vector<Choice>& Lists::list(std::string_view name) const {
    static const std::vector<Choice> kNone;
    const auto found = lists_.find(name);
    return found == lists_.end() ? kNone : found->second;
}

std::optional<std::string> Lists::code_of(std::string_view list_name, std::string_view text) const {
    const auto& choices = list(list_name);
    const auto wanted = plain(text);
    if (wanted.empty()) return std::nullopt;
    for (const Choice& choice : choices) {
        if (plain(choice.code) == wanted) return choice.code;
    }
    for (const Choice& choice : choices) {
        if (plain(choice.label) == wanted) return choice.code;
    }
    if (const auto aliases = aliases_.find(list_name); aliases != aliases_.end()) {
        const auto alias = aliases->second.find(wanted);
        if (alias != aliases->second.end()) return alias->second;
    }
    std::optional<std::string> only;
    for (const Choice& choice : choices) {
        if (!parts_of(choice.label).contains(wanted)) continue;
        if (only) return std::nullopt;  // two could be meant: ask
        only = choice.code;
    }
    return only;
}

std::string Lists::label_of(std::string_view list_name, std::string_view code) const {
    for (const Choice& choice : list(list_name)) {
        if (choice.code == code) return choice.label;
    }
    return std::string(code);
}

std::string Lists::region_name(const Region& region) const {
    const auto found = regions_.find(region.code());
    return found == regions_.end() ? region.code() : found->second;
}

bool Lists::knows_region(const Region& region) const {
    return regions_.contains(region.code());
}

const Holidays& Lists::holidays() const {
    return holidays_;
}

}  // namespace disapa
