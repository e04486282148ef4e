// ESC/POS, the language of thermal printers: a picture of dots becomes bytes, and their status
// bytes become words. Pure functions, any thread.
//
// The whole receipt goes as a raster (GS v 0): every printer prints that alike, whatever code page
// its own letters have. Source: Epson's ESC/POS command reference.
#pragma once

#include <optional>

#include "shared/base/bytes.h"

namespace disapa::devices {

// Rows from the top, eight dots a byte, leftmost in the highest bit, 1 is black. `dots` is the
// width and a multiple of 8. Begins with a reset, ends with feed and cut.
[[nodiscard]] Bytes escpos_picture(int dots, ByteView rows);

// What a status byte (DLE EOT n) says.
enum class PaperState { unknown, ready, paper_low, paper_out, cover_open, offline };
enum class StatusAsked : std::uint8_t { printer = 1, offline_cause = 2, paper = 4 };
[[nodiscard]] Bytes escpos_ask(StatusAsked what);
// Nothing when the byte is no status at all.
[[nodiscard]] std::optional<PaperState> escpos_status(StatusAsked asked, std::uint8_t answer);

}  // namespace disapa::devices
