#include "kiosk/officer/sign_in.h"

#include "kiosk/parts/layout.h"
#include "shared/base/limits.h"

namespace disapa::screens {
namespace {

constexpr float kWidth = 1100;  // design pixels

void draw_officers(ui::Ui& ui, ui::Column& column, SignInPage& view) {
    const auto& words = ui.words();
    for (const auto& officer : view.officers) {
        const bool chosen = view.chosen == officer.key;
        const ui::Cell cells[] = {
            {.text = officer.name,
             .note = officer.title,
             .share = 1,
             .strong = true,
             .icon = officer.role == Role::kades ? ui::icon("approval") : ui::icon("badge")}};
        if (!ui::list_row(ui, column, "officer:" + to_text(officer.key), cells, chosen)) continue;
        view.chosen = officer.key;
        view.pin.assign(view.pin.size(), '0');
        view.pin.clear();
        view.error.clear();
    }
    if (view.officers.empty()) {
        ui::emblem(ui, column, ui::icon("person_off"), ui::Tone::neutral, words("sign_in.nobody"),
                   words("sign_in.nobody_note"));
    }
}

void draw_pin(ui::Ui& ui, ui::Column& column, SignInPage& view, SignInWish& wish) {
    const auto& words = ui.words();
    board(ui, column, "sign_in:pin", [&](ui::Column& inside) {
        if (view.checking) {
            ui::spinner(ui, inside, words("sign_in.checking"));
            return;
        }
        const auto done = ui::pin_pad(ui, inside, "pin", words("sign_in.pin"), view.pin,
                                      {.digits_min = limits::kPinDigitsMin,
                                       .digits_max = limits::kPinDigitsMax,
                                       .error = words.said(view.error)});
        if (done.changed) view.error.clear();
        wish.entered = done.entered;
    });
}

}  // namespace

SignInWish draw_sign_in(ui::Ui& ui, ui::Rect page, SignInPage& view) {
    SignInWish wish;
    const auto& words = ui.words();
    const auto foot =
        step_bar(ui, page, {.back = words("page.home"), .back_icon = ui::icon("home")}, kWidth);
    wish.back = foot.back;
    ui.scroll("sign_in", body_of(ui, page, kWidth), [&](ui::Column& column) {
        side_by_side(
            ui, column, "sign_in:halves",
            [&](ui::Column& left) {
                page_head(ui, left, words("sign_in.title"), words("sign_in.note"));
                if (view.locked) ui::notice(ui, left, ui::Tone::info, words("sign_in.locked"));
                draw_officers(ui, left, view);
            },
            [&](ui::Column& right) {
                if (view.chosen) return draw_pin(ui, right, view, wish);
                ui::emblem(ui, right, ui::icon("lock"), ui::Tone::neutral, words("sign_in.first"),
                           words("sign_in.first_note"));
            });
    });
    return wish;
}

}  // namespace disapa::screens
