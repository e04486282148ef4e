// A disk that loses power: what a real one could hold afterwards, chosen by a seed.
//
// The program that links this library answers open, write, fsync, rename and the like itself
// (disk_calls.cpp): the executable's symbols come before libc's, for SQLite and libstdc++ too, so
// SQLite's files and the product's own are watched alike and the product has no hook for it. Files
// outside the watched folders go straight on to libc.
//
// What is promised is only what POSIX promises. A write is safe after fsync or fdatasync of its
// file; until then each 512-byte sector of it is kept or lost for itself. A name (create, rename,
// unlink, mkdir) is safe after fsync of the folder it stands in; until then it is kept or lost for
// itself, whole, unless an earlier change of the same name was lost. A rename is atomic: the
// new file stands there or the old. Permissions and locks are as on the real file system below
// (use a tmpfs: fsync costs nothing there, and nothing is really synced).
//
// Not seen: memory-mapped writes (SQLite maps only its -shm file, which it resets by itself), and
// what other processes write. `strangers` tells when something else went past.
//
// Thread rule: any thread may use watched files; the calls below are one thread's. At most one
// Disk lives in a process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/crypto/keys.h"

namespace disapa::sim {

class Disk {
  public:
    Disk();
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    ~Disk();

    // From now on the folder (which must be there) and all below it is one machine's disk; what
    // lies in it now is durable. Watched folders do not lie in each other.
    void watch(const std::filesystem::path& folder);
    void forget(const std::filesystem::path& folder);

    // Changes asked for since watch: each write, sync, create, truncate, rename, unlink, mkdir
    // counts one. The same work counts the same.
    [[nodiscard]] std::uint64_t operations(const std::filesystem::path& folder) const;

    // After `more` further operations the machine is off: the next one may or may not have reached
    // the disk and fails with EIO, as does everything after it, reads too. The running code
    // unwinds; what it says after that was never said (`is_off`).
    void fail_after(const std::filesystem::path& folder, std::uint64_t more);
    [[nodiscard]] bool is_off(const std::filesystem::path& folder) const;

    // The power went: the folder becomes what the disk could hold, and the machine is on again.
    // Whoever had files of it open must be gone or never write again: old descriptors give EIO.
    void cut(const std::filesystem::path& folder, Random& random);
    // On again with everything that was written: an end by kill -9, or the end of a full disk.
    void restore(const std::filesystem::path& folder);

    // At most this many more bytes fit: ENOSPC beyond. Nothing: as many as the machine has.
    void set_space(const std::filesystem::path& folder, std::optional<std::uint64_t> bytes);

    // Files that are not what was seen being written: something went past this disk. Empty when
    // all is well; reads the whole folder. Not while the machine is off.
    [[nodiscard]] std::vector<std::string> strangers(const std::filesystem::path& folder) const;

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace disapa::sim
