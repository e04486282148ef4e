// The parts of a letter as blocks of a page, from the letterhead to the signatures.
#pragma once

#include <vector>

#include "shared/letter/flow.h"
#include "shared/letter/letter.h"
#include "shared/letter/pdf.h"

namespace disapa {

// Where the text stands, and how densely.
struct Frame {
    const Pdf& pdf;
    double left = 0;
    double width = 0;
    bool tight = false;  // 11 points and smaller gaps: where that saves a page

    [[nodiscard]] double body_points() const { return tight ? 11 : 12; }
    [[nodiscard]] double table_points() const { return tight ? 10 : 11; }
    [[nodiscard]] double gap(double loose) const { return tight ? loose * 0.45 : loose; }
};
using Blocks = std::vector<Block>;

void add_letterhead(Blocks& blocks, const Frame& frame, const LetterData& letter);
void add_title(Blocks& blocks, const Frame& frame, const LetterData& letter);
// Line by line, so that it may go on on the next page. `stays`: with what follows it.
void add_paragraph(Blocks& blocks, const Frame& frame, std::string_view text, bool stays);
void add_facts(Blocks& blocks, const Frame& frame, const LetterData& letter);
void add_table(Blocks& blocks, const Frame& frame, const LetterData::Table& table);
// One block: a signature is never parted from its name.
void add_signatures(Blocks& blocks, const Frame& frame, const LetterData& letter,
                    const QrImage& qr);

// Black modules on white with four white modules around; `size` is the symbol's without them.
void draw_qr(cairo_t* on, const QrImage& qr, double x, double y, double size);
[[nodiscard]] double quiet_zone(const QrImage& qr, double size);

}  // namespace disapa
