#include "kiosk/ui/input.h"

#include <utility>

namespace disapa::ui {

namespace {

// A QR of a letter has some 250 letters; an invite fewer than 1,000.
constexpr std::size_t kScanLettersMax = 4096;
constexpr std::size_t kScanLettersMin = 4;
// Scanners send a letter every 5 to 20 ms; a slow frame hands over several at once.
constexpr double kScanGapSeconds = 0.25;
// More waits only when the program hangs; what comes then is no longer meant.
constexpr std::size_t kWaitingMax = 8192;

}  // namespace

void Input::add(Event event, double at) {
    event.stroke.at = at;
    if (events_.size() < kWaitingMax) {
        events_.push_back(event);
    }
}

void Input::move(float x, float y, double at, int finger) {
    add({Kind::move, x, y, {}, finger}, at);
}
void Input::press(float x, float y, double at, int finger) {
    add({Kind::press, x, y, {}, finger}, at);
}
void Input::release(float x, float y, double at, int finger) {
    add({Kind::release, x, y, {}, finger}, at);
}
void Input::leave(double at) {
    add({Kind::move, -1, -1}, at);
}
void Input::wheel(float notches, double at) {
    add({Kind::wheel, 0, notches}, at);
}

void Input::letter(char32_t code, double at) {
    // ImGui keeps 16 bits of a letter; what lies above cannot be shown and is not taken.
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    if (!control && !surrogate && code < 0xFFFE) {
        add({Kind::key, 0, 0, {code, Key::none, 0}, 0}, at);
    }
}

void Input::key(Key key, double at) {
    add({Kind::key, 0, 0, {0, key, 0}, 0}, at);
}

bool Input::is_other_finger(const Event& event) const {
    return now_.down && (event.finger != finger_ || event.kind == Kind::press);
}

FrameInput Input::take() {
    now_.pressed = now_.released = false;
    now_.wheel = 0;
    now_.keys.clear();
    bool changed = false;
    while (!events_.empty()) {
        const Event event = events_.front();
        const bool of_finger =
            event.kind == Kind::move || event.kind == Kind::press || event.kind == Kind::release;
        const bool of_key = event.kind == Kind::key;
        // Tab and Escape act before any widget is drawn: what was typed before them goes first.
        const bool leaves = event.stroke.key == Key::tab || event.stroke.key == Key::escape;
        const bool typed = !now_.keys.empty();
        const bool taps = event.kind == Kind::press || event.kind == Kind::release;
        if ((changed && (of_finger || of_key)) || (typed && (taps || leaves))) {
            break;
        }
        events_.pop_front();
        if (of_finger && is_other_finger(event)) {
            continue;
        }
        now_.at = event.stroke.at;
        if (of_finger) {
            now_.x = event.x;
            now_.y = event.y;
        }
        switch (event.kind) {
            case Kind::move:
                break;
            case Kind::press:
                now_.pressed = now_.down = changed = true;
                finger_ = event.finger;
                break;
            case Kind::release:
                now_.released = now_.down;
                now_.down = false;
                changed = true;
                break;
            case Kind::wheel:
                now_.wheel += event.y;
                break;
            case Kind::key:
                now_.keys.push_back(event.stroke);
                changed = leaves || event.stroke.key == Key::enter;
                break;
        }
    }
    return now_;
}

std::optional<std::string> ScanBuffer::feed(const Keystroke& stroke) {
    if (stroke.at - last_ > kScanGapSeconds) {
        text_.clear();
    }
    last_ = stroke.at;
    if (stroke.key == Key::enter) {
        std::string whole = std::exchange(text_, {});
        if (whole.size() >= kScanLettersMin) {
            return whole;
        }
        return std::nullopt;
    }
    if (stroke.letter != 0 && text_.size() < kScanLettersMax) {
        append_utf8(text_, stroke.letter);
    }
    return std::nullopt;
}

void append_utf8(std::string& text, char32_t letter) {
    const auto byte = [&](char32_t value) { text.push_back(static_cast<char>(value)); };
    if (letter < 0x80) {
        byte(letter);
    } else if (letter < 0x800) {
        byte(0xC0 | letter >> 6);
        byte(0x80 | (letter & 0x3F));
    } else {
        byte(0xE0 | letter >> 12);
        byte(0x80 | (letter >> 6 & 0x3F));
        byte(0x80 | (letter & 0x3F));
    }
}

std::size_t letter_before(const std::string& text, std::size_t at) {
    while (at > 0 && (static_cast<unsigned char>(text[--at]) & 0xC0U) == 0x80U) {
    }
    return at;
}

std::size_t letter_after(const std::string& text, std::size_t at) {
    if (at < text.size()) {
        ++at;
    }
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
        ++at;
    }
    return at;
}

}  // namespace disapa::ui
