// A camera that looks at papers and codes: live view and stills.
//
// Used from one thread (the window's); pictures are taken on the camera's own thread, which rests
// after `stop`. Nothing here blocks but the destructor, until the picture under way is there.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/devices/image.h"

namespace disapa::devices {

struct LiveFrame {
    Image image;               // at most some 1280 pixels wide
    std::uint64_t number = 0;  // grows with each picture; 0: none yet
};

class Camera {
  public:
    Camera() = default;
    Camera(const Camera&) = delete;
    Camera& operator=(const Camera&) = delete;
    virtual ~Camera() = default;

    // Live view. Starting twice is nothing. A camera that was pulled out comes back by itself when
    // it is plugged in again.
    virtual void start() = 0;
    virtual void stop() = 0;
    // The newest picture (number 0 while the first is awaited), or why there is none.
    [[nodiscard]] virtual Result<LiveFrame> newest() = 0;
    // Asks for the sharpest picture the camera can take; `take_still` gives it once, when it is
    // there, or why it failed. While it is taken the live view may stand.
    virtual void ask_still() = 0;
    [[nodiscard]] virtual std::optional<Result<Image>> take_still() = 0;
    // Something to take pictures with is plugged in, as far as can be told without opening it.
    [[nodiscard]] virtual bool is_there() const = 0;
    [[nodiscard]] virtual std::string name() const = 0;  // for the health page: "/dev/video0"
};

// `spec`: a device of V4L2 ("/dev/video0"), a folder of pictures, "auto" (the first device of V4L2,
// also one that is plugged in later), "none" (null). Errors: words that mean nothing, a folder that
// is not there. The device itself is opened by the camera's thread after `start`.
[[nodiscard]] Result<std::unique_ptr<Camera>> open_camera(std::string_view spec);

}  // namespace disapa::devices
