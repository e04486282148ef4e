// Workbooks for the door of the register.
#pragma once

#include <filesystem>
#include <string_view>

namespace disapa::fuzz {

// A zip whose parts are the texts between zero bytes: sheet, shared texts, workbook, relations; one
// that is empty or missing is a plain one.
void write_workbook(const std::filesystem::path& file, std::string_view parts);

}  // namespace disapa::fuzz
