#include "kiosk/screens/receipt.h"

#include "kiosk/screens/layout.h"

namespace disapa::screens {
namespace {

void draw_code(ui::Ui& ui, ui::Column& column, const ReceiptPage& page) {
    const auto& words = ui.words();
    ui::panel(ui, column, "receipt:code", [&](ui::Column& inside) {
        ui::paragraph(ui, inside, words("receipt.code"),
                      {.colour = ui::kMuted, .align = ui::Align::centre});
        ui::big_code(ui, inside, page.receipt.shown_code);
        const auto place = inside.take(ui.px(206));
        ui::qr_code(ui, place.centred(ui.px(206), ui.px(206)), "receipt:qr", words("receipt.qr"),
                    page.qr.modules, [&](int x, int y) { return page.qr.at(x, y); });
        ui::paragraph(ui, inside, words("receipt.keep"),
                      {.colour = ui::kMuted, .align = ui::Align::centre});
    });
}

void draw_facts(ui::Ui& ui, ui::Column& column, const ReceiptPage& page) {
    const auto& words = ui.words();
    const auto& receipt = page.receipt;
    if (page.roll != nullptr) page.roll->draw(ui, column);
    ui::panel(ui, column, "receipt:facts", [&](ui::Column& inside) {
        ui::line_item(ui, inside, ui::icon("article"), ui::Tone::info, receipt.service_name,
                      words("receipt.asked_on", {{"date", receipt.asked_on}}));
        ui::line_item(
            ui, inside, ui::icon("event"), ui::Tone::good, receipt.come_back_on,
            words(receipt.holiday_table_ended ? "receipt.back_unsure" : "receipt.back_note"));
        std::string papers;
        for (const auto& paper : receipt.bring) papers += (papers.empty() ? "" : ", ") + paper;
        if (!papers.empty()) {
            ui::line_item(ui, inside, ui::icon("description"), ui::Tone::warn,
                          words("receipt.bring"), papers);
        }
        ui::notice(ui, inside, ui::Tone::good, words("about.free"), words("about.free_note"));
        if (!receipt.telephone.empty()) {
            ui::line_item(ui, inside, ui::icon("phone"), ui::Tone::info, receipt.telephone,
                          words("receipt.phone", {{"office", receipt.office_line}}));
        }
    });
}

}  // namespace

ReceiptWish draw_receipt(ui::Ui& ui, ui::Rect page, const ReceiptPage& receipt) {
    const auto& words = ui.words();
    const auto foot =
        step_bar(ui, page,
                 {.back = words(receipt.written ? "receipt.print_again" : "receipt.print"),
                  .next = words("receipt.done"),
                  .next_icon = ui::icon("check"),
                  .back_icon = ui::icon("print")});
    ui.scroll("receipt", body_of(ui, page), [&](ui::Column& column) {
        page_head(ui, column, words("receipt.title"), "");
        side_by_side(
            ui, column, "receipt:halves", [&](ui::Column& left) { draw_code(ui, left, receipt); },
            [&](ui::Column& right) { draw_facts(ui, right, receipt); });
        column.space(ui.px(8));
    });
    return {foot.back && !receipt.printing, foot.next};
}

}  // namespace disapa::screens
