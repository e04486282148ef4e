// Opens the window and shows the screens until it is closed.
#pragma once

#include <filesystem>

#include "shared/base/bytes.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/crypto/keys.h"

namespace disapa {

// A supervisor does not start it again (image/systemd).
inline constexpr int kExitLeft = 10;

// Set in the environment of a program that the processor draws for.
inline constexpr const char* kSoftwareGl = "DISAPA_SOFTWARE_GL";

struct ScreenOptions {
    int width = 0, height = 0;           // 0: the whole screen
    bool show_cursor = false;            // a machine that has only glass needs none
    std::filesystem::path print_folder;  // empty: DATA/cetak
    std::filesystem::path file_folder;   // empty: DATA/berkas
    std::filesystem::path tree;          // not empty: what is on the screen, for tests
    std::filesystem::path screenshot;    // not empty: written after a second, then it ends
};

// Gives the exit code of the program: kExitDone, or kExitLeft where an admin closed the kiosk. One
// screen a folder at a time. Fails with a sentence when the folder is no kiosk's, or when there is
// no display; where the graphics card is the trouble, or ended the last start before its first
// picture, is_graphics_trouble says so.
[[nodiscard]] Result<int> run_screens(const std::filesystem::path& folder,
                                      const std::filesystem::path& assets, const Clock& clock,
                                      Random& random, const ScreenOptions& options);
[[nodiscard]] bool is_graphics_trouble(const Error& error);

}  // namespace disapa
