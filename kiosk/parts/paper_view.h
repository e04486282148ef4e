// Photos as the toolkit shows them.
//
// Whoever shows the papers of a case reads the blob in a job of the worker and makes the picture in
// a chore, since opening one takes some 20 to 200 ms:
//
//     worker: bytes = counter.node().blob(digest)
//     chore:  picture = picture_of(bytes)
//     draw:   ui::image(ui, place, "case:KTP", label, &picture)
//
// A PDF has no picture here: `kiosk/devices/image.h` is_pdf tells it. Any thread.
#pragma once

#include "kiosk/devices/image.h"
#include "kiosk/ui/textures.h"
#include "shared/base/result.h"

namespace disapa::screens {

// Its `version` follows from the pixels, so that another picture is always sent to the screen.
[[nodiscard]] ui::Picture picture_of(const devices::Image& image);
// A paper's bytes (JPEG, PNG, WebP). `side_max`: pixels of the longer side.
[[nodiscard]] Result<ui::Picture> picture_of(ByteView file, int side_max = 1600);

// A live picture, made narrow enough for 10 of them a second on the window's thread.
[[nodiscard]] ui::Picture live_picture(const devices::Image& image, std::uint64_t number);

}  // namespace disapa::screens
