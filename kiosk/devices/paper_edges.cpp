#include "kiosk/devices/paper_edges.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace disapa::devices {
namespace {

constexpr float kSide = 480;          // pixels of the small copy in which edges are looked for
constexpr float kAreaMin = 0.18F;     // of the photo
constexpr float kFillMin = 0.90F;     // how much of the four-sided shape is bright
constexpr float kCornerDegrees = 25;  // off a right angle
constexpr int kSkip = 12;             // percent of a side, at each end: corners are often bent

struct Line {  // a*x + b*y = c
    float a = 0, b = 0, c = 0;
};

// Paper is bright and without colour: the darkest of the three colours tells it from wood.
PixPtr bright_shape(Pix& photo) {
    const float longer = static_cast<float>(std::max(pixGetWidth(&photo), pixGetHeight(&photo)));
    const float scale = std::min(1.0F, kSide / longer);
    const PixPtr small(pixScaleAreaMap(&photo, scale, scale));
    if (!small) return nullptr;
    const PixPtr grey(pixGetDepth(small.get()) == 32
                          ? pixConvertRGBToGrayMinMax(small.get(), L_CHOOSE_MIN)
                          : pixClone(small.get()));
    const PixPtr calm(grey ? pixBlockconv(grey.get(), 1, 1) : nullptr);
    if (!calm) return nullptr;
    Pix* dark_raw = nullptr;
    const int width = pixGetWidth(calm.get()), height = pixGetHeight(calm.get());
    if (pixOtsuAdaptiveThreshold(calm.get(), width, height, 0, 0, 0.1F, nullptr, &dark_raw) != 0) {
        return nullptr;
    }
    const PixPtr dark(dark_raw);  // black where it is dark
    const PixPtr bright(pixInvert(nullptr, dark.get()));
    // Lines of text must not cut the sheet in two.
    const PixPtr closed(bright ? pixCloseSafeBrick(nullptr, bright.get(), 15, 15) : nullptr);
    return PixPtr(closed ? pixOpenBrick(nullptr, closed.get(), 7, 7) : nullptr);
}

struct Boxas {
    Boxa* boxes = nullptr;
    Pixa* parts = nullptr;
    ~Boxas() {
        boxaDestroy(&boxes);
        pixaDestroy(&parts);
    }
};

// The largest connected part, filled, at its place.
PixPtr largest_part(Pix& shape) {
    Boxas found;
    found.boxes = pixConnComp(&shape, &found.parts, 4);
    if (!found.boxes || !found.parts) return nullptr;
    l_int32 best = -1, most = 0;
    for (l_int32 i = 0; i < pixaGetCount(found.parts); ++i) {
        const PixPtr part(pixaGetPix(found.parts, i, L_CLONE));
        l_int32 count = 0;
        if (part && pixCountPixels(part.get(), &count, nullptr) == 0 && count > most) {
            most = count;
            best = i;
        }
    }
    if (best < 0) return nullptr;
    const PixPtr part(pixaGetPix(found.parts, best, L_CLONE));
    const PixPtr filled(pixHolesByFilling(part.get(), 4));
    if (!filled) return nullptr;
    pixOr(filled.get(), filled.get(), part.get());
    l_int32 x = 0, y = 0;
    boxaGetBoxGeometry(found.boxes, best, &x, &y, nullptr, nullptr);
    PixPtr whole(pixCreate(pixGetWidth(&shape), pixGetHeight(&shape), 1));
    if (whole) {
        pixRasterop(whole.get(), x, y, pixGetWidth(filled.get()), pixGetHeight(filled.get()),
                    PIX_SRC, filled.get(), 0, 0);
    }
    return whole;
}

bool is_set(Pix& shape, int x, int y) {
    l_uint32 value = 0;
    return pixGetPixel(&shape, x, y, &value) == 0 && value != 0;
}

// The outermost points of the shape in the four diagonal directions.
Corners rough_corners(Pix& shape) {
    Corners corners;
    float best[4] = {1e9F, -1e9F, -1e9F, 1e9F};
    for (int y = 0; y < pixGetHeight(&shape); ++y) {
        for (int x = 0; x < pixGetWidth(&shape); ++x) {
            if (!is_set(shape, x, y)) continue;
            const auto fx = static_cast<float>(x), fy = static_cast<float>(y);
            const Corner here{fx, fy};
            if (fx + fy < best[0]) best[0] = fx + fy, corners[0] = here;
            if (fx - fy > best[1]) best[1] = fx - fy, corners[1] = here;
            if (fx + fy > best[2]) best[2] = fx + fy, corners[2] = here;
            if (fx - fy < best[3]) best[3] = fx - fy, corners[3] = here;
        }
    }
    return corners;
}

// The first set point from outside along a row (or column), or a negative number.
int first_set(Pix& shape, int at, bool along_x, bool from_start) {
    const int length = along_x ? pixGetWidth(&shape) : pixGetHeight(&shape);
    for (int i = 0; i < length; ++i) {
        const int place = from_start ? i : length - 1 - i;
        if (is_set(shape, along_x ? place : at, along_x ? at : place)) return place;
    }
    return -1;
}

// The straight line through the shape's edge between two corners; outliers are left out.
std::optional<Line> side_line(Pix& shape, Corner from, Corner to, bool upright, bool from_start) {
    const float begin = upright ? from.y : from.x, end = upright ? to.y : to.x;
    const auto low = std::min(begin, end), high = std::max(begin, end);
    const float skip = (high - low) * kSkip / 100;
    const PtaPtr points(ptaCreate(0));
    for (int at = static_cast<int>(low + skip); at <= static_cast<int>(high - skip); ++at) {
        const int place = first_set(shape, at, upright, from_start);
        if (place >= 0) ptaAddPt(points.get(), static_cast<float>(at), static_cast<float>(place));
    }
    if (ptaGetCount(points.get()) < 10) return std::nullopt;
    l_float32 slope = 0, start = 0, error = 0;
    if (ptaNoisyLinearLSF(points.get(), 3.0F, nullptr, &slope, &start, &error, nullptr) != 0 ||
        error > 3) {
        return std::nullopt;
    }
    // place = slope*at + start, where `at` is y for an upright side and x for a lying one.
    return upright ? Line{1, -slope, start} : Line{-slope, 1, start};
}

std::optional<Corner> meeting(const Line& one, const Line& other) {
    const float det = one.a * other.b - other.a * one.b;
    if (std::abs(det) < 1e-3F) return std::nullopt;
    return Corner{(one.c * other.b - other.c * one.b) / det,
                  (one.a * other.c - other.a * one.c) / det};
}

float area_of(const Corners& corners) {
    float twice = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto& here = corners[i];
        const auto& next = corners[(i + 1) % 4];
        twice += here.x * next.y - next.x * here.y;
    }
    return twice / 2;
}

