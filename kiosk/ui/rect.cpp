#include "kiosk/ui/rect.h"

#include <algorithm>

namespace disapa::ui {

bool Rect::contains(const Rect& other) const {
    constexpr float kSlack = 0.5F;  // places are sums of scaled numbers
    return other.x >= x - kSlack && other.y >= y - kSlack && other.right() <= right() + kSlack &&
           other.bottom() <= bottom() + kSlack;
}

Rect Rect::meet(const Rect& other) const {
    const float left = std::max(x, other.x);
    const float top = std::max(y, other.y);
    return {left, top, std::max(0.0F, std::min(right(), other.right()) - left),
            std::max(0.0F, std::min(bottom(), other.bottom()) - top)};
}

Rect Rect::inset(float sides, float ends) const {
    return {x + sides, y + ends, std::max(0.0F, w - 2 * sides), std::max(0.0F, h - 2 * ends)};
}

Rect Rect::centred(float width, float height) const {
    return {middle_x() - width / 2, middle_y() - height / 2, width, height};
}

std::vector<Rect> Rect::columns(int count, float gap) const {
    const float number = static_cast<float>(count);
    const float each = std::max(0.0F, (w - gap * (number - 1)) / number);
    std::vector<Rect> pieces;
    for (int i = 0; i < count; ++i) {
        pieces.push_back({x + static_cast<float>(i) * (each + gap), y, each, h});
    }
    return pieces;
}

Rect Rect::cut_top(float height, float gap) {
    const Rect piece{x, y, w, std::min(height, h)};
    const float lost = std::min(height + gap, h);
    y += lost;
    h -= lost;
    return piece;
}

Rect Rect::cut_bottom(float height, float gap) {
    const float kept = std::min(height, h);
    const Rect piece{x, bottom() - kept, w, kept};
    h -= std::min(height + gap, h);
    return piece;
}

Rect Rect::cut_left(float width, float gap) {
    const Rect piece{x, y, std::min(width, w), h};
    const float lost = std::min(width + gap, w);
    x += lost;
    w -= lost;
    return piece;
}

Rect Rect::cut_right(float width, float gap) {
    const float kept = std::min(width, w);
    const Rect piece{right() - kept, y, kept, h};
    w -= std::min(width + gap, w);
    return piece;
}

Rect Column::take(float height) {
    const Rect piece{area_.x, next_, area_.w, height};
    next_ += height + gap_;
    taken_ = true;
    return piece;
}

std::vector<Rect> Column::row(float height, int count) {
    return take(height).columns(count, gap_);
}

Rect Column::rest() const {
    return {area_.x, next_, area_.w, std::max(0.0F, area_.bottom() - next_)};
}

float Column::used() const {
    return next_ - area_.y - (taken_ ? gap_ : 0);
}

}  // namespace disapa::ui
