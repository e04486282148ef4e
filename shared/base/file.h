// Files that survive a power cut, and private files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa {

// At most `max` bytes, or an error that names the file.
[[nodiscard]] Result<Bytes> read_file(const std::filesystem::path& path, std::size_t max);

// All or nothing: temporary name, fsync, rename, fsync of the folder. If power dies here, the old
// file or the new one is there, whole. `mode` is the permission of the new file.
[[nodiscard]] Status write_file_durably(const std::filesystem::path& path, ByteView bytes,
                                        unsigned mode = 0600);

// The new name is there after a power cut too. What `from` holds must be synced already.
[[nodiscard]] Status rename_durably(const std::filesystem::path& from,
                                    const std::filesystem::path& to);

// What was written to the file, or the names in the folder, are on the disk.
[[nodiscard]] Status sync_path(const std::filesystem::path& path);

// Makes the folder and its parents, 0700, and syncs the parent.
[[nodiscard]] Status make_private_folder(const std::filesystem::path& path);

// One running program a role: an exclusive lock on `path`, held until the object dies.
class LockFile {
  public:
    [[nodiscard]] static Result<LockFile> take(const std::filesystem::path& path,
                                               std::string_view who_sentence);
    // Waits until it is free. Only for work of a few milliseconds.
    [[nodiscard]] static Result<LockFile> wait_for(const std::filesystem::path& path);
    LockFile(LockFile&& other) noexcept;
    LockFile& operator=(LockFile&& other) noexcept;
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;
    ~LockFile();

  private:
    explicit LockFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace disapa
