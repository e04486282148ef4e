#include "kiosk/devices/paper_picture.h"

#include <algorithm>
#include <cmath>

#include "kiosk/devices/paper_edges.h"
#include "kiosk/devices/pix.h"
#include "shared/base/limits.h"

namespace disapa::devices {
namespace {

constexpr int kPhotoSide = 3000;  // what is worked on; beyond that no digit gets clearer
constexpr int kPaperWidth = 1000, kPaperHeight = 2000;
constexpr int kOriginalSide = 2000;
constexpr int kQualityMin = 10, kQualityMax = 60;
constexpr float kOriginalQuality = 80, kOriginalQualityMin = 40;

constexpr float kFrameMargin = 0.12F;  // around the frame on the screen, for the edges
constexpr float kInset = 0.007F;       // of a side: no sliver of the table stays
constexpr float kSkewSure = 3.0F;      // leptonica: below that an angle is a guess
constexpr float kRadians = 3.14159265F / 180;

constexpr int kPaperWhite = 190;  // of the evened ground (200): what is brighter becomes white
constexpr int kInkBlack = 60;

// Of the straightened picture, before its light is made even.
constexpr int kDarkBelow = 75;         // the brightness of paper in a dim room
constexpr int kSmallBelow = 800;       // pixels across the paper
constexpr int kGlareFrom = 252;        // burnt out
constexpr int kGlarePaperBelow = 228;  // while the paper itself is not
constexpr float kGlarePart = 0.006F;
constexpr float kSharp = 0.22F;        // of the way from paper to black, from pixel to pixel
constexpr float kSharpEnough = 0.28F;  // below that thin strokes are too pale: edges are steepened

tl::unexpected<Error> no_memory() {
    return fail(ErrorCode::internal,
                "Foto itu tidak dapat diolah. Ambil foto lagi, atau bawa kertasnya ke loket.",
                "picture could not be processed");
}

PixPtr cropped(Pix& photo, const Frame& frame, float margin) {
    const auto width = static_cast<float>(pixGetWidth(&photo));
    const auto height = static_cast<float>(pixGetHeight(&photo));
    const float left = std::clamp((frame.x - margin * frame.w) * width, 0.0F, width - 1);
    const float top = std::clamp((frame.y - margin * frame.h) * height, 0.0F, height - 1);
    const float right = std::clamp((frame.x + (1 + margin) * frame.w) * width, left + 1, width);
    const float bottom = std::clamp((frame.y + (1 + margin) * frame.h) * height, top + 1, height);
    const BoxPtr box(boxCreate(static_cast<int>(left), static_cast<int>(top),
                               static_cast<int>(right - left), static_cast<int>(bottom - top)));
    return PixPtr(box ? pixClipRectangle(&photo, box.get(), nullptr) : nullptr);
}

PtaPtr points(const Corners& corners) {
    PtaPtr list(ptaCreate(4));
    for (const auto& corner : corners) ptaAddPt(list.get(), corner.x, corner.y);
    return list;
}

float between(const Corner& one, const Corner& other) {
    return std::hypot(one.x - other.x, one.y - other.y);
}

// The sheet seen from straight above.
PixPtr straightened(Pix& photo, const Corners& corners) {
    const float width = (between(corners[0], corners[1]) + between(corners[3], corners[2])) / 2;
    const float height = (between(corners[0], corners[3]) + between(corners[1], corners[2])) / 2;
    // The library keeps the photo's size: a sheet that lies askew may be longer than the photo.
    const float scale = std::min({1.0F, static_cast<float>(pixGetWidth(&photo)) / width,
                                  static_cast<float>(pixGetHeight(&photo)) / height});
    const float w = std::floor(width * scale), h = std::floor(height * scale);
    const float dx = w * kInset, dy = h * kInset;
    const auto from = points(corners);
    const auto to = points(
        {Corner{-dx, -dy}, Corner{w + dx, -dy}, Corner{w + dx, h + dy}, Corner{-dx, h + dy}});
    const PixPtr flat(pixProjectivePta(&photo, to.get(), from.get(), L_BRING_IN_WHITE));
    const BoxPtr box(boxCreate(0, 0, static_cast<int>(w), static_cast<int>(h)));
    return PixPtr(flat && box ? pixClipRectangle(flat.get(), box.get(), nullptr) : nullptr);
}

PixPtr grey_of(Pix& pix) {
    return PixPtr(pixGetDepth(&pix) == 32 ? pixConvertRGBToLuminance(&pix) : pixClone(&pix));
}

PixPtr even_light(Pix& grey) {
    PixPtr even(pixBackgroundNormSimple(&grey, nullptr, nullptr));
    if (!even) even.reset(pixCopy(nullptr, &grey));  // too small for tiles
    return even;
}

// Lines of writing made level: of a few degrees, and only where the library is sure.
PixPtr deskewed(PixPtr pix) {
    const PixPtr grey = grey_of(*pix);
    const PixPtr even = grey ? even_light(*grey) : nullptr;
    const PixPtr ink(even ? pixThresholdToBinary(even.get(), 130) : nullptr);
    l_float32 angle = 0, sure = 0;
    if (!ink || pixFindSkew(ink.get(), &angle, &sure) != 0 || sure < kSkewSure ||
        std::abs(angle) < 0.15F) {
        return pix;
    }
    PixPtr level(pixRotate(pix.get(), angle * kRadians, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
    return level ? std::move(level) : std::move(pix);
}

PixPtr fitted(Pix& pix, int width_max, int height_max) {
    const float scale =
        std::min({1.0F, static_cast<float>(width_max) / static_cast<float>(pixGetWidth(&pix)),
                  static_cast<float>(height_max) / static_cast<float>(pixGetHeight(&pix))});
    return PixPtr(scale == 1.0F ? pixClone(&pix) : pixScaleAreaMap(&pix, scale, scale));
}

int rank(Pix& grey, float part) {
    l_uint32 value = 0;
    return pixGetRankValue(&grey, 2, part, &value) == 0 ? static_cast<int>(value) : 0;
}

// How steep the steepest edges of the writing are, of the way from paper to black; 1 of an empty
// sheet, of which nothing can be said.
float sharpness(Pix& grey) {
    const int paper = rank(grey, 0.7F), ink = rank(grey, 0.01F);
    const PixPtr calm(pixBlockconv(&grey, 1, 1));  // noise is steep too
    if (!calm || paper - ink < 40) return 1;
    const auto image = to_image(*calm);
    std::size_t steps[256] = {};
    std::size_t all = 0;
    for (int y = 0; y < image.height; ++y) {
        const auto* row = image.pixels.data() +
                          static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width);
        for (int x = 1; x < image.width; ++x, ++all) ++steps[std::abs(row[x] - row[x - 1])];
    }
    std::size_t steepest = all / 500;
    int step = 255;
    for (; step > 0 && steps[step] < steepest; --step) steepest -= steps[step];
    return static_cast<float>(step) / (0.85F * static_cast<float>(paper));
}

std::vector<PaperDoubt> doubts_of(Pix& grey, float sharp, int width_in_photo) {
    std::vector<PaperDoubt> doubts;
    const int paper = rank(grey, 0.7F);
    if (paper < kDarkBelow) doubts.push_back(PaperDoubt::too_dark);
    if (sharp < kSharp) doubts.push_back(PaperDoubt::too_blurred);
    if (width_in_photo < kSmallBelow) doubts.push_back(PaperDoubt::too_small);
    const auto image = to_image(grey);
    const auto burnt = static_cast<float>(
        std::ranges::count_if(image.pixels, [](int v) { return v >= kGlareFrom; }));
    const auto all = static_cast<float>(image.pixels.size());
    if (paper < kGlarePaperBelow && burnt / all > kGlarePart) {
        doubts.push_back(PaperDoubt::glare);
    }
    return doubts;
}

// At the quality that gives some 25 KB. What stays above the limit at the least quality is made
// calmer, then smaller: a carpet or a newspaper, not a paper.
Result<Bytes> as_webp(PixPtr grey) {
    auto bytes =
        encode_webp_sized(to_image(*grey), limits::kPaperPictureBytes, kQualityMin, kQualityMax);
    for (int tries = 0; bytes && bytes->size() > limits::kPaperPictureBytesMax; ++tries) {
        grey.reset(tries % 2 == 0 ? pixBlockconv(grey.get(), 1, 1)
                                  : pixScaleAreaMap(grey.get(), 0.8F, 0.8F));
        if (!grey || tries == 8) return no_memory();
        bytes = encode_webp(to_image(*grey), kQualityMin);
    }
    return bytes;
}

Result<Bytes> original_of(Pix& upright) {
    PixPtr pix = fitted(upright, kOriginalSide, kOriginalSide);
    float quality = kOriginalQuality;
    for (int tries = 0; pix && tries < 10; ++tries) {
        auto bytes = encode_webp(to_image(*pix), quality);
        if (!bytes || bytes->size() <= limits::kBlobBytes) return bytes;
        quality -= 20;
        if (quality >= kOriginalQualityMin) continue;
        quality = kOriginalQualityMin;
        pix.reset(pixScaleAreaMap(pix.get(), 0.8F, 0.8F));
    }
    return no_memory();
}

Result<Paper> paper_of(PixPtr photo, const PaperOptions& options) {
    if (!photo || pixGetWidth(photo.get()) < 16 || pixGetHeight(photo.get()) < 16) {
        return fail(ErrorCode::invalid,
                    "Foto itu terlalu kecil untuk dibaca. Ambil foto lagi dari dekat.",
                    "picture of a few pixels");
    }
    Paper paper;
    PixPtr around = options.frame ? cropped(*photo, *options.frame, kFrameMargin) : nullptr;
    if (!around) around.reset(pixClone(photo.get()));
    PixPtr upright;
    if (const auto corners = find_paper(*around)) {
        upright = straightened(*around, *corners);
        paper.found = upright != nullptr;
    }
    if (!upright && options.frame) upright = cropped(*photo, *options.frame, 0.01F);
    if (!upright) upright = std::move(photo);
    upright = deskewed(std::move(upright));
    const int quarters = (options.quarter_turns % 4 + 4) % 4;
    if (quarters != 0) upright.reset(pixRotateOrth(upright.get(), quarters));
    if (!upright) return no_memory();

    const PixPtr small = fitted(*upright, kPaperWidth, kPaperHeight);
    const PixPtr grey = small ? grey_of(*small) : nullptr;
    PixPtr even = grey ? even_light(*grey) : nullptr;
    if (!even) return no_memory();
    const float sharp = sharpness(*grey);
    paper.doubts = doubts_of(*grey, sharp, pixGetWidth(upright.get()));
    if (sharp < kSharpEnough) {
        const float by = std::min(1.0F, (kSharpEnough - sharp) * 12);
        even.reset(pixUnsharpMaskingGray(even.get(), 2, by));
        if (!even) return no_memory();
    }
    even.reset(pixGammaTRC(nullptr, even.get(), 1.0F, kInkBlack, kPaperWhite));
    auto webp = as_webp(std::move(even));
    if (!webp) return pass(std::move(webp));
    paper.webp = std::move(*webp);
    auto preview = read_pix(paper.webp, kPaperHeight);
    const PixPtr seen = preview ? grey_of(**preview) : nullptr;
    if (!seen) return no_memory();
    paper.preview = to_image(*seen);
    auto original = original_of(*upright);
    if (!original) return pass(std::move(original));
    paper.original = std::move(*original);
    return paper;
}

}  // namespace

Result<Paper> paper_picture(const Image& photo, const PaperOptions& options) {
    PixPtr pix = to_pix(photo);
    return paper_of(pix ? fitted(*pix, kPhotoSide, kPhotoSide) : nullptr, options);
}

Result<Paper> paper_picture(ByteView file, const PaperOptions& options) {
    auto pix = read_pix(file, kPhotoSide);
    if (!pix) return pass(std::move(pix));
    return paper_of(std::move(*pix), options);
}

}  // namespace disapa::devices
