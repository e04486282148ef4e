#include "kiosk/ui/paint.h"

#define IMGUI_DEFINE_MATH_OPERATORS
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>

namespace disapa::ui {

namespace {

constexpr Colour kShadow = rgb(20, 40, 70);
constexpr float kShadowDrop = 3;  // design pixels: light comes from above
constexpr unsigned kShadowAlpha = 50;
constexpr unsigned kEdgeAlpha = 30;
constexpr float kLarge = 24, kLargeBold = 18.66F;  // design pixels, as WCAG 2.1 counts large text
constexpr float kSlack = 2;                        // pixels: letters have air above and below

ImVec2 low(const Rect& rect) {
    return {rect.x, rect.y};
}
ImVec2 high(const Rect& rect) {
    return {rect.right(), rect.bottom()};
}

// False where a line ends inside a word, because the word alone is wider than its place.
bool ends_at_a_word(std::string_view text, std::string_view line) {
    const auto end = static_cast<std::size_t>(line.data() - text.data()) + line.size();
    const auto joins = [](char c) { return c != ' ' && c != '\n' && c != '-' && c != '/'; };
    return line.empty() || end >= text.size() || !joins(text[end]) || !joins(text[end - 1]);
}

float left_of(Align align, const Rect& place, float width) {
    switch (align) {
        case Align::left:
            return place.x;
        case Align::centre:
            return place.middle_x() - width / 2;
        case Align::right:
            return place.right() - width;
    }
    return place.x;
}

}  // namespace

void Paint::start(ImDrawList* list, const Fonts* fonts, float scale, Palette palette,
                  Audit* audit) {
    list_ = list;
    fonts_ = fonts;
    scale_ = scale;
    palette_ = palette;
    audit_ = audit;
    if (audit_ != nullptr) {
        audit_->start(palette);
    }
}

void Paint::report_ground(const Rect& place, Colour from, Colour to) {
    if (audit_ != nullptr) {
        audit_->ground(place, from, to);
    }
}

float Paint::width(Type type, std::string_view text) const {
    if (text.empty()) {
        return 0;  // ImGui would look for a final zero
    }
    const ImFont* font = fonts_->text(type);
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size())
        .x;
}

float Paint::size(Type type) const {
    return fonts_->text(type)->FontSize;
}
float Paint::line_height(Type type) const {
    return std::round(size(type) * kLineHeight);
}

std::vector<std::string_view> Paint::wrap(Type type, std::string_view text, float width) const {
    const ImFont* font = fonts_->text(type);
    if (text.empty()) {
        return {text};
    }
    std::vector<std::string_view> lines;
    std::size_t start = 0;
    while (start <= text.size()) {
        const std::size_t stop = std::min(text.find('\n', start), text.size());
        const char* at = text.data() + start;
        const char* end = text.data() + stop;
        do {
            const char* next = font->CalcWordWrapPositionA(1, at, end, width);
            if (next < end && next > at && *next != ' ' && next[-1] != ' ') {
                // ImGui also breaks after a dot: "Rp750." and "000" are no two words.
                const std::string_view line(at, static_cast<std::size_t>(next - at));
                const std::size_t blank = line.rfind(' ');
                next = blank == std::string_view::npos || blank == 0 ? next : at + blank;
            }
            if (next == at && at < end) {  // not even one letter fits
                for (++next; next < end && (static_cast<unsigned char>(*next) & 0xC0U) == 0x80U;) {
                    ++next;
                }
            }
            lines.emplace_back(at, static_cast<std::size_t>(next - at));
            for (at = next; at < end && *at == ' ';) {
                ++at;
            }
        } while (at < end);
        start = stop + 1;
    }
    return lines;
}

std::string Paint::cut(Type type, std::string_view text, float width) const {
    static constexpr std::string_view kDots = "\u2026";
    const ImFont* font = fonts_->text(type);
    const float room = std::max(0.0F, width - this->width(type, kDots));
    const char* rest = nullptr;
    (void)font->CalcTextSizeA(font->FontSize, room, 0, text.data(), text.data() + text.size(),
                              &rest);
    std::string shorter(text.data(), static_cast<std::size_t>(rest - text.data()));
    while (!shorter.empty() && shorter.back() == ' ') {
        shorter.pop_back();
    }
    return shorter.append(kDots);
}

void Paint::put(ImFont* font, float x, float y, Colour colour, std::string_view text) {
    if (text.empty()) {
        return;
    }
    list_->AddText(font, font->FontSize, {std::floor(x), std::floor(y)}, colour, text.data(),
                   text.data() + text.size());
}

