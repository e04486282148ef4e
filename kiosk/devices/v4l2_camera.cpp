#include "kiosk/devices/v4l2_camera.h"

#include <fcntl.h>
#include <libv4l2.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "shared/base/limits.h"

namespace disapa::devices {
namespace {

constexpr unsigned kLiveWidth = 1280, kLiveHeight = 960;  // what a sheet on the screen needs
constexpr unsigned kStillWidth = 4096, kStillHeight = 3072;
constexpr unsigned kBuffers = 3;
constexpr int kWaitMs = 100;
constexpr int kSettling = 6;     // pictures until the light is measured anew
constexpr int kStillWaits = 60;  // a still may take six seconds
constexpr unsigned kSizesMax = 64;
constexpr int kDevicesMax = 16;

class LibV4l2 : public V4l2Calls {
  public:
    int open(const std::string& path) override {
        return v4l2_open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC, 0);
    }
    void close(int device) override { v4l2_close(device); }
    int ioctl(int device, unsigned long request, void* argument) override {
        int done = 0;
        do {
            done = v4l2_ioctl(device, request, argument);
        } while (done == -1 && errno == EINTR);
        return done;
    }
    void* map(int device, std::size_t length, std::int64_t offset) override {
        void* start =
            v4l2_mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, device, offset);
        return start == MAP_FAILED ? nullptr : start;
    }
    void unmap(void* start, std::size_t length) override { v4l2_munmap(start, length); }
    int wait(int device, int milliseconds) override {
        pollfd waiting{device, POLLIN, 0};
        return ::poll(&waiting, 1, milliseconds);
    }
    std::vector<std::string> devices() const override {
        std::vector<std::string> found;
        std::error_code trouble;
        for (int i = 0; i < kDevicesMax; ++i) {
            auto path = "/dev/video" + std::to_string(i);
            if (std::filesystem::exists(path, trouble)) found.push_back(std::move(path));
        }
        return found;
    }
};

tl::unexpected<Error> no_camera(std::string log) {
    return fail(ErrorCode::not_found,
                "Kamera tidak ditemukan. Periksa kabelnya, atau pilih cara lain.", std::move(log));
}

struct Size {
    unsigned width = 0, height = 0;
};

class V4l2Source : public CameraSource {
  public:
    V4l2Source(std::string path, std::unique_ptr<V4l2Calls> calls)
        : path_(std::move(path)), calls_(std::move(calls)) {}
    ~V4l2Source() override { close(); }

    Status open() override {
        Status last = no_camera("no V4L2 device");
        for (const auto& path : path_.empty() ? calls_->devices() : std::vector{path_}) {
            device_ = calls_->open(path);
            if (device_ < 0) {
                last = no_camera(path + ": " + std::strerror(errno));
                continue;
            }
            last = check();
            if (last) last = stream({kLiveWidth, kLiveHeight});
            if (last) return {};
            close();
        }
        return last;
    }

    void close() override {
        if (device_ < 0) return;
        quiet();
        calls_->close(device_);
        device_ = -1;
    }

    Result<Image> next() override { return grab(); }

    // The stream is set to its largest pictures and back again: a webcam has no other way.
    Result<Image> still() override {
        quiet();
        if (auto on = stream({kStillWidth, kStillHeight}); !on) return pass(std::move(on));
        Image best;
        int seen = 0;
        for (int waits = 0; seen < kSettling && waits < kStillWaits; ++waits) {
            auto picture = grab();
            if (!picture) return picture;
            if (picture->is_empty()) continue;
            best = std::move(*picture);
            ++seen;
        }
        quiet();
        if (auto on = stream({kLiveWidth, kLiveHeight}); !on) return pass(std::move(on));
        if (best.is_empty()) return lost("no still within its time");
        return best;
    }

    bool is_there() const override {
        if (path_.empty()) return !calls_->devices().empty();
        std::error_code trouble;
        return std::filesystem::exists(path_, trouble);
    }
    std::string name() const override { return path_.empty() ? "auto" : path_; }

  private:
    struct Buffer {
        void* start = nullptr;
        std::size_t length = 0;
    };

    static tl::unexpected<Error> lost(const std::string& log) {
        return fail(ErrorCode::internal, "Kamera terputus. Periksa kabelnya, atau pilih cara lain.",
                    log);
    }
    int ask(unsigned long request, void* argument) {
        return calls_->ioctl(device_, request, argument);
    }

