#include "kiosk/station/settings.h"

#include <algorithm>

namespace disapa::screens {
namespace {

constexpr int kVolumeStep = 15, kVolumeMost = 100;

void draw_voice(ui::Ui& ui, ui::Column& column, Comfort& comfort, SettingsWish& wish) {
    const auto& words = ui.words();
    (void)ui::checkbox(ui, column, "settings:voice", words("settings.voice"), comfort.voice);
    if (!comfort.voice) return;
    const auto places = column.row(ui.px(ui::kButtonHeight), 3);
    if (ui::button(ui, places[0], "settings:softer", words("settings.softer"),
                   {.icon = ui::icon("remove"), .enabled = comfort.volume > kVolumeStep}))
        comfort.volume = std::max(kVolumeStep, comfort.volume - kVolumeStep);
    if (ui::button(ui, places[1], "settings:louder", words("settings.louder"),
                   {.icon = ui::icon("add"), .enabled = comfort.volume < kVolumeMost}))
        comfort.volume = std::min(kVolumeMost, comfort.volume + kVolumeStep);
    wish.repeat = ui::button(ui, places[2], "settings:repeat", words("settings.repeat"),
                             {.icon = ui::icon("refresh")});
}

}  // namespace

SettingsWish draw_settings(ui::Ui& ui, const SettingsSheet& sheet, Comfort& comfort) {
    SettingsWish wish;
    const auto& words = ui.words();
    bool done = false;
    const bool close =
        ui::sheet(ui, "settings", {words("settings.title"), 860}, [&](ui::Column& column) {
            if (sheet.languages.size() > 1) {
                ui::note(ui, column, words("settings.language"));
                (void)ui::tabs(ui, column, "settings:language", sheet.languages, comfort.language);
            }
            ui::note(ui, column, words("settings.size"));
            (void)ui::tabs(
                ui, column, "settings:size",
                {words("settings.normal"), words("settings.large"), words("settings.largest")},
                comfort.text_size);
            (void)ui::checkbox(ui, column, "settings:contrast", words("settings.contrast"),
                               comfort.contrast);
            if (ui.can_be_low())
                (void)ui::checkbox(ui, column, "settings:low", words("settings.low"), comfort.low);
            if (sheet.has_voice) draw_voice(ui, column, comfort, wish);
            done = ui::button(ui, column, "settings:done", words("ui.done"),
                              {.look = ui::Look::primary, .icon = ui::icon("check")});
        });
    wish.close = close || done;
    return wish;
}

}  // namespace disapa::screens
