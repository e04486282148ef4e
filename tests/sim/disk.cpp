#include "tests/sim/disk.h"

#include <sys/stat.h>

#include <stdexcept>

#include "shared/base/file.h"
#include "tests/sim/disk_calls.h"

namespace disapa::sim {

namespace fs = std::filesystem;
using virtual_disk::DiskModel;
using virtual_disk::DiskSystem;
using virtual_disk::File;
using virtual_disk::Tree;
using virtual_disk::Volume;

struct Disk::State {
    DiskSystem system;
};

namespace {

void must(bool done, const fs::path& path) {
    if (!done) throw std::runtime_error("the virtual disk cannot write " + path.string());
}

// Makes the real folder what the model holds.
void lay_out(const Volume& volume, const Tree& before,
             const std::map<const File*, bool>& untouched) {
    for (const auto& [path, file] : before) {
        const auto now = volume.model.live().find(path);
        const bool stays = now != volume.model.live().end() && now->second == file &&
                           (file == nullptr || untouched.at(file.get()));
        // Whoever still has the old file open keeps that, not the new one.
        if (!stays && file != nullptr) fs::remove(volume.folder / path);
    }
    for (auto one = before.rbegin(); one != before.rend(); ++one) {
        const auto now = volume.model.live().find(one->first);
        const bool stays = now != volume.model.live().end() && now->second == nullptr;
        if (one->second == nullptr && !stays) fs::remove_all(volume.folder / one->first);
    }
    std::map<const File*, fs::path> laid;
    for (const auto& [path, file] : volume.model.live()) {
        const fs::path whole = volume.folder / path;
        if (file == nullptr) {
            fs::create_directory(whole);
            continue;
        }
        const auto other = laid.find(file.get());
        if (other != laid.end() && !fs::exists(whole)) {
            fs::create_hard_link(other->second, whole);
        } else if (!fs::exists(whole)) {
            must(write_file_durably(whole, file->durable, file->mode).has_value(), whole);
        }
        laid.emplace(file.get(), whole);
    }
}

void keep_modes(const Volume& volume) {
    for (const auto& [path, file] : volume.model.live()) {
        struct stat status {};
        if (file != nullptr && ::stat((volume.folder / path).c_str(), &status) == 0) {
            file->mode = status.st_mode & 07777;
        }
    }
}

void switch_on(Volume& volume) {
    volume.off = false;
    volume.left.reset();
    volume.half_done = false;
    volume.half_file.reset();
}

}  // namespace

Disk::Disk() : state_(std::make_unique<State>()) {
    virtual_disk::answer_with(&state_->system);
}

Disk::~Disk() {
    virtual_disk::answer_with(nullptr);
}

void Disk::watch(const fs::path& folder) {
    const DiskSystem::Pause pause(state_->system);
    state_->system.add(folder);
}

void Disk::forget(const fs::path& folder) {
    const DiskSystem::Pause pause(state_->system);
    state_->system.drop(folder);
}

std::uint64_t Disk::operations(const fs::path& folder) const {
    const DiskSystem::Pause pause(state_->system);
    return state_->system.volume(folder).operations;
}

void Disk::fail_after(const fs::path& folder, std::uint64_t more) {
    const DiskSystem::Pause pause(state_->system);
    state_->system.volume(folder).left = more;
}

bool Disk::is_off(const fs::path& folder) const {
    const DiskSystem::Pause pause(state_->system);
    return state_->system.volume(folder).off;
}

void Disk::cut(const fs::path& folder, Random& random) {
    const DiskSystem::Pause pause(state_->system);
    Volume& volume = state_->system.volume(folder);
    keep_modes(volume);
    const Tree before = volume.model.live();
    std::map<const File*, bool> untouched;
    for (const auto& [path, file] : before) {
        if (file != nullptr) untouched[file.get()] = file->pending.empty();
    }
    volume.model.cut(random);
    lay_out(volume, before, untouched);
    switch_on(volume);
    ++volume.life;
}

void Disk::restore(const fs::path& folder) {
    const DiskSystem::Pause pause(state_->system);
    Volume& volume = state_->system.volume(folder);
    if (volume.half_done) volume.model.take_back(volume.half_file.get());
    switch_on(volume);
    volume.space.reset();
}

void Disk::set_space(const fs::path& folder, std::optional<std::uint64_t> bytes) {
    const DiskSystem::Pause pause(state_->system);
    state_->system.volume(folder).space = bytes;
}

std::vector<std::string> Disk::strangers(const fs::path& folder) const {
    const DiskSystem::Pause pause(state_->system);
    const Volume& volume = state_->system.volume(folder);
    std::vector<std::string> found;
    std::size_t seen = 0;
    for (const auto& one : fs::recursive_directory_iterator(volume.folder)) {
        const std::string path = one.path().lexically_relative(volume.folder).string();
        const auto at = volume.model.live().find(path);
        const bool known = at != volume.model.live().end();
        seen += known ? 1U : 0U;
        if (!known || one.is_directory() != (at->second == nullptr)) found.push_back(path);
        // SQLite maps this one; it says nothing that outlives the process.
        if (!known || at->second == nullptr || path.ends_with("-shm")) continue;
        const auto content = read_file(one.path(), SIZE_MAX);
        if (!content || *content != DiskModel::content(*at->second)) found.push_back(path);
    }
    if (seen != volume.model.live().size()) found.push_back("(a file is gone)");
    return found;
}

}  // namespace disapa::sim
