// The core of the touch toolkit: frames, touches, focus, scrolling, layers. Widgets are the
// functions in widgets.h; each of them goes through `touch` or `say`, and so into the semantic
// tree.
//
// A frame: begin_frame, then draw everything that is on the screen, then end_frame. Nothing is kept
// between frames but what a person holds: the finger, the focus, how far a list is scrolled; all by
// the widget's id. Ids are made by the program ("svc:SKTM"), never from a person's text.
// Used from the window's thread only.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/fonts.h"
#include "kiosk/ui/input.h"
#include "kiosk/ui/paint.h"
#include "kiosk/ui/rect.h"
#include "kiosk/ui/semantics.h"
#include "kiosk/ui/textures.h"
#include "kiosk/ui/theme.h"
#include "kiosk/ui/words.h"

namespace disapa::ui {

enum class Fire { on_release, on_press };  // keys fire when pressed, everything else when released

struct Touch {
    bool fired = false;    // the widget was used
    bool held = false;     // a finger is on it
    bool visible = false;  // worth drawing
};

// Which keys come up for a field: the whole keyboard, its letters alone (of a search: lower, so that
// what is found stands above it), a digit pad, a digit pad with 00 and 000, none.
enum class Keyboard { letters, words, digits, money, none };

struct Focus {
    std::string id;  // empty: no field has it
    std::size_t caret = 0;
    Keyboard keyboard = Keyboard::letters;
    std::string enter;  // label of the key that ends the typing; empty: "Selesai"
    bool capitals = false;
    bool ready = false;                   // its field was drawn and has said the above
    bool shift = false, symbols = false;  // of the on-screen keyboard
    double since = 0;                     // of the newest change, for the caret's blinking
};

// What one widget keeps between frames.
struct Memory {
    float scroll = 0, speed = 0, content = 0, seen_height = 0;
    int number = 0, page = 0;
    std::string text;
    double since = 0;
};

class Ui {
  public:
    // The three must outlive the Ui.
    Ui(const FontFiles& files, const Words& words, Textures& textures);
    Ui(const Ui&) = delete;
    Ui& operator=(const Ui&) = delete;
    ~Ui();

    // Frames ------------------------------------------------------------------------------------
    // Before each frame. True when the scale changed and the font picture must be sent to the
    // graphics card again.
    [[nodiscard]] bool resize(int width, int height);
    void begin_frame(double seconds_passed);
    void end_frame();
    [[nodiscard]] ImDrawData& draw_data() const;  // of the frame that ended last
    [[nodiscard]] ImGuiIO& io() const;            // for whoever renders
    [[nodiscard]] Input& input() { return input_; }
    // Seconds until the next frame is due without input: 0 at once, more than a minute when idle.
    [[nodiscard]] double wake_in() const;
    void wake_after(double seconds);  // a widget that moves asks for its next frame
    // A widget learnt its size only now: this frame is not worth showing, the next one is.
    void unsettle();
    [[nodiscard]] bool settled() const { return settled_; }
    [[nodiscard]] double time() const { return time_; }  // seconds since the first frame
    // Seconds since anybody touched anything: the screen goes back to its start after a while.
    [[nodiscard]] double idle() const { return time_ - last_input_; }
    void forget();  // wipes focus, scroll and memory: the next person finds nothing

    // What a person needs to read and to reach; from the next frame on. Kept until changed -------
    void set_text_size(int size);  // 0 normal, 1 large, 2 largest
    [[nodiscard]] int text_size() const { return text_size_; }
    void set_contrast(bool on);  // black on white, strong lines
    [[nodiscard]] bool contrast() const { return palette_.contrast(); }
    // Everything in the lower part of a tall screen: for who sits in a wheelchair, for children.
    void set_low(bool on);
    [[nodiscard]] bool low() const { return low_; }
    [[nodiscard]] bool can_be_low() const;  // the screen is tall enough for it to matter
    [[nodiscard]] Colour ground() const { return palette_.ground(kGround); }  // behind everything
    void watch(Audit* audit) { audit_ = audit; }  // tests; null: nobody watches

    // Places ------------------------------------------------------------------------------------
    [[nodiscard]] Rect screen() const { return screen_; }
    // What may be drawn on: the screen without the on-screen keyboard, or the lower part of it.
    [[nodiscard]] Rect area() const;
    [[nodiscard]] float px(float design) const { return design * scale_; }
    // Upright, or so narrow for its text that pages are laid out as if it were.
    [[nodiscard]] bool portrait() const { return screen_.h > screen_.w || screen_.w < px(1000); }
    [[nodiscard]] float margin() const { return px(portrait() ? kMarginPortrait : kMargin); }
    [[nodiscard]] Column column(const Rect& rect) const { return {rect, px(kGap)}; }

