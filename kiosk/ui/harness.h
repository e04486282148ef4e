// Drives screens without X and without a graphics card: a finger, a keyboard, a scanner and a clock
// for tests. Finds widgets in the semantic tree, touches them where a person would, steps frames.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/ui/raster.h"
#include "kiosk/ui/ui.h"

namespace disapa::ui {

class Harness {
  public:
    using Draw = std::function<void(Ui&)>;
    // Ends the program with a sentence when the fonts are missing: no test can run without.
    Harness(const Words& words, Draw draw, int width = 1280, int height = 800);

    void step(int frames = 1, double seconds = 1.0 / 60);
    void resize(int width, int height);

    [[nodiscard]] const Node* find(std::string_view id) const { return ui_->tree().find(id); }
    [[nodiscard]] const Tree& tree() const { return ui_->tree(); }
    [[nodiscard]] bool says(std::string_view text) const { return ui_->tree().says(text); }

    // False, and nothing is touched, when the widget is not there, not visible, covered or
    // disabled.
    bool tap(std::string_view id);
    bool tap_label(std::string_view label);
    // Touches where the widget is, whatever its state: for tests that disabled stays disabled.
    bool tap_anyway(std::string_view id);
    void tap_at(float x, float y);
    void press(float x, float y);  // finger down, one frame
    void drag_to(float x, float y, int frames = 8);
    void lift();
    void swipe(float x1, float y1, float x2, float y2, int frames = 8);
    // Drags the area that holds the widget until the widget is in sight.
    bool bring_into_view(std::string_view id);

    void type(std::string_view utf8);  // a keyboard on the table
    void scan(std::string_view utf8);  // a scanner: all at once, then Enter
    void key(Key key);
    bool touch_keys(std::string_view text);  // the on-screen keyboard, shift and symbols included

    [[nodiscard]] Bitmap picture() const;
    [[nodiscard]] Status save_picture(const std::filesystem::path& png) const;
    [[nodiscard]] std::uint64_t hash() const;
    [[nodiscard]] Ui& ui() { return *ui_; }

    // What every screen must keep; each returns the offending ids, none when all is well.
    [[nodiscard]] std::vector<std::string> small_targets() const;   // under kTargetMin
    [[nodiscard]] std::vector<std::string> outside_screen() const;  // cut off by the screen's edge
    // Texts of the last frame that did not fit: cut with dots, clipped, broken inside a word, or
    // higher than their place. Each with the reason. `Fit::may_cut` is let pass.
    [[nodiscard]] std::vector<std::string> cut_texts() const { return audit_.cut_texts(); }
    // Texts too like their ground (WCAG 2.1 AA; 7 to 1 in the strong theme), with the ratio.
    [[nodiscard]] std::vector<std::string> low_contrast() const { return audit_.low_contrast(); }

  private:
    bool touch_key(std::string_view id);

    MemoryTextures textures_;
    FontFiles files_;
    Audit audit_;
    std::unique_ptr<Ui> ui_;
    int width_ = 0, height_ = 0;
    Draw draw_;
    double clock_ = 0;
};

}  // namespace disapa::ui
