#include "shared/log/column_digits.h"

#include <charconv>

namespace disapa {

namespace {

constexpr std::uint32_t kOffsetMax = 256;
// How a cell is told: what is counted, and whether as a difference from another one.
constexpr std::uint32_t kDenseMode = 1;
constexpr std::uint32_t kSourceMode = 2;

std::int64_t number_of(std::string_view digits) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

}  // namespace

std::vector<CellSpot> spots_of(std::size_t width) {
    std::vector<CellSpot> spots;
    if (width % 2 == 1) spots.push_back({0, 1});
    for (std::size_t at = width % 2; at < width; at += 2) {
        spots.push_back({static_cast<std::uint32_t>(at), 2});
    }
    return spots;
}

unsigned cell_at(std::string_view digits, std::size_t offset, unsigned count) {
    unsigned value = 0;
    for (std::size_t i = offset; i < offset + count; ++i) {
        value = value * 10 + (i < digits.size() ? static_cast<unsigned>(digits[i] - '0') : 0U);
    }
    return value;
}

const ColumnPlan& DigitCoder::plan_of(ColumnId column) const {
    static const ColumnPlan kNone;
    if (plan_ == nullptr) return kNone;
    const auto found = plan_->find(column);
    return found == plan_->end() ? kNone : found->second;
}

ColumnId DigitCoder::code_column(ColumnId column) {
    return parts_.coder.uniform(column, static_cast<std::uint32_t>(columns_.size()));
}

void DigitCoder::code_cell_plan(Cell& cell, const CellPlan& planned) {
    RangeCoder& coder = parts_.coder;
    // The plan has seen later rows: a column that is not there yet cannot be named.
    const bool has_source = planned.source && planned.source->column < columns_.size();
    const std::uint32_t mode = common.mode.code(
        coder, (planned.is_dense ? kDenseMode : 0U) | (has_source ? kSourceMode : 0U), 4);
    cell.plan.is_dense = (mode & kDenseMode) != 0;
    if (cell.plan.is_dense) cell.dense.emplace(cell.digits == 1 ? 10 : 100);
    if ((mode & kSourceMode) == 0) return;
    CellSource source = planned.source.value_or(CellSource{});
    source.column = code_column(source.column);
    source.offset = common.offset.code(coder, source.offset, kOffsetMax);
    cell.plan.source = source;
}

DigitField& DigitCoder::field(Column& column, FieldKey key) {
    const auto [found, is_new] = column.fields.try_emplace(key);
    DigitField& made = found->second;
    if (!is_new) return made;
    static const FieldPlan kNone;
    const ColumnPlan& plan = plan_of(column.id);
    const auto planned = plan.fields.find(key);
    const FieldPlan& how = planned == plan.fields.end() ? kNone : planned->second;
    made.is_difference = common.is_difference.code(parts_.coder, how.is_difference ? 1 : 0, 2) != 0;
    if (made.is_difference) return made;
    for (const CellSpot& spot : spots_of(key.width)) {
        if (++common.cells > kCellsMax) parts_.coder.fail();
        if (parts_.failed()) return made;
        Cell& cell = made.cells.emplace_back();
        cell.digits = spot.digits;
        const std::size_t i = made.cells.size() - 1;
        code_cell_plan(cell, i < how.cells.size() ? how.cells[i] : CellPlan{});
    }
    return made;
}

unsigned DigitCoder::code_cell(Cell& cell, unsigned value) {
    const unsigned count = cell.digits == 1 ? 10 : 100;
    unsigned base = 0;
    if (cell.plan.source) {
        base = cell_at(columns_[cell.plan.source->column].digits, cell.plan.source->offset,
                       cell.digits);
    }
    const unsigned difference = (value + count - base) % count;
    const unsigned made = cell.dense ? cell.dense->code(parts_.coder, difference)
                                     : cell.sparse.code(parts_.coder, difference, count);
    return (made + base) % count;
}

std::string DigitCoder::difference(std::int64_t& last, Magnitude& model, std::string_view digits) {
    const std::int64_t value = number_of(digits);
    const std::uint64_t coded = model.code(parts_.coder, zigzag(value - last));
    // Within 2^62 either way, so that nothing passes the end of the type.
    if (coded >> 62 != 0) {
        parts_.coder.fail();
        return "0";
    }
    const std::int64_t made = last + unzigzag(coded);
    constexpr std::int64_t kMost = 1'000'000'000'000'000'000;  // kRunDigits digits
    if (made < 0 || made >= kMost) {
        parts_.coder.fail();
        return "0";
    }
    last = made;
    return std::to_string(made);
}

std::string DigitCoder::run(Column& column, FieldKey key, std::string_view digits) {
    DigitField& how = field(column, key);
    if (how.is_difference) {
        std::string made = difference(how.last, how.difference, digits);
        if (made.size() > key.width) {
            parts_.coder.fail();
            return std::string(key.width, '0');
        }
        return std::string(key.width - made.size(), '0') + made;
    }
    std::string made;
    std::size_t at = 0;
    for (Cell& cell : how.cells) {
        const unsigned value = code_cell(cell, cell_at(digits, at, cell.digits));
        if (cell.digits == 2) made += static_cast<char>('0' + value / 10);
        made += static_cast<char>('0' + value % 10);
        at += cell.digits;
    }
    made.resize(key.width, '0');  // where its plan could not be read
    return made;
}

std::string DigitCoder::integer(Column& column, std::string_view digits) {
    if (!column.is_integer_planned) {
        column.is_integer_planned = true;
        column.is_difference = common.is_difference.code(
                                   parts_.coder, plan_of(column.id).is_difference ? 1 : 0, 2) != 0;
    }
    if (column.is_difference) return difference(column.last, column.difference, digits);
    constexpr std::uint32_t kWidths = 17;
    const std::uint32_t width = column.width.code(
        parts_.coder, static_cast<std::uint32_t>(digits.size()), kWidths, &common.width);
    if (width == 0) parts_.coder.fail();
    if (parts_.failed()) return "0";
    return run(column, {kIntegerRun, width}, digits);
}

}  // namespace disapa
