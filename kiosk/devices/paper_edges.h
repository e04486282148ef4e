// Finds the four corners of a sheet in a photo. Any thread.
#pragma once

#include <array>
#include <optional>

#include "kiosk/devices/pix.h"

namespace disapa::devices {

struct Corner {
    float x = 0, y = 0;  // pixels of the photo
};
// Left top, right top, right bottom, left bottom.
using Corners = std::array<Corner, 4>;

// The largest bright shape with four nearly straight sides; nothing where there is none to be
// sure of, such as a white sheet on a white table or a scan that is nothing but paper.
[[nodiscard]] std::optional<Corners> find_paper(Pix& photo);

}  // namespace disapa::devices
