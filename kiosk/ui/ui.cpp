#include "kiosk/ui/ui.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/ui/keyboard.h"

namespace disapa::ui {

namespace {

constexpr double kNeverSeconds = 3600;
constexpr double kAnimationSeconds = 1.0 / 30;  // weak machines draw a frame in 20 to 40 ms
constexpr float kGlideDecay = 4.5F;             // per second, of the exponent
constexpr float kGlideStop = 20;                // design pixels a second
constexpr float kGlideMax = 5000;
constexpr double kPauseSeconds = 0.08;  // a finger that rested before it left throws nothing
constexpr int kKeyboardLayer = 1000;
constexpr float kLowPart = 0.62F;  // of the screen, and at least so many design pixels
constexpr float kLowLeast = 760;
constexpr double kDoubleTapSeconds = 0.3;
constexpr float kVisibleMin = 4;  // pixels; less of a widget is not worth drawing

}  // namespace

Ui::Ui(const FontFiles& files, const Words& words, Textures& textures)
    : files_(files),
      words_(&words),
      next_words_(&words),
      textures_(textures),
      context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
    ImGui::GetStyle().CircleTessellationMaxError = 0.2F;
}

Ui::~Ui() {
    for (const auto& [id, held] : pictures_) {
        textures_.drop(held.texture);
    }
    ImGui::DestroyContext(context_);
}

bool Ui::resize(int width, int height) {
    ImGui::SetCurrentContext(context_);
    const auto wide = static_cast<float>(std::max(width, 1));
    const auto high = static_cast<float>(std::max(height, 1));
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {wide, high};
    screen_ = {0, 0, wide, high};
    // The design is 1280x800, or 800x1280 on a screen that stands upright.
    const float scale = std::min(std::max(wide, high) / 1280, std::min(wide, high) / 800);
    const float text = kTextScales.at(static_cast<std::size_t>(text_size_));
    const float wanted = std::clamp(scale, 0.4F, 4.0F) * text;
    if (wanted == scale_) {
        return false;
    }
    scale_ = wanted;
    fonts_.build(*io.Fonts, files_, scale_);
    return true;
}

void Ui::begin_frame(double seconds_passed) {
    ImGui::SetCurrentContext(context_);
    step_ = std::clamp(seconds_passed, 0.0001, 0.25);
    time_ += std::max(seconds_passed, 0.0);
    ImGui::GetIO().DeltaTime = static_cast<float>(step_);
    wake_in_ = kNeverSeconds;
    settled_ = true;
    words_ = next_words_;
    words_->trim();
    std::swap(fields_before_, fields_);
    fields_.clear();
    read_input();
    route_keys();
    ImGui::NewFrame();
    palette_ = Palette(contrast_);
    paint_.start(ImGui::GetBackgroundDrawList(), &fonts_, scale_, palette_, audit_);
    tree_.nodes.clear();
    clips_.assign(1, screen_);
    layer_ = 0;
    top_layer_ = std::exchange(top_layer_now_, 0);
    focus_seen_ = false;
    const float keys = focus_.ready ? keyboard_height(*this, focus_.keyboard) : 0;
    reveal_ = reveal_ || keys != keyboard_height_;
    keyboard_height_ = keys;
    for (auto& [id, held] : pictures_) {
        held.seen = false;
    }
}

void Ui::end_frame() {
    if (keyboard_height_ > 0) {
        layer_ = kKeyboardLayer;
        Rect board = screen_;
        draw_keyboard(*this, board.cut_bottom(keyboard_height_));
        layer_ = 0;
    }
    if (!focus_seen_ && !focus_fresh_) {
        blur();  // its field is gone with its screen
    }
    reveal_ = reveal_ && !focus_seen_;
    focus_fresh_ = false;
    if (top_layer_ != top_layer_now_) {
        wake_after(0);
    }
    finish_touch();
    drop_unseen_pictures();
    ImGui::Render();
}

ImDrawData& Ui::draw_data() const {
    ImGui::SetCurrentContext(context_);
    return *ImGui::GetDrawData();
}

