// What an import of residents did, as sentences for the command line and as a file for the office.
//
// The screen says it in its own words; of the sentences here it takes only those of the faults
// (columns.h). Pure, any thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/residents/columns.h"

namespace disapa::residents {

struct ImportReport {
    std::size_t rows = 0;  // with anything in them, the heading not counted
    std::size_t added = 0, changed = 0, same = 0, gone = 0;
    std::size_t without_nik = 0, bad = 0;
    std::size_t kept = 0;       // in the register, but not in this file
    std::size_t total = 0;      // in the register now
    std::vector<Fault> faults;  // in the file's order, at most limits::kRegisterFaults
    std::size_t faults_more = 0;
};
// Sentences for a person, the most important first.
[[nodiscard]] std::vector<std::string> to_sentences(const ImportReport& report);
// The faults as a CSV that Excel opens: baris, kolom, isi, masalah, akibat. Nothing in it is taken
// for a formula.
[[nodiscard]] std::string faults_csv(const ImportReport& report);

}  // namespace disapa::residents
