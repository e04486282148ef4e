#include "kiosk/station/stick.h"

#include "kiosk/parts/layout.h"

namespace disapa::screens {
namespace {

constexpr double kLookSeconds = 2;
constexpr float kWidth = 900;  // design pixels

}  // namespace

void StickPage::open() {
    if (working_) return;  // came back while it is written
    close();
    look();
}

void StickPage::close() {
    if (working_) return;  // its result still comes
    ++generation_;
    sticks_.clear();
    carried_ = {};
    done_ = looking_ = false;
    looked_at_ = -1;
}

void StickPage::look() {
    looking_ = true;
    context_.chores.post(
        [this, spec = context_.settings.stick, at = generation_]() -> Chores::Apply {
            return [this, sticks = devices::find_sticks(spec), at] {
                if (at != generation_) return;
                looking_ = false;
                sticks_ = sticks;
            };
        });
}

void StickPage::begin(const devices::Stick& stick) {
    working_ = true;
    phase_ = std::make_shared<std::atomic<CarryPhase>>(CarryPhase::reading);
    context_.chores.post([this, stick, phase = phase_, folder = context_.folder,
                          sync = context_.programs / "disapa-sync"]() -> Chores::Apply {
        return [this, carried = carry(sync, folder, stick, *phase)] {
            working_ = false;
            done_ = true;
            carried_ = carried;
        };
    });
}

void StickPage::draw_choice(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    if (sticks_.empty()) {
        ui::emblem(ui, column, ui::icon("usb"), ui::Tone::info, words("stick.plug"),
                   words("stick.plug_note"));
        return;
    }
    ui::notice(ui, column, ui::Tone::info, words("stick.what"), words("stick.what_note"));
    std::size_t number = 0;
    for (const auto& stick : sticks_) {
        const auto label = sticks_.size() == 1 ? words("stick.carry")
                                               : words("stick.carry_one", {{"name", stick.name()}});
        if (ui::button(ui, column, "stick:carry:" + std::to_string(number++), label,
                       {.look = ui::Look::primary, .icon = ui::icon("usb")}))
            return begin(stick);
        if (stick.read_only) ui::notice(ui, column, ui::Tone::warn, words("stick.read_only"));
    }
}

void StickPage::draw_working(ui::Ui& ui, ui::Column& column) const {
    const auto& words = ui.words();
    ui::emblem(ui, column, ui::icon("usb"), ui::Tone::warn, words("stick.stay"),
               words("stick.stay_note"));
    switch (phase_->load()) {
        case CarryPhase::reading:
            return ui::spinner(ui, column, words("stick.reading"));
        case CarryPhase::writing:
            return ui::spinner(ui, column, words("stick.writing"));
        case CarryPhase::ending:
            return ui::spinner(ui, column, words("stick.ending"));
    }
}

void StickPage::draw_result(ui::Ui& ui, ui::Column& column) const {
    const auto& words = ui.words();
    const auto count = [](std::uint64_t of) { return std::to_string(of); };
    if (has_failed()) {
        ui::emblem(ui, column, ui::icon("report"), ui::Tone::warn, words("stick.failed"),
                   words.said(carried_.trouble));
        if (carried_.safe) ui::notice(ui, column, ui::Tone::info, words("stick.pull"));
    } else {
        ui::emblem(ui, column, ui::icon("check_circle"), ui::Tone::good, words("stick.pull"),
                   words("stick.pull_note"));
    }
    if (carried_.read) {
        ui::fact(ui, column, words("stick.news"), count(carried_.news));
        ui::fact(ui, column, words("stick.arrived"), count(carried_.arrived));
    }
    if (carried_.written) ui::fact(ui, column, words("stick.taken"), count(carried_.taken));
    if (carried_.foreign > 0) ui::fact(ui, column, words("stick.foreign"), count(carried_.foreign));
    if (carried_.damaged > 0) ui::notice(ui, column, ui::Tone::warn, words("stick.damaged"));
    if (carried_.left) ui::notice(ui, column, ui::Tone::info, words("stick.left"));
}

bool StickPage::draw(ui::Ui& ui, ui::Rect page) {
    const auto& words = ui.words();
    if (!working_ && !done_) {
        if (!looking_ && (looked_at_ < 0 || ui.time() - looked_at_ >= kLookSeconds)) {
            looked_at_ = ui.time();
            look();
        }
        ui.wake_after(kLookSeconds);
    }
    ui::BackNextView bar;
    if (!working_) {
        bar.back = words("stick.back");
        if (done_) {
            bar.next = words(has_failed() ? "stick.again" : "stick.done");
            bar.next_icon = has_failed() ? ui::icon("refresh") : ui::icon("check");
        }
    }
    const auto wish = step_bar(ui, page, bar, kWidth);
    ui.scroll("stick", body_of(ui, page, kWidth), [&](ui::Column& column) {
        page_head(ui, column, words("stick.title"), words("stick.note"));
        if (working_) {
            draw_working(ui, column);
        } else if (done_) {
            draw_result(ui, column);
        } else {
            draw_choice(ui, column);
        }
    });
    const bool leave = wish.back || (wish.next && done_ && !has_failed());
    if (wish.next && done_ && has_failed()) open();
    if (leave) close();
    return leave;
}

}  // namespace disapa::screens
