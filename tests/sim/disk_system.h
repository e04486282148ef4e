// The system calls on watched folders: each is done on the real file system below and told to the
// model of its disk, or fails as the test wants it to.
//
// Every call answers what libc's of that name would, with errno set, or nothing where the path or
// descriptor is not watched: then the caller goes on to the real one.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <functional>
#include <mutex>
#include <unordered_map>

#include "tests/sim/disk_model.h"

namespace disapa::virtual_disk {

// One watched folder.
struct Volume {
    Volume(std::filesystem::path at, Tree now) : folder(std::move(at)), model(std::move(now)) {}

    std::filesystem::path folder;
    DiskModel model;
    std::uint64_t operations = 0;
    std::optional<std::uint64_t> left;  // operations until it is off
    bool off = false;
    std::optional<std::uint64_t> space;  // bytes that still fit
    std::uint64_t life = 1;              // descriptors of an earlier one are dead
    // The change that the cut met halfway, if there is one.
    bool half_done = false;
    std::shared_ptr<File> half_file;  // of this file; none: of a name
};

class DiskSystem {
  public:
    using Answer = std::optional<long>;

    Answer open(int folder_fd, const char* path, int flags, mode_t mode);
    Answer make_temporary(char* pattern, int flags);
    Answer close(int fd);
    Answer read(int fd);  // only whether it must fail
    Answer write(int fd, const void* bytes, std::size_t size, std::optional<off_t> at);
    Answer sync(int fd);
    Answer truncate(int fd, off_t size);
    Answer truncate(const char* path, off_t size);
    Answer rename(int from_fd, const char* from, int to_fd, const char* to);
    Answer remove(int folder_fd, const char* path, bool folder);
    Answer make_folder(const char* path, mode_t mode);
    Answer link(const char* from, const char* to);

    Volume& add(const std::filesystem::path& folder);
    void drop(const std::filesystem::path& folder);
    // Throws std::out_of_range where the folder is not watched: a fault of the test.
    [[nodiscard]] Volume& volume(const std::filesystem::path& folder);

    // Held by whoever looks into a volume. What the holder does with files goes unseen.
    class Pause {
      public:
        explicit Pause(DiskSystem& system);
        Pause(const Pause&) = delete;
        Pause& operator=(const Pause&) = delete;
        ~Pause();

      private:
        std::unique_lock<std::mutex> lock_;
    };

  private:
    struct Place {
        Volume* volume = nullptr;
        std::string path;  // in the volume
        std::string whole;
    };
    struct Descriptor {
        Volume* volume = nullptr;
        std::uint64_t life = 0;
        std::shared_ptr<File> file;  // none: a folder
        std::string path;            // of a folder
        dev_t device = 0;
        ino_t inode = 0;
        bool appends = false;
    };
    enum class Step { go, half, off };

    [[nodiscard]] std::optional<Place> place(int folder_fd, const char* path) const;
    [[nodiscard]] Descriptor* find(int fd);
    static Step step(Volume& volume);
    static void halfway(Volume& volume, std::shared_ptr<File> file);
    // False, with ENOSPC, where it does not fit.
    static bool grow(Volume& volume, std::uint64_t from, std::uint64_t to);
    static void give_back(Volume& volume, std::uint64_t used_before);
    long open_at(const Place& at, int flags, mode_t mode);
    long resize(Volume& volume, const std::shared_ptr<File>& file, std::uint64_t size,
                const std::function<long()>& really);

    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Volume>> volumes_;  // by folder
    std::unordered_map<int, Descriptor> open_;
    std::uint64_t temporary_ = 0;
};

}  // namespace disapa::virtual_disk
