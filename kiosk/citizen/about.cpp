#include "kiosk/citizen/about.h"

#include "kiosk/parts/layout.h"

namespace disapa::screens {
namespace {

// What a paper looks like, by the beginning of its id in the service's file.
ui::Icon icon_of(const Paper& paper) {
    struct Row {
        std::string_view begins;
        ui::Icon icon;
    };
    static constexpr Row kRows[] = {{"KTP", ui::icon("badge")},
                                    {"KK", ui::icon("groups")},
                                    {"FOTO", ui::icon("photo_camera")},
                                    {"PENGANTAR", ui::icon("approval")},
                                    {"PERNYATAAN", ui::icon("draw")},
                                    {"BUKU_NIKAH", ui::icon("favorite")},
                                    {"SILSILAH", ui::icon("family_restroom")},
                                    {"AKTA", ui::icon("article")}};
    for (const auto& row : kRows) {
        if (paper.id.starts_with(row.begins)) return row.icon;
    }
    return ui::icon("description");
}

void draw_papers(ui::Ui& ui, ui::Column& column, const Service& service) {
    ui::panel(ui, column, "about:papers", [&](ui::Column& inside) {
        ui::title(ui, inside, ui.words()("about.papers"));
        for (const auto& paper : service.papers) {
            ui::line_item(
                ui, inside, icon_of(paper), paper.required ? ui::Tone::good : ui::Tone::info,
                ui.words().said(paper.label), paper.required ? "" : ui.words()("about.if_any"));
        }
        ui::note(ui, inside, ui.words()("about.no_paper"));
    });
}

void draw_promise(ui::Ui& ui, ui::Column& column, const AboutPage& about) {
    const auto& words = ui.words();
    ui::panel(ui, column, "about:promise", [&](ui::Column& inside) {
        ui::title(ui, inside, words("about.promise"));
        ui::notice(ui, inside, ui::Tone::good, words("about.free"), words("about.free_note"));
        ui::line_item(ui, inside, ui::icon("draw"), ui::Tone::info, words("about.signs"),
                      who_signs(words, about.service->steps.flow, about.kelurahan));
        ui::line_item(ui, inside, ui::icon("event_available"), ui::Tone::info, words("about.ready"),
                      words.said(about.ready_on));
        const auto valid =
            about.service->valid_days > 0
                ? words("about.valid_days", {{"days", std::to_string(about.service->valid_days)}})
                : words("about.valid_always");
        ui::line_item(ui, inside, ui::icon("schedule"), ui::Tone::info, words("about.valid"),
                      valid);
    });
}

}  // namespace

std::string who_signs(const ui::Words& words, Flow flow, bool kelurahan) {
    const auto& head = words(kelurahan ? "head.kelurahan" : "head.desa");
    if (flow == Flow::desa) return words("signs.desa", {{"head", head}});
    if (flow == Flow::mengetahui) return words("signs.both", {{"head", head}});
    return words("signs.camat", {{"head", head}});
}

AboutWish draw_about(ui::Ui& ui, ui::Rect page, const AboutPage& about) {
    const auto& words = ui.words();
    const auto foot =
        step_bar(ui, page, {.back = words("page.back"), .next = words("about.begin")});
    ui.scroll("about", body_of(ui, page), [&](ui::Column& column) {
        page_head(ui, column, words.said(about.service->name), words.said(about.service->hint));
        side_by_side(
            ui, column, "about:halves",
            [&](ui::Column& left) { draw_papers(ui, left, *about.service); },
            [&](ui::Column& right) { draw_promise(ui, right, about); });
        column.space(ui.px(8));
    });
    return {foot.back, foot.next};
}

}  // namespace disapa::screens
