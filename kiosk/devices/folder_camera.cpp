#include "kiosk/devices/folder_camera.h"

#include <algorithm>

#include "shared/base/file.h"
#include "shared/base/limits.h"

namespace disapa::devices {
namespace {

constexpr int kLiveSide = 1280;
constexpr std::size_t kFilesMax = 1000;

class FolderSource : public CameraSource {
  public:
    explicit FolderSource(std::filesystem::path folder) : folder_(std::move(folder)) {}

    Status open() override {
        files_.clear();
        std::error_code trouble;
        for (const auto& entry : std::filesystem::directory_iterator(folder_, trouble)) {
            if (entry.is_regular_file(trouble) && files_.size() < kFilesMax) {
                files_.push_back(entry.path());
            }
        }
        std::ranges::sort(files_);
        shown_.reset();
        if (!files_.empty()) return {};
        return fail(ErrorCode::not_found,
                    "Kamera tidak ditemukan. Periksa kabelnya, atau pilih cara lain.",
                    "no pictures in the camera's folder");
    }
    void close() override { files_.clear(); }

    Result<Image> next() override {
        if (!shown_) {
            auto picture = picture_now(kLiveSide);
            if (!picture) return picture;
            shown_ = std::move(*picture);
        }
        return *shown_;
    }
    Result<Image> still() override {
        auto picture = picture_now(4096);
        ++at_;
        shown_.reset();
        return picture;
    }
    bool is_there() const override {
        std::error_code trouble;
        return std::filesystem::is_directory(folder_, trouble);
    }
    std::string name() const override { return folder_.string(); }

  private:
    Result<Image> picture_now(int side_max) {
        auto bytes = read_file(files_[at_ % files_.size()], limits::kPictureFileBytes);
        if (!bytes) return pass(std::move(bytes));
        return decode_picture(*bytes, side_max);
    }

    std::filesystem::path folder_;
    std::vector<std::filesystem::path> files_;
    std::size_t at_ = 0;
    std::optional<Image> shown_;
};

}  // namespace

std::unique_ptr<CameraSource> folder_source(std::filesystem::path folder) {
    return std::make_unique<FolderSource>(std::move(folder));
}

}  // namespace disapa::devices
