// The receipt that a citizen takes home: render_receipt and render_receipt_dots of letter.h.
#include <cmath>
#include <memory>

#include "shared/base/text.h"
#include "shared/letter/letter.h"
#include "shared/letter/letter_parts.h"
#include "shared/log/entry.h"

namespace disapa {
namespace {

// Rolls are 80 mm wide; printers leave 4 mm on each side.
constexpr double kWidth = 8.0 * kCm, kMargin = 0.5 * kCm, kEnd = 0.8 * kCm;
constexpr double kQrSize = 2.8 * kCm;

// Thermal printers have 8 dots/mm, and their dots reach as far as they can print.
constexpr double kDotsPerPoint = 8 * 25.4 / 72;
constexpr int kDotsMin = 256, kDotsMax = 832;
constexpr double kDotMargin = 4 / kDotsPerPoint;
constexpr double kLogoSize = 1.1 * kCm;

// What is drawn from the top down. It is measured first: the canvas is made as long as it gets.
class Roll {
  public:
    // `grid`: points between the dots that a QR's modules must fall on; 0 where there are none.
    Roll(const Pdf& pdf, double width, double margin, double grid)
        : pdf_(pdf), width_(width), margin_(margin), grid_(grid), y_(margin) {}
    void line(const std::string& text, const Style& style, double gap) {
        if (text.empty()) return;
        y_ += gap;
        auto box = std::make_shared<TextBox>(pdf_.text(text, style, width_ - 2 * margin_));
        draws_.emplace_back(
            [box, x = margin_, y = y_](cairo_t* canvas) { box->draw(canvas, x, y); });
        y_ += box->height();
    }
    // On one line, in smaller letters where the roll is narrow.
    void one_line(const std::string& text, Style style, double gap) {
        if (text.empty()) return;
        const double natural = pdf_.text(text, style).natural_width();
        const double room = width_ - 2 * margin_;
        if (natural > room) style.points = std::floor(2 * style.points * room / natural) / 2;
        line(text, style, gap);
    }
    void rule(double gap) {
        y_ += gap;
        draws_.emplace_back([x = margin_, w = width_ - 2 * margin_, y = y_](cairo_t* canvas) {
            cairo_set_source_rgb(canvas, 0, 0, 0);
            cairo_rectangle(canvas, x, y, w, 0.8);
            cairo_fill(canvas);
        });
    }
    // The office's initial in a black round: a receipt is known by it from afar.
    void logo(const std::string& initial) {
        auto letter = std::make_shared<TextBox>(pdf_.text(initial, {.points = 20, .bold = true}));
        draws_.emplace_back([letter, x = width_ / 2, y = y_ + kLogoSize / 2](cairo_t* canvas) {
            cairo_set_source_rgb(canvas, 0, 0, 0);
            cairo_arc(canvas, x, y, kLogoSize / 2, 0, 2 * M_PI);
            cairo_fill(canvas);
            cairo_set_source_rgb(canvas, 1, 1, 1);
            letter->outline(canvas, x - letter->natural_width() / 2, y - letter->height() / 2);
            cairo_fill(canvas);
        });
        y_ += kLogoSize + 3;
    }
    void qr(const QrImage& image, double gap) {
        // A module is a whole number of dots, or a scanner sees ragged ones.
        const double dots = grid_ > 0 ? std::floor(kQrSize / grid_ / image.modules) : 0;
        const double size = dots > 0 ? dots * grid_ * image.modules : kQrSize;
        const double quiet = quiet_zone(image, size);
        y_ += gap;
        draws_.emplace_back(
            [image, size, x = on_grid((width_ - size) / 2),
             y = on_grid(y_ + quiet)](cairo_t* canvas) { draw_qr(canvas, image, x, y, size); });
        y_ += size + 2 * quiet;
    }
    [[nodiscard]] double height() const { return y_ + kEnd; }
    void draw(cairo_t* canvas) const {
        for (const auto& each : draws_) each(canvas);
    }

  private:
    [[nodiscard]] double on_grid(double at) const {
        return grid_ > 0 ? std::round(at / grid_) * grid_ : at;
    }

