#include "kiosk/ui/boxes.h"

#include <algorithm>
#include <string>

#include "kiosk/ui/buttons.h"
#include "kiosk/ui/texts.h"

namespace disapa::ui {

namespace {

constexpr float kPanelPad = 30;  // design pixels

}  // namespace

void panel(Ui& ui, Place place, std::string_view id, const Content& content) {
    Memory& memory = ui.memory(id);
    const float pad = ui.px(kPanelPad);
    const float known = memory.content;
    const Rect rect = place.take(known + 2 * pad);
    if (ui.say({.id = std::string(id), .role = Role::group, .full = rect})) {
        ui.paint().shadow(rect, ui.px(kCardRadius), 0.8F);
        ui.paint().fill(rect, kWhite, ui.px(kCardRadius));
    }
    Column inside(rect.inset(pad), ui.px(kGap));
    content(inside);
    memory.content = inside.used();
    if (memory.content != known) {
        ui.unsettle();
    }
}

namespace {

// The bar with title and cross. True when the cross was tapped.
bool sheet_head(Ui& ui, Rect bar, const std::string& id, const SheetStyle& style) {
    bool closed = false;
    if (style.closable) {
        const Rect corner = bar.cut_right(ui.px(60), ui.px(12));
        closed = icon_button(ui, corner.centred(corner.w, corner.w), id + ":close",
                             ui.words()("ui.close"), icon("close"));
    }
    if (!style.title.empty()) {
        const Rect at =
            bar.centred(bar.w, ui.paint().paragraph_height(Type::title, style.title, bar.w, 1));
        (void)ui.say({.id = id + ":title",
                      .role = Role::heading,
                      .label = std::string(style.title),
                      .full = at});
        ui.paint().line(Type::title, at, kInk, style.title);
    }
    return closed;
}

}  // namespace

bool sheet(Ui& ui, std::string_view id, const SheetStyle& style, const Content& content) {
    const std::string name(id);
    Memory& memory = ui.memory(id);
    Paint& paint = ui.paint();
    const Rect area = ui.area().inset(ui.px(16), ui.px(16));
    const float pad = ui.px(kPanelPad);
    const bool headed = style.closable || !style.title.empty();
    const float head = headed ? ui.px(64) : 0;
    const float head_gap = headed ? ui.px(10) : 0;
    const float wanted =
        style.height > 0 ? ui.px(style.height) : memory.content + 2 * pad + head + head_gap;
    const Rect rect = area.centred(std::min(ui.px(style.width), area.w), std::min(wanted, area.h));

    ui.begin_layer();
    bool closed = false;
    paint.fill(ui.screen(), kScrim);
    const Touch beside =
        ui.touch({.id = name + ":beside", .role = Role::group, .full = ui.screen()});
    closed = beside.fired && style.closable;
    (void)ui.touch({.id = name, .role = Role::group, .full = rect});
    // The first frame only measures.
    const bool measured = style.height > 0 || memory.content > 0;
    if (measured) {
        paint.shadow(rect, ui.px(kCardRadius), 1);
        paint.fill(rect, kWhite, ui.px(kCardRadius));
    }
    Rect inner = rect.inset(pad);
    if (headed && measured) {
        closed = sheet_head(ui, inner.cut_top(head, head_gap), name, style) || closed;
    }
    const float known = memory.content;
    ui.scroll(name + ":content", inner, [&](Column& column) {
        content(column);
        memory.content = column.used();
    });
    if (known != memory.content) {
        ui.unsettle();
    }
    ui.end_layer();
    return closed;
}

Answer ask(Ui& ui, std::string_view id, const AskView& view) {
    const std::string name(id);
    Answer answer = Answer::none;
    const bool closed = sheet(ui, id, {.title = view.title, .width = 680}, [&](Column& column) {
        paragraph(ui, column, view.sentence);
        column.space(ui.px(6));
        const auto places = column.row(ui.px(kButtonHeight), 2);
        if (button(ui, places[0], name + ":no", view.no)) {
            answer = Answer::no;
        }
        const Look look = view.dangerous ? Look::danger : Look::primary;
        if (button(ui, places[1], name + ":yes", view.yes, {.look = look})) {
            answer = Answer::yes;
        }
    });
    return closed ? Answer::no : answer;
}

}  // namespace disapa::ui
