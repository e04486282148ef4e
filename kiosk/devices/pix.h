// Leptonica's picture with an owner. Only for the sources of this room that work on pictures.
#pragma once

#include <leptonica/allheaders.h>

#include <memory>

#include "kiosk/devices/image.h"

namespace disapa::devices {

struct PixDeleter {
    void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, PixDeleter>;

struct PtaDeleter {
    void operator()(Pta* pta) const { ptaDestroy(&pta); }
};
using PtaPtr = std::unique_ptr<Pta, PtaDeleter>;

struct BoxDeleter {
    void operator()(Box* box) const { boxDestroy(&box); }
};
using BoxPtr = std::unique_ptr<Box, BoxDeleter>;

// Its messages go to nobody: hostile files would fill the log with them.
void silence_leptonica();

// Bounded as image.h says; 8 bit grey or 32 bit colour without alpha. Null: broken.
[[nodiscard]] Result<PixPtr> read_pix(ByteView file, int side_max);
[[nodiscard]] PixPtr to_pix(const Image& image);  // null where memory is short
[[nodiscard]] Image to_image(Pix& pix);           // 8 bit becomes grey, 32 bit colour

}  // namespace disapa::devices
