#include "kiosk/ui/pictures.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace disapa::ui {

namespace {

constexpr int kQuietModules = 4;  // ISO/IEC 18004: white around the code
constexpr float kNaturalHeight = 320;

}  // namespace

void qr_code(Ui& ui, Place place, std::string_view id, std::string_view label, int modules,
             const std::function<bool(int, int)>& dark) {
    const Rect rect = place.take(ui.px(kNaturalHeight));
    const bool visible = ui.say(
        {.id = std::string(id), .role = Role::image, .label = std::string(label), .full = rect});
    if (!visible || modules <= 0) {
        return;
    }
    Paint& paint = ui.paint();
    const auto across = static_cast<float>(modules + 2 * kQuietModules);
    const float module = std::max(1.0F, std::floor(std::min(rect.w, rect.h) / across));
    const float side = module * across;
    const float left = std::floor(rect.middle_x() - side / 2);
    const float top = std::floor(rect.middle_y() - side / 2);
    paint.fill({left, top, side, side}, kWhite, ui.px(12));
    for (int y = 0; y < modules; ++y) {
        for (int x = 0; x < modules;) {
            int run = 0;  // dark modules side by side are one rectangle
            while (x + run < modules && dark(x + run, y)) {
                ++run;
            }
            if (run > 0) {
                paint.fill({left + module * static_cast<float>(x + kQuietModules),
                            top + module * static_cast<float>(y + kQuietModules),
                            module * static_cast<float>(run), module},
                           rgb(0, 0, 0));
            }
            x += run + 1;
        }
    }
}

void image(Ui& ui, Place place, std::string_view id, std::string_view label, const Picture* picture,
           Icon empty_icon) {
    const Rect rect = place.take(ui.px(kNaturalHeight));
    const bool has = picture != nullptr && picture->width > 0 && picture->height > 0 &&
                     picture->rgba.size() == static_cast<std::size_t>(picture->width) *
                                                 static_cast<std::size_t>(picture->height) * 4;
    const bool visible = ui.say({.id = std::string(id),
                                 .role = Role::image,
                                 .label = std::string(label),
                                 .full = rect,
                                 .on = has});
    if (!visible) {
        return;
    }
    Paint& paint = ui.paint();
    if (has) {
        const auto width = static_cast<float>(picture->width);
        const auto height = static_cast<float>(picture->height);
        const float scale = std::min(rect.w / width, rect.h / height);
        paint.image(rect.centred(width * scale, height * scale), ui.texture(id, *picture),
                    ui.px(12));
        return;
    }
    paint.fill(rect, kBoard, ui.px(kRadius));
    paint.outline(rect, kLine, ui.px(kRadius), ui.px(2));
    const float step = paint.line_height(Type::body);
    const float icon_height = paint.icon_size(IconSize::large);
    Rect inner = rect.centred(rect.w - ui.px(32), icon_height + step);
    paint.icon(IconSize::large, inner.cut_top(icon_height), kMuted, empty_icon);
    paint.line(Type::body, inner, kMuted, label, Align::centre);
}

}  // namespace disapa::ui
