// What both ends know of a column: the values so far, and how often each occurred.
//
// A column is a path through the payloads' objects ("form.nik"). It holds models, no rows: values
// are coded one after the other in the order of the payloads, each by the model of its column.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/log/tally.h"

namespace disapa {

using ColumnId = std::uint32_t;

// Two digits (or one) of a run of digits, and from where they are told apart: the digits at
// `offset` of the last value of `column`.
struct CellSource {
    ColumnId column = 0;
    std::uint32_t offset = 0;
};
struct CellPlan {
    bool is_dense = false;
    std::optional<CellSource> source;
};
// How a field is written. Chosen by the writer (column_plan.h), told once, where the field first
// occurs.
struct FieldPlan {
    bool is_difference = false;   // from its last value; no cells then
    std::vector<CellPlan> cells;  // empty: sparse without source
};
struct FieldKey {
    std::uint32_t run = 0;    // which run of digits of the text; kIntegerRun
    std::uint32_t width = 0;  // digits
    auto operator<=>(const FieldKey&) const = default;
};
inline constexpr std::uint32_t kIntegerRun = 16;  // of texts: 0 to 15, and 15 for those that follow
inline constexpr std::size_t kRunDigits = 18;     // a longer run is cut

struct ColumnPlan {
    std::optional<ColumnId> same_as;  // texts: whose last value it often equals
    bool is_difference = false;       // integers
    std::map<FieldKey, FieldPlan> fields;
};
using Plan = std::map<ColumnId, ColumnPlan>;

struct Cell {
    unsigned digits = 2;
    CellPlan plan;
    Sparse sparse;
    std::optional<Dense> dense;
};
struct DigitField {
    bool is_difference = false;
    std::int64_t last = 0;
    Magnitude difference;
    std::vector<Cell> cells;
};

// Texts or byte strings that may come again, by the order in which they came first.
struct Values {
    Tally tally;
    std::vector<std::string> seen;
    std::unordered_map<std::string, std::size_t> index;  // writing

    [[nodiscard]] std::size_t find(const std::string& value) const {
        const auto found = index.find(value);
        return found == index.end() ? seen.size() : found->second;
    }
    void add(const std::string& value, bool is_writing) {
        if (is_writing) index.emplace(value, seen.size());
        seen.push_back(value);
    }
};

struct Column {
    ColumnId id = 0;
    Sparse kind;
    // The last value: what others lean on.
    std::string text;
    std::string digits;
    // Objects and arrays.
    Tally shapes;
    std::vector<std::size_t> shape_ids;          // by symbol
    std::vector<std::vector<ColumnId>> members;  // by symbol
    Sparse length;
    std::optional<ColumnId> element;
    // Integers.
    bool is_integer_planned = false;
    bool is_difference = false;
    std::int64_t last = 0;
    Magnitude difference;
    Sparse width;
    // Texts.
    bool is_text_planned = false;
    std::optional<ColumnId> same_as;
    Sparse is_same;
    Values templates;
    Sparse word_count;
    Sparse letter_case;
    std::uint32_t last_case = 0;
    Tally words;
    std::vector<std::size_t> word_ids;  // by symbol
    std::map<FieldKey, DigitField> fields;
    // Byte strings in base64url.
    Sparse size;
    Sparse how;
    Values bytes;
};

// What all columns together show: how plans are told, and what a column begins with.
struct Common {
    Sparse has_same, is_difference, mode, offset;
    Sparse kind, length, width, word_count, letter_case, size;
    std::size_t cells = 0;
};
inline constexpr std::size_t kColumnsMax = 4096;
inline constexpr std::size_t kCellsMax = 16384;

}  // namespace disapa
