#include "kiosk/officer/queue.h"

#include <algorithm>

#include "kiosk/parts/layout.h"
#include "kiosk/parts/link_light.h"
#include "shared/base/text.h"

namespace disapa::screens {
namespace {

enum Tab { mine, away, paper, all };

constexpr float kToolsWidth = 430;  // design pixels of the search with the menu beside it

bool is_mine(const QueueRow& row, Role role) {
    if (role == Role::kades) return row.waits_for == "kades";
    return row.waits_for == "petugas" || row.waits_for == "warga";
}

bool is_in(const QueueRow& row, Tab tab, Role role) {
    switch (tab) {
        case mine:
            return is_mine(row, role);
        case away:
            return row.waits_for == "kecamatan";
        case paper:
            return row.waits_for == "cetak" || row.waits_for == "serahkan";
        case all:
            return true;
    }
    return true;
}

std::vector<std::string> tab_words(const ui::Words& words, const QueuePage& queue) {
    std::vector<std::string> labels;
    for (const auto tab : {mine, away, paper, all}) {
        std::size_t count = 0;
        for (const auto& row : *queue.rows) count += is_in(row, tab, queue.role) ? 1U : 0U;
        const auto& name = words(tab == mine    ? "queue.mine"
                                 : tab == away  ? "queue.away"
                                 : tab == paper ? "queue.paper"
                                                : "queue.all");
        labels.push_back(name + " (" + std::to_string(count) + ")");
    }
    return labels;
}

bool can_pick(const QueuePage& queue, const QueueRow& row) {
    return queue.role == Role::kades && row.waits_for == "kades";
}

// Letters of a name in any case, the receipt code with or without dashes, digits of a NIK's end.
bool is_found(const QueueRow& row, const std::string& search) {
    const auto wanted = lower(clean_text(search));
    if (wanted.empty()) return true;
    std::string code;
    for (const char c : wanted) {
        if (c != '-' && c != ' ') code += c;
    }
    return lower(row.applicant).find(wanted) != std::string::npos ||
           lower(row.code).find(code) != std::string::npos ||
           (!row.nik_tail.empty() && wanted.ends_with(row.nik_tail)) ||
           lower(row.service_name).find(wanted) != std::string::npos;
}

void draw_row(ui::Ui& ui, ui::Column& column, const QueueRow& row, QueueWish& wish) {
    const auto& words = ui.words();
    const auto asked = row.shown_code + " \u2022 " + words.said(row.age);
    const auto late = row.stale_paper                 ? words("queue.stale")
                      : row.urgency == Urgency::late  ? words("queue.late")
                      : row.urgency == Urgency::today ? words("queue.today")
                                                      : std::string();
    const ui::Tone late_tone =
        row.urgency == Urgency::late || row.stale_paper ? ui::Tone::bad : ui::Tone::warn;
    const auto on_paper = row.late_entry ? words("queue.late_entry") : std::string();
    std::vector<ui::Cell> cells = {
        {.text = row.applicant, .note = asked, .share = 3, .strong = true},
        {.text = words.said(row.service_name), .note = on_paper, .share = 1.8F},
        {.text = words.said(row.state_words),
         .share = 2.1F,
         .as_badge = true,
         .tone = tone_of(row.state)},
        {.text = words(row.arrived ? "queue.arrived" : "queue.not_arrived"),
         .share = 1.4F,
         .icon = row.arrived ? ui::icon("cloud_done") : ui::icon("cloud_queue")},
        {.text = late, .share = 1.5F, .as_badge = !late.empty(), .tone = late_tone}};
    if (ui::list_row(ui, column, "case:" + row.code, cells)) wish.code = row.code;
}

void draw_case(ui::Ui& ui, ui::Column& column, QueuePage& queue, const QueueRow& row,
               QueueWish& wish) {
    if (!can_pick(queue, row)) return draw_row(ui, column, row, wish);
    const bool on = queue.chosen.contains(row.code);
    const auto pick = [&](const ui::Rect& place) {
        if (!ui::icon_button(ui, place, "pick:" + row.code, ui.words()("queue.pick"),
                             on ? ui::icon("check_box") : ui::icon("check_box_outline_blank")))
            return;
        if (on) {
            queue.chosen.erase(row.code);
        } else {
            queue.chosen.insert(row.code);
        }
    };
    with_side(
        ui, column, "line:" + row.code, ui::kButtonHeight,
        [&](ui::Column& place) { draw_row(ui, place, row, wish); }, pick);
}

void draw_head(ui::Ui& ui, ui::Column& column, QueuePage& queue, QueueWish& wish) {
    const auto& words = ui.words();
    const auto find = [&](ui::Column& place) {
        (void)ui::text_field(ui, place, "queue:search", queue.search,
                             {.hint = words("queue.search"),
                              .icon = ui::icon("search"),
                              .enter = words("queue.search_done"),
                              .letters_max = 40});
    };
    const auto menu = [&](const ui::Rect& place) {
        wish.menu = ui::icon_button(ui, place, "queue:menu", words("menu.title"), ui::icon("menu"));
    };
    const auto head = [&](ui::Column& left) {
        if (!ui.keyboard_open()) ui::heading(ui, left, words("queue.title"));
    };
    const auto tools = [&](ui::Column& right) {
        with_side(ui, right, "queue:find", ui::kButtonHeight, find, menu);
    };
    // On a lying screen in the largest text too: each line more takes a case from sight.
    const float half = column.width() / 2 - ui.px(12);
    const float title = ui.paint().width(ui::Type::heading, words("queue.title"));
    if (half >= std::max(title, ui.px(kToolsWidth)))
        return halves(ui, column, "queue:head", head, tools);
    head(column);
    tools(column);
}

// Ticks all that the list shows and that the kades may endorse.
void draw_pick_all(ui::Ui& ui, ui::Column& column, QueuePage& queue) {
    if (queue.role != Role::kades || queue.tab != mine || ui.keyboard_open()) return;
    std::vector<std::string> ready;
    for (const auto& row : *queue.rows) {
        if (can_pick(queue, row) && is_found(row, queue.search)) ready.push_back(row.code);
    }
    if (ready.size() < 2) return;
    const bool all = std::ranges::all_of(
        ready, [&](const std::string& code) { return queue.chosen.contains(code); });
    const auto& words = ui.words();
    if (!ui::button(ui, column, "queue:all", words(all ? "queue.pick_none" : "queue.pick_all"),
                    {.icon = all ? ui::icon("check_box") : ui::icon("check_box_outline_blank")}))
        return;
    queue.chosen.clear();
    if (!all) queue.chosen.insert(ready.begin(), ready.end());
}

}  // namespace

std::vector<QueueRow> QueuePage::picked() const {
    std::vector<QueueRow> found;
    for (const auto& row : rows ? *rows : std::vector<QueueRow>{}) {
        if (can_pick(*this, row) && chosen.contains(row.code)) found.push_back(row);
    }
    return found;
}

ui::Tone tone_of(CaseState state) {
    switch (state) {
        case CaseState::submitted:
        case CaseState::amended:
            return ui::Tone::info;
        case CaseState::returned:
            return ui::Tone::warn;
        case CaseState::rejected:
        case CaseState::revoked:
            return ui::Tone::bad;
        case CaseState::cancelled:
            return ui::Tone::neutral;
        case CaseState::verified:
        case CaseState::endorsed:
        case CaseState::checked:
        case CaseState::initialled:
            return ui::Tone::neutral;
        default:
            return ui::Tone::good;
    }
}

QueueWish draw_queue(ui::Ui& ui, ui::Rect page, QueuePage& queue) {
    QueueWish wish;
    const auto& words = ui.words();
    const auto& link = *queue.link;
    const auto light = link_words(words, link.state);
    const auto waiting = words("queue.waiting", {{"waiting", std::to_string(link.waiting)}});
    const auto arrived = words("queue.waiting_note", {{"arrived", std::to_string(link.arrived)}});
    const auto picked = queue.picked().size();
    const auto action = picked == 0 ? words("queue.new")
                                    : words("queue.endorse", {{"count", std::to_string(picked)}});
    const auto foot =
        ui::footer(ui, page,
                   {.icon = ui::icon("cloud_upload"),
                    .title = waiting,
                    .note = arrived,
                    .action = action,
                    .action_icon = picked == 0 ? ui::icon("note_add") : ui::icon("approval"),
                    .link = link_tone(link.state),
                    .link_words = light});
    wish.home = foot.action && picked == 0;
    wish.endorse = foot.action && picked > 0;
    ui::Column above = ui.column(body_of(ui, page));
    draw_head(ui, above, queue, wish);
    (void)ui::tabs(ui, above, "queue:tabs", tab_words(words, queue), queue.tab);
    ui.scroll("queue", above.rest(), [&](ui::Column& column) {
        draw_pick_all(ui, column, queue);
        bool any = false;
        for (const auto& row : *queue.rows) {
            if (!is_in(row, static_cast<Tab>(queue.tab), queue.role)) continue;
            if (!is_found(row, queue.search)) continue;
            any = true;
            draw_case(ui, column, queue, row, wish);
        }
        const bool searched = !clean_text(queue.search).empty();
        if (!any && searched) {
            ui::emblem(ui, column, ui::icon("search"), ui::Tone::neutral, words("queue.found_none"),
                       words("queue.found_none_note"));
        } else if (!any) {
            ui::emblem(ui, column, ui::icon("inbox"), ui::Tone::good, words("queue.empty"),
                       words("queue.empty_note"));
        }
        column.space(ui.px(8));
    });
    return wish;
}

}  // namespace disapa::screens
