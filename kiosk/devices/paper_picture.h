// From a photo or a scan to the paper that travels: found in the photo, straightened, grey, evenly
// lit, 1000 pixels wide, some 25 KB of WebP in which every digit can still be read.
//
// Takes half a second to a few seconds: never on the window's thread. Any other thread, several at
// once too.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/devices/image.h"

namespace disapa::devices {

// Where the paper should lie in the photo, in parts of its width and height (0 to 1).
struct Frame {
    float x = 0, y = 0, w = 1, h = 1;
};

// Why the picture may be of little use. A person decides; nothing is refused for it.
enum class PaperDoubt { too_dark, too_blurred, too_small, glare };

struct Paper {
    Bytes webp;          // what travels: grey, at most limits::kPaperPictureBytesMax
    Image preview;       // the same as it is seen at the other end
    Bytes original;      // WebP in colour, up to 2000 pixels and limits::kBlobBytes; stays here
    bool found = false;  // the paper's edges were seen; else the whole photo or the frame was taken
    std::vector<PaperDoubt> doubts;
};

struct PaperOptions {
    std::optional<Frame> frame;  // a hint: edges far from it are not the paper's
    int quarter_turns = 0;       // clockwise, of the result
};

// Errors: a file that is no picture, broken, or beyond the limits; a photo that stays too large.
[[nodiscard]] Result<Paper> paper_picture(const Image& photo, const PaperOptions& options = {});
[[nodiscard]] Result<Paper> paper_picture(ByteView file, const PaperOptions& options = {});

}  // namespace disapa::devices
