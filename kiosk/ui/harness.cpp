#include "kiosk/ui/harness.h"

#include <imgui_internal.h>

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace disapa::ui {

namespace {

constexpr double kFrameSeconds = 1.0 / 60;
constexpr double kScannerSeconds = 0.01;  // between two letters of a scan
constexpr double kBetweenTaps = 0.35;     // a test's taps are no double taps
constexpr int kSwipesMax = 60;

FontFiles files_or_end() {
    auto files = FontFiles::read();
    if (!files) {
        std::fprintf(stderr, "%s\n", files.error().log.c_str());
        std::exit(1);
    }
    return *std::move(files);
}

std::vector<char32_t> letters_of(std::string_view utf8) {
    std::vector<char32_t> all;
    for (std::size_t i = 0; i < utf8.size();) {
        unsigned letter = 0;
        const char* begin = utf8.data() + i;
        i +=
            static_cast<std::size_t>(ImTextCharFromUtf8(&letter, begin, utf8.data() + utf8.size()));
        all.push_back(letter);
    }
    return all;
}

}  // namespace

Harness::Harness(const Words& words, Draw draw, int width, int height)
    : files_(files_or_end()),
      ui_(std::make_unique<Ui>(files_, words, textures_)),
      draw_(std::move(draw)) {
    ui_->io().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    ui_->watch(&audit_);
    resize(width, height);
}

void Harness::resize(int width, int height) {
    width_ = width;
    height_ = height;
    step(3);
}

void Harness::step(int frames, double seconds) {
    for (int i = 0; i < frames; ++i) {
        clock_ += seconds;
        if (ui_->resize(width_, height_)) {
            ui_->io().Fonts->SetTexID(reinterpret_cast<ImTextureID>(kFontTexture));
        }
        ui_->begin_frame(seconds);
        draw_(*ui_);
        ui_->end_frame();
    }
}

bool Harness::tap(std::string_view id) {
    const Node* node = find(id);
    return node != nullptr && node->enabled && !node->covered && tap_anyway(id);
}

bool Harness::tap_label(std::string_view label) {
    for (const Node& node : tree().nodes) {
        if (node.label == label && is_touchable(node.role) && node.enabled && !node.covered) {
            const Rect at = node.visible;
            if (!at.empty()) {
                tap_at(at.middle_x(), at.middle_y());
                return true;
            }
        }
    }
    return false;
}

bool Harness::tap_anyway(std::string_view id) {
    const Node* node = find(id);
    if (node == nullptr || node->visible.empty()) {
        return false;
    }
    tap_at(node->visible.middle_x(), node->visible.middle_y());
    return true;
}

void Harness::tap_at(float x, float y) {
    press(x, y);
    step();
    lift();
}

void Harness::press(float x, float y) {
    clock_ += kBetweenTaps;
    ui_->input().move(x, y, clock_);
    ui_->input().press(x, y, clock_);
    step();
}

void Harness::drag_to(float x, float y, int frames) {
    const float x0 = ui_->finger().x;
    const float y0 = ui_->finger().y;
    for (int i = 1; i <= frames; ++i) {
        const float part = static_cast<float>(i) / static_cast<float>(frames);
        ui_->input().move(x0 + (x - x0) * part, y0 + (y - y0) * part, clock_ + kFrameSeconds);
        step();
    }
}

void Harness::lift() {
    const FrameInput& finger = ui_->finger();
    ui_->input().release(finger.x, finger.y, clock_ + kFrameSeconds);
    ui_->input().leave(clock_ + kFrameSeconds);
    step(4);  // as many as the window draws after input
}

void Harness::swipe(float x1, float y1, float x2, float y2, int frames) {
    press(x1, y1);
    drag_to(x2, y2, frames);
    lift();
}

bool Harness::bring_into_view(std::string_view id) {
    for (int i = 0; i < kSwipesMax; ++i) {
        const Node* node = find(id);
        if (node == nullptr) {
            return false;
        }
        if (node->visible.h + 1 >= node->full.h) {
            return true;
        }
        const Rect area = ui_->area();
        const bool below = node->full.bottom() > node->visible.bottom() || node->visible.empty();
        const bool above =
            node->visible.empty() ? node->full.y < area.middle_y() : node->full.y < node->visible.y;
        const float way = area.h * (above && node->full.y < area.middle_y() ? 0.12F : -0.12F);
        if (!below && !above) {
            return true;
        }
        press(node->full.middle_x(), area.middle_y());
        drag_to(node->full.middle_x(), area.middle_y() + way, 6);
        step(12);  // a finger that rests throws nothing
        lift();
    }
    return false;
}

void Harness::type(std::string_view utf8) {
    for (const char32_t letter : letters_of(utf8)) {
        ui_->input().letter(letter, clock_);
        step();
    }
    step(2);
}

void Harness::scan(std::string_view utf8) {
    double at = clock_;
    for (const char32_t letter : letters_of(utf8)) {
        at += kScannerSeconds;
        ui_->input().letter(letter, at);
    }
    ui_->input().key(Key::enter, at + kScannerSeconds);
    step(3);
}

void Harness::key(Key key) {
    ui_->input().key(key, clock_);
    step(3);
}

bool Harness::touch_key(std::string_view id) {
    return tap("key:" + std::string(id));
}

bool Harness::touch_keys(std::string_view text) {
    for (const char letter : text) {
        const bool capital = std::isupper(static_cast<unsigned char>(letter)) != 0;
        const std::string id =
            letter == ' '
                ? "space"
                : std::string(1,
                              static_cast<char>(std::tolower(static_cast<unsigned char>(letter))));
        if (find("key:" + id) == nullptr && !touch_key("symbols")) {
            return false;
        }
        if (capital && !touch_key("shift")) {
            return false;
        }
        if (!touch_key(id)) {
            return false;
        }
    }
    return true;
}

Bitmap Harness::picture() const {
    return rasterise(ui_->draw_data(), *ui_->io().Fonts, textures_, ui_->ground());
}

Status Harness::save_picture(const std::filesystem::path& png) const {
    return write_png(png, picture());
}

std::uint64_t Harness::hash() const {
    return draw_hash(ui_->draw_data());
}

std::vector<std::string> Harness::small_targets() const {
    std::vector<std::string> small;
    const float least = ui_->px(kTargetMin) - 0.5F;
    for (const Node& node : tree().nodes) {
        if (is_touchable(node.role) && (node.full.w < least || node.full.h < least)) {
            small.push_back(node.id);
        }
    }
    return small;
}

std::vector<std::string> Harness::outside_screen() const {
    std::vector<std::string> outside;
    const Rect screen = ui_->screen();
    for (const Node& node : tree().nodes) {
        // Downwards is what scrolling is for; what cannot be dragged into sight is lost.
        const bool beside = node.full.x < -0.5F || node.full.right() > screen.right() + 0.5F;
        const bool beyond =
            !node.scrolled && (node.full.y < -0.5F || node.full.bottom() > screen.bottom() + 0.5F);
        if (beside || beyond) {
            outside.push_back(node.id.empty() ? node.label : node.id);
        }
    }
    return outside;
}

}  // namespace disapa::ui
