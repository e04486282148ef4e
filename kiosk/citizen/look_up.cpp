#include "kiosk/citizen/look_up.h"

#include "kiosk/parts/ask_status.h"
#include "kiosk/parts/layout.h"

namespace disapa::screens {
namespace {

constexpr float kWidth = 920;  // design pixels

void draw_status(ui::Ui& ui, ui::Column& column, const StatusView& status) {
    const auto& words = ui.words();
    ui::panel(ui, column, "status", [&](ui::Column& inside) {
        ui::paragraph(ui, inside, words.said(status.service_name), {.colour = ui::kMuted});
        inside.space(-ui.px(8));
        ui::heading(ui, inside, words.said(status.state));
        ui::line_item(ui, inside, ui::icon("place"), ui::Tone::info, words.said(status.place),
                      words("look_up.place"));
        ui::line_item(ui, inside, ui::icon("arrow_forward"), ui::Tone::good,
                      words.said(status.next), words("look_up.next"));
        if (!status.reason.empty()) {
            std::string reasons;
            for (const auto& reason : status.reasons) {
                reasons += (reasons.empty() ? "" : " ") + words.said(reason);
            }
            ui::notice(ui, inside, ui::Tone::warn, words("look_up.reason"),
                       reasons.empty() ? words.said(status.reason) : reasons);
        }
        if (!status.come_back_on.empty()) {
            ui::line_item(ui, inside, ui::icon("event"), ui::Tone::info,
                          words.said(status.come_back_on), words("receipt.back_note"));
        }
        ui::fact(ui, inside, words("look_up.code"), status.shown_code);
    });
}

ui::Tone tone_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::genuine:
            return ui::Tone::good;
        case Verdict::expired:
        case Verdict::key_revoked:
        case Verdict::unknown_key:
            return ui::Tone::warn;
        default:
            return ui::Tone::bad;
    }
}

ui::Icon icon_of(ui::Tone tone) {
    if (tone == ui::Tone::good) return ui::icon("gpp_good");
    return tone == ui::Tone::warn ? ui::icon("gpp_maybe") : ui::icon("gpp_bad");
}

void draw_letter(ui::Ui& ui, ui::Column& column, const Verification& letter) {
    const auto& words = ui.words();
    // What is said of a letter begins with its verdict: here the heading says that already.
    const bool sample = letter.verdict == Verdict::genuine && letter.claims.sample;
    const bool genuine = letter.verdict == Verdict::genuine && !sample;
    const auto tone = sample ? ui::Tone::warn : tone_of(letter.verdict);
    ui::panel(ui, column, "letter", [&](ui::Column& inside) {
        ui::emblem(ui, inside, icon_of(tone), tone,
                   words(genuine                  ? "letter.genuine"
                         : sample                 ? "letter.sample"
                         : tone == ui::Tone::warn ? "letter.ask"
                                                  : "letter.false"),
                   genuine ? words("letter.compare") : words.said(letter.sentence));
        if (letter.verdict == Verdict::changed) return;
        const auto& claims = letter.claims;
        if (!claims.number.empty()) ui::fact(ui, inside, words("letter.number"), claims.number);
        if (!claims.holder.empty()) ui::fact(ui, inside, words("letter.holder"), claims.holder);
        if (!letter.signer_name.empty()) {
            ui::fact(ui, inside, words("letter.signer"),
                     letter.signer_name + ", " + letter.signer_title);
        }
    });
}

void draw_ask(ui::Ui& ui, ui::Column& column, LookUpPage& view, LookUpWish& wish) {
    const auto& words = ui.words();
    ui::panel(ui, column, "look_up:ask", [&](ui::Column& inside) {
        const auto error = words.said(view.error);
        const auto typed = ui::text_field(ui, inside, "code", view.typed,
                                          {.label = words("look_up.label"),
                                           .hint = words("look_up.hint"),
                                           .note = words("look_up.note"),
                                           .error = error,
                                           .icon = ui::icon("receipt_long"),
                                           .enter = words("look_up.look"),
                                           .letters_max = 14,
                                           .capitals = true});
        if (typed.changed) view.error.clear();
        wish.look = typed.entered;
        if (ui.keyboard_open()) return;
        wish.look |= ui::button(ui, inside, "look", words("look_up.look"),
                                {.look = ui::Look::primary,
                                 .icon = ui::icon("search"),
                                 .enabled = !view.typed.empty()});
        if (view.has_camera) {
            wish.camera = ui::button(ui, inside, "look_up:camera", words("look_up.camera"),
                                     {.icon = ui::icon("photo_camera")});
        }
        ui::line_item(ui, inside, ui::icon("qr_code_scanner"), ui::Tone::info,
                      words("look_up.scan"), words("look_up.scan_note"));
    });
}

}  // namespace

LookUpWish draw_look_up(ui::Ui& ui, ui::Rect page, LookUpPage& view) {
    LookUpWish wish;
    const auto& words = ui.words();
    const bool answered = view.status || view.letter || view.question;
    if (!ui.keyboard_open()) {
        const auto foot = step_bar(ui, page,
                                   {.back = words("page.home"),
                                    .next = answered ? words("look_up.again") : "",
                                    .next_icon = ui::icon("search"),
                                    .back_icon = ui::icon("home")},
                                   kWidth);
        wish.back = foot.back;
        wish.again = foot.next;
    }
    ui.scroll("look_up", body_of(ui, page, kWidth), [&](ui::Column& column) {
        page_head(ui, column, words(view.letter ? "look_up.letter" : "look_up.title"),
                  answered ? "" : words("look_up.sentence"));
        if (view.status) {
            draw_status(ui, column, *view.status);
        } else if (view.question) {
            draw_question_status(ui, column, *view.question);
        } else if (view.letter) {
            draw_letter(ui, column, *view.letter);
        } else {
            draw_ask(ui, column, view, wish);
        }
        column.space(ui.px(8));
    });
    return wish;
}

}  // namespace disapa::screens