ImGuiIO& Ui::io() const {
    ImGui::SetCurrentContext(context_);
    return ImGui::GetIO();
}

void Ui::read_input() {
    const bool was_down = finger_.down;
    const double before = finger_.at;
    finger_ = input_.take();
    if (finger_.pressed) {
        pressed_.clear();
        scroll_held_.clear();
        dragging_ = press_hit_ = false;
        press_y_ = last_y_ = finger_.y;
        // People who know mice tap twice. When the first tap has changed the page, the second one
        // would press whatever stands there now.
        too_soon_ = finger_.at - fired_at_ < kDoubleTapSeconds && page_mark() != fired_page_;
    }
    if (finger_.released) {
        seen_page_ = page_mark();  // the tree is still that of the frame before
    }
    moved_y_ = was_down ? finger_.y - last_y_ : 0;
    last_y_ = finger_.y;
    if (moved_y_ != 0) {
        move_seconds_ = std::max(0.004, finger_.at - before);
        moved_at_ = finger_.at;
    }
    if (finger_.down || finger_.released || finger_.wheel != 0 || !finger_.keys.empty()) {
        last_input_ = time_;
    }
}

void Ui::route_keys() {
    keystrokes_ = std::exchange(sent_, {});
    for (const Keystroke& stroke : finger_.keys) {
        if (focus_.id.empty()) {
            if (auto whole = scan_buffer_.feed(stroke)) {
                scan_ = std::move(whole);
            }
        } else if (stroke.key == Key::tab) {
            next_field();
        } else if (stroke.key == Key::escape) {
            blur();
        } else {
            keystrokes_.push_back(stroke);
        }
    }
    if (focus_.id.empty()) {
        keystrokes_.clear();
    }
}

void Ui::next_field() {
    const auto here = std::ranges::find(fields_before_, focus_.id);
    if (here == fields_before_.end()) {
        return;
    }
    const auto next = here + 1 == fields_before_.end() ? fields_before_.begin() : here + 1;
    focus_on(*next);
}

void Ui::finish_touch() {
    if (!finger_.released) {
        return;
    }
    if (!press_hit_ && !dragging_) {
        blur();  // a tap on nothing puts the keyboard away
    }
    pressed_.clear();
    scroll_held_.clear();
    dragging_ = false;
}

void Ui::drop_unseen_pictures() {
    std::erase_if(pictures_, [&](const auto& each) {
        if (!each.second.seen) {
            textures_.drop(each.second.texture);
        }
        return !each.second.seen;
    });
}

void Ui::use_words(const Words& words) {
    next_words_ = &words;
    wake_after(0);
}

// What makes a page another page: its headings and what can be pressed on it.
std::size_t Ui::page_mark() const {
    std::size_t mark = 0;
    for (const Node& node : tree_.nodes) {
        if (node.role == Role::heading || node.role == Role::button || node.role == Role::card ||
            node.role == Role::row) {
            const std::string& name = node.role == Role::heading ? node.label : node.id;
            mark = mark * 31 + std::hash<std::string>()(name) + (node.covered ? 1 : 0);
        }
    }
    return mark;
}

double Ui::wake_in() const {
    return input_.waiting() || !sent_.empty() ? 0 : wake_in_;
}

void Ui::wake_after(double seconds) {
    wake_in_ = std::min(wake_in_, std::max(0.0, seconds));
}

void Ui::unsettle() {
    settled_ = false;
    wake_after(0);
}

void Ui::forget() {
    blur();
    memory_.clear();
    sent_.clear();
    keystrokes_.clear();
    scan_buffer_.clear();
    scan_.reset();
}

void Ui::set_text_size(int size) {
    text_size_ = std::clamp(size, 0, static_cast<int>(kTextScales.size()) - 1);
    wake_after(0);
}

void Ui::set_contrast(bool on) {
    contrast_ = on;
    wake_after(0);
}

void Ui::set_low(bool on) {
    low_ = on;
    wake_after(0);
}

bool Ui::can_be_low() const {
    return screen_.h >= screen_.w;
}

