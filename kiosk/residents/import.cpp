#include "kiosk/residents/import.h"

#include <map>
#include <set>

#include "shared/base/limits.h"

namespace disapa::residents {
namespace {

constexpr std::size_t kHeadingWithin = 30;  // rows; a title and a note may stand above
constexpr std::size_t kTellEvery = 500;

// Everything of the file, before the register is touched.
struct Gathered {
    ImportReport report;
    std::vector<Resident> residents;
    std::vector<std::string> gone;  // NIK
    std::map<std::string, std::size_t, std::less<>> line_of;
};

class Gathering {
  public:
    Gathering(Gathered& all, const SheetFacts& facts, const Lists& lists, const Date& today,
              const Progress& progress)
        : all_(all), facts_(facts), lists_(lists), today_(today), progress_(progress) {}

    Take take(std::size_t line, const Row& row) {
        if (!heading_) {
            heading_ = read_heading(row);
            // Another sheet may be the one: the first may be a manual.
            if (!heading_ && ++before_ > kHeadingWithin) {
                before_ = 0;
                return Take::next_sheet;
            }
            return Take::more;
        }
        // How older files of OpenSID end.
        if (!row.empty() && row[0].text.starts_with("###")) return Take::stop;
        auto read = read_row(line, row, {*heading_, facts_, lists_, today_});
        if (read.kind == ReadRow::Kind::empty) return Take::more;
        if (++all_.report.rows > limits::kRegisterRows) return Take::stop;
        if (progress_ && all_.report.rows % kTellEvery == 0) progress_(all_.report.rows);
        heed_twice(line, read);
        keep(std::move(read));
        return Take::more;
    }
    [[nodiscard]] bool has_heading() const { return heading_.has_value(); }

  private:
    void heed_twice(std::size_t line, ReadRow& read) {
        using Kind = ReadRow::Kind;
        const auto& nik = read.resident.nik;
        if (nik.empty()) return;
        const auto first = all_.line_of.find(nik);
        if (first == all_.line_of.end()) {
            // What stays out takes nobody's place.
            if (read.kind != Kind::bad) all_.line_of.emplace(nik, line);
            return;
        }
        read.kind = Kind::bad;
        read.faults.push_back({line, heading_->places.at(Part::nik).name, nik,
                               "NIK sama dengan baris " + std::to_string(first->second) + ".",
                               true});
    }

    void keep(ReadRow read) {
        auto& report = all_.report;
        for (auto& fault : read.faults) {
            if (report.faults.size() < limits::kRegisterFaults) {
                report.faults.push_back(std::move(fault));
            } else {
                ++report.faults_more;
            }
        }
        switch (read.kind) {
            case ReadRow::Kind::empty:
                return;
            case ReadRow::Kind::bad:
                ++report.bad;
                return;
            case ReadRow::Kind::without_nik:
                ++report.without_nik;
                return;
            case ReadRow::Kind::gone:
                all_.gone.push_back(std::move(read.resident.nik));
                return;
            case ReadRow::Kind::resident:
                all_.residents.push_back(std::move(read.resident));
        }
    }

    Gathered& all_;
    const SheetFacts& facts_;
    const Lists& lists_;
    Date today_;
    const Progress& progress_;
    std::optional<Heading> heading_;
    std::size_t before_ = 0;
};

Result<Gathered> gather(const std::filesystem::path& file, const Lists& lists, const Date& today,
                        const Progress& progress) {
    Gathered all;
    SheetFacts facts;
    Gathering gathering(all, facts, lists, today, progress);
    auto read = read_sheet(
        file, facts, [&](std::size_t line, const Row& row) { return gathering.take(line, row); });
    if (!read) return pass(std::move(read));
    if (!gathering.has_heading()) {
        return fail(ErrorCode::invalid,
                    "Baris judul dengan kolom NIK dan nama tidak ditemukan di berkas itu. Pakai "
                    "berkas impor penduduk OpenSID, atau beri judul pada kolomnya.",
                    "no heading row with NIK and name");
    }
    if (all.report.rows > limits::kRegisterRows) {
        return fail(ErrorCode::limit,
                    "Berkas itu lebih dari " + std::to_string(limits::kRegisterRows) +
                        " baris. Bagi menjadi beberapa berkas.",
                    "too many rows");
    }
    return all;
}

Status store(Residents& residents, Gathered& all) {
    auto& report = all.report;
    return residents.write([&](ResidentWriter& writer) -> Status {
        for (const auto& one : all.residents) {
            auto change = writer.put(one);
            if (!change) return pass(std::move(change));
            ++(*change == ResidentChange::added     ? report.added
               : *change == ResidentChange::changed ? report.changed
                                                    : report.same);
        }
        for (const auto& nik : all.gone) {
            auto was = writer.remove(nik);
            if (!was) return pass(std::move(was));
            report.gone += *was ? 1 : 0;
        }
        return {};
    });
}

}  // namespace

Result<ImportReport> import_residents(const std::filesystem::path& data_folder,
                                      const std::filesystem::path& file, const Lists& lists,
                                      const Date& today, const Progress& progress) {
    auto all = gather(file, lists, today, progress);
    if (!all) return pass(std::move(all));
    auto residents = Residents::create(data_folder);
    if (!residents) return pass(std::move(residents));
    if (auto stored = store(*residents, *all); !stored) return pass(std::move(stored));
    auto total = residents->count();
    if (!total) return pass(std::move(total));
    all->report.total = *total;
    all->report.kept = *total - std::min(*total, all->residents.size());
    return std::move(all->report);
}

}  // namespace disapa::residents
