#include "kiosk/ui/canvas.h"

#define GL_GLEXT_PROTOTYPES  // libGL exports what OpenGL 3.3 has
#include <GL/gl.h>
#include <GL/glext.h>

#include <array>
#include <span>

namespace disapa::ui {
namespace {

GLuint begin_texture() {
    GLuint name = 0;
    glGenTextures(1, &name);
    glBindTexture(GL_TEXTURE_2D, name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    return name;
}

ImTextureID id_of(GLuint name) {
    return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(name));
}

}  // namespace

ImTextureID GlTextures::put(const Picture& picture) {
    const GLuint name = begin_texture();
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, picture.width, picture.height, 0, GL_RGBA,
                 GL_UNSIGNED_BYTE, picture.rgba.data());
    return id_of(name);
}

ImTextureID GlTextures::put_letters(const std::uint8_t* coverage, int width, int height) {
    static constexpr std::array<GLint, 4> kWhite = {GL_ONE, GL_ONE, GL_ONE, GL_RED};
    const GLuint name = begin_texture();
    glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, kWhite.data());
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, width, height, 0, GL_RED, GL_UNSIGNED_BYTE, coverage);
    return id_of(name);
}

void GlTextures::drop(ImTextureID texture) {
    const auto name = static_cast<GLuint>(reinterpret_cast<std::uintptr_t>(texture));
    glDeleteTextures(1, &name);
}

bool Canvas::adopt(int width, int height) {
    if (width == width_ && height == height_) return false;
    drop();
    width_ = width;
    height_ = height;
    glGenTextures(1, &pixels_);
    glBindTexture(GL_TEXTURE_2D, pixels_);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV,
                 nullptr);
    glGenFramebuffers(1, &frame_);
    glBindFramebuffer(GL_FRAMEBUFFER, frame_);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, pixels_, 0);
    return true;
}

void Canvas::draw_into() const {
    glBindFramebuffer(GL_FRAMEBUFFER, frame_);
}

void Canvas::show() const {
    glDisable(GL_SCISSOR_TEST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, frame_);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
    glBlitFramebuffer(0, 0, width_, height_, 0, height_, width_, 0, GL_COLOR_BUFFER_BIT,
                      GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

void Canvas::drop() {
    if (frame_ == 0) return;
    glDeleteFramebuffers(1, &frame_);
    glDeleteTextures(1, &pixels_);
    frame_ = pixels_ = 0;
}

void turn_over(ImDrawData& data) {
    const float height = data.DisplaySize.y;
    for (ImDrawList* list :
         std::span(data.CmdLists, static_cast<std::size_t>(data.CmdListsCount))) {
        for (ImDrawVert& vertex : list->VtxBuffer) vertex.pos.y = height - vertex.pos.y;
        for (ImDrawCmd& command : list->CmdBuffer) {
            const float top = command.ClipRect.y;
            command.ClipRect.y = height - command.ClipRect.w;
            command.ClipRect.w = height - top;
        }
    }
}

}  // namespace disapa::ui
