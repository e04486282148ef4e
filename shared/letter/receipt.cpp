// The receipt that a citizen takes home: render_receipt of letter.h.
#include <memory>

#include "shared/letter/letter.h"
#include "shared/letter/letter_parts.h"
#include "shared/log/entry.h"

namespace disapa {
namespace {

// Rolls are 80 mm wide; printers leave 4 mm on each side.
constexpr double kWidth = 8.0 * kCm, kMargin = 0.5 * kCm, kEnd = 0.8 * kCm;
constexpr double kQrSize = 2.8 * kCm;

class Roll {
  public:
    explicit Roll(const Pdf& pdf) : pdf_(pdf) {}
    void line(const std::string& text, const Style& style, double gap) {
        if (text.empty()) return;
        y_ += gap;
        auto box = std::make_shared<TextBox>(pdf_.text(text, style, kWidth - 2 * kMargin));
        draws_.emplace_back(
            [box, y = y_, canvas = pdf_.canvas()] { box->draw(canvas, kMargin, y); });
        y_ += box->height();
    }
    void rule(double gap) {
        y_ += gap;
        draws_.emplace_back([y = y_, canvas = pdf_.canvas()] {
            cairo_set_source_rgb(canvas, 0, 0, 0);
            cairo_rectangle(canvas, kMargin, y, kWidth - 2 * kMargin, 0.8);
            cairo_fill(canvas);
        });
    }
    void qr(const QrImage& image, double gap) {
        const double quiet = quiet_zone(image, kQrSize);
        y_ += gap;
        draws_.emplace_back([image, y = y_ + quiet, canvas = pdf_.canvas()] {
            draw_qr(canvas, image, (kWidth - kQrSize) / 2, y, kQrSize);
        });
        y_ += kQrSize + 2 * quiet;
    }
    [[nodiscard]] double height() const { return y_ + kEnd; }
    void draw() const {
        for (const auto& each : draws_) each();
    }

  private:
    const Pdf& pdf_;
    double y_ = kMargin;
    std::vector<std::function<void()>> draws_;
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
        roll.line(receipt.sample_note, {.points = 11, .bold = true, .align = Align::centre}, 0);
    }
    roll.line("TANDA TERIMA PERMOHONAN", {.points = 11.5, .bold = true, .align = Align::centre}, 2);
    roll.line(receipt.office_line, centred, 2);
    roll.rule(6);
    roll.line("Kode Anda", centred, 6);
    roll.line(show_code(receipt.code), {.points = 19, .bold = true, .align = Align::centre}, 0);
    roll.qr(qr, 2);
    roll.rule(2);
    fact("Surat yang diminta", receipt.service);
    fact("Diminta pada", receipt.asked_on);
    fact("Datang lagi", receipt.come_back_on);
    if (!receipt.bring.empty()) roll.line("Bawa saat datang", label, 6);
    for (const auto& paper : receipt.bring) roll.line("• " + paper, {.points = 9.5}, 1);
    fact("Telepon kantor", receipt.telephone);
    roll.rule(8);
    roll.line("Simpan kertas ini. Layanan ini GRATIS.", centred, 6);
}

}  // namespace

Result<Bytes> render_receipt(const ReceiptData& receipt) {
    auto qr = qr_image_plain(receipt.qr_text);
    if (!qr) return pass(std::move(qr));
    auto pdf = Pdf::make(kWidth, kWidth, {"Tanda terima", "Disapa", 0});
    if (!pdf) return pass(std::move(pdf));
    Roll roll(**pdf);
    fill_roll(roll, receipt, *qr);
    (*pdf)->set_height(roll.height());  // as long as it gets
    roll.draw();
    (*pdf)->next_page();
    return (*pdf)->finish();
}

}  // namespace disapa
