// What came from glass, keyboard and scanner, in order, given out so that no frame loses any of it.
//
// A slow frame may find a press and its release waiting together, or the keys of two fields with
// the tap between them. A frame is given events up to one that may move the focus: a change of the
// finger, Enter, Tab or Escape; keys and a change of the finger never come in one frame. The rest
// waits for the next.
// Used from the window's thread only.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace disapa::ui {

enum class Key { none, enter, backspace, remove, tab, escape, left, right, home, end };

struct Keystroke {
    char32_t letter = 0;  // 0 when `key` says what it was
    Key key = Key::none;
    double at = 0;  // seconds of the window's clock
};

// The state of glass and keys that one frame sees.
struct FrameInput {
    float x = -1, y = -1;
    bool down = false, pressed = false, released = false;
    float wheel = 0;  // notches, positive: towards the top
    double at = 0;    // of the newest event
    std::vector<Keystroke> keys;
};

class Input {
  public:
    void move(float x, float y, double at, int finger = 0);
    // `finger` tells fingers apart where the glass does. While one is down the others do nothing: a
    // hand laid on the screen presses one thing at most.
    void press(float x, float y, double at, int finger = 0);
    void release(float x, float y, double at, int finger = 0);
    void leave(double at);  // the finger left the glass and points nowhere
    void wheel(float notches, double at);
    void letter(char32_t code, double at);  // control characters are dropped
    void key(Key key, double at);

    [[nodiscard]] FrameInput take();  // once a frame
    [[nodiscard]] bool waiting() const { return !events_.empty(); }

  private:
    enum class Kind { move, press, release, wheel, key };
    struct Event {
        Kind kind = Kind::move;
        float x = 0, y = 0;
        Keystroke stroke = {};
        int finger = 0;
    };
    void add(Event event, double at);

    [[nodiscard]] bool is_other_finger(const Event& event) const;

    std::deque<Event> events_;
    int finger_ = 0;  // the one that is down
    FrameInput now_;
};

// Tells a scanner from a person: many letters in a short time, ended by Enter. Fed while no field
// has the focus, so that a scan works wherever the screen wants one.
class ScanBuffer {
  public:
    // The whole scan when this stroke ends one.
    [[nodiscard]] std::optional<std::string> feed(const Keystroke& stroke);
    void clear() { text_.clear(); }

  private:
    std::string text_;
    double last_ = 0;
};

// UTF-8 helpers for the caret: the byte where the letter before or after `at` begins or ends.
void append_utf8(std::string& text, char32_t letter);
[[nodiscard]] std::size_t letter_before(const std::string& text, std::size_t at);
[[nodiscard]] std::size_t letter_after(const std::string& text, std::size_t at);

}  // namespace disapa::ui
