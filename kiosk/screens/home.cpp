#include "kiosk/screens/home.h"

#include <algorithm>

#include "kiosk/screens/layout.h"

namespace disapa::screens {
namespace {

constexpr float kHigh = 204;  // two lines under the title
constexpr int kColumns = 4, kColumnsPortrait = 2;

// The cards to show, each with its place in the catalogue, which gives its colour.
std::vector<std::size_t> chosen_cards(const HomePage& home) {
    const auto& services = home.home->services;
    std::vector<std::size_t> cards;
    if (home.search.empty()) {
        for (std::size_t at = 0; at < services.size(); ++at) cards.push_back(at);
        return cards;
    }
    for (const auto& code : home.found) {
        for (std::size_t at = 0; at < services.size(); ++at) {
            if (services[at].code == code) cards.push_back(at);
        }
    }
    return cards;
}

void draw_cards(ui::Ui& ui, ui::Column& column, const HomePage& home, HomeWish& wish) {
    const auto cards = chosen_cards(home);
    if (cards.empty()) {
        ui::emblem(ui, column, ui::icon("search"), ui::Tone::neutral, ui.words()("home.none"),
                   ui.words()("home.none_note"));
        return;
    }
    const auto across = static_cast<std::size_t>(ui.portrait() ? kColumnsPortrait : kColumns);
    for (std::size_t first = 0; first < cards.size(); first += across) {
        const auto places = column.row(ui.px(kHigh), static_cast<int>(across));
        for (std::size_t i = 0; i < across && first + i < cards.size(); ++i) {
            const auto at = cards[first + i];
            const auto& service = home.home->services[at];
            ui::CardView card;
            card.title = service.title;
            card.note = service.hint;
            card.icon = ui::icon_named(service.icon).value_or(ui::icon("description"));
            card.colour = ui::accent(at);
            if (ui::card(ui, places[i], "svc:" + service.code, card)) wish.service = service.code;
        }
    }
    column.space(ui.px(12));
}

void draw_search(ui::Ui& ui, ui::Column& column, HomePage& home, HomeWish& wish) {
    const auto& words = ui.words();
    ui::Rect row = column.take(ui.px(ui::kFieldHeight));
    const auto& label = words(home.officer ? "home.queue" : "home.officer");
    const auto place = row.cut_right(ui::button_width(ui, label, true), ui.px(ui::kGap));
    wish.officer = ui::button(ui, place, "officer", label,
                              {.look = home.officer ? ui::Look::primary : ui::Look::secondary,
                               .icon = home.officer ? ui::icon("assignment") : ui::icon("badge")});
    const auto typed = ui::text_field(ui, row, "search", home.search,
                                      {.hint = words("home.search"),
                                       .icon = ui::icon("search"),
                                       .enter = words("home.search_enter"),
                                       .letters_max = 40});
    wish.searched = typed.changed;
}

}  // namespace

ui::Tone link_tone(LinkState state) {
    switch (state) {
        case LinkState::good:
        case LinkState::slow:
            return ui::Tone::good;
        case LinkState::never:
        case LinkState::window:
            return ui::Tone::neutral;
        case LinkState::refused:
        case LinkState::revoked:
            return ui::Tone::bad;
        default:
            return ui::Tone::warn;
    }
}

const std::string& link_words(const ui::Words& words, LinkState state) {
    switch (state) {
        case LinkState::never:
            return words("link.never");
        case LinkState::good:
            return words("link.good");
        case LinkState::slow:
            return words("link.slow");
        case LinkState::waiting:
            return words("link.waiting");
        case LinkState::no_network:
            return words("link.no_network");
        case LinkState::no_name:
            return words("link.no_name");
        case LinkState::unreachable:
            return words("link.unreachable");
        case LinkState::down:
            return words("link.down");
        case LinkState::portal:
            return words("link.portal");
        case LinkState::refused:
            return words("link.refused");
        case LinkState::clock:
            return words("link.clock_state");
        case LinkState::window:
            return words("link.window");
        case LinkState::quota:
            return words("link.quota");
        case LinkState::revoked:
            return words("link.revoked");
    }
    return words("link.never");
}

HomeWish draw_home(ui::Ui& ui, ui::Rect page, HomePage& home) {
    HomeWish wish;
    const auto& words = ui.words();
    const auto& link = home.home->link;
    const auto light = link_words(words, link.state) + " \u2022 " + home.clock_words;
    const auto foot = ui::footer(ui, page,
                                 {.icon = ui::icon("receipt_long"),
                                  .title = words("home.asked"),
                                  .note = words("home.asked_note"),
                                  .action = words("home.look_up"),
                                  .action_icon = ui::icon("access_time"),
                                  .link = link_tone(link.state),
                                  .link_words = light});
    wish.look_up = foot.action;
    wish.link = foot.link;
    ui::Column above = ui.column(body_of(ui, page));
    if (!ui.keyboard_open()) page_head(ui, above, words("home.title"), words("home.note"));
    draw_search(ui, above, home, wish);
    // Shadows of the cards reach a little outside.
    ui::Rect cards = above.rest();
    cards = {cards.x - ui.px(12), cards.y - ui.px(6), cards.w + ui.px(24), cards.h + ui.px(6)};
    ui.scroll("home", cards, [&](ui::Column& column) {
        const ui::Rect inner = column.rest().inset(ui.px(12), 0);
        ui::Column grid(inner, column.gap());
        grid.space(ui.px(6));
        if (!home.home->notice.empty()) {
            ui::notice(ui, grid, ui::Tone::info, home.home->notice);
        }
        draw_cards(ui, grid, home, wish);
        (void)column.take(grid.used());
    });
    return wish;
}

}  // namespace disapa::screens
