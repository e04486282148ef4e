#include "kiosk/devices/image.h"

#include <doctest/doctest.h>
#include <leptonica/allheaders.h>

#include <algorithm>

#include "kiosk/devices/pix.h"
#include "shared/base/limits.h"

using namespace disapa;
using devices::Image;

namespace {

// Left half dark, a bright spot at the top: so that turns can be told apart.
Image marked(int width, int height) {
    Image image{width, height, 3, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const std::uint8_t value = y < height / 4 ? 250 : x < width / 2 ? 30 : 130;
            image.pixels.insert(image.pixels.end(), 3, value);
        }
    }
    return image;
}

Bytes file_of(const Image& image, int format) {
    const auto pix = devices::to_pix(image);
    l_uint8* data = nullptr;
    std::size_t size = 0;
    REQUIRE(pixWriteMem(&data, &size, pix.get(), format) == 0);
    Bytes bytes(data, data + size);
    lept_free(data);
    return bytes;
}

// A JPEG with the EXIF block that a phone writes when it is held otherwise.
Bytes turned_jpeg(int orientation) {
    const auto jpeg = file_of(marked(64, 48), IFF_JFIF_JPEG);
    const std::uint8_t exif[] = {
        0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0,
        'M',  'M',  0, 42, 0,   0,   0,   8,   0, 1,
        1,    0x12, 0, 3,  0,   0,   0,   1,   0, static_cast<std::uint8_t>(orientation),
        0,    0,    0, 0,  0,   0};
    Bytes made;
    append(made, ByteView(jpeg).first(2));
    append(made, exif);
    append(made, ByteView(jpeg).subspan(2));
    return made;
}

int grey_at(const Image& image, float x, float y) {
    const auto at = static_cast<std::size_t>(y * static_cast<float>(image.height)) *
                        static_cast<std::size_t>(image.width) +
                    static_cast<std::size_t>(x * static_cast<float>(image.width));
    return image.pixels[at * static_cast<std::size_t>(image.channels)];
}

// A PNG that says it is 20,000 pixels wide and high, with a right header checksum.
Bytes bomb() {
    Bytes file = file_of(marked(16, 16), IFF_PNG);
    const std::uint8_t ihdr[] = {0, 0, 0x4E, 0x20, 0, 0, 0x4E, 0x20};
    std::copy(std::begin(ihdr), std::end(ihdr), file.begin() + 16);
    std::uint32_t crc = 0xFFFFFFFFU;
    for (std::size_t i = 12; i < 29; ++i) {
        crc ^= file[i];
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ (crc & 1U ? 0xEDB88320U : 0U);
    }
    crc = ~crc;
    for (int i = 0; i < 4; ++i) {
        file[29 + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(crc >> (24 - 8 * i));
    }
    return file;
}

}  // namespace

TEST_CASE("JPEG, PNG and WebP open; other things do not") {
    const auto image = marked(80, 60);
    const auto webp = devices::encode_webp(image, 80);
    REQUIRE(webp.has_value());
    for (const auto& file : {file_of(image, IFF_JFIF_JPEG), file_of(image, IFF_PNG), *webp}) {
        CHECK(devices::is_picture(file));
        const auto opened = devices::decode_picture(file);
        REQUIRE(opened.has_value());
        CHECK(opened->width == 80);
        CHECK(opened->height == 60);
        CHECK(grey_at(*opened, 0.2F, 0.8F) == doctest::Approx(30).epsilon(0.2));
    }
    CHECK_FALSE(devices::decode_picture(file_of(image, IFF_BMP)).has_value());
    CHECK(devices::is_pdf(as_bytes("%PDF-1.7")));
    CHECK_FALSE(devices::is_picture(as_bytes("%PDF-1.7")));
}

TEST_CASE("a photo taken with the phone held otherwise stands upright") {
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const auto opened = devices::decode_picture(turned_jpeg(orientation));
        REQUIRE(opened.has_value());
        CAPTURE(orientation);
        CHECK((opened->width == 48) == (orientation >= 5));
        // Where EXIF says that the stored top now is.
        const float bright[8][2] = {{0.5F, 0.1F}, {0.5F, 0.1F}, {0.5F, 0.9F}, {0.5F, 0.9F},
                                    {0.1F, 0.5F}, {0.9F, 0.5F}, {0.9F, 0.5F}, {0.1F, 0.5F}};
        const auto* at = bright[orientation - 1];
        CHECK(grey_at(*opened, at[0], at[1]) > 220);
    }
}

TEST_CASE("a picture that says it is huge is refused before it is opened") {
    const auto opened = devices::decode_picture(bomb());
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == ErrorCode::limit);
    Bytes many = file_of(marked(64, 48), IFF_JFIF_JPEG);
    for (int i = 0; i < 200; ++i) many.insert(many.end() - 2, {0xFF, 0xDA});
    CHECK_FALSE(devices::decode_picture(many).has_value());
}

TEST_CASE("broken files are errors or pictures, never crashes") {
    std::uint32_t state = 1;
    const auto random = [&state] { return state = state * 1664525U + 1013904223U, state >> 8U; };
    const auto image = marked(120, 90);
    for (const auto& whole : {file_of(image, IFF_JFIF_JPEG), file_of(image, IFF_PNG),
                              devices::encode_webp(image, 50).value(), turned_jpeg(6)}) {
        for (int i = 0; i < 25; ++i) {
            Bytes file = whole;
            file.resize(random() % whole.size());
            (void)devices::decode_picture(file);
            file = whole;
            for (unsigned flips = 0; flips <= random() % 8; ++flips) {
                file[random() % file.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);
            }
            const auto opened = devices::decode_picture(file);
            if (opened) CHECK(opened->is_sound());
        }
    }
}
