#include "sync/courier_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>

#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/crypto/keys.h"

namespace disapa {
namespace {

constexpr const char* kFolderName = "disapa";
constexpr std::string_view kReadMe = "BACA-SAYA.txt";
constexpr std::string_view kPartSuffix = ".part";
constexpr std::size_t kBlock = 4096;
constexpr std::uint64_t kReserve = 256 * 1024;  // folder entries and the text for people
constexpr std::string_view kReadMeText =
    "Folder ini berisi kiriman Disapa antara kios desa dan kecamatan.\r\n"
    "\r\n"
    "Isinya tersegel: hanya kios atau kecamatan tujuannya yang dapat membukanya.\r\n"
    "Bila flashdisk ini hilang, tidak ada yang dapat membacanya dan tidak ada\r\n"
    "data yang hilang: semua masih tersimpan di perangkat asalnya.\r\n"
    "\r\n"
    "Serahkan flashdisk ini kepada petugas kecamatan atau petugas kios tujuannya.\r\n"
    "Jangan mengubah nama atau isi berkas. Berkas lama dihapus sendiri oleh program.\r\n";

class File {
  public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    [[nodiscard]] int get() const { return descriptor_; }
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    // Some media tell of a full disk only here.
    [[nodiscard]] bool close() {
        const int descriptor = descriptor_;
        descriptor_ = -1;
        return ::close(descriptor) == 0;
    }

  private:
    int descriptor_;
};

std::string code_of(int code) {
    return " (errno " + std::to_string(code) + ")";
}

tl::unexpected<Error> stick_error(int code, const char* doing) {
    const std::string log = std::string("stick: ") + doing + code_of(code);
    switch (code) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return fail(ErrorCode::limit,
                        "Flashdisk penuh. Kosongkan ruang atau pakai flashdisk lain, lalu ulangi.",
                        log);
        case EROFS:
        case EACCES:
        case EPERM:
            return fail(ErrorCode::io,
                        "Flashdisk tidak dapat ditulisi. Buka kuncinya atau pakai flashdisk lain, "
                        "lalu ulangi.",
                        log);
        default:
            return fail(ErrorCode::io,
                        "Flashdisk tercabut atau rusak. Pasang lagi atau pakai yang lain, lalu "
                        "ulangi. Data di perangkat ini tetap utuh.",
                        log);
    }
}

tl::unexpected<Error> no_folder(int code) {
    return fail(ErrorCode::not_found,
                "Folder flashdisk itu tidak ada. Pasang flashdisk dan periksa nama foldernya.",
                "stick: folder does not open" + code_of(code));
}

int open_folder(int at, const char* name, int flags) {
    return ::openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
}

std::string kind_sentence(mode_t mode) {
    if (S_ISDIR(mode)) return "Folder di dalam folder; dilewati.";
    if (S_ISLNK(mode)) return "Tautan ke tempat lain; tidak diikuti.";
    if (S_ISFIFO(mode) || S_ISSOCK(mode)) return "Pipa atau soket, bukan berkas; dilewati.";
    return "Perangkat, bukan berkas; dilewati.";
}

// Names that are mine but no bundles.
bool is_mine(std::string_view name) {
    if (name == kReadMe) return true;
    if (!name.ends_with(kPartSuffix)) return false;
    name.remove_suffix(kPartSuffix.size());
    return name == kReadMe || stem_of(name).has_value();
}

bool write_all(int descriptor, ByteView bytes) {
    while (!bytes.empty()) {
        const auto count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

// Up to `most` bytes into `to`; a negative errno on trouble.
long read_up_to(int descriptor, std::uint8_t* to, std::size_t most, bool is_direct = false) {
    std::size_t at = 0;
    while (at < most) {
        const auto count = ::read(descriptor, to + at, most - at);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return -errno;
        at += static_cast<std::size_t>(count);
        // The end; O_DIRECT reads on only from a block's begin.
        if (count == 0 || (is_direct && at % kBlock != 0)) break;
    }
    return static_cast<long>(at);
}

}  // namespace

std::string printable(std::string_view name) {
    if (is_clean_text(name)) return std::string(name);
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string shown;
    for (const char letter : name) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte >= 0x20 && byte < 0x7f && byte != '\\') {
            shown.push_back(letter);
        } else {
            shown += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
        }
    }
    return shown;
}

