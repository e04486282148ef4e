#include "kiosk/devices/image.h"

#include <libexif/exif-data.h>
#include <webp/encode.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "kiosk/devices/pix.h"
#include "shared/base/limits.h"

namespace disapa::devices {
namespace {

// A JPEG of many passes costs a whole picture's work for each few bytes: cameras write ten or so.
constexpr std::size_t kJpegScansMax = 64;

bool starts(ByteView file, std::string_view magic) {
    return as_text(file).starts_with(magic);
}
bool is_jpeg(ByteView file) {
    return starts(file, "\xff\xd8\xff");
}
bool is_png(ByteView file) {
    return starts(file, "\x89PNG\r\n\x1a\n");
}
bool is_webp(ByteView file) {
    return starts(file, "RIFF") && file.size() > 12 && as_text(file.subspan(8, 4)) == "WEBP";
}

tl::unexpected<Error> broken(std::string_view log) {
    return fail(ErrorCode::invalid,
                "Foto itu rusak dan tidak dapat dibuka. Ambil foto lagi, atau bawa kertasnya ke "
                "loket.",
                std::string(log));
}

// 1 to 8 as EXIF counts; 1 where nothing is said.
int orientation_of(ByteView file) {
    if (!is_jpeg(file)) return 1;
    ExifData* exif = exif_data_new_from_data(file.data(), static_cast<unsigned>(file.size()));
    if (!exif) return 1;
    int turn = 1;
    ExifEntry* entry = exif_content_get_entry(exif->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    if (entry && entry->format == EXIF_FORMAT_SHORT && entry->size >= 2) {
        turn = exif_get_short(entry->data, exif_data_get_byte_order(exif));
    }
    exif_data_unref(exif);
    return turn;
}

PixPtr turned(PixPtr pix, int orientation) {
    constexpr int kQuarters[] = {0, 0, 2, 2, 3, 1, 1, 3};
    constexpr bool kMirrored[] = {false, true, false, true, true, false, true, false};
    if (orientation < 2 || orientation > 8) return pix;
    const auto at = static_cast<std::size_t>(orientation - 1);
    if (kMirrored[at]) pix.reset(pixFlipLR(nullptr, pix.get()));
    if (pix && kQuarters[at] != 0) pix.reset(pixRotateOrth(pix.get(), kQuarters[at]));
    return pix;
}

PixPtr decoded(ByteView file, int longer, int side_max) {
    if (is_png(file)) return PixPtr(pixReadMemPng(file.data(), file.size()));
    if (is_webp(file)) return PixPtr(pixReadMemWebP(file.data(), file.size()));
    int reduction = 1;  // the decoder skips what would be thrown away
    while (reduction < 8 && longer / (2 * reduction) >= side_max) reduction *= 2;
    l_int32 warnings = 0;
    return PixPtr(pixReadMemJpeg(file.data(), file.size(), 0, reduction, &warnings, 0));
}

// Whatever it was: 8 bit grey, or 32 bit colour on white ground.
PixPtr plain(PixPtr pix) {
    if (pix && pixGetColormap(pix.get())) {
        pix.reset(pixRemoveColormap(pix.get(), REMOVE_CMAP_BASED_ON_SRC));
    }
    if (pix && pixGetDepth(pix.get()) == 32) {
        return pixGetSpp(pix.get()) == 4 ? PixPtr(pixRemoveAlpha(pix.get())) : std::move(pix);
    }
    return pix ? PixPtr(pixConvertTo8(pix.get(), 0)) : nullptr;
}

PixPtr smaller(PixPtr pix, int side_max) {
    if (!pix) return pix;
    const int longer = std::max(pixGetWidth(pix.get()), pixGetHeight(pix.get()));
    if (longer <= side_max) return pix;
    const float scale = static_cast<float>(side_max) / static_cast<float>(longer);
    return PixPtr(pixScaleAreaMap(pix.get(), scale, scale));
}

std::size_t scans_of(ByteView jpeg) {
    std::size_t scans = 0;
    for (std::size_t at = 0; at + 1 < jpeg.size(); ++at) {
        if (jpeg[at] == 0xFF && jpeg[at + 1] == 0xDA) ++scans;
    }
    return scans;
}

}  // namespace

void silence_leptonica() {
    static std::once_flag once;
    std::call_once(once, [] { setMsgSeverity(L_SEVERITY_NONE); });
}

bool Image::is_sound() const {
    if (is_empty() || (channels != 1 && channels != 3)) return false;
    const auto area = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    return area <= limits::kPicturePixels &&
           pixels.size() == area * static_cast<std::size_t>(channels);
}

bool is_picture(ByteView file) {
    return is_jpeg(file) || is_png(file) || is_webp(file);
}
bool is_pdf(ByteView file) {
    return starts(file, "%PDF-");
}

Result<PixPtr> read_pix(ByteView file, int side_max) {
    silence_leptonica();
    if (!is_picture(file)) {
        return fail(ErrorCode::invalid,
                    "Berkas itu bukan foto JPEG, PNG atau WebP. Pilih berkas lain, atau bawa "
                    "kertasnya ke loket.",
                    "no picture by its bytes");
    }
    l_int32 format = 0, width = 0, height = 0, bits = 0, samples = 0, mapped = 0;
    if (pixReadHeaderMem(file.data(), file.size(), &format, &width, &height, &bits, &samples,
                         &mapped) != 0 ||
        width <= 0 || height <= 0) {
        return broken("picture header unreadable");
    }
    if (file.size() > limits::kPictureFileBytes ||
        static_cast<std::size_t>(width) * static_cast<std::size_t>(height) >
            limits::kPicturePixels) {
        return fail(ErrorCode::limit,
                    "Foto itu terlalu besar. Ambil foto dengan ukuran lebih kecil, atau bawa "
                    "kertasnya ke loket.",
                    "picture beyond the limits");
    }
    if (is_jpeg(file) && scans_of(file) > kJpegScansMax) return broken("JPEG of too many scans");
    auto pix = smaller(plain(decoded(file, std::max(width, height), side_max)), side_max);
    if (pix) pix = turned(std::move(pix), orientation_of(file));
    if (!pix) return broken("picture does not decode");
    return pix;
}

PixPtr to_pix(const Image& image) {
    silence_leptonica();
    if (!image.is_sound()) return nullptr;
    PixPtr pix(pixCreate(image.width, image.height, image.channels == 1 ? 8 : 32));
    if (!pix) return nullptr;
    const l_int32 words = pixGetWpl(pix.get());
    l_uint32* line = pixGetData(pix.get());
    const std::uint8_t* from = image.pixels.data();
    for (int y = 0; y < image.height; ++y, line += words) {
        for (int x = 0; x < image.width; ++x, from += image.channels) {
            if (image.channels == 1) {
                SET_DATA_BYTE(line, x, *from);
            } else {
                composeRGBPixel(from[0], from[1], from[2], line + x);
            }
        }
    }
    return pix;
}

Image to_image(Pix& pix) {
    Image image;
    image.width = pixGetWidth(&pix);
    image.height = pixGetHeight(&pix);
    image.channels = pixGetDepth(&pix) == 32 ? 3 : 1;
    image.pixels.resize(static_cast<std::size_t>(image.width) *
                        static_cast<std::size_t>(image.height) *
                        static_cast<std::size_t>(image.channels));
    const l_int32 words = pixGetWpl(&pix);
    const l_uint32* line = pixGetData(&pix);
    std::uint8_t* to = image.pixels.data();
    for (int y = 0; y < image.height; ++y, line += words) {
        for (int x = 0; x < image.width; ++x, to += image.channels) {
            if (image.channels == 1) {
                *to = static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
            } else {
                l_int32 red = 0, green = 0, blue = 0;
                extractRGBValues(line[x], &red, &green, &blue);
                to[0] = static_cast<std::uint8_t>(red);
                to[1] = static_cast<std::uint8_t>(green);
                to[2] = static_cast<std::uint8_t>(blue);
            }
        }
    }
    return image;
}

Result<Image> decode_picture(ByteView file, int side_max) {
    auto pix = read_pix(file, side_max);
    if (!pix) return pass(std::move(pix));
    return to_image(**pix);
}

namespace {

Result<Bytes> encode(const Image& image, const WebPConfig& config) {
    WebPPicture picture;
    if (!image.is_sound() || image.width > WEBP_MAX_DIMENSION ||
        image.height > WEBP_MAX_DIMENSION || !WebPPictureInit(&picture)) {
        return broken("nothing to encode");
    }
    Bytes rgb;
    if (image.channels == 1) {
        rgb.reserve(image.pixels.size() * 3);
        for (const auto grey : image.pixels) rgb.insert(rgb.end(), 3, grey);
    }
    picture.width = image.width;
    picture.height = image.height;
    WebPMemoryWriter writer;
    WebPMemoryWriterInit(&writer);
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = &writer;
    const bool done = WebPPictureImportRGB(&picture, rgb.empty() ? image.pixels.data() : rgb.data(),
                                           image.width * 3) &&
                      WebPEncode(&config, &picture);
    Bytes bytes(writer.mem, writer.mem + (done ? writer.size : 0));
    WebPMemoryWriterClear(&writer);
    WebPPictureFree(&picture);
    if (!done) return broken("WebP encoder failed");
    return bytes;
}

}  // namespace

Result<Bytes> encode_webp(const Image& image, float quality) {
    WebPConfig config;
    if (!WebPConfigPreset(&config, WEBP_PRESET_PHOTO, quality)) return broken("libwebp version");
    return encode(image, config);
}

Result<Bytes> encode_webp_sized(const Image& image, std::size_t size_bytes, int quality_min,
                                int quality_max) {
    WebPConfig config;
    if (!WebPConfigPreset(&config, WEBP_PRESET_PHOTO, static_cast<float>(quality_max))) {
        return broken("libwebp version");
    }
    config.target_size = static_cast<int>(size_bytes);
    config.pass = 4;
    config.method = 6;
    config.qmin = quality_min;
    config.qmax = quality_max;
    return encode(image, config);
}

}  // namespace disapa::devices