void Paint::put_text(Type type, float x, float y, Colour colour, std::string_view text, Fit fit) {
    const Colour shown = palette_.text(colour);
    put(fonts_->text(type), x, y, shown, text);
    if (audit_ == nullptr || text.empty()) {
        return;
    }
    const Rect place{x, y, width(type, text), size(type)};
    const ImVec4& clip = list_->_CmdHeader.ClipRect;
    if (place.middle_y() < clip.y || place.middle_y() > clip.w) {
        return;  // scrolled out of sight
    }
    if (fit == Fit::whole && (place.x < clip.x - 1 || place.right() > clip.z + 1)) {
        audit_->cut(text, "clipped");
    }
    const bool bold = type != Type::note && type != Type::body;
    const float least = (bold ? kLargeBold : kLarge) * scale_;
    audit_->text({text, place, shown, size(type) >= least, colour == kOffText});
}

void Paint::line(Type type, const Rect& place, Colour colour, std::string_view text, Align align,
                 Fit fit) {
    std::string shorter;
    const std::string_view whole = text;
    float wide = width(type, text);
    if (wide > place.w + 1) {
        shorter = cut(type, text, place.w);
        text = shorter;
        wide = width(type, text);
    }
    put_text(type, left_of(align, place, wide), place.middle_y() - size(type) / 2, colour, text,
             fit);
    if (audit_ != nullptr && fit == Fit::whole && !text.empty()) {
        if (!shorter.empty()) {
            audit_->cut(whole, "too wide");
        } else if (size(type) > place.h + kSlack) {
            audit_->cut(whole, "too high");
        }
    }
}

float Paint::paragraph(Type type, const Rect& place, Colour colour, std::string_view text,
                       Align align, int lines_max, Fit fit) {
    const float step = line_height(type);
    float y = place.y;
    int count = 0;
    bool whole = true;
    const auto lines = wrap(type, text, place.w);
    for (const std::string_view each : lines) {
        ++count;
        const bool last = lines_max > 0 && count == lines_max;
        const bool cut_here = last && static_cast<std::size_t>(count) < lines.size();
        const std::string ended = cut_here ? cut(type, each, place.w) : std::string();
        const std::string_view shown = cut_here ? std::string_view(ended) : each;
        const float wide = align == Align::left ? 0 : width(type, shown);
        put_text(type, left_of(align, place, wide), y + (step - size(type)) / 2, colour, shown,
                 fit);
        y += step;
        whole = whole && !cut_here && ends_at_a_word(text, each);
        if (last) {
            break;
        }
    }
    if (audit_ != nullptr && fit == Fit::whole && !text.empty()) {
        if (!whole) {
            audit_->cut(text, "shortened");
        } else if (y - place.y > place.h + kSlack) {
            audit_->cut(text, "too many lines");
        }
    }
    return y - place.y;
}

float Paint::paragraph_height(Type type, std::string_view text, float width, int lines_max) const {
    std::size_t count = wrap(type, text, width).size();
    if (lines_max > 0) {
        count = std::min(count, static_cast<std::size_t>(lines_max));
    }
    return line_height(type) * static_cast<float>(count);
}

void Paint::icon(IconSize size, const Rect& place, Colour colour, Icon which) {
    if (!which) {
        return;
    }
    ImFont* font = fonts_->icon(size);
    // ImGui would draw another icon in its place.
    if (audit_ != nullptr && font->FindGlyphNoFallback(which.code) == nullptr) {
        audit_->cut("icon", "not in the font of this size, see fonts.cpp");
    }
    std::array<char, 5> text{};
    ImTextCharToUtf8(text.data(), which.code);
    put(font, place.middle_x() - font->FontSize / 2, place.middle_y() - font->FontSize / 2,
        palette_.text(colour), text.data());
}

float Paint::icon_size(IconSize size) const {
    return fonts_->icon(size)->FontSize;
}

void Paint::fill(const Rect& place, Colour colour, float radius) {
    colour = palette_.ground(colour);
    report_ground(place, colour, colour);
    list_->AddRectFilled(low(place), high(place), colour, radius);
}

void Paint::outline(const Rect& place, Colour colour, float radius, float thick) {
    thick = palette_.thick(thick, scale_);
    // Inside the rectangle, so that neighbours and clips never cut it.
    const Rect inner = place.inset(thick / 2);
    list_->AddRect(low(inner), high(inner), palette_.edge(colour),
                   std::max(0.0F, radius - thick / 2), 0, thick);
}