StickFolder::StickFolder(StickFolder&& other) noexcept : descriptor_(other.descriptor_) {
    other.descriptor_ = -1;
}
StickFolder& StickFolder::operator=(StickFolder&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}
StickFolder::~StickFolder() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<StickFolder> StickFolder::open(const std::filesystem::path& folder) {
    StickFolder outer(open_folder(AT_FDCWD, folder.c_str(), 0));
    if (outer.descriptor_ < 0) return no_folder(errno);
    const int inner = open_folder(outer.descriptor_, kFolderName, O_NOFOLLOW);
    if (inner >= 0) return StickFolder(inner);
    if (errno == ENOENT) return outer;
    return fail(ErrorCode::refused,
                "Folder disapa di flashdisk itu bukan folder biasa. Pakai flashdisk lain.",
                "stick: disapa does not open" + code_of(errno));
}

Result<StickFolder> StickFolder::make(const std::filesystem::path& folder) {
    StickFolder outer(open_folder(AT_FDCWD, folder.c_str(), 0));
    if (outer.descriptor_ < 0) return no_folder(errno);
    const bool is_inner =
        (folder.has_filename() ? folder : folder.parent_path()).filename() == kFolderName;
    if (is_inner) return outer;
    const bool is_new = ::mkdirat(outer.descriptor_, kFolderName, 0755) == 0;
    if (!is_new && errno != EEXIST) return stick_error(errno, "make the folder");
    if (is_new && ::fsync(outer.descriptor_) != 0) return stick_error(errno, "sync the stick");
    const int inner = open_folder(outer.descriptor_, kFolderName, O_NOFOLLOW);
    if (inner >= 0) return StickFolder(inner);
    return fail(ErrorCode::refused,
                "Folder disapa di flashdisk itu bukan folder biasa. Pakai flashdisk lain.",
                "stick: disapa does not open" + code_of(errno));
}

Result<std::vector<std::string>> StickFolder::names() const {
    // A descriptor of its own: reading moves its place.
    const int again = open_folder(descriptor_, ".", 0);
    if (again < 0) return stick_error(errno, "open the folder again");
    const std::unique_ptr<DIR, int (*)(DIR*)> reader(::fdopendir(again), ::closedir);
    if (!reader) {
        ::close(again);
        return stick_error(errno, "read the folder");
    }
    std::vector<std::string> found;
    errno = 0;
    while (const dirent* entry = ::readdir(reader.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != ".." && found.size() < kStickNames) found.emplace_back(name);
    }
    if (errno != 0) return stick_error(errno, "read the folder");
    return found;
}

