// Pictures as plain pixels, and files of pictures opened with bounds.
//
// Files come from sticks, scanners and phones: nothing in them is trusted. A file is at most
// limits::kPictureFileBytes, a picture at most limits::kPicturePixels; its size is read from the
// header before anything is decoded. Any thread.
#pragma once

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa::devices {

// Rows from the top, no padding. 1 channel is grey, 3 are red, green, blue.
struct Image {
    int width = 0, height = 0;
    int channels = 1;
    Bytes pixels;

    [[nodiscard]] bool is_empty() const { return width <= 0 || height <= 0; }
    // The pixels are as many as width, height and channels say, and no more than a picture may be.
    [[nodiscard]] bool is_sound() const;
};

// By its own bytes: JPEG, PNG or WebP.
[[nodiscard]] bool is_picture(ByteView file);
[[nodiscard]] bool is_pdf(ByteView file);

// Turned upright as its EXIF says. `side_max`: the longer side is brought down to this (pixels).
// Errors: unknown kind, too large, broken.
[[nodiscard]] Result<Image> decode_picture(ByteView file, int side_max = 3000);

// Lossy WebP of a sound image. `quality` 0 to 100.
[[nodiscard]] Result<Bytes> encode_webp(const Image& image, float quality);
// Of a grey picture: the best quality from `quality_min` on that gives about `size_bytes`.
[[nodiscard]] Result<Bytes> encode_webp_sized(const Image& image, std::size_t size_bytes,
                                              int quality_min, int quality_max);

}  // namespace disapa::devices