bool has_right_angles(const Corners& corners) {
    for (std::size_t i = 0; i < 4; ++i) {
        const auto& here = corners[i];
        const auto& next = corners[(i + 1) % 4];
        const auto& before = corners[(i + 3) % 4];
        const float ax = next.x - here.x, ay = next.y - here.y;
        const float bx = before.x - here.x, by = before.y - here.y;
        const float lengths = std::hypot(ax, ay) * std::hypot(bx, by);
        if (lengths < 1) return false;
        const float degrees = std::acos(std::clamp((ax * bx + ay * by) / lengths, -1.0F, 1.0F)) *
                              180.0F / 3.14159265F;
        if (std::abs(degrees - 90) > kCornerDegrees) return false;
    }
    return true;
}

// A shape that reaches the photo's edges on three sides is no sheet lying on a table.
bool lies_inside(Pix& shape, const Corners& corners) {
    const auto width = static_cast<float>(pixGetWidth(&shape));
    const auto height = static_cast<float>(pixGetHeight(&shape));
    int outside = 0;
    for (const auto& corner : corners) {
        if (corner.x < -0.06F * width || corner.x > 1.06F * width || corner.y < -0.06F * height ||
            corner.y > 1.06F * height) {
            return false;
        }
        if (corner.x < 2 || corner.y < 2 || corner.x > width - 3 || corner.y > height - 3) {
            ++outside;
        }
    }
    return outside < 3;
}

}  // namespace

std::optional<Corners> find_paper(Pix& photo) {
    const PixPtr bright = bright_shape(photo);
    const PixPtr shape = bright ? largest_part(*bright) : nullptr;
    if (!shape) return std::nullopt;
    const auto rough = rough_corners(*shape);
    const auto top = side_line(*shape, rough[0], rough[1], false, true);
    const auto right = side_line(*shape, rough[1], rough[2], true, false);
    const auto bottom = side_line(*shape, rough[3], rough[2], false, false);
    const auto left = side_line(*shape, rough[0], rough[3], true, true);
    if (!top || !right || !bottom || !left) return std::nullopt;
    Corners corners;
    const std::array<std::optional<Corner>, 4> met = {meeting(*top, *left), meeting(*top, *right),
                                                      meeting(*bottom, *right),
                                                      meeting(*bottom, *left)};
    for (std::size_t i = 0; i < 4; ++i) {
        if (!met[i]) return std::nullopt;
        corners[i] = *met[i];
    }
    l_int32 count = 0;
    pixCountPixels(shape.get(), &count, nullptr);
    const auto photo_area = static_cast<float>(pixGetWidth(shape.get())) *
                            static_cast<float>(pixGetHeight(shape.get()));
    const float area = area_of(corners);
    if (area < kAreaMin * photo_area || static_cast<float>(count) < kFillMin * area ||
        static_cast<float>(count) > area / kFillMin || !has_right_angles(corners) ||
        !lies_inside(*shape, corners)) {
        return std::nullopt;
    }
    const float scale =
        static_cast<float>(pixGetWidth(&photo)) / static_cast<float>(pixGetWidth(shape.get()));
    for (auto& corner : corners) corner = {(corner.x + 0.5F) * scale, (corner.y + 0.5F) * scale};
    return corners;
}

}  // namespace disapa::devices
