#include "kiosk/officer/endorse_many.h"

#include <algorithm>

namespace disapa::screens {
namespace {

void draw_asked(ui::Ui& ui, ui::Column& column, const EndorseManySheet& sheet,
                EndorseManyWish& wish) {
    const auto& words = ui.words();
    if (sheet.working) return ui::spinner(ui, column, words("endorse_many.working"));
    ui::paragraph(ui, column, words("endorse_many.sentence"));
    const auto places = column.row(ui.px(ui::kButtonHeight), 2);
    wish.close = ui::button(ui, places[0], "endorse_many:no", words("endorse.no"));
    wish.endorse = ui::button(ui, places[1], "endorse_many:yes", words("endorse.yes"),
                              {.look = ui::Look::primary, .icon = ui::icon("approval")});
    for (const auto& row : sheet.asked) {
        ui::line_item(ui, column, ui::icon("description"), ui::Tone::info,
                      words("endorse_many.line",
                            {{"service", words.said(row.service_name)}, {"name", row.applicant}}),
                      row.shown_code + " \u2022 " + words.said(row.age));
    }
}

void draw_results(ui::Ui& ui, ui::Column& column, const EndorseManySheet& sheet,
                  EndorseManyWish& wish) {
    const auto& words = ui.words();
    const auto good = std::ranges::count_if(
        sheet.results, [](const Endorsed& one) { return one.problem.empty(); });
    const auto bad = static_cast<std::ptrdiff_t>(sheet.results.size()) - good;
    ui::notice(ui, column, bad == 0 ? ui::Tone::good : ui::Tone::warn,
               words(bad == 0 ? "endorse_many.done_all" : "endorse_many.done",
                     {{"good", std::to_string(good)}, {"bad", std::to_string(bad)}}));
    wish.close = ui::button(ui, column, "endorse_many:read", words("page.understood"),
                            {.look = ui::Look::primary});
    // What needs somebody's eye stands first.
    for (const bool failed : {true, false}) {
        for (const auto& one : sheet.results) {
            if (one.problem.empty() == failed) continue;
            ui::line_item(ui, column, failed ? ui::icon("report") : ui::icon("check_circle"),
                          failed ? ui::Tone::warn : ui::Tone::good,
                          words("endorse_many.line", {{"service", words.said(one.service_name)},
                                                      {"name", one.applicant}}),
                          failed ? words.said(one.problem) : one.number);
        }
    }
}

}  // namespace

EndorseManyWish draw_endorse_many(ui::Ui& ui, EndorseManySheet& sheet) {
    EndorseManyWish wish;
    if (!sheet.is_open()) return wish;
    const auto& words = ui.words();
    const bool done = !sheet.results.empty();
    const auto title =
        done ? words("endorse_many.done_title")
             : words("endorse_many.title", {{"count", std::to_string(sheet.asked.size())}});
    const bool closed =
        ui::sheet(ui, "endorse_many", {.title = title, .width = 860, .closable = !sheet.working},
                  [&](ui::Column& column) {
                      if (done) {
                          draw_results(ui, column, sheet, wish);
                      } else {
                          draw_asked(ui, column, sheet, wish);
                      }
                  });
    wish.close = wish.close || closed;
    return wish;
}

}  // namespace disapa::screens
