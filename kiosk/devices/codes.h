// Reads QR codes and barcodes out of a picture: of a receipt or a letter held before the camera.
//
// Some 10 to 50 ms for a picture of 1280 pixels. Any thread, several at once too.
#pragma once

#include <string>
#include <vector>

#include "kiosk/devices/image.h"

namespace disapa::devices {

// Texts of the codes that were read, at most limits::kQrTextBytes each; often none. What stands in
// them was written by anybody: it is only ever looked up or checked.
[[nodiscard]] std::vector<std::string> read_codes(const Image& picture);

}  // namespace disapa::devices
