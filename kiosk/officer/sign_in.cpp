#include "kiosk/officer/sign_in.h"

#include "kiosk/parts/layout.h"
#include "shared/base/limits.h"

namespace disapa::screens {
namespace {

constexpr float kWidth = 1100;       // design pixels
constexpr float kBesideWidth = 900;  // that names and keys need beside each other

// `alone`: who has chosen sees his own name, and touches it to choose again; the keys are in sight.
void draw_officers(ui::Ui& ui, ui::Column& column, SignInPage& view, bool alone) {
    const auto& words = ui.words();
    const auto before = view.chosen;
    for (const auto& officer : view.officers) {
        const bool chosen = before == officer.key;
        if (alone && before && !chosen) continue;
        const ui::Cell cells[] = {
            {.text = officer.name,
             .note = officer.title,
             .share = 1,
             .strong = true,
             .icon = officer.role == Role::kades ? ui::icon("approval") : ui::icon("badge")}};
        if (!ui::list_row(ui, column, "officer:" + to_text(officer.key), cells, chosen)) continue;
        view.chosen = officer.key;
        if (alone && chosen && view.officers.size() > 1) view.chosen.reset();
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
        const bool beside = column.width() >= ui.px(kBesideWidth);
        const auto left = [&](ui::Column& place) {
            page_head(ui, place, words("sign_in.title"), words("sign_in.note"));
            if (view.locked) ui::notice(ui, place, ui::Tone::info, words("sign_in.locked"));
            draw_officers(ui, place, view, !beside);
        };
        const auto right = [&](ui::Column& place) {
            if (view.chosen) return draw_pin(ui, place, view, wish);
            ui::emblem(ui, place, ui::icon("lock"), ui::Tone::neutral, words("sign_in.first"),
                       words("sign_in.first_note"));
        };
        if (beside) return halves(ui, column, "sign_in:halves", left, right);
        left(column);
        right(column);
    });
    return wish;
}

}  // namespace disapa::screens
