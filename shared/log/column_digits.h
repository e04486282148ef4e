// Digits of a column: integers, and the runs of digits in texts (numbers of people, dates,
// letters).
#pragma once

#include <deque>

#include "shared/log/codec_parts.h"
#include "shared/log/column.h"

namespace disapa {

// One or two digits of a run, as a cell takes them: where the count is odd, the first stands alone.
struct CellSpot {
    std::uint32_t offset = 0;
    unsigned digits = 2;
};
[[nodiscard]] std::vector<CellSpot> spots_of(std::size_t width);
[[nodiscard]] unsigned cell_at(std::string_view digits, std::size_t offset, unsigned count);

class DigitCoder {
  public:
    // `plan` in writing, else null. All must outlive it.
    DigitCoder(CodecParts& parts, std::deque<Column>& columns, const Plan* plan)
        : parts_(parts), columns_(columns), plan_(plan) {}

    // A run of digits of a text.
    [[nodiscard]] std::string run(Column& column, FieldKey key, std::string_view digits);
    // Digits of an integer without sign.
    [[nodiscard]] std::string integer(Column& column, std::string_view digits);
    // The writer's plan of a column, or the empty one.
    [[nodiscard]] const ColumnPlan& plan_of(ColumnId column) const;
    [[nodiscard]] ColumnId code_column(ColumnId column);

    Common common;

  private:
    [[nodiscard]] DigitField& field(Column& column, FieldKey key);
    void code_cell_plan(Cell& cell, const CellPlan& planned);
    [[nodiscard]] std::string difference(std::int64_t& last, Magnitude& model,
                                         std::string_view digits);
    [[nodiscard]] unsigned code_cell(Cell& cell, unsigned value);

    CodecParts& parts_;
    std::deque<Column>& columns_;
    const Plan* plan_;
};

}  // namespace disapa
