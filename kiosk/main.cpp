// disapa-kiosk: the counter of a desa. Without a sub-command it opens the touch screen.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <tuple>

#include "kiosk/commands.h"
#include "kiosk/screens/run.h"
#include "shared/base/program.h"

namespace disapa {
namespace {

// How the touch screen is to be opened.
struct Screen {
    std::string size, print_dir, file_dir, screenshot, tree;
    bool windowed = false;

    // "1280x800"; a window without a size takes the one that the screens are designed for.
    Status read_size(ScreenOptions& options) const {
        if (windowed) std::tie(options.width, options.height) = std::pair(1280, 800);
        if (size.empty()) return {};
        int wide = 0, high = 0, used = 0;
        const bool read = std::sscanf(size.c_str(), "%5dx%5d%n", &wide, &high, &used) == 2 &&
                          static_cast<std::size_t>(used) == size.size();
        if (!read || wide < 320 || high < 320) {
            return fail(ErrorCode::invalid, "Tulis ukuran layar seperti 1280x800.",
                        "bad --size " + size);
        }
        std::tie(options.width, options.height) = std::pair(wide, high);
        return {};
    }

    Status open(CommandLine& line, int& code) const {
        auto folder = find_assets(line.assets);
        if (!folder) return pass(std::move(folder));
        ScreenOptions options;
        if (auto good = read_size(options); !good) return good;
        options.show_cursor = windowed;
        options.print_folder = print_dir;
        options.file_folder = file_dir;
        options.screenshot = screenshot;
        options.tree = tree;
        auto ended = run_screens(line.data, *folder, line.clock, line.random, options);
        if (!ended) return pass(std::move(ended));
        code = *ended;
        return {};
    }
};

// Where the graphics card makes no picture, the processor draws it: slower, but open. Only once,
// by a new start of the program: the drivers read these variables when they are loaded.
void draw_without_card(char** words) {
    if (std::getenv(kSoftwareGl) != nullptr) return;
    std::fputs("window: no graphics card to draw with; the processor draws\n", stderr);
    ::setenv(kSoftwareGl, "1", 1);
    ::setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);
    ::setenv("GALLIUM_DRIVER", "llvmpipe", 1);
    ::setenv("__GLX_VENDOR_LIBRARY_NAME", "mesa", 1);  // not the card's own library
    for (const char* broken : {"MESA_LOADER_DRIVER_OVERRIDE", "MESA_GL_VERSION_OVERRIDE",
                               "LIBGL_DRIVERS_PATH", "LIBGL_DRIVERS_DIR"}) {
        ::unsetenv(broken);
    }
    ::execv("/proc/self/exe", words);
}

int run(int count, char** words) {
    CLI::App app{"The counter of a desa"};
    CommandLine line;
    Screen screen;
    int code = kExitDone;
    line.chosen = [&] { return screen.open(line, code); };
    app.add_option("--data", line.data, "folder of the kiosk")->required();
    app.add_option("--assets", line.assets, "folder of services, lists and words");
    app.add_option("--size", screen.size, "of the screen, WIDTHxHEIGHT; else the whole screen");
    app.add_flag("--windowed", screen.windowed, "a window of 1280x800 with a cursor");
    app.add_option("--print-dir", screen.print_dir,
                   "letters and receipts go here; else DATA/cetak");
    app.add_option("--file-dir", screen.file_dir, "files to attach are here; else DATA/berkas");
    app.add_option("--tree", screen.tree, "FILE kept true to what is on the screen; for tests");
    app.add_option("--screenshot", screen.screenshot, "FILE.png of the first screen, then end");
    app.require_subcommand(0, 1);
    add_all_commands(app, line);
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kExitDone : kExitUsage;
    }
    if (auto done = line.chosen(); !done) {
        if (is_graphics_trouble(done.error())) draw_without_card(words);
        return tell(done.error());
    }
    return code;
}

}  // namespace
}  // namespace disapa

int main(int count, char** words) {
    try {
        return disapa::run(count, words);
    } catch (const std::exception& error) {
        return disapa::tell({disapa::ErrorCode::internal,
                             "Kios berhenti karena gangguan yang tidak terduga. Data tetap aman.",
                             error.what()});
    }
}
