#include "shared/letter/letter_parts.h"

#include <algorithm>
#include <memory>

#include "shared/base/text.h"

namespace disapa {
namespace {

constexpr double kLineSpace = 1.5;  // between lines of a paragraph

Block text_block(const Frame& frame, TextBox&& made, double x, double gap) {
    auto box = std::make_shared<TextBox>(std::move(made));
    Block block;
    block.height = box->height();
    block.gap = gap;
    block.draw = [box, x, canvas = frame.pdf.canvas()](double y) { box->draw(canvas, x, y); };
    return block;
}

// Words before a name that an office file may repeat.
std::string bare_name(std::string_view name) {
    for (const std::string_view prefix : {"kabupaten ", "kecamatan ", "kelurahan ", "desa "}) {
        if (lower(name).starts_with(prefix)) return std::string(trim(name.substr(prefix.size())));
    }
    return std::string(name);
}

std::string office_line(const Office& office) {
    const char* kind = "KECAMATAN ";
    if (office.region.level() == 4) kind = office.region.is_kelurahan() ? "KELURAHAN " : "DESA ";
    return kind + upper(bare_name(office.name));
}

std::vector<std::string> letterhead_lines(const LetterData& letter) {
    const auto name = office_line(letter.office);
    std::vector<std::string> lines = letter.office.letterhead;
    std::erase_if(lines, [&](const std::string& line) { return upper(line) == name; });
    if (!lines.empty()) return lines;
    lines.push_back("PEMERINTAH KABUPATEN " + upper(bare_name(letter.kabupaten)));
    if (letter.office.region.level() == 4) lines.push_back(office_line(letter.kecamatan));
    return lines;
}

std::string address_line(const Office& office) {
    std::string line = office.address;
    const auto add = [&](const char* word, const std::string& text) {
        if (text.empty()) return;
        if (!line.empty()) line += ", ";
        line += word + text;
    };
    add("Kode Pos ", office.postcode);
    add("Telepon ", office.phone);
    add("Pos-el ", office.email);
    return line;
}

}  // namespace

void add_letterhead(Blocks& blocks, const Frame& frame, const LetterData& letter) {
    const auto add = [&](const std::string& text, const Style& style, double gap) {
        if (text.empty()) return;
        blocks.push_back(
            text_block(frame, frame.pdf.text(text, style, frame.width), frame.left, gap));
    };
    for (const auto& line : letterhead_lines(letter)) {
        add(line, {.points = frame.tight ? 12.0 : 13.0, .align = Align::centre}, 1);
    }
    add(office_line(letter.office),
        {.points = frame.tight ? 14.5 : 16.0, .bold = true, .align = Align::centre}, 1);
    add(address_line(letter.office), {.points = 9.5, .align = Align::centre}, 3);
    Block rule;
    rule.height = 5;
    rule.gap = 5;
    rule.draw = [frame, canvas = frame.pdf.canvas()](double y) {
        cairo_set_source_rgb(canvas, 0, 0, 0);
        cairo_rectangle(canvas, frame.left, y, frame.width, 2.2);
        cairo_rectangle(canvas, frame.left, y + 3.6, frame.width, 0.7);
        cairo_fill(canvas);
    };
    blocks.push_back(std::move(rule));
}

void add_title(Blocks& blocks, const Frame& frame, const LetterData& letter) {
    const Style title{.points = 13, .bold = true, .align = Align::centre};
    blocks.push_back(text_block(frame, frame.pdf.text(letter.title, title, frame.width), frame.left,
                                frame.gap(18)));
    // The font's own underline runs through the letters' feet.
    const double line_width =
        std::min(frame.pdf.text(letter.title, title).natural_width(), frame.width);
    Block line;
    line.height = 2;
    line.draw = [frame, line_width, canvas = frame.pdf.canvas()](double y) {
        cairo_set_source_rgb(canvas, 0, 0, 0);
        cairo_rectangle(canvas, frame.left + (frame.width - line_width) / 2, y, line_width, 1);
        cairo_fill(canvas);
    };
    blocks.push_back(std::move(line));
    const Style number{.points = frame.body_points(), .align = Align::centre};
    blocks.push_back(text_block(
        frame, frame.pdf.text("Nomor: " + letter.number, number, frame.width), frame.left, 2));
}

void add_paragraph(Blocks& blocks, const Frame& frame, std::string_view text, bool stays) {
    if (text.empty()) return;
    const Style style{.points = frame.body_points(), .align = Align::justified};
    auto box = std::make_shared<TextBox>(frame.pdf.text(text, style, frame.width));
    const int lines = box->line_count();
    for (int line = 0; line < lines; ++line) {
        Block block;
        block.height = box->line_height(line);
        block.gap = frame.gap(line == 0 ? 9 : kLineSpace);
        // Neither the first nor the last line stands alone on a page.
        block.with_next = stays || (lines > 1 && (line == 0 || line == lines - 2));
        if (line == lines - 1) block.with_next = stays;
        block.draw = [box, line, x = frame.left, canvas = frame.pdf.canvas()](double y) {
            box->draw_line(canvas, line, x, y);
        };
        blocks.push_back(std::move(block));
    }
}

void add_facts(Blocks& blocks, const Frame& frame, const LetterData& letter) {
    constexpr double kNumberWidth = 22;
    constexpr double kColonWidth = 10;
    constexpr double kWidestLabel = 5.4 * kCm;
    const Style style{.points = frame.body_points()};
    double label_width = 0;
    for (const auto& fact : letter.facts) {
        label_width = std::max(label_width, frame.pdf.text(fact.first, style).natural_width());
    }
    label_width = std::min(label_width + 8, kWidestLabel);
    const double value_width = frame.width - kNumberWidth - label_width - kColonWidth;
    for (std::size_t i = 0; i < letter.facts.size(); ++i) {
        const auto& [label, value] = letter.facts[i];
        struct Row {
            TextBox number, label, colon, value;
        };
        auto row = std::make_shared<Row>(Row{frame.pdf.text(std::to_string(i + 1) + ".", style),
                                             frame.pdf.text(label, style, label_width - 4),
                                             frame.pdf.text(":", style),
                                             frame.pdf.text(value, style, value_width)});
        Block block;
        block.height = std::max(row->label.height(), row->value.height());
        block.gap = frame.gap(i == 0 ? 6 : 1.5);
        block.draw = [row, label_width, left = frame.left, canvas = frame.pdf.canvas()](double y) {
            double x = left;
            row->number.draw(canvas, x, y);
            row->label.draw(canvas, x += kNumberWidth, y);
            row->colon.draw(canvas, x += label_width, y);
            row->value.draw(canvas, x + kColonWidth, y);
        };
        blocks.push_back(std::move(block));
    }
}

double quiet_zone(const QrImage& qr, double size) {
    constexpr int kQuietModules = 4;  // ISO/IEC 18004
    return size * kQuietModules / qr.modules;
}

void draw_qr(cairo_t* on, const QrImage& qr, double x, double y, double size) {
    const double quiet = quiet_zone(qr, size);
    cairo_set_source_rgb(on, 1, 1, 1);
    cairo_rectangle(on, x - quiet, y - quiet, size + 2 * quiet, size + 2 * quiet);
    cairo_fill(on);
    // One path with a rectangle for each run: no hairlines between modules, and few bytes.
    const double module = size / qr.modules;
    cairo_set_source_rgb(on, 0, 0, 0);
    for (int row = 0; row < qr.modules; ++row) {
        for (int from = 0; from < qr.modules;) {
            int to = from;
            while (to < qr.modules && qr.at(to, row)) ++to;
            if (to > from) {
                cairo_rectangle(on, x + from * module, y + row * module, (to - from) * module,
                                module);
            }
            from = std::max(to, from + 1);
        }
    }
    cairo_fill(on);
}

}  // namespace disapa