void Paint::gradient(const Rect& place, Colour from, Colour to, float radius) {
    from = palette_.ground(from);
    to = palette_.ground(to);
    report_ground(place, from, to);
    const int first = list_->VtxBuffer.Size;
    list_->AddRectFilled(low(place), high(place), kWhite, radius);
    ImGui::ShadeVertsLinearColorGradientKeepAlpha(list_, first, list_->VtxBuffer.Size, low(place),
                                                  high(place), from, to);
}

void Paint::fade(const Rect& place, Colour top, Colour bottom) {
    top = palette_.ground(top);
    bottom = palette_.ground(bottom);
    list_->AddRectFilledMultiColor(low(place), high(place), top, top, bottom, bottom);
}

void Paint::shadow(const Rect& place, float radius, float strength) {
    if (palette_.contrast()) {  // a line tells more than a shadow
        const float line = palette_.thick(2 * scale_, scale_);
        const Rect around{place.x - line, place.y - line, place.w + 2 * line, place.h + 2 * line};
        return outline(around, kInk, radius + line, 2 * scale_);
    }
    const ShadowSprite& sprite = fonts_->shadow();
    const Rect dropped = place.moved(0, kShadowDrop * scale_ * strength);
    const Rect outer{dropped.x - sprite.spread, dropped.y - sprite.spread,
                     dropped.w + 2 * sprite.spread, dropped.h + 2 * sprite.spread};
    const float corner = std::min({sprite.size / 2, outer.w / 2, outer.h / 2});
    const std::array<float, 4> xs = {outer.x, outer.x + corner, outer.right() - corner,
                                     outer.right()};
    const std::array<float, 4> ys = {outer.y, outer.y + corner, outer.bottom() - corner,
                                     outer.bottom()};
    const float mid_u = (sprite.uv_min.x + sprite.uv_max.x) / 2;
    const float mid_v = (sprite.uv_min.y + sprite.uv_max.y) / 2;
    const std::array<float, 4> us = {sprite.uv_min.x, mid_u, mid_u, sprite.uv_max.x};
    const std::array<float, 4> vs = {sprite.uv_min.y, mid_v, mid_v, sprite.uv_max.y};
    const auto alpha = static_cast<unsigned>(static_cast<float>(kShadowAlpha) * strength);
    // The middle is left out: the widget covers it, and overdraw is what costs on weak machines.
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            if (row == 1 && column == 1) {
                continue;
            }
            list_->AddImage(ImGui::GetIO().Fonts->TexID, {xs.at(column), ys.at(row)},
                            {xs.at(column + 1), ys.at(row + 1)}, {us.at(column), vs.at(row)},
                            {us.at(column + 1), vs.at(row + 1)}, with_alpha(kShadow, alpha));
        }
    }
    const Rect edge{place.x - 1, place.y - 1, place.w + 2, place.h + 2};
    outline(edge, with_alpha(kShadow, kEdgeAlpha), radius + 1, 1.5F);
}

void Paint::line_between(float x1, float y1, float x2, float y2, Colour colour, float thick) {
    list_->AddLine({x1, y1}, {x2, y2}, palette_.edge(colour), palette_.thick(thick, scale_));
}

void Paint::circle(float x, float y, float radius, Colour colour) {
    colour = palette_.ground(colour);
    report_ground({x - radius, y - radius, 2 * radius, 2 * radius}, colour, colour);
    list_->AddCircleFilled({x, y}, radius, colour);
}

void Paint::ring(float x, float y, float radius, Colour colour, float thick) {
    list_->AddCircle({x, y}, radius - thick / 2, palette_.edge(colour), 0, thick);
}

void Paint::arc(float x, float y, float radius, float from, float to, Colour colour, float thick) {
    list_->PathArcTo({x, y}, radius, from, to, 40);
    list_->PathStroke(palette_.edge(colour), 0, thick);
}

void Paint::image(const Rect& place, ImTextureID texture, float radius) {
    list_->AddImageRounded(texture, low(place), high(place), {0, 0}, {1, 1}, kWhite, radius);
}

void Paint::push_clip(const Rect& clip) {
    list_->PushClipRect(low(clip), high(clip), true);
}
void Paint::pop_clip() {
    list_->PopClipRect();
}

}  // namespace disapa::ui
