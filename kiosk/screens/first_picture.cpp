#include "kiosk/screens/first_picture.h"

#include <fstream>
#include <system_error>

namespace disapa::screens {

FirstPicture::FirstPicture(const std::filesystem::path& folder) : mark_(folder / "layar-mulai") {
    std::error_code trouble;
    failed_before_ = std::filesystem::exists(mark_, trouble);
    std::ofstream mark(mark_);  // not durable: it tells of a program that died, not of a power cut
}

void FirstPicture::came() {
    if (mark_.empty()) return;
    std::error_code trouble;
    std::filesystem::remove(mark_, trouble);
    mark_.clear();
}

}  // namespace disapa::screens
