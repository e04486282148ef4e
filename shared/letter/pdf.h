// A PDF and its letters: cairo and pango with two fonts and nothing of the machine's configuration,
// so that the same calls give the same bytes everywhere.
//
// Units are PostScript points from the top left. Not for sharing between threads.
#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include <memory>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace disapa {

inline constexpr double kCm = 72 / 2.54;

enum class Align { left, centre, right, justified };

struct Style {
    double points = 12;
    bool bold = false;
    Align align = Align::left;
    double grey = 0;  // 0 black ... 1 white
    double red = 0;   // added to the red part, for marks
};

// Text set in lines of a width. Text is never markup.
class TextBox {
  public:
    [[nodiscard]] double height() const;
    [[nodiscard]] double natural_width() const;  // of its longest line
    [[nodiscard]] int line_count() const;
    [[nodiscard]] double line_height(int line) const;
    void draw(cairo_t* on, double x, double y) const;
    void draw_line(cairo_t* on, int line, double x, double y) const;
    // Adds the outlines to the path: seen, but not found when text is searched or copied.
    void outline(cairo_t* on, double x, double y) const;

  private:
    friend class Pdf;
    struct Unref {
        void operator()(void* object) const;
    };
    std::unique_ptr<PangoLayout, Unref> layout_;
    Style style_;
};

struct PdfInfo {
    std::string title, author;
    Instant at = 0;  // becomes the document's date
};

class Pdf {
  public:
    [[nodiscard]] static Result<std::unique_ptr<Pdf>> make(double width, double height,
                                                           const PdfInfo& info);
    ~Pdf();
    Pdf(const Pdf&) = delete;
    Pdf& operator=(const Pdf&) = delete;

    // Width 0: one line, as wide as it gets.
    [[nodiscard]] TextBox text(std::string_view text, const Style& style, double width = 0) const;
    [[nodiscard]] cairo_t* canvas() const { return canvas_; }
    // Height of the pages from here on.
    void set_height(double height);
    void next_page();
    [[nodiscard]] Result<Bytes> finish();

  private:
    Pdf() = default;
    double width_ = 0;
    Bytes bytes_;
    cairo_surface_t* surface_ = nullptr;
    cairo_t* canvas_ = nullptr;
    PangoFontMap* fonts_ = nullptr;
    PangoContext* context_ = nullptr;
};

}  // namespace disapa
