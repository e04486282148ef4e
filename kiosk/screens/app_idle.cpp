// What the App does for a person who has gone, and for the next one: asks, wipes, rests.
#include <algorithm>

#include "kiosk/devices/speaker.h"
#include "kiosk/screens/app.h"
#include "shared/base/limits.h"

namespace disapa::screens {
// Something that the next person must not find, or that this one would miss.
bool App::is_in_use() const {
    return page_ != Page::home || context_.session || help_ || settings_ || exit_.is_open() ||
           !home_page_.search.empty() || !home_page_.need.empty();
}

// The next person must find nothing of the one before.
void App::heed_idle(ui::Ui& ui) {
    // "Do not pull it out" stands until the stick may be pulled out.
    const double idle = page_ == Page::stick && stick_page_.is_working() ? 0 : ui.idle();
    if (idle >= kWarnSeconds && idle < kLockSeconds && !attract_ && is_in_use()) warned_ = true;
    const bool draft = page_ == Page::citizen && citizen_.has_draft();
    if (idle >= limits::kDraftMinutes * 60 && (draft || resume_.open)) {
        citizen_.wipe();
        rest(ui);
    } else if (context_.session && idle >= kLockSeconds) {
        lock_officer(ui);
    } else if (page_ == Page::officer && idle < kRestSeconds) {
        return;  // he may be back in a moment, and nothing but his name is shown
    } else if (idle >= kLockSeconds && !attract_) {
        rest(ui);
    }
}

void App::lock_officer(ui::Ui& ui) {
    const bool amending = citizen_.is_amending();
    const bool draft = citizen_.has_draft();
    context_.session.reset();
    warned_ = false;
    if (!amending && draft) return rest(ui);
    if (amending) citizen_.wipe();
    if (amending || page_ == Page::officer) {
        page_ = Page::officer;
        officer_.lock();
        ui.forget();
        reset_comfort();
    } else {
        rest(ui);
    }
}

// From screen and memory. A draft stays on the disk for its ten minutes, behind the question for
// the last digits of its NIK; one without a NIK has no such question and is wiped.
void App::rest(ui::Ui& ui) {
    const bool draft = citizen_.has_draft();
    context_.session.reset();
    if (ask_.holds_something()) ask_.wipe();  // nobody can prove whose it is
    go_home(ui);
    resume_ = {};
    reset_comfort();
    context_.problem = {};
    ui.words().forget();
    attract_ = true;
    notices_at_ = -1;
    if (!draft) return;
    context_.worker.post([this](Counter& counter) -> Worker::Apply {
        auto left = counter.left_draft();
        if (left && left->nik_tail.empty()) {
            counter.wipe_draft();
            left.reset();
        }
        return [this, left] {
            if (left && page_ == Page::home) resume_ = {true, *left, {}, 0};
        };
    });
}

void App::reset_comfort() {
    comfort_ = default_comfort_;
    guide_.forget();
    if (context_.devices.speaker) context_.devices.speaker->forget();
}

// What is on the screen, for who cannot read it. An officer's work is read to nobody.
void App::speak(ui::Ui& ui) {
    auto* speaker = context_.devices.speaker;
    if (!speaker || !comfort_.voice || attract_ || context_.session || exit_.is_open()) return;
    const auto heard = guide_.heed(ui);
    if (heard.empty()) return;
    std::vector<devices::Phrase> phrases;
    for (const auto& each : heard) phrases.push_back({each.key, each.text, ui.words().language()});
    speaker->say(std::move(phrases));
}

void App::apply_comfort(ui::Ui& ui) {
    if (applied_ && *applied_ == comfort_) return;
    ui.set_text_size(comfort_.text_size);
    ui.set_contrast(comfort_.contrast);
    ui.set_low(comfort_.low);
    if (options_.languages) {
        auto& languages = *options_.languages;
        const auto last = static_cast<int>(languages.size()) - 1;
        comfort_.language = std::clamp(comfort_.language, 0, last);
        ui.use_words(languages[static_cast<std::size_t>(comfort_.language)]);
    }
    if (auto* speaker = context_.devices.speaker) {
        speaker->set_volume(comfort_.volume);
        if (applied_ && applied_->voice && !comfort_.voice) speaker->stop();
        if (applied_ && applied_->voice != comfort_.voice) guide_.forget();
    }
    applied_ = comfort_;
}

AttractPage App::still_screen() const {
    AttractPage page;
    page.office = home_.office_line;
    page.place = home_.place_line;
    page.telephone = home_.telephone;
    page.sample = home_.sample;
    page.now = context_.clock.now();
    page.notices = notices_;
    return page;
}

void App::draw_idle_screen(ui::Ui& ui) {
    constexpr double kNoticesSeconds = 300;
    if (notices_at_ < 0 || ui.time() - notices_at_ > kNoticesSeconds) {
        notices_at_ = ui.time();
        context_.worker.post([this](Counter& counter) -> Worker::Apply {
            return [this, notices = still_notices(counter.node())] { notices_ = notices; };
        });
    }
    if (screens::draw_attract(ui, still_screen()) || !ui.keystrokes().empty()) attract_ = false;
}

// What an officer is writing, as the still screen will show it; a touch leads back to him.
bool App::draw_preview(ui::Ui& ui) {
    const auto& text = notices_page_.preview();
    if (page_ != Page::notices || !text) return false;
    auto page = still_screen();
    page.notices = {{own_notices(context_.kelurahan), text->heading, text->words}};
    const bool touched = screens::draw_attract(ui, page);
    if (touched || !ui.keystrokes().empty()) notices_page_.end_preview();
    draw_warning(ui);
    return true;
}

void App::draw_warning(ui::Ui& ui) {
    if (!warned_) return;
    if (!is_in_use() || (ui.idle() < kWarnSeconds && !ui.keystrokes().empty())) {
        warned_ = false;
        return;
    }
    const auto& words = ui.words();
    const double idle = std::max(ui.idle(), kWarnSeconds);
    const auto left = std::to_string(static_cast<int>(kLockSeconds - idle + 0.999));
    bool stay = false;
    const bool close = ui::sheet(ui, "idle", {"", 680}, [&](ui::Column& column) {
        ui::emblem(ui, column, ui::icon("hourglass_empty"), ui::Tone::warn, words("idle.title"),
                   words("idle.sentence", {{"seconds", left}}));
        stay = ui::button(ui, column, "idle:stay", words("idle.stay"),
                          {.look = ui::Look::primary, .icon = ui::icon("touch_app")});
    });
    if (close || stay) warned_ = false;
}

void App::draw_comfort(ui::Ui& ui) {
    if (!settings_) return;
    SettingsSheet sheet;
    if (options_.languages) {
        for (const auto& words : *options_.languages)
            sheet.languages.push_back(words("ui.language"));
    }
    sheet.has_voice = context_.devices.speaker != nullptr;
    const auto wish = screens::draw_settings(ui, sheet, comfort_);
    if (wish.repeat && sheet.has_voice) context_.devices.speaker->repeat();
    if (wish.close) settings_ = false;
}

}  // namespace disapa::screens
