#include "kiosk/ui/window.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
#include <string>
#include <utility>

#include "kiosk/ui/canvas.h"
#include "kiosk/ui/damage.h"
#include "kiosk/ui/raster.h"

namespace disapa::ui {

namespace {

constexpr int kHotFrames = 3;         // after input: press, what it changed, what that changed
constexpr double kIdleSeconds = 1.0;  // a clock on the screen changes once a minute
constexpr double kGlideFrameSeconds = 1.0 / 60;
constexpr int kUnsettledMax = 4;

Key key_of(int code) {
    switch (code) {
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return Key::enter;
        case GLFW_KEY_BACKSPACE:
            return Key::backspace;
        case GLFW_KEY_DELETE:
            return Key::remove;
        case GLFW_KEY_TAB:
            return Key::tab;
        case GLFW_KEY_ESCAPE:
            return Key::escape;
        case GLFW_KEY_LEFT:
            return Key::left;
        case GLFW_KEY_RIGHT:
            return Key::right;
        case GLFW_KEY_HOME:
            return Key::home;
        case GLFW_KEY_END:
            return Key::end;
        default:
            return Key::none;
    }
}

tl::unexpected<Error> no_window(std::string why) {
    return fail(ErrorCode::io,
                "Layar tidak bisa dibuka. Nyalakan ulang komputer; jika tetap gagal, hubungi "
                "pengelola.",
                "window: " + std::move(why));
}

std::string glfw_says() {
    const char* words = nullptr;
    glfwGetError(&words);
    return words == nullptr ? "unknown" : words;
}

}  // namespace

struct Window::Inside {
    GLFWwindow* window = nullptr;
    FontFiles fonts;
    GlTextures textures;
    Canvas canvas;
    Damage damage;
    ImTextureID letters = nullptr;
    bool whole = false;  // the whole screen
    int width = 0, height = 0;
    Colour ground = 0;
    std::unique_ptr<Ui> ui;
    WindowCounts counts;
    std::uint64_t shown = 0;
    std::atomic<bool> woken = false;
    bool exposed = true;   // the system lost what was shown
    bool happened = true;  // input since the last frame
    float x = -1, y = -1;
    double last = 0;
    bool closable = true;

