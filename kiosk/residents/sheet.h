// The rows of a table that a desa has as a file: XLSX, or CSV with commas, semicolons or tabs.
//
// Nothing in a file is trusted: sizes are bounded while reading (limits.h), and whatever cannot be
// read is an Error whose sentence says what to do. Memory: an XLSX's shared texts; the rows go one
// by one. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa::residents {

struct Cell {
    std::string text;     // UTF-8; of a number its digits as the file has them
    bool number = false;  // kept as a number: more than 15 digits may be lost
};
using Row = std::vector<Cell>;  // by column; the last ones may be missing

enum class Take { more, next_sheet, stop };
// `line` counts from 1, as the office's program shows it.
using TakeRow = std::function<Take(std::size_t line, const Row& row)>;

struct SheetFacts {
    bool from_1904 = false;  // days are counted from there, as old Macs did
};

// Chooses by the file's first bytes, never by its name.
[[nodiscard]] Status read_sheet(const std::filesystem::path& file, SheetFacts& facts,
                                const TakeRow& take);

// The two kinds. `facts` is set before the first row is given.
[[nodiscard]] Status read_xlsx(const std::filesystem::path& file, SheetFacts& facts,
                               const TakeRow& take);
[[nodiscard]] Status read_csv(ByteView bytes, const TakeRow& take);

}  // namespace disapa::residents
