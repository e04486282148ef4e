#include "shared/base/program.h"

#include <cstdlib>
#include <iostream>

#include "shared/base/file.h"

namespace disapa {

Result<std::filesystem::path> find_assets(const std::string& asked) {
    std::error_code trouble;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", trouble);
    const char* wished = std::getenv("DISAPA_ASSETS");
    const auto good = [&](const std::filesystem::path& folder) {
        return std::filesystem::is_directory(folder / "services", trouble);
    };
    if (!asked.empty() || (wished && *wished)) {
        const std::filesystem::path folder = asked.empty() ? wished : asked;
        if (good(folder)) return folder;
        return fail(ErrorCode::not_found,
                    "Folder " + folder.string() + " tidak berisi layanan Disapa. Periksa --assets.",
                    "no services in " + folder.string());
    }
    // build/bin, build/NAME/bin and build/x/NAME/bin stand in the source tree.
    auto above = program.parent_path();
    for (int level = 0; level < 5 && above.has_relative_path(); ++level) {
        above = above.parent_path();
        if (good(above / "assets")) return above / "assets";
    }
    if (good("/usr/share/disapa")) return std::filesystem::path("/usr/share/disapa");
    return fail(ErrorCode::not_found,
                "Berkas layanan tidak ditemukan. Tunjukkan foldernya dengan --assets FOLDER.",
                "no assets folder found");
}

int tell(const Error& error) {
    const char* language = std::getenv("DISAPA_LANG");
    const bool english = language && std::string_view(language) == "en";
    std::cerr << (english && !error.log.empty() ? error.log : error.sentence) << '\n';
    return kExitRefused;
}

Result<std::string> read_secret_line(const std::filesystem::path& file) {
    auto bytes = read_file(file, 1024);
    if (!bytes) return pass(std::move(bytes));
    std::string line(bytes->begin(), bytes->end());
    line.resize(std::min(line.size(), line.find_first_of("\r\n")));
    return line;
}

}  // namespace disapa
