// The doors of the counter's machines: files of pictures, what a camera's driver answers, what is
// printed on a roll.
#include <linux/videodev2.h>

#include <algorithm>
#include <cerrno>
#include <deque>

#include "kiosk/devices/codes.h"
#include "kiosk/devices/escpos.h"
#include "kiosk/devices/image.h"
#include "kiosk/devices/paper_picture.h"
#include "kiosk/devices/v4l2_camera.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/letter/letter.h"
#include "tests/fuzz/targets.h"

namespace disapa::fuzz {

namespace {

using devices::Image;

constexpr int kSideMax = 240;  // pixels; so that an input takes milliseconds

// Numbers out of an input, zeros after its end.
class Numbers {
  public:
    explicit Numbers(ByteView left) : left_(left) {}
    [[nodiscard]] bool empty() const { return left_.empty(); }
    std::uint32_t take(int bytes) {
        std::uint32_t value = 0;
        for (; bytes > 0; --bytes) {
            value <<= 8;
            if (left_.empty()) continue;
            value |= left_.front();
            left_ = left_.subspan(1);
        }
        return value;
    }

  private:
    ByteView left_;
};

// A camera whose driver answers whatever the input says, and maps what it promised or nothing.
class OddCamera final : public devices::V4l2Calls {
  public:
    OddCamera(ByteView input, int& mapped) : numbers_(input), mapped_(mapped) {}

    int open(const std::string&) override { return 3; }
    void close(int) override {}
    int ioctl(int, unsigned long request, void* argument) override {
        if (numbers_.empty() || numbers_.take(1) % 16 == 15) return errno = ENODEV, -1;
        switch (request) {
            case VIDIOC_QUERYCAP:
                static_cast<v4l2_capability*>(argument)->capabilities =
                    V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
                return 0;
            case VIDIOC_ENUM_FRAMESIZES:
                return size(*static_cast<v4l2_frmsizeenum*>(argument));
            case VIDIOC_S_FMT:
                return format(static_cast<v4l2_format*>(argument)->fmt.pix);
            case VIDIOC_REQBUFS:
                static_cast<v4l2_requestbuffers*>(argument)->count = numbers_.take(1) % 5;
                return 0;
            case VIDIOC_QUERYBUF:
                static_cast<v4l2_buffer*>(argument)->length = numbers_.take(3) % kLargestBuffer;
                return 0;
            case VIDIOC_DQBUF:
                return filled(*static_cast<v4l2_buffer*>(argument));
            default:
                return 0;
        }
    }
    void* map(int, std::size_t length, std::int64_t) override {
        if (numbers_.take(1) == 0xff || length == 0) return nullptr;
        ++mapped_;
        buffers_.emplace_back(length, std::uint8_t{0x5a});
        buffers_.back().shrink_to_fit();  // so that a byte too far is seen
        return buffers_.back().data();
    }
    void unmap(void*, std::size_t) override { --mapped_; }
    int wait(int, int) override { return numbers_.empty() || numbers_.take(1) % 8 != 7 ? 1 : 0; }
    std::vector<std::string> devices() const override { return {"/dev/video0"}; }

  private:
    static constexpr std::uint32_t kLargestBuffer = 1 << 18;

    int size(v4l2_frmsizeenum& each) {
        each.type =
            numbers_.take(1) % 2 == 0 ? V4L2_FRMSIZE_TYPE_DISCRETE : V4L2_FRMSIZE_TYPE_STEPWISE;
        each.discrete = {numbers_.take(4), numbers_.take(4)};
        each.stepwise.max_height = each.discrete.height;
        return 0;
    }
    int format(v4l2_pix_format& pix) {
        pix.width = numbers_.take(4);
        pix.height = numbers_.take(4);
        pix.bytesperline = numbers_.take(4);
        if (numbers_.take(1) == 1) pix.pixelformat = V4L2_PIX_FMT_MJPEG;
        return 0;
    }
    int filled(v4l2_buffer& buffer) {
        buffer.index = numbers_.take(1);
        buffer.bytesused = numbers_.take(4);
        if (numbers_.take(1) == 1) buffer.flags |= V4L2_BUF_FLAG_ERROR;
        return 0;
    }

