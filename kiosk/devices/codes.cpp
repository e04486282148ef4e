#include "kiosk/devices/codes.h"

#include <zbar.h>

#include <memory>

#include "shared/base/limits.h"

namespace disapa::devices {
namespace {

struct Delete {
    void operator()(zbar::zbar_image_scanner_t* scanner) const {
        zbar::zbar_image_scanner_destroy(scanner);
    }
    void operator()(zbar::zbar_image_t* image) const { zbar::zbar_image_destroy(image); }
};

constexpr unsigned long kGrey = 'Y' | '8' << 8 | '0' << 16 | '0' << 24;  // zbar's "Y800"

Bytes grey_of(const Image& picture) {
    if (picture.channels == 1) return picture.pixels;
    Bytes grey;
    grey.reserve(picture.pixels.size() / 3);
    for (std::size_t at = 0; at + 2 < picture.pixels.size(); at += 3) {
        const auto* p = picture.pixels.data() + at;
        grey.push_back(static_cast<std::uint8_t>((p[0] * 77 + p[1] * 150 + p[2] * 29) >> 8));
    }
    return grey;
}

}  // namespace

std::vector<std::string> read_codes(const Image& picture) {
    std::vector<std::string> texts;
    if (!picture.is_sound()) return texts;
    const Bytes grey = grey_of(picture);
    const std::unique_ptr<zbar::zbar_image_scanner_t, Delete> scanner(
        zbar::zbar_image_scanner_create());
    const std::unique_ptr<zbar::zbar_image_t, Delete> image(zbar::zbar_image_create());
    if (!scanner || !image) return texts;
    // Only what our papers and identity cards carry: other kinds are read by mistake out of text.
    using enum zbar::zbar_symbol_type_e;
    zbar::zbar_image_scanner_set_config(scanner.get(), ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
    for (const auto kind : {ZBAR_QRCODE, ZBAR_CODE128, ZBAR_CODE39}) {
        zbar::zbar_image_scanner_set_config(scanner.get(), kind, zbar::ZBAR_CFG_ENABLE, 1);
    }
    zbar::zbar_image_set_format(image.get(), kGrey);
    zbar::zbar_image_set_size(image.get(), static_cast<unsigned>(picture.width),
                              static_cast<unsigned>(picture.height));
    zbar::zbar_image_set_data(image.get(), grey.data(), grey.size(), nullptr);
    if (zbar::zbar_scan_image(scanner.get(), image.get()) <= 0) return texts;
    for (const auto* symbol = zbar::zbar_image_first_symbol(image.get()); symbol != nullptr;
         symbol = zbar::zbar_symbol_next(symbol)) {
        const auto length = zbar::zbar_symbol_get_data_length(symbol);
        if (length == 0 || length > limits::kQrTextBytes) continue;
        texts.emplace_back(zbar::zbar_symbol_get_data(symbol), length);
    }
    return texts;
}

}  // namespace disapa::devices
