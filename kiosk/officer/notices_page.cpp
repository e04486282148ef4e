#include "kiosk/officer/notices_page.h"

#include <algorithm>
#include <array>

#include "kiosk/parts/layout.h"
#include "shared/base/text.h"

namespace disapa::screens {
namespace {

constexpr float kWidth = 1100;
constexpr int kYearsAhead = 5;

std::string day_words(const ui::Words& words, const Date& date) {
    return words.said(to_words(date));
}

std::string until_words(const ui::Words& words, const std::optional<Date>& until) {
    return until ? words("notices.until", {{"date", day_words(words, *until)}})
                 : words("notices.always");
}

}  // namespace

void NoticesPage::open() {
    close();
    load();
}

void NoticesPage::close() {
    ++generation_;
    board_ = {};
    office_.clear();
    loaded_ = working_ = writing_ = false;
    file_.clear();
    typed_ = before_ = {};
    stamp_.reset();
    preview_.reset();
    asking_ = Asking::nothing;
    day_ = {};
}

void NoticesPage::load() {
    context_.worker.post([this, at = generation_](Counter& counter) -> Worker::Apply {
        auto& node = counter.node();
        const auto now = node.clock().now();
        return [this, board = read_board(node.folder(), now),
                office = find_notices(node, node.setup().region, now), at] {
            if (at != generation_) return;
            board_ = board;
            loaded_ = true;
            if (!office) return context_.tell("problem.case", office.error());
            office_ = *office;
        };
    });
}

void NoticesPage::write(const DesaNotice* notice) {
    writing_ = true;
    context_.ui->scroll_to_top("notices:text");
    file_ = notice ? notice->file : "";
    before_ = notice ? NoticeText(*notice) : NoticeText{};
    typed_ = before_;
    stamp_ = notice == nullptr ? std::nullopt : notice->changed ? notice->changed : notice->written;
}

void NoticesPage::act(Act what) {
    if (working_ || !context_.session) return;
    working_ = true;
    context_.worker.post([this, what = std::move(what), by = context_.session->officer(),
                          at = generation_](Counter& counter) -> Worker::Apply {
        auto& node = counter.node();
        Notices notices(node.folder(), node.clock(), node.random());
        const auto done = what(notices, by);
        return [this, done, board = notices.board(), at] {
            if (at != generation_) return;
            working_ = false;
            board_ = board;
            if (!done) return context_.tell("notices.problem", done.error());
            writing_ = false;
        };
    });
}

bool NoticesPage::draw(ui::Ui& ui, ui::Rect page) {
    bool back = false;
    if (writing_) {
        draw_text(ui, page);
    } else {
        draw_list(ui, page, back);
    }
    draw_asked(ui);
    return back;
}

void NoticesPage::draw_list(ui::Ui& ui, ui::Rect page, bool& back) {
    const auto& words = ui.words();
    const auto shown =
        std::ranges::count_if(board_.notices, [](const DesaNotice& one) { return !one.over; });
    const bool full = static_cast<std::size_t>(shown) >= kNoticesMost;
    const auto foot = step_bar(ui, page,
                               {.back = words("page.back"),
                                .next = words("notices.new"),
                                .next_icon = ui::icon("add"),
                                .next_enabled = loaded_ && !full});
    ui.scroll("notices", body_of(ui, page), [&](ui::Column& column) {
        page_head(ui, column, words("notices.title"), words("notices.sentence"));
        if (full) ui::notice(ui, column, ui::Tone::info, words("notices.full"));
        draw_rows(ui, column);
        draw_office(ui, column);
        draw_skipped(ui, column);
        column.space(ui.px(8));
    });
    if (foot.next) write(nullptr);
    back = foot.back;
}

void NoticesPage::draw_rows(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    if (loaded_ && board_.notices.empty()) {
        ui::emblem(ui, column, ui::icon("notifications"), ui::Tone::neutral, words("notices.none"),
                   words("notices.none_note"));
    }
    const DesaNotice* tapped = nullptr;
    for (std::size_t at = 0; at < board_.notices.size(); ++at) {
        const auto& one = board_.notices[at];
        const auto until = until_words(words, one.until);
        const std::array<ui::Cell, 2> cells{
            ui::Cell{.text = one.heading, .note = until, .share = 4, .strong = true},
            ui::Cell{.text = words(one.over ? "notices.over" : "notices.shown"),
                     .share = 1.2F,
                     .as_badge = true,
                     .tone = one.over ? ui::Tone::neutral : ui::Tone::good}};
        if (ui::list_row(ui, column, "notice:" + std::to_string(at), cells)) tapped = &one;
    }
    if (tapped) write(tapped);
}

// Read here, written at the kecamatan.
void NoticesPage::draw_office(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    if (office_.empty()) return;
    ui::title(ui, column, words("attract.kecamatan"));
    for (const auto& one : office_) {
        ui::line_item(ui, column, ui::icon("notifications"), ui::Tone::info, one.heading,
                      until_words(words, wita_date(one.until - 1)));
    }
}

void NoticesPage::draw_skipped(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    if (board_.skipped.empty()) return;
    ui::title(ui, column, words("notices.skipped"));
    for (std::size_t at = 0; at < board_.skipped.size(); ++at) {
        const auto& one = board_.skipped[at];
        const auto sentence = words.said(std::string(to_sentence(one.fault)));
        ui::line_item(ui, column, ui::icon("report_problem"), ui::Tone::warn, one.shown, sentence);
        if (!may_delete(one.fault)) continue;
        if (!ui::button(ui, column, "notice:away:" + std::to_string(at), words("notices.away"),
                        {.look = ui::Look::quiet, .icon = ui::icon("delete")}))
            continue;
        file_ = one.file;
        asking_ = Asking::throw_away;
    }
}

void NoticesPage::draw_text(ui::Ui& ui, ui::Rect page) {
    const auto& words = ui.words();
    if (!ui.keyboard_open()) {
        const bool ready = is_changed() && !clean_text(typed_.heading).empty() && !working_;
        const auto foot = step_bar(ui, page,
                                   {.back = words("page.back"),
                                    .next = words("notices.keep"),
                                    .next_icon = ui::icon("check"),
                                    .next_enabled = ready},
                                   kWidth);
        if (foot.back && is_changed()) asking_ = Asking::leave;
        if (foot.back && !is_changed()) writing_ = false;
        if (foot.next) {
            act([file = file_, text = typed_](Notices& notices, const OfficerView& by) -> Status {
                if (!file.empty()) return notices.change(file, text, by);
                auto made = notices.write(text, by);
                if (!made) return pass(std::move(made));
                return {};
            });
        }
    }
    ui.scroll("notices:text", body_of(ui, page, kWidth), [&](ui::Column& column) {
        const auto by =
            stamp_ ? words("notices.by", {{"name", stamp_->name},
                                          {"date", day_words(words, wita_date(stamp_->at))}})
                   : std::string();
        page_head(ui, column, words(file_.empty() ? "notices.new" : "notices.change"), by);
        draw_fields(ui, column);
        if (!ui.keyboard_open()) draw_buttons(ui, column);
        column.space(ui.px(8));
    });
}

void NoticesPage::draw_fields(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    const auto count = [&](const std::string& text, std::size_t most) {
        return words("notices.letters",
                     {{"count", std::to_string(letters(text))}, {"most", std::to_string(most)}});
    };
    const auto of_heading = count(typed_.heading, kNoticeHeadingLetters);
    const auto of_words = count(typed_.words, kNoticeLetters);
    const auto heading = ui::text_field(ui, column, "notice:heading", typed_.heading,
                                        {.label = words("notices.heading"),
                                         .hint = words("notices.heading_hint"),
                                         .note = of_heading,
                                         .enter = words("form.enter_next"),
                                         .letters_max = kNoticeHeadingLetters});
    if (heading.entered) ui.focus_on("notice:words");
    (void)ui::text_field(ui, column, "notice:words", typed_.words,
                         {.label = words("notices.words"),
                          .hint = words("notices.words_hint"),
                          .note = of_words,
                          .enter = words("form.enter_last"),
                          .letters_max = kNoticeLetters,
                          .lines = ui.keyboard_open() ? 3 : 4});
}

void NoticesPage::draw_buttons(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    const auto until = typed_.until ? day_words(words, *typed_.until) : words("notices.always");
    if (ui::picker_field(ui, column, "notice:until", words("notices.last_day"), until,
                         words("notices.always"), "", ui::icon("calendar_month"))) {
        const auto today = wita_date(context_.clock.now());
        day_ = ui::DateParts::of(typed_.until.value_or(add_days(today, 7)));
        asking_ = Asking::until;
    }
    const bool old = !file_.empty();
    const auto places = column.row(ui.px(ui::kButtonHeight), 2);
    if (ui::button(
            ui, places[0], "notice:preview", words("notices.preview"),
            {.icon = ui::icon("visibility"), .enabled = !clean_text(typed_.heading).empty()}))
        preview_ = NoticeText{clean_text(typed_.heading), clean_text(typed_.words), {}};
    if (old && ui::button(ui, places[1], "notice:down", words("notices.take_down"),
                          {.look = ui::Look::danger, .icon = ui::icon("delete")}))
        asking_ = Asking::take_down;
}

void NoticesPage::draw_asked(ui::Ui& ui) {
    const auto& words = ui.words();
    if (asking_ == Asking::nothing) return;
    if (asking_ == Asking::until) return draw_until(ui);
    const bool leaving = asking_ == Asking::leave;
    const bool away = asking_ == Asking::throw_away;
    const auto answer = ui::ask(ui, "notice:ask",
                                {words(leaving ? "notices.leave"
                                       : away  ? "notices.ask_away"
                                               : "notices.ask_down"),
                                 words(leaving ? "notices.leave_note"
                                       : away  ? "notices.away_note"
                                               : "notices.down_note"),
                                 words(leaving ? "notices.leave_yes"
                                       : away  ? "notices.away"
                                               : "notices.take_down"),
                                 words("notices.no"), true});
    if (answer == ui::Answer::none) return;
    asking_ = Asking::nothing;
    if (answer == ui::Answer::no) return;
    if (leaving) {
        writing_ = false;
        return;
    }
    act([file = file_](Notices& notices, const OfficerView& by) {
        return notices.take_down(file, by);
    });
}

// A week and a month are one tap; any other day by its parts.
void NoticesPage::draw_until(ui::Ui& ui) {
    const auto& words = ui.words();
    const auto today = wita_date(context_.clock.now());
    bool done = false;
    const bool close =
        ui::sheet(ui, "notice:day", {words("notices.last_day"), 1000}, [&](ui::Column& column) {
            const struct {
                const char *id, *word;
                std::optional<Date> until;
            } quick[] = {{"notice:day:week", "notices.week", add_days(today, 7)},
                         {"notice:day:month", "notices.month", add_days(today, 30)},
                         {"notice:day:always", "notices.always", std::nullopt}};
            const auto places = column.row(ui.px(ui::kButtonHeight), ui.portrait() ? 1 : 3);
            for (std::size_t at = 0; at < std::size(quick); ++at) {
                const auto place =
                    at < places.size() ? places[at] : column.take(ui.px(ui::kButtonHeight));
                if (!ui::button(ui, place, quick[at].id, words(quick[at].word))) continue;
                typed_.until = quick[at].until;
                done = true;
            }
            (void)ui::date_picker(ui, column.take(ui.px(430)), "notice:date", day_,
                                  {today.year, today.year + kYearsAhead, today.year});
            const auto chosen = day_.date();
            if (ui::button(ui, column, "notice:day:done", words("form.date_done"),
                           {.look = ui::Look::primary,
                            .icon = ui::icon("check"),
                            .enabled = chosen && *chosen >= today})) {
                typed_.until = chosen;
                done = true;
            }
        });
    if (done || close) asking_ = Asking::nothing;
}

}  // namespace disapa::screens
