#include "kiosk/counter/admin_pin.h"

#include "shared/base/file.h"

namespace disapa {
namespace {

std::filesystem::path file_of(const std::filesystem::path& folder) {
    return folder / "keys" / "admin.json";
}

}  // namespace

Status set_admin_pin(const std::filesystem::path& folder, std::string_view pin, Random& random,
                     Argon2Cost cost) {
    if (auto good = check_pin(pin); !good) return good;
    std::error_code trouble;
    if (!std::filesystem::is_directory(folder / "keys", trouble)) {
        return fail(ErrorCode::not_found, "Folder itu bukan folder kios. Periksa --data.",
                    "no keys folder");
    }
    // A new PIN ends the wait of the old one.
    const auto file = file_of(folder);
    std::filesystem::remove(file.string() + ".tries", trouble);
    std::filesystem::remove(file, trouble);
    return write_pin_key(file, SigningKey::generate(random), pin, cost, random);
}

Status check_admin_pin(const std::filesystem::path& folder, std::string_view pin,
                       const Clock& clock) {
    std::error_code trouble;
    if (!std::filesystem::exists(file_of(folder), trouble)) {
        return fail(ErrorCode::not_found,
                    "PIN pengelola belum dibuat. Buat dengan disapa-kiosk admin-pin.",
                    "no admin PIN was set");
    }
    auto opened = open_pin_key(file_of(folder), pin, clock);
    if (!opened) return pass(std::move(opened));
    return {};
}

}  // namespace disapa