    Numbers numbers_;
    int& mapped_;
    std::deque<Bytes> buffers_;
};

// The rows that a printer would print; nothing where the bytes are not exactly a receipt.
std::optional<Bytes> printed(int dots, ByteView escpos) {
    const auto row = static_cast<std::size_t>(dots / 8);
    const Bytes begin{0x1b, '@'}, end{0x1b, 'd', 3, 0x1d, 'V', 66, 0};
    if (escpos.size() < begin.size() + end.size()) return std::nullopt;
    const auto head = escpos.first(begin.size()), tail = escpos.last(end.size());
    if (!std::ranges::equal(head, begin) || !std::ranges::equal(tail, end)) return std::nullopt;
    Bytes rows;
    auto left = escpos.subspan(begin.size(), escpos.size() - begin.size() - end.size());
    while (left.size() >= 8 && left[0] == 0x1d && left[1] == 'v') {
        const auto size = std::size_t{left[4]} + 256U * left[5];
        const auto bytes = size * (std::size_t{left[6]} + 256U * left[7]);
        if (size != row || bytes > left.size() - 8) return std::nullopt;
        append(rows, left.subspan(8, bytes));
        left = left.subspan(8 + bytes);
    }
    return left.empty() ? std::optional(rows) : std::nullopt;
}

}  // namespace

// A file from a stick, a scanner or a phone.
bool picture(ByteView input) {
    const auto image = devices::decode_picture(input, kSideMax);
    if (!image) {
        must(!image.error().sentence.empty(), "a picture that is refused is told in a sentence");
        return false;
    }
    must(image->is_sound() && std::max(image->width, image->height) <= kSideMax,
         "a picture that was opened is sound and small enough");
    static_cast<void>(devices::read_codes(*image));
    if (const auto paper = devices::paper_picture(*image)) {
        must(paper->webp.size() <= limits::kPaperPictureBytesMax, "a paper is small");
        must(paper->preview.is_sound(), "a paper can be shown");
        must(devices::decode_picture(paper->webp).has_value(), "a paper can be opened again");
    }
    return true;
}

// First the still, then what is seen live.
bool camera(ByteView input) {
    int mapped = 0, seen = 0;
    {
        const auto source = devices::v4l2_source("", std::make_unique<OddCamera>(input, mapped));
        if (!source->open()) return false;
        const auto still = source->still();
        if (still) {
            must(still->is_sound(), "a still is a sound picture");
            static_cast<void>(devices::read_codes(*still));
        }
        for (int i = 0; still && i < 4; ++i) {
            const auto image = source->next();
            if (!image) break;
            must(image->is_empty() || image->is_sound(), "a live picture is sound");
            seen += image->is_empty() ? 0 : 1;
        }
    }
    must(mapped == 0, "every buffer is given back");
    return seen > 0;
}

// First byte: how wide the roll is; then the texts, a line each.
bool receipt(ByteView input) {
    if (input.empty()) return false;
    const int dots = input.front() % 2 == 0 ? 384 : 576;
    const auto text = as_text(input.subspan(1));
    if (!is_utf8(text)) return false;  // no act holds such a text
    auto lines = split(text, '\n');
    lines.resize(std::max<std::size_t>(lines.size(), 8));
    ReceiptData data;
    data.office_line = lines[0];
    data.code = data.qr_text = lines[1];
    data.service = lines[2];
    data.asked_on = lines[3];
    data.come_back_on = lines[4];
    data.telephone = lines[5];
    data.sample_note = lines[6];
    data.bring.assign(lines.begin() + 7, lines.end());
    const auto rows = render_receipt_dots(data, dots);
    if (!rows) {
        must(!rows.error().sentence.empty(), "a receipt that cannot be made is told");
        return false;
    }
    must(!rows->empty() && rows->size() % static_cast<std::size_t>(dots / 8) == 0,
         "a receipt is whole rows");
    must(printed(dots, devices::escpos_picture(dots, *rows)) == *rows,
         "a receipt is printed as it was drawn");
    return true;
}

}  // namespace disapa::fuzz
