// The bars at the top and the bottom of every screen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/buttons.h"
#include "kiosk/ui/ui.h"

namespace disapa::ui {

struct HeaderView {
    std::string_view office = {};  // "Desa Umaq Dian"
    std::string_view place = {};   // "Kecamatan Tabang, Kabupaten Kutai Kartanegara"
    Icon icon = ui::icon("location_city");
    std::vector<std::string> languages = {};  // their names; no switch is shown below two
    int language = 0;
    bool has_sound = false, sound_on = false;  // no button where the machine cannot speak
    bool has_help = true;
    bool has_settings = false;      // size of text, contrast, language, voice
    bool has_home = false;          // the round badge on the left leads home
    std::string_view officer = {};  // name of who is signed in; shows a button to leave
    std::string_view ribbon = {};   // "CONTOH": said on every screen of a sample office
};
struct HeaderWish {
    bool help = false, settings = false, sound = false, home = false, leave = false;
    bool officer = false;  // his name was tapped: another one wants to sign in
    int language = -1;     // the one chosen just now
};
// Cuts its place off the top of the page.
[[nodiscard]] HeaderWish header(Ui& ui, Rect& page, const HeaderView& view);

struct FooterView {
    Icon icon = {};
    std::string_view title = {}, note = {};
    std::string_view action = {};  // label of the button; empty: none
    Icon action_icon = {};
    Tone link = Tone::neutral;  // good: cloud with a tick; warn, bad: cloud struck out
    std::string_view link_words = {};
};
struct FooterWish {
    bool action = false;
    bool link = false;  // the link light was tapped
};
// Cuts its place off the bottom of the page; draws nothing while the keyboard is open.
[[nodiscard]] FooterWish footer(Ui& ui, Rect& page, const FooterView& view);

// Back and on, at the bottom of a step. Cuts its place off the bottom of the page.
struct BackNextView {
    std::string_view back = {}, next = {};  // empty: no such button
    Icon next_icon = ui::icon("arrow_forward");
    bool next_enabled = true;
    Look next_look = Look::primary;  // secondary where the page itself has the first thing to do
    Icon back_icon = ui::icon("arrow_back");
};
struct BackNextWish {
    bool back = false, next = false;
};
[[nodiscard]] BackNextWish back_next(Ui& ui, Rect& page, const BackNextView& view);

}  // namespace disapa::ui
