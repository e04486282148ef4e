// Tables of a letter: add_table of letter_parts.h.
#include <algorithm>
#include <memory>
#include <numeric>

#include "shared/base/text.h"
#include "shared/letter/letter_parts.h"

namespace disapa {
namespace {

constexpr double kPadding = 3.5;
constexpr double kLine = 0.6;
constexpr double kTallestCell = 18 * kCm;  // a row may not pass a page

using Row = std::vector<std::string>;

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

double sum(const std::vector<double>& of) {
    return std::accumulate(of.begin(), of.end(), 0.0);
}

// What is there to share goes in equal parts to those who want more, until each has what it wants:
// short columns stay on one line, and long ones share what is left.
void share_out(std::vector<double>& widths, const std::vector<double>& wanted, double spare) {
    constexpr double kNothing = 0.01;
    while (spare > kNothing) {
        std::size_t hungry = 0;
        for (std::size_t c = 0; c < widths.size(); ++c) hungry += wanted[c] > widths[c] + kNothing;
        if (hungry == 0) return;
        const double part = spare / static_cast<double>(hungry);
        for (std::size_t c = 0; c < widths.size(); ++c) {
            const double more = std::clamp(wanted[c] - widths[c], 0.0, part);
            widths[c] += more;
            spare -= more;
        }
    }
}

// Width of each column: as wide as its longest word at least.
std::vector<double> column_widths(const Frame& frame, const std::vector<Row>& rows) {
    const std::size_t count = rows.front().size();
    std::vector<double> widths(count, 0), wanted(count, 0);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const Style style{.points = frame.table_points(), .bold = r == 0};
        for (std::size_t c = 0; c < count; ++c) {
            wanted[c] = std::max(wanted[c], frame.pdf.text(rows[r][c], style).natural_width());
            for (const auto& word : split(rows[r][c], ' ')) {
                widths[c] = std::max(widths[c], frame.pdf.text(word, style).natural_width());
            }
        }
    }
    const double room = frame.width - 2 * kPadding * static_cast<double>(count);
    if (sum(widths) > room) {  // words that are too long for the page are broken
        std::vector<double> least(count, 0);
        share_out(least, widths, room);
        widths = std::move(least);
    }
    share_out(widths, wanted, room - sum(widths));
    // Room that nobody asked for goes to all but the numbers, so that no column looks forgotten.
    const double left_over = room - sum(widths);
    const double of_others = std::max(sum(widths) - widths.front(), 1.0);
    for (std::size_t c = 1; c < count && left_over > 0; ++c) {
        widths[c] += left_over * widths[c] / of_others;
    }
    for (auto& width : widths) width += 2 * kPadding;
    return widths;
}

Block row_block(const Frame& frame, const Row& cells, const std::vector<double>& widths,
                bool head) {
    auto boxes = std::make_shared<std::vector<TextBox>>();
    double height = 0;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const bool centred = head || c == 0 || (is_number(cells[c]) && cells[c].size() <= 3);
        const Style style{.points = frame.table_points(),
                          .bold = head,
                          .align = centred ? Align::centre : Align::left};
        boxes->push_back(frame.pdf.text(cells[c], style, widths[c] - 2 * kPadding));
        height = std::max(height, boxes->back().height());
    }
    Block block;
    block.height = std::min(height, kTallestCell) + 2 * kPadding - 2;
    block.draw = [boxes, widths, left = frame.left, height = block.height,
                  canvas = frame.pdf.canvas()](double y) {
        double x = left;
        cairo_set_line_width(canvas, kLine);
        for (std::size_t c = 0; c < boxes->size(); ++c) {
            cairo_set_source_rgb(canvas, 0, 0, 0);
            cairo_rectangle(canvas, x, y, widths[c], height);
            cairo_stroke(canvas);
            (*boxes)[c].draw(canvas, x + kPadding, y + kPadding - 1);
            x += widths[c];
        }
    };
    return block;
}

}  // namespace

void add_table(Blocks& blocks, const Frame& frame, const LetterData::Table& table) {
    if (table.rows.empty()) return;
    std::vector<Row> rows = {table.head};
    rows.insert(rows.end(), table.rows.begin(), table.rows.end());
    for (std::size_t r = 0; r < rows.size(); ++r) {
        rows[r].resize(table.head.size());
        rows[r].insert(rows[r].begin(), r == 0 ? "No." : std::to_string(r) + ".");
    }
    add_paragraph(blocks, frame, table.caption, true);
    const auto widths = column_widths(frame, rows);
    const std::size_t head = blocks.size();
    for (std::size_t r = 0; r < rows.size(); ++r) {
        blocks.push_back(row_block(frame, rows[r], widths, r == 0));
        if (r == 0) {
            blocks.back().with_next = true;
            blocks.back().gap = 4;
        } else {
            blocks.back().head = head;
        }
    }
}

}  // namespace disapa
