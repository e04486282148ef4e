#include "kiosk/officer/signature.h"

#include <stb/stb_image_write.h>

#include <algorithm>
#include <cmath>

#include "kiosk/parts/layout.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"

namespace disapa::screens {
namespace {

constexpr int kWide = 420, kHigh = 150;
constexpr float kHighest = 0.35F;  // of the screen, the pad
constexpr float kShape = static_cast<float>(kHigh) / kWide;
constexpr float kInkMin = 0.12F;    // of the pad's width, all strokes together
constexpr float kStepMin = 0.004F;  // a finger trembles: closer points tell nothing
constexpr std::size_t kPointsMax = 4000;
constexpr std::size_t kLettersMax = 60;

float distance(const Signature::Point& a, const Signature::Point& b) {
    return std::hypot(b.x - a.x, (b.y - a.y) * kShape);
}

void stamp(std::vector<std::uint8_t>& dots, float x, float y) {
    const int left = static_cast<int>(std::lround(x)) - 1;
    const int top = static_cast<int>(std::lround(y)) - 1;
    for (int row = std::max(top, 0); row < std::min(top + 3, kHigh); ++row) {
        for (int at = std::max(left, 0); at < std::min(left + 3, kWide); ++at) {
            dots[static_cast<std::size_t>(row * kWide + at)] = 0;
        }
    }
}

void draw_stroke(std::vector<std::uint8_t>& dots, const std::vector<Signature::Point>& stroke) {
    for (std::size_t at = 0; at < stroke.size(); ++at) {
        const auto& to = stroke[at];
        const auto& from = stroke[at == 0 ? 0 : at - 1];
        const int steps = 1 + static_cast<int>(distance(from, to) * kWide);
        for (int step = 0; step <= steps; ++step) {
            const float part = static_cast<float>(step) / static_cast<float>(steps);
            stamp(dots, (from.x + (to.x - from.x) * part) * kWide,
                  (from.y + (to.y - from.y) * part) * kHigh);
        }
    }
}

void add_bytes(void* to, void* data, int size) {
    auto& bytes = *static_cast<Bytes*>(to);
    const auto* from = static_cast<const std::uint8_t*>(data);
    bytes.insert(bytes.end(), from, from + size);
}

// What the finger does on the pad. It may leave the pad while drawing: the line ends at the edge.
void follow(ui::Ui& ui, const ui::Rect& pad, bool held, HandOverSheet& sheet) {
    const auto& finger = ui.finger();
    auto& strokes = sheet.signature.strokes;
    if (held && finger.pressed) {
        sheet.drawing = true;
        strokes.emplace_back();
    }
    if (sheet.drawing && !strokes.empty()) {
        const Signature::Point at{std::clamp((finger.x - pad.x) / pad.w, 0.0F, 1.0F),
                                  std::clamp((finger.y - pad.y) / pad.h, 0.0F, 1.0F)};
        auto& stroke = strokes.back();
        std::size_t points = 0;
        for (const auto& one : strokes) points += one.size();
        const bool moved = stroke.empty() || distance(stroke.back(), at) >= kStepMin;
        if (moved && points < kPointsMax) stroke.push_back(at);
    }
    if (!finger.down) sheet.drawing = false;
}

void draw_pad(ui::Ui& ui, ui::Column& column, HandOverSheet& sheet) {
    // What ends the page stays in sight under it, also in the largest text on a lying screen.
    const float wide = std::min({column.width(), ui.px(760), ui.screen().h * kHighest / kShape});
    const auto pad = column.take(wide * kShape).centred(wide, wide * kShape);
    const auto& words = ui.words();
    const bool empty = sheet.signature.strokes.empty();
    const auto touch = ui.touch({.id = "signature:pad",
                                 .role = ui::Role::image,
                                 .label = words(empty ? "signature.here" : "signature.drawn"),
                                 .full = pad});
    follow(ui, pad, touch.held, sheet);
    auto& paint = ui.paint();
    paint.fill(pad, ui::kWhite, ui.px(ui::kRadius));
    paint.outline(pad, ui::kFaint, ui.px(ui::kRadius), ui.px(2));
    const float line = pad.y + pad.h * 0.78F;
    paint.line_between(pad.x + ui.px(40), line, pad.right() - ui.px(40), line, ui::kLine, ui.px(2));
    if (empty)
        paint.line(ui::Type::body, pad, ui::kMuted, words("signature.here"), ui::Align::centre);
    for (const auto& stroke : sheet.signature.strokes) {
        for (std::size_t at = 0; at + 1 < stroke.size(); ++at) {
            paint.line_between(pad.x + stroke[at].x * pad.w, pad.y + stroke[at].y * pad.h,
                               pad.x + stroke[at + 1].x * pad.w, pad.y + stroke[at + 1].y * pad.h,
                               ui::kInk, ui.px(4));
        }
    }
}

void draw_name(ui::Ui& ui, ui::Column& column, HandOverSheet& sheet) {
    const auto& words = ui.words();
    const bool known = letters(clean_text(sheet.applicant)) >= 2;
    const bool typing = ui.keyboard_open();
    if (known && !typing &&
        ui::button(ui, column, "hand_over:self",
                   words("hand_over.self", {{"name", sheet.applicant}}),
                   {.look = sheet.name.empty() ? ui::Look::primary : ui::Look::secondary,
                    .icon = ui::icon("person")})) {
        sheet.name = sheet.applicant;
        sheet.naming = false;
    }
    const auto typed =
        ui::text_field(ui, column, "reason:text", sheet.name,
                       {.label = words(known ? "hand_over.other" : "hand_over.label"),
                        .hint = words("hand_over.hint"),
                        .enter = words("reason.enter"),
                        .letters_max = kLettersMax,
                        .capitals = true});
    (void)typed;
    if (typing || ui.keyboard_open()) return;
    const bool whole = letters(clean_text(sheet.name)) >= 2;
    if (ui::button(ui, column, "hand_over:sign", words("signature.next"),
                   {.look = ui::Look::primary, .icon = ui::icon("draw"), .enabled = whole})) {
        sheet.naming = false;
        ui.blur();
    }
}

}  // namespace

bool Signature::is_enough() const {
    float ink = 0;
    for (const auto& stroke : strokes) {
        for (std::size_t at = 0; at + 1 < stroke.size(); ++at)
            ink += distance(stroke[at], stroke[at + 1]);
    }
    return ink >= kInkMin;
}

Result<Bytes> Signature::to_png() const {
    std::vector<std::uint8_t> dots(static_cast<std::size_t>(kWide) * kHigh, 255);
    for (const auto& stroke : strokes) draw_stroke(dots, stroke);
    Bytes png;
    const int done = stbi_write_png_to_func(add_bytes, &png, kWide, kHigh, 1, dots.data(), kWide);
    if (done == 0 || png.size() > limits::kSignatureBytes) {
        return fail(ErrorCode::limit, "Tanda tangan itu terlalu rumit. Hapus, lalu tulis lagi.",
                    "signature as PNG failed or is over its limit");
    }
    return png;
}

HandOverWish draw_hand_over(ui::Ui& ui, HandOverSheet& sheet) {
    HandOverWish wish;
    if (!sheet.open) return wish;
    const auto& words = ui.words();
    wish.close =
        ui::sheet(ui, "hand_over", {words("hand_over.title"), 860}, [&](ui::Column& column) {
            if (sheet.naming) return draw_name(ui, column, sheet);
            ui::paragraph(ui, column, words("signature.note", {{"name", sheet.name}}));
            draw_pad(ui, column, sheet);
            (void)ui::checkbox(ui, column, "hand_over:cannot", words("signature.cannot"),
                               sheet.cannot_sign);
            const auto places = column.row(ui.px(ui::kButtonHeight), 2);
            if (ui::button(
                    ui, places[0], "hand_over:again", words("signature.again"),
                    {.icon = ui::icon("backspace"), .enabled = !sheet.signature.strokes.empty()})) {
                sheet.signature = {};
            }
            wish.done = ui::button(ui, places[1], "hand_over:done", words("hand_over.done"),
                                   {.look = ui::Look::primary,
                                    .icon = ui::icon("check"),
                                    .enabled = sheet.cannot_sign || sheet.signature.is_enough()});
        });
    return wish;
}

}  // namespace disapa::screens
