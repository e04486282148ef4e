// Choosing one of many: a list of large rows, with a search field where it is long.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kiosk/ui/ui.h"

namespace disapa::ui {

struct Option {
    std::string code = {}, label = {};
    std::string note = {};
};

// Fills its rectangle and scrolls. Search appears from `search_from` options on and finds letters
// anywhere in label, note or code, in any case. True when one was tapped; `chosen` is its code.
[[nodiscard]] bool choice_list(Ui& ui, const Rect& place, std::string_view id,
                               std::span<const Option> options, std::string& chosen,
                               std::size_t search_from = 9);

// A few options as tiles in the flow of a page, two or more side by side. True when one was tapped.
[[nodiscard]] bool choice_tiles(Ui& ui, Place place, std::string_view id,
                                std::span<const Option> options, std::string& chosen);
[[nodiscard]] float choice_tiles_height(Ui& ui, float width, std::size_t count);

// A closed field that shows what is chosen and opens something larger when tapped.
[[nodiscard]] bool picker_field(Ui& ui, Place place, std::string_view id, std::string_view label,
                                std::string_view shown, std::string_view hint,
                                std::string_view error = {}, Icon icon = {});

}  // namespace disapa::ui