    // The two doors into the tree -----------------------------------------------------------------
    [[nodiscard]] Touch touch(Node node, Fire fire = Fire::on_release);
    bool say(Node node);  // not touchable; true when it is visible
    [[nodiscard]] const Tree& tree() const { return tree_; }

    // Scrolling and layers ------------------------------------------------------------------------
    // Whatever `content` takes from the column beyond the area can be dragged into view.
    void scroll(std::string_view id, const Rect& area, const std::function<void(Column&)>& content);
    void scroll_to_top(std::string_view id);
    // A layer covers everything drawn before; only the topmost one can be touched (see sheet).
    void begin_layer();
    void end_layer();

    // Typing --------------------------------------------------------------------------------------
    [[nodiscard]] Focus& focus() { return focus_; }
    [[nodiscard]] bool has_focus(std::string_view id) const { return focus_.id == id; }
    void focus_on(std::string_view id);
    void blur();
    [[nodiscard]] bool keyboard_open() const { return keyboard_height_ > 0; }
    [[nodiscard]] const std::vector<Keystroke>& keystrokes() const { return keystrokes_; }
    void send(Keystroke stroke);  // from the on-screen keyboard, arrives in the next frame
    // A scan that came while no field had the focus. Given once.
    [[nodiscard]] std::optional<std::string> take_scan();

    // For widgets ---------------------------------------------------------------------------------
    [[nodiscard]] Paint& paint() { return paint_; }
    // May be another language in the next frame: nobody keeps it, or a sentence from it.
    [[nodiscard]] const Words& words() const { return *words_; }
    void use_words(const Words& words);  // from the next frame on; must outlive the Ui
    [[nodiscard]] Memory& memory(std::string_view id);
    [[nodiscard]] const FrameInput& finger() const { return finger_; }
    [[nodiscard]] ImTextureID texture(std::string_view id, const Picture& picture);

  private:
    struct Held {
        ImTextureID texture = nullptr;
        std::uint64_t version = 0;
        bool seen = false;
    };
    Node& add(Node node);
    void read_input();
    [[nodiscard]] std::size_t page_mark() const;
    void route_keys();
    void next_field();
    void finish_touch();
    void drop_unseen_pictures();
    void drag(Memory& memory, std::string_view id, const Rect& area);
    void glide(Memory& memory);
    void reveal_focus(Memory& memory, const Rect& area);
    void draw_scroll_marks(const Memory& memory, const Rect& area);
    [[nodiscard]] bool reachable() const { return layer_ >= top_layer_; }

    const FontFiles& files_;
    const Words *words_, *next_words_;
    Textures& textures_;
    ImGuiContext* context_;
    Fonts fonts_;
    Paint paint_;
    Input input_;
    Tree tree_;

    Rect screen_;
    float scale_ = 0;
    int text_size_ = 0;
    bool low_ = false, contrast_ = false;
    Palette palette_;
    Audit* audit_ = nullptr;
    double time_ = 0, last_input_ = 0, step_ = 0, wake_in_ = 0;
    std::vector<Rect> clips_;
    int layer_ = 0, top_layer_ = 0, top_layer_now_ = 0;
    int scroll_depth_ = 0, scroll_outside_ = 0;

    FrameInput finger_;
    float press_y_ = 0, last_y_ = 0, moved_y_ = 0;
    double moved_at_ = 0, move_seconds_ = 0;
    std::string pressed_;      // id of the widget under the finger since it came down
    std::string scroll_held_;  // id of the innermost scrolled area under the finger
    bool settled_ = true;
    bool dragging_ = false;  // the finger scrolls: nothing is tapped any more
    bool press_hit_ = false;
    bool too_soon_ = false;  // this touch began as the second half of a double tap
    double fired_at_ = -1;   // when a finger last did something, by the clock of its events
    std::size_t fired_page_ = 0, seen_page_ = 0;

    Focus focus_;
    Rect focus_place_;
    bool focus_seen_ = false, focus_fresh_ = false, reveal_ = false;
    std::vector<std::string> fields_, fields_before_;  // in the order drawn, for Tab
    float keyboard_height_ = 0;
    std::vector<Keystroke> keystrokes_, sent_;
    ScanBuffer scan_buffer_;
    std::optional<std::string> scan_;

    std::map<std::string, Memory, std::less<>> memory_;
    std::map<std::string, Held, std::less<>> pictures_;
};

}  // namespace disapa::ui
