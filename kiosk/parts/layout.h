// Where things stand on every page: margins, the width of reading, columns beside each other.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/widgets.h"

namespace disapa::screens {

inline constexpr float kWidest = 1400;  // design pixels; wider is hard to read

// The page inside its margins, no wider than `width_max` design pixels and in the middle.
[[nodiscard]] ui::Rect body_of(const ui::Ui& ui, const ui::Rect& page, float width_max = kWidest);

// Back and on, as wide as the body. Cuts its place off the bottom of the page.
[[nodiscard]] ui::BackNextWish step_bar(ui::Ui& ui, ui::Rect& page, const ui::BackNextView& view,
                                        float width_max = kWidest);

// Heading and one sentence under it; the sentence is left out while the keyboard is open.
void page_head(ui::Ui& ui, ui::Column& column, std::string_view heading, std::string_view sentence);

// Two columns of the flow beside each other, as high as the higher one (known one frame late).
using Fill = std::function<void(ui::Column&)>;
void halves(ui::Ui& ui, ui::Column& column, std::string_view id, const Fill& left,
            const Fill& right);
// The same; upright screens put the second under the first.
void side_by_side(ui::Ui& ui, ui::Column& column, std::string_view id, const Fill& left,
                  const Fill& right);

// The flow with a piece of a fixed width (design pixels) beside it, e.g. a button for the line.
void with_side(ui::Ui& ui, ui::Column& column, std::string_view id, float side_width,
               const Fill& flow, const std::function<void(const ui::Rect&)>& side);

// A grey ground for keys, which are white. As high as its content.
void board(ui::Ui& ui, ui::Column& column, std::string_view id, const Fill& content);

// Label above value, two beside each other: many facts in little room.
struct ShortFact {
    std::string label, value;
};
void short_facts(ui::Ui& ui, ui::Column& column, std::string_view id,
                 const std::vector<ShortFact>& facts);

// Where a file went, as a person reads it: its folder (or stick) and its name, "cetak/surat.pdf".
[[nodiscard]] std::string short_path(const std::filesystem::path& file);

}  // namespace disapa::screens
