// DIR/kiosk.json: what stands at this counter. The file, and every key in it, may be left out.
//
// Read once, when the kiosk starts. kiosk/README.md names the keys.
#pragma once

#include <filesystem>
#include <string>

#include "shared/base/result.h"

namespace disapa {

struct KioskSettings {
    std::string camera = "auto";  // a V4L2 device, a folder of pictures, "auto" (first one), "none"
    std::string receipt_printer;  // a device or a file that takes ESC/POS; empty: none
    int receipt_mm = 58;          // width of its paper: 58 or 80
    std::string letter_printer;   // "ipp://...", a CUPS queue, or empty: PDF into DATA/cetak
    bool voice = true;            // spoken guidance, where the machine can
    int volume = 70;              // percent
    std::string prompts;  // folder of recorded prompts, KEY.wav; empty: synthetic voice alone
    std::string speaker = "auto";  // the default sound card, an ALSA device, "file:FOLDER", "none"
    std::string stick = "auto";  // USB sticks as the system mounts them, one folder, or "none"
    bool fullscreen = true;
};

// Errors name the key and what is wrong with it: nonsense is never guessed at.
[[nodiscard]] Result<KioskSettings> parse_kiosk_settings(std::string_view text);
[[nodiscard]] Result<KioskSettings> read_kiosk_settings(const std::filesystem::path& folder);

}  // namespace disapa
