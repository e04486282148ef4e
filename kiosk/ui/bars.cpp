#include "kiosk/ui/bars.h"

#include <algorithm>

#include "kiosk/ui/buttons.h"

namespace disapa::ui {

namespace {

constexpr float kPill = 60;  // height of what stands in the header, design pixels
constexpr float kPillGap = 12;
constexpr float kLightRow = 56;  // of the link light, where it has a row of its own
constexpr Colour kHeaderEnd = rgb(15, 124, 116);  // small text keeps 4.5 to 1 up to the right edge

// A pill of the header: icon, and a word unless the word is only for the tree.
bool pill(Ui& ui, const Rect& place, std::string_view id, std::string_view label, bool worded,
          Icon icon, bool loud) {
    const Touch touch = ui.touch(
        {.id = std::string(id), .role = Role::button, .label = std::string(label), .full = place});
    Paint& paint = ui.paint();
    const Colour rest = loud ? kAmber : rgb(255, 255, 255, 44);
    const Colour held = loud ? kAmberDark : rgb(255, 255, 255, 80);
    const Colour ink = loud ? kInk : kWhite;
    paint.fill(place, touch.held ? held : rest, place.h / 2);
    if (!worded) {
        paint.icon(IconSize::normal, place, ink, icon);
        return touch.fired;
    }
    Rect inner = place.inset(ui.px(16), 0);
    paint.icon(IconSize::normal, inner.cut_left(paint.icon_size(IconSize::normal), ui.px(8)), ink,
               icon);
    paint.line(Type::strong, inner, ink, label);
    return touch.fired;
}

float pill_width(Ui& ui, std::string_view label) {
    return ui.paint().width(Type::strong, label) + ui.paint().icon_size(IconSize::normal) +
           ui.px(16 + 8 + 18);
}

// How much of the header is written out, from most to least.
enum class HeaderFit { words, icons, one_language, two_rows };

float names_width(Ui& ui, const HeaderView& view) {
    return std::max(ui.paint().width(Type::title, view.office),
                    ui.paint().width(Type::note, view.place)) +
           2;
}

float languages_width(Ui& ui, const HeaderView& view) {
    float width = ui.px(12);
    for (const std::string& each : view.languages) {
        width += ui.paint().width(Type::note, each) + ui.px(44);
    }
    return width;
}

// What all the pills take, gaps included.
float pills_width(Ui& ui, const HeaderView& view, HeaderFit fit) {
    const float round = ui.px(kPill);
    const float gap = ui.px(kPillGap);
    const bool worded = fit == HeaderFit::words;
    float width = 0;
    if (view.has_help) {
        width += (worded ? pill_width(ui, ui.words()("ui.help")) : round) + gap;
    }
    width += view.has_settings ? round + gap : 0;
    width += view.has_sound ? round + gap : 0;
    if (view.languages.size() > 1) {
        width += (fit >= HeaderFit::one_language ? round : languages_width(ui, view)) + gap;
    }
    if (!view.officer.empty()) {
        width += (worded ? pill_width(ui, ui.words()("ui.leave")) : round) + gap;
        width += ui.paint().width(Type::strong, view.officer) + gap;
    }
    return width;
}

HeaderFit fit_of(Ui& ui, const HeaderView& view, float room) {
    for (const HeaderFit fit : {HeaderFit::words, HeaderFit::icons, HeaderFit::one_language}) {
        if (names_width(ui, view) + pills_width(ui, view, fit) <= room) {
            return fit;
        }
    }
    return HeaderFit::two_rows;
}

// All names side by side, or one button that leads to the next.
int language_switch(Ui& ui, Rect& bar, const HeaderView& view, HeaderFit fit) {
    const int count = static_cast<int>(view.languages.size());
    if (fit >= HeaderFit::one_language) {
        const int next = (view.language + 1) % count;
        const bool fired =
            pill(ui, bar.cut_right(bar.h, ui.px(kPillGap)), "language:" + std::to_string(next),
                 view.languages[static_cast<std::size_t>(next)], false, icon("translate"), false);
        return fired ? next : -1;
    }
    Paint& paint = ui.paint();
    Rect track = bar.cut_right(languages_width(ui, view), ui.px(kPillGap));
    paint.fill(track, rgb(0, 0, 0, 50), track.h / 2);
    track = track.inset(ui.px(6));
    int chosen = -1;
    for (int i = 0; i < count; ++i) {
        const std::string& name = view.languages[static_cast<std::size_t>(i)];
        const Rect tab = track.cut_left(paint.width(Type::note, name) + ui.px(44));
        const bool on = i == view.language;
        const Touch touch = ui.touch({.id = "language:" + std::to_string(i),
                                      .role = Role::tab,
                                      .label = name,
                                      .full = tab,
                                      .on = on});
        if (on) {
            paint.fill(tab, kWhite, tab.h / 2);
        }
        paint.line(Type::note, tab, on ? kTeal : kWhite, name, Align::centre);
        chosen = touch.fired && !on ? i : chosen;
    }
    return chosen;
}

// The place is left out where there is room for the office alone: it is still in the tree.
void names(Ui& ui, Rect bar, const HeaderView& view) {
    Paint& paint = ui.paint();
    (void)ui.say({.id = "header:office",
                  .role = Role::heading,
                  .label = std::string(view.office),
                  .full = bar,
                  .value = std::string(view.place)});
    const bool both = !view.place.empty() && paint.width(Type::note, view.place) <= bar.w;
    const Type type = paint.width(Type::title, view.office) <= bar.w ? Type::title : Type::strong;
    const float first = paint.line_height(type);
    bar = bar.centred(bar.w, first + (both ? paint.line_height(Type::note) : 0));
    paint.line(type, bar.cut_top(first), kWhite, view.office);
    if (both) {
        paint.line(Type::note, bar, kWhite, view.place);
    }
}

// `share`: of the bar, for his name; the rest is for the office's.
void officer_pill(Ui& ui, Rect& bar, const HeaderView& view, HeaderFit fit, float share,
                  HeaderWish& wish) {
    Paint& paint = ui.paint();
    const std::string& leave = ui.words()("ui.leave");
    const bool worded = fit == HeaderFit::words;
    const float width = worded ? pill_width(ui, leave) : bar.h;
    wish.leave = pill(ui, bar.cut_right(width, ui.px(kPillGap)), "header:leave", leave, worded,
                      icon("logout"), false);
    const float name = std::min(paint.width(Type::strong, view.officer), bar.w * share);
    const Rect at = bar.cut_right(name + 2, ui.px(kPillGap));
    wish.officer = ui.touch({.id = "header:officer",
                             .role = Role::button,
                             .label = std::string(view.officer),
                             .full = at})
                       .fired;
    paint.line(Type::strong, at, kWhite, view.officer, Align::right, Fit::may_cut);
}

bool home_disc(Ui& ui, const Rect& disc, const HeaderView& view) {
    Touch touch;
    if (view.has_home) {
        touch = ui.touch({.id = "header:home",
                          .role = Role::button,
                          .label = ui.words()("ui.home"),
                          .full = disc});
    }
    ui.paint().circle(disc.middle_x(), disc.middle_y(), disc.h / 2, touch.held ? kSoft : kWhite);
    ui.paint().icon(IconSize::normal, disc, kTeal, view.has_home ? icon("home") : view.icon);
    return touch.fired;
}

void ribbon(Ui& ui, Rect& page, std::string_view words) {
    const Rect band = page.cut_top(ui.px(34));
    (void)ui.say(
        {.id = "header:ribbon", .role = Role::status, .label = std::string(words), .full = band});
    ui.paint().fill(band, tint(kAmber, 110));
    ui.paint().line(Type::tag, band.inset(ui.margin(), 0), kInk, words, Align::centre);
}

}  // namespace

HeaderWish header(Ui& ui, Rect& page, const HeaderView& view) {
    HeaderWish wish;
    const float side = ui.margin() - ui.px(4);
    const float pill_height = ui.px(kPill);
    const float disc = pill_height + ui.px(16);
    const HeaderFit fit = fit_of(ui, view, page.w - 2 * side - disc);
    // A screen that lies on its side has no height to spare for a second row.
    const bool second = fit == HeaderFit::two_rows && page.h > page.w;
    const Rect band = page.cut_top(ui.px(kHeaderHeight + (second ? kPill + 8 : 0)));
    ui.paint().gradient(band, kTeal, kHeaderEnd, 0);
    Rect bar = band.inset(side, 0);
    bar = Rect{bar.x, bar.y, bar.w, ui.px(kHeaderHeight)}.centred(bar.w, pill_height);
    wish.home = home_disc(ui, bar.cut_left(pill_height, ui.px(16)), view);
    Rect pills = bar;
    if (second) {
        names(ui, bar, view);
        pills = {band.x + side, bar.bottom() + ui.px(8), band.w - 2 * side, pill_height};
    }
    const bool worded = fit == HeaderFit::words;
    if (view.has_help) {
        const std::string& help = ui.words()("ui.help");
        const float width = worded ? pill_width(ui, help) : pills.h;
        wish.help = pill(ui, pills.cut_right(width, ui.px(kPillGap)), "header:help", help, worded,
                         icon("support_agent"), true);
    }
    if (view.has_settings) {
        wish.settings = pill(ui, pills.cut_right(pills.h, ui.px(kPillGap)), "header:settings",
                             ui.words()("ui.settings"), false, icon("settings"), false);
    }
    if (view.has_sound) {
        wish.sound = pill(ui, pills.cut_right(pills.h, ui.px(kPillGap)), "header:sound",
                          ui.words()("ui.sound"), false,
                          view.sound_on ? icon("volume_up") : icon("volume_off"), false);
    }
    if (view.languages.size() > 1) {
        wish.language = language_switch(ui, pills, view, fit);
    }
    if (!view.officer.empty()) {
        officer_pill(ui, pills, view, fit, second ? 1.0F : 0.5F, wish);
    }
    if (!second) {
        names(ui, pills, view);
    }
    if (!view.ribbon.empty()) {
        ribbon(ui, page, view.ribbon);
    }
    return wish;
}

namespace {

bool link_light(Ui& ui, Rect place, const FooterView& view) {
    Paint& paint = ui.paint();
    const float size = paint.icon_size(IconSize::normal);
    const float room = std::max(0.0F, place.w - size - ui.px(12));
    const float width = std::min(paint.width(Type::note, view.link_words) + 2, room);
    Rect at = place.cut_right(size + ui.px(12) + width);
    const Touch touch = ui.touch({.id = "footer:link",
                                  .role = Role::button,
                                  .label = ui.words()("ui.link"),
                                  .full = at,
                                  .value = std::string(view.link_words)});
    const bool up = view.link == Tone::good;
    const Icon cloud = up                                                      ? icon("cloud_done")
                       : view.link == Tone::neutral || view.link == Tone::info ? icon("cloud_queue")
                                                                               : icon("cloud_off");
    paint.icon(IconSize::normal, at.cut_left(size, ui.px(12)), colour_of(view.link), cloud);
    const auto lines = paint.wrap(Type::note, view.link_words, width);
    if (lines.size() > 1) {
        const float height = paint.paragraph_height(Type::note, view.link_words, width, 2);
        paint.paragraph(Type::note, at.centred(at.w, height), kMuted, view.link_words, Align::left,
                        2);
    } else {
        paint.line(Type::note, at, touch.held ? kInk : kMuted, view.link_words);
    }
    return touch.fired;
}

}  // namespace

namespace {

float footer_title_width(Ui& ui, const FooterView& view) {
    if (view.title.empty()) {
        return 0;
    }
    const Paint& paint = ui.paint();
    return std::max(paint.width(Type::strong, view.title), paint.width(Type::note, view.note)) +
           paint.icon_size(IconSize::normal) + ui.px(12) + 2;
}

void footer_title(Ui& ui, Rect left, const FooterView& view) {
    Paint& paint = ui.paint();
    (void)ui.say({.role = Role::text,
                  .label = std::string(view.title),
                  .full = left,
                  .value = std::string(view.note)});
    paint.icon(IconSize::normal, left.cut_left(paint.icon_size(IconSize::normal), ui.px(12)), kTeal,
               view.icon);
    const float first = paint.line_height(Type::strong);
    left = left.centred(left.w, first + paint.line_height(Type::note));
    paint.line(Type::strong, left.cut_top(first), kInk, view.title);
    paint.line(Type::note, left, kMuted, view.note);
}

}  // namespace

FooterWish footer(Ui& ui, Rect& page, const FooterView& view) {
    FooterWish wish;
    if (ui.keyboard_open()) {
        return wish;
    }
    Paint& paint = ui.paint();
    const float room = page.w - 2 * ui.margin();
    const float title = footer_title_width(ui, view);
    const float action = view.action.empty()
                             ? 0
                             : button_width(ui, view.action, static_cast<bool>(view.action_icon));
    const float link = paint.icon_size(IconSize::normal) + ui.px(12 + 40) +
                       paint.width(Type::note, view.link_words) / 2;  // on two lines
    const bool fits = title + ui.px(28) + action + ui.px(20) + link <= room;
    // An upright screen has height for a second row; else the words beside the button go.
    const bool second = !fits && ui.screen().h > ui.screen().w && !view.link_words.empty();
    const Rect band = page.cut_bottom(ui.px(kFooterHeight + (second ? kLightRow : 0)));
    paint.fill(band, kWhite);
    paint.fill({band.x, band.y, band.w, ui.px(2)}, kLine);
    Rect bar = band.inset(ui.margin(), ui.px(12));
    const Rect below = second ? bar.cut_bottom(ui.px(kLightRow)) : Rect{};
    if (title > 0 && (fits || second)) {
        footer_title(ui, bar.cut_left(std::min(title, bar.w - action - ui.px(28)), ui.px(28)),
                     view);
    }
    if (!view.action.empty()) {
        const Rect at = second ? bar.cut_right(action) : bar.cut_left(action, ui.px(20));
        wish.action = button(ui, at, "footer:action", view.action, {.icon = view.action_icon});
    }
    if (!view.link_words.empty()) {
        wish.link = link_light(ui, second ? below : bar, view);
    }
    return wish;
}

BackNextWish back_next(Ui& ui, Rect& page, const BackNextView& view) {
    BackNextWish wish;
    if (ui.keyboard_open()) {
        return wish;
    }
    Rect bar = page.cut_bottom(ui.px(kButtonHeight), ui.px(18));
    const float least = ui.px(200);
    if (!view.back.empty()) {
        const float width = std::max(least, button_width(ui, view.back, true));
        wish.back = button(ui, bar.cut_left(width), "back", view.back, {.icon = view.back_icon});
    }
    if (!view.next.empty()) {
        const float width = std::max(ui.px(250), button_width(ui, view.next, true));
        wish.next = button(ui, bar.cut_right(width), "next", view.next,
                           {.look = view.next_look,
                            .icon = view.next_icon,
                            .icon_after = true,
                            .enabled = view.next_enabled});
    }
    return wish;
}

}  // namespace disapa::ui
