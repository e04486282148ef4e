#include "kiosk/ui/bars.h"

#include <algorithm>

#include "kiosk/ui/buttons.h"

namespace disapa::ui {

namespace {

constexpr float kPill = 60;  // height of what stands in the header, design pixels

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

int language_switch(Ui& ui, Rect& bar, const HeaderView& view) {
    Paint& paint = ui.paint();
    float width = ui.px(12);
    for (const std::string& each : view.languages) {
        width += paint.width(Type::note, each) + ui.px(44);
    }
    Rect track = bar.cut_right(width, ui.px(14));
    paint.fill(track, rgb(0, 0, 0, 50), track.h / 2);
    track = track.inset(ui.px(6));
    int chosen = -1;
    for (int i = 0; i < static_cast<int>(view.languages.size()); ++i) {
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

void names(Ui& ui, Rect bar, const HeaderView& view) {
    Paint& paint = ui.paint();
    (void)ui.say({.id = "header:office",
                  .role = Role::heading,
                  .label = std::string(view.office),
                  .full = bar,
                  .value = std::string(view.place)});
    const float first = paint.line_height(Type::title);
    const float second = view.place.empty() ? 0 : paint.line_height(Type::note);
    bar = bar.centred(bar.w, first + second);
    paint.line(Type::title, bar.cut_top(first), kWhite, view.office);
    paint.line(Type::note, bar, rgb(222, 246, 241), view.place);
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
    Paint& paint = ui.paint();
    HeaderWish wish;
    const Rect band = page.cut_top(ui.px(kHeaderHeight));
    paint.gradient(band, kTeal, kTealLight, 0);
    Rect bar = band.inset(ui.margin() - ui.px(4), 0)
                   .centred(band.w - 2 * (ui.margin() - ui.px(4)), ui.px(kPill));
    const Rect disc = bar.cut_left(bar.h, ui.px(16));
    bool disc_held = false;
    if (view.has_home) {
        const Touch touch = ui.touch({.id = "header:home",
                                      .role = Role::button,
                                      .label = ui.words()("ui.home"),
                                      .full = disc});
        wish.home = touch.fired;
        disc_held = touch.held;
    }
    paint.circle(disc.middle_x(), disc.middle_y(), disc.h / 2, disc_held ? kSoft : kWhite);
    paint.icon(IconSize::normal, disc, kTeal, view.has_home ? icon("home") : view.icon);
    const bool worded = !ui.portrait();
    if (view.has_help) {
        const std::string& help = ui.words()("ui.help");
        const float width = worded ? pill_width(ui, help) : bar.h;
        wish.help = pill(ui, bar.cut_right(width, ui.px(14)), "header:help", help, worded,
                         icon("support_agent"), true);
    }
    if (view.has_sound) {
        wish.sound =
            pill(ui, bar.cut_right(bar.h, ui.px(14)), "header:sound", ui.words()("ui.sound"), false,
                 view.sound_on ? icon("volume_up") : icon("volume_off"), false);
    }
    if (view.languages.size() > 1) {
        wish.language = language_switch(ui, bar, view);
    }
    if (!view.officer.empty()) {
        const std::string& leave = ui.words()("ui.leave");
        const float width = worded ? pill_width(ui, leave) : bar.h;
        wish.leave = pill(ui, bar.cut_right(width, ui.px(14)), "header:leave", leave, worded,
                          icon("logout"), false);
        const float name = std::min(paint.width(Type::strong, view.officer), bar.w * 0.4F);
        const Rect at = bar.cut_right(name + 2, ui.px(14));
        (void)ui.say({.id = "header:officer",
                      .role = Role::status,
                      .label = std::string(view.officer),
                      .full = at});
        paint.line(Type::strong, at, kWhite, view.officer, Align::right);
    }
    names(ui, bar, view);
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

FooterWish footer(Ui& ui, Rect& page, const FooterView& view) {
    FooterWish wish;
    if (ui.keyboard_open()) {
        return wish;
    }
    Paint& paint = ui.paint();
    const Rect band = page.cut_bottom(ui.px(kFooterHeight));
    paint.fill(band, kWhite);
    paint.fill({band.x, band.y, band.w, ui.px(2)}, kLine);
    Rect bar = band.inset(ui.margin(), ui.px(12));
    if (!view.title.empty()) {
        const float widest =
            std::max(paint.width(Type::strong, view.title), paint.width(Type::note, view.note));
        const float icon_room = paint.icon_size(IconSize::normal) + ui.px(12);
        Rect left = bar.cut_left(std::min(widest + icon_room + 2, bar.w * 0.42F), ui.px(28));
        (void)ui.say({.role = Role::text,
                      .label = std::string(view.title),
                      .full = left,
                      .value = std::string(view.note)});
        paint.icon(IconSize::normal, left.cut_left(paint.icon_size(IconSize::normal), ui.px(12)),
                   kTeal, view.icon);
        const float first = paint.line_height(Type::strong);
        left = left.centred(left.w, first + paint.line_height(Type::note));
        paint.line(Type::strong, left.cut_top(first), kInk, view.title);
        paint.line(Type::note, left, kMuted, view.note);
    }
    if (!view.action.empty()) {
        const float width = button_width(ui, view.action, static_cast<bool>(view.action_icon));
        wish.action = button(ui, bar.cut_left(width, ui.px(20)), "footer:action", view.action,
                             {.icon = view.action_icon});
    }
    if (!view.link_words.empty()) {
        wish.link = link_light(ui, bar, view);
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
                           {.look = Look::primary,
                            .icon = view.next_icon,
                            .icon_after = true,
                            .enabled = view.next_enabled});
    }
    return wish;
}

}  // namespace disapa::ui
