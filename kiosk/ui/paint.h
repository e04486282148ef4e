// Draws shapes, text and icons into ImGui's draw list. Knows no widgets and no input.
//
// Text goes to the list as it is: never as a format, never as an identity, so "%s" or "##" typed by
// a person is shown as typed. Colours are the theme's; the palette in force says what is painted.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/audit.h"
#include "kiosk/ui/fonts.h"
#include "kiosk/ui/icons.h"
#include "kiosk/ui/palette.h"
#include "kiosk/ui/rect.h"
#include "kiosk/ui/theme.h"

namespace disapa::ui {

enum class Align { left, centre, right };
// Whether a text must fit its place. Only what a person typed or the world named (a long name in a
// list) may be cut; for all else a test fails, in whatever language and size it happens.
enum class Fit { whole, may_cut };

class Paint {
  public:
    // Once a frame. `audit` may be null.
    void start(ImDrawList* list, const Fonts* fonts, float scale, Palette palette, Audit* audit);

    // Text. One line is cut with "..." when it is wider than its place.
    [[nodiscard]] float width(Type type, std::string_view text) const;
    [[nodiscard]] float size(Type type) const;         // height of the letters' box
    [[nodiscard]] float line_height(Type type) const;  // of a paragraph
    [[nodiscard]] std::vector<std::string_view> wrap(Type type, std::string_view text,
                                                     float width) const;
    void line(Type type, const Rect& place, Colour colour, std::string_view text,
              Align align = Align::left, Fit fit = Fit::whole);  // in the middle of the height
    // Wrapped from the top; at most `lines_max` lines (0: all). Returns the height.
    float paragraph(Type type, const Rect& place, Colour colour, std::string_view text,
                    Align align = Align::left, int lines_max = 0, Fit fit = Fit::whole);
    [[nodiscard]] float paragraph_height(Type type, std::string_view text, float width,
                                         int lines_max = 0) const;

    void icon(IconSize size, const Rect& place, Colour colour, Icon which);  // centred
    [[nodiscard]] float icon_size(IconSize size) const;

    // Shapes. Radii and thicknesses are screen pixels.
    void fill(const Rect& place, Colour colour, float radius = 0);
    void outline(const Rect& place, Colour colour, float radius, float thick);
    void gradient(const Rect& place, Colour from, Colour to,
                  float radius);  // left top to right bottom
    void fade(const Rect& place, Colour top, Colour bottom);
    // For a widget with this corner radius, drawn on top afterwards.
    void shadow(const Rect& place, float radius, float strength = 1);
    void line_between(float x1, float y1, float x2, float y2, Colour colour, float thick);
    void circle(float x, float y, float radius, Colour colour);
    void ring(float x, float y, float radius, Colour colour, float thick);
    void arc(float x, float y, float radius, float from, float to, Colour colour, float thick);
    void image(const Rect& place, ImTextureID texture, float radius);

    void push_clip(const Rect& clip);  // meets the clip in force
    void pop_clip();
    [[nodiscard]] ImDrawList* list() const { return list_; }

  private:
    void put(ImFont* font, float x, float y, Colour colour, std::string_view text);
    void put_text(Type type, float x, float y, Colour colour, std::string_view text, Fit fit);
    void report_ground(const Rect& place, Colour from, Colour to);
    [[nodiscard]] std::string cut(Type type, std::string_view text, float width) const;

    ImDrawList* list_ = nullptr;
    const Fonts* fonts_ = nullptr;
    float scale_ = 1;
    Palette palette_;
    Audit* audit_ = nullptr;
};

}  // namespace disapa::ui
