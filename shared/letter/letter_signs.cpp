// Who signed: add_signatures of letter_parts.h.
#include <algorithm>
#include <memory>

#include "shared/letter/letter_parts.h"
#include "shared/log/entry.h"

namespace disapa {
namespace {

constexpr double kQrSize = 3.5 * kCm;
constexpr double kColumnShare = 0.48;  // of the width; the rest parts the two columns
constexpr double kNameGap = 3;

// Words above the place for the signature, and below it.
struct SignColumn {
    std::vector<TextBox> above, below;
    double x = 0;
    bool has_qr = false;
};

double height_of(const std::vector<TextBox>& boxes) {
    double height = 0;
    for (const TextBox& box : boxes) height += box.height();
    return height;
}

class Builder {
  public:
    explicit Builder(const Frame& frame) : frame_(frame), width_(frame.width * kColumnShare) {}

    SignColumn column(const Signatory& who, bool on_the_left, bool has_qr) const {
        SignColumn made;
        made.x = on_the_left ? frame_.left : frame_.left + frame_.width - width_;
        made.has_qr = has_qr;
        // On the left the heading comes first ("Mengetahui,"), on the right place and date.
        if (!on_the_left) add(made.above, who.place_date, 12, false);
        add(made.above, who.heading, 12, false);
        if (on_the_left) {
            if (!who.register_number.empty()) {
                add(made.above, "Nomor: " + who.register_number, 10, false);
            }
            add(made.above, who.place_date, 10, false);
        }
        add(made.below, who.name, 12, true);
        if (!who.nip.empty()) add(made.below, "NIP " + who.nip, 11, false);
        return made;
    }
    TextBox small(const std::string& text) const {
        return frame_.pdf.text(text, {.points = 8, .align = Align::centre}, width_);
    }
    double width() const { return width_; }

  private:
    void add(std::vector<TextBox>& to, const std::string& text, double points, bool bold) const {
        if (text.empty()) return;
        const Style style{.points = points, .bold = bold, .align = Align::centre};
        to.push_back(frame_.pdf.text(text, style, width_));
    }

    const Frame& frame_;
    double width_;
};

void draw_boxes(cairo_t* canvas, const std::vector<TextBox>& boxes, double x, double y) {
    for (const TextBox& box : boxes) {
        box.draw(canvas, x, y);
        y += box.height();
    }
}

}  // namespace

void add_signatures(Blocks& blocks, const Frame& frame, const LetterData& letter,
                    const QrImage& qr) {
    const Builder builder(frame);
    struct Drawing {
        std::vector<SignColumn> columns;
        std::optional<TextBox> code, endorsed;
        QrImage qr;
        double above = 0, place = 0, width = 0;
    };
    auto drawing = std::make_shared<Drawing>();
    drawing->qr = qr;
    drawing->width = builder.width();
    const bool two = letter.left.has_value();
    if (two) drawing->columns.push_back(builder.column(*letter.left, true, true));
    drawing->columns.push_back(builder.column(letter.right, false, !two));
    drawing->code = builder.small(show_code(letter.code));
    // The other officer signed an act of his own; the letter keeps room for the office's stamp.
    if (two) drawing->endorsed = builder.small("(disahkan secara elektronik)");

    const double quiet = quiet_zone(qr, kQrSize);
    double below = 0;
    for (const SignColumn& column : drawing->columns) {
        drawing->above = std::max(drawing->above, height_of(column.above));
        below = std::max(below, height_of(column.below));
    }
    drawing->place = kQrSize + 2 * quiet + drawing->code->height();
    Block block;
    block.gap = frame.gap(16);
    block.height = drawing->above + drawing->place + kNameGap + below;
    block.draw = [drawing, quiet, canvas = frame.pdf.canvas()](double y) {
        for (const SignColumn& column : drawing->columns) {
            draw_boxes(canvas, column.above, column.x, y);
            const double place = y + drawing->above;
            if (column.has_qr) {
                draw_qr(canvas, drawing->qr, column.x + (drawing->width - kQrSize) / 2,
                        place + quiet, kQrSize);
                drawing->code->draw(canvas, column.x, place + kQrSize + 2 * quiet);
            } else if (drawing->endorsed) {
                drawing->endorsed->draw(canvas, column.x, place + kQrSize + 2 * quiet);
            }
            draw_boxes(canvas, column.below, column.x, place + drawing->place + kNameGap);
        }
    };
    blocks.push_back(std::move(block));
}

}  // namespace disapa
