// Widgets that are only read: headings, paragraphs, facts, notices, progress.
#pragma once

#include <string_view>

#include "kiosk/ui/ui.h"

namespace disapa::ui {

// The ids of texts are made from their labels' order, so texts need none.
void heading(Ui& ui, Place place, std::string_view text);  // of a screen, once
void title(Ui& ui, Place place, std::string_view text);    // of a part of it

struct TextStyle {
    Type type = Type::body;
    Colour colour = kInk;
    Align align = Align::left;
    int lines_max = 0;     // 0: as many as it takes; else the last one ends in "..."
    Fit fit = Fit::whole;  // may_cut: what a person typed, where the place is small
};
// Wraps. Shown exactly as it is.
void paragraph(Ui& ui, Place place, std::string_view text, TextStyle style = {});
void note(Ui& ui, Place place, std::string_view text);  // small and grey: remarks only
[[nodiscard]] float paragraph_height(Ui& ui, std::string_view text, float width,
                                     TextStyle style = {});

// "NIK            6402...": label and value side by side, under each other where it is narrow.
void fact(Ui& ui, Place place, std::string_view label, std::string_view value);
// A code to read aloud or copy by hand, as large as fits: "K7M-2QX-94B-HD".
void big_code(Ui& ui, Place place, std::string_view code);

// A banner with an icon: what happened and what to do. `words` may be empty.
void notice(Ui& ui, Place place, Tone tone, std::string_view heading, std::string_view words = {});
// A small coloured pill. Returns its width, so that several fit in a row.
float badge(Ui& ui, const Rect& place, Tone tone, std::string_view text, Align align = Align::left);
[[nodiscard]] float badge_width(Ui& ui, std::string_view text);  // on one line
// What stands in an empty list or after something is done: large icon, heading, sentence.
void emblem(Ui& ui, Place place, Icon icon, Tone tone, std::string_view heading,
            std::string_view words = {});

void spinner(Ui& ui, Place place, std::string_view text);                   // moves; wakes itself
void progress(Ui& ui, Place place, float fraction, std::string_view text);  // 0 to 1
// Where one is in a number of steps; `current` counts from 0. Narrow screens show one sentence.
void steps(Ui& ui, Place place, const std::vector<std::string>& titles, int current);

}  // namespace disapa::ui