    ~Inside();
    [[nodiscard]] static Inside& of(GLFWwindow* window) {
        return *static_cast<Inside*>(glfwGetWindowUserPointer(window));
    }
    [[nodiscard]] Status measure(const WindowOptions& options);
    [[nodiscard]] Status create(const WindowOptions& options);
    [[nodiscard]] Status begin_drawing();
    void put_letters();
    void listen();
    void listen_to_keys();
    void adopt_size();
    void frame(const std::function<bool(Ui&)>& draw, bool& goes_on);
    void draw_frame();
};

Window::Inside::~Inside() {
    ui.reset();  // its textures need the context
    if (window != nullptr) {
        canvas.drop();
        glfwDestroyWindow(window);
    }
    glfwTerminate();
}

void Window::Inside::listen() {
    glfwSetWindowUserPointer(window, this);
    glfwSetCursorPosCallback(window, [](GLFWwindow* from, double px, double py) {
        Inside& in = of(from);
        in.x = static_cast<float>(px);
        in.y = static_cast<float>(py);
        in.happened = true;
        in.ui->input().move(in.x, in.y, glfwGetTime());
    });
    glfwSetMouseButtonCallback(window, [](GLFWwindow* from, int button, int action, int) {
        Inside& in = of(from);
        in.happened = true;
        if (button != GLFW_MOUSE_BUTTON_LEFT) {
            return;
        }
        if (action == GLFW_PRESS) {
            in.ui->input().press(in.x, in.y, glfwGetTime());
        } else {
            in.ui->input().release(in.x, in.y, glfwGetTime());
        }
    });
    glfwSetScrollCallback(window, [](GLFWwindow* from, double, double notches) {
        Inside& in = of(from);
        in.happened = true;
        in.ui->input().wheel(static_cast<float>(notches), glfwGetTime());
    });
    glfwSetWindowRefreshCallback(window, [](GLFWwindow* from) { of(from).exposed = true; });
}

void Window::Inside::listen_to_keys() {
    glfwSetCharCallback(window, [](GLFWwindow* from, unsigned letter) {
        Inside& in = of(from);
        in.happened = true;
        in.ui->input().letter(letter, glfwGetTime());
    });
    glfwSetKeyCallback(window, [](GLFWwindow* from, int code, int, int action, int) {
        Inside& in = of(from);
        if (action == GLFW_RELEASE || key_of(code) == Key::none) {
            return;
        }
        in.happened = true;
        in.ui->input().key(key_of(code), glfwGetTime());
    });
}

void Window::Inside::put_letters() {
    ImFontAtlas& atlas = *ui->io().Fonts;
    unsigned char* coverage = nullptr;
    int wide = 0;
    int high = 0;
    atlas.GetTexDataAsAlpha8(&coverage, &wide, &high);
    if (letters != nullptr) {
        textures.drop(letters);
    }
    letters = textures.put_letters(coverage, wide, high);
    atlas.SetTexID(letters);
    atlas.ClearTexData();  // the card has it now
}

void Window::Inside::adopt_size() {
    glfwGetWindowSize(window, &width, &height);
    if (width > 0 && height > 0 && ui->resize(width, height)) {
        put_letters();
        exposed = true;
    }
}

void Window::Inside::draw_frame() {
    ImDrawData& data = ui->draw_data();
    int wide = 0;
    int high = 0;
    glfwGetFramebufferSize(window, &wide, &high);
    const float across = static_cast<float>(wide) / std::max(1.0F, data.DisplaySize.x);
    const float down = static_cast<float>(high) / std::max(1.0F, data.DisplaySize.y);
    data.FramebufferScale = {across, down};
    const bool anew = canvas.adopt(wide, high);
    if (anew || exposed || std::exchange(ground, ui->ground()) != ui->ground()) damage.forget();
    const Rect part = damage.next(data);
    limit(data, part);
    turn_over(data);
    const auto shade = [this](unsigned shift) {
        return static_cast<float>(ui->ground() >> shift & 255U) / 255.0F;
    };
    canvas.draw_into();
    glViewport(0, 0, wide, high);
    glEnable(GL_SCISSOR_TEST);
    glScissor(static_cast<int>(part.x * across), static_cast<int>(part.y * down),
              static_cast<int>(std::ceil(part.w * across)),
              static_cast<int>(std::ceil(part.h * down)));
    glClearColor(shade(0), shade(8), shade(16), 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(&data);
    canvas.show();
}

void Window::Inside::frame(const std::function<bool(Ui&)>& draw, bool& goes_on) {
    adopt_size();
    // A frame in which a panel learnt its height is made again before anybody sees it.
    for (int i = 0; i < kUnsettledMax; ++i) {
        const double now = glfwGetTime();
        ui->begin_frame(now - last);
        last = now;
        goes_on = draw(*ui) && goes_on;
        ui->end_frame();
        ++counts.frames;
        if (ui->settled()) {
            break;
        }
    }
    const std::uint64_t hash = draw_hash(ui->draw_data());
    if (hash == shown && !exposed) {
        return;
    }
    shown = hash;
    draw_frame();
    exposed = false;
    glfwSwapBuffers(window);
    ++counts.drawn;
}

Window::Window(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Window::~Window() {
    if (inside_ != nullptr && inside_->ui != nullptr) {
        (void)inside_->ui->io();  // makes its context the current one
        ImGui_ImplOpenGL3_Shutdown();
    }
}

// How large the window will be, so that its letters can be made beside it.
Status Window::Inside::measure(const WindowOptions& options) {
    whole = options.width <= 0 || options.height <= 0;
    width = options.width;
    height = options.height;
    if (!whole) {
        return {};
    }
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor == nullptr ? nullptr : glfwGetVideoMode(monitor);
    if (mode == nullptr) {
        return no_window("no monitor: " + glfw_says());
    }
    width = mode->width;
    height = mode->height;
    return {};
}

Status Window::Inside::create(const WindowOptions& options) {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_DECORATED, whole ? GLFW_FALSE : GLFW_TRUE);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    // An undecorated window of the screen's size, not an exclusive one: no mode switch, no flicker,
    // and it works with no window manager at all.
    window = glfwCreateWindow(width, height, options.title.c_str(), nullptr, nullptr);
    if (window == nullptr) {
        return no_window("GL: no OpenGL 3.3 window: " + glfw_says());
    }
    if (whole) {
        glfwSetWindowPos(window, 0, 0);
    }
    if (!options.show_cursor) {
        glfwSetInputMode(window, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
    }
    glfwMakeContextCurrent(window);
    glfwSwapInterval(1);
    return {};
}

Status Window::Inside::begin_drawing() {
    if (!ImGui_ImplOpenGL3_Init("#version 330")) {
        return no_window("GL: ImGui_ImplOpenGL3_Init");
    }
    // ImGui's own picture of the letters would take four bytes a pixel: it gets one pixel to keep.
    ImFontAtlas one_pixel;
    one_pixel.TexWidth = one_pixel.TexHeight = 1;
    one_pixel.TexPixelsRGBA32 = static_cast<unsigned*>(ImGui::MemAlloc(sizeof(unsigned)));
    *one_pixel.TexPixelsRGBA32 = 0;
    ImFontAtlas* const ours = std::exchange(ui->io().Fonts, &one_pixel);
    const bool made = ImGui_ImplOpenGL3_CreateDeviceObjects();
    ui->io().Fonts = ours;
    if (!made) {
        return no_window("GL: ImGui_ImplOpenGL3_CreateDeviceObjects");
    }
    put_letters();
    // The first picture: a driver that is broken says so here, not before a person.
    glClear(GL_COLOR_BUFFER_BIT);
    glFinish();
    if (const GLenum trouble = glGetError(); trouble != GL_NO_ERROR) {
        return no_window("GL: first picture: error " + std::to_string(trouble));
    }
    return {};
}

void Window::connect() {
    (void)glfwInit();
}

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options, const Words& words) {
    auto fonts = FontFiles::read();
    if (!fonts) {
        return pass(std::move(fonts));
    }
    if (glfwInit() == GLFW_FALSE) {
        return no_window("glfwInit: " + glfw_says());
    }
    auto inside = std::make_unique<Inside>();
    inside->fonts = *std::move(fonts);
    if (auto known = inside->measure(options); !known) {
        return pass(std::move(known));
    }
    inside->ui = std::make_unique<Ui>(inside->fonts, words, inside->textures);
    // Letters and window take the same time and need nothing of each other; ImGui is touched by
    // the letters alone until they are there.
    auto lettering = std::async(std::launch::async,
                                [&] { return inside->ui->resize(inside->width, inside->height); });
    auto created = inside->create(options);
    (void)lettering.get();
    if (!created) {
        return pass(std::move(created));
    }
    if (auto begun = inside->begin_drawing(); !begun) {
        return pass(std::move(begun));
    }
    inside->closable = options.closable;
    inside->listen();
    inside->listen_to_keys();
    inside->last = glfwGetTime();
    return std::unique_ptr<Window>(new Window(std::move(inside)));
}

void Window::run(const std::function<bool(Ui&)>& frame) {
    Inside& in = *inside_;
    int hot = kHotFrames;
    bool goes_on = true;
    const auto is_closed = [&] {
        if (in.closable) return glfwWindowShouldClose(in.window) == GLFW_TRUE;
        glfwSetWindowShouldClose(in.window, GLFW_FALSE);
        return false;
    };
    while (goes_on && !is_closed()) {
        const double wait = hot > 0 ? kGlideFrameSeconds / 4 : in.ui->wake_in();
        if (wait <= 0) {
            glfwPollEvents();
        } else {
            glfwWaitEventsTimeout(std::min(wait, kIdleSeconds));
        }
        hot = std::max(0, hot - 1);
        if (std::exchange(in.happened, false) || in.woken.exchange(false)) {
            hot = kHotFrames;
        }
        in.frame(frame, goes_on);
    }
}

void Window::wake() {
    inside_->woken = true;
    glfwPostEmptyEvent();
}

Status Window::screenshot(const std::filesystem::path& png) {
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(inside_->window, &width, &height);
    inside_->canvas.draw_into();  // what was swapped away is no longer in the window's buffer
    const auto row = static_cast<std::size_t>(width) * 4;
    std::vector<std::uint8_t> rgba(row * static_cast<std::size_t>(height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
    for (std::size_t i = 3; i < rgba.size(); i += 4) {
        rgba[i] = 255;
    }
    return write_png(png, width, height, rgba.data());
}

WindowCounts Window::counts() const {
    return inside_->counts;
}
Ui& Window::ui() {
    return *inside_->ui;
}

}  // namespace disapa::ui
