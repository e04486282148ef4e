#include "kiosk/screens/run.h"

#include "kiosk/counter/settings.h"
#include "kiosk/screens/app.h"
#include "kiosk/ui/window.h"
#include "shared/base/file.h"

namespace disapa {
namespace {

constexpr double kScreenshotSeconds = 1.5;

}  // namespace

Status run_screens(const std::filesystem::path& folder, const std::filesystem::path& assets,
                   const Clock& clock, Random& random, const ScreenOptions& options) {
    auto words = ui::Words::load(assets / "words" / "id.json");
    if (!words) return pass(std::move(words));
    auto counter = Counter::open(folder, assets, clock, random);
    if (!counter) return pass(std::move(counter));
    auto settings = read_kiosk_settings(folder);
    if (!settings) return pass(std::move(settings));
    auto lock = LockFile::take(folder / "screen.lock", "Layar kiosk ini sudah terbuka.");
    if (!lock) return pass(std::move(lock));
    screens::AppOptions app_options;
    app_options.print_folder =
        options.print_folder.empty() ? folder / "cetak" : options.print_folder;
    app_options.file_folder = options.file_folder.empty() ? folder / "berkas" : options.file_folder;
    app_options.kelurahan = counter->node().setup().region.is_kelurahan();

    ui::WindowOptions look;
    look.width = options.width;
    look.height = options.height;
    look.show_cursor = options.show_cursor;
    auto window = ui::Window::open(look, *words);
    if (!window) return pass(std::move(window));

    screens::Worker worker(std::move(*counter), screens::Worker::Mode::thread);
    worker.on_result([&] { (*window)->wake(); });
    screens::Chores chores(screens::Chores::Mode::thread);
    chores.on_result([&] { (*window)->wake(); });
    screens::App app(worker, chores, clock, std::move(app_options));
    (*window)->run([&](ui::Ui& ui) {
        app.frame(ui);
        return options.screenshot.empty() || ui.time() < kScreenshotSeconds;
    });
    // Only now: inside a frame there is nothing drawn yet to read back.
    return options.screenshot.empty() ? Status{} : (*window)->screenshot(options.screenshot);
}

}  // namespace disapa
