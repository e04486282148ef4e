// A camera that shows the pictures of a folder: for tests, and for trying a kiosk without a camera.
#pragma once

#include <filesystem>

#include "kiosk/devices/camera_thread.h"

namespace disapa::devices {

// By name, one after the other: each still takes the one that is shown and leads on to the next.
[[nodiscard]] std::unique_ptr<CameraSource> folder_source(std::filesystem::path folder);

}  // namespace disapa::devices
