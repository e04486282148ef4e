#include "kiosk/station/exit.h"

#include <algorithm>

#include "kiosk/counter/admin_pin.h"
#include "kiosk/parts/layout.h"
#include "shared/base/limits.h"

namespace disapa::screens {
namespace {

void wipe(std::string& secret) {
    std::ranges::fill(secret, '0');
    secret.clear();
}

}  // namespace

void ExitSheet::watch(ui::Ui& ui) {
    const auto& finger = ui.finger();
    const float corner = ui.px(kCorner);
    const bool held =
        finger.down && finger.x >= 0 && finger.x < corner && finger.y >= 0 && finger.y < corner;
    if (!held || is_open()) {
        held_since_ = -1;
        return;
    }
    if (held_since_ < 0) held_since_ = ui.time();
    ui.wake_after(0.5);
    if (ui.time() - held_since_ < kHoldSeconds) return;
    close();
    step_ = Step::pin;
    ui.blur();
}

void ExitSheet::close() {
    ++generation_;
    step_ = Step::closed;
    held_since_ = -1;
    checking_ = false;
    wipe(pin_);
    error_.clear();
}

void ExitSheet::try_pin() {
    checking_ = true;
    error_.clear();
    context_.chores.post([this, folder = context_.folder, clock = &context_.clock, pin = pin_,
                          at = generation_]() mutable -> Chores::Apply {
        auto good = check_admin_pin(folder, pin, *clock);
        wipe(pin);
        return [this, good, at] {
            if (at != generation_) return;
            checking_ = false;
            if (good) {
                step_ = Step::menu;
            } else {
                error_ = good.error().sentence;
            }
        };
    });
    wipe(pin_);
}

ScreenEnd ExitSheet::draw(ui::Ui& ui) {
    if (!is_open()) return ScreenEnd::none;
    const auto& words = ui.words();
    auto end = ScreenEnd::none;
    bool stay = false, entered = false;
    const bool out = ui::sheet(ui, "exit", {words("exit.title"), 720}, [&](ui::Column& column) {
        if (step_ == Step::menu) {
            if (ui::button(ui, column, "exit:restart", words("exit.restart"),
                           {.icon = ui::icon("refresh")}))
                end = ScreenEnd::restart;
            if (ui::button(ui, column, "exit:leave", words("exit.leave"),
                           {.look = ui::Look::danger, .icon = ui::icon("power_settings_new")}))
                end = ScreenEnd::leave;
            stay = ui::button(ui, column, "exit:stay", words("exit.stay"),
                              {.look = ui::Look::quiet, .icon = ui::icon("close")});
            return;
        }
        board(ui, column, "exit:board", [&](ui::Column& inside) {
            if (checking_) return ui::spinner(ui, inside, words("sign_in.checking"));
            const auto said = words.said(error_);
            const auto typed = ui::pin_pad(ui, inside, "exit:pin", words("exit.pin"), pin_,
                                           {.digits_min = limits::kPinDigitsMin,
                                            .digits_max = limits::kPinDigitsMax,
                                            .error = said});
            if (typed.changed) error_.clear();
            entered = typed.entered;
        });
    });
    if (entered && !checking_) try_pin();
    if (out || stay) close();
    return end;
}

}  // namespace disapa::screens
