#include "kiosk/citizen/receipt.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/parts/layout.h"

namespace disapa::screens {
namespace {

// Design pixels. All of a receipt is seen without scrolling on a page of the normal size: the QR
// and the gaps between facts give way to long lists, down to what a phone and an eye still read.
constexpr float kQr = 216, kQrMin = 140;
constexpr float kGap = 10, kGapMin = 2;
constexpr float kFacts = 5;  // at most, one under the other

// What is left of `room` for the piece that gives way, beside what stood with it in the last frame.
float left_of(ui::Ui& ui, const char* id, float room, float least, float most) {
    return std::floor(std::clamp(room - ui.memory(id).content, ui.px(least), ui.px(most)));
}

// `used`: as high as all of it is. Panels know their height one frame late: in it the piece is
// still as it was in the last frame.
void remember(ui::Ui& ui, const char* id, float used, float piece) {
    auto& memory = ui.memory(id);
    const float beside = used - std::exchange(memory.seen_height, piece);
    if (std::abs(memory.content - beside) < 1) return;
    memory.content = beside;
    ui.unsettle();
}

constexpr const char* kBesideQr = "receipt:beside_qr";
constexpr const char* kBesideGaps = "receipt:beside_gaps";

void draw_code(ui::Ui& ui, ui::Column& column, const ReceiptPage& page, float side) {
    const auto& words = ui.words();
    ui::panel(ui, column, "receipt:code", [&](ui::Column& flow) {
        ui::Column inside(flow.rest(), ui.px(kGap));
        ui::paragraph(ui, inside, words("receipt.code"),
                      {.colour = ui::kMuted, .align = ui::Align::centre});
        ui::big_code(ui, inside, page.receipt.shown_code);
        const auto place = inside.take(side);
        ui::qr_code(ui, place.centred(side, side), "receipt:qr", words("receipt.qr"),
                    page.qr.modules, [&](int x, int y) { return page.qr.at(x, y); });
        ui::paragraph(ui, inside, words("receipt.keep"),
                      {.colour = ui::kMuted, .align = ui::Align::centre});
        (void)flow.take(inside.used());
    });
    if (page.roll != nullptr) page.roll->draw(ui, column);
}

void draw_facts(ui::Ui& ui, ui::Column& column, const ReceiptPage& page, float gap) {
    const auto& words = ui.words();
    const auto& receipt = page.receipt;
    ui::panel(ui, column, "receipt:facts", [&](ui::Column& flow) {
        ui::Column inside(flow.rest(), gap);
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
    const auto body = body_of(ui, page);
    ui.scroll("receipt", body, [&](ui::Column& column) {
        page_head(ui, column, words("receipt.title"), "");
        const float head = column.used() + column.gap();
        const float side = left_of(ui, kBesideQr, body.h, kQrMin, kQr);
        const float gaps = kFacts - 1;
        const float gap =
            std::floor(left_of(ui, kBesideGaps, body.h, kGapMin * gaps, kGap * gaps) / gaps);
        side_by_side(
            ui, column, "receipt:halves",
            [&](ui::Column& left) {
                draw_code(ui, left, receipt, side);
                if (!ui.portrait()) remember(ui, kBesideQr, head + left.used(), side);
            },
            [&](ui::Column& right) {
                draw_facts(ui, right, receipt, gap);
                if (!ui.portrait()) remember(ui, kBesideGaps, head + right.used(), gap * gaps);
            });
        if (!ui.portrait()) return;
        // Gaps give way only where the smallest QR is not enough: the two must not take turns.
        const float spare = ui.memory(kBesideQr).seen_height - ui.px(kQrMin);
        remember(ui, kBesideGaps, column.used() - spare, gap * gaps);
        remember(ui, kBesideQr, column.used(), side);
    });
    return {foot.back && !receipt.printing, foot.next};
}

}  // namespace disapa::screens
