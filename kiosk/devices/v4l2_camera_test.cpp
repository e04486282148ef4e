// The order of calls, against a device made of memory; no real camera takes part.
#include "kiosk/devices/v4l2_camera.h"

#include <doctest/doctest.h>
#include <linux/videodev2.h>

#include <cerrno>
#include <deque>

using namespace disapa;
using devices::Image;

namespace {

struct FakeDevice {
    bool there = true, captures = true, rgb = true;
    bool streaming = false;
    int handle = -1, opens = 0, maps = 0, unmaps = 0, mistakes = 0;
    unsigned width = 0, height = 0;
    std::vector<Bytes> buffers;
    std::deque<unsigned> queued;
    std::vector<std::pair<unsigned, unsigned>> sizes = {
        {640, 480}, {1280, 720}, {1920, 1080}, {2592, 1944}};
    unsigned flags = 0;
};

class FakeCalls : public devices::V4l2Calls {
  public:
    explicit FakeCalls(FakeDevice& device) : device_(device) {}

    int open(const std::string& path) override {
        if (!device_.there || path != "/dev/video1") return errno = ENOENT, -1;
        ++device_.opens;
        return device_.handle = 7;
    }
    void close(int) override {
        if (device_.streaming || !device_.buffers.empty()) ++device_.mistakes;
        device_.handle = -1;
    }
    int ioctl(int handle, unsigned long request, void* argument) override {
        if (handle != device_.handle) ++device_.mistakes;
        if (!device_.there) return errno = ENODEV, -1;
        switch (request) {
            case VIDIOC_QUERYCAP:
                return can(*static_cast<v4l2_capability*>(argument));
            case VIDIOC_ENUM_FRAMESIZES:
                return size(*static_cast<v4l2_frmsizeenum*>(argument));
            case VIDIOC_S_FMT:
                return format(*static_cast<v4l2_format*>(argument));
            case VIDIOC_REQBUFS:
                return request_buffers(*static_cast<v4l2_requestbuffers*>(argument));
            case VIDIOC_QUERYBUF:
                return query(*static_cast<v4l2_buffer*>(argument));
            case VIDIOC_QBUF:
                device_.queued.push_back(static_cast<v4l2_buffer*>(argument)->index);
                return 0;
            case VIDIOC_STREAMON:
                if (device_.queued.size() != device_.buffers.size()) ++device_.mistakes;
                device_.streaming = true;
                return 0;
            case VIDIOC_STREAMOFF:
                device_.streaming = false;
                device_.queued.clear();
                return 0;
            case VIDIOC_DQBUF:
                return dequeue(*static_cast<v4l2_buffer*>(argument));
            default:
                return errno = ENOTTY, -1;  // VIDIOC_S_PARM: many drivers do not know it
        }
    }
    void* map(int, std::size_t length, std::int64_t offset) override {
        ++device_.maps;
        auto& buffer = device_.buffers[static_cast<std::size_t>(offset)];
        if (buffer.size() != length) ++device_.mistakes;
        return buffer.data();
    }
    void unmap(void*, std::size_t) override { ++device_.unmaps; }
    int wait(int, int) override { return device_.queued.empty() ? 0 : 1; }
    std::vector<std::string> devices() const override { return {"/dev/video0", "/dev/video1"}; }

  private:
    int can(v4l2_capability& can) const {
        can.capabilities = V4L2_CAP_DEVICE_CAPS;
        can.device_caps =
            device_.captures ? V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING : V4L2_CAP_META_CAPTURE;
        return 0;
    }
    int size(v4l2_frmsizeenum& each) const {
        if (each.index >= device_.sizes.size()) return errno = EINVAL, -1;
        each.type = V4L2_FRMSIZE_TYPE_DISCRETE;
        each.discrete.width = device_.sizes[each.index].first;
        each.discrete.height = device_.sizes[each.index].second;
        return 0;
    }
    int format(v4l2_format& format) {
        if (device_.streaming || !device_.buffers.empty()) return errno = EBUSY, -1;
        if (!device_.rgb) format.fmt.pix.pixelformat = V4L2_PIX_FMT_MJPEG;
        device_.width = format.fmt.pix.width;
        device_.height = format.fmt.pix.height;
        format.fmt.pix.bytesperline = device_.width * 3 + 8;  // drivers may pad rows
        return 0;
    }
    int request_buffers(v4l2_requestbuffers& wanted) {
        device_.buffers.assign(wanted.count,
                               Bytes((std::size_t{device_.width} * 3 + 8) * device_.height, 99));
        return 0;
    }
    int query(v4l2_buffer& each) const {
        each.length = static_cast<unsigned>(device_.buffers[each.index].size());
        each.m.offset = each.index;
        return 0;
    }
    int dequeue(v4l2_buffer& filled) {
        if (!device_.streaming) ++device_.mistakes;
        if (device_.queued.empty()) return errno = EAGAIN, -1;
        filled.index = device_.queued.front();
        device_.queued.pop_front();
        filled.bytesused = static_cast<unsigned>(device_.buffers[filled.index].size());
        filled.flags = device_.flags;
        return 0;
    }

    FakeDevice& device_;
};

}  // namespace

TEST_CASE("live pictures are modest, stills as large as the camera has them") {
    FakeDevice device;
    const auto source = devices::v4l2_source({}, std::make_unique<FakeCalls>(device));
    CHECK(source->is_there());
    REQUIRE(source->open().has_value());
    for (int i = 0; i < 10; ++i) {
        const auto picture = source->next();
        REQUIRE(picture.has_value());
        CHECK(picture->width == 1280);
        CHECK(picture->is_sound());
    }
    const auto still = source->still();
    REQUIRE(still.has_value());
    CHECK(still->width == 2592);
    CHECK(still->height == 1944);
    CHECK(source->next()->width == 1280);  // and on it goes
    source->close();
    CHECK(device.mistakes == 0);
    CHECK(device.maps == device.unmaps);
    CHECK(device.maps == 9);
}

TEST_CASE("a device that takes no pictures, or no RGB, is not taken") {
    FakeDevice device;
    device.captures = false;
    auto source = devices::v4l2_source({}, std::make_unique<FakeCalls>(device));
    CHECK_FALSE(source->open().has_value());
    CHECK(device.handle == -1);
    device.captures = true;
    device.rgb = false;
    CHECK_FALSE(source->open().has_value());
    CHECK(device.handle == -1);
    CHECK(device.mistakes == 0);
}

TEST_CASE("unplugged while it streams: an error, and it opens again later") {
    FakeDevice device;
    const auto source = devices::v4l2_source("/dev/video1", std::make_unique<FakeCalls>(device));
    REQUIRE(source->open().has_value());
    device.there = false;
    CHECK_FALSE(source->next().has_value());
    CHECK_FALSE(source->still().has_value());
    device.streaming = false;  // as the kernel does
    device.buffers.clear();
    device.queued.clear();
    source->close();
    CHECK_FALSE(source->open().has_value());
    device.there = true;
    REQUIRE(source->open().has_value());
    CHECK(source->next()->width == 1280);
}

TEST_CASE("a damaged picture is passed over") {
    FakeDevice device;
    const auto source = devices::v4l2_source({}, std::make_unique<FakeCalls>(device));
    REQUIRE(source->open().has_value());
    device.flags = V4L2_BUF_FLAG_ERROR;
    CHECK(source->next()->is_empty());
    device.flags = 0;
    CHECK_FALSE(source->next()->is_empty());
}
