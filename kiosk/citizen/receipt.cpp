#include "kiosk/citizen/receipt.h"

#include "kiosk/parts/layout.h"

namespace disapa::screens {
namespace {

constexpr float kQr = 216;    // design pixels
constexpr float kTight = 10;  // between facts: all of them must be seen without scrolling

void draw_code(ui::Ui& ui, ui::Column& column, const ReceiptPage& page) {
    const auto& words = ui.words();
    ui::panel(ui, column, "receipt:code", [&](ui::Column& flow) {
        ui::Column inside(flow.rest(), ui.px(kTight));
        ui::paragraph(ui, inside, words("receipt.code"),
                      {.colour = ui::kMuted, .align = ui::Align::centre});
        ui::big_code(ui, inside, page.receipt.shown_code);
        const auto place = inside.take(ui.px(kQr));
        ui::qr_code(ui, place.centred(ui.px(kQr), ui.px(kQr)), "receipt:qr", words("receipt.qr"),
                    page.qr.modules, [&](int x, int y) { return page.qr.at(x, y); });
        ui::paragraph(ui, inside, words("receipt.keep"),
                      {.colour = ui::kMuted, .align = ui::Align::centre});
        (void)flow.take(inside.used());
    });
    if (page.roll != nullptr) page.roll->draw(ui, column);
}

void draw_facts(ui::Ui& ui, ui::Column& column, const ReceiptPage& page) {
    const auto& words = ui.words();
    const auto& receipt = page.receipt;
    ui::panel(ui, column, "receipt:facts", [&](ui::Column& flow) {
        ui::Column inside(flow.rest(), ui.px(kTight));
        ui::line_item(ui, inside, ui::icon("article"), ui::Tone::info,
                      words.said(receipt.service_name),
                      words("receipt.asked_on", {{"date", words.said(receipt.asked_on)}}));
        ui::line_item(
            ui, inside, ui::icon("event"), ui::Tone::good, words.said(receipt.come_back_on),
            words(receipt.holiday_table_ended ? "receipt.back_unsure" : "receipt.back_note"));
        std::string papers;
        for (const auto& paper : receipt.bring) {
            papers += (papers.empty() ? "" : ", ") + words.said(paper);
        }
        if (!papers.empty()) {
            ui::line_item(ui, inside, ui::icon("description"), ui::Tone::warn,
                          words("receipt.bring"), papers);
        }
        if (!receipt.telephone.empty()) {
            ui::line_item(ui, inside, ui::icon("phone"), ui::Tone::info, receipt.telephone,
                          words("receipt.phone", {{"office", receipt.office_line}}));
        }
        ui::line_item(ui, inside, ui::icon("task_alt"), ui::Tone::good, words("about.free"),
                      words("about.free_note"));
        (void)flow.take(inside.used());
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
