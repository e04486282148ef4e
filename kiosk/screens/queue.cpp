#include "kiosk/screens/queue.h"

#include "kiosk/screens/home.h"
#include "kiosk/screens/layout.h"

namespace disapa::screens {
namespace {

enum Tab { mine, away, paper, all };

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

void draw_case(ui::Ui& ui, ui::Column& column, const QueueRow& row, QueueWish& wish) {
    const auto& words = ui.words();
    const auto asked = row.shown_code + " \u2022 " + row.age;
    const auto late = row.urgency == Urgency::late    ? words("queue.late")
                      : row.urgency == Urgency::today ? words("queue.today")
                                                      : std::string();
    const ui::Tone late_tone = row.urgency == Urgency::late ? ui::Tone::bad : ui::Tone::warn;
    std::vector<ui::Cell> cells = {
        {.text = row.applicant, .note = asked, .share = 3, .strong = true},
        {.text = row.service_name, .share = 1.8F},
        {.text = row.state_words, .share = 2.1F, .as_badge = true, .tone = tone_of(row.state)},
        {.text = words(row.arrived ? "queue.arrived" : "queue.not_arrived"),
         .share = 1.4F,
         .icon = row.arrived ? ui::icon("cloud_done") : ui::icon("cloud_queue")},
        {.text = late, .share = 1.5F, .as_badge = !late.empty(), .tone = late_tone}};
    if (ui::list_row(ui, column, "case:" + row.code, cells)) wish.code = row.code;
}

}  // namespace

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
    const auto waiting = words("queue.waiting", {{"waiting", std::to_string(link.waiting)},
                                                 {"arrived", std::to_string(link.arrived)}});
    const auto foot = ui::footer(ui, page,
                                 {.icon = ui::icon("cloud_upload"),
                                  .title = waiting,
                                  .note = words("queue.waiting_note"),
                                  .action = words("queue.new"),
                                  .action_icon = ui::icon("note_add"),
                                  .link = link_tone(link.state),
                                  .link_words = light});
    wish.home = foot.action;
    ui::Column above = ui.column(body_of(ui, page));
    page_head(ui, above, words("queue.title"), "");
    (void)ui::tabs(ui, above, "queue:tabs", tab_words(words, queue), queue.tab);
    ui.scroll("queue", above.rest(), [&](ui::Column& column) {
        bool any = false;
        for (const auto& row : *queue.rows) {
            if (!is_in(row, static_cast<Tab>(queue.tab), queue.role)) continue;
            any = true;
            draw_case(ui, column, row, wish);
        }
        if (!any) {
            ui::emblem(ui, column, ui::icon("inbox"), ui::Tone::good, words("queue.empty"),
                       words("queue.empty_note"));
        }
        column.space(ui.px(8));
    });
    return wish;
}

}  // namespace disapa::screens
