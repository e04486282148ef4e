#include "shared/letter/letter.h"

#include "shared/letter/letter_parts.h"
#include "shared/log/entry.h"

namespace disapa {
namespace {

constexpr double kPageWidth = 21.0 * kCm, kPageHeight = 29.7 * kCm;  // A4
constexpr double kTop = 2 * kCm, kBottom = 2.5 * kCm, kLeft = 3 * kCm, kRight = 2 * kCm;

// What kind of signature this is must be true: a letter of a kiosk bears no BSrE certificate.
constexpr const char* kSigned =
    "Ditandatangani secara elektronik dengan Disapa; belum memakai sertifikat BSrE";
constexpr const char* kHowToCheck =
    "Periksa keaslian: pindai kode QR dengan kamera HP, atau bawa surat ini ke kios Disapa di "
    "kantor desa (tanpa internet).";
constexpr const char* kSample = "CONTOH - TIDAK BERLAKU";

// Across the page, under the text, and as outlines: it neither hides nor mixes into the words.
void draw_sample_mark(const Pdf& pdf) {
    cairo_t* canvas = pdf.canvas();
    const auto mark = pdf.text(kSample, {.points = 50, .bold = true});
    cairo_save(canvas);
    cairo_translate(canvas, kPageWidth / 2, kPageHeight / 2);
    cairo_rotate(canvas, -0.92);  // along the diagonal of A4
    cairo_set_source_rgb(canvas, 0.97, 0.85, 0.85);
    mark.outline(canvas, -mark.natural_width() / 2, -mark.height() / 2);
    cairo_fill(canvas);
    cairo_restore(canvas);
    const auto banner = pdf.text(
        kSample, {.points = 11, .bold = true, .align = Align::centre, .red = 0.75}, kPageWidth);
    banner.draw(canvas, 0, 0.9 * kCm);
}

void draw_foot(const Pdf& pdf, const LetterData& letter, std::size_t page, std::size_t pages) {
    cairo_t* canvas = pdf.canvas();
    const double width = kPageWidth - kLeft - kRight;
    double y = kPageHeight - kBottom + 8;
    cairo_set_source_rgb(canvas, 0.6, 0.6, 0.6);
    cairo_rectangle(canvas, kLeft, y - 3, width, 0.4);
    cairo_fill(canvas);
    const Style style{.points = 8, .grey = 0.25};
    const auto line = [&](const std::string& text) {
        const auto box = pdf.text(text, style, width);
        box.draw(canvas, kLeft, y);
        y += box.height();
    };
    line(kSigned);
    line(kHowToCheck);
    const auto number =
        pdf.text("Halaman " + std::to_string(page + 1) + " dari " + std::to_string(pages),
                 {.points = 8, .align = Align::right, .grey = 0.25}, width);
    if (pages > 1) number.draw(canvas, kLeft, y);
    line("Kode permohonan " + show_code(letter.code));
}

void draw_marks(const Pdf& pdf, const LetterData& letter) {
    if (letter.sample) draw_sample_mark(pdf);
    if (letter.copy <= 1) return;
    const auto mark =
        pdf.text("SALINAN ke-" + std::to_string(letter.copy),
                 {.points = 11, .bold = true, .align = Align::right}, kPageWidth - kLeft - kRight);
    mark.draw(pdf.canvas(), kLeft, 0.9 * kCm);
}

Blocks blocks_of(const Frame& frame, const LetterData& letter, const QrImage& qr) {
    Blocks blocks;
    add_letterhead(blocks, frame, letter);
    add_title(blocks, frame, letter);
    add_paragraph(blocks, frame, letter.opening, true);
    add_facts(blocks, frame, letter);
    for (const auto& table : letter.tables) add_table(blocks, frame, table);
    // No page holds signatures alone: the last words stay with them.
    for (std::size_t i = 0; i < letter.body.size(); ++i) {
        add_paragraph(blocks, frame, letter.body[i], i + 1 == letter.body.size());
    }
    add_paragraph(blocks, frame, letter.closing, true);
    add_signatures(blocks, frame, letter, qr);
    return blocks;
}

}  // namespace

Result<Bytes> render_letter(const LetterData& letter) {
    auto qr = qr_image(letter.qr_text);
    if (!qr) return pass(std::move(qr));
    auto pdf = Pdf::make(kPageWidth, kPageHeight,
                         {letter.title + " " + letter.number, letter.office.name, letter.at});
    if (!pdf) return pass(std::move(pdf));
    const double height = kPageHeight - kTop - kBottom;
    Frame frame{**pdf, kLeft, kPageWidth - kLeft - kRight};
    auto blocks = blocks_of(frame, letter, *qr);
    auto pages = paginate(blocks, height);
    if (pages.size() > 1) {
        frame.tight = true;
        auto tight_blocks = blocks_of(frame, letter, *qr);
        auto tight_pages = paginate(tight_blocks, height);
        if (tight_pages.size() < pages.size()) {
            blocks = std::move(tight_blocks);
            pages = std::move(tight_pages);
        }
    }
    for (std::size_t page = 0; page < pages.size(); ++page) {
        draw_marks(**pdf, letter);
        for (const auto& placed : pages[page]) blocks[placed.block].draw(kTop + placed.y);
        draw_foot(**pdf, letter, page, pages.size());
        (*pdf)->next_page();
    }
    return (*pdf)->finish();
}

}  // namespace disapa
