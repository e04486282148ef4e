#include "kiosk/screens/reason.h"

#include "shared/base/text.h"

namespace disapa::screens {

ReasonWish draw_reason(ui::Ui& ui, ReasonSheet& sheet) {
    ReasonWish wish;
    if (!sheet.open) return wish;
    wish.close = ui::sheet(ui, "reason", {sheet.title, 860}, [&](ui::Column& column) {
        const auto typed = ui::text_field(ui, column, "reason:text", sheet.typed,
                                          {.label = sheet.label,
                                           .hint = sheet.hint,
                                           .enter = ui.words()("reason.enter"),
                                           .letters_max = sheet.letters_max,
                                           .lines = sheet.capitals ? 1 : 2,
                                           .capitals = sheet.capitals});
        (void)typed;
        if (ui.keyboard_open()) return;
        for (std::size_t at = 0; at < sheet.offers.size(); ++at) {
            if (ui::button(ui, column, "offer:" + std::to_string(at), sheet.offers[at],
                           {.look = ui::Look::quiet, .icon = ui::icon("add")})) {
                sheet.typed = sheet.offers[at];
            }
        }
        const bool whole = letters(clean_text(sheet.typed)) >= 2;
        wish.done = ui::button(ui, column, "reason:done", sheet.action,
                               {.look = sheet.dangerous ? ui::Look::danger : ui::Look::primary,
                                .icon = ui::icon("check"),
                                .enabled = whole});
    });
    return wish;
}

}  // namespace disapa::screens
