// The window: GLFW, OpenGL 3.3, and a loop that sleeps while nothing happens.
//
// A frame that looks like the one before is neither drawn nor shown, so an idle screen costs about
// one part in a thousand of a processor. Used from the main thread, except wake().
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "kiosk/ui/ui.h"
#include "shared/base/result.h"

namespace disapa::ui {

struct WindowOptions {
    std::string title = "Disapa";
    int width = 0, height = 0;  // 0: the whole screen
    bool show_cursor = true;    // off on a machine that has only glass
    bool closable = true;       // false: Alt+F4 and a window manager's cross do nothing
};

// How an error's log begins where no picture can be made on this graphics card.
inline constexpr std::string_view kGraphicsTrouble = "window: GL: ";

struct WindowCounts {
    long frames = 0, drawn = 0;
};

class Window {
  public:
    // Before other threads begin: the display's tables are read letter by letter, and once there
    // are threads each letter takes a lock. What is wrong is said by `open`.
    static void connect();
    // Fails with a sentence when there is no display, no OpenGL 3.3 or no fonts. One at a time.
    // `words` must outlive the window.
    [[nodiscard]] static Result<std::unique_ptr<Window>> open(const WindowOptions& options,
                                                              const Words& words);
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;
    ~Window();

    // Calls `frame` for each frame until it returns false or the window is closed. Without input it
    // is called about once a second.
    void run(const std::function<bool(Ui&)>& frame);
    // From any thread: something changed, draw a frame now.
    void wake();
    // What the last frame showed, as PNG. Not inside a frame: let `run` end first.
    [[nodiscard]] Status screenshot(const std::filesystem::path& png);
    [[nodiscard]] WindowCounts counts() const;
    [[nodiscard]] Ui& ui();

  private:
    struct Inside;  // keeps GLFW out of the header
    explicit Window(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace disapa::ui
