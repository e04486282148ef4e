#include "kiosk/devices/camera.h"

#include <filesystem>

#include "kiosk/devices/folder_camera.h"
#include "kiosk/devices/v4l2_camera.h"

namespace disapa::devices {

Result<std::unique_ptr<Camera>> open_camera(std::string_view spec) {
    std::unique_ptr<CameraSource> source;
    std::error_code trouble;
    if (spec == "none" || spec.empty()) return nullptr;
    if (spec == "auto") {
        source = v4l2_source({}, libv4l2_calls());
    } else if (spec.starts_with("/dev/")) {
        source = v4l2_source(std::string(spec), libv4l2_calls());
    } else if (std::filesystem::is_directory(spec, trouble)) {
        source = folder_source(std::string(spec));
    } else {
        return fail(ErrorCode::invalid,
                    "Kamera di kiosk.json tidak dikenal. Isi \"auto\", \"none\", nama perangkat "
                    "seperti /dev/video0, atau folder foto.",
                    "camera spec means nothing");
    }
    return std::make_unique<CameraThread>(std::move(source));
}

}  // namespace disapa::devices
