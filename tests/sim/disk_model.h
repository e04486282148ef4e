// What one machine's disk holds for sure, and what is only on its way there.
//
// Pure data: paths are texts relative to the watched folder ("" is that folder), and nothing here
// touches a real file. Each change comes in after it was done on the real file system, or, with
// done = false, as the one that the power cut met halfway: it may be on the disk, but the running
// program never saw it done.
#pragma once

#include <sys/types.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/crypto/keys.h"

namespace disapa::virtual_disk {

struct File {
    struct Change {
        bool truncates = false;
        std::uint64_t at = 0;  // where the bytes go, or the new size
        Bytes bytes;
    };
    Bytes durable;                // the content for sure
    std::vector<Change> pending;  // since the last fsync, in order
    std::uint64_t size = 0;       // as programs see it
    mode_t mode = 0600;
};

// By path; no File means a folder.
using Tree = std::map<std::string, std::shared_ptr<File>>;

class DiskModel {
  public:
    explicit DiskModel(Tree now) : durable_(now), live_(std::move(now)) {}

    [[nodiscard]] const Tree& live() const { return live_; }
    // Null for a folder and for a path that is not there.
    [[nodiscard]] std::shared_ptr<File> file(const std::string& path) const;
    [[nodiscard]] bool is_folder(const std::string& path) const;
    // How many 4 KiB blocks all files take now, in bytes.
    [[nodiscard]] std::uint64_t used() const;

    std::shared_ptr<File> create(const std::string& path, mode_t mode, bool done);
    void make_folder(const std::string& path, bool done);
    void remove(const std::string& path, bool done);
    void rename(const std::string& from, const std::string& to, bool done);
    void link(const std::string& from, const std::string& to, bool done);
    static void write(File& file, std::uint64_t at, ByteView bytes, bool done);
    static void truncate(File& file, std::uint64_t size, bool done);
    static void sync(File& file);
    // Makes the names in this folder durable.
    void sync_folder(const std::string& path);

    // Takes back the one change that was not done, of this file or of a name.
    void take_back(File* file);

    // The power went. Afterwards nothing is pending and live() is what the disk holds.
    void cut(Random& random);
    // What the program sees now, for comparing it with the real files.
    [[nodiscard]] static Bytes content(const File& file);

  private:
    struct NameChange {
        enum class Kind { put, remove, rename } kind = Kind::put;
        std::string path;            // what is put, removed, or renamed away
        std::string to;              // of a rename
        std::shared_ptr<File> file;  // none: a folder
        [[nodiscard]] bool touches(const std::set<std::string>& names) const;
        [[nodiscard]] bool stands_in(const std::string& folder) const;
        void add_names(std::set<std::string>& names) const;
    };
    static void apply(Tree& tree, const NameChange& change);
    void change_names(NameChange change, bool done);

    Tree durable_;
    Tree live_;
    std::vector<NameChange> pending_;
};

[[nodiscard]] std::string parent_of(const std::string& path);

}  // namespace disapa::virtual_disk