Rect Ui::area() const {
    Rect left = screen_;
    if (low_ && can_be_low()) {
        const float kept = std::max(screen_.h * kLowPart, std::min(screen_.h, px(kLowLeast)));
        (void)left.cut_top(screen_.h - kept);
    }
    (void)left.cut_bottom(keyboard_height_);
    return left;
}

Node& Ui::add(Node node) {
    node.visible = node.full.meet(clips_.back());
    node.scrolled = scroll_depth_ > 0;
    tree_.nodes.push_back(std::move(node));
    return tree_.nodes.back();
}

bool Ui::say(Node node) {
    const Rect visible = add(std::move(node)).visible;
    return visible.w >= kVisibleMin && visible.h >= kVisibleMin;
}

Touch Ui::touch(Node wanted, Fire fire) {
    const Node& node = add(std::move(wanted));
    Touch touch;
    touch.visible = node.visible.w >= kVisibleMin && node.visible.h >= kVisibleMin;
    const bool over = touch.visible && reachable() && node.visible.contains(finger_.x, finger_.y);
    if (node.role == Role::field && node.enabled && reachable()) {
        fields_.push_back(node.id);
        if (node.id == focus_.id) {
            focus_seen_ = true;
            focus_place_ = node.full;
        }
    }
    if (over && finger_.pressed && !dragging_) {
        pressed_ = node.id;  // what is drawn later lies on top and wins
        press_hit_ = true;
        touch.fired = fire == Fire::on_press && node.enabled && !too_soon_;
    }
    const bool mine = over && node.enabled && !dragging_ && !too_soon_ && pressed_ == node.id;
    touch.held = mine && finger_.down;
    if (fire == Fire::on_release) {
        touch.fired = mine && finger_.released;
        if (touch.fired) {
            fired_at_ = finger_.at;
            fired_page_ = seen_page_;
        }
    }
    return touch;
}

void Ui::scroll(std::string_view id, const Rect& area,
                const std::function<void(Column&)>& content) {
    Memory& memory = this->memory(id);
    // Shadows reach beyond the sides of what they belong to.
    const Rect wide{area.x - px(20), area.y - px(6), area.w + px(40), area.h + px(6)};
    const Rect clip = wide.meet(clips_.back());
    if (finger_.pressed && reachable() && clip.contains(finger_.x, finger_.y)) {
        scroll_held_ = id;
        dragging_ = std::abs(memory.speed) > px(kGlideStop * 4);  // this touch only stops the list
        memory.speed = 0;
    }
    drag(memory, id, clip);
    glide(memory);
    const bool focus_outside = focus_seen_;
    clips_.push_back(clip);
    paint_.push_clip(clip);
    Column column({area.x, area.y - std::round(memory.scroll), area.w, area.h}, px(kGap));
    ++scroll_depth_;
    content(column);
    --scroll_depth_;
    paint_.pop_clip();
    clips_.pop_back();
    memory.content = column.used();
    if (memory.content > area.h) {
        memory.content += px(kGap);  // the end of a list is seen as its end
    }
    if (focus_seen_ && !focus_outside && (reveal_ || memory.seen_height != area.h)) {
        reveal_focus(memory, area);
    }
    memory.seen_height = area.h;
    const float most = std::max(0.0F, memory.content - area.h);
    const float kept = std::clamp(memory.scroll, 0.0F, most);
    if (kept != memory.scroll) {
        memory.scroll = kept;
        memory.speed = 0;
        // A finger may pull beyond the end; else nobody should see what stands out of its place.
        if (finger_.down && scroll_held_ == id) {
            wake_after(0);
        } else {
            unsettle();
        }
    }
    draw_scroll_marks(memory, area);
}

void Ui::drag(Memory& memory, std::string_view id, const Rect& area) {
    if (reachable() && finger_.wheel != 0 && area.contains(finger_.x, finger_.y)) {
        memory.scroll -= finger_.wheel * px(80);
    }
    if (scroll_held_ != id) {
        return;
    }
    if (finger_.down) {
        dragging_ = dragging_ || std::abs(finger_.y - press_y_) > px(kDragThreshold);
        if (dragging_ && moved_y_ != 0) {
            memory.scroll -= moved_y_;
            const float now = -moved_y_ / static_cast<float>(move_seconds_);
            memory.speed =
                std::clamp(0.5F * memory.speed + 0.5F * now, -px(kGlideMax), px(kGlideMax));
        }
    } else if (finger_.released && finger_.at - moved_at_ > kPauseSeconds) {
        memory.speed = 0;
    }
}

