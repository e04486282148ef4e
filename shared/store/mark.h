// What a node remembers of itself outside its database, in DIR/keys: its birth, and `mark`.
//
// `mark` holds how far my open feeds had grown when bytes or paper last left, the highest numbers
// given, and the hardware. A database that is put back from a backup is behind it, and so shows
// itself: it must never write another branch of a feed that others have seen. Every write is
// synced. Writers of several processes wait for each other (a lock beside the file).
#pragma once

#include <filesystem>
#include <functional>
#include <map>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa {

// Hashes of what names this machine; empty where it cannot be read.
struct Hardware {
    std::string machine;  // of /etc/machine-id
    std::string board;    // of the board's serial number
    // Only what both could read counts: a serial that root alone may read is no other machine.
    [[nodiscard]] bool differs_from(const Hardware& other) const;
};
[[nodiscard]] Hardware this_hardware();

struct Mark {
    Hardware hardware;
    std::map<FeedId, std::uint64_t> sizes;        // of my open feeds
    std::map<std::string, std::int64_t> numbers;  // series -> the highest number given
};
// An empty mark where there is no file.
[[nodiscard]] Result<Mark> read_mark(const std::filesystem::path& keys);
// Reads, changes and writes under the lock; writes nothing when `change` says that nothing changed.
[[nodiscard]] Status change_mark(const std::filesystem::path& keys,
                                 const std::function<Result<bool>(Mark&)>& change);

[[nodiscard]] Result<Birth> read_birth(const std::filesystem::path& keys);
[[nodiscard]] Status write_birth(const std::filesystem::path& keys, const Birth& birth);

}  // namespace disapa
