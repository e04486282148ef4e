// Reads a desa's table of residents into the register: all of it in one transaction, or nothing.
//
// Good rows are taken in, bad ones are not; each is told with row and column. A row with a NIK that
// is there already changes it. Who is missing from the file stays in the register; who is marked as
// dead or moved away goes. Interrupted, it is simply done again.
// Takes seconds: never on the window's thread or the counter's. Any other thread.
#pragma once

#include <filesystem>
#include <functional>

#include "kiosk/residents/report.h"

namespace disapa::residents {

// `progress` is told the rows read so far, now and then; may be empty.
using Progress = std::function<void(std::size_t rows)>;
[[nodiscard]] Result<ImportReport> import_residents(const std::filesystem::path& data_folder,
                                                    const std::filesystem::path& file,
                                                    const Lists& lists, const Date& today,
                                                    const Progress& progress);

}  // namespace disapa::residents
