#include "kiosk/officer/officer_menu.h"

#include "kiosk/parts/layout.h"

namespace disapa::screens {
namespace {

constexpr float kCardHeight = 140;  // design pixels: three rows of three without scrolling

}  // namespace

MenuWish draw_menu(ui::Ui& ui, ui::Rect page, const std::vector<MenuEntry>& entries) {
    const auto& words = ui.words();
    const auto foot = step_bar(ui, page, {.back = words("case.back")});
    const MenuEntry* tapped = nullptr;
    ui.scroll("menu", body_of(ui, page), [&](ui::Column& column) {
        page_head(ui, column, words("menu.title"), "");
        const int across = ui.portrait() ? 1 : 3;
        for (std::size_t at = 0; at < entries.size();) {
            for (const auto& place : column.row(ui.px(kCardHeight), across)) {
                if (at == entries.size()) break;
                const auto& entry = entries[at];
                if (ui::card(ui, place, "menu:" + std::string(entry.id),
                             {.title = words(entry.title),
                              .note = words(entry.note),
                              .icon = entry.icon,
                              .colour = ui::accent(at)})) {
                    tapped = &entry;
                }
                ++at;
            }
        }
        column.space(ui.px(8));
    });
    if (tapped != nullptr) tapped->open();
    return {foot.back};
}

}  // namespace disapa::screens
