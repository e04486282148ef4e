// Places on the screen: rectangles that are cut into smaller ones, and columns that hand them out.
//
// Units are pixels of the screen, y grows downwards. `Ui::px` turns design pixels (1280x800) into
// these.
#pragma once

#include <vector>

namespace disapa::ui {

struct Rect {
    float x = 0, y = 0, w = 0, h = 0;

    [[nodiscard]] float right() const { return x + w; }
    [[nodiscard]] float bottom() const { return y + h; }
    [[nodiscard]] float middle_x() const { return x + w / 2; }
    [[nodiscard]] float middle_y() const { return y + h / 2; }
    [[nodiscard]] bool empty() const { return w <= 0 || h <= 0; }
    [[nodiscard]] bool contains(float px, float py) const {
        return px >= x && px < right() && py >= y && py < bottom();
    }
    [[nodiscard]] bool contains(const Rect& other) const;
    [[nodiscard]] Rect meet(const Rect& other) const;  // what both cover
    [[nodiscard]] Rect inset(float all) const { return inset(all, all); }
    [[nodiscard]] Rect inset(float sides, float ends) const;  // left and right, top and bottom
    [[nodiscard]] Rect centred(float width, float height) const;
    [[nodiscard]] Rect moved(float dx, float dy) const { return {x + dx, y + dy, w, h}; }
    [[nodiscard]] std::vector<Rect> columns(int count, float gap) const;  // of equal width

    // Each cuts a piece off this rectangle and returns the piece; `gap` is cut away and lost.
    Rect cut_top(float height, float gap = 0);
    Rect cut_bottom(float height, float gap = 0);
    Rect cut_left(float width, float gap = 0);
    Rect cut_right(float width, float gap = 0);

    bool operator==(const Rect&) const = default;
};

// Hands out places from the top of an area downwards. It may run past the end of the area: inside
// `scroll` that is the point.
class Column {
  public:
    Column(Rect area, float gap) : area_(area), next_(area.y), gap_(gap) {}

    [[nodiscard]] Rect take(float height);
    [[nodiscard]] std::vector<Rect> row(float height, int count);  // side by side, the same gap
    void space(float height) { next_ += height; }
    [[nodiscard]] Rect rest() const;  // what is left of the area; may be empty
    [[nodiscard]] float width() const { return area_.w; }
    [[nodiscard]] float gap() const { return gap_; }
    [[nodiscard]] float used() const;  // without the gap after the last piece

  private:
    Rect area_;
    float next_;
    float gap_;
    bool taken_ = false;
};

// Where a widget goes: a rectangle that the caller made, or the next piece of a column, as high as
// the widget likes to be. Every widget takes one, so both ways of writing work everywhere.
class Place {
  public:
    Place(const Rect& rect) : rect_(rect) {}     // NOLINT: meant to convert
    Place(Column& column) : column_(&column) {}  // NOLINT: meant to convert

    [[nodiscard]] float width() const { return column_ != nullptr ? column_->width() : rect_.w; }
    [[nodiscard]] Rect take(float natural_height) const {
        return column_ != nullptr ? column_->take(natural_height) : rect_;
    }

  private:
    Rect rect_;
    Column* column_ = nullptr;
};

}  // namespace disapa::ui
