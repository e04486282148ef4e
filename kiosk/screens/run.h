// Opens the window and shows the screens until it is closed.
#pragma once

#include <filesystem>

#include "shared/base/bytes.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/crypto/keys.h"

namespace disapa {

struct ScreenOptions {
    int width = 0, height = 0;           // 0: the whole screen
    bool show_cursor = false;            // a machine that has only glass needs none
    std::filesystem::path print_folder;  // empty: DATA/cetak
    std::filesystem::path file_folder;   // empty: DATA/berkas
    std::filesystem::path tree;          // not empty: what is on the screen, for tests
    std::filesystem::path screenshot;    // not empty: written after a second, then it ends
};

// One screen a folder at a time. Fails with a sentence when the folder is no kiosk's, or when there
// is no display.
[[nodiscard]] Status run_screens(const std::filesystem::path& folder,
                                 const std::filesystem::path& assets, const Clock& clock,
                                 Random& random, const ScreenOptions& options);

}  // namespace disapa
