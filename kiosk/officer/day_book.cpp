#include "kiosk/officer/day_book.h"

#include "kiosk/counter/case_words.h"
#include "kiosk/devices/stick.h"
#include "kiosk/officer/queue.h"
#include "kiosk/parts/layout.h"
#include "shared/base/file.h"

namespace disapa::screens {
namespace {

constexpr float kPairWidth = 860;  // design pixels that two filters need

enum Period { this_day, this_week, this_month, chosen_days };

constexpr CaseState kStates[] = {CaseState::submitted,   CaseState::verified,  CaseState::endorsed,
                                 CaseState::issued,      CaseState::approved,  CaseState::rejected,
                                 CaseState::returned,    CaseState::amended,   CaseState::printed,
                                 CaseState::handed_over, CaseState::cancelled, CaseState::revoked};

// A stick that can be written, where one is in; else the folder of prints.
Result<std::string> write_book(const std::string& csv, const std::string& name,
                               const std::string& spec, const std::filesystem::path& folder) {
    const auto bytes = as_bytes(csv);
    for (const auto& stick : devices::find_sticks(spec)) {
        if (stick.read_only) continue;
        const auto file = stick.folder / name;
        if (auto kept = write_file_durably(file, bytes, 0644); !kept) continue;
        if (auto synced = devices::sync_stick(stick); !synced) return pass(std::move(synced));
        return file.string();
    }
    if (auto made = make_private_folder(folder); !made) return pass(std::move(made));
    const auto file = folder / name;
    if (auto kept = write_file_durably(file, bytes, 0644); !kept) return pass(std::move(kept));
    return file.string();
}

}  // namespace

void DayBookPage::open() {
    close();
    set_period(this_month);
}

void DayBookPage::close() {
    ++generation_;
    filter_ = {};
    rows_.clear();
    sheet_ = Sheet::none;
    saving_ = false;
}

void DayBookPage::refresh() {
    load();
}

void DayBookPage::set_period(int tab) {
    period_ = tab;
    const auto now = today();
    if (tab == this_day) filter_.from = now;
    // A week begins on Monday.
    if (tab == this_week) filter_.from = add_days(now, -((weekday(now) + 6) % 7));
    if (tab == this_month) filter_.from = Date{now.year, now.month, 1};
    filter_.to = now;
    load();
}

void DayBookPage::load() {
    context_.worker.post([this, filter = filter_,
                          at = generation_](Counter& counter) -> Worker::Apply {
        return [this,
                rows = DayBook(counter.node(), counter.catalogue(), counter.lists()).rows(filter),
                at] {
            if (at != generation_) return;
            if (!rows) return context_.tell("problem.case", rows.error());
            rows_ = *rows;
        };
    });
}

void DayBookPage::save() {
    if (saving_) return;
    saving_ = true;
    // Numbers leave: what they prove is noted before the file is written.
    context_.worker.post([this, csv = day_book_csv(rows_), name = day_book_file(filter_),
                          at = generation_](Counter& counter) -> Worker::Apply {
        return [this, csv, name, noted = counter.node().before_leaving(), at] {
            if (at != generation_) return;
            if (!noted) {
                saving_ = false;
                return context_.tell("problem.case", noted.error());
            }
            context_.chores.post([this, csv, name, folder = context_.print_folder,
                                  spec = context_.settings.stick, at]() -> Chores::Apply {
                return [this, file = write_book(csv, name, spec, folder), at] {
                    if (at != generation_) return;
                    saving_ = false;
                    if (!file) return context_.tell("problem.case", file.error());
                    context_.problem = {true, "day_book.saved", short_path(*file)};
                };
            });
        };
    });
}

bool DayBookPage::draw(ui::Ui& ui, ui::Rect page, std::string& code) {
    const auto& words = ui.words();
    const auto foot = step_bar(ui, page,
                               {.back = words("page.back"),
                                .next = words("day_book.save"),
                                .next_icon = ui::icon("save"),
                                .next_enabled = !rows_.empty() && !saving_});
    ui.scroll("day_book", body_of(ui, page), [&](ui::Column& column) {
        page_head(ui, column, words("day_book.title"), words("day_book.note"));
        draw_filters(ui, column);
        draw_rows(ui, column, code);
        column.space(ui.px(8));
    });
    if (foot.next) save();
    draw_sheet(ui);
    return foot.back;
}

void DayBookPage::draw_filters(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    int period = period_;
    if (ui::tabs(ui, column, "day_book:period",
                 {words("day_book.today"), words("day_book.week"), words("day_book.month"),
                  words("day_book.days")},
                 period)) {
        if (period == chosen_days) {
            period_ = period;
        } else {
            set_period(period);
        }
    }
    const auto open = [&](Sheet sheet) { sheet_ = sheet; };
    // Side by side; under each other where a name or a date would not fit.
    const auto pair = [&] {
        const int across = column.width() < ui.px(kPairWidth) ? 1 : 2;
        auto places = column.row(ui.px(ui::kFieldHeight + 34), across);
        if (across == 1) places.push_back(column.row(ui.px(ui::kFieldHeight + 34), 1)[0]);
        return places;
    };
    if (period_ == chosen_days) {
        const auto days = pair();
        const auto day = [&](const ui::Rect& place, const char* id, const char* label,
                             const std::optional<Date>& date, Sheet sheet) {
            if (!ui::picker_field(ui, place, id, words(label),
                                  date ? words.said(to_words(*date)) : "", words("day_book.any"),
                                  "", ui::icon("calendar_month")))
                return;
            day_ = ui::DateParts::of(date.value_or(today()));
            open(sheet);
        };
        day(days[0], "day_book:from", "day_book.from", filter_.from, Sheet::first_day);
        day(days[1], "day_book:to", "day_book.to", filter_.to, Sheet::last_day);
    }
    const auto picks = pair();
    const auto* service = context_.worker.catalogue().find(filter_.service);
    if (ui::picker_field(ui, picks[0], "day_book:service", words("day_book.service"),
                         service ? words.said(service->short_name) : "", words("day_book.all")))
        open(Sheet::service);
    if (ui::picker_field(
            ui, picks[1], "day_book:state", words("day_book.state"),
            filter_.state ? words.said(state_words(*filter_.state, context_.kelurahan)) : "",
            words("day_book.all")))
        open(Sheet::state);
}

void DayBookPage::draw_rows(ui::Ui& ui, ui::Column& column, std::string& code) {
    const auto& words = ui.words();
    if (rows_.empty()) {
        ui::emblem(ui, column, ui::icon("inbox"), ui::Tone::neutral, words("day_book.empty"),
                   words("day_book.empty_note"));
    }
    for (const auto& row : rows_) {
        const auto asked = std::to_string(row.no) + ". " + words.said(to_words(row.date)) +
                           (row.late_entry ? " \u2022 " + words("queue.late_entry") : "");
        const auto numbers = row.number.empty() ? row.register_number : row.number;
        // The desa's number with the register's below; who took the letter is news after that.
        const auto& second = row.number.empty() ? row.number : row.register_number;
        const auto given =
            row.receiver.empty() ? second : words("day_book.given", {{"name", row.receiver}});
        const std::vector<ui::Cell> cells = {
            {.text = row.applicant, .note = asked, .share = 3, .strong = true},
            {.text = words.said(row.service_name), .note = row.shown_code, .share = 2},
            {.text = words.said(row.state_words),
             .share = 2.1F,
             .as_badge = true,
             .tone = tone_of(row.state)},
            {.text = numbers, .note = given, .share = 2.6F}};
        if (ui::list_row(ui, column, "book:" + row.code, cells)) code = row.code;
    }
}

void DayBookPage::draw_sheet(ui::Ui& ui) {
    switch (sheet_) {
        case Sheet::none:
            return;
        case Sheet::first_day:
        case Sheet::last_day:
            return draw_day(ui);
        case Sheet::service:
        case Sheet::state:
            return draw_choice(ui);
    }
}

void DayBookPage::draw_day(ui::Ui& ui) {
    const auto& words = ui.words();
    const bool first = sheet_ == Sheet::first_day;
    const int year = today().year;
    bool done = false;
    const bool close = ui::sheet(
        ui, "day_book:day", {words(first ? "day_book.from" : "day_book.to"), 1000},
        [&](ui::Column& column) {
            (void)ui::date_picker(ui, column.take(ui.px(430)), "day_book:date", day_,
                                  {year - 8, year, year});
            done = ui::button(ui, column, "day_book:day_done", words("day_book.take"),
                              {.look = ui::Look::primary, .enabled = day_.date().has_value()});
        });
    if (done) {
        (first ? filter_.from : filter_.to) = day_.date();
        load();
    }
    if (done || close) sheet_ = Sheet::none;
}

void DayBookPage::draw_choice(ui::Ui& ui) {
    const auto& words = ui.words();
    const bool of_service = sheet_ == Sheet::service;
    constexpr const char* kAll = "*";
    std::vector<ui::Option> options = {{kAll, words("day_book.all"), ""}};
    if (of_service) {
        for (const auto& service : context_.worker.catalogue().services())
            options.push_back({service.code, words.said(service.short_name), service.code});
    } else {
        for (const auto state : kStates)
            options.push_back({std::string(to_text(state)),
                               words.said(state_words(state, context_.kelurahan)), ""});
    }
    std::string chosen;
    bool done = false;
    const bool close = ui::sheet(
        ui, "day_book:choice", {words(of_service ? "day_book.service" : "day_book.state"), 760},
        [&](ui::Column& column) {
            done = ui::choice_list(ui, column.take(ui.px(520)), "day_book:list", options, chosen);
        });
    if (done) {
        if (of_service) {
            filter_.service = chosen == kAll ? "" : chosen;
        } else {
            filter_.state = case_state_from_text(chosen);
        }
        load();
    }
    if (done || close) sheet_ = Sheet::none;
}

}  // namespace disapa::screens
