// Which column of a desa's table is what, and one row of it as a resident.
//
// Column names are those of OpenSID's import (43 columns), of Disapa's own field ids, and what
// people write above a list; in any order, case, with spaces or underscores. Pure, any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/residents/sheet.h"
#include "shared/base/date.h"
#include "shared/service/service.h"
#include "shared/store/residents.h"

namespace disapa::residents {

enum class Part {
    nik,
    kk,
    name,
    birth_place,
    born,
    sex,
    religion,
    marital,
    occupation,
    nationality,
    address,
    hamlet,
    rt,
    rw,
    phone,
    status,  // alive, dead, moved away ... (OpenSID's status_dasar)
};

// Where each part stands, and how the file calls it.
struct Heading {
    struct Place {
        std::size_t column = 0;
        std::string name;
    };
    std::map<Part, Place> places;
};
// Nothing when this row is no heading: NIK and name must be there.
[[nodiscard]] std::optional<Heading> read_heading(const Row& row);

// What is wrong with one cell.
struct Fault {
    std::size_t line = 0;
    std::string column;        // as the file calls it
    std::string typed;         // what stands there; at most 40 letters
    std::string sentence;      // Indonesian, after `typed`: "bukan tanggal"
    bool row_left_out = true;  // false: the person is taken in, without this one answer
};
// "Baris 17, kolom tanggallahir: "31-02-1980" bukan tanggal."
[[nodiscard]] std::string to_sentence(const Fault& fault);

struct ReadRow {
    enum class Kind { empty, resident, gone, without_nik, bad };
    Kind kind = Kind::empty;
    // Of kind gone only the NIK counts: dead or moved away. No NIK where that cell is wrong.
    Resident resident;
    std::vector<Fault> faults;
};
struct RowRules {
    const Heading& heading;
    const SheetFacts& facts;
    const Lists& lists;
    Date today;
};
[[nodiscard]] ReadRow read_row(std::size_t line, const Row& row, const RowRules& rules);

}  // namespace disapa::residents
