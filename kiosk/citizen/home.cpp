#include "kiosk/citizen/home.h"

#include <algorithm>

#include "kiosk/parts/layout.h"
#include "kiosk/parts/link_light.h"

namespace disapa::screens {
namespace {

constexpr float kLetterHigh = 204;                // a card of a letter: two lines under the title
constexpr float kNeedLow = 112, kNeedHigh = 250;  // a card of a need grows with its room
constexpr float kTile = 84, kTileInset = 20, kWordsInset = 11;  // its picture
constexpr float kNeedNarrow = 330, kOneColumn = 800;  // of a card; of a page for few cards
constexpr float kMatchNarrow = 560;  // of what is found: its name in one line, as a rule
constexpr float kFieldNarrow = 360;  // room that the search field needs
constexpr std::string_view kAskCard = "need:ask";
constexpr int kColumns = 4, kColumnsPortrait = 2;

// One card of the first screen.
struct NeedCard {
    std::string id, title, note;
    ui::Icon icon;
    ui::Colour colour;
};

std::vector<const ServiceCard*> letters_of(const HomePage& home, const Need& need) {
    std::vector<const ServiceCard*> letters;
    for (const auto& service : home.home->services) {
        if (need_of(*home.needs, service.group) == &need) letters.push_back(&service);
    }
    return letters;
}

std::vector<NeedCard> need_cards(const ui::Ui& ui, const HomePage& home) {
    std::vector<NeedCard> cards;
    const auto& words = ui.words();
    for (std::size_t at = 0; at < home.needs->size(); ++at) {
        const auto& need = (*home.needs)[at];
        const auto letters = letters_of(home, need);
        if (letters.empty()) continue;
        const auto id = letters.size() == 1 ? "svc:" + letters.front()->code : "need:" + need.id;
        cards.push_back({id, need.title(words.language()), need.note(words.language()),
                         ui::icon_named(need.icon).value_or(ui::icon("description")),
                         ui::accent(at)});
    }
    if (home.can_ask) {
        cards.push_back({std::string(kAskCard), words("home.ask"), words("home.ask_note"),
                         ui::icon("support_agent"), ui::accent(home.needs->size())});
    }
    return cards;
}

float words_height(ui::Ui& ui, const NeedCard& card, float width) {
    return ui.paint().paragraph_height(ui::Type::title, card.title, width) +
           ui.paint().paragraph_height(ui::Type::note, card.note, width);
}

// The room for words beside the picture.
float words_width(const ui::Ui& ui, float width) {
    return width - ui.px(3 * kTileInset + kTile);
}

bool draw_need(ui::Ui& ui, ui::Rect rect, const NeedCard& card) {
    auto& paint = ui.paint();
    const auto touch = ui.touch({.id = card.id,
                                 .role = ui::Role::card,
                                 .label = card.title,
                                 .full = rect,
                                 .value = card.note});
    if (!touch.visible) return touch.fired;
    if (touch.held) rect = rect.inset(ui.px(3));
    paint.shadow(rect, ui.px(ui::kCardRadius));
    paint.fill(rect, touch.held ? ui::kSoft : ui::kWhite, ui.px(ui::kCardRadius));
    ui::Rect inner = rect.inset(ui.px(kTileInset), 0);
    const ui::Rect tile =
        inner.cut_left(ui.px(kTile), ui.px(kTileInset)).centred(ui.px(kTile), ui.px(kTile));
    paint.fill(tile, ui::tint(card.colour, 33), ui.px(18));
    paint.icon(ui::IconSize::large, tile, card.colour, card.icon);
    inner = inner.centred(inner.w, words_height(ui, card, inner.w));
    (void)inner.cut_top(paint.paragraph(ui::Type::title, inner, ui::kInk, card.title));
    paint.paragraph(ui::Type::note, inner, ui::kMuted, card.note);
    return touch.fired;
}

// As many cards in each row as make the rows alike: nine are three times three, five are three and
// two, and every row is as wide as the page.
std::vector<std::size_t> rows_of(std::size_t cards, std::size_t across) {
    const std::size_t rows = (cards + across - 1) / across;
    std::vector<std::size_t> counts;
    for (std::size_t row = 0; row < rows; ++row) {
        counts.push_back(cards / rows + (row < cards % rows ? 1 : 0));
    }
    return counts;
}

// Cards beside each other: as many as keep their words whole, fewer where there are few cards.
std::size_t across_of(const ui::Ui& ui, std::size_t cards, float width) {
    const auto fit = (width + ui.px(ui::kGap)) / ui.px(kNeedNarrow + ui::kGap);
    const auto across = std::clamp<std::size_t>(static_cast<std::size_t>(fit), 1, 3);
    if (cards <= 5 && width < ui.px(kOneColumn)) return 1;
    return cards <= 4 ? std::min<std::size_t>(across, 2) : across;
}

// A need with one letter alone leads there at once.
void take_touch(std::string_view id, HomePage& home, HomeWish& wish) {
    const auto name = std::string(id.substr(id.find(':') + 1));
    if (id.starts_with("svc:")) {
        wish.service = name;
    } else if (id == kAskCard) {
        wish.ask = true;
    } else {
        home.need = name;
    }
}

void draw_needs(ui::Ui& ui, ui::Column& column, float room, HomePage& home, HomeWish& wish) {
    const auto cards = need_cards(ui, home);
    if (cards.empty()) return;
    const auto rows = rows_of(cards.size(), across_of(ui, cards.size(), column.width()));
    const auto count = static_cast<float>(rows.size());
    float high =
        std::clamp((room - (count - 1) * column.gap()) / count, ui.px(kNeedLow), ui.px(kNeedHigh));
    const auto widest = static_cast<float>(rows.front());
    const float width = (column.width() - (widest - 1) * column.gap()) / widest;
    for (const auto& card : cards) {
        const float words = words_height(ui, card, words_width(ui, width));
        high = std::max(high, words + 2 * ui.px(kWordsInset));
    }
    std::size_t at = 0;
    for (const auto row : rows) {
        for (const auto& place : column.row(high, static_cast<int>(row))) {
            const auto& card = cards[at++];
            if (!draw_need(ui, place, card)) continue;
            take_touch(card.id, home, wish);
        }
    }
}

// The best match at the front, each whole beside its picture: while somebody types there is room
// above the keys for one row.
void draw_matches(ui::Ui& ui, ui::Column& column, const HomePage& home,
                  const std::vector<const ServiceCard*>& letters, HomeWish& wish) {
    const auto& words = ui.words();
    const float half = (column.width() - column.gap()) / 2;
    const std::size_t across = half < ui.px(kMatchNarrow) ? 1 : 2;
    const float width = across == 1 ? column.width() : half;
    std::vector<NeedCard> cards;
    float high = ui.px(kNeedLow);
    for (const auto* letter : letters) {
        const auto colour = ui::accent(static_cast<std::size_t>(letter - &home.home->services[0]));
        cards.push_back({"svc:" + letter->code, words.said(letter->title), words.said(letter->hint),
                         ui::icon_named(letter->icon).value_or(ui::icon("description")), colour});
        const float room = words_height(ui, cards.back(), words_width(ui, width));
        high = std::max(high, room + 2 * ui.px(kWordsInset));
    }
    for (std::size_t first = 0; first < cards.size(); first += across) {
        const auto places = column.row(high, static_cast<int>(across));
        for (std::size_t i = 0; i < across && first + i < cards.size(); ++i) {
            if (draw_need(ui, places[i], cards[first + i])) wish.service = letters[first + i]->code;
        }
    }
    column.space(ui.px(12));
}

// The cards of the letters, each with its colour by its place in the catalogue.
void draw_letters(ui::Ui& ui, ui::Column& column, const HomePage& home,
                  const std::vector<const ServiceCard*>& letters, HomeWish& wish) {
    const auto& words = ui.words();
    const auto across = static_cast<std::size_t>(ui.portrait() ? kColumnsPortrait : kColumns);
    for (std::size_t first = 0; first < letters.size(); first += across) {
        const auto places = column.row(ui.px(kLetterHigh), static_cast<int>(across));
        for (std::size_t i = 0; i < across && first + i < letters.size(); ++i) {
            const auto& service = *letters[first + i];
            const auto title = words.said(service.title), hint = words.said(service.hint);
            ui::CardView card;
            card.title = title;
            card.note = hint;
            card.icon = ui::icon_named(service.icon).value_or(ui::icon("description"));
            card.colour = ui::accent(static_cast<std::size_t>(&service - &home.home->services[0]));
            if (ui::card(ui, places[i], "svc:" + service.code, card)) wish.service = service.code;
        }
    }
    column.space(ui.px(12));
}

void draw_found(ui::Ui& ui, ui::Column& column, const HomePage& home, HomeWish& wish) {
    std::vector<const ServiceCard*> letters;
    for (const auto& code : home.found) {
        for (const auto& service : home.home->services) {
            if (service.code == code) letters.push_back(&service);
        }
    }
    if (!letters.empty()) return draw_matches(ui, column, home, letters, wish);
    const auto& words = ui.words();
    if (ui.keyboard_open()) {
        return ui::notice(ui, column, ui::Tone::info, words("home.none"), words("home.none_note"));
    }
    ui::emblem(ui, column, ui::icon("search"), ui::Tone::neutral, words("home.none"),
               words("home.none_note"));
}

const Need* opened(const HomePage& home) {
    for (const auto& need : *home.needs) {
        if (need.id == home.need) return &need;
    }
    return nullptr;
}

void draw_search(ui::Ui& ui, ui::Column& column, HomePage& home, HomeWish& wish) {
    const auto& words = ui.words();
    ui::Rect row = column.take(ui.px(ui::kFieldHeight));
    const auto& label = words(home.officer ? "home.queue" : "home.officer");
    const auto place = row.cut_right(ui::button_width(ui, label, true), ui.px(ui::kGap));
    wish.officer = ui::button(ui, place, "officer", label,
                              {.look = home.officer ? ui::Look::primary : ui::Look::secondary,
                               .icon = home.officer ? ui::icon("assignment") : ui::icon("badge")});
    const auto typed = ui::text_field(
        ui, row, "search", home.search,
        {.hint = words(row.w < ui.px(kFieldNarrow) ? "home.search_enter" : "home.search"),
         .icon = ui::icon("search"),
         .keyboard = ui::Keyboard::words,
         .enter = words("home.search_enter"),
         .letters_max = 40});
    wish.searched = typed.changed;
}

// Back to all needs, and what the letters below are for.
void draw_need_head(ui::Ui& ui, ui::Column& column, HomePage& home, const Need& need) {
    const auto& words = ui.words();
    ui::Rect row = column.take(ui.px(ui::kButtonHeight));
    const auto& back = words("page.back");
    const auto place = row.cut_left(ui::button_width(ui, back, true), ui.px(24));
    if (ui::button(ui, place, "need:back", back, {.icon = ui::icon("arrow_back")})) {
        home.need.clear();
    }
    ui::heading(ui, row.centred(row.w, ui.paint().line_height(ui::Type::heading)),
                need.title(words.language()));
}

void draw_head(ui::Ui& ui, ui::Column& column, HomePage& home, HomeWish& wish) {
    const auto* need = home.search.empty() ? opened(home) : nullptr;
    if (need != nullptr) return draw_need_head(ui, column, home, *need);
    if (!ui.keyboard_open()) {
        page_head(ui, column, ui.words()("home.title"), ui.words()("home.note"));
    }
    draw_search(ui, column, home, wish);
}

void draw_body(ui::Ui& ui, ui::Column& grid, float room, HomePage& home, HomeWish& wish) {
    if (!home.search.empty()) return draw_found(ui, grid, home, wish);
    if (const auto* need = opened(home)) {
        return draw_letters(ui, grid, home, letters_of(home, *need), wish);
    }
    draw_needs(ui, grid, room, home, wish);
}

}  // namespace

HomeWish draw_home(ui::Ui& ui, ui::Rect page, HomePage& home) {
    HomeWish wish;
    const auto& words = ui.words();
    const auto& link = home.home->link;
    const auto light = link_words(words, link.state) + " \u2022 " + words.said(home.clock_words);
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
    draw_head(ui, above, home, wish);
    // Shadows of the cards reach a little outside.
    ui::Rect cards = above.rest();
    cards = {cards.x - ui.px(12), cards.y - ui.px(6), cards.w + ui.px(24), cards.h + ui.px(6)};
    const auto id = home.search.empty() ? "home:" + home.need : "home:found";
    ui.scroll(id, cards, [&](ui::Column& column) {
        const ui::Rect inner = column.rest().inset(ui.px(12), 0);
        ui::Column grid(inner, column.gap());
        grid.space(ui.px(6));
        if (!home.home->notice.empty()) {
            ui::notice(ui, grid, ui::Tone::info, words.said(home.home->notice));
        }
        draw_body(ui, grid, cards.h - grid.used() - ui.px(26), home, wish);
        (void)column.take(grid.used() + ui.px(14));
    });
    return wish;
}

}  // namespace disapa::screens
