#include "kiosk/ui/fonts.h"

#include <imgui_freetype.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/ui/icons.h"
#include "shared/base/file.h"

namespace disapa::ui {

namespace {

constexpr std::size_t kFontMax = 4U << 20U;
constexpr float kShadowBlur = 11;  // design pixels from solid to nothing
// What stands at the smallest size: the mark in a tick box. Hinting an icon costs as much as
// hinting three letters, so no size holds more than is shown in it.
constexpr std::array<Icon, 1> kSmallIcons = {icon("check")};
// Icons that are ever shown at the largest size; all 220 of them there would double the atlas.
constexpr std::array<Icon, 29> kHugeIcons = {icon("check_circle"), icon("error"),
                                             icon("print"),        icon("verified"),
                                             icon("gpp_bad"),      icon("inbox"),
                                             icon("search"),       icon("qr_code_scanner"),
                                             icon("lock"),         icon("touch_app"),
                                             icon("cloud_done"),   icon("info"),
                                             icon("warning"),      icon("usb"),
                                             icon("report"),       icon("person_off"),
                                             icon("image"),        icon("hourglass_empty"),
                                             icon("cloud_queue"),  icon("cloud_off"),
                                             icon("schedule"),     icon("block"),
                                             icon("wifi_off"),     icon("login"),
                                             icon("access_time"),  icon("event_busy"),
                                             icon("gpp_good"),     icon("gpp_maybe"),
                                             icon("notifications")};

// FreeType aborts inside ImGui on a file that is no font, so the first bytes are looked at here.
bool looks_like_font(const Bytes& bytes) {
    const auto starts = [&](std::string_view magic) {
        return bytes.size() > 1024 &&
               std::equal(magic.begin(), magic.end(), bytes.begin(),
                          [](char wanted, std::uint8_t found) {
                              return static_cast<std::uint8_t>(wanted) == found;
                          });
    };
    return starts("OTTO") || starts("true") || starts(std::string_view("\0\1\0\0", 4));
}

Result<Bytes> read_font(const std::filesystem::path& file, std::string_view package) {
    auto bytes = read_file(file, kFontMax);
    if (!bytes || !looks_like_font(*bytes)) {
        return fail(ErrorCode::not_found,
                    "Huruf untuk layar tidak ada di komputer ini. Minta pengelola memasang paket " +
                        std::string(package) + ".",
                    "no usable font file " + file.string() + "; install " + std::string(package));
    }
    return bytes;
}

float soft_step(float t) {
    t = std::clamp(t, 0.0F, 1.0F);
    return t * t * (3 - 2 * t);
}

}  // namespace

Result<FontFiles> FontFiles::read(const std::filesystem::path& text_folder,
                                  const std::filesystem::path& icon_file) {
    FontFiles files;
    const std::string text_package = "fonts-inter";
    const std::string icon_package = "fonts-material-design-icons-iconfont";
    const std::vector<std::pair<Bytes*, std::filesystem::path>> wanted = {
        {&files.regular, text_folder / "Inter-Regular.otf"},
        {&files.semibold, text_folder / "Inter-SemiBold.otf"},
        {&files.bold, text_folder / "Inter-Bold.otf"},
        {&files.icons, icon_file}};
    for (const auto& [bytes, file] : wanted) {
        auto read = read_font(file, bytes == &files.icons ? icon_package : text_package);
        if (!read) {
            return pass(std::move(read));
        }
        *bytes = std::move(*read);
    }
    return files;
}

void Fonts::build(ImFontAtlas& atlas, const FontFiles& files, float scale) {
    // Latin with all its accents, the dashes, quotes and dots of good typesetting, the euro.
    static constexpr std::array<ImWchar, 9> kLetters = {0x20,   0x17F,  0x2010, 0x2027, 0x20AC,
                                                        0x20AC, 0x2190, 0x2193, 0};
    // The largest type writes codes and hours.
    static constexpr std::array<ImWchar, 3> kPlainLetters = {0x20, 0xFF, 0};
    atlas.Clear();
    icon_ranges_.clear();
    const auto add_range = [this](const auto& icons) {
        const std::size_t from = icon_ranges_.size();
        for (const auto& each : icons) {
            icon_ranges_.insert(icon_ranges_.end(), {each.code, each.code});
        }
        icon_ranges_.push_back(0);
        return from;
    };
    const std::size_t all_from = add_range(kIcons);
    const std::array<std::size_t, kIconSizes> range_from = {add_range(kSmallIcons), all_from,
                                                            all_from, add_range(kHugeIcons)};

    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = 1;
    const auto add = [&](const Bytes& file, float size, const ImWchar* ranges) {
        // ImGui takes a pointer to non-const and does not write when it does not own the data.
        return atlas.AddFontFromMemoryTTF(const_cast<std::uint8_t*>(file.data()),
                                          static_cast<int>(file.size()), std::round(size * scale),
                                          &config, ranges);
    };
    const std::array<const Bytes*, kTypes> faces = {
        &files.regular, &files.semibold, &files.regular, &files.semibold,
        &files.bold,    &files.bold,     &files.bold};
    for (std::size_t i = 0; i < kTypes; ++i) {
        text_.at(i) = add(*faces.at(i), kTypeSize.at(i),
                          i + 1 == kTypes ? kPlainLetters.data() : kLetters.data());
    }
    for (std::size_t i = 0; i < kIconSizes; ++i) {
        icons_.at(i) = add(files.icons, kIconPixels.at(i), icon_ranges_.data() + range_from.at(i));
    }
    shadow_.spread = std::round(kShadowBlur * scale);
    shadow_.size = std::round((kShadowBlur * 2 + kCardRadius * 2 + 4) * scale);
    const int side = static_cast<int>(shadow_.size);
    const int rect_id = atlas.AddCustomRectRegular(side, side);
    atlas.TexGlyphPadding = 1;
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    atlas.Build();
    paint_shadow(atlas, rect_id, scale);
}

void Fonts::paint_shadow(ImFontAtlas& atlas, int rect_id, float scale) {
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    atlas.GetTexDataAsAlpha8(&pixels, &width, &height);
    const ImFontAtlasCustomRect& rect = *atlas.GetCustomRectByIndex(rect_id);
    const float half = shadow_.size / 2;
    const float radius = kCardRadius * scale;
    const float inner = half - shadow_.spread - radius;
    for (int y = 0; y < rect.Height; ++y) {
        for (int x = 0; x < rect.Width; ++x) {
            // Distance from the edge of a rounded rectangle, negative inside.
            const float dx = std::abs(static_cast<float>(x) + 0.5F - half) - inner;
            const float dy = std::abs(static_cast<float>(y) + 0.5F - half) - inner;
            const float outside = std::hypot(std::max(dx, 0.0F), std::max(dy, 0.0F)) - radius;
            const float reach = shadow_.spread;
            const float alpha = soft_step(0.5F - outside / (2 * reach));
            pixels[(rect.Y + y) * width + rect.X + x] =
                static_cast<unsigned char>(std::lround(alpha * 255));
        }
    }
    atlas.CalcCustomRectUV(&rect, &shadow_.uv_min, &shadow_.uv_max);
}

}  // namespace disapa::ui
