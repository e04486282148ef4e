// Things that hold other things: white panels and sheets that lie over the screen.
#pragma once

#include <functional>
#include <string_view>

#include "kiosk/ui/ui.h"

namespace disapa::ui {

using Content = std::function<void(Column&)>;

// A white box with a shadow, as high as its content: in a column its height follows by itself, one
// frame late; in a rectangle it is the rectangle.
void panel(Ui& ui, Place place, std::string_view id, const Content& content);

struct SheetStyle {
    std::string_view title = {};
    float width = 720;     // design pixels; never wider than the screen
    float height = 0;      // design pixels; 0: as high as the content, up to the screen
    bool closable = true;  // a cross, and a tap beside the sheet, close it
};
// A sheet over everything drawn so far, which can no longer be touched. Drawn last, while it is
// open. True when the person wants it closed.
[[nodiscard]] bool sheet(Ui& ui, std::string_view id, const SheetStyle& style,
                         const Content& content);

// A question that needs an answer: title, sentence, two buttons.
enum class Answer { none, yes, no };
struct AskView {
    std::string_view title = {}, sentence = {}, yes = {}, no = {};
    bool dangerous = false;
};
[[nodiscard]] Answer ask(Ui& ui, std::string_view id, const AskView& view);

}  // namespace disapa::ui
