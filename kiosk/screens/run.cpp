#include "kiosk/screens/run.h"

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <future>
#include <iostream>
#include <tuple>

#include "kiosk/counter/prints.h"
#include "kiosk/counter/settings.h"
#include "kiosk/devices/camera.h"
#include "kiosk/devices/child.h"
#include "kiosk/devices/letter_printer.h"
#include "kiosk/devices/receipt_printer.h"
#include "kiosk/devices/speaker.h"
#include "kiosk/screens/app.h"
#include "kiosk/screens/end_signals.h"
#include "kiosk/screens/first_picture.h"
#include "kiosk/screens/tree_file.h"
#include "kiosk/ui/window.h"
#include "shared/base/file.h"
#include "shared/base/program.h"

namespace disapa {
namespace {

constexpr double kScreenshotSeconds = 1.5;

// For the journal and for benchmarks: how long a person waits for the screen, and what it costs.
class FrameLog {
  public:
    void frame(const ui::Window& window) {
        if (told_ || window.counts().drawn == 0) return;
        told_ = true;
        const auto passed = std::chrono::steady_clock::now() - start_;
        std::clog << "window: first frame after "
                  << std::chrono::duration_cast<std::chrono::milliseconds>(passed).count()
                  << " ms, " << std::clock() / (CLOCKS_PER_SEC / 1000) << " ms of processor\n";
    }
    static void end(const ui::Window& window) {
        const auto counts = window.counts();
        std::clog << "window: " << counts.frames << " frames, " << counts.drawn << " drawn\n";
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    bool told_ = false;
};

struct Printers {
    std::unique_ptr<devices::ReceiptPrinter> receipt;
    std::unique_ptr<devices::LetterPrinter> letter;
};

// Only what kiosk.json names; a printer that is off now may be on when it is needed.
Result<Printers> open_printers(const KioskSettings& settings) {
    Printers made;
    if (!settings.receipt_printer.empty()) {
        auto opened = devices::open_receipt_printer(settings.receipt_printer, settings.receipt_mm);
        if (!opened) return pass(std::move(opened));
        made.receipt = std::move(*opened);
    }
    if (!settings.letter_printer.empty()) {
        auto opened = devices::open_letter_printer(settings.letter_printer, {});
        if (!opened) return pass(std::move(opened));
        made.letter = std::move(*opened);
    }
    return made;
}

// A kiosk without a voice is a kiosk.
std::unique_ptr<devices::Speaker> find_speaker(const KioskSettings& settings) {
    if (settings.speaker == "none") return nullptr;
    auto opened = devices::open_speaker(settings.speaker, settings.prompts);
    if (opened) return std::move(*opened);
    std::clog << "speaker: " << opened.error().log << '\n';
    return nullptr;
}

ui::WindowOptions window_options(const ScreenOptions& options, const KioskSettings& settings) {
    ui::WindowOptions look;
    look.width = options.width;
    look.height = options.height;
    look.show_cursor = options.show_cursor;
    const bool whole = look.width == 0 && settings.fullscreen;
    if (look.width == 0 && !whole) std::tie(look.width, look.height) = std::pair(1280, 800);
    look.closable = !whole;  // a kiosk has one way out, behind a PIN
    return look;
}

tl::unexpected<Error> driver_died() {
    return fail(ErrorCode::io,
                "Layar tidak bisa dibuka. Nyalakan ulang komputer; jika tetap gagal, hubungi "
                "pengelola.",
                std::string(ui::kGraphicsTrouble) + "the last start ended before its picture");
}

}  // namespace

bool is_graphics_trouble(const Error& error) {
    return error.log.starts_with(ui::kGraphicsTrouble);
}

Result<int> run_screens(const std::filesystem::path& folder, const std::filesystem::path& assets,
                        const Clock& clock, Random& random, const ScreenOptions& options) {
    FrameLog log;
    screens::FirstPicture picture(folder);
    if (picture.failed_before() && std::getenv(kSoftwareGl) == nullptr) return driver_died();
    ui::Window::connect();
    screens::EndSignals signals;  // before any other thread
    auto words = ui::Words::load_all(assets / "words");
    if (!words) return pass(std::move(words));
    auto settings = read_kiosk_settings(folder);
    if (!settings) return pass(std::move(settings));
    // Books, voice and window each take a while and need nothing of each other.
    HomeView home;  // ready for the first frame
    auto opening = std::async(std::launch::async, [&] {
        auto counter = Counter::open(folder, assets, clock, random);
        if (counter) home = counter->home();
        return counter;
    });
    auto speaking = std::async(std::launch::async, [&] { return find_speaker(*settings); });
    auto window = ui::Window::open(window_options(options, *settings), words->front());
    auto counter = opening.get();
    if (!counter) return pass(std::move(counter));
    if (!window) return pass(std::move(window));
    auto lock = LockFile::take(folder / "screen.lock", "Layar kios ini sudah terbuka.");
    if (!lock) return pass(std::move(lock));
    if (auto asked = Prints(counter->node()).after_start(); !asked) return pass(std::move(asked));
    auto printers = open_printers(*settings);
    if (!printers) return pass(std::move(printers));
    auto camera = devices::open_camera(settings->camera);
    if (!camera) return pass(std::move(camera));
    const auto speaker = speaking.get();
    screens::AppOptions app_options;
    app_options.folder = folder;
    app_options.programs = devices::program_beside("");
    app_options.settings = *settings;
    app_options.home = std::move(home);
    app_options.languages = &*words;
    app_options.devices.speaker = speaker.get();
    app_options.devices.camera = camera->get();
    app_options.devices.receipt_printer = printers->receipt.get();
    app_options.devices.letter_printer = printers->letter.get();
    app_options.print_folder =
        options.print_folder.empty() ? folder / "cetak" : options.print_folder;
    app_options.file_folder = options.file_folder.empty() ? folder / "berkas" : options.file_folder;
    app_options.kelurahan = counter->node().setup().region.is_kelurahan();

    signals.on_signal([&] { (*window)->wake(); });

    screens::Worker worker(std::move(*counter), screens::Worker::Mode::thread);
    worker.on_result([&] { (*window)->wake(); });
    screens::Chores chores(screens::Chores::Mode::thread);
    chores.on_result([&] { (*window)->wake(); });
    screens::App app(worker, chores, clock, std::move(app_options));
    screens::TreeFile tree(options.tree);
    (*window)->run([&](ui::Ui& ui) {
        log.frame(**window);
        if ((*window)->counts().drawn > 0) picture.came();
        app.frame(ui);
        tree.frame(ui.tree());
        if (signals.asked() || app.end() != screens::ScreenEnd::none) return false;
        return options.screenshot.empty() || ui.time() < kScreenshotSeconds;
    });
    signals.on_signal({});
    FrameLog::end(**window);
    // Only now: inside a frame there is nothing drawn yet to read back.
    if (!options.screenshot.empty()) {
        if (auto done = (*window)->screenshot(options.screenshot); !done)
            return pass(std::move(done));
    }
    return app.end() == screens::ScreenEnd::leave ? kExitLeft : kExitDone;
}

}  // namespace disapa
