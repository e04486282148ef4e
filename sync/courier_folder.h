// The stick as a folder of files. What stands on it was put there by anybody: names are never used
// as paths, nothing is followed out of the folder, only regular files of a bounded size are opened.
//
// Bundles lie in FOLDER/disapa beside BACA-SAYA.txt. Only files with a name of export_bundles are
// ever replaced or removed.
#pragma once

#include <filesystem>

#include "sync/courier.h"

namespace disapa {

inline constexpr std::size_t kStickFiles = 512;     // read of one stick, the newest
inline constexpr std::size_t kStickNames = 20'000;  // looked at; a stick of a district has 400

// A name as it may be shown: control and foreign bytes as \xNN.
[[nodiscard]] std::string printable(std::string_view name);

class StickFolder {
  public:
    // For reading: FOLDER/disapa, or FOLDER itself where there is none.
    [[nodiscard]] static Result<StickFolder> open(const std::filesystem::path& folder);
    // For writing: makes FOLDER/disapa, never FOLDER: an unmounted stick is no place for bundles.
    [[nodiscard]] static Result<StickFolder> make(const std::filesystem::path& folder);
    StickFolder(StickFolder&& other) noexcept;
    StickFolder& operator=(StickFolder&& other) noexcept;
    StickFolder(const StickFolder&) = delete;
    StickFolder& operator=(const StickFolder&) = delete;
    ~StickFolder();

    [[nodiscard]] int descriptor() const { return descriptor_; }

    struct Skipped {
        std::string name;
        std::string sentence;  // Indonesian: what it is and that it was left alone
    };
    struct Listing {
        std::vector<std::string> names;  // to read, sorted: runs and parts in their order
        std::vector<Skipped> skipped;
        std::size_t left_out = 0;  // older files beyond kStickFiles
    };
    [[nodiscard]] Result<Listing> list() const;
    // not_found: no regular file any more; limit: larger than a bundle; io.
    [[nodiscard]] Result<Bytes> read(const std::string& name) const;

    // Bytes that may be written, with older runs of this stem gone.
    [[nodiscard]] std::uint64_t room(const std::vector<std::string>& names) const;
    // Names of the folder, whatever they are; at most kStickNames.
    [[nodiscard]] Result<std::vector<std::string>> names() const;
    // Whole under its name and on the medium, or not there at all. limit: the stick is full.
    [[nodiscard]] Status write(const StickFile& file) const;
    // What the medium gives back is these bytes.
    [[nodiscard]] Status verify(const std::string& name, const Digest& sha256) const;
    [[nodiscard]] Status remove(const std::string& name) const;
    // What a killed export left behind, and the text for people.
    void tidy() const;

  private:
    explicit StickFolder(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace disapa
