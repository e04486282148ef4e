// The window that the kiosk is measured against: Dear ImGui's own demo on the same GLFW, OpenGL and
// size, drawn whenever something arrives. Told as the kiosk tells it: the first frame at once, the
// counts at the end (SIGTERM).
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

constexpr int kHotFrames = 3;  // as the kiosk's window draws after input
constexpr double kIdleSeconds = 1;
GLFWwindow* window = nullptr;

void draw(char* typed, std::size_t room, int width, int height) {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0}, ImGuiCond_FirstUseEver);
    ImGui::SetNextWindowSize({static_cast<float>(width), static_cast<float>(height)},
                             ImGuiCond_FirstUseEver);
    ImGui::ShowDemoWindow(nullptr);
    ImGui::SetNextWindowPos({40, 40}, ImGuiCond_FirstUseEver);
    ImGui::Begin("Typing");
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    ImGui::InputText("name", typed, room);
    ImGui::End();
    ImGui::Render();
    glViewport(0, 0, width, height);
    glClearColor(0.95F, 0.96F, 0.98F, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glfwSwapBuffers(window);
}

}  // namespace

int main(int count, char** words) {
    const auto start = std::chrono::steady_clock::now();
    const int width = count > 1 ? std::atoi(words[1]) : 1280;
    const int height = count > 2 ? std::atoi(words[2]) : 800;
    if (!glfwInit()) return 1;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_DECORATED, GLFW_FALSE);
    window = glfwCreateWindow(width, height, "demo", nullptr, nullptr);
    if (!window) return 1;
    glfwSetWindowPos(window, 0, 0);
    glfwMakeContextCurrent(window);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    std::signal(SIGTERM, [](int) { glfwSetWindowShouldClose(window, GLFW_TRUE); });
    char typed[256] = "";
    long frames = 0;
    for (int hot = kHotFrames; !glfwWindowShouldClose(window); hot = hot > 0 ? hot - 1 : 0) {
        if (hot > 0) {
            glfwPollEvents();
        } else {
            const double before = glfwGetTime();
            glfwWaitEventsTimeout(kIdleSeconds);
            if (glfwGetTime() - before < kIdleSeconds) hot = kHotFrames;
        }
        draw(typed, sizeof typed, width, height);
        if (++frames > 1) continue;
        const auto passed = std::chrono::steady_clock::now() - start;
        std::fprintf(stderr, "window: first frame after %lld ms, %ld ms of processor\n",
                     static_cast<long long>(
                         std::chrono::duration_cast<std::chrono::milliseconds>(passed).count()),
                     std::clock() / (CLOCKS_PER_SEC / 1000));
    }
    std::fprintf(stderr, "window: %ld frames, %ld drawn\n", frames, frames);
    return 0;
}