void Ui::glide(Memory& memory) {
    if (finger_.down || memory.speed == 0) {
        return;
    }
    const auto step = static_cast<float>(step_);
    memory.scroll += memory.speed * step;
    memory.speed *= std::exp(-kGlideDecay * step);
    if (std::abs(memory.speed) < px(kGlideStop)) {
        memory.speed = 0;
    }
    wake_after(kAnimationSeconds);
}

void Ui::reveal_focus(Memory& memory, const Rect& area) {
    // Its label above and its error beneath belong in sight too.
    const float room = std::min(px(46), std::max(0.0F, area.h - focus_place_.h) / 2);
    const float below = focus_place_.bottom() + room - area.bottom();
    const float above = area.y - (focus_place_.y - room);
    if (below > 0) {
        memory.scroll += below;
    } else if (above > 0) {
        memory.scroll -= above;
    }
    memory.scroll = std::max(0.0F, memory.scroll);
    wake_after(0);
}

void Ui::draw_scroll_marks(const Memory& memory, const Rect& area) {
    const float beyond = memory.content - area.h;
    if (beyond < px(4) || area.h < px(60)) {
        return;
    }
    const float length = std::max(px(48), area.h * area.h / memory.content);
    const float y = area.y + (area.h - length) * memory.scroll / beyond;
    paint_.fill({area.right() + px(8), y, px(6), length}, with_alpha(kMuted, 110), px(3));
}

void Ui::scroll_to_top(std::string_view id) {
    Memory& memory = this->memory(id);
    memory.scroll = memory.speed = 0;
}

void Ui::begin_layer() {
    for (Node& node : tree_.nodes) {
        node.covered = true;
    }
    if (focus_seen_) {
        blur();  // its field lies below
    }
    scroll_outside_ = std::exchange(scroll_depth_, 0);
    ++layer_;
    top_layer_now_ = std::max(top_layer_now_, layer_);
    paint_.list()->PushClipRect({0, 0}, {screen_.right(), screen_.bottom()}, false);
    clips_.push_back(screen_);
}

void Ui::end_layer() {
    clips_.pop_back();
    paint_.pop_clip();
    scroll_depth_ = scroll_outside_;
    --layer_;
}

void Ui::focus_on(std::string_view id) {
    if (focus_.id == id) {
        return;
    }
    keystrokes_.clear();  // meant for the field before: one Enter must not run through them all
    focus_ = {};
    focus_.id = id;
    focus_.caret = std::string::npos;  // the field puts it after its last letter
    focus_.since = time_;
    focus_fresh_ = reveal_ = true;
    wake_after(0);
}

void Ui::blur() {
    if (!focus_.id.empty()) {
        focus_ = {};
        wake_after(0);
    }
}

void Ui::send(Keystroke stroke) {
    sent_.push_back(stroke);
}

std::optional<std::string> Ui::take_scan() {
    return std::exchange(scan_, std::nullopt);
}

Memory& Ui::memory(std::string_view id) {
    const auto found = memory_.find(id);
    return found != memory_.end() ? found->second
                                  : memory_.emplace(std::string(id), Memory{}).first->second;
}

ImTextureID Ui::texture(std::string_view id, const Picture& picture) {
    Held& held = pictures_.try_emplace(std::string(id)).first->second;
    if (held.texture == nullptr || held.version != picture.version) {
        // The new one first: the name of the old must not come back, or the frame looks unchanged.
        const ImTextureID old = std::exchange(held.texture, textures_.put(picture));
        held.version = picture.version;
        if (old != nullptr) {
            textures_.drop(old);
        }
    }
    held.seen = true;
    return held.texture;
}

}  // namespace disapa::ui
