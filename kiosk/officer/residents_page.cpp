#include "kiosk/officer/residents_page.h"

#include <algorithm>

#include "kiosk/devices/stick.h"
#include "kiosk/parts/layout.h"
#include "shared/base/file.h"
#include "shared/base/text.h"

namespace disapa::screens {
namespace {

constexpr std::size_t kFilesMax = 50, kFaultsShown = 12;

std::vector<std::filesystem::path> tables_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code trouble;  // no such folder: no files
    for (const auto& entry : std::filesystem::directory_iterator(folder, trouble)) {
        const auto ending = lower(entry.path().extension().string());
        const bool table = ending == ".xlsx" || ending == ".csv";
        if (table && entry.is_regular_file(trouble)) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    if (files.size() > kFilesMax) files.resize(kFilesMax);
    return files;
}

// What the register holds now; nothing when there is none.
std::optional<std::size_t> count_in(const std::filesystem::path& folder) {
    auto residents = Residents::open(folder);
    if (!residents) return std::nullopt;
    const auto count = residents->count();
    return count ? std::optional(*count) : std::nullopt;
}

}  // namespace

void ResidentsSheet::open() {
    open_ = true;
    report_.reset();
    failed_.clear();
    look();
}

void ResidentsSheet::close() {
    open_ = false;
    ++generation_;
    importing_ = false;
    report_.reset();
    files_.clear();
    failed_.clear();
}

void ResidentsSheet::look() {
    context_.chores.post([this, folder = context_.folder, own = context_.file_folder,
                          spec = context_.settings.stick, at = generation_]() -> Chores::Apply {
        auto files = tables_in(own);
        for (const auto& stick : devices::find_sticks(spec)) {
            std::ranges::move(tables_in(stick.folder), std::back_inserter(files));
        }
        return [this, files, count = count_in(folder), at] {
            if (at != generation_) return;
            files_ = files;
            count_ = count;
        };
    });
}

void ResidentsSheet::import(const std::filesystem::path& file) {
    importing_ = true;
    failed_.clear();
    rows_ = std::make_shared<std::atomic<std::size_t>>(0);
    const auto report_file = context_.file_folder / "laporan-impor-penduduk.csv";
    context_.chores.post([this, file, report_file, folder = context_.folder, rows = rows_,
                          &lists = context_.worker.lists(), today = wita_date(context_.clock.now()),
                          at = generation_]() -> Chores::Apply {
        auto report = residents::import_residents(folder, file, lists, today,
                                                  [rows](std::size_t read) { *rows = read; });
        bool written = false;
        if (report && !report->faults.empty() && make_private_folder(report_file.parent_path())) {
            written = write_file_durably(report_file, as_bytes(residents::faults_csv(*report)))
                          .has_value();
        }
        return [this, report = std::move(report), written, report_file, at] {
            if (at != generation_) return;
            importing_ = false;
            if (!report) {
                failed_ = report.error().sentence;
                return;
            }
            report_ = *report;
            count_ = report->total;
            report_file_ = written ? short_path(report_file) : "";
        };
    });
}

void ResidentsSheet::draw_files(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    if (!failed_.empty()) {
        ui::notice(ui, column, ui::Tone::bad, words("residents.failed"), words.said(failed_));
    }
    ui::title(ui, column, words("residents.files"));
    for (std::size_t at = 0; at < files_.size(); ++at) {
        const auto name = files_[at].filename().string();
        const auto place = files_[at].parent_path().filename().string();
        const ui::Cell cells[] = {
            {.text = name, .share = 3, .strong = true, .icon = ui::icon("description")},
            {.text = place, .share = 1}};
        if (ui::list_row(ui, column, "residents:file:" + std::to_string(at), cells)) {
            import(files_[at]);
        }
    }
    if (files_.empty()) {
        ui::paragraph(ui, column,
                      words("residents.no_files", {{"folder", context_.file_folder.string()}}),
                      {.colour = ui::kMuted});
    }
    if (ui::button(ui, column, "residents:look", words("residents.refresh"),
                   {.icon = ui::icon("search")})) {
        look();
    }
}

void ResidentsSheet::draw_report(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    const auto number = [](std::size_t count) { return std::to_string(count); };
    ui::notice(ui, column, ui::Tone::good, words("residents.done"),
               words("residents.sum", {{"rows", number(report_->rows)},
                                       {"added", number(report_->added)},
                                       {"changed", number(report_->changed)},
                                       {"same", number(report_->same)}}));
    const auto tell = [&](std::string_view key, std::size_t count) {
        if (count == 0) return;
        ui::paragraph(ui, column, words(key, {{"count", number(count)}}));
    };
    tell("residents.bad", report_->bad);
    tell("residents.without_nik", report_->without_nik);
    tell("residents.gone", report_->gone);
    tell("residents.kept", report_->kept);
    if (!report_->faults.empty()) {
        ui::title(ui, column, words("residents.faults"));
        const auto shown = std::min(report_->faults.size(), kFaultsShown);
        for (std::size_t at = 0; at < shown; ++at) {
            ui::note(ui, column, words.said(residents::to_sentence(report_->faults[at])));
        }
        const auto more = report_->faults.size() + report_->faults_more - shown;
        if (more > 0) {
            ui::note(ui, column, words("residents.more", {{"count", std::to_string(more)}}));
        }
        if (!report_file_.empty()) {
            ui::note(ui, column, words("residents.saved", {{"file", report_file_}}));
        }
    }
    if (ui::button(ui, column, "residents:again", words("residents.again"))) open();
}

void ResidentsSheet::draw(ui::Ui& ui) {
    if (open_ && !context_.session) close();
    if (!open_) return;
    const auto& words = ui.words();
    const auto title = words("residents.title");
    const ui::SheetStyle style{title, 900, 680, !importing_};
    const bool closing = ui::sheet(ui, "residents", style, [&](ui::Column& outer) {
        ui.scroll("residents:scroll", outer.rest(), [&](ui::Column& column) {
            ui::paragraph(ui, column,
                          count_ ? words("residents.count", {{"count", std::to_string(*count_)}})
                                 : words("residents.none"),
                          {.type = ui::Type::strong});
            ui::note(ui, column, words("residents.note"));
            if (importing_) {
                ui::spinner(ui, column,
                            words("residents.reading", {{"rows", std::to_string(*rows_)}}));
                ui::paragraph(ui, column, words("residents.wait"));
            } else if (report_) {
                draw_report(ui, column);
            } else {
                draw_files(ui, column);
            }
        });
    });
    if (closing) close();
}

}  // namespace disapa::screens
