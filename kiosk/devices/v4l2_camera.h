// A camera of the kernel (Video4Linux2), through libv4l2, which makes RGB of whatever it sends.
//
// The calls go through a small class, so that their order is tested without a camera. Source of the
// order: the kernel's documentation of the V4L2 API, "Streaming I/O (Memory Mapping)".
#pragma once

#include <string>

#include "kiosk/devices/camera_thread.h"

namespace disapa::devices {

// As the functions of the same names: -1 (or a null map) with errno set.
class V4l2Calls {
  public:
    V4l2Calls() = default;
    V4l2Calls(const V4l2Calls&) = delete;
    V4l2Calls& operator=(const V4l2Calls&) = delete;
    virtual ~V4l2Calls() = default;
    [[nodiscard]] virtual int open(const std::string& path) = 0;
    virtual void close(int device) = 0;
    [[nodiscard]] virtual int ioctl(int device, unsigned long request, void* argument) = 0;
    [[nodiscard]] virtual void* map(int device, std::size_t length, std::int64_t offset) = 0;
    virtual void unmap(void* start, std::size_t length) = 0;
    // A picture is there: 1; not within `milliseconds`: 0.
    [[nodiscard]] virtual int wait(int device, int milliseconds) = 0;
    // Devices that "auto" tries, in their order.
    [[nodiscard]] virtual std::vector<std::string> devices() const = 0;
};
[[nodiscard]] std::unique_ptr<V4l2Calls> libv4l2_calls();

// `path`: one device, or empty: the first that takes pictures.
[[nodiscard]] std::unique_ptr<CameraSource> v4l2_source(std::string path,
                                                        std::unique_ptr<V4l2Calls> calls);

}  // namespace disapa::devices
