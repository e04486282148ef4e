#include "kiosk/officer/reason.h"

#include <algorithm>

#include "kiosk/parts/layout.h"
#include "shared/base/text.h"

namespace disapa::screens {
namespace {

constexpr std::string_view kPaperCode = "kertas_kurang", kOtherCode = "lainnya";

bool is_on(const std::vector<ReasonChip>& chips, std::string_view code) {
    return std::ranges::any_of(
        chips, [&](const ReasonChip& chip) { return chip.on && chip.code == code; });
}

void draw_chips(ui::Ui& ui, ui::Column& column, const std::string& id,
                std::vector<ReasonChip>& chips) {
    const auto& words = ui.words();
    const auto draw = [&](ui::Column& place, ReasonChip& chip) {
        (void)ui::checkbox(ui, place, id + ":" + chip.code, words.said(chip.label), chip.on);
    };
    for (std::size_t at = 0; at < chips.size(); at += 2) {
        const Fill right = at + 1 == chips.size() ? Fill() : [&, at](ui::Column& place) {
            draw(place, chips[at + 1]);
        };
        side_by_side(
            ui, column, id + ":line:" + std::to_string(at),
            [&](ui::Column& place) { draw(place, chips[at]); }, right);
    }
}

}  // namespace

Reason ReasonSheet::reason() const {
    Reason said;
    for (const auto& chip : chips) {
        if (chip.on) said.codes.push_back(chip.code);
    }
    std::string lacking;
    for (const auto& paper : papers) {
        if (!paper.on || !is_on(chips, kPaperCode)) continue;
        lacking += (lacking.empty() ? "Kertas yang kurang: " : ", ") + paper.label;
    }
    if (!lacking.empty()) said.words = lacking + ".";
    const auto own = clean_text(typed);
    if (!own.empty()) said.words += (said.words.empty() ? "" : " ") + own;
    return said;
}

bool ReasonSheet::is_whole() const {
    const auto said = reason();
    const bool known =
        std::ranges::any_of(said.codes, [](const std::string& code) { return code != kOtherCode; });
    // Which paper is lacking must be said: the citizen walks home for it.
    if (is_on(chips, kPaperCode) && !papers.empty() && said.words.empty()) return false;
    return letters(said.words) <= letters_max && (known || letters(said.words) >= 2);
}

ReasonWish draw_reason(ui::Ui& ui, ReasonSheet& sheet) {
    ReasonWish wish;
    if (!sheet.open) return wish;
    wish.close = ui::sheet(ui, "reason", {sheet.title, 1000}, [&](ui::Column& column) {
        const bool typing = ui.keyboard_open();
        if (!typing) {
            draw_chips(ui, column, "chip", sheet.chips);
            if (!sheet.papers.empty() && is_on(sheet.chips, kPaperCode)) {
                ui::title(ui, column, ui.words()("give_back.papers"));
                draw_chips(ui, column, "lacking", sheet.papers);
            }
        }
        const auto typed = ui::text_field(ui, column, "reason:text", sheet.typed,
                                          {.label = sheet.label,
                                           .hint = sheet.hint,
                                           .enter = ui.words()("reason.enter"),
                                           .letters_max = sheet.letters_max,
                                           .lines = sheet.capitals ? 1 : 2,
                                           .capitals = sheet.capitals});
        (void)typed;
        if (typing) return;
        for (std::size_t at = 0; at < sheet.offers.size(); ++at) {
            if (ui::button(ui, column, "offer:" + std::to_string(at),
                           ui.words().said(sheet.offers[at]),
                           {.icon = ui::icon("add")})) {
                sheet.typed = sheet.offers[at];
            }
        }
        wish.done = ui::button(ui, column, "reason:done", sheet.action,
                               {.look = sheet.dangerous ? ui::Look::danger : ui::Look::primary,
                                .icon = ui::icon("check"),
                                .enabled = sheet.is_whole()});
    });
    return wish;
}

}  // namespace disapa::screens
