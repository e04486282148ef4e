#include "kiosk/parts/layout.h"

#include <algorithm>
#include <string>

namespace disapa::screens {

ui::Rect body_of(const ui::Ui& ui, const ui::Rect& page, float width_max) {
    const float ends = ui.keyboard_open() ? ui.px(12) : ui.px(20);
    ui::Rect body = page.inset(ui.margin(), 0);
    (void)body.cut_top(ends);
    const float width = std::min(body.w, ui.px(width_max));
    return {body.x + (body.w - width) / 2, body.y, width, body.h};
}

ui::BackNextWish step_bar(ui::Ui& ui, ui::Rect& page, const ui::BackNextView& view,
                          float width_max) {
    const float width = std::min(page.w - 2 * ui.margin(), ui.px(width_max));
    const float below = ui.keyboard_open() ? 0 : ui.px(20);
    ui::Rect inner = {page.x + (page.w - width) / 2, page.y, width, page.h - below};
    const auto wish = ui::back_next(ui, inner, view);
    page.h = inner.h;
    return wish;
}

void page_head(ui::Ui& ui, ui::Column& column, std::string_view heading,
               std::string_view sentence) {
    ui::heading(ui, column, heading);
    if (sentence.empty() || ui.keyboard_open()) return;
    column.space(-ui.px(12));
    ui::paragraph(ui, column, sentence, {.colour = ui::kMuted});
}

void halves(ui::Ui& ui, ui::Column& column, std::string_view id, const Fill& left,
            const Fill& right) {
    auto& memory = ui.memory(id);
    const ui::Rect whole = column.take(memory.content > 0 ? memory.content : ui.px(120));
    const auto places = whole.columns(2, ui.px(24));
    float used = 0;
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& fill = i == 0 ? left : right;
        if (!fill) continue;
        ui::Column half(places[i], column.gap());
        fill(half);
        used = std::max(used, half.used());
    }
    if (used != memory.content) {
        memory.content = used;
        ui.unsettle();
    }
}

void side_by_side(ui::Ui& ui, ui::Column& column, std::string_view id, const Fill& left,
                  const Fill& right) {
    if (!ui.portrait()) return halves(ui, column, id, left, right);
    left(column);
    if (right) right(column);
}

void with_side(ui::Ui& ui, ui::Column& column, std::string_view id, float side_width,
               const Fill& flow, const std::function<void(const ui::Rect&)>& side) {
    auto& memory = ui.memory(id);
    ui::Rect whole = column.take(memory.content > 0 ? memory.content : ui.px(72));
    const ui::Rect beside = whole.cut_right(ui.px(side_width), ui.px(12));
    ui::Column left(whole, column.gap());
    flow(left);
    side({beside.x, beside.y, beside.w, std::min(beside.h, ui.px(ui::kButtonHeight))});
    if (left.used() != memory.content) {
        memory.content = left.used();
        ui.unsettle();
    }
}

void board(ui::Ui& ui, ui::Column& column, std::string_view id, const Fill& content) {
    auto& memory = ui.memory(id);
    const float pad = ui.px(18);
    const ui::Rect place = column.take(memory.content + 2 * pad);
    if (ui.say({.id = std::string(id), .role = ui::Role::group, .full = place})) {
        ui.paint().fill(place, ui::kBoard, ui.px(ui::kCardRadius));
    }
    ui::Column inside(place.inset(pad), column.gap());
    content(inside);
    if (inside.used() != memory.content) {
        memory.content = inside.used();
        ui.unsettle();
    }
}

void short_facts(ui::Ui& ui, ui::Column& column, std::string_view id,
                 const std::vector<ShortFact>& facts) {
    const auto draw = [&](ui::Column& place, const ShortFact& fact) {
        ui::note(ui, place, fact.label);
        place.space(-ui.px(12));
        ui::paragraph(ui, place, fact.value, {.type = ui::Type::strong});
    };
    for (std::size_t at = 0; at < facts.size(); at += 2) {
        const Fill right = at + 1 == facts.size() ? Fill() : [&](ui::Column& place) {
            draw(place, facts[at + 1]);
        };
        halves(
            ui, column, std::string(id) + ":" + std::to_string(at),
            [&](ui::Column& place) { draw(place, facts[at]); }, right);
    }
}

std::string short_path(const std::filesystem::path& file) {
    return (file.parent_path().filename() / file.filename()).string();
}

}  // namespace disapa::screens
