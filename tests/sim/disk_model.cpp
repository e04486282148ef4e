#include "tests/sim/disk_model.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "tests/sim/dice.h"

namespace disapa::virtual_disk {

namespace {

using sim::Dice;

constexpr std::uint64_t kSector = 512;  // what a disk writes whole or not at all
constexpr std::uint64_t kBlock = 4096;

void put_bytes(Bytes& content, std::uint64_t at, ByteView bytes) {
    if (bytes.empty()) return;
    if (content.size() < at + bytes.size()) content.resize(at + bytes.size());
    std::memcpy(content.data() + at, bytes.data(), bytes.size());
}

void apply_change(Bytes& content, const File::Change& change) {
    if (change.truncates) {
        content.resize(change.at);
    } else {
        put_bytes(content, change.at, change.bytes);
    }
}

// Of 4 throws about `quarters` are true.
bool falls(Dice& dice, unsigned quarters) {
    return dice.below(4) < quarters;
}

// Some of its sectors reached the disk: the first ones, or any.
void apply_torn(Bytes& content, const File::Change& change, Dice& dice) {
    const std::uint64_t end = change.at + change.bytes.size();
    const std::uint64_t sectors = (end + kSector - 1) / kSector - change.at / kSector;
    const bool in_order = falls(dice, 2);
    const std::uint64_t first = in_order ? dice.below(sectors + 1) : sectors;
    std::uint64_t from = change.at;
    for (std::uint64_t sector = 0; sector < first; ++sector) {
        const std::uint64_t to = std::min(end, (from / kSector + 1) * kSector);
        if (in_order || falls(dice, 2)) {
            put_bytes(content, from, ByteView(change.bytes).subspan(from - change.at, to - from));
        }
        from = to;
    }
}

// What of a file's unsynced changes is on the disk. `keep` of 4 are there whole.
void survive(File& file, unsigned keep, Dice& dice) {
    for (const auto& change : file.pending) {
        if (falls(dice, keep)) {
            apply_change(file.durable, change);
        } else if (!change.truncates && keep > 0 && falls(dice, 2)) {
            apply_torn(file.durable, change, dice);
        }
    }
    file.pending.clear();
    file.size = file.durable.size();
}

bool lies_in(const std::string& path, const std::string& folder) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::uint64_t blocks(std::uint64_t size) {
    return (size + kBlock - 1) / kBlock * kBlock;
}

}  // namespace

std::string parent_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

bool DiskModel::NameChange::touches(const std::set<std::string>& names) const {
    return names.contains(path) || (kind == Kind::rename && names.contains(to));
}

bool DiskModel::NameChange::stands_in(const std::string& folder) const {
    return parent_of(path) == folder || (kind == Kind::rename && parent_of(to) == folder);
}

void DiskModel::NameChange::add_names(std::set<std::string>& names) const {
    names.insert(path);
    if (kind == Kind::rename) names.insert(to);
}

void DiskModel::apply(Tree& tree, const NameChange& change) {
    switch (change.kind) {
        case NameChange::Kind::put:
            tree[change.path] = change.file;
            return;
        case NameChange::Kind::remove:
            tree.erase(change.path);
            return;
        case NameChange::Kind::rename:
            break;
    }
    tree.erase(change.path);
    tree[change.to] = change.file;
    if (change.file != nullptr) return;
    Tree below;  // a folder takes along what is in it
    std::erase_if(tree, [&](const auto& one) {
        if (!lies_in(one.first, change.path)) return false;
        below[change.to + one.first.substr(change.path.size())] = one.second;
        return true;
    });
    tree.merge(below);
}

void DiskModel::change_names(NameChange change, bool done) {
    if (done) apply(live_, change);
    pending_.push_back(std::move(change));
}

std::shared_ptr<File> DiskModel::file(const std::string& path) const {
    const auto at = live_.find(path);
    return at == live_.end() ? nullptr : at->second;
}

bool DiskModel::is_folder(const std::string& path) const {
    const auto at = live_.find(path);
    return path.empty() || (at != live_.end() && at->second == nullptr);
}

std::uint64_t DiskModel::used() const {
    std::uint64_t sum = 0;
    for (const auto& [path, file] : live_) sum += file == nullptr ? kBlock : blocks(file->size);
    return sum;
}

std::shared_ptr<File> DiskModel::create(const std::string& path, mode_t mode, bool done) {
    auto made = std::make_shared<File>();
    made->mode = mode;
    change_names({NameChange::Kind::put, path, {}, made}, done);
    return made;
}

void DiskModel::make_folder(const std::string& path, bool done) {
    change_names({NameChange::Kind::put, path, {}, nullptr}, done);
}

void DiskModel::remove(const std::string& path, bool done) {
    change_names({NameChange::Kind::remove, path, {}, file(path)}, done);
}

void DiskModel::rename(const std::string& from, const std::string& to, bool done) {
    if (from != to) change_names({NameChange::Kind::rename, from, to, file(from)}, done);
}

void DiskModel::link(const std::string& from, const std::string& to, bool done) {
    change_names({NameChange::Kind::put, to, {}, file(from)}, done);
}

void DiskModel::write(File& file, std::uint64_t at, ByteView bytes, bool done) {
    file.pending.push_back({false, at, Bytes(bytes.begin(), bytes.end())});
    if (done) file.size = std::max(file.size, at + bytes.size());
}

void DiskModel::truncate(File& file, std::uint64_t size, bool done) {
    file.pending.push_back({true, size, {}});
    if (done) file.size = size;
}

void DiskModel::sync(File& file) {
    for (const auto& change : file.pending) apply_change(file.durable, change);
    file.pending.clear();
}

void DiskModel::sync_folder(const std::string& path) {
    // With a change go the earlier ones of the same names: a rename cannot be there without the
    // file that it renamed.
    std::set<std::string> names;
    std::vector<bool> goes(pending_.size());
    for (std::size_t i = pending_.size(); i-- > 0;) {
        goes[i] = pending_[i].stands_in(path) || pending_[i].touches(names);
        if (goes[i]) pending_[i].add_names(names);
    }
    std::vector<NameChange> left;
    for (std::size_t i = 0; i < pending_.size(); ++i) {
        if (goes[i]) {
            apply(durable_, pending_[i]);
        } else {
            left.push_back(std::move(pending_[i]));
        }
    }
    pending_ = std::move(left);
}

void DiskModel::take_back(File* file) {
    if (file != nullptr) {
        file->pending.pop_back();
    } else {
        pending_.pop_back();
    }
}

void DiskModel::cut(Random& random) {
    std::array<std::uint8_t, 8> drawn{};
    random.fill(drawn);
    std::uint64_t seed = 0;
    for (const std::uint8_t byte : drawn) seed = seed << 8U | byte;
    Dice dice(seed);
    // Nothing kept, a few, about half, most, all: the corners are worth as much as the middle.
    const auto keep_names = static_cast<unsigned>(dice.below(5));
    const auto keep_writes = static_cast<unsigned>(dice.below(5));
    std::set<std::string> lost;
    for (const auto& change : pending_) {
        if (change.touches(lost) || !falls(dice, keep_names)) {
            change.add_names(lost);
        } else {
            apply(durable_, change);
        }
    }
    pending_.clear();
    // A folder whose own name was lost takes along what is in it; parents sort before children.
    Tree kept;
    for (const auto& [path, file] : durable_) {
        const std::string parent = parent_of(path);
        const auto above = kept.find(parent);
        if (parent.empty() || (above != kept.end() && above->second == nullptr)) kept[path] = file;
    }
    durable_ = std::move(kept);
    std::set<const File*> seen;
    for (const auto& [path, file] : durable_) {
        if (file != nullptr && seen.insert(file.get()).second) survive(*file, keep_writes, dice);
    }
    live_ = durable_;
}

Bytes DiskModel::content(const File& file) {
    Bytes content = file.durable;
    for (const auto& change : file.pending) apply_change(content, change);
    return content;
}

}  // namespace disapa::virtual_disk