    const Pdf& pdf_;
    double width_, margin_, grid_;
    double y_;
    std::vector<std::function<void(cairo_t*)>> draws_;
};

void fill_roll(Roll& roll, const ReceiptData& receipt, const QrImage& qr) {
    const Style centred{.points = 9.5, .align = Align::centre};
    const Style label{.points = 8.5, .grey = 0.2};
    const Style value{.points = 10.5, .bold = true};
    const auto fact = [&](const char* name, const std::string& text) {
        if (text.empty()) return;
        roll.line(name, label, 6);
        roll.line(text, value, 0);
    };
    if (!receipt.sample_note.empty()) {
        roll.one_line(receipt.sample_note, {.points = 11, .bold = true, .align = Align::centre}, 0);
    }
    roll.line(receipt.title, {.points = 11.5, .bold = true, .align = Align::centre}, 2);
    roll.line(receipt.office_line, centred, 2);
    roll.rule(6);
    roll.line("Kode Anda", centred, 6);
    roll.one_line(show_code(receipt.code), {.points = 19, .bold = true, .align = Align::centre}, 0);
    roll.qr(qr, 2);
    roll.rule(2);
    fact(receipt.about.c_str(), receipt.service);
    fact(receipt.asked_label.c_str(), receipt.asked_on);
    fact("Datang lagi", receipt.come_back_on);
    if (!receipt.bring.empty()) roll.line("Bawa saat datang", label, 6);
    for (const auto& paper : receipt.bring) roll.line("• " + paper, {.points = 9.5}, 1);
    fact("Telepon kantor", receipt.telephone);
    roll.rule(8);
    roll.line(receipt.foot, centred, 6);
}

// "Desa Umaq Dian" -> "U"
std::string initial_of(const std::string& office_line) {
    const auto space = office_line.find(' ');
    const auto name = space == office_line.npos ? office_line : office_line.substr(space + 1);
    return upper(first_letters(name, 1));
}

// A canvas of 32 bits a dot, white.
class Dots {
  public:
    Dots(int width, int height)
        : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)),
          canvas_(cairo_create(surface_)) {
        cairo_set_source_rgb(canvas_, 1, 1, 1);
        cairo_paint(canvas_);
        cairo_scale(canvas_, kDotsPerPoint, kDotsPerPoint);
    }
    Dots(const Dots&) = delete;
    Dots& operator=(const Dots&) = delete;
    ~Dots() {
        cairo_destroy(canvas_);
        cairo_surface_destroy(surface_);
    }
    [[nodiscard]] cairo_t* canvas() const { return canvas_; }
    // Black where more than half of the dot is; empty when something could not be drawn.
    [[nodiscard]] Bytes rows() const {
        cairo_surface_flush(surface_);
        if (cairo_status(canvas_) != CAIRO_STATUS_SUCCESS) return {};
        const auto width = static_cast<std::size_t>(cairo_image_surface_get_width(surface_));
        const auto height = static_cast<std::size_t>(cairo_image_surface_get_height(surface_));
        const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface_));
        const unsigned char* pixels = cairo_image_surface_get_data(surface_);
        Bytes rows(width / 8 * height);
        for (std::size_t y = 0; y < height; ++y) {
            for (std::size_t x = 0; x < width; ++x) {
                if (pixels[y * stride + 4 * x] >= 128) continue;
                rows[(y * width + x) / 8] |= static_cast<std::uint8_t>(0x80 >> (x % 8));
            }
        }
        return rows;
    }

  private:
    cairo_surface_t* surface_;
    cairo_t* canvas_;
};

// Its text engine is the PDF's: the same fonts, measured the same way.
Result<std::unique_ptr<Pdf>> begin_pdf(double width) {
    return Pdf::make(width, width, {"Tanda terima", "Disapa", 0});
}

}  // namespace

Result<Bytes> render_receipt(const ReceiptData& receipt) {
    auto qr = qr_image_plain(receipt.qr_text);
    if (!qr) return pass(std::move(qr));
    auto pdf = begin_pdf(kWidth);
    if (!pdf) return pass(std::move(pdf));
    Roll roll(**pdf, kWidth, kMargin, 0);
    fill_roll(roll, receipt, *qr);
    (*pdf)->set_height(roll.height());  // as long as it gets
    roll.draw((*pdf)->canvas());
    (*pdf)->next_page();
    return (*pdf)->finish();
}

Result<Bytes> render_receipt_dots(const ReceiptData& receipt, int dots) {
    if (dots % 8 != 0 || dots < kDotsMin || dots > kDotsMax) {
        return fail(ErrorCode::invalid, "Lebar kertas struk itu tidak dikenal.",
                    "receipt of " + std::to_string(dots) + " dots");
    }
    auto qr = qr_image_plain(receipt.qr_text);
    if (!qr) return pass(std::move(qr));
    const double width = dots / kDotsPerPoint;
    auto pdf = begin_pdf(width);
    if (!pdf) return pass(std::move(pdf));
    Roll roll(**pdf, width, kDotMargin, 1 / kDotsPerPoint);
    roll.logo(initial_of(receipt.office_line));
    fill_roll(roll, receipt, *qr);
    // The end of the paper is the printer's: it feeds before it cuts.
    const Dots picture(dots,
                       static_cast<int>(std::ceil((roll.height() - kEnd) * kDotsPerPoint)) + 8);
    roll.draw(picture.canvas());
    auto rows = picture.rows();
    if (!rows.empty()) return rows;
    return fail(ErrorCode::internal, "Struk tidak dapat dibuat. Hubungi administrator.",
                "cairo could not draw the receipt");
}

}  // namespace disapa