Result<StickFolder::Listing> StickFolder::list() const {
    auto all = names();
    if (!all) return pass(std::move(all));
    Listing listing;
    std::vector<std::pair<std::int64_t, std::string>> files;  // by age, the newest first
    for (std::string& name : *all) {
        struct stat about = {};
        if (::fstatat(descriptor_, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) {
            listing.skipped.push_back({std::move(name), "Tidak terbaca; dilewati."});
        } else if (!S_ISREG(about.st_mode)) {
            listing.skipped.push_back({std::move(name), kind_sentence(about.st_mode)});
        } else if (is_mine(name)) {
            continue;
        } else if (about.st_size > static_cast<off_t>(limits::kBundleBytes)) {
            listing.skipped.push_back(
                {std::move(name), "Terlalu besar untuk sebuah kiriman; tidak dibaca."});
        } else {
            files.emplace_back(-static_cast<std::int64_t>(about.st_mtime), std::move(name));
        }
    }
    std::sort(files.begin(), files.end());
    if (files.size() > kStickFiles) {
        listing.left_out = files.size() - kStickFiles;
        files.resize(kStickFiles);
    }
    for (auto& [age, name] : files) listing.names.push_back(std::move(name));
    std::sort(listing.names.begin(), listing.names.end());
    return listing;
}

Result<Bytes> StickFolder::read(const std::string& name) const {
    const File file(::openat(descriptor_, name.c_str(),
                             O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat about = {};
    if (!file.is_open() || ::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode))
        return fail(ErrorCode::not_found, "Tidak terbaca; dilewati.",
                    "stick: file does not open" + code_of(errno));
    Bytes bytes(limits::kBundleBytes + 1);
    const long count = read_up_to(file.get(), bytes.data(), bytes.size());
    if (count < 0)
        return fail(ErrorCode::io, "Tidak terbaca sampai habis; mungkin flashdisk rusak.",
                    "stick: read" + code_of(static_cast<int>(-count)));
    if (static_cast<std::size_t>(count) > limits::kBundleBytes)
        return fail(ErrorCode::limit, "Terlalu besar untuk sebuah kiriman; tidak dibaca.",
                    "stick: file grew past a bundle");
    bytes.resize(static_cast<std::size_t>(count));
    return bytes;
}

std::uint64_t StickFolder::room(const std::vector<std::string>& replaced) const {
    struct statvfs about = {};
    if (::fstatvfs(descriptor_, &about) != 0) return 0;
    std::uint64_t bytes = std::uint64_t{about.f_bavail} * about.f_frsize;
    for (const std::string& name : replaced) {
        struct stat file = {};
        if (::fstatat(descriptor_, name.c_str(), &file, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(file.st_mode))
            bytes += static_cast<std::uint64_t>(file.st_size);
    }
    return bytes - std::min(bytes, kReserve);
}

Status StickFolder::write(const StickFile& file) const {
    const std::string part = file.name + std::string(kPartSuffix);
    ::unlinkat(descriptor_, part.c_str(), 0);
    File made(::openat(descriptor_, part.c_str(),
                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!made.is_open()) return stick_error(errno, "make a file");
    int code = 0;
    if (!write_all(made.get(), file.bytes) || ::fsync(made.get()) != 0) code = errno;
    if (!made.close() && code == 0) code = errno;
    if (code == 0 && ::renameat(descriptor_, part.c_str(), descriptor_, file.name.c_str()) != 0)
        code = errno;
    if (code != 0) {
        ::unlinkat(descriptor_, part.c_str(), 0);
        return stick_error(code, "write a file");
    }
    if (::fsync(descriptor_) != 0) return stick_error(errno, "sync the folder");
    return {};
}

Status StickFolder::verify(const std::string& name, const Digest& expected) const {
    // Past the page cache where the file system can; else what is cached is dropped first.
    constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC;
    const std::size_t size = (limits::kBundleBytes / kBlock + 2) * kBlock;
    const std::unique_ptr<std::uint8_t, void (*)(void*)> buffer(
        static_cast<std::uint8_t*>(std::aligned_alloc(kBlock, size)), std::free);
    if (!buffer) return stick_error(ENOMEM, "read back");
    long count = -EINVAL;
    if (const File direct(::openat(descriptor_, name.c_str(), kFlags | O_DIRECT)); direct.is_open())
        count = read_up_to(direct.get(), buffer.get(), size, true);
    if (count < 0) {
        const File file(::openat(descriptor_, name.c_str(), kFlags));
        if (!file.is_open()) return stick_error(errno, "read back");
        ::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
        count = read_up_to(file.get(), buffer.get(), size);
        if (count < 0) return stick_error(static_cast<int>(-count), "read back");
    }
    if (sha256({buffer.get(), static_cast<std::size_t>(count)}) == expected) return {};
    return fail(ErrorCode::corrupt,
                "Flashdisk ini tidak menyimpan dengan benar. Jangan dipakai lagi; pakai yang lain.",
                "stick: a file reads back otherwise than written");
}

Status StickFolder::remove(const std::string& name) const {
    if (::unlinkat(descriptor_, name.c_str(), 0) == 0 || errno == ENOENT) return {};
    return stick_error(errno, "remove an older file");
}

// What fails here fails again, and is told, where the first bundle is written.
void StickFolder::tidy() const {
    const auto all = names();
    if (!all) return;
    for (const std::string& name : *all) {
        if (name != kReadMe && is_mine(name)) ::unlinkat(descriptor_, name.c_str(), 0);
    }
    if (std::find(all->begin(), all->end(), kReadMe) != all->end()) return;
    const Bytes text(kReadMeText.begin(), kReadMeText.end());
    const auto written = write({std::string(kReadMe), text});
    static_cast<void>(written);
}

}  // namespace disapa
