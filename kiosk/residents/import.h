// Reads a desa's table of residents into the register: all of it in one transaction, or nothing.
//
// Good rows are taken in, bad ones are not; each is told with row and column. A row with a NIK that
// is there already changes it. Who is missing from the file stays in the register; who is marked as
// dead or moved away goes. Interrupted, it is simply done again.
// Takes seconds: never on the window's thread or the counter's. Any other thread.
#pragma once

#include <filesystem>
#include <functional>
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

// `progress` is told the rows read so far, now and then; may be empty.
using Progress = std::function<void(std::size_t rows)>;
[[nodiscard]] Result<ImportReport> import_residents(const std::filesystem::path& data_folder,
                                                    const std::filesystem::path& file,
                                                    const Lists& lists, const Date& today,
                                                    const Progress& progress);

}  // namespace disapa::residents