    Status check() {
        v4l2_capability can{};
        if (ask(VIDIOC_QUERYCAP, &can) != 0) return no_camera("VIDIOC_QUERYCAP failed");
        const auto flags =
            (can.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? can.device_caps : can.capabilities;
        if ((flags & V4L2_CAP_VIDEO_CAPTURE) == 0 || (flags & V4L2_CAP_STREAMING) == 0) {
            return no_camera("the device takes no pictures");
        }
        return {};
    }

    // The largest size within `most`; `most` itself where the driver names none.
    Size largest(Size most) {
        Size best;
        for (unsigned i = 0; i < kSizesMax; ++i) {
            v4l2_frmsizeenum each{};
            each.index = i;
            each.pixel_format = V4L2_PIX_FMT_RGB24;
            if (ask(VIDIOC_ENUM_FRAMESIZES, &each) != 0) break;
            Size size{each.discrete.width, each.discrete.height};
            if (each.type != V4L2_FRMSIZE_TYPE_DISCRETE) {
                size = {std::min(most.width, each.stepwise.max_width),
                        std::min(most.height, each.stepwise.max_height)};
            }
            if (size.width <= most.width && size.height <= most.height &&
                size.width * size.height > best.width * best.height) {
                best = size;
            }
        }
        return best.width > 0 ? best : most;
    }

    Status stream(Size most) {
        const auto size = largest(most);
        v4l2_format format{};
        format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        format.fmt.pix.width = size.width;
        format.fmt.pix.height = size.height;
        format.fmt.pix.pixelformat = V4L2_PIX_FMT_RGB24;
        format.fmt.pix.field = V4L2_FIELD_ANY;
        if (ask(VIDIOC_S_FMT, &format) != 0) return lost("VIDIOC_S_FMT failed");
        width_ = format.fmt.pix.width;
        height_ = format.fmt.pix.height;
        stride_ = std::max(format.fmt.pix.bytesperline, width_ * 3);
        // The driver answers with what it can do: that may be another size or another kind.
        if (format.fmt.pix.pixelformat != V4L2_PIX_FMT_RGB24 || width_ == 0 || height_ == 0 ||
            std::size_t{width_} * height_ > limits::kPicturePixels) {
            return lost("the driver offers no RGB");
        }
        v4l2_streamparm pace{};
        pace.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        pace.parm.capture.timeperframe = {1, 10};
        (void)ask(VIDIOC_S_PARM, &pace);  // a wish: more pictures do no harm
        return map_buffers();
    }

    Status map_buffers() {
        v4l2_requestbuffers wanted{};
        wanted.count = kBuffers;
        wanted.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        wanted.memory = V4L2_MEMORY_MMAP;
        if (ask(VIDIOC_REQBUFS, &wanted) != 0 || wanted.count == 0) {
            return lost("VIDIOC_REQBUFS failed");
        }
        for (unsigned i = 0; i < wanted.count; ++i) {
            v4l2_buffer each = buffer(i);
            if (ask(VIDIOC_QUERYBUF, &each) != 0) return lost("VIDIOC_QUERYBUF failed");
            void* start = calls_->map(device_, each.length, each.m.offset);
            if (!start) return lost("a buffer could not be mapped");
            buffers_.push_back({start, each.length});
            if (ask(VIDIOC_QBUF, &each) != 0) return lost("VIDIOC_QBUF failed");
        }
        int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        if (ask(VIDIOC_STREAMON, &type) != 0) return lost("VIDIOC_STREAMON failed");
        return {};
    }

    static v4l2_buffer buffer(unsigned index) {
        v4l2_buffer each{};
        each.index = index;
        each.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        each.memory = V4L2_MEMORY_MMAP;
        return each;
    }

    // Ends the stream and gives its buffers back; errors of a device that is gone change nothing.
    void quiet() {
        int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        (void)ask(VIDIOC_STREAMOFF, &type);
        for (const auto& each : buffers_) calls_->unmap(each.start, each.length);
        buffers_.clear();
        v4l2_requestbuffers none{};
        none.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        none.memory = V4L2_MEMORY_MMAP;
        (void)ask(VIDIOC_REQBUFS, &none);
    }

    // One picture, or an empty one when none came in time.
    Result<Image> grab() {
        const int waited = calls_->wait(device_, kWaitMs);
        if (waited == 0 || (waited < 0 && errno == EINTR)) return Image{};
        v4l2_buffer filled = buffer(0);
        if (ask(VIDIOC_DQBUF, &filled) != 0) {
            if (errno == EAGAIN) return Image{};
            return lost(std::string("VIDIOC_DQBUF: ") + std::strerror(errno));
        }
        if (filled.index >= buffers_.size()) return lost("the driver named an unknown buffer");
        Image image;
        const auto& from = buffers_[filled.index];
        const std::size_t whole = std::size_t{stride_} * height_;
        const bool good = (filled.flags & V4L2_BUF_FLAG_ERROR) == 0 && filled.bytesused >= whole &&
                          from.length >= whole;
        if (good) image = copy(static_cast<const std::uint8_t*>(from.start));
        if (ask(VIDIOC_QBUF, &filled) != 0) return lost("VIDIOC_QBUF failed");
        return image;
    }

    Image copy(const std::uint8_t* from) const {
        Image image{static_cast<int>(width_), static_cast<int>(height_), 3, {}};
        const std::size_t row = std::size_t{width_} * 3;
        image.pixels.resize(row * height_);
        for (std::size_t y = 0; y < height_; ++y) {
            std::memcpy(image.pixels.data() + y * row, from + y * stride_, row);
        }
        return image;
    }

    std::string path_;
    std::unique_ptr<V4l2Calls> calls_;
    int device_ = -1;
    unsigned width_ = 0, height_ = 0, stride_ = 0;
    std::vector<Buffer> buffers_;
};

}  // namespace

std::unique_ptr<V4l2Calls> libv4l2_calls() {
    return std::make_unique<LibV4l2>();
}

std::unique_ptr<CameraSource> v4l2_source(std::string path, std::unique_ptr<V4l2Calls> calls) {
    return std::make_unique<V4l2Source>(std::move(path), std::move(calls));
}

}  // namespace disapa::devices
