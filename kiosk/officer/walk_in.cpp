#include "kiosk/officer/walk_in.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace disapa::screens {
namespace {

void draw_services(ui::Ui& ui, ui::Column& column, WalkInSheet& sheet, const Catalogue& catalogue) {
    const auto& words = ui.words();
    std::vector<ui::Option> options;
    for (const auto& service : catalogue.services()) {
        options.push_back({service.code, words.said(service.short_name), service.code});
    }
    const auto place = column.take(ui.px(560));
    if (ui::choice_list(ui, place, "walk_in:service", options, sheet.service)) sheet.dating = true;
}

// Days are counted back with two buttons and a week's step: the date in words is what one reads.
Date draw_date(ui::Ui& ui, ui::Column& column, WalkInSheet& sheet, const Date& today) {
    const auto& words = ui.words();
    const auto date = add_days(today, -sheet.days);
    ui::paragraph(ui, column, words("walk_in.note"));
    ui::notice(ui, column, ui::Tone::info,
               ui.words().said(weekday_word(date) + ", " + to_words(date)),
               sheet.days == 0   ? words("walk_in.today")
               : sheet.days == 1 ? words("walk_in.yesterday")
                                 : words("walk_in.ago", {{"days", std::to_string(sheet.days)}}));
    const struct {
        const char *id, *word;
        int days;
    } steps[] = {{"walk_in:week_back", "walk_in.week_back", 7},
                 {"walk_in:day_back", "walk_in.day_back", 1},
                 {"walk_in:day_on", "walk_in.day_on", -1},
                 {"walk_in:week_on", "walk_in.week_on", -7}};
    const int across = ui.portrait() ? 2 : 4;
    for (int at = 0; at < 4;) {
        for (const auto& place : column.row(ui.px(ui::kButtonHeight), across)) {
            const auto& step = steps[at++];
            const int wanted = sheet.days + step.days;
            const bool may = wanted >= 0 && wanted <= limits::kWalkInDays;
            if (ui::button(ui, place, step.id, words(step.word), {.enabled = may}))
                sheet.days = wanted;
        }
    }
    return date;
}

}  // namespace

WalkInWish draw_walk_in(ui::Ui& ui, WalkInSheet& sheet, const Catalogue& catalogue,
                        const Date& today) {
    WalkInWish wish;
    if (!sheet.open) return wish;
    const auto& words = ui.words();
    const auto title = words(sheet.dating ? "walk_in.when" : "walk_in.title");
    wish.close = ui::sheet(ui, "walk_in", {title, 860}, [&](ui::Column& column) {
        if (!sheet.dating) return draw_services(ui, column, sheet, catalogue);
        wish.date = draw_date(ui, column, sheet, today);
        wish.done = ui::button(ui, column, "walk_in:begin", words("walk_in.begin"),
                               {.look = ui::Look::primary, .icon = ui::icon("edit_note")});
    });
    return wish;
}

}  // namespace disapa::screens
